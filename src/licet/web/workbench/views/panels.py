"""Panels at the desk: seats, referrals, questions; a live case, a composite or a draft before a panel."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.panels import agreements as agreement_reads
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.services.panels import (
    elicitations,
    panel_referrals,
    panel_seats,
)
from licet.web.workbench.panel_forms import (
    AskDraftForm,
    AskPanelForm,
    QuestionForm,
    SeatForm,
    WhyForm,
    offer_one,
)
from licet.web.workbench.panel_labels import LABELS
from licet.web.workbench.views.case import seen_case, to_case


def form_or_done(  # noqa: PLR0913  # a form page has words, a way back and a way on
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    words: tuple[Any, Any],
    back: tuple[str, Any],
    done: Any,  # noqa: ANN401  # a text, or one that waits for the reader's language
    about: Any = "",  # noqa: ANN401  # the same
    to: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Show a form, or do its act and go on.

    Args:
        request: The request.
        form: Bound when it was sent.
        act: The call of the service.
        words: Title of the page and words of its button.
        back: Where the way back leads, and what it is called.
        done: What is said once it is done.
        about: What happens, in a sentence.
        to: Where it goes on; the way back when nothing is given.
    """
    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return to() if to else redirect(back[0])
    title, send = words
    context = {
        "form": form,
        "title": title,
        "send": send,
        "about": about,
        "back_href": back[0],
        "back_text": back[1],
    }
    return render(request, "workbench/panel_act.html", context)


@access("see_panels")
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "panels": reads.panels(viewer=viewer),
        "page": page_of(reads.referrals(viewer=viewer), request.GET.get("page")),
        "address": lambda number: f"?page={number}#referrals",
        "may_appoint": viewer.may("appoint_panel_member"),
        "may_draft": viewer.may("refer_draft_to_panel"),
        "may_composites": viewer.may("see_composites"),
        "may_disclosures": viewer.may("see_disclosures"),
        **LABELS,
    }
    return render(request, "workbench/panels.html", context)


@access("appoint_panel_member")
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, panel: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.panel(viewer=by, name=panel)
    form = SeatForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: panel_seats.appoint_panel_member(
            by=by, panel=panel, **form.cleaned_data
        ),
        words=(
            _("Appoint a member: %(panel)s") % {"panel": found.title},
            _("Appoint"),
        ),
        back=(reverse("workbench:panels"), _("Panels")),
        done=_("The member is appointed."),
    )


@access("end_panel_seat")
@require_http_methods(["GET", "HEAD", "POST"])
def end_seat(request: HttpRequest, seat: int) -> HttpResponse:
    by = actor_of(request)
    form = WhyForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: panel_seats.end_panel_seat(by=by, seat=seat, **form.cleaned_data),
        words=(_("End a seat"), _("End the seat")),
        about=_("From today on its holder sees nothing more. It cannot be undone."),
        back=(reverse("workbench:panels"), _("Panels")),
        done=_("The seat has ended."),
    )


@access("see_panels")
@require_safe
def referral(request: HttpRequest, referral: str) -> HttpResponse:
    viewer = actor_of(request)
    found = reads.referral(viewer=viewer, number=referral)
    context = {
        "found": found,
        "member": False,
        "may_ask": viewer.may("open_elicitation"),
        "may_withdraw": viewer.may("withdraw_panel_referral"),
        **LABELS,
    }
    return render(request, "workbench/panel_referral.html", context)


def _back_to(referral: str) -> tuple[str, str]:
    return reverse("workbench:panel_referral", args=[referral]), referral


@access("withdraw_panel_referral")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, referral: str) -> HttpResponse:
    by = actor_of(request)
    reads.referral(viewer=by, number=referral)
    form = WhyForm(sent(request))
    return form_or_done(
        request,
        form,
        lambda: panel_referrals.withdraw_panel_referral(
            by=by, number=referral, **form.cleaned_data
        ),
        words=(_("Withdraw the referral"), _("Withdraw it")),
        about=_("What was said of it stays. It cannot be undone: ask anew."),
        back=_back_to(referral),
        done=_("The referral is withdrawn."),
    )


@access("open_elicitation")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, referral: str) -> HttpResponse:
    """A question to estimate, by the officer or by the chair."""
    by = actor_of(request)
    reads.referral(viewer=by, number=referral)
    form = QuestionForm(sent(request))

    def act() -> object:
        given = dict(form.cleaned_data)
        given["options"] = tuple(given["options"].splitlines())
        return elicitations.open_elicitation(
            by=by, number=referral, asked=elicitations.Asked(**given)
        )

    return form_or_done(
        request,
        form,
        act,
        words=(_("Ask the members to estimate"), _("Put the question")),
        about=_(
            "Each answers alone; nobody sees another's estimate before the round has ended. A discussion and a second round follow."
        ),
        back=place_of(request, referral),
        done=_("The question is put."),
    )


def place_of(request: HttpRequest, referral: str) -> tuple[str, str]:
    """The page of a referral for this person, and its name."""
    if actor_of(request).may("see_panel_work"):
        return reverse("workbench:panel_task", args=[referral]), referral
    return _back_to(referral)


@access("close_elicitation_round")
@require_POST
def close(request: HttpRequest, referral: str, question: int) -> HttpResponse:
    by = actor_of(request)
    form = forms.Form(request.POST)
    in_round = request.POST.get("in_round", "")
    done = form.is_valid() and attempt(
        form,
        lambda: elicitations.close_elicitation_round(
            by=by,
            number=referral,
            question=question,
            in_round=int(in_round) if in_round.isdigit() else 0,
        ),
    )
    words = (
        _("The round is closed.")
        if done
        else " ".join(map(str, form.non_field_errors()))
    )
    (messages.success if done else messages.error)(request, words)
    return redirect(place_of(request, referral)[0])


def offer_terms(form: forms.Form, *, sort: str, request: HttpRequest) -> None:
    """Give a form the panels that see this sort of matter, their agreements and purposes."""
    found = [one for one in reads.panels(viewer=actor_of(request)) if sort in one.sees]
    offer_one(form, "panel", [(one.id, one.title) for one in found])
    agreements = [
        pair for one in found for pair in agreement_reads.agreements_in_force(one.id)
    ]
    offer_one(form, "agreement", [(number, f"{number}: {title}") for number, title in agreements])  # fmt: skip
    offer_one(form, "purpose", list(agreement_reads.vocabulary()[0].items()))


def asking_of(form: AskPanelForm) -> panel_referrals.Asking:
    """What a form asks of a panel."""
    names = ("panel", "question", "agreement", "purpose", "because")
    return panel_referrals.Asking(**{name: form.cleaned_data[name] for name in names})


@access("refer_to_panel")
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    case = seen_case(request, number)
    form = AskPanelForm(sent(request), initial={"version": case.version})
    offer_terms(form, sort="live", request=request)
    return form_or_done(
        request,
        form,
        lambda: panel_referrals.refer_to_panel(
            by=by, case=number, asking=asking_of(form), version=form.seen
        ),
        words=(_("Ask an advisory panel"), _("Ask the panel")),
        about=_(
            "Vetted members see what the law and the agreement let them see, after each has declared that no conflict of interest stands against it."
        ),
        back=(reverse("workbench:case", args=[number]), number),
        done=_("The panel is asked; its members are told that something waits."),
        to=lambda: to_case(number),
    )


@access("refer_draft_to_panel")
@require_http_methods(["GET", "HEAD", "POST"])
def refer_draft(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = AskDraftForm(sent(request))
    offer_terms(form, sort="draft", request=request)
    return form_or_done(
        request,
        form,
        lambda: panel_referrals.refer_draft_to_panel(
            by=by, subject=form.cleaned_data["subject"], asking=asking_of(form)
        ),
        words=(_("Put a draft before a panel"), _("Ask the panel")),
        back=(reverse("workbench:panels"), _("Panels")),
        done=_("The panel is asked; its members are told that something waits."),
    )
