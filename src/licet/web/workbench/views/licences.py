"""Licences after the grant: use, checks, suspension."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.selectors.desk import documents as files
from licet.web.casework.selectors.licences import licences as reads
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.selectors.review.conditions import licence_with_duties
from licet.web.casework.selectors.screening.list_alerts import open_alerts
from licet.web.casework.services.licences import licences as acts
from licet.web.casework.views import LicenceView
from licet.web.workbench.forms import CheckForm, ReasonsForm
from licet.web.workbench.labels import CHECKS, TONES, WAYS
from licet.web.workbench.views.case import download
from licet.web.workbench.views.lists import CHANGES


@access("see_licences")
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    found = reads.licences(viewer=actor_of(request))
    context = {
        "page": page_of(found, request.GET.get("page")),
        "address": lambda number: f"?page={number}",
        "tones": TONES,
    }
    return render(request, "workbench/licences.html", context)


def _page(licence: LicenceView) -> dict[str, object]:
    return {
        "licence": licence,
        "can": {one.act for one in licence.acts},
        "tones": TONES,
        "ways": WAYS,
        "found_words": CHECKS,
    }


@access("see_licence")
@require_safe
def licence(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    found = licence_with_duties(viewer=viewer, licence=number)
    context = {
        **_page(found),
        "may_case": viewer.may("see_case"),
        "alerts": open_alerts(viewer=viewer, licence=number),
        "list_changes": CHANGES,
        "may_handle_alert": viewer.may("handle_list_alert"),
    }
    return render(request, "workbench/licence.html", context)


@access("see_licence")
@require_safe
def document(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    return download(
        files.licence_document(viewer=actor_of(request), licence=number, kind=kind)
    )


def _reasoned(
    request: HttpRequest,
    number: str,
    act: Callable[[str, int | None], Any],
    words: dict[str, object],
) -> HttpResponse:
    found = reads.licence(viewer=actor_of(request), licence=number)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: act(form.cleaned_data["reasons"], form.seen))
    ):
        messages.success(request, str(words["done"]))
        return redirect("workbench:licence", number=number)
    context = {**_page(found), "form": form, **words}
    return render(request, "workbench/licence_act.html", context)


@access("suspend_licence")
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _reasoned(
        request,
        number,
        lambda reasons, seen: acts.suspend_licence(
            by=by, licence=number, reasons=reasons, version=seen
        ),
        {
            "title": _("Suspend for the time being"),
            "warning": True,
            "happens": [
                _(
                    "From the moment you press the button nothing may leave under this licence."
                ),
                _(
                    "The status list is signed anew at once: whoever checks the licence, customs included, reads “suspended”."
                ),
                _(
                    "The exporter receives a letter with your reasons and may answer before anything final is decided."
                ),
                _("The act, your name and your reasons are entered in the record."),
            ],
            "send": _("Suspend the licence"),
            "done": _(
                "The licence is suspended. The exporter has been told and may answer."
            ),
        },
    )


@access("lift_suspension")
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _reasoned(
        request,
        number,
        lambda reasons, seen: acts.lift_suspension(
            by=by, licence=number, reasons=reasons, version=seen
        ),
        {
            "title": _("Lift the suspension"),
            "warning": False,
            "happens": [
                _("The licence is in force again, and the status list says so at once.")
            ],
            "send": _("Lift the suspension"),
            "done": _("The suspension is lifted."),
        },
    )


@access("revoke_licence")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _reasoned(
        request,
        number,
        lambda reasons, seen: acts.revoke_licence(
            by=by, licence=number, reasons=reasons, version=seen
        ),
        {
            "title": _("Revoke the licence"),
            "warning": True,
            "happens": [
                _("The licence ends for good. It cannot be put in force again."),
                _("The exporter receives a letter with your reasons and may appeal."),
            ],
            "send": _("Revoke the licence"),
            "done": _("The licence is revoked."),
        },
    )


@access("annul_licence")
@require_http_methods(["GET", "HEAD", "POST"])
def annul(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _reasoned(
        request,
        number,
        lambda reasons, seen: acts.annul_licence(
            by=by, licence=number, reasons=reasons, version=seen
        ),
        {
            "title": _("Annul the licence from the beginning"),
            "warning": True,
            "happens": [
                _(
                    "The licence counts as never granted: what left under it left without one. It cannot be undone."
                ),
                _("The exporter receives a letter with your reasons and may appeal."),
                _("The status list says “annulled” at once."),
            ],
            "send": _("Annul the licence"),
            "done": _("The licence is annulled."),
        },
    )


@access("record_check")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.licence(viewer=by, licence=number)
    form = CheckForm(sent(request), initial={"version": found.version})
    offer(form, "condition", [(one.id, one.words) for one in found.conditions])
    if request.method == "POST" and form.is_valid():
        seen = acts.Check(
            on=form.cleaned_data["on"],
            condition=form.cleaned_data["condition"],
            standing=form.cleaned_data["standing"],
            found=form.cleaned_data["found"],
        )
        if attempt(
            form,
            lambda: acts.record_check(
                by=by, licence=number, check=seen, version=form.seen
            ),
        ):
            messages.success(request, _("The result of the check is recorded."))
            return redirect("workbench:licence", number=number)
    context = {
        **_page(found),
        "form": form,
        "title": _("Record a check"),
        "warning": False,
        "happens": [],
        "send": _("Record the check"),
    }
    return render(request, "workbench/licence_act.html", context)
