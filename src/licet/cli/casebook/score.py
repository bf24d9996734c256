"""What of a case is scored, and how."""

from collections.abc import Mapping
from dataclasses import dataclass

FORMS = frozenset({"individual", "SIEL", "OIEL"})
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Whether an answer is right; ``ok`` is ``None`` when nothing is scored."""

    ok: bool | None
    why: str


def score(case: Mapping[str, object], got: Mapping[str, object]) -> Score:
    """Compare an answer with what a case expects.

    Args:
        case: The case as published.
        got: The answer in the published form.

    Returns:
        Right, wrong with the fields that differ, or not scored with the reason.
    """
    expected = case.get("expected")
    if not isinstance(expected, Mapping):
        return Score(ok=None, why="nothing is expected")
    if "disputed" in case:
        return Score(ok=None, why=f"not scored, disputed: {case['disputed']}")
    if case.get("kind") == "procedure":
        wrong = _clock(expected, got)
    else:
        wrong = [
            *_outcome(expected, got),
            *_clock(_mapping(expected.get("clock")), got),
        ]
    if wrong:
        return Score(ok=False, why="; ".join(wrong))
    return Score(ok=True, why="as expected")


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else NOTHING


def _outcome(expected: Mapping[str, object], got: Mapping[str, object]) -> list[str]:
    wrong = [
        _differs(key, expected[key], got.get(key))
        for key in ("licence_required", "authorisation_required")
        if key in expected and expected[key] != got.get(key)
    ]
    if "licence_required" in expected:
        allowed = expected.get("exception_any", [expected.get("exception")])
        if isinstance(allowed, list) and got.get("exception") not in allowed:
            wrong.append(_differs("exception", allowed, got.get("exception")))
    else:
        wrong += _lists(expected, got)
    return wrong


def _lists(expected: Mapping[str, object], got: Mapping[str, object]) -> list[str]:
    wrong = []
    wanted, given = (
        _set(expected.get("classification")),
        _set(got.get("classification")),
    )
    if "classification" in expected and wanted != given:
        wrong.append(_differs("classification", sorted(wanted), sorted(given)))
    wanted, given = _set(expected.get("available")), _set(got.get("available"))
    if (
        wanted - FORMS and given - FORMS
    ):  # a general one fits: the others may be left out
        wanted, given = wanted - FORMS, given - FORMS
    if "available" in expected and wanted != given:
        wrong.append(_differs("available", sorted(wanted), sorted(given)))
    return wrong


def _set(value: object) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else set()


def _clock(expected: Mapping[str, object], got: Mapping[str, object]) -> list[str]:
    clock = _mapping(got.get("clock"))
    return [
        _differs(key, value, clock.get(key))
        for key, value in expected.items()
        if not isinstance(value, list) and clock.get(key) != value
    ]


def _differs(key: str, expected: object, got: object) -> str:
    return f"{key}: expected {expected}, got {got}"
