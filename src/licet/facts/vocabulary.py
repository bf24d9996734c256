"""Which facts there are, in plain words, and which values each can have."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import assert_never

from licet.facts.errors import UnknownFactError, WrongValueError
from licet.facts.model import Transaction, Value
from licet.kernel import Citation, parse_day, require_territory

Words = Mapping[str, str]


class FactKind(StrEnum):
    """What sort of value a fact has."""

    BOOLEAN = "boolean"
    TEXT = "text"
    TEXTS = "texts"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    INTEGER = "integer"
    COUNTRY = "country"
    DATE = "date"


_WANTED = {
    FactKind.BOOLEAN: "true or false",
    FactKind.TEXT: "a text",
    FactKind.TEXTS: "a list of texts",
    FactKind.CHOICE: "one of its choices",
    FactKind.CHOICES: "a list of its choices",
    FactKind.NUMBER: "a number",
    FactKind.INTEGER: "a whole number",
    FactKind.COUNTRY: "a country code",
    FactKind.DATE: "a day as YYYY-MM-DD",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTerm:
    """One entry of a vocabulary.

    Attributes:
        path: The dotted path by which rules read it.
        kind: What sort of value it has.
        question: The question that asks for it, by language.
        choices: For choice and choices: value to plain words.
        unit: What a number counts.
        help: How to find the answer, by language.
        asks: Who may answer.
        mutable: Whether the parties can change it.
        ordinary: The answer that holds where a form says that silence is ordinary.
        law: Where the fact matters, for a fact that a regime defines.
    """

    path: str
    kind: FactKind
    question: Words
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    help: Words = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    mutable: bool = False
    ordinary: Value | None = None
    law: Citation | None = None


Vocabulary = Mapping[str, FactTerm]


def coerce(term: FactTerm, given: Value) -> Value:
    """Read a value as the fact's own kind; exact text may stand for a number.

    Args:
        term: The fact.
        given: The value as stated.

    Returns:
        The value as rules compare it.

    Raises:
        WrongValueError: The fact cannot have that value.
        UnknownCountryError: It is a country fact and the code is not known.
        ImpossibleDateError: It is a day and the text is none.
    """
    value: Value | None
    match term.kind:
        case FactKind.BOOLEAN:
            value = given if isinstance(given, bool) else None
        case FactKind.NUMBER | FactKind.INTEGER:
            value = _number(term.kind, given)
        case FactKind.CHOICES | FactKind.TEXTS:
            value = _texts(term, given)
        case FactKind.TEXT | FactKind.CHOICE | FactKind.COUNTRY | FactKind.DATE:
            value = _text(term, given)
        case _:
            assert_never(term.kind)
    if value is None:
        raise WrongValueError(term.path, given, _WANTED[term.kind])
    return value


def _number(kind: FactKind, given: Value) -> Value | None:
    if isinstance(given, bool | tuple):
        return None
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if kind is FactKind.INTEGER:
        return int(number) if number == number.to_integral_value() else None
    return number


def _choice(term: FactTerm, given: str) -> str:
    if term.choices and given not in term.choices:
        raise WrongValueError(term.path, given, "one of " + ", ".join(term.choices))
    return given


def _texts(term: FactTerm, given: Value) -> Value | None:
    if isinstance(given, str):
        given = (given,)
    if not isinstance(given, tuple):
        return None
    return tuple(_choice(term, one) for one in given)


def _text(term: FactTerm, given: Value) -> Value | None:
    if not isinstance(given, str):
        return None
    if term.kind is FactKind.COUNTRY:
        require_territory(given)
    elif term.kind is FactKind.DATE:
        parse_day(given)
    elif term.kind is FactKind.CHOICE:
        _choice(term, given)
    return given


def require_known(transaction: Transaction, *vocabularies: Vocabulary) -> None:
    """Refuse facts that no vocabulary knows and values that a fact cannot have.

    Args:
        transaction: The facts.
        vocabularies: Where to look, the governing one first.

    Raises:
        UnknownFactError: A fact is in none of them.
        WrongValueError: A value does not fit the first vocabulary that knows the fact.
    """
    for path, values in sorted(_every_path(transaction)):
        for vocabulary in vocabularies:
            if path in vocabulary:
                for value in values:
                    coerce(vocabulary[path], value)
                break
        else:
            raise UnknownFactError(path, nearest(path, vocabularies))


def nearest(path: str, vocabularies: Iterable[Vocabulary]) -> list[str]:
    """The known paths that look most like ``path``."""
    every = sorted({known for vocabulary in vocabularies for known in vocabulary})
    return difflib.get_close_matches(path, every, n=3)


def _every_path(transaction: Transaction) -> list[tuple[str, tuple[Value, ...]]]:
    rows = list(transaction.facts.items())
    for item in transaction.items:
        rows += [(f"item.{key}", fact) for key, fact in item.facts.items()]
    for party in transaction.parties:
        rows += [(f"{party.role}.{key}", fact) for key, fact in party.facts.items()]
    return [
        (path, tuple(said.value for said in fact.statements)) for path, fact in rows
    ]
