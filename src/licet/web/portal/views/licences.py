"""Licences that my organisation holds: conditions, use, answers to a suspension."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.appeals.appeals import contestable
from licet.web.casework.selectors.desk import documents as files
from licet.web.casework.selectors.licences import licences as reads
from licet.web.casework.selectors.review.conditions import licence_with_duties
from licet.web.casework.services.licences import licences as acts
from licet.web.portal.forms import (
    WAYS,
    DeliveryForm,
    SurrenderForm,
    SuspensionAnswerForm,
)
from licet.web.portal.tones import STANDINGS, TONES
from licet.web.portal.views.application import download


@access("see_licence")
@require_safe
def licence(request: HttpRequest, number: str) -> HttpResponse:
    found = licence_with_duties(viewer=actor_of(request), licence=number)
    context = {
        "licence": found,
        "can": {one.act for one in found.acts},
        "tones": TONES,
        "ways": dict(WAYS),
        "standings": STANDINGS,
        "contestable": contestable(viewer=actor_of(request), case=found.case),
    }
    return render(request, "portal/licence.html", context)


@access("see_licence")
@require_safe
def document(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    return download(
        files.licence_document(viewer=actor_of(request), licence=number, kind=kind)
    )


@access("report_delivery")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.licence(viewer=by, licence=number)
    form = DeliveryForm(
        sent(request),
        initial={
            "version": found.version,
            "consignee": found.consignee or found.end_user,
        },
    )
    if request.method == "POST" and form.is_valid():
        given = {
            key: form.cleaned_data[key]
            for key in ("on", "way", "quantity", "unit", "consignee", "reference")
        }
        delivery = acts.Delivery(**given)
        if attempt(
            form,
            lambda: acts.report_delivery(
                by=by, licence=number, delivery=delivery, version=form.seen
            ),
        ):
            messages.success(request, _("Your report is entered."))
            return redirect("portal:licence", number=number)
    context = {
        "licence": found,
        "form": form,
        "title": _("Report delivery or use"),
        "send": _("Send the report"),
    }
    return render(request, "portal/licence_act.html", context)


@access("answer_suspension")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.licence(viewer=by, licence=number)
    form = SuspensionAnswerForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.answer_suspension(
                by=by,
                licence=number,
                answer=form.cleaned_data["answer"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("Your answer is with the officer."))
        return redirect("portal:licence", number=number)
    context = {
        "licence": found,
        "form": form,
        "title": _("Answer the suspension"),
        "send": _("Send the answer"),
    }
    return render(request, "portal/licence_act.html", context)


@access("surrender_licence")
@require_http_methods(["GET", "HEAD", "POST"])
def surrender(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.licence(viewer=by, licence=number)
    form = SurrenderForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.surrender_licence(
                by=by,
                licence=number,
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("The licence is given back."))
        return redirect("portal:licence", number=number)
    context = {
        "licence": found,
        "form": form,
        "title": _("Give the licence back"),
        "send": _("Give the licence back"),
        "happens": [
            _("Nothing may leave under it from this moment on."),
            _("It cannot be undone; you can apply anew at any time."),
            _("What you must report of its use so far stays due."),
        ],
    }
    return render(request, "portal/licence_act.html", context)
