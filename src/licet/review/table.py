"""The transition table: data in, questions answered, nothing decided here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from licet.review.model import (
    ActNotPossibleError,
    BrokenTableError,
    ClockEffect,
    State,
    Transition,
    UnknownOutcomeError,
)

SAME, RESUMED, RESTORED = "same", "resumed", "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The states and acts of one kind of thing (case, licence, appeal)."""

    name: str
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]

    def possible(self, state: str, roles: frozenset[str]) -> tuple[str, ...]:
        """Names of the acts that somebody with ``roles`` may do in ``state``."""
        return tuple(
            act.act
            for act in self.transitions.values()
            if state in act.sources and roles & act.roles
        )

    def transition(self, state: str, act: str) -> Transition:
        """The transition for ``act`` in ``state``.

        Args:
            state: The present state; empty for a thing that does not exist yet.
            act: The act wanted.

        Returns:
            The row of the table.

        Raises:
            ActNotPossibleError: The table does not foresee the act there.
        """
        row = self.transitions.get(act)
        begins = row is not None and not row.sources and state == ""
        if row is None or not (begins or state in row.sources):
            offered = tuple(
                other.act
                for other in self.transitions.values()
                if state in other.sources
            )
            raise ActNotPossibleError(act, state, offered)
        return row

    def next_state(
        self, state: str, act: str, *, outcome: str = "", before: str = ""
    ) -> str:
        """The state after ``act``.

        Args:
            state: The present state; empty for a thing that does not exist yet.
            act: The act.
            outcome: Which outcome was chosen, for acts that have several.
            before: The state to go back to, for acts that resume or restore one.

        Returns:
            The name of the next state.

        Raises:
            ActNotPossibleError: The act is not foreseen in ``state``.
            UnknownOutcomeError: The act has no such outcome.
        """
        targets = self.transition(state, act).targets
        if outcome not in targets:
            raise UnknownOutcomeError(act, outcome, tuple(targets))
        target = targets[outcome]
        if target == SAME:
            return state
        if target in {RESUMED, RESTORED}:
            if before not in self.states:
                raise ActNotPossibleError(act, state, ())
            return before
        return target


def _transition(row: Mapping[str, Any]) -> Transition:
    to = row["to"]
    targets = (
        {"": str(to)}
        if isinstance(to, str)
        else {str(k): str(v) for k, v in to.items()}
    )
    return Transition(
        act=row["act"],
        sources=tuple(row["from"]),
        targets=targets,
        roles=frozenset(row["by"]),
        clock=ClockEffect(row["clock"]) if "clock" in row else None,
    )


def _machine(name: str, raw: Mapping[str, Any]) -> Machine:
    states = {
        key: State(name=key, desk=value["desk"], words=value["words"])
        for key, value in raw["states"].items()
    }
    transitions = {row["act"]: _transition(row) for row in raw["acts"]}
    known = set(states) | {SAME, RESUMED, RESTORED}
    for transition in transitions.values():
        named = set(transition.sources) | set(transition.targets.values())
        if strange := sorted(named - known):
            msg = f"{name}.{transition.act} names states that do not exist: {strange}."
            raise BrokenTableError(msg)
    return Machine(name=name, states=states, transitions=transitions)


def read_machines(text: str) -> dict[str, Machine]:
    """Read a transition table.

    Args:
        text: YAML 1.2 as in ``transitions.yaml``.

    Returns:
        One machine per top-level key.

    Raises:
        BrokenTableError: An act names a state that does not exist.
    """
    raw = YAML(typ="safe").load(text)
    return {name: _machine(name, part) for name, part in raw.items()}


@cache
def machines() -> dict[str, Machine]:
    """The shipped table: ``case``, ``licence`` and ``appeal``."""
    text = (files("licet.review") / "transitions.yaml").read_text("utf-8")
    return read_machines(text)
