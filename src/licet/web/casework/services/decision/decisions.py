"""From the first draft to the served letter; two people, and everything closed."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from licet.decision import (
    Draft,
    IncompleteDraftError,
    InvalidConditionError,
    condition_words,
    require_complete,
    tier_to_sign,
)
from licet.review import NotIndependentError, require_second_person
from licet.web.casework.acts.acting import Act, case_act, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.conditions.stored import condition_json
from licet.web.casework.decision.deciding import (
    endorsed_by,
    keep_detail,
    require_findings_answered,
    signatures_needed,
)
from licet.web.casework.decision.gate import (
    GRANTS,
    classifications,
    draft_value,
    obstacles,
    relied_on,
    stale,
)
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.later import letter_later, licence_later
from licet.web.casework.models import (
    Case,
    ConditionRow,
    Countersignature,
    Decision,
    DecisionDraft,
    DraftReturn,
    Endorsement,
    Letter,
    Service,
)
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.interests import require_disinterested
from licet.web.casework.rights.part_marks import require_all_seen
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.selectors.parts.parts import as_id, letter_view
from licet.web.casework.services.decision.decision_letters import write_letter
from licet.web.casework.views import CaseView, Json, LetterView

SEVERAL = 2


def draft_decision(
    *, by: Actor, case: str, draft: Draft, version: int | None
) -> CaseView:
    """Write a version of the draft; earlier ones stay.

    Raises:
        InvalidInputError: A ground that is no criterion of the governing law.
        NotAllowedError: Another officer has the case.
    """
    _require_known(draft)
    with case_act("draft_decision", by=by, case=case, version=version) as act:
        require_own(act)
        require_disinterested(act.case, by.id)
        require_all_seen(by, act.case)
        count = DecisionDraft.objects.filter(case=act.case).count()
        row = DecisionDraft.objects.create(
            case=act.case,
            version=count + 1,
            outcome=draft.outcome.value,
            reasons=draft.reasons.strip(),
            grounds=_grounds(draft),
            conditions=[condition_json(one) for one in draft.conditions],
            by_id=by.id,
            at=act.at,
        )
        keep_detail(row, draft, by)
        act.tells(
            draft=str(row.pk),
            draft_version=row.version,
            outcome_proposed=row.outcome,
            reasons=row.reasons,
            grounds=row.grounds,
            conditions=row.conditions,
            **_beside(draft),
        )
    return case_afterwards(viewer=by, case=case)


def _grounds(draft: Draft) -> list[Json]:
    """The grounds of a draft as they are stored."""
    return [
        {
            "criterion": one.criterion,
            "evidence": list(one.evidence),
            "words": one.words,
        }
        for one in draft.grounds
    ]


def _require_known(draft: Draft) -> None:
    known = {str(one["id"]) for one in ports().assessor.criteria()}
    for ground in draft.grounds:
        if known and ground.criterion not in known:
            raise InvalidInputError(
                {"grounds": f"{ground.criterion} is no criterion of the governing law."}
            )


def _beside(draft: Draft) -> dict[str, Any]:
    """What the entry says of the rest; of a secret reason its marking, gist and hash."""
    found: dict[str, Any] = {}
    if draft.disagreements:
        found["disagreements"] = {
            one.finding: one.reasons for one in draft.disagreements
        }
    if draft.secret:
        found["secret"] = [
            {
                "marking": one.marking,
                "gist": one.gist,
                "sha256": sha256(one.words.encode()).hexdigest(),
            }
            for one in draft.secret
        ]
    if draft.without_notice:
        found["without_notice"] = draft.without_notice
        found["without_notice_reasons"] = draft.without_notice_reasons
    return found


def require_own(act: Act) -> None:
    """Refuse anybody but the officer of the case.

    Raises:
        NotAllowedError: Another officer has it.
    """
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
        require_own(act)
        row = _newest(act.case)
        draft = draft_value(row)
        require_whole(draft)
        file = load(act.case)
        # Who will sign is not known yet; the delegation is asked at the signature.
        found = (*obstacles(file, draft, delegated=True), *stale(file, row))
        if found:
            raise GrantObstructedError(found)
        require_findings_answered(file, draft)
        act.tells(draft=str(row.pk))
    return case_afterwards(viewer=by, case=case)


def require_whole(draft: Draft) -> None:
    """Refuse a draft that is not complete.

    Raises:
        InvalidInputError: Says what is missing.
    """
    try:
        require_complete(draft)
    except (IncompleteDraftError, InvalidConditionError) as error:
        raise InvalidInputError({"draft": str(error)}) from error


def return_draft(
    *, by: Actor, case: str, reasons: str, version: int | None
) -> CaseView:
    """Give the draft back to its officer, with the reason.

    Raises:
        InvalidInputError: No reasons.
    """
    words = required_text("reasons", reasons, "Say what must change.")
    with case_act("return_draft", by=by, case=case, version=version) as act:
        row = _newest(act.case)
        require_second_person(by.id, drafters=_drafters(act.case))
        DraftReturn.objects.create(draft=row, reasons=words, by_id=by.id, at=act.at)
        act.tells(draft=str(row.pk), reasons=words)
    return case_afterwards(viewer=by, case=case)


def _drafters(case: Case) -> frozenset[str]:
    rows = DecisionDraft.objects.filter(case=case).values_list("by_id", flat=True)
    return frozenset(str(one) for one in rows)


def countersign(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Sign: the last signature makes the decision, one before it is kept on the way.

    How many persons sign after the drafter, the law says by tier; each is another person.

    Raises:
        NotIndependentActError: The person wrote one of the drafts, signed before, or declared
            an interest.
        GrantObstructedError: Something of the gate is open, or no delegation today.
        StaleVersionError: Somebody signed in between.
    """
    row = visible_cases(by).filter(number=case, state="countersigning").first()
    if row is not None and by.may("countersign") and signatures_left(load(row)) > 1:
        return endorse(by=by, case=case, version=version)
    with case_act("countersign", by=by, case=case, version=version) as act:
        signed = _signed(act)
        if signatures_left(signed.file) > 1:
            raise StaleVersionError(act.case.number, act.case.version, act.case.version)
        decision = _decide(act, signed.row, signed.instrument)
        letter = write_letter(act, signed.file, decision, signed.draft)
        if signed.draft.outcome in GRANTS:
            licence_later(act.case)
        letter_later(letter)
    return case_afterwards(viewer=by, case=case)


def endorse(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Sign on the way, where the tier asks for more than one signature after the drafter.

    Raises:
        NotIndependentActError: The person wrote one of the drafts, signed before, or declared
            an interest.
        GrantObstructedError: Something of the gate is open, or no delegation today.
        WrongStateError: Only the last signature is missing.
    """
    with case_act("endorse", by=by, case=case, version=version) as act:
        signed = _signed(act)
        left = signatures_left(signed.file)
        if left < SEVERAL:
            raise WrongStateError("Only the last signature is missing: countersign.")
        level = len(standing_endorsements(signed.row)) + 1
        made = Endorsement.objects.create(
            draft=signed.row,
            level=level,
            returns=len(signed.row.returns.all()),
            delegation=signed.instrument,
            by_id=by.id,
            at=act.at,
        )
        act.tells(
            draft=str(signed.row.pk),
            level=made.level,
            signatures_left=left - 1,
            delegation=signed.instrument,
        )
    return case_afterwards(viewer=by, case=case)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    """Everything that a signature needs, asked under the lock."""

    row: DecisionDraft
    draft: Draft
    file: CaseFile
    instrument: str


def _signed(act: Act) -> _Signed:
    row = _newest(act.case)
    by = act.by.id
    require_second_person(by, drafters=_drafters(act.case))
    require_disinterested(act.case, by)
    require_all_seen(act.by, act.case)
    if by in endorsed_by(standing_endorsements(row)):
        msg = "You signed this draft already. The next signature is another person's."
        raise NotIndependentError(msg)
    draft = draft_value(row)
    require_whole(draft)
    file = load(act.case)
    delegation = relied_on(file, by, draft.outcome.value)
    standing = obstacles(file, draft, delegated=delegation is not None)
    if found := (*standing, *stale(file, row)):
        raise GrantObstructedError(found)
    require_findings_answered(file, draft)
    assert delegation is not None  # noqa: S101  # the gate has just asked
    return _Signed(row=row, draft=draft, file=file, instrument=delegation.instrument)


def standing_endorsements(row: DecisionDraft) -> tuple[Endorsement, ...]:
    """Signatures on a draft that still count: a return undoes those before it."""
    returns = len(row.returns.all())
    return tuple(one for one in row.endorsements.all() if one.returns == returns)


def signatures_left(file: CaseFile) -> int:
    """How many signatures the newest draft still needs, the last one included."""
    needed = signatures_needed(tier_to_sign(classifications(file)))
    given = len(standing_endorsements(file.drafts[-1])) if file.drafts else 0
    return max(1, needed - given)


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


def record_service(
    *, by: Actor, case: str, letter: str, on: date, manner: str, proof: str
) -> LetterView:
    """Enter when and how a letter was served, with the proof; once.

    Raises:
        InvalidInputError: A day before the letter or in the future, no manner or proof.
        NotFoundError: No such letter in this case.
        WrongStateError: Its service is already entered.
    """
    way = required_text("manner", manner, "Say how it was served.")
    shown = required_text("proof", proof, "Name the proof of service.")
    with refusals("record_service", by, []), transaction.atomic():
        require(by, "record_service")
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
