"""Invented dissent: taken to the first level of the law, voted on, and left to stand."""

from collections.abc import Iterator
from datetime import timedelta

from licet.web.casework.demo.accounts import Cast
from licet.web.casework.services.review import escalations

DAY = timedelta(days=1)
MEMBERS = ("DS", "MI", "MFA", "MJ", "TE")  # the chair is heard last
AGAINST = "DS"


def take_up(
    cast: Cast, number: str, officer: str, *, split: bool
) -> Iterator[timedelta]:
    """Dissent or silence before the Coordination Group, which grants with conditions.

    Args:
        cast: Everybody.
        number: Number of the case.
        officer: Key of its officer.
        split: Whether an agency objects; else one was silent.

    Yields:
        How long nothing happens before the next act.
    """
    escalations.escalate_dissent(
        by=cast.actor(officer),
        case=number,
        reasons="Defence Staff advises to refuse; the others see the safeguards as enough."
        if split
        else "An agency stayed silent, and in this tier its silence is no consent.",
        version=None,
    )
    for code in MEMBERS:
        yield DAY
        refuses = split and code == AGAINST
        escalations.vote_at_level(
            by=cast.actor(code.lower()),
            case=number,
            verdict="refuse" if refuses else "approve_with_conditions",
            words="The record of the operator does not convince us."
            if refuses
            else "With logging, named operators and delivery verification the risk is bearable.",
            version=None,
        )
    yield 7 * DAY  # the time in which an outvoted member could have gone further
