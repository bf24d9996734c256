"""Frozen values of a weighing: every number with the readings and sources that made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.kernel import Citation
from licet.regimes import Band, Factor, Reading, RiskMethod, in_words
from licet.risk.levels import Levels


class ReadingState(StrEnum):
    """How a reading came to its level."""

    READ = "read"
    STALE = "stale"
    OPEN = "open"
    UNVERIFIED = "unverified"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who said what a reading used, and of which day it is."""

    source: str
    dated: date
    basis: str
    verified: bool
    words: str = ""
    subject: str = ""

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "source": self.source,
            "dated": self.dated.isoformat(),
            "basis": self.basis,
            "verified": self.verified,
            "words": self.words,
            "subject": self.subject,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFinding:
    """What one reading of a factor found.

    Attributes:
        reading: The reading.
        levels: Its level with the interval.
        state: How it came to it.
        sources: Those who said it; empty when nobody did.
        open_facts: Facts or names of evidence that would settle it.
        words: Why this level, in a sentence.
    """

    reading: Reading
    levels: Levels
    state: ReadingState
    sources: tuple[Source, ...]
    open_facts: tuple[str, ...]
    words: str

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "id": self.reading.id,
            "title": in_words(self.reading.title),
            "levels": self.levels.to_json(),
            "state": str(self.state),
            "sources": [one.to_json() for one in self.sources],
            "open_facts": list(self.open_facts),
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFinding:
    """A factor with its level and its points."""

    factor: Factor
    levels: Levels
    readings: tuple[ReadingFinding, ...]

    @property
    def points(self) -> Levels:
        """Weight times level, end by end."""
        weight = self.factor.weight
        return Levels(
            low=weight * self.levels.low,
            best=weight * self.levels.best,
            high=weight * self.levels.high,
        )

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        floor = self.factor.floor
        return {
            "id": self.factor.id,
            "group": str(self.factor.group),
            "favourable": self.factor.favourable,
            "title": in_words(self.factor.title),
            "why": in_words(self.factor.why),
            "weight": self.factor.weight,
            "floor": None if floor is None else {"at": floor.level, "band": floor.band},
            "levels": self.levels.to_json(),
            "points": self.points.to_json(),
            "readings": [one.to_json() for one in self.readings],
            "citation": self.factor.law.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What the first two steps found: it is never outweighed.

    Attributes:
        step: 1 for a prohibition, 2 for a mandatory criterion.
        id: Its name.
        title: In plain words.
        certain: Whether it stands; else it may.
    """

    step: int
    id: str
    title: str
    certain: bool

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "step": self.step,
            "id": self.id,
            "title": self.title,
            "certain": self.certain,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The fewest changes that would put a case into another band.

    Attributes:
        to: The band.
        settles: Whether it is enough that open evidence turns out so; else facts must change.
        changes: Factor and the level it would need.
    """

    to: str
    settles: bool
    changes: tuple[tuple[str, str, int], ...]

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "to": self.to,
            "settles": self.settles,
            "changes": [
                {"factor": name, "title": title, "level": level}
                for name, title, level in self.changes
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRange:
    """Places of bands, 0 the lowest: surely at least ``low``, counted ``best``, possibly ``high``."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The band of one item with everything that made it. It allocates work and is never a ground.

    Attributes:
        method: The method.
        factors: One finding each, in the order of the package.
        bars: Prohibitions and mandatory criteria that stand or may stand.
        risk: Points of the factors of risk.
        value: Points of legitimate value that count, after the cap and where the law balances.
        balanced: Whether value was weighed against risk at all.
        points: What remains.
        bands: The bands.
        lower: What would put it into the next lower band, or ``None``.
        upper: What would put it into the next higher band, or ``None``.
    """

    method: RiskMethod
    factors: tuple[FactorFinding, ...]
    bars: tuple[Bar, ...]
    risk: Levels
    value: Levels
    balanced: bool
    points: Levels
    bands: BandRange
    lower: Move | None
    upper: Move | None

    @property
    def band(self) -> Band:
        """The band that allocates the work."""
        return self.method.bands[self.bands.best]

    @property
    def drivers(self) -> tuple[FactorFinding, ...]:
        """Factors of risk that give points, the most first."""
        given = [
            one for one in self.factors if one.points.high and not one.factor.favourable
        ]
        return tuple(
            sorted(given, key=lambda one: (-one.points.best, -one.points.high))
        )

    @property
    def missing(self) -> tuple[tuple[FactorFinding, ReadingFinding], ...]:
        """Readings that nobody has settled, those of the heaviest factors first."""
        found = [
            (factor, reading)
            for factor in self.factors
            for reading in factor.readings
            if reading.state is not ReadingState.READ
        ]
        return tuple(sorted(found, key=lambda pair: -pair[0].factor.weight))

    def to_json(self) -> Mapping[str, object]:
        """Plain values, with the words of the band."""
        bands = self.method.bands
        return {
            "method": _method_json(self.method),
            "band": _band_json(self.band),
            "band_low": bands[self.bands.low].id,
            "band_high": bands[self.bands.high].id,
            "points": self.points.to_json(),
            "risk": self.risk.to_json(),
            "value": self.value.to_json(),
            "balanced": self.balanced,
            "bars": [one.to_json() for one in self.bars],
            "drivers": [one.factor.id for one in self.drivers],
            "factors": [one.to_json() for one in self.factors],
            "missing": [
                {
                    "factor": factor.factor.id,
                    "title": in_words(factor.factor.title),
                    "reading": reading.reading.id,
                    "reading_title": in_words(reading.reading.title),
                    "state": str(reading.state),
                    "open_facts": list(reading.open_facts),
                    "words": reading.words,
                }
                for factor, reading in self.missing
            ],
            "lower": None if self.lower is None else self.lower.to_json(),
            "upper": None if self.upper is None else self.upper.to_json(),
        }


def _band_json(band: Band) -> dict[str, object]:
    return {
        "id": band.id,
        "title": in_words(band.title),
        "from": band.points,
        "review": in_words(band.review),
        "verification": in_words(band.verification),
        "signatory": in_words(band.signatory),
    }


def _method_json(method: RiskMethod) -> dict[str, object]:
    balance: Citation | None = None if method.balance is None else method.balance.law
    return {
        "id": method.id,
        "title": in_words(method.title),
        "owner": method.owner,
        "basis": in_words(method.basis),
        "aggregation": str(method.aggregation),
        "scale": {str(level): in_words(words) for level, words in method.scale.items()},
        "bands": [_band_json(band) for band in method.bands],
        "balance": None if balance is None else balance.to_json(),
        "balance_at_most": 0 if method.balance is None else method.balance.at_most,
        "citation": method.law.to_json(),
    }
