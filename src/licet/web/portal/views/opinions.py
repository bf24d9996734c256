"""Opinions of an exporter: asked for with a short form or a saved self-check, read, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import (
    VersionedForm,
    actor_of,
    attempt,
    offer,
    sent,
)
from licet.web.casework.law.asking import claimed_entries, stated
from licet.web.casework.selectors.appeals.appeals import contestable_opinion
from licet.web.casework.selectors.applying import applications as own
from licet.web.casework.selectors.opinions import opinions as reads
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.services.opinions import opinions as acts
from licet.web.portal.fields import asked_field
from licet.web.portal.forms import OpinionForm
from licet.web.portal.tones import OUTCOMES, TONES
from licet.web.portal.views.application import download
from licet.web.portal.vocabulary import governing, term


def _asked() -> tuple[str, ...]:
    """The facts of the short form."""
    return (
        "item.kind",
        claimed_entries(governing())[0],
        "destination",
        "end_user.type",
        "activity.type",
        "end_use",
    )


@access("see_home")
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    context = {
        "page": page_of(
            reads.opinions(viewer=actor_of(request)), request.GET.get("page")
        ),
        "address": lambda number: f"?page={number}",
        "tones": TONES,
        "kinds": reads.kinds(),
    }
    return render(request, "portal/opinions.html", context)


@access("request_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    bodies = own.home(viewer=by).organisations
    if not bodies:
        return redirect("portal:found")
    posted = request.method == "POST"
    wanted = {path: asked_field(path) for path in _asked()}
    form = OpinionForm(sent(request), request.FILES if posted else None, wanted=wanted)
    offer(form, "organisation", [(one.id, one.name) for one in bodies])
    offer(form, "kind", [(one.id, one.title) for one in reads.kinds().values()])
    if posted and form.is_valid():
        made: list[str] = []
        request_of = _request_of(form)
        if attempt(
            form,
            lambda: made.append(acts.request_opinion(by=by, asked=request_of).number),
        ):
            messages.success(request, _("Your request is with the authority."))
            return redirect("portal:opinion", number=made[0])
    context = {"form": form, "kinds": reads.kinds()}
    return render(request, "portal/opinion_new.html", context)


def _request_of(form: OpinionForm) -> acts.OpinionRequest:
    given = form.cleaned_data
    facts: dict[str, Any] = {
        path: stated(term(path), given[path])
        for path in _asked()
        if given.get(path) not in (None, "", [])
    }
    saved = given.get("self_check")
    return acts.OpinionRequest(
        organisation=given["organisation"],
        kind=given["kind"],
        title=given["title"],
        question=given["question"],
        facts=facts,
        self_check=saved.read().decode("utf-8", "replace") if saved else "",
    )


@access("see_home")
@require_safe
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    found = reads.opinion(viewer=actor_of(request), number=number)
    context = {
        "opinion": found,
        "can": {one.act for one in found.acts},
        "tones": TONES,
        "outcomes": OUTCOMES,
        "contestable": contestable_opinion(viewer=actor_of(request), opinion=number),
    }
    return render(request, "portal/opinion.html", context)


@access("see_home")
@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    return download(reads.opinion_letter(viewer=actor_of(request), number=number))


@access("withdraw_opinion")
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    form = VersionedForm(request.POST)
    by = actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: acts.withdraw_opinion(by=by, number=number, version=form.seen),
    ):
        messages.success(request, _("The request is withdrawn. Nothing is answered."))
    else:
        messages.error(request, _("Somebody acted in between. Read it again first."))
    return redirect("portal:opinion", number=number)
