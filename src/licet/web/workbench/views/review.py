"""The review between bodies: its clocks, dissent, agreed conditions and withheld evidence."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.decision import Condition
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import VersionedForm, actor_of, attempt, sent
from licet.web.casework.selectors.review import review as reads
from licet.web.casework.services.desk import withheld
from licet.web.casework.services.review import condition_changes, escalations
from licet.web.casework.views import ReviewView
from licet.web.workbench import labels, review_labels
from licet.web.workbench.forms import ReasonsForm
from licet.web.workbench.review_forms import (
    ConditionChangeForm,
    MarkForm,
    VoteForm,
    YesNoForm,
)
from licet.web.workbench.views.case import seen_case


def _seen(request: HttpRequest, number: str) -> ReviewView:
    return reads.review(viewer=actor_of(request), case=number)


@access("see_case")
@require_safe
def review(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    found = seen_case(request, number)
    context = {
        "review": _seen(request, number),
        "case": found,
        "can": {one.act for one in found.acts},
        "teams": viewer.teams,
        "positions": labels.POSITIONS,
        "verdicts": review_labels.VERDICTS,
        "rules": review_labels.RULES,
        "how": review_labels.HOW,
        "lapses": review_labels.LAPSES,
        "standings": review_labels.STANDINGS,
    }
    return render(request, "workbench/review.html", context)


def _act(
    request: HttpRequest,
    found: ReviewView,
    form: VersionedForm,
    do: Callable[[], Any],
    **words: Any,  # noqa: ANN401  # what the page shows
) -> HttpResponse:
    """One act on one page: its form, what was refused beside the field, or back to the review."""
    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, words["done"])
        return redirect("workbench:review", number=found.number)
    context = {"form": form, "review": found, **words}
    return render(request, "workbench/review_act.html", context)


@access("escalate_dissent")
@require_http_methods(["GET", "HEAD", "POST"])
def escalate(request: HttpRequest, number: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    return _act(
        request,
        found,
        form,
        lambda: escalations.escalate_dissent(
            by=by,
            case=number,
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        title=_("Take the dissent to the next level"),
        about=_(
            "Its clock starts today. Every member is told that a case waits, and sees the same evidence."
        ),
        send=_("Take it up"),
        done=_("The dissent lies before the next level."),
    )


@access("vote_at_level")
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, number: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    form = VoteForm(sent(request), initial={"version": found.version})
    return _act(
        request,
        found,
        form,
        lambda: escalations.vote_at_level(
            by=by,
            case=number,
            verdict=form.cleaned_data["verdict"],
            words=form.cleaned_data["words"],
            version=form.seen,
        ),
        title=_("Vote for your agency"),
        about=_("The last vote that is needed decides by the rule of the level."),
        send=_("Vote"),
        done=_("The vote of your agency is recorded."),
    )


@access("ask_condition_change")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_condition(request: HttpRequest, number: str, key: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    agreed = next((one for one in found.conditions if one.key == key), None)
    if agreed is None or agreed.condition is None:
        raise Http404(key)
    stands = agreed.condition
    form = ConditionChangeForm(
        sent(request), terms=dict(stands.terms), initial={"version": found.version}
    )

    def change() -> Condition | None:
        if form.cleaned_data["how"] == "drop":
            return None
        return Condition(
            type=stands.type,
            terms=form.terms(),
            checker=stands.checker,
            owner=stands.owner,
            reason=stands.reason,
        )

    return _act(
        request,
        found,
        form,
        lambda: condition_changes.ask_condition_change(
            by=by,
            case=number,
            condition=key,
            reasons=form.cleaned_data["reasons"],
            change=change(),
            version=form.seen,
        ),
        title=_("Ask %(owner)s to change its condition") % {"owner": agreed.owner_name},
        about=_("It stays as it is until its owner has answered."),
        quoted=stands.words,
        send=_("Ask its owner"),
        done=_("Its owner is asked. Until it answers, the condition stays as it is."),
    )


@access("answer_condition_change")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_condition(request: HttpRequest, number: str, wish: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    asked = next((one for one in found.condition_requests if one.id == wish), None)
    if asked is None:
        raise Http404(wish)
    form = YesNoForm(sent(request), initial={"version": found.version})
    after = asked.after.words if asked.after else _("The condition goes.")
    return _act(
        request,
        found,
        form,
        lambda: condition_changes.answer_condition_change(
            by=by,
            case=number,
            request=wish,
            agrees=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            version=form.seen,
        ),
        title=_("Does your condition change?"),
        about=_("It says now: %(before)s It would say: %(after)s")
        % {"before": asked.before.words, "after": after},
        quoted=asked.reasons,
        send=_("Answer"),
        done=_("Your answer is recorded."),
    )


@access("mark_document")
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, number: str, document: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    form = MarkForm(sent(request), initial={"version": found.version})
    return _act(
        request,
        found,
        form,
        lambda: withheld.mark_document(
            by=by,
            case=number,
            document=document,
            marking=form.cleaned_data["marking"],
            gist=form.cleaned_data["gist"],
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        title=_("Mark a document"),
        about=_(
            "It stays in the case. Whoever may not read it sees that it is there, what may be told of it, and whom to ask."
        ),
        send=_("Mark it"),
        done=_("The document is marked."),
    )


@access("ask_to_see")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_see(request: HttpRequest, number: str, document: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    return _act(
        request,
        found,
        form,
        lambda: withheld.ask_to_see(
            by=by,
            case=number,
            document=document,
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        title=_("Ask to see a withheld document"),
        about=_("Its owner answers, and the answer is recorded."),
        send=_("Ask its owner"),
        done=_("Its owner is asked."),
    )


@access("answer_to_see")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_to_see(request: HttpRequest, number: str, wish: str) -> HttpResponse:
    found, by = _seen(request, number), actor_of(request)
    asked = next((one for one in found.see_requests if one.id == wish), None)
    if asked is None:
        raise Http404(wish)
    form = YesNoForm(sent(request), initial={"version": found.version})
    return _act(
        request,
        found,
        form,
        lambda: withheld.answer_to_see(
            by=by,
            case=number,
            request=wish,
            granted=form.cleaned_data["answer"] == "yes",
            words=form.cleaned_data["words"],
            version=form.seen,
        ),
        title=_("May %(team)s see it?") % {"team": asked.team},
        about=asked.gist,
        quoted=asked.reasons,
        send=_("Answer"),
        done=_("Your answer is recorded."),
    )
