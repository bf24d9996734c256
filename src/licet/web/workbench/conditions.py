"""Typed conditions as fields of a page, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from licet.decision import Condition
from licet.web.casework.views import ConditionTypeView, ConditionView


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedCondition:
    """A type of condition with what the form holds of it so far."""

    type: ConditionTypeView
    chosen: bool
    terms: Mapping[str, str]
    checker: str
    reason: str


def _held(one: Condition | ConditionView) -> tuple[Mapping[str, str], str, str]:
    return (
        {key: str(value) for key, value in one.terms.items()},
        one.checker,
        one.reason,
    )


def offered(
    posted: QueryDict,
    types: Iterable[ConditionTypeView],
    *,
    earlier: Iterable[Condition | ConditionView] = (),
) -> list[OfferedCondition]:
    """Every type with what was sent, or else with what an earlier draft of one's own held.

    Args:
        posted: What the form sent; empty on first sight.
        types: The types that can be offered.
        earlier: Conditions of the draft that is being changed.

    Returns:
        One record per type, in the order of the types.
    """
    before = {one.type: one for one in earlier}
    found = []
    for kind in types:
        if posted:
            terms = {
                name: posted.get(f"condition-{kind.id}-{name}", "")
                for name in kind.terms
            }
            chosen = kind.id in posted.getlist("conditions")
            checker = posted.get(f"condition-{kind.id}-checker", "")
            reason = posted.get(f"condition-{kind.id}-reason", "")
        else:
            chosen = kind.id in before
            held = _held(before[kind.id]) if chosen else ({}, "", "")
            terms = {name: held[0].get(name, "") for name in kind.terms}
            checker, reason = held[1], held[2]
        found.append(
            OfferedCondition(
                type=kind, chosen=chosen, terms=terms, checker=checker, reason=reason
            )
        )
    return found


def read_conditions(
    posted: QueryDict, types: Iterable[ConditionTypeView], *, owner: str
) -> tuple[Condition, ...]:
    """The conditions that were ticked, as the engine takes them."""
    return tuple(
        Condition(
            type=one.type.id,
            terms=dict(one.terms),
            checker=one.checker,
            owner=owner,
            reason=one.reason,
        )
        for one in offered(posted, types)
        if one.chosen
    )
