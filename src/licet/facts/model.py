"""The transaction as stated and as found: every fact with who said it, when, on what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from licet.facts.errors import NoSuchItemError

Value = str | bool | int | Decimal | tuple[str, ...]

ROLES = (
    "exporter",
    "broker",
    "consignee",
    "intermediate_consignee",
    "end_user",
    "ultimate_end_user",
    "operator",
    "host",
    "reseller",
    "carrier",
)
# Who stands behind a party: screened like every other, and read by no rule on the deal itself.
BEHIND = ("owner", "director")
PARTY_ROLES = (*ROLES, *BEHIND)
APPLICANT = "applicant"


class FactState(StrEnum):
    """What is known of one fact. Unknown is never no."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    DISPUTED = "disputed"


class Basis(StrEnum):
    """On what a statement rests."""

    STATED = "stated"
    ASSUMED = "assumed"
    DERIVED = "derived"
    FOUND = "found"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One source's word on one fact.

    Attributes:
        value: What is said.
        by: Who says it: a role, a body, or the name of a list.
        at: When it was said, aware and in UTC, or ``None`` when nobody recorded it.
        evidence: Content addresses of the documents that carry it.
        basis: Stated by a person, found in a source, derived by rule, assumed, or
            set by an officer in place of what was computed.
    """

    value: Value
    by: str = APPLICANT
    at: datetime | None = None
    evidence: tuple[str, ...] = ()
    basis: Basis = Basis.STATED

    def to_json(self) -> dict[str, object]:
        """The statement in the full form; Decimals become text."""
        out: dict[str, object] = {"value": json_value(self.value), "by": self.by}
        if self.at is not None:
            out["at"] = self.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        if self.evidence:
            out["evidence"] = list(self.evidence)
        out["basis"] = str(self.basis)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact: its state and every statement about it, the oldest first."""

    state: FactState
    statements: tuple[Statement, ...] = ()

    @property
    def value(self) -> Value | None:
        """The value when the fact is known, else ``None``."""
        if self.state is FactState.KNOWN:
            return self.statements[0].value
        return None

    def to_json(self) -> dict[str, object]:
        """The fact in the full form."""
        return {
            "state": str(self.state),
            "statements": [said.to_json() for said in self.statements],
        }


UNKNOWN = Fact(state=FactState.UNKNOWN)
NOT_APPLICABLE = Fact(state=FactState.NOT_APPLICABLE)


def json_value(value: Value | None) -> object:
    """A value as JSON can carry it exactly."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


def known(value: Value, *, by: str = APPLICANT, basis: Basis = Basis.STATED) -> Fact:
    """A fact on which one source has spoken.

    Examples:
        >>> known("BR").value
        'BR'
    """
    return Fact(
        state=FactState.KNOWN,
        statements=(Statement(value=value, by=by, basis=basis),),
    )


def gather(statements: Iterable[Statement]) -> Fact:
    """The fact that several statements make together.

    Args:
        statements: What each source says.

    Returns:
        Unknown when nobody spoke, known when all agree, else disputed.
    """
    said = tuple(statements)
    if not said:
        return UNKNOWN
    agreed = all(one.value == said[0].value for one in said)
    state = FactState.KNOWN if agreed else FactState.DISPUTED
    return Fact(state=state, statements=said)


def _empty() -> Mapping[str, Fact]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Goods, software, technology or a service that leaves, with its capability sheet."""

    name: str = ""
    facts: Mapping[str, Fact] = field(default_factory=_empty)

    def to_json(self) -> dict[str, object]:
        """The item in the full form."""
        return {"name": self.name, "facts": _facts_json(self.facts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or body in one role of the transaction."""

    role: str
    name: str = ""
    country: str = ""
    facts: Mapping[str, Fact] = field(default_factory=_empty)

    def to_json(self) -> dict[str, object]:
        """The party in the full form."""
        return {
            "role": self.role,
            "name": self.name,
            "country": self.country,
            "facts": _facts_json(self.facts),
        }


def _facts_json(facts: Mapping[str, Fact]) -> dict[str, object]:
    return {path: facts[path].to_json() for path in sorted(facts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """What leaves, from whom to whom, by which way, for what: as stated and as found.

    Attributes:
        as_of: The day whose law is asked for, when the facts name one.
        items: What leaves; each has an answer of its own.
        parties: Who takes part; several may have the same role.
        facts: Everything else, by dotted path (``destination``, ``activity.type`` ...).
    """

    as_of: date | None = None
    items: tuple[Item, ...] = ()
    parties: tuple[Party, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=_empty)

    def in_role(self, role: str) -> tuple[Party, ...]:
        """The parties in ``role``, in the order given."""
        return tuple(party for party in self.parties if party.role == role)

    def view(
        self, item: int = 0, *, parties: Mapping[str, Party] | None = None
    ) -> dict[str, Fact]:
        """The flat view that rules read: one dotted path, one fact.

        Args:
            item: Which item, counted from 0. A transaction without items has item 0, of
                which nothing is known.
            parties: For a role held by several parties, the one to look at; without it
                the first.

        Returns:
            Facts by path: ``item.*``, one prefix for each role, and the rest as it stands.

        Raises:
            NoSuchItemError: There is no such item.
        """
        if not 0 <= item < max(len(self.items), 1):
            raise NoSuchItemError(item, len(self.items))
        view = dict(self.facts)
        if self.items:
            chosen = self.items[item]
            _named(view, "item.name", chosen.name)
            view.update({f"item.{key}": fact for key, fact in chosen.facts.items()})
        for party in self._one_of_each(parties or {}):
            _named(view, f"{party.role}.name", party.name)
            _named(view, f"{party.role}.country", party.country)
            view.update(
                {f"{party.role}.{key}": fact for key, fact in party.facts.items()}
            )
        return view

    def _one_of_each(self, chosen: Mapping[str, Party]) -> list[Party]:
        first: dict[str, Party] = {}
        for party in self.parties:
            first.setdefault(party.role, party)
        return list((first | dict(chosen)).values())

    def to_json(self) -> dict[str, object]:
        """The whole transaction in the full form, in an order that never changes."""
        out: dict[str, object] = {"format": "licet-facts/1"}
        if self.as_of is not None:
            out["as_of"] = self.as_of.isoformat()
        out["items"] = [item.to_json() for item in self.items]
        out["parties"] = [party.to_json() for party in self.parties]
        out["facts"] = _facts_json(self.facts)
        return out


def _named(view: dict[str, Fact], path: str, text: str) -> None:
    if text:
        view[path] = known(text)
