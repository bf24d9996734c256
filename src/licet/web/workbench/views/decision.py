"""Drafting, countersigning, serving: a decision from its reasons to its letter."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from licet.decision import Condition, DecisionOutcome, Draft, Ground
from licet.web.casework.access import Actor, access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.selectors.desk import desk
from licet.web.casework.selectors.panels.panels import case_panels
from licet.web.casework.services.decision import decisions
from licet.web.casework.views import (
    CaseView,
    ConditionView,
    CriterionView,
    DraftView,
    TeamView,
)
from licet.web.workbench.conditions import offered, read_conditions
from licet.web.workbench.deciding_forms import (
    disagreed,
    exceptions,
    markings,
    read_disagreements,
    read_secret,
    secret_rows,
)
from licet.web.workbench.forms import ConfirmForm, DraftForm, ReasonsForm, ServiceForm
from licet.web.workbench.labels import OUTCOMES
from licet.web.workbench.views.case import beside, seen_case, to_case


def evidence_of(case: CaseView) -> list[tuple[str, str]]:
    """Everything a ground can rest on: identifier and name."""
    found = [
        (
            one.id,
            _("Determination under %(law)s: %(outcome)s")
            % {"law": one.regime, "outcome": OUTCOMES[one.outcome][1]},
        )
        for one in case.determinations
    ]
    found += [(one.id, f"{one.title}: {one.words}") for one in case.criteria]
    found += [
        (
            hit.id,
            _("Hit on %(party)s: %(name)s (%(list)s)")
            % {"party": hit.party, "name": hit.matched_name, "list": hit.list},
        )
        for screening in case.screenings
        for hit in screening.hits
    ]
    found += [
        (
            f"ownership:{one.id}",
            _("Ownership of %(party)s under %(law)s: %(standing)s")
            % {"party": one.party, "law": one.regime, "standing": one.standing},
        )
        for one in (case.ownership.findings if case.ownership else ())
        if one.standing in {"surely", "possibly", "listed"}
    ]
    found += [
        (advice.id, _("Advice of %(team)s") % {"team": referral.team.name})
        for referral in case.referrals
        for advice in referral.advice
    ]
    found += [
        (one.id, _("Document: %(name)s") % {"name": one.name}) for one in case.documents
    ]
    return found


def _grounds(posted: QueryDict) -> tuple[Ground, ...]:
    return tuple(
        Ground(
            criterion=criterion,
            evidence=tuple(posted.getlist(f"ground-{criterion}-evidence")),
            words=posted.get(f"ground-{criterion}-words", "").strip(),
        )
        for criterion in posted.getlist("grounds")
    )


def _set_by_agencies(case: CaseView) -> list[tuple[str, TeamView, ConditionView]]:
    """Conditions in each agency's newest advice, each with a key of its own."""
    return [
        (f"{advice.id}/{place}", referral.team, one)
        for referral in case.referrals
        for advice in referral.advice[-1:]
        for place, one in enumerate(advice.conditions)
    ]


def _adopted(posted: QueryDict, case: CaseView) -> tuple[Condition, ...]:
    chosen = posted.getlist("adopted")
    return tuple(
        Condition(
            type=one.type,
            terms={key: str(value) for key, value in one.terms.items()},
            checker=one.checker,
            owner=one.owner,
            reason=one.reason,
        )
        for key, _team, one in _set_by_agencies(case)
        if key in chosen
    )


def _preset(case: CaseView) -> list[Condition | ConditionView]:
    """What the template of the application names beforehand; the officer may change it."""
    used = case.filing.template if case.filing else None
    return [condition_of(raw) for raw in used.conditions] if used else []


def _draft(request: HttpRequest, form: DraftForm, case: CaseView) -> Draft:
    own = next(iter(sorted(actor_of(request).teams)), "")
    typed = read_conditions(request.POST, desk.condition_types(), owner=own)
    adopted = _adopted(request.POST, case)
    return Draft(
        outcome=DecisionOutcome(form.cleaned_data["outcome"]),
        grounds=_grounds(request.POST),
        conditions=(*adopted, *typed),
        reasons=form.cleaned_data["reasons"],
        disagreements=read_disagreements(request.POST, case),
        secret=read_secret(request.POST),
        without_notice=request.POST.get("without_notice", ""),
        without_notice_reasons=request.POST.get("without_notice_reasons", ""),
    )


def _offered_grounds(
    posted: QueryDict,
    earlier: DraftView | None,
    criteria: Iterable[Mapping[str, object]],
    findings: Iterable[CriterionView],
) -> list[dict[str, object]]:
    before = {one.criterion: one for one in earlier.grounds} if earlier else {}
    found = []
    for criterion in criteria:
        name = str(criterion["id"])
        held = before.get(name)
        if posted:
            chosen = name in posted.getlist("grounds")
            words = posted.get(f"ground-{name}-words", "")
            evidence = posted.getlist(f"ground-{name}-evidence")
        else:
            chosen = held is not None
            words = held.words if held else ""
            evidence = list(held.evidence) if held else []
        found.append(
            {
                "criterion": criterion,
                "chosen": chosen,
                "words": words,
                "evidence": evidence,
                "findings": [one for one in findings if one.criterion == name],
            }
        )
    return found


@access("draft_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    earlier = case.drafts[-1] if case.drafts else None
    first: dict[str, object] = {"version": case.version}
    if earlier:
        first |= {"outcome": earlier.outcome, "reasons": earlier.reasons}
    form = DraftForm(sent(request), initial=first)
    by = actor_of(request)
    if request.method == "POST" and form.is_valid():
        proposed = _draft(request, form, case)
        if attempt(
            form,
            lambda: decisions.draft_decision(
                by=by, case=number, draft=proposed, version=form.seen
            ),
        ):
            messages.success(
                request, _("The draft is saved. Every version stays on the case.")
            )
            return to_case(number)
    owned: list[Condition | ConditionView] = (
        [one for one in earlier.conditions if one.owner in by.teams]
        if earlier
        else _preset(case)
    )
    context = {
        "form": form,
        "grounds": _offered_grounds(
            request.POST, earlier, desk.criteria(), case.criteria
        ),
        "evidence": evidence_of(case),
        "disagreed": disagreed(request.POST, earlier),
        "advised": case_panels(viewer=by, case=number),
        "secret_rows": secret_rows(request.POST, earlier),
        "markings": markings(),
        "exceptions": exceptions(),
        "without_notice": _without_notice(request),
        "condition_types": offered(request.POST, desk.condition_types(), earlier=owned),
        "checkers": desk.teams(),
        "proposed": _proposed(request, case, earlier),
        "earlier": earlier,
        **beside(case),
    }
    return render(request, "workbench/draft.html", context)


@access("send_for_countersignature")
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    form = ConfirmForm(request.POST)
    by = actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: decisions.send_for_countersignature(
            by=by, case=number, version=form.seen
        ),
    ):
        messages.success(request, _("The draft waits for the second signature."))
        return to_case(number)
    context = {
        "form": form,
        "case": seen_case(request, number),
        "title": _("The draft cannot be sent yet"),
    }
    return render(request, "workbench/refused.html", context)


@access("countersign")
@require_http_methods(["GET", "HEAD", "POST"])
def countersign(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = ConfirmForm(sent(request), initial={"version": case.version})
    giving_back = ReasonsForm(
        request.POST if "return" in request.POST else None,
        initial={"version": case.version},
    )
    by = actor_of(request)
    if (
        "return" in request.POST
        and giving_back.is_valid()
        and attempt(
            giving_back,
            lambda: _give_back(giving_back, by, number),
        )
    ):
        messages.success(
            request, _("The draft is back with its officer, with your reasons.")
        )
        return to_case(number)
    if (
        "sign" in request.POST
        and form.is_valid()
        and attempt(
            form, lambda: decisions.countersign(by=by, case=number, version=form.seen)
        )
    ):
        messages.success(
            request,
            _(
                "Signed. With the last signature the decision stands and its letter is made."
            ),
        )
        return to_case(number)
    context = {
        "form": form,
        "giving_back": giving_back,
        "proposed": case.drafts[-1] if case.drafts else None,
        **beside(case),
    }
    return render(request, "workbench/countersign.html", context)


@access("record_service")
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    case = seen_case(request, number)
    found = next((one for one in case.letters if one.id == letter), None)
    if found is None:
        raise Http404(letter)
    form = ServiceForm(sent(request), initial={"version": case.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: decisions.record_service(
                by=by,
                case=number,
                letter=letter,
                on=form.cleaned_data["on"],
                manner=form.cleaned_data["manner"],
                proof=form.cleaned_data["proof"],
            ),
        )
    ):
        messages.success(
            request, _("Service is recorded. The time to appeal runs from that day.")
        )
        return to_case(number)
    context = {
        "form": form,
        "title": _("Record service"),
        "about": found.subject,
        "send": _("Record service"),
        **beside(case),
    }
    return render(request, "workbench/act.html", context)


def _give_back(form: ReasonsForm, by: Actor, number: str) -> CaseView:
    return decisions.return_draft(
        by=by,
        case=number,
        reasons=form.cleaned_data["reasons"],
        version=form.seen,
    )


def _proposed(
    request: HttpRequest, case: CaseView, earlier: DraftView | None
) -> list[tuple[str, TeamView, ConditionView, bool]]:
    """The conditions that agencies set, and whether the draft takes them up."""
    chosen = request.POST.getlist("adopted")
    kept = {(one.type, one.owner) for one in earlier.conditions} if earlier else set()
    return [
        (
            key,
            team,
            one,
            key in chosen if request.POST else (one.type, one.owner) in kept,
        )
        for key, team, one in _set_by_agencies(case)
    ]


def _without_notice(request: HttpRequest) -> tuple[str, str]:
    return (
        request.POST.get("without_notice", ""),
        request.POST.get("without_notice_reasons", ""),
    )
