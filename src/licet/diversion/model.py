"""Who owns, controls or directs whom, as stated: frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from licet.diversion.errors import ImpossibleShareError
from licet.kernel import Interval

WHOLE = 10_000  # basis points


class Measure(StrEnum):
    """What a share is a share of."""

    SHARES = "shares"
    VOTES = "votes"


class Extent(StrEnum):
    """How far listed parties own an entity, by declared ranges."""

    LISTED = "listed"
    SURELY = "surely"
    POSSIBLY = "possibly"
    NOT = "not"


class Trouble(StrEnum):
    """What statements can get wrong among themselves."""

    MORE_THAN_WHOLE = "more_than_whole"
    CONTRADICTORY = "contradictory"
    OWNER_NOT_NAMED = "owner_not_named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A range of basis points; the whole is 10,000.

    Attributes:
        low: The least it can be.
        high: The most it can be.
        above_low: It is more than ``low``, as in "more than 25 %".
        below_high: It is less than ``high``.

    Raises:
        ImpossibleShareError: The range is empty or leaves 0..10000.
    """

    low: int = 0
    high: int = WHOLE
    above_low: bool = False
    below_high: bool = False

    def __post_init__(self) -> None:
        strict = self.above_low or self.below_high
        if not 0 <= self.low <= self.high <= WHOLE or (
            strict and self.low == self.high
        ):
            raise ImpossibleShareError(
                f"{self.low} basis points", f"{self.high} basis points"
            )

    def __str__(self) -> str:
        low, high = percent(self.low), percent(self.high)
        if self == UNKNOWN:
            return "an unknown share"
        if self.low == self.high:
            return low
        least = f"more than {low}" if self.above_low else low
        most = f"less than {high}" if self.below_high else high
        return f"{least} to {most}"


UNKNOWN = Share()


def percent(points: int) -> str:
    """Basis points as a percentage without a float: ``5050`` is ``50.5 %``."""
    whole, rest = divmod(points, 100)
    return f"{whole}{f'.{rest:02}'.rstrip('0') if rest else ''} %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement stands.

    Attributes:
        file: The file it was read from.
        line: Its line there, from 1.
        id: Its own name.
        publisher: Who says so, as far as the file tells.
    """

    file: str
    line: int
    id: str
    publisher: str = ""

    def __str__(self) -> str:
        said = f", {self.publisher}" if self.publisher else ""
        return f"{self.id}{said}, {self.file} line {self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, company, body or asset that statements are about.

    Attributes:
        identifiers: Numbers under which registers know it, as they write them.
        countries: ISO 3166-1 codes of its jurisdiction, seat or nationality, in capitals.
    """

    id: str
    kind: str
    name: str
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipStatement:
    """That somebody holds a share of an entity.

    Attributes:
        owner: Id of who holds.
        owned: Id of what is held.
        share: How much, as a range.
        measure: A share of what.
        direct: Held by the owner itself; else through others, and then never added up
            where certainty is asked for, as the links between may be stated too.
        force: From the first to the last day, both included.
        source: Who says so.
    """

    owner: str
    owned: str
    share: Share
    measure: Measure = Measure.SHARES
    direct: bool = True
    force: Interval
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStatement:
    """That somebody controls an entity, whatever it holds.

    Attributes:
        owner: Id of who controls.
        owned: Id of what is controlled.
        certain: Control itself is stated; else only something that can give it.
        manner: The ground, in the words of the file.
        force: From the first to the last day, both included.
        source: Who says so.
    """

    owner: str
    owned: str
    certain: bool
    manner: str
    force: Interval
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorshipStatement:
    """That somebody sits on a board or is tied otherwise without owning or controlling."""

    owner: str
    owned: str
    manner: str
    force: Interval
    source: Source


Statement = OwnershipStatement | ControlStatement | DirectorshipStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Statements that cannot all be true, or that keep something back.

    Attributes:
        trouble: What is wrong.
        entity: Id of the entity held.
        words: In one plain sentence.
        sources: The statements concerned.
    """

    trouble: Trouble
    entity: str
    words: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a file declares.

    Attributes:
        entities: By id. An entity that is only referred to is not among them.
        statements: In the order of the file.
        unnamed: Holdings whose holder the file does not name.
        unread: Sorts of records that were left aside, with how many there are.
    """

    entities: Mapping[str, Entity]
    statements: tuple[Statement, ...]
    unnamed: tuple[Discrepancy, ...] = ()
    unread: Mapping[str, int] = field(default_factory=dict)
