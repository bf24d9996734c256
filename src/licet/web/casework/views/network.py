"""Everything on one party across cases and exporters, as officers see it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeCaseView:
    """A case tied to this one, or to a party that is looked for.

    Attributes:
        ties: What ties it, the strongest first: kind (``number``, ``listed``, ``name``,
            ``owner``, ``address``), here and there (names), in what role there, in words.
        grade: ``surely`` when a number or a confirmed match ties it, else ``possibly``.
        licence: Number of its licence, or empty.
    """

    number: str
    title: str
    exporter: str
    state: str
    state_words: str
    submitted_on: date | None
    end_user: str
    destination: str
    entries: tuple[str, ...]
    licence: str
    licence_state: str
    grade: str
    ties: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountView:
    """What tied cases ask for together of one entry within a span of days.

    Attributes:
        entry: The control list entry; empty for items under none.
        days: The span, counted back from the newest application.
        cases: How many cases.
        exporters: How many exporters.
        quantity: The sum of the quantities stated, or ``None``.
        unstated: How many items state no quantity.
        values: Currency and sum, one each.
    """

    entry: str
    days: int
    cases: int
    exporters: int
    quantity: Decimal | None
    unstated: int
    values: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitView:
    """A limit that each application keeps and several together pass.

    Attributes:
        parts: Case, exporter, day, item and amount, one each.
    """

    regime: str
    rule: str
    title: str
    amount: str
    limit: Decimal
    unit: str
    days: int
    total: Decimal
    exporters: tuple[str, ...]
    parts: tuple[Json, ...]
    citation: Json
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """All cases on the parties of one case, across exporters.

    Attributes:
        cases: Tied cases, the strongest ties first; at most 200.
        more: How many further ones there are.
        amounts: Sums per entry and span, this case included.
        splits: Limits that are kept singly and passed together.
        flags: Shared addresses and the like, in words with their evidence.
    """

    case: str
    cases: tuple[LikeCaseView, ...]
    more: int
    amounts: tuple[AmountView, ...]
    splits: tuple[SplitView, ...]
    flags: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourView:
    """An entity of a source, with who stands directly above and below it."""

    source: str
    entity: str
    name: str
    kind: str
    countries: tuple[str, ...]
    identifiers: tuple[str, ...]
    addresses: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyHitView:
    """What is known of a party that is looked for: cases, licences, register entries."""

    asked: str
    cases: tuple[LikeCaseView, ...]
    more: int
    bodies: tuple[NeighbourView, ...]
