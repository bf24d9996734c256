"""Frozen values of review: states, transitions, who is involved."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from licet.kernel import DefectError, InputError


class ClockEffect(StrEnum):
    """What an act does to the statutory clock."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a case, a licence or an appeal.

    Attributes:
        name: Identifier in the table.
        desk: Whose turn it is: exporter, authority, agency, appeal, system or none.
        words: The state in plain words.
    """

    name: str
    desk: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One act of the table.

    Attributes:
        act: Name of the act, the same as the service that performs it.
        sources: States in which it is possible; empty for an act that begins a thing.
        targets: Next state by outcome; the key ``""`` when no outcome decides.
        roles: Roles that may act; ``system`` is a job.
        clock: Effect on the statutory clock, if any.
    """

    act: str
    sources: tuple[str, ...]
    targets: Mapping[str, str]
    roles: frozenset[str]
    clock: ClockEffect | None = None


class ActNotPossibleError(InputError):
    """An act that the table does not foresee in this state."""

    code: ClassVar[str] = "act_not_possible"

    def __init__(self, act: str, state: str, possible: tuple[str, ...]) -> None:
        offered = ", ".join(possible) if possible else "nothing more"
        super().__init__(
            f"{act!r} is not possible while the state is {state!r}. Possible now: {offered}."
        )


class UnknownOutcomeError(InputError):
    """An outcome that the act does not know."""

    code: ClassVar[str] = "unknown_outcome"

    def __init__(self, act: str, outcome: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"{outcome!r} is not an outcome of {act!r}. Choose one of: {', '.join(known)}."
        )


class BrokenTableError(DefectError):
    """The transition table contradicts itself."""

    code: ClassVar[str] = "broken_transition_table"
