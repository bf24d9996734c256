"""The levels to which dissent goes: votes, results, who may go up and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, assert_never

from licet.kernel import InputError
from licet.regimes import Lapse, ReviewLevel, ReviewProcedure, Tie, VoteRule


class Vote(StrEnum):
    """What a member or a level can say."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    REFUSE = "refuse"


class How(StrEnum):
    """How a level came to its result."""

    CHAIR = "chair"
    MAJORITY = "majority"
    UNANIMITY = "unanimity"
    TIE = "tie"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelResult:
    """What a level decided.

    Attributes:
        outcome: The result; ``None`` when the level lapsed and the next one takes over.
        how: How it came about.
        counts: How many members said what, and how many said nothing.
        outvoted: The members whose side it is not; they may go up.
    """

    outcome: Vote | None
    how: How
    counts: Mapping[str, int]
    outvoted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelOpen:
    """A level without a result yet.

    Attributes:
        missing: The members still to be heard.
    """

    missing: tuple[str, ...]


class NoSuchLevelError(InputError):
    """A level that the law does not know, or above the last one."""

    code: ClassVar[str] = "no_such_level"


class NotOutvotedError(InputError):
    """Somebody who may not take a result to the next level, or not any more."""

    code: ClassVar[str] = "not_outvoted"


def grants(outcome: Vote) -> bool:
    """Whether a outcome lets the licence be granted."""
    return outcome is not Vote.REFUSE


def tally(
    level: ReviewLevel, votes: Mapping[str, Vote], *, closing: bool
) -> LevelResult | LevelOpen:
    """What the votes of a level come to.

    Args:
        level: The level as the law writes it.
        votes: The newest vote of each member; votes of others do not count.
        closing: Whether its last day has come, so that it need not wait for all.

    Returns:
        The result, or who is still to be heard.
    """
    cast = {name: votes[name] for name in level.members if name in votes}
    missing = tuple(name for name in level.members if name not in cast)
    match level.rule:
        case VoteRule.CHAIR:
            found = _by_chair(level, cast, missing, closing=closing)
        case VoteRule.MAJORITY:
            found = _by_majority(level, cast, missing, closing=closing)
        case VoteRule.UNANIMITY:
            found = _by_unanimity(cast, missing)
        case _:
            assert_never(level.rule)
    if found is None:
        return LevelOpen(missing=missing)
    outcome, how = found
    return LevelResult(
        outcome=outcome,
        how=how,
        counts=_counts(cast, missing),
        outvoted=tuple(
            name for name, vote in cast.items() if grants(vote) != grants(outcome)
        ),
    )


def _by_chair(
    level: ReviewLevel,
    cast: Mapping[str, Vote],
    missing: tuple[str, ...],
    *,
    closing: bool,
) -> tuple[Vote, How] | None:
    """The chair decides once everybody was heard, or on the last day."""
    if level.chair not in cast or (missing and not closing):
        return None
    return cast[level.chair], How.CHAIR


def _by_majority(
    level: ReviewLevel,
    cast: Mapping[str, Vote],
    missing: tuple[str, ...],
    *,
    closing: bool,
) -> tuple[Vote, How] | None:
    for_it = [one for one in cast.values() if grants(one)]
    against = len(cast) - len(for_it)
    needed = len(level.members) // 2 + 1
    if against >= needed:
        return Vote.REFUSE, How.MAJORITY
    if len(for_it) >= needed:
        return _strictest(for_it), How.MAJORITY
    if (missing and not closing) or not cast:
        return None
    if len(for_it) != against:
        side = _strictest(for_it) if len(for_it) > against else Vote.REFUSE
        return side, How.MAJORITY
    if level.tie is Tie.CHAIR and level.chair in cast:
        return cast[level.chair], How.TIE
    return Vote.REFUSE, How.TIE


def _by_unanimity(
    cast: Mapping[str, Vote], missing: tuple[str, ...]
) -> tuple[Vote, How] | None:
    if any(not grants(one) for one in cast.values()):
        return Vote.REFUSE, How.UNANIMITY
    if missing:  # nobody agrees by saying nothing
        return None
    return _strictest(list(cast.values())), How.UNANIMITY


def _strictest(votes: list[Vote]) -> Vote:
    """Of votes that grant: with conditions as soon as one of them asks for some."""
    if Vote.APPROVE_WITH_CONDITIONS in votes:
        return Vote.APPROVE_WITH_CONDITIONS
    return Vote.APPROVE


def _counts(cast: Mapping[str, Vote], missing: tuple[str, ...]) -> dict[str, int]:
    votes = list(cast.values())
    return {**{one.value: votes.count(one) for one in Vote}, "silent": len(missing)}


def lapsed(
    level: ReviewLevel, votes: Mapping[str, Vote], before: Vote | None
) -> LevelResult:
    """What follows when a level let its last day pass without a result.

    Args:
        level: The level.
        votes: What its members had said.
        before: The result of the level below; ``None`` at the first level.

    Returns:
        The stated effect. Where nothing stood before, nothing is granted.
    """
    cast = {name: votes[name] for name in level.members if name in votes}
    missing = tuple(name for name in level.members if name not in cast)
    match level.lapse:
        case Lapse.MOVES_UP:
            outcome = None
        case Lapse.STANDS:
            outcome = before or Vote.REFUSE
        case Lapse.REFUSED:
            outcome = Vote.REFUSE
        case _:
            assert_never(level.lapse)
    return LevelResult(
        outcome=outcome, how=How.LAPSE, counts=_counts(cast, missing), outvoted=()
    )


def level_after(procedure: ReviewProcedure, level: str) -> ReviewLevel:
    """The level above one; the first one above nothing.

    Raises:
        NoSuchLevelError: The law knows no such level, or it is the last one.
    """
    names = [one.id for one in procedure.levels]
    if not names:
        msg = "The governing law knows no level for dissent. Ask the agencies for newer advice."
        raise NoSuchLevelError(msg)
    if not level:
        return procedure.levels[0]
    if level not in names:
        msg = f"{level!r} is no level of the law. Levels: {', '.join(names)}."
        raise NoSuchLevelError(msg)
    place = names.index(level) + 1
    if place == len(names):
        msg = f"{level} is the last level. Its result stands."
        raise NoSuchLevelError(msg)
    return procedure.levels[place]


def escalate_until(level: ReviewLevel, resolved_on: date) -> date:
    """Last day on which an outvoted member may go up: the day of the result does not count."""
    return resolved_on + timedelta(days=level.escalate_within)


def require_outvoted(
    level: ReviewLevel, result: LevelResult, member: str, *, resolved_on: date, on: date
) -> None:
    """Refuse a way up to those who have none.

    Args:
        level: The level that decided.
        result: What it decided.
        member: Who wants to go up.
        resolved_on: The legal day of the result.
        on: The legal day of the wish.

    Raises:
        NotOutvotedError: The result is on the member's side, or the time is over.
    """
    if member not in result.outvoted:
        msg = f"The result is not against {member}, so {member} cannot take it further."
        raise NotOutvotedError(msg)
    last = escalate_until(level, resolved_on)
    if on > last:
        msg = f"The time to take it further ended on {last}. The result stands."
        raise NotOutvotedError(msg)
