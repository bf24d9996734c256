"""What a walk is made of: steps that can be taken again, and everybody and everything they touch."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.casework.builders import MovingClock, World

from licet.review import Transition, machines
from licet.web.casework.access import Actor
from licet.web.casework.models import Case

Doing = Callable[["Walk", Actor, Case, random.Random], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One try, legal or not; taken again it makes the same choices.

    Attributes:
        act: Its name among ``DOINGS``.
        who: Key of the person in the world.
        place: Which case, by the order in which they were begun.
        chance: Seed of every other choice.
        minutes: How long after the step before.
    """

    act: str
    who: str
    place: int
    chance: int
    minutes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Advice as it was given; whatever happens, it must still read like this."""

    pk: object
    case: str
    team: str
    version: int
    position: str
    reasons: str
    conditions: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A note that not everybody may read."""

    case: str
    word: str
    marking: str
    team: str


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk under way, with what it must remember to judge what it finds.

    Attributes:
        advice: Every version of advice that was taken.
        secrets: Notes with a marking.
        ended: How often each act ended how.
        roles: What everybody is.
    """

    world: World
    clock: MovingClock
    cases: list[str] = field(default_factory=list)
    advice: list[Kept] = field(default_factory=list)
    secrets: list[Secret] = field(default_factory=list)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    roles: dict[str, frozenset[str]] = field(default_factory=dict)

    def case(self, place: int) -> Case:
        """A case by the order in which they were begun."""
        return Case.objects.get(number=self.cases[place % len(self.cases)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """An act that the walk can try.

    Attributes:
        does: How.
        roles: Who may, where the table of acts does not say.
        states: In which states it makes sense, where the table does not say; empty for all.
        weight: How often it is tried.
        makes_sense: Whether there is anything to do it on; illegal tries come besides.
    """

    does: Doing
    roles: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    weight: float = 1.0
    makes_sense: Callable[[Case], object] = bool


DOINGS: dict[str, Possible] = {}


def doing(
    name: str,
    *,
    roles: str = "",
    states: str = "",
    weight: float = 1.0,
    when: Callable[[Case], object] = bool,
) -> Callable[[Doing], Doing]:
    """Enter an act of the walk under its name in the table of acts."""

    def enter(does: Doing) -> Doing:
        DOINGS[name] = Possible(
            does=does, roles=frozenset(roles.split()), states=frozenset(states.split()),
            weight=weight, makes_sense=when,
        )  # fmt: skip
        return does

    return enter


def row_of(act: str) -> Transition | None:
    """The row of the table of cases; ``None`` for what moves no case."""
    return machines()["case"].transitions.get(act)


def roles_of(act: str) -> frozenset[str]:
    """Who may do it."""
    row = row_of(act)
    return row.roles if row is not None else DOINGS[act].roles


def states_of(act: str) -> frozenset[str]:
    """In which states of a case it can be done; empty for every one."""
    row = row_of(act)
    return frozenset(row.sources) if row is not None else DOINGS[act].states
