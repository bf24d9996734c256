"""A member's own work: what waits, the declaration, estimates, the opinion and its votes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, sent
from licet.web.casework.errors import NotFoundError
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.services.panels import (
    elicitations,
    panel_opinions,
    panel_referrals,
)
from licet.web.casework.views.panels import ElicitationView, PanelReferralView
from licet.web.workbench.panel_forms import (
    DeclareForm,
    DiscussForm,
    EstimateForm,
    OpinionForm,
    VoteForm,
)
from licet.web.workbench.panel_labels import LABELS
from licet.web.workbench.views.panels import form_or_done


@access("see_panel_work")
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this member, and what is done."""
    found = reads.own_referrals(viewer=actor_of(request))
    context = {
        "page": page_of(found, request.GET.get("page")),
        "address": lambda number: f"?page={number}",
        **LABELS,
    }
    return render(request, "workbench/panel_work.html", context)


@access("see_panel_work")
@require_safe
def task(request: HttpRequest, referral: str) -> HttpResponse:
    """One referral: before the declaration nothing but its number."""
    found = _seen(request, referral)
    context = {
        "found": found,
        "member": True,
        "may_ask": found.chair,
        "may_withdraw": False,
        **LABELS,
    }
    return render(request, "workbench/panel_referral.html", context)


def _seen(request: HttpRequest, referral: str) -> PanelReferralView:
    return reads.referral(viewer=actor_of(request), number=referral)


def _form(
    request: HttpRequest,
    referral: str,
    form: forms.Form,
    act: Callable[[], Any],
    **words: Any,  # noqa: ANN401  # texts of the page
) -> HttpResponse:
    back = (reverse("workbench:panel_task", args=[referral]), referral)
    return form_or_done(request, form, act, back=back, **words)


@access("declare_on_referral")
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, referral: str) -> HttpResponse:
    by = actor_of(request)
    _seen(request, referral)
    form = DeclareForm(sent(request))
    return _form(
        request,
        referral,
        form,
        lambda: panel_referrals.declare_on_referral(
            by=by,
            number=referral,
            conflict=form.cleaned_data["conflict"] == "yes",
            words=form.cleaned_data["words"],
        ),
        words=(_("Conflicts of interest"), _("Declare it")),
        about=_(
            "Before anything is shown. It is recorded, and it stands: a declared conflict excludes from this referral for good."
        ),
        done=_("Your declaration is recorded."),
    )


@access("write_panel_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, referral: str) -> HttpResponse:
    by = actor_of(request)
    found = _seen(request, referral)
    newest = found.opinions[-1] if found.opinions else None
    first = {"position": newest.position, "reasons": newest.reasons} if newest else {}
    form = OpinionForm(sent(request), initial=first)
    return _form(
        request,
        referral,
        form,
        lambda: panel_opinions.write_panel_opinion(
            by=by, number=referral, **form.cleaned_data
        ),
        words=(_("Write a version of the opinion"), _("Put it to the vote")),
        about=_("Earlier versions stay; votes count for the version they were given on."),
        done=_("The version is written. The members vote on it now."),
    )  # fmt: skip


@access("vote_on_panel_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, referral: str) -> HttpResponse:
    by = actor_of(request)
    found = _seen(request, referral)
    newest = found.opinions[-1].version if found.opinions else 0
    form = VoteForm(sent(request), initial={"version": newest})
    return _form(
        request,
        referral,
        form,
        lambda: panel_opinions.vote_on_panel_opinion(
            by=by, number=referral, **form.cleaned_data
        ),
        words=(
            _("Vote on version %(number)s") % {"number": newest},
            _("Vote"),
        ),
        about=_("Once, and it stands. Dissent stays with the opinion."),
        done=_("Your vote is recorded."),
    )


@access("give_panel_opinion")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, referral: str) -> HttpResponse:
    by = actor_of(request)
    _seen(request, referral)
    return _form(
        request,
        referral,
        forms.Form(sent(request)),
        lambda: panel_opinions.give_panel_opinion(by=by, number=referral),
        words=(_("Give the opinion of the panel"), _("Give it")),
        about=_(
            "The newest version becomes the opinion, with its count and its dissents. It cannot be undone."
        ),
        done=_("The opinion is given."),
    )


@access("give_estimate")
@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, referral: str, question: int) -> HttpResponse:
    by = actor_of(request)
    found = _seen(request, referral)
    asked = next((one for one in found.elicitations if one.number == question), None)
    if asked is None:
        raise NotFoundError("question")
    form = EstimateForm(sent(request), initial={"in_round": asked.open_round})
    form.fields["value"].help_text = _how(asked)
    return _form(
        request,
        referral,
        form,
        lambda: elicitations.give_estimate(
            by=by, number=referral, question=question, **form.cleaned_data
        ),
        words=(asked.text, _("Give the estimate")),
        about=_(
            "Nobody sees it before all have answered or the round is closed. It stands."
        ),
        done=_("Your estimate is recorded."),
    )


def _how(asked: ElicitationView) -> str:
    """How a question is answered, beside the field."""
    if asked.kind == "scale":
        steps = {"low": asked.low, "high": asked.high}
        return _("A whole step from %(low)s to %(high)s.") % steps
    if asked.kind == "probability":
        return _("Per cent, from 0 to 100.")
    return _("One of: %(answers)s.") % {"answers": "; ".join(asked.options)}


@access("discuss_estimates")
@require_http_methods(["GET", "HEAD", "POST"])
def discuss(request: HttpRequest, referral: str, question: int) -> HttpResponse:
    by = actor_of(request)
    _seen(request, referral)
    form = DiscussForm(sent(request))
    return _form(
        request,
        referral,
        form,
        lambda: elicitations.discuss_estimates(
            by=by, number=referral, question=question, **form.cleaned_data
        ),
        words=(_("Discuss the estimates"), _("Say it")),
        done=_("It is recorded."),
    )
