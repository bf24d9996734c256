"""What one evaluation knows: the values of known facts, the claim, what was worked out so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from typing import Final

from licet.determination.formula import Interner, Residue
from licet.facts import (
    Basis,
    Fact,
    FactState,
    FactTerm,
    Value,
    WrongValueError,
    coerce,
    known,
)
from licet.facts import FactKind as Kind
from licet.regimes import Regime, covers

KIND_FACT = "item.kind"
_CANDIDATE = re.compile(r"candidate (?P<a>.+)|(?P<b>.+?)-type( .*)?")
_LETTER = re.compile(r"\d([A-Z])")
_LIKE_AN_ENTRY = re.compile(r"\d[A-Z]\d{3}.*|(PL|ML)\d+.*")


class Absent(Enum):
    """Marks that stand where a value would."""

    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


NOT_APPLICABLE: Final = Absent.NOT_APPLICABLE
OPEN: Final = Absent.OPEN


class ClaimSort(StrEnum):
    """What was said about the item's place on the list."""

    OPEN = "open"
    ENTRY = "entry"
    CANDIDATE = "candidate"
    UNLISTED = "unlisted"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The entry as claimed or given.

    Attributes:
        sort: Whether an entry was claimed, only suggested, denied, or is not in the package.
        entry: The entry of the package, or the text as given when it is not in it.
    """

    sort: ClaimSort
    entry: str = ""


def claim_in(view: Mapping[str, Fact], regime: Regime) -> Claim:
    """The entry as claimed, from the weightiest of the facts that speak of it."""
    found = Claim(sort=ClaimSort.OPEN)
    for path in regime.header.claims:
        fact = view.get(path)
        if fact is not None and found.sort is ClaimSort.OPEN:
            found = read_claim(fact.value, regime)
    return found


@lru_cache(maxsize=4096)
def read_claim(given: Value | None, regime: Regime) -> Claim:
    """Read an entry as claimed or given.

    Args:
        given: What the fact says, or ``None`` when it says nothing.
        regime: The package whose entries count.

    Returns:
        The claim. Words that look like no entry at all say nothing: the item is then
        classified from its other facts.
    """
    if not isinstance(given, str):
        return Claim(sort=ClaimSort.OPEN)
    candidate = _CANDIDATE.fullmatch(given)
    if candidate is not None:
        text = candidate["a"] or candidate["b"]
        return Claim(sort=ClaimSort.CANDIDATE, entry=_resolve(text, regime) or text)
    found = _resolve(given, regime)
    if found:
        return Claim(sort=ClaimSort.ENTRY, entry=found)
    if given in regime.header.unlisted:
        return Claim(sort=ClaimSort.UNLISTED, entry=given)
    if _LIKE_AN_ENTRY.fullmatch(given):
        return Claim(sort=ClaimSort.FOREIGN, entry=given)
    return Claim(sort=ClaimSort.OPEN)


def _resolve(given: str, regime: Regime) -> str:
    for entry in regime.entries.values():
        if given == entry.id or given in entry.aliases:
            return entry.id
    if any(covers(given, known) for known in regime.entries):
        return given
    above = given
    while "." in above:
        above = above.rpartition(".")[0]
        if above in regime.entries:
            return above
    return ""


@dataclass(slots=True, kw_only=True)
class Evaluation:
    """One pass of the rules over one view of the facts.

    Attributes:
        values: Known values and not-applicable marks by path; an absent path is open.
        claim: The entry as claimed.
        interner: Where formulas are made.
        memo: What was already worked out, by kind and name.
        symbolic: Whether every fact is a variable, the claim included: then the rules
            are worked out for all transactions at once.
        general: Whether the rules are worked out as formulas over facts and over entries
            that fit, from which code is made.
    """

    values: Mapping[str, Value | Absent]
    claim: Claim
    interner: Interner = field(default_factory=Interner)
    memo: dict[tuple[str, str], Residue] = field(default_factory=dict)
    symbolic: bool = False
    general: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFacts:
    """One view of the facts, each value of its fact's kind, as rules compare it.

    Attributes:
        view: The facts by path, with what the claimed entry says by its number.
        values: Known values and not-applicable marks by path; an absent path is open.
        claim: The entry as claimed.
        item: Which item, counted from 0.
        parties: The party looked at for each role that several hold.
    """

    view: Mapping[str, Fact]
    values: Mapping[str, Value | Absent]
    claim: Claim
    item: int
    parties: Mapping[str, str]


def with_derived(view: Mapping[str, Fact], regime: Regime) -> dict[str, Fact]:
    """The view with what a claimed entry says by its own number.

    Args:
        view: The facts as known.
        regime: The package; its header's ``entry_kinds`` says which letter of an entry
            number stands for which kind of item.

    Returns:
        The facts, with the kind of item derived when nobody states it.
    """
    found = dict(view)
    stated = view.get(KIND_FACT)
    if stated is not None and stated.state is not FactState.UNKNOWN:
        return found
    claim = claim_in(view, regime)
    letter = _LETTER.match(claim.entry)
    kinds = regime.header.entry_kinds
    if claim.sort is ClaimSort.ENTRY and letter is not None and letter[1] in kinds:
        source = f"entry {claim.entry}"
        found[KIND_FACT] = known(kinds[letter[1]], by=source, basis=Basis.DERIVED)
    return found


def begin(view: Mapping[str, Fact], regime: Regime) -> Evaluation:
    """Start an evaluation: unknown and disputed facts are open.

    Raises:
        WrongValueError: A known value is not of its fact's kind.
        UnknownCountryError: A country fact holds no country code.
        ImpossibleDateError: A day fact holds no day.
    """
    values: dict[str, Value | Absent] = {}
    for path, fact in view.items():
        value = fact.value
        if fact.state is FactState.NOT_APPLICABLE:
            values[path] = NOT_APPLICABLE
        elif value is not None:
            term = regime.facts.get(path)
            values[path] = value if term is None else _as_compared(term, value)
    return Evaluation(values=values, claim=claim_in(view, regime))


def _as_compared(term: FactTerm, value: Value) -> Value:
    """The value as rules compare it; a word outside the choices is none of them."""
    try:
        return coerce(term, value)
    except WrongValueError:
        worded = {Kind.CHOICE, Kind.CHOICES}
        if term.kind in worded and isinstance(value, str | tuple):
            listed = term.kind is Kind.CHOICES and isinstance(value, str)
            return (str(value),) if listed else value
        raise
