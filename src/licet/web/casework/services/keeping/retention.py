"""The end of a case's keeping: holds, proposals by one person, erasure approved by a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from licet.review import NotIndependentError
from licet.web.casework.acts.acting import Act, locked_case, record_on_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    HoldStandsError,
    InvalidInputError,
    NotDueError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.keeping.schedules import Keeping, keeping_of, kept_cases
from licet.web.casework.models import (
    ArchiveTransfer,
    Case,
    Disposal,
    DisposalEnd,
    Erasure,
    HoldLift,
    LegalHold,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.keeping import retention as reads
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views.retention import ErasureView, RetentionView

ERASE, ARCHIVE = "erase", "archive"
_LONGEST_RECEIPT = 300


@contextmanager
def retention_act(name: str, *, by: Actor, case: str) -> Iterator[Act]:
    """Lock a case for an act of retention; the block changes and records.

    Args:
        name: The act in the access table.
        by: Who acts.
        case: Number of the case.

    Yields:
        The act with the locked case.

    Raises:
        NotFoundError: No such case, or no standing in it.
        NotAllowedError: No role of the person may do this.
        CaseErasedError: Its content was erased.
    """
    touched: list[Case] = []
    with refusals(name, by, touched), transaction.atomic():
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        locked = locked_case(pk)
        touched.append(locked)
        require(by, name)
        yield Act(name=name, by=by, at=now(), case=locked)


def set_hold(*, by: Actor, case: str, reason: str) -> RetentionView:
    """Order that nothing of a case may go, whatever the schedule says.

    Raises:
        NotFoundError: No such case, or no standing in it.
        InvalidInputError: No reason.
    """
    words = required_text("reason", reason, "Say why the case must be held.")
    with retention_act("set_hold", by=by, case=case) as act:
        act.tells(reason=words)
        row = record_on_case(act, kind=act.name, public=False)
        LegalHold.objects.create(
            case=act.case, reason=words, by_id=by.id, at=act.at, row=row
        )
    return reads.retention(viewer=by, case=case)


def lift_hold(*, by: Actor, hold: str, reason: str) -> RetentionView:
    """Lift one hold; others on the same case go on standing.

    Raises:
        InvalidInputError: No reason.
        NotFoundError: No such hold on a visible case.
        WrongStateError: It was lifted already.
    """
    words = required_text("reason", reason, "Say why the hold may go.")
    found = LegalHold.objects.select_related("case").filter(pk=as_id(hold)).first()
    if found is None:
        raise NotFoundError("hold")
    with retention_act("lift_hold", by=by, case=found.case.number) as act:
        if HoldLift.objects.filter(hold=found).exists():
            raise WrongStateError("The hold was lifted already.")
        act.tells(hold=str(found.pk), reason=words)
        row = record_on_case(act, kind=act.name, public=False)
        HoldLift.objects.create(
            hold=found, reason=words, by_id=by.id, at=act.at, row=row
        )
    return reads.retention(viewer=by, case=found.case.number)


def propose_disposal(
    *, by: Actor, case: str, outcome: str, reason: str
) -> RetentionView:
    """Propose that a case goes: erased, or to the archive and then erased.

    Raises:
        InvalidInputError: No such outcome, or no reason.
        HoldStandsError: A legal hold stands.
        NotDueError: The schedule does not let it go yet.
        WrongStateError: A proposal is open already.
    """
    if outcome not in {ERASE, ARCHIVE}:
        raise InvalidInputError({"outcome": "Choose erase or archive."})
    words = required_text(
        "reason", reason, "Say why now, without content of the case: this stays."
    )
    with retention_act("propose_disposal", by=by, case=case) as act:
        kept = _kept(act.case)
        keeping = _require_due(kept, act.at)
        if kept.is_proposed:  # type: ignore[attr-defined]  # annotated
            raise WrongStateError("A proposal for this case is open already.")
        assert keeping.kind is not None  # noqa: S101  # what is due has a kind
        assert keeping.due is not None  # noqa: S101  # as above
        law = keeping.kind.citation
        act.tells(outcome=outcome, reason=words, kind=keeping.kind.id, rule=str(law))
        row = record_on_case(act, kind=act.name, public=False)
        Disposal.objects.create(
            case=act.case,
            outcome=outcome,
            kind=keeping.kind.id,
            rule=str(law),
            citation=law.to_json(),
            due=keeping.due,
            reason=words,
            by_id=by.id,
            at=act.at,
            row=row,
        )
    return reads.retention(viewer=by, case=case)


def return_disposal(*, by: Actor, disposal: str, reason: str) -> RetentionView:
    """Give a proposal back: the case stays.

    Raises:
        InvalidInputError: No reason.
        NotFoundError: No such open proposal.
    """
    words = required_text("reason", reason, "Say why the case stays.")
    found = _open_disposal(disposal)
    with retention_act("end_disposal", by=by, case=found.case.number) as act:
        _require_open(found)
        act.tells(disposal=str(found.pk), reason=words)
        record_on_case(act, kind="return_disposal", public=False)
        DisposalEnd.objects.create(
            disposal=found, result="returned", reason=words, by_id=by.id, at=act.at
        )
    return reads.retention(viewer=by, case=found.case.number)


def record_transfer(
    *, by: Actor, disposal: str, sha256: str, size: int, receipt: str
) -> RetentionView:
    """Record that the archive has the sealed export of a case, with its receipt.

    Args:
        by: Who handed it over.
        disposal: The proposal, whose outcome is ``archive``.
        sha256: Hash of the export as it was handed over.
        size: Its size in bytes.
        receipt: What the archive gave in return, as it names it.

    Raises:
        NotFoundError: No such open proposal.
        WrongStateError: The proposal is no transfer, or was receipted already.
        InvalidInputError: No receipt, or no hash.
    """
    words = required_text("receipt", receipt, "Give the archive's receipt.")
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):  # noqa: PLR2004  # digits of a SHA-256
        raise InvalidInputError({"sha256": "Give the SHA-256 of the export."})
    found = _open_disposal(disposal)
    with retention_act("record_transfer", by=by, case=found.case.number) as act:
        _require_open(found)
        if found.outcome != ARCHIVE:
            raise WrongStateError("The proposal is to erase, not to archive.")
        if ArchiveTransfer.objects.filter(disposal=found).exists():
            raise WrongStateError("The archive's receipt is recorded already.")
        act.tells(disposal=str(found.pk), sha256=sha256, receipt=words, size=size)
        row = record_on_case(act, kind=act.name, public=False)
        ArchiveTransfer.objects.create(
            disposal=found,
            sha256=sha256,
            size=size,
            receipt=words[:_LONGEST_RECEIPT],
            by_id=by.id,
            at=act.at,
            row=row,
        )
    return reads.retention(viewer=by, case=found.case.number)


def approve_disposal(*, by: Actor, disposal: str) -> ErasureView:
    """Approve a proposal as a second person: the content is erased in this act.

    The key is destroyed after commit; a crash in between is made good by the sequencer.

    Raises:
        NotFoundError: No such open proposal.
        NotIndependentActError: The same person proposed it.
        HoldStandsError: A legal hold stands.
        NotDueError: Something changed, and the schedule does not let it go now.
        WrongStateError: The archive's receipt is not there yet.
    """
    found = _open_disposal(disposal)
    with retention_act("end_disposal", by=by, case=found.case.number) as act:
        _require_open(found)
        if str(found.by_id) == by.id:
            raise NotIndependentError(
                "Who proposed an erasure cannot approve it: four eyes."
            )
        _require_due(_kept(act.case), act.at)
        transfer = ArchiveTransfer.objects.filter(disposal=found).first()
        if found.outcome == ARCHIVE and transfer is None:
            raise WrongStateError(
                "The archive's receipt is not recorded yet. Hand the export over first: "
                "licet retention archive."
            )
        _erase(act, found, transfer)
    return reads.erasure(viewer=by, case=found.case.number)


def _erase(act: Act, found: Disposal, transfer: ArchiveTransfer | None) -> None:
    proposer = str(found.by)
    DisposalEnd.objects.create(
        disposal=found, result="approved", by_id=act.by.id, at=act.at
    )
    told = {
        "case": act.case.number,
        "outcome": found.outcome,
        "kind": found.kind,
        "proposed_by": proposer,
        "approved_by": act.by.name,
    }
    if transfer is not None:
        told["receipt"] = transfer.receipt
    done = erase_case(
        case=str(act.case.pk),
        actor=actor_ref(act.by),
        rule=found.rule,
        reason=found.reason,
        at=act.at,
        told=told,
    )
    Erasure.objects.create(
        case=act.case,
        disposal=found,
        outcome=found.outcome,
        rule=found.rule,
        reason=found.reason,
        proposed_by=proposer,
        approved_by=act.by.name,
        blanked=dict(done.blanked),
        at=act.at,
        row=done.row.pk,
    )


def _kept(case: Case) -> Case:
    return kept_cases().get(pk=case.pk)


def _require_due(case: Case, at: datetime) -> Keeping:
    if case.is_held:  # type: ignore[attr-defined]  # annotated
        raise HoldStandsError(
            f"A legal hold stands on {case.number}. It must be lifted, with a reason, before "
            "anything of the case can go."
        )
    keeping = keeping_of(case)
    if keeping.due is None:
        raise NotDueError(f"{case.number} is kept. {keeping.because}")
    if keeping.due > legal_day(at):
        raise NotDueError(
            f"{case.number} is kept until {keeping.due:%F} under {keeping.kind and keeping.kind.citation}."
        )
    return keeping


def _open_disposal(disposal: str) -> Disposal:
    found = (
        Disposal.objects.select_related("case", "by").filter(pk=as_id(disposal)).first()
    )
    if found is None:
        raise NotFoundError("proposal")
    return found


def _require_open(found: Disposal) -> None:
    if DisposalEnd.objects.filter(disposal=found).exists():
        raise WrongStateError("The proposal has ended already.")
