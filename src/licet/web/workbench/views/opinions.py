"""Opinions at the desk: taken, drafted on the law of today, signed by a second person, revoked."""

from collections.abc import Callable
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

from licet.regimes import in_words
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import (
    VersionedForm,
    actor_of,
    attempt,
    offer,
    sent,
)
from licet.web.casework.law.asking import package_of
from licet.web.casework.selectors.opinions import opinions as reads
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.services.opinions import opinions as acts
from licet.web.casework.views import OpinionView
from licet.web.workbench import labels
from licet.web.workbench.forms import ConfirmForm, OpinionDraftForm, ReasonsForm
from licet.web.workbench.views.case import download


def _seen(request: HttpRequest, number: str) -> OpinionView:
    return reads.opinion(viewer=actor_of(request), number=number)


def _page(
    request: HttpRequest, found: OpinionView, form: VersionedForm | None = None
) -> HttpResponse:
    context = {
        "opinion": found,
        "can": {one.act for one in found.acts},
        "tones": labels.TONES,
        "outcomes": labels.OUTCOMES,
        "form": form,
    }
    return render(request, "workbench/opinion.html", context)


@access("see_opinion_desk")
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    context = {
        "page": page_of(
            reads.opinions(viewer=actor_of(request)), request.GET.get("page")
        ),
        "address": lambda number: f"?page={number}",
        "tones": labels.TONES,
    }
    return render(request, "workbench/opinions.html", context)


@access("see_opinion_desk")
@require_safe
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _seen(request, number))


@access("see_opinion_desk")
@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    return download(reads.opinion_letter(viewer=actor_of(request), number=number))


def _pressed(
    request: HttpRequest, number: str, act: Callable[[int | None], Any], done: str
) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if form.is_valid() and attempt(form, lambda: act(form.seen)):
        messages.success(request, done)
        return redirect("workbench:opinion", number=number)
    return _page(request, _seen(request, number), form)


@access("take_opinion")
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _pressed(
        request,
        number,
        lambda seen: acts.take_opinion(by=by, number=number, version=seen),
        _("The request is yours."),
    )


@access("send_opinion")
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _pressed(
        request,
        number,
        lambda seen: acts.send_opinion(by=by, number=number, version=seen),
        _("The draft waits for the second signature."),
    )


@access("issue_opinion")
@require_POST
def issue(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    return _pressed(
        request,
        number,
        lambda seen: acts.issue_opinion(by=by, number=number, version=seen),
        _("Signed. The opinion binds the authority, and its letter is made."),
    )


@access("draft_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: str) -> HttpResponse:
    found = _seen(request, number)
    first = {
        "version": found.version,
        "answer": found.answer,
        "entry": found.entry,
        "reasons": found.reasons,
    }
    form = OpinionDraftForm(sent(request), initial=first)
    law = package_of(found.profile)
    listed = [
        (one.id, f"{one.id}: {in_words(one.title)}") for one in law.entries.values()
    ]
    offer(form, "entry", [("", _("None: not listed, or not asked")), *listed])
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.draft_opinion(
                by=by,
                number=number,
                answer=form.cleaned_data["answer"],
                entry=form.cleaned_data["entry"],
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("The draft is saved."))
        return redirect("workbench:opinion", number=number)
    return _form_page(request, found, form, _("Draft the opinion"))


def _form_page(
    request: HttpRequest, found: OpinionView, form: VersionedForm, title: str
) -> HttpResponse:
    context = {
        "opinion": found,
        "form": form,
        "title": title,
        "outcomes": labels.OUTCOMES,
        "tones": labels.TONES,
    }
    return render(request, "workbench/opinion_act.html", context)


def _reasoned(
    request: HttpRequest, number: str, act: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    found = _seen(request, number)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: act(
                by=by,
                number=number,
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, done)
        return redirect("workbench:opinion", number=number)
    return _form_page(request, found, form, title)


@access("return_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    return _reasoned(
        request,
        number,
        acts.return_opinion,
        _("Give the draft back"),
        _("The draft is back with its officer."),
    )


@access("revoke_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    return _reasoned(
        request,
        number,
        acts.revoke_opinion,
        _("Revoke for the future"),
        _("Revoked. What was done under it before stands."),
    )
