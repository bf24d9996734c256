"""What a package publishes of how risk is weighed: factors, their weights, and the method."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from licet.kernel import Citation
from licet.regimes.expression import Expression
from licet.regimes.force import Force

Words = Mapping[str, str]
LOWEST, HIGHEST = 0, 4
LEVELS = range(LOWEST, HIGHEST + 1)


class FactorGroup(StrEnum):
    """What a factor is about. The last stands on the other side of the scale."""

    ITEM = "item"
    END_USE = "end_use"
    END_USER = "end_user"
    DESTINATION = "destination"
    ROUTE = "route"
    PROPAGATION = "propagation"
    LEGITIMATE_VALUE = "legitimate_value"


class Aggregation(StrEnum):
    """How levels and weights become points; every form is monotone in every level."""

    WEIGHTED_SUM_WITH_FLOORS = "weighted_sum_with_floors"
    WEIGHTED_MAXIMUM = "weighted_maximum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From or up to which number of a source a level holds.

    Attributes:
        level: The level.
        bound: The number, on the scale of the source.
        upwards: Whether the level holds from the bound on; else up to it. The bound itself
            always belongs to the step.
    """

    level: int
    bound: Decimal
    upwards: bool

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies on this step."""
        return value >= self.bound if self.upwards else value <= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How the evidence of one source becomes a level.

    Attributes:
        evidence: The name of the evidence.
        steps: How a number becomes a level: the highest step that holds.
        answers: How a word becomes a level.
        otherwise: The level when no step holds.
    """

    evidence: str
    steps: tuple[Step, ...] = ()
    answers: Mapping[str, int] = field(default_factory=dict)
    otherwise: int = LOWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that a factor looks at. Several readings of a factor: the highest counts.

    Attributes:
        id: Its name within the factor.
        title: What is looked at, in plain words.
        conditions: Level and the condition on the facts that gives it, the highest first.
        otherwise: The level when no condition holds.
        measures: Evidence that speaks of it; one of them is enough, of several the highest
            counts.
        stale_after: After how many days what is read has aged by one period, or ``None``.
    """

    id: str
    title: Words
    conditions: tuple[tuple[int, Expression], ...] = ()
    otherwise: int = LOWEST
    measures: tuple[Measure, ...] = ()
    stale_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """From which level of a factor a case lies at least in which band."""

    level: int
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One weighed factor.

    Attributes:
        id: Its name.
        group: What it is about.
        title: What it asks, in plain words.
        why: Why it counts and why as much.
        law: Where it stands: the policy of an authority, not a law of others.
        weight: Points for each level; a whole number from 1.
        floor: The band that it commands by itself, or ``None``.
        readings: What is looked at.
        force: The days on which it counts.
    """

    id: str
    group: FactorGroup
    title: Words
    why: Words
    law: Citation
    weight: int
    floor: Floor | None
    readings: tuple[Reading, ...]
    force: Force

    @property
    def favourable(self) -> bool:
        """Whether it stands on the side of legitimate value."""
        return self.group is FactorGroup.LEGITIMATE_VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How much work a case gets; never a reason to refuse it.

    Attributes:
        id: Its name.
        title: In plain words.
        points: The first number of points that lies in it.
        review: How deeply a case is reviewed.
        verification: What is verified.
        signatory: Who signs.
    """

    id: str
    title: Words
    points: int
    review: Words
    verification: Words
    signatory: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """That the law balances, where it says so, and how far legitimate value counts at most."""

    law: Citation
    words: Words
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskMethod:
    """How the findings of a case become a band.

    Attributes:
        id: Its name.
        title: In plain words.
        law: Where it stands.
        owner: Who answers for the weights.
        basis: On what the weights rest.
        scale: What each level means.
        aggregation: The form.
        bands: The lowest first.
        balance: ``None`` where the law does not balance.
        reliance: By basis of a statement (``stated``, ``documented``, ``found`` ...), by how
            many levels the interval is widened to the side that is worse.
        stale_widens: By how many levels an interval widens with each period of age.
        open_criterion: The band in which a case lies at least while a mandatory criterion is
            neither established nor spoken against; empty for none.
        force: The days on which it is the method.
        example: A worked example: ``title``, ``facts`` and ``evidence`` as written; empty
            for none. The numbers of the example are computed, never written.
    """

    id: str
    title: Words
    law: Citation
    owner: str
    basis: Words
    scale: Mapping[int, Words]
    aggregation: Aggregation
    bands: tuple[Band, ...]
    balance: Balance | None
    reliance: Mapping[str, int]
    stale_widens: int
    open_criterion: str
    force: Force
    example: Mapping[str, object] = field(default_factory=dict)

    def band(self, name: str) -> int:
        """The place of a band, 0 the lowest; the lowest for an empty name."""
        return next(
            (place for place, band in enumerate(self.bands) if band.id == name), 0
        )


def method_on(methods: Mapping[str, RiskMethod], on: date) -> RiskMethod | None:
    """The method in force on a day, or ``None``: the law publishes no weights."""
    return next((one for one in methods.values() if one.force.holds(on)), None)


def factors_on(factors: Mapping[str, Factor], on: date) -> tuple[Factor, ...]:
    """The factors that count on a day, in the order of the package."""
    return tuple(one for one in factors.values() if one.force.holds(on))
