"""Typed licence conditions: what is filled in, what the licence then says."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar

from ruamel.yaml import YAML

from licet.kernel import InputError, parse_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionType:
    """One type of condition, from ``conditions.yaml``.

    Attributes:
        id: Name of the type.
        title: Short title.
        words: Text of the duty with ``{term}`` places.
        terms: Term name to its kind: text, integer, decimal or date.
        duty: Who must do it.
        trigger: What starts the duty.
        due: Rule for the day, in words.
        schedule: The same rule as data: see ``licet.decision.due``.
        standard: What counts as kept.
        evidence: What shows it.
        breach: What follows when it is broken.
        needs_reason: Whether the officer must say why no other type fits.
    """

    id: str
    title: str
    words: str
    terms: Mapping[str, str]
    duty: str
    trigger: str
    due: str
    schedule: Mapping[str, str | int]
    standard: str
    evidence: str
    breach: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition as it will stand on a licence.

    Attributes:
        type: Identifier of its type.
        terms: Filled-in terms, as text.
        checker: Team or office that checks it.
        owner: Whose condition it is; changing it needs their recorded answer.
        reason: Why, where the type asks for a reason.
    """

    type: str
    terms: Mapping[str, str]
    checker: str
    owner: str
    reason: str = ""


class InvalidConditionError(InputError):
    """A condition that cannot be signed as it is."""

    code: ClassVar[str] = "invalid_condition"


@cache
def condition_types() -> dict[str, ConditionType]:
    """The shipped types by identifier, in the order in which they are offered."""
    text = (files("licet.decision") / "conditions.yaml").read_text("utf-8")
    raw: dict[str, dict[str, Any]] = YAML(typ="safe").load(text)["types"]
    return {name: ConditionType(id=name, **row) for name, row in raw.items()}


def _check_integer(given: str) -> None:
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise ValueError(given)


def _check_decimal(given: str) -> None:
    try:
        amount = Decimal(given)
    except InvalidOperation:
        raise ValueError(given) from None
    if not amount.is_finite() or amount <= 0:
        raise ValueError(given)


def _check_text(given: str) -> None:
    if not given.strip():
        raise ValueError(given)


_CHECKS = {
    "integer": (_check_integer, "a whole number above zero"),
    "decimal": (_check_decimal, "a number above zero"),
    "date": (parse_day, "a day like 2026-07-31"),
    "text": (_check_text, "some text"),
}


def _check_term(title: str, term: str, kind: str, given: str) -> None:
    check, wanted = _CHECKS[kind]
    try:
        check(given)
    except (ValueError, InputError):
        msg = f"{title}: '{term}' must be {wanted}, not {given!r}."
        raise InvalidConditionError(msg) from None


def require_signable(condition: Condition) -> ConditionType:
    """Check that a condition can stand on a licence.

    Args:
        condition: What the officer filled in.

    Returns:
        Its type.

    Raises:
        InvalidConditionError: Unknown type, a term missing or wrong, nobody who checks it,
            no owner, or no reason where one is needed.
    """
    kind = condition_types().get(condition.type)
    if kind is None:
        msg = (
            f"{condition.type!r} is not a type of condition. Choose one from the list."
        )
        raise InvalidConditionError(msg)
    for term, wanted in kind.terms.items():
        _check_term(kind.title, term, wanted, condition.terms.get(term, ""))
    if strange := sorted(set(condition.terms) - set(kind.terms)):
        msg = f"{kind.title} has no term {strange[0]!r}. Its terms: {', '.join(kind.terms) or 'none'}."
        raise InvalidConditionError(msg)
    if not kind.evidence.strip():
        msg = (
            f"{kind.title} names no evidence, so nobody could check it. Mend its type."
        )
        raise InvalidConditionError(msg)
    for name, value in (("checker", condition.checker), ("owner", condition.owner)):
        if not value.strip():
            msg = f"{kind.title} has no {name}. Name the team that holds this role."
            raise InvalidConditionError(msg)
    if kind.needs_reason and not condition.reason.strip():
        msg = f"{kind.title}: say why no other type of condition fits."
        raise InvalidConditionError(msg)
    return kind


def condition_words(condition: Condition) -> str:
    """The duty in the words that will stand on the licence.

    Raises:
        InvalidConditionError: The condition cannot be signed as it is.
    """
    return require_signable(condition).words.format(**condition.terms)
