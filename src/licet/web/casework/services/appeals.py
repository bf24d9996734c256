"""Appeals: lodged by the applicant, heard by somebody provably uninvolved."""

from django.db import transaction

from licet.review import ClockEffect, machines, require_uninvolved
from licet.web.casework.acting import Act, case_act, promise, record_on_case, refusals
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.interests import require_disinterested
from licet.web.casework.later import letter_later
from licet.web.casework.models import (
    Appeal,
    Case,
    CaseEvent,
    ClockRow,
    Decision,
    Letter,
    Service,
)
from licet.web.casework.people import hierarchy_on, posts_on
from licet.web.casework.policy import Actor, require
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.applications import application
from licet.web.casework.selectors.decisions import appeal_by
from licet.web.casework.selectors.parts import appeal_view, as_id, names
from licet.web.casework.services.applications import required_text
from licet.web.casework.services.desk import tell_applicant
from licet.web.casework.standing import visible_cases
from licet.web.casework.views import AppealView, ApplicationView

OUTCOMES = frozenset({"dismissed", "remitted", "annulled"})


def lodge_appeal(
    *, by: Actor, case: str, grounds: str, version: int | None
) -> ApplicationView:
    """Appeal against the newest decision.

    Raises:
        InvalidInputError: No grounds.
        NotAllowedError: The time after service is over.
    """
    words = required_text("grounds", grounds, "Say why the decision is wrong.")
    with case_act("lodge_appeal", by=by, case=case, version=version) as act:
        decision = (
            Decision.objects.filter(case=act.case).order_by("-draft__version").first()
        )
        if decision is None:
            raise WrongStateError("There is no decision to appeal against.")
        if Appeal.objects.filter(decision=decision).exists():
            raise WrongStateError("This decision has already been appealed against.")
        served = (
            Service.objects.filter(letter__decision=decision).order_by("on").first()
        )
        last = appeal_by(served.on if served else None)
        if last is not None and legal_day(act.at) > last:
            raise NotAllowedError(
                f"The appeal could be lodged until {last}. Ask the appeal body about late appeals."
            )
        row = Appeal.objects.create(
            case=act.case,
            decision=decision,
            state=machines()["appeal"].next_state("", "lodge_appeal"),
            version=1,
            grounds=words,
            lodged_by_id=by.id,
            lodged_at=act.at,
        )
        act.tells(appeal=str(row.pk), decision=str(decision.pk), grounds=words)
    return application(viewer=by, case=case)


def involved_people(case: Case) -> frozenset[str]:
    """Everybody who acted on the case for the authority or an agency, from the record of acts."""
    rows = CaseEvent.objects.filter(case=case, side__in=("authority", "agency"))
    return frozenset(rows.values_list("actor", flat=True).distinct()) | _deciders(case)


def _deciders(case: Case) -> frozenset[str]:
    signed = Decision.objects.filter(case=case).values_list(
        "countersignature__by", "draft__by"
    )
    return frozenset(str(person) for pair in signed for person in pair)


def _locked(by: Actor, appeal: str, version: int | None) -> Appeal:
    found = Appeal.objects.filter(case__in=visible_cases(by), pk=as_id(appeal)).first()
    if found is None:
        raise NotFoundError("appeal")
    Case.objects.select_for_update().get(pk=found.case_id)
    row = Appeal.objects.select_for_update().get(pk=found.pk)
    if version is not None and version != row.version:
        raise StaleVersionError("The appeal", version, row.version)
    return row


def _view(row: Appeal) -> AppealView:
    return appeal_view(row, names([row.lodged_by_id, row.reviewer_id]))


def assign_appeal(
    *, by: Actor, appeal: str, reviewer: str, version: int | None
) -> AppealView:
    """Give an appeal to a reviewer; the server refuses anybody who is not independent.

    Raises:
        InvalidInputError: That person reviews no appeals today.
        NotIndependentActError: Involved, or above or below somebody who was.
    """
    touched: list[Case] = []
    with refusals("assign_appeal", by, touched), transaction.atomic():
        row = _locked(by, appeal, version)
        touched.append(row.case)
        require(by, "assign_appeal")
        at = now()
        target = machines()["appeal"].next_state(_open(row), "assign_appeal")
        today = legal_day(at)
        post = (
            posts_on(today)
            .filter(role="appeal_reviewer", person=as_id(reviewer))
            .first()
        )
        if post is None:
            raise InvalidInputError(
                {"reviewer": "Choose somebody who reviews appeals today."}
            )
        require_disinterested(row.case, str(post.person_id))
        require_uninvolved(
            str(post.person_id),
            involved=involved_people(row.case),
            hierarchy=hierarchy_on(today),
        )
        row.state, row.reviewer, row.assigned_at = target, post.person, at
        row.version += 1
        row.save()
        act = Act(name="assign_appeal", by=by, at=at, case=row.case)
        act.tells(appeal=str(row.pk), reviewer=reviewer)
        record_on_case(act, kind="assign_appeal")
        promise(
            "notice",
            f"appeal:{row.pk}:{row.version}",
            at,
            {
                "to": post.person.email,
                "subject": "An appeal was assigned to you",
                "case": row.case.number,
            },
        )
    return _view(row)


def _open(row: Appeal) -> str:
    if row.state not in {"lodged", "assigned"}:
        raise WrongStateError("This appeal has been decided.")
    return row.state


def decide_appeal(
    *, by: Actor, appeal: str, outcome: str, reasons: str, version: int | None
) -> AppealView:
    """Decide an appeal: dismissed, sent back, or the decision annulled.

    Raises:
        InvalidInputError: No such outcome, or no reasons.
        NotAllowedError: Assigned to somebody else.
        NotIndependentActError: The reviewer is no longer independent.
    """
    if outcome not in OUTCOMES:
        raise InvalidInputError({"outcome": "Choose dismissed, remitted or annulled."})
    words = required_text(
        "reasons", reasons, "Give the reasons. The applicant will read them."
    )
    row = (
        Appeal.objects.filter(case__in=visible_cases(by), pk=as_id(appeal))
        .select_related("case")
        .first()
    )
    if row is None:
        raise NotFoundError("appeal")
    with case_act("decide_appeal", by=by, case=row.case.number, version=None) as act:
        row = _locked(by, appeal, version)
        if str(row.reviewer_id) != by.id:
            raise NotAllowedError("This appeal is with another reviewer.")
        today = legal_day(act.at)
        require_uninvolved(
            by.id, involved=involved_people(act.case), hierarchy=hierarchy_on(today)
        )
        row.state = machines()["appeal"].next_state(
            row.state, "decide_appeal", outcome=outcome
        )
        row.outcome, row.reasons, row.decided_at = outcome, words, act.at
        row.version += 1
        row.save()
        act.outcome = outcome
        letter = Letter.objects.create(
            case=act.case, decision=row.decision, kind="appeal",
            subject=f"{act.case.number}: appeal {outcome}", body=words, made_at=act.at,
        )  # fmt: skip
        letter_later(letter)
        if outcome != "dismissed":
            # The case is decided again, so its clock starts again.
            act.case.decided_at, act.case.outcome = None, ""
            ClockRow.objects.create(
                case=act.case,
                on=today,
                effect=ClockEffect.START.value,
                reason="decide_appeal",
            )
        tell_applicant(act, f"appeal-decided:{row.pk}", "A decision on your appeal")
        act.tells(appeal=str(row.pk), reasons=words, letter=str(letter.pk))
    return _view(row)
