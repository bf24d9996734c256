"""What the rules read and what they answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never, cast

from licet.diversion.misrepresentation.errors import WrongEvidenceError
from licet.kernel import Citation, ImpossibleDateError, digest, parse_day

Value = str | bool | Decimal | date | tuple[str, ...] | tuple[Decimal, ...] | tuple[tuple[str, str], ...]  # fmt: skip
_PAIR = 2


class Kind(StrEnum):
    """What sort of value a path has."""

    AMOUNT = "amount"
    AMOUNTS = "amounts"
    DAY = "day"
    TEXT = "text"
    TEXTS = "texts"
    ANSWER = "answer"
    PAIRS = "pairs"


# Amounts are exact; money is in the unit that the path of its currency names. Names of countries are ISO 3166-1 codes.
PATHS: Mapping[str, Kind] = MappingProxyType(
    {
        "application.on": Kind.DAY,
        "bank.country": Kind.TEXT,
        "comparable.prices": Kind.AMOUNTS,  # unit prices of comparable licences, same entry and currency
        "comparable.order_values": Kind.AMOUNTS,  # whole orders of comparable licences, same currency
        "contact.domain": Kind.TEXT,
        "contract.commission": Kind.AMOUNT,  # in the currency of the contract
        "contract.declined": Kind.TEXTS,  # installation, training, support
        "contract.value": Kind.AMOUNT,
        "end_use.fields": Kind.TEXTS,  # fields of activity that the stated end use belongs to
        "end_use.others": Kind.PAIRS,  # case of an unrelated exporter, its text
        "end_use.text": Kind.TEXT,
        "item.needs": Kind.TEXTS,  # infrastructure without which it is of no use
        "item.quantity": Kind.AMOUNT,
        "item.services": Kind.TEXTS,  # services that normally come with it
        "item.unit_price": Kind.AMOUNT,
        "parties.addresses": Kind.PAIRS,  # unrelated party or agent, its address
        "parties.countries": Kind.TEXTS,  # of end user, consignee and final use
        "parties.names": Kind.TEXTS,  # end user and consignees
        "party.address": Kind.TEXT,
        "party.business": Kind.TEXT,
        "party.capacity": Kind.AMOUNT,  # how many of the item it can use
        "party.country": Kind.TEXT,
        "party.domain": Kind.TEXT,
        "party.fields": Kind.TEXTS,  # fields of activity in its registered purpose
        "party.founded": Kind.DAY,
        "party.infrastructure": Kind.TEXTS,
        "party.numbers": Kind.PAIRS,  # scheme, registration number
        "payer.name": Kind.TEXT,
        "refusals.disclosed": Kind.ANSWER,
        "refusals.known": Kind.TEXTS,  # refusals on this party in our own record and in notices
        "route.transit": Kind.TEXTS,
        "route.usual": Kind.TEXTS,  # countries through which this lane usually goes
        "undertaking.signed_on": Kind.DAY,
        "web.countries": Kind.TEXTS,
        "web.fields": Kind.TEXTS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One piece of evidence.

    Attributes:
        value: Of the kind that its path has.
        source: Who or what says so.
        on: The day on which it was said or found; ``None`` when nobody recorded it.
    """

    value: Value
    source: str
    on: date | None = None

    def to_json(self) -> dict[str, object]:
        """The piece as JSON; Decimals and days as text."""
        return {
            "value": _plain(self.value),
            "source": self.source,
            "on": self.on.isoformat() if self.on else None,
        }


def _plain(value: Value) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


Evidence = Mapping[str, Told]


def evidence_of(raw: Mapping[str, Mapping[str, object]]) -> Evidence:
    """Read evidence from plain JSON; what has no value is left out, and so unknown.

    Args:
        raw: By path: ``value``, ``source`` and, where recorded, ``on`` as ``YYYY-MM-DD``.

    Raises:
        WrongEvidenceError: No rule reads the path, it names no source, or the value is of
            another kind.
    """
    found: dict[str, Told] = {}
    for path, one in raw.items():
        kind = PATHS.get(path)
        if kind is None:
            raise WrongEvidenceError(path, "no rule reads it")
        if one.get("value") is None:
            continue
        source = str(one.get("source") or "")
        if not source:
            raise WrongEvidenceError(path, "it has no source")
        on = one.get("on")
        found[path] = Told(
            value=_read(path, kind, one["value"]),
            source=source,
            on=parse_day(str(on)) if on else None,
        )
    return found


def _read(path: str, kind: Kind, given: object) -> Value:
    match kind:
        case Kind.AMOUNT:
            return _amount(path, given)
        case Kind.DAY:
            return _day(path, given)
        case Kind.PAIRS:
            return _pairs(path, given)
        case Kind.AMOUNTS:
            return tuple(_amount(path, one) for one in _several(path, given))
        case Kind.TEXTS:
            return tuple(_text(path, one) for one in _several(path, given))
        case Kind.TEXT | Kind.ANSWER:
            return _text(path, given) if kind is Kind.TEXT else _answer(path, given)
        case _:
            assert_never(kind)


def _text(path: str, given: object) -> str:
    if isinstance(given, str):
        return given
    raise WrongEvidenceError(path, "it must be a text")


def _answer(path: str, given: object) -> bool:
    if isinstance(given, bool):
        return given
    raise WrongEvidenceError(path, "it must be yes or no")


def _several(path: str, given: object) -> list[object] | tuple[object, ...]:
    if isinstance(given, list | tuple):
        return given
    raise WrongEvidenceError(path, "it must be a list")


def _amount(path: str, given: object) -> Decimal:
    if isinstance(given, str | int | Decimal) and not isinstance(given, bool):
        try:
            amount = Decimal(given)
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite() and amount >= 0:
            return amount
    raise WrongEvidenceError(
        path, "it must be a number that is exact and not below nought"
    )


def _day(path: str, given: object) -> date:
    try:
        return parse_day(given.isoformat() if isinstance(given, date) else str(given))
    except ImpossibleDateError as error:
        raise WrongEvidenceError(
            path, "it must be a day, for example 2026-07-31"
        ) from error


def _pairs(path: str, given: object) -> tuple[tuple[str, str], ...]:
    if isinstance(given, list | tuple) and all(
        isinstance(one, list | tuple) and len(one) == _PAIR for one in given
    ):
        return tuple((str(one[0]), str(one[1])) for one in given)
    raise WrongEvidenceError(path, "it must be a list of pairs")


class Given:
    """Evidence as one rule reads it: every path by its own kind."""

    def __init__(self, evidence: Evidence, terms: Mapping[str, Decimal]) -> None:
        self._evidence = evidence
        self._terms = terms

    def knows(self, path: str) -> bool:
        """Whether anything is known of a path; only rules that can do with less ask."""
        return path in self._evidence

    def term(self, name: str) -> Decimal:
        """A published number of the rule."""
        return self._terms[name]

    def amount(self, path: str) -> Decimal:
        """An exact number."""
        return cast("Decimal", self._evidence[path].value)

    def amounts(self, path: str) -> tuple[Decimal, ...]:
        """Several."""
        return cast("tuple[Decimal, ...]", self._evidence[path].value)

    def day(self, path: str) -> date:
        """A day."""
        return cast("date", self._evidence[path].value)

    def text(self, path: str) -> str:
        """A text."""
        return cast("str", self._evidence[path].value)

    def texts(self, path: str) -> tuple[str, ...]:
        """Several."""
        return cast("tuple[str, ...]", self._evidence[path].value)

    def pairs(self, path: str) -> tuple[tuple[str, str], ...]:
        """Pairs of texts."""
        return cast("tuple[tuple[str, str], ...]", self._evidence[path].value)

    def answer(self, path: str) -> bool:
        """Yes or no."""
        return cast("bool", self._evidence[path].value)


class Outcome(StrEnum):
    """How a rule answered."""

    FIRES = "fires"
    SILENT = "silent"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one rule says, in words that name what it compared.

    Attributes:
        settled: Silent whatever the paths say that are still unknown.
    """

    outcome: Outcome
    words: str
    settled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as published.

    Attributes:
        id: Its name.
        title: What it looks for.
        question: What an officer should ask when it fires.
        clears: What would answer the question.
        guidance: Where the sign is described.
        reads: The paths that it must know to be silent.
        suffices: The paths with which it can already fire; all of ``reads`` for most rules.
        terms: The numbers in it, with what they mean in ``rules.yaml``.
    """

    id: str
    title: str
    question: str
    clears: str
    guidance: Citation
    reads: tuple[str, ...]
    suffices: tuple[str, ...]
    terms: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFinding:
    """The answer of one rule about one party.

    Attributes:
        rule: The rule.
        outcome: Fires, silent, or cannot tell.
        words: What was compared, or what is missing.
        read: Every piece it read, by path.
        missing: Paths of which nothing is known.
    """

    rule: Rule
    outcome: Outcome
    words: str
    read: Evidence
    missing: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """The hash of rule and values read: an officer's word on it stands while this stands."""
        values = {path: told.value for path, told in self.read.items()}
        return digest({"rule": self.rule.id, "read": values})

    def to_json(self) -> dict[str, object]:
        """The finding as JSON, with everything that an officer needs to ask."""
        return {
            "rule": self.rule.id,
            "title": self.rule.title,
            "outcome": self.outcome.value,
            "words": self.words,
            "question": self.rule.question,
            "clears": self.rule.clears,
            "guidance": self.rule.guidance.to_json(),
            "terms": {name: format(one, "f") for name, one in self.rule.terms.items()},
            "read": {path: told.to_json() for path, told in self.read.items()},
            "missing": list(self.missing),
            "basis": self.basis,
        }
