"""From the first draft to the served letter; two people, and everything closed."""

from datetime import date

from django.conf import settings
from django.db import transaction

from licet.decision import (
    Draft,
    IncompleteDraftError,
    InvalidConditionError,
    condition_words,
    require_complete,
)
from licet.review import require_second_person
from licet.web.casework.acting import Act, case_act, record_on_case
from licet.web.casework.casefile import CaseFile, load
from licet.web.casework.conditions import condition_json
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.gate import GRANTS, draft_value, obstacles, relied_on
from licet.web.casework.later import letter_later, licence_later
from licet.web.casework.models import (
    Case,
    ConditionRow,
    Countersignature,
    Decision,
    DecisionDraft,
    DraftReturn,
    Letter,
    Service,
)
from licet.web.casework.policy import Actor, require
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.selectors.decisions import outcome_words
from licet.web.casework.selectors.desk import case as case_page
from licet.web.casework.selectors.parts import as_id, letter_view
from licet.web.casework.services.applications import required_text
from licet.web.casework.services.desk import tell_applicant
from licet.web.casework.standing import visible_cases
from licet.web.casework.views import CaseView, LetterView


def draft_decision(
    *, by: Actor, case: str, draft: Draft, version: int | None
) -> CaseView:
    """Write a version of the draft; earlier ones stay.

    Raises:
        InvalidInputError: A ground that is no criterion of the governing law.
        NotAllowedError: Another officer has the case.
    """
    known = {str(one["id"]) for one in ports().assessor.criteria()}
    for ground in draft.grounds:
        if known and ground.criterion not in known:
            raise InvalidInputError(
                {"grounds": f"{ground.criterion} is no criterion of the governing law."}
            )
    with case_act("draft_decision", by=by, case=case, version=version) as act:
        _require_own(act)
        count = DecisionDraft.objects.filter(case=act.case).count()
        row = DecisionDraft.objects.create(
            case=act.case,
            version=count + 1,
            outcome=draft.outcome.value,
            reasons=draft.reasons.strip(),
            grounds=[
                {
                    "criterion": one.criterion,
                    "evidence": list(one.evidence),
                    "words": one.words,
                }
                for one in draft.grounds
            ],
            conditions=[condition_json(one) for one in draft.conditions],
            by_id=by.id,
            at=act.at,
        )
        act.tells(
            draft=str(row.pk),
            draft_version=row.version,
            outcome_proposed=row.outcome,
            reasons=row.reasons,
            grounds=row.grounds,
            conditions=row.conditions,
        )
    return case_page(viewer=by, case=case)


def _require_own(act: Act) -> None:
    if str(act.case.officer_id) != act.by.id:
        raise NotAllowedError(
            "Another officer has this case. Ask your manager to assign it to you."
        )


def _newest(case: Case) -> DecisionDraft:
    row = DecisionDraft.objects.filter(case=case).order_by("-version").first()
    if row is None:
        raise WrongStateError("There is no draft yet. Write one first.")
    return row


def send_for_countersignature(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Send the newest draft to a second officer, when it is complete and nothing is open.

    Raises:
        InvalidInputError: The draft is not complete.
        GrantObstructedError: Something of the gate is open.
    """
    with case_act(
        "send_for_countersignature", by=by, case=case, version=version
    ) as act:
        _require_own(act)
        row = _newest(act.case)
        draft = draft_value(row)
        _require_complete(draft)
        # Who will sign is not known yet; the delegation is asked at the signature.
        if found := obstacles(load(act.case), draft, delegated=True):
            raise GrantObstructedError(found)
        act.tells(draft=str(row.pk))
    return case_page(viewer=by, case=case)


def _require_complete(draft: Draft) -> None:
    try:
        require_complete(draft)
    except (IncompleteDraftError, InvalidConditionError) as error:
        raise InvalidInputError({"draft": str(error)}) from error


def return_draft(
    *, by: Actor, case: str, reasons: str, version: int | None
) -> CaseView:
    """Give the draft back to its officer, with the reason."""
    words = required_text("reasons", reasons, "Say what must change.")
    with case_act("return_draft", by=by, case=case, version=version) as act:
        row = _newest(act.case)
        require_second_person(by.id, drafters=_drafters(act.case))
        DraftReturn.objects.create(draft=row, reasons=words, by_id=by.id, at=act.at)
        act.tells(draft=str(row.pk), reasons=words)
    return case_page(viewer=by, case=case)


def _drafters(case: Case) -> frozenset[str]:
    rows = DecisionDraft.objects.filter(case=case).values_list("by_id", flat=True)
    return frozenset(str(one) for one in rows)


def countersign(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Sign as the second person: the decision stands, the letter is written.

    Raises:
        NotIndependentActError: The person wrote one of the drafts.
        GrantObstructedError: Something of the gate is open, or no delegation today.
    """
    with case_act("countersign", by=by, case=case, version=version) as act:
        row = _newest(act.case)
        require_second_person(by.id, drafters=_drafters(act.case))
        draft = draft_value(row)
        _require_complete(draft)
        file = load(act.case)
        delegation = relied_on(file, by.id, draft.outcome.value)
        if found := obstacles(file, draft, delegated=delegation is not None):
            raise GrantObstructedError(found)
        assert delegation is not None  # noqa: S101  # the gate has just asked
        decision = _decide(act, row, delegation.instrument)
        letter = _write_letter(act, file, decision, draft)
        if draft.outcome in GRANTS:
            licence_later(act.case)
        letter_later(letter)
    return case_page(viewer=by, case=case)


def _decide(act: Act, row: DecisionDraft, instrument: str) -> Decision:
    decision = Decision.objects.create(
        case=act.case,
        draft=row,
        outcome=row.outcome,
        reasons=row.reasons,
        grounds=row.grounds,
        facts_version=act.case.facts_version,
        decided_at=act.at,
        decided_on=legal_day(act.at),
    )
    Countersignature.objects.create(
        decision=decision, by_id=act.by.id, delegation=instrument, at=act.at
    )
    conditions = draft_value(row).conditions
    ConditionRow.objects.bulk_create(
        ConditionRow(
            decision=decision,
            position=position,
            type=one.type,
            terms=dict(one.terms),
            words=condition_words(one),
            checker=one.checker,
            owner=one.owner,
            reason=one.reason,
        )
        for position, one in enumerate(conditions, start=1)
    )
    act.outcome = row.outcome
    act.case.outcome = row.outcome
    act.case.decided_at = act.at
    act.tells(
        decision=str(decision.pk),
        draft=str(row.pk),
        drafted_by=str(row.by_id),
        countersigned_by=act.by.id,
        delegation=instrument,
        reasons=row.reasons,
        grounds=row.grounds,
        conditions=row.conditions,
    )
    return decision


def _write_letter(act: Act, file: CaseFile, decision: Decision, draft: Draft) -> Letter:
    letter = Letter.objects.create(
        case=act.case,
        decision=decision,
        kind="decision",
        subject=f"{act.case.number}: {outcome_words(decision.outcome)}",
        body=_body(file, draft),
        made_at=act.at,
    )
    tell_applicant(act, f"letter:{letter.pk}", "A decision on your application")
    act.tells(letter=str(letter.pk), letter_body=letter.body)
    return letter


def _body(file: CaseFile, draft: Draft) -> str:
    """The letter's words: outcome, grounds with their law, conditions, reasons, remedy."""
    titles = {str(one["id"]): one for one in ports().assessor.criteria()}
    lines = [f"{file.case.title}", "", f"{outcome_words(draft.outcome.value)}.", ""]
    for ground in draft.grounds:
        about = titles.get(ground.criterion, {})
        law = about.get("citation") or {}
        place = ", ".join(
            str(law[key]) for key in ("instrument", "pinpoint") if law.get(key)
        )
        lines.append(
            f"Ground: {about.get('title', ground.criterion)} ({place}). {ground.words}"
        )
    lines += [
        f"Condition {number}: {condition_words(one)}"
        for number, one in enumerate(draft.conditions, start=1)
    ]
    lines += ["", draft.reasons, "", _remedy()]
    return "\n".join(lines)


def _remedy() -> str:
    return (
        f"You can appeal within {settings.LICET_APPEAL_DAYS} days of the day on which this "
        "letter was served on you. The appeal is heard by somebody who had no part in this "
        "decision and does not report to anybody who had."
    )


def record_service(
    *, by: Actor, case: str, letter: str, on: date, manner: str, proof: str
) -> LetterView:
    """Enter when and how a letter was served, with the proof; once.

    Raises:
        InvalidInputError: A day before the letter or in the future, no manner or proof.
        WrongStateError: Its service is already entered.
    """
    way = required_text("manner", manner, "Say how it was served.")
    shown = required_text("proof", proof, "Name the proof of service.")
    require(by, "record_service")
    with transaction.atomic():
        row = Letter.objects.filter(
            case__in=visible_cases(by), case__number=case, pk=as_id(letter)
        ).first()
        if row is None:
            raise NotFoundError("letter")
        Case.objects.select_for_update().get(pk=row.case_id)
        at = now()
        if not legal_day(row.made_at) <= on <= legal_day(at):
            raise InvalidInputError(
                {"on": "The day must lie between the letter and today."}
            )
        if Service.objects.filter(letter=row).exists():
            raise WrongStateError("The service of this letter is already entered.")
        Service.objects.create(
            letter=row, on=on, manner=way[:80], proof=shown, by=by.id, at=at
        )
        act = Act(name="record_service", by=by, at=at, case=row.case)
        act.tells(letter=str(row.pk), on=on, manner=way, proof=shown)
        record_on_case(act, kind=act.name)
    row = Letter.objects.select_related("service").get(pk=row.pk)
    return letter_view(row)
