"""The small total language in which rules say when they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.facts import Value


class Comparator(StrEnum):
    """How a fact is compared with a value."""

    IS = "is"
    IN = "in"
    INTERSECTS = "intersects"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Always:
    """True or false, whatever the facts."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part holds."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: "Expression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A fact compared with a value; several values only for IN and INTERSECTS."""

    fact: str
    comparator: Comparator
    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """The fact's code is a member of one of the groups on the day."""

    fact: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFits:
    """The item is classified under one of the entries or a paragraph of it."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOf:
    """The item is of this kind."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionHolds:
    """A named definition holds."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFires:
    """A named rule fires."""

    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IsKnown:
    """The fact is known."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOrAfter:
    """The day asked for is this day or a later one."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The day asked for is earlier than this day."""

    day: date


Expression = (
    Always
    | AllOf
    | AnyOf
    | Not
    | Comparison
    | InGroup
    | EntryFits
    | KindOf
    | DefinitionHolds
    | RuleFires
    | IsKnown
    | OnOrAfter
    | Before
)
Leaf = (
    Always
    | Comparison
    | InGroup
    | EntryFits
    | KindOf
    | DefinitionHolds
    | RuleFires
    | IsKnown
    | OnOrAfter
    | Before
)


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Every leaf of an expression, from left to right."""
    match expression:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from leaves(part)
        case Not(part=part):
            yield from leaves(part)
        case _:
            yield expression


def facts_read(expression: Expression) -> Iterator[str]:
    """The facts that an expression itself compares, in order, perhaps more than once."""
    for leaf in leaves(expression):
        match leaf:
            case Comparison(fact=fact) | InGroup(fact=fact) | IsKnown(fact=fact):
                yield fact
            case KindOf():
                yield "item.kind"
            case _:
                continue
