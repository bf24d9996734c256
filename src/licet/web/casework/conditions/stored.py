"""Conditions between their stored form and the engine's value."""

from collections.abc import Mapping
from typing import Any

from licet.decision import Condition, condition_types, condition_words


def condition_of(raw: Mapping[str, Any]) -> Condition:
    """A stored condition as the engine's value."""
    return Condition(
        type=raw["type"],
        terms=raw["terms"],
        checker=raw["checker"],
        owner=raw["owner"],
        reason=raw.get("reason", ""),
    )


def condition_json(condition: Condition) -> dict[str, Any]:
    """The engine's value as it is stored."""
    return {
        "type": condition.type,
        "terms": dict(condition.terms),
        "checker": condition.checker,
        "owner": condition.owner,
        "reason": condition.reason,
    }


def condition_in_letter(condition: Condition) -> str:
    """A condition as the letter tells it: the duty, whose, when, how it is shown, what follows.

    Raises:
        InvalidConditionError: It cannot be signed as it is.
    """
    words, kind = condition_words(condition), condition_types()[condition.type]
    if kind.needs_reason:  # it says all of it in its own words
        return f"{words} Checked by {condition.checker}."
    who = kind.duty.replace("_", " ")
    return (
        f"{words} (Duty of the {who}; due {kind.due}; shown by: {kind.evidence}; checked by "
        f"{condition.checker}; if broken: {kind.breach}.)"
    )
