"""The end of an opinion's keeping: holds, a proposal by one person, erasure approved by a second."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from licet.review import NotIndependentError
from licet.web.casework.acts.acting import refusals
from licet.web.casework.acts.opinion_acting import OpinionAct
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    HoldStandsError,
    NotDueError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.keeping.opinion_schedules import (
    keeping_of_opinion,
    kept_opinions,
)
from licet.web.casework.keeping.schedules import Keeping
from licet.web.casework.models import (
    Opinion,
    OpinionDisposal,
    OpinionDisposalEnd,
    OpinionErasure,
    OpinionHold,
    OpinionHoldLift,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.erasure import erase_case
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_opinion_content, visible_opinions
from licet.web.casework.selectors.keeping import opinion_retention as reads
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views.retention import ErasureView, RetentionView


@contextmanager
def _keeping_act(name: str, *, by: Actor, number: str) -> Iterator[OpinionAct]:
    """Lock an opinion for an act of retention; the block changes and records."""
    with refusals(name, by, []), transaction.atomic():
        pk = visible_opinions(by).filter(number=number).values_list("pk", flat=True)
        found = pk.first()
        if found is None:
            raise NotFoundError("opinion")
        locked = Opinion.objects.select_for_update(of=("self",)).get(pk=found)
        require_opinion_content(locked)
        require(by, name)
        yield OpinionAct(name=name, by=by, at=now(), opinion=locked)


def _entered(act: OpinionAct, what: str, /, **told: object) -> int:
    """Enter an act under the key of the opinion; applicants' timelines show none of it."""
    row = record_event(
        kind=what,
        case=str(act.opinion.pk),
        actor=actor_ref(act.by),
        payload={"opinion": act.opinion.number, "state": act.opinion.state, **told},
        at=act.at,
    )
    return row.pk


def hold_opinion(*, by: Actor, number: str, reason: str) -> RetentionView:
    """Order that nothing of an opinion may go, whatever the schedule says.

    Raises:
        NotFoundError: No such opinion, or no standing in it.
        InvalidInputError: No reason.
    """
    words = required_text("reason", reason, "Say why the opinion must be held.")
    with _keeping_act("set_hold", by=by, number=number) as act:
        row = _entered(act, "set_hold", reason=words)
        OpinionHold.objects.create(
            opinion=act.opinion, reason=words, by_id=by.id, at=act.at, row=row
        )
    return reads.opinion_retention(viewer=by, number=number)


def lift_opinion_hold(*, by: Actor, hold: str, reason: str) -> RetentionView:
    """Lift one hold; others on the same opinion go on standing.

    Raises:
        InvalidInputError: No reason.
        NotFoundError: No such hold on a visible opinion.
        WrongStateError: It was lifted already.
    """
    words = required_text("reason", reason, "Say why the hold may go.")
    rows = OpinionHold.objects.select_related("opinion")
    found = rows.filter(pk=as_id(hold)).first()
    if found is None:
        raise NotFoundError("hold")
    with _keeping_act("lift_hold", by=by, number=found.opinion.number) as act:
        if OpinionHoldLift.objects.filter(hold=found).exists():
            raise WrongStateError("The hold was lifted already.")
        row = _entered(act, "lift_hold", hold=str(found.pk), reason=words)
        OpinionHoldLift.objects.create(
            hold=found, reason=words, by_id=by.id, at=act.at, row=row
        )
    return reads.opinion_retention(viewer=by, number=found.opinion.number)


def propose_opinion_erasure(*, by: Actor, number: str, reason: str) -> RetentionView:
    """Propose that the content of an opinion goes.

    Raises:
        InvalidInputError: No reason.
        HoldStandsError: A legal hold stands.
        NotDueError: It binds the authority, or the schedule does not let it go yet.
        WrongStateError: A proposal is open already.
    """
    words = required_text(
        "reason", reason, "Say why now, without content of the opinion: this stays."
    )
    with _keeping_act("propose_disposal", by=by, number=number) as act:
        kept = kept_opinions().get(pk=act.opinion.pk)
        keeping = _require_due(kept, act)
        if kept.is_proposed:  # type: ignore[attr-defined]  # annotated
            raise WrongStateError("A proposal for this opinion is open already.")
        assert keeping.kind is not None  # noqa: S101  # what is due has a kind
        assert keeping.due is not None  # noqa: S101  # as above
        law = keeping.kind.citation
        row = _entered(
            act, "propose_disposal", reason=words, kind=keeping.kind.id, rule=str(law)
        )
        OpinionDisposal.objects.create(
            opinion=act.opinion,
            kind=keeping.kind.id,
            rule=str(law),
            citation=law.to_json(),
            due=keeping.due,
            reason=words,
            by_id=by.id,
            at=act.at,
            row=row,
        )
    return reads.opinion_retention(viewer=by, number=number)


def return_opinion_erasure(*, by: Actor, disposal: str, reason: str) -> RetentionView:
    """Give a proposal back: the opinion stays.

    Raises:
        InvalidInputError: No reason.
        NotFoundError: No such proposal.
        WrongStateError: It has ended already.
    """
    words = required_text("reason", reason, "Say why the opinion stays.")
    found = _proposal(disposal)
    with _keeping_act("end_disposal", by=by, number=found.opinion.number) as act:
        _require_open(found)
        _entered(act, "return_disposal", disposal=str(found.pk), reason=words)
        OpinionDisposalEnd.objects.create(
            disposal=found, result="returned", reason=words, by_id=by.id, at=act.at
        )
    return reads.opinion_retention(viewer=by, number=found.opinion.number)


def approve_opinion_erasure(*, by: Actor, disposal: str) -> ErasureView:
    """Approve a proposal as a second person: the content is erased in this act.

    Raises:
        NotFoundError: No such proposal.
        NotIndependentActError: The same person proposed it.
        HoldStandsError: A legal hold stands.
        NotDueError: Something changed, and the schedule does not let it go now.
        WrongStateError: The proposal has ended already.
    """
    found = _proposal(disposal)
    with _keeping_act("end_disposal", by=by, number=found.opinion.number) as act:
        _require_open(found)
        if str(found.by_id) == by.id:
            raise NotIndependentError(
                "Who proposed an erasure cannot approve it: four eyes."
            )
        _require_due(kept_opinions().get(pk=act.opinion.pk), act)
        _erase(act, found)
    return reads.opinion_erasure(viewer=by, number=found.opinion.number)


def _erase(act: OpinionAct, found: OpinionDisposal) -> None:
    proposer = str(found.by)
    OpinionDisposalEnd.objects.create(
        disposal=found, result="approved", by_id=act.by.id, at=act.at
    )
    done = erase_case(
        case=str(act.opinion.pk),
        actor=actor_ref(act.by),
        rule=found.rule,
        reason=found.reason,
        at=act.at,
        told={
            "opinion": act.opinion.number,
            "outcome": "erase",
            "kind": found.kind,
            "proposed_by": proposer,
            "approved_by": act.by.name,
        },
    )
    OpinionErasure.objects.create(
        opinion=act.opinion,
        rule=found.rule,
        reason=found.reason,
        proposed_by=proposer,
        approved_by=act.by.name,
        blanked=dict(done.blanked),
        at=act.at,
        row=done.row.pk,
    )


def _require_due(kept: Opinion, act: OpinionAct) -> Keeping:
    if kept.is_held:  # type: ignore[attr-defined]  # annotated
        raise HoldStandsError(
            f"A legal hold stands on {kept.number}. It must be lifted, with a reason, before "
            "anything of the opinion can go."
        )
    keeping = keeping_of_opinion(kept)
    if keeping.due is None:
        raise NotDueError(f"{kept.number} is kept. {keeping.because}")
    if keeping.due > legal_day(act.at):
        raise NotDueError(
            f"{kept.number} is kept until {keeping.due:%F} under {keeping.kind and keeping.kind.citation}."
        )
    return keeping


def _proposal(disposal: str) -> OpinionDisposal:
    rows = OpinionDisposal.objects.select_related("opinion", "by")
    found = rows.filter(pk=as_id(disposal)).first()
    if found is None:
        raise NotFoundError("proposal")
    return found


def _require_open(found: OpinionDisposal) -> None:
    if OpinionDisposalEnd.objects.filter(disposal=found).exists():
        raise WrongStateError("The proposal has ended already.")
