"""One need ordered in parts: amounts that each stay under a limit and together pass it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.kernel import Citation
from licet.regimes import (
    LIFTING,
    AllOf,
    Comparator,
    Comparison,
    EntryFits,
    Expression,
    Regime,
    Rule,
    covers,
    in_words,
)

AMOUNTS = ("item.value", "item.quantity")
# What a limit lets through: up to and with the number, or only less than it.
_WITH = frozenset({Comparator.AT_MOST, Comparator.ABOVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number of a law that an amount must not pass, or from which more is asked.

    Attributes:
        regime: The package.
        rule: The rule that reads the amount.
        title: The rule in plain words.
        amount: ``item.value`` or ``item.quantity``.
        number: The limit.
        included: Exactly the limit still stays under it.
        unit: What is counted; a currency for a value, empty when the law names none.
        entries: The entries for which the rule holds; none means any.
        citation: Where it stands written.
    """

    regime: str
    rule: str
    title: str
    amount: str
    number: Decimal
    included: bool
    unit: str
    entries: tuple[str, ...]
    citation: Citation

    def lets(self, amount: Decimal) -> bool:
        """Whether an amount stays under the limit."""
        return amount < self.number or (self.included and amount == self.number)

    def concerns(self, entry: str) -> bool:
        """Whether the limit holds for an entry or a paragraph of it."""
        return not self.entries or any(covers(one, entry) for one in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Shipment:
    """What one case asks for, of one item.

    Attributes:
        on: The day of the application.
        case: Number of the case.
        item: Its place in the case, from 1.
        exporter: Who applies.
        entry: The control list entry, or empty.
        quantity: How many, or ``None`` when not stated.
        value: What it is worth, or ``None`` when not stated.
        currency: Of the value; empty when not stated.
    """

    on: date
    case: str
    item: int
    exporter: str
    entry: str
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str = ""

    def amount(self, limit: Limit) -> Decimal | None:
        """What counts under a limit; ``None`` when not stated or in another currency."""
        if limit.amount == "item.quantity":
            return self.quantity
        return self.value if self.currency in {"", limit.unit} else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Shipments that together pass a limit under which each of them stays.

    Attributes:
        limit: The limit.
        days: Within how many days they lie.
        shipments: Which, by day.
        total: Their sum.
    """

    limit: Limit
    days: int
    shipments: tuple[Shipment, ...]
    total: Decimal

    @property
    def exporters(self) -> tuple[str, ...]:
        """Who applied, by name."""
        return tuple(sorted({one.exporter for one in self.shipments}))

    @property
    def cases(self) -> tuple[str, ...]:
        """Numbers of the cases."""
        return tuple(dict.fromkeys(one.case for one in self.shipments))


def limits_of(regime: Regime, *, on: date) -> tuple[Limit, ...]:
    """The numbers of a law to which an amount of an item is compared on a day.

    Args:
        regime: A package.
        on: The day whose rules count.

    Returns:
        One for each comparison that a rule makes by itself, in the order of the rules. What
        stands inside alternatives is left out: there, another way is open.
    """
    return tuple(
        _limit(regime, rule, one, tuple(entries))
        for rule in regime.rules.values()
        if rule.force.holds(on)
        for one, entries in _compared(rule)
    )


def _parts(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, AllOf):
        for part in expression.parts:
            yield from _parts(part)
    else:
        yield expression


def _compared(rule: Rule) -> Iterator[tuple[Comparison, list[str]]]:
    parts = tuple(_parts(rule.when))
    entries = [
        entry for one in parts if isinstance(one, EntryFits) for entry in one.entries
    ]
    lifts = rule.kind in LIFTING
    wanted = (
        {Comparator.AT_MOST, Comparator.BELOW}
        if lifts
        else {Comparator.AT_LEAST, Comparator.ABOVE}
    )
    for one in parts:
        if (
            isinstance(one, Comparison)
            and one.fact in AMOUNTS
            and one.comparator in wanted
        ):
            yield one, entries


def _limit(
    regime: Regime, rule: Rule, one: Comparison, entries: tuple[str, ...]
) -> Limit:
    term = regime.facts.get(one.fact)
    return Limit(
        regime=regime.header.id,
        rule=rule.id,
        title=in_words(rule.title),
        amount=one.fact,
        number=Decimal(str(one.value)),
        included=one.comparator in _WITH,
        unit=term.unit if term is not None and one.fact == "item.value" else "",
        entries=entries,
        citation=rule.law,
    )


def split_orders(
    shipments: Iterable[Shipment],
    limits: Iterable[Limit],
    *,
    days: int,
    case: str = "",
) -> tuple[Split, ...]:
    """Where a limit is kept by every shipment and passed by several together.

    Args:
        shipments: What was asked for, for one end user or project.
        limits: The limits.
        days: How far apart the first and the last may lie.
        case: Only splits of which this case is a part; empty gives all.

    Returns:
        For each limit the window with the largest sum, by limit. A single shipment that
        passes the limit by itself hides nothing and is left out.
    """
    every = sorted(set(shipments))
    found = (_largest(every, limit, days, case) for limit in limits)
    return tuple(one for one in found if one is not None)


def _largest(
    shipments: Sequence[Shipment], limit: Limit, days: int, case: str
) -> Split | None:
    counted = [
        (one, amount)
        for one in shipments
        if limit.concerns(one.entry)
        and (amount := one.amount(limit)) is not None
        and limit.lets(amount)
    ]
    best: Split | None = None
    first, total = 0, Decimal(0)
    for last, (one, amount) in enumerate(counted):
        total += amount
        while (one.on - counted[first][0].on).days > days:
            total -= counted[first][1]
            first += 1
        window = tuple(each for each, _ in counted[first : last + 1])
        named = {each.case for each in window}
        passed = len(named) > 1 and not limit.lets(total) and case in {"", *named}
        if passed and (best is None or total > best.total):
            best = Split(limit=limit, days=days, shipments=window, total=total)
    return best
