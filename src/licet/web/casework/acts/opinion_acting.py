"""One way in which every act on an opinion happens: lock, ask, change, record; all in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from licet.review import ActNotPossibleError, Transition, machines
from licet.web.casework.acts.acting import refusals, require_version, side_of
from licet.web.casework.errors import NotFoundError, WrongStateError
from licet.web.casework.models import Opinion, OpinionEvent
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import require_member
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_opinion_content, visible_opinions


@dataclass(slots=True, kw_only=True)
class OpinionAct:
    """An act on an opinion under way.

    Attributes:
        reasons: What the timeline says beside the act.
        payload: What the ledger entry says besides the act itself.
    """

    name: str
    by: Actor
    at: datetime
    opinion: Opinion
    reasons: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


def enter(act: OpinionAct) -> None:
    """Enter an act: ledger row and line of the timeline."""
    opinion = act.opinion
    row = record_event(
        kind=act.name,
        case=str(opinion.pk),
        actor=actor_ref(act.by),
        payload={
            "opinion": opinion.number,
            "version": opinion.version,
            "state": opinion.state,
            "reasons": act.reasons,
            **act.payload,
        },
        at=act.at,
    )
    OpinionEvent.objects.create(
        opinion=opinion,
        kind=act.name,
        reasons=act.reasons,
        actor_name=act.by.name,
        side=side_of(act.by),
        at=act.at,
        row=row.pk,
    )


def _foreseen(state: str, name: str) -> Transition:
    try:
        return machines()["opinion"].transition(state, name)
    except ActNotPossibleError as error:
        raise WrongStateError(str(error)) from error


@contextmanager
def opinion_act(
    name: str, *, by: Actor, number: str, version: int | None
) -> Iterator[OpinionAct]:
    """Lock, ask, change, record; all in one transaction, as for a case."""
    with refusals(name, by, []), transaction.atomic():
        known = visible_opinions(by).filter(number=number).values_list("pk", flat=True)
        pk = known.first()
        if pk is None:
            raise NotFoundError("opinion")
        locked = (
            Opinion.objects.select_for_update(of=("self",))
            .select_related("organisation", "applicant")
            .get(pk=pk)
        )
        require_opinion_content(locked)
        require(by, name)
        if "exporter" in by.roles:
            require_member(by, name, str(locked.organisation_id))
        require_version(locked.number, version, locked.version)
        _foreseen(locked.state, name)
        act = OpinionAct(name=name, by=by, at=now(), opinion=locked)
        yield act
        locked.state = machines()["opinion"].next_state(locked.state, name)
        locked.version += 1
        locked.save()
        enter(act)
