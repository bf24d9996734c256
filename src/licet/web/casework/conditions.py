"""Conditions between their stored form and the engine's value."""

from collections.abc import Mapping
from typing import Any

from licet.decision import Condition


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
