"""Refused acts: entered in a transaction of their own, after the refused one rolled back."""

from licet.web.casework.models import Case
from licet.web.casework.ports import now
from licet.web.casework.record import read_log
from licet.web.casework.record.model import ActorRef
from licet.web.casework.rights.policy import Actor


def actor_ref(actor: Actor) -> ActorRef | None:
    """Who acted, as the record wants it; ``None`` for the system."""
    if actor.id == "system":
        return None
    teams = sorted(actor.teams) or list(actor.organisation_names)
    return ActorRef(
        person=actor.id,
        name=actor.name,
        role=",".join(sorted(actor.roles)),
        team=", ".join(teams),
    )


def refused_act(*, by: Actor, act: str, case: Case | None, why: str) -> None:
    """Enter that somebody tried what they may not.

    Args:
        by: Who tried; the public is not entered, or anybody could fill the record.
        act: What they tried.
        case: The case, when there was one.
        why: The code of the refusal.
    """
    known = actor_ref(by)
    if by.is_public or known is None:
        return
    read_log.refused_act(
        act=act,
        case=str(case.pk) if case else None,
        actor=known,
        at=now(),
        payload={"why": why, "case": case.number if case else None},
    )
