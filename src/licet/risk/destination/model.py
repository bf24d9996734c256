"""Frozen values of a destination's profile: observations with source and days, never an average."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.kernel import Citation, Interval

# Two-sided 90 % of the normal distribution: the width at which the Worldwide Governance Indicators state their margins.
NORMAL_90 = Decimal("1.645")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value of one indicator for one country and one year or day.

    Attributes:
        country: ISO 3166-1 code.
        indicator: Its name within the source.
        period: ``YYYY`` or ``YYYY-MM-DD``: for when it speaks.
        value: As the source gives it, on the source's own scale.
        low: Lower end of the interval that the source gives, or ``None``.
        high: Upper end of it, or ``None``.
        standard_error: Where the source gives one.
        published: The day on which the source published it; ``None`` when it does not say.
    """

    country: str
    indicator: str
    period: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    standard_error: Decimal | None = None
    published: date | None = None

    @property
    def days(self) -> Interval:
        """The days for which the value speaks."""
        return days_of(self.period)

    @property
    def interval(self) -> tuple[Decimal, Decimal, str] | None:
        """Low, high and where they come from: ``source`` or ``standard_error``."""
        if self.low is not None and self.high is not None:
            return self.low, self.high, "source"
        if self.standard_error is not None:
            reach = NORMAL_90 * self.standard_error
            return self.value - reach, self.value + reach, "standard_error"
        return None

    def to_json(self) -> dict[str, str]:
        """Plain values; what the source does not give is absent."""
        written = {
            "country": self.country,
            "indicator": self.indicator,
            "period": self.period,
            "value": plain(self.value),
        }
        for name in ("low", "high", "standard_error"):
            number: Decimal | None = getattr(self, name)
            if number is not None:
                written[name] = plain(number)
        if self.published is not None:
            written["published"] = self.published.isoformat()
        return written


def days_of(period: str) -> Interval:
    """The days of a year or of a day, already checked."""
    if len(period) == len("YYYY"):
        year = int(period)
        return Interval(first=date(year, 1, 1), last=date(year, 12, 31))
    day = date.fromisoformat(period)
    return Interval(first=day, last=day)


def plain(value: Decimal) -> str:
    """A number without exponent, as it was written."""
    return f"{value:f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A documented use of a tool against somebody, as a source reports it.

    Attributes:
        id: Its name within the source.
        period: ``YYYY`` or ``YYYY-MM-DD``: when it happened.
        tool: What was used.
        actor: Who used it, in the source's words.
        victim_class: Whom it hit: a class, never a person.
        country: Where, by ISO 3166-1 code.
        source: Who documented it.
        grade: Reliability of the source and credibility of the report: ``A1`` to ``F6``.
        published: The day on which the source published it.
        vendor: Who is named as vendor of the tool, or empty.
        vendor_named_in: ``bundle``, ``report``, ``authority`` or ``judgment``; empty without vendor.
    """

    id: str
    period: str
    tool: str
    actor: str
    victim_class: str
    country: str
    source: str
    grade: str
    published: date
    vendor: str = ""
    vendor_named_in: str = ""

    @property
    def vendor_is_lead(self) -> bool:
        """Whether the vendor is only named, and nobody with authority found it."""
        return bool(self.vendor) and self.vendor_named_in in {"bundle", "report"}

    def to_json(self) -> dict[str, str]:
        """Plain values as stored."""
        return {
            "id": self.id,
            "period": self.period,
            "tool": self.tool,
            "actor": self.actor,
            "victim_class": self.victim_class,
            "country": self.country,
            "source": self.source,
            "grade": self.grade,
            "published": self.published.isoformat(),
            "vendor": self.vendor,
            "vendor_named_in": self.vendor_named_in,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTitle:
    """What an indicator measures and on what scale, in plain words."""

    title: str
    scale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What one source gave in one version, all countries together.

    Attributes:
        source: Short name; names the folder.
        title: Who made it.
        attribution: What the source asks to be said with its figures.
        licence: As the operator's manifest states it; empty when nobody said.
        retrieved: The day on which it was fetched.
        published: The day of the version, or ``None`` when the source does not say.
        indicators: By their name.
        observations: Ordered by country, indicator, period.
        incidents: Ordered by country, period, id.
        dropped: Rows left out, by the country key of the source that has no code here.
        empty: Rows without a value, left out.
        unsound: Intervals of a public file that do not hold their own value; the value is
            kept without them.
    """

    source: str
    title: str
    attribution: str
    licence: str = ""
    retrieved: date
    published: date | None = None
    indicators: Mapping[str, IndicatorTitle] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    incidents: tuple[Incident, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    empty: int = 0
    unsound: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One held version, with its values for one country only.

    Attributes:
        dataset: The version; its observations and incidents are those of the country.
        version: Its name.
        sha256: Hash of all its values.
    """

    dataset: Dataset
    version: str
    sha256: str

    @property
    def invented(self) -> bool:
        """Whether its makers marked it as invented."""
        return self.dataset.title.endswith("(invented)")

    def known_on(self, one: Observation) -> date:
        """The first day on which a value counts as published.

        A source that states no day of publication counts from the day it was fetched: on
        that day it was certainly public.
        """
        return one.published or self.dataset.published or self.dataset.retrieved

    @property
    def states_day(self) -> bool:
        """Whether the version as a whole has a day of publication."""
        return self.dataset.published is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionUsed:
    """A version that a profile read."""

    source: str
    version: str
    sha256: str

    def to_json(self) -> dict[str, str]:
        """Plain values."""
        return {"source": self.source, "version": self.version, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something the profile does not say, and why.

    Attributes:
        indicator: The indicator, or empty when it concerns the whole.
        source: Its source.
        code: ``nothing_held``, ``no_value``, ``not_yet_published``, ``no_interval``,
            ``publication_day_not_stated`` or ``several_versions``.
        words: The same in a sentence.
    """

    indicator: str
    source: str
    code: str
    words: str

    def to_json(self) -> dict[str, str]:
        """Plain values."""
        return {
            "indicator": self.indicator,
            "source": self.source,
            "code": self.code,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorReading:
    """One indicator as known on a day.

    Attributes:
        indicator: Its name within the source.
        title: What it measures.
        held: The newest version that was known on the day.
        newest: The value of the latest period, or ``None``.
        age_days: Whole days from the end of that period to the day; 0 while it runs.
        series: Every value known on the day, the earliest first, each with its version.
    """

    indicator: str
    title: IndicatorTitle
    held: Held
    newest: Observation | None
    age_days: int | None
    series: tuple[tuple[Observation, Held], ...]

    def to_json(self, *, most: int | None = None) -> dict[str, object]:
        """Plain values; at most the ``most`` last values of the series."""
        shown = self.series if most is None else self.series[-most:]
        rows = [_row(one, held) for one, held in shown]
        return {
            "indicator": self.indicator,
            "title": self.title.title,
            "scale": self.title.scale,
            "source": self.held.dataset.source,
            "source_title": self.held.dataset.title,
            "attribution": self.held.dataset.attribution,
            "licence": self.held.dataset.licence,
            "invented": self.held.invented,
            "newest": rows[-1] if rows else None,
            "age_days": self.age_days,
            "series": rows,
            "earlier": len(self.series) - len(shown),
        }


def _row(one: Observation, held: Held) -> dict[str, object]:
    interval = one.interval
    error = one.standard_error
    stated = one.published or held.dataset.published
    return {
        "period": one.period,
        "value": plain(one.value),
        "low": plain(interval[0]) if interval else None,
        "high": plain(interval[1]) if interval else None,
        "interval_from": interval[2] if interval else None,
        "standard_error": plain(error) if error is not None else None,
        "published": stated.isoformat() if stated else None,
        "retrieved": held.dataset.retrieved.isoformat(),
        "version": held.version,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A group of a law package to which a country belongs on a day.

    Attributes:
        package: The package in which the group was written.
        group: Its name there.
        title: In plain words, by language.
        embargo: What kind of embargo it is, or empty when it is none.
        since: The first day of the membership, or ``None`` when the package does not say.
        stated_on: The day whose membership the package states.
        law: Where it stands; ``verified`` is false when any change that shapes it is.
    """

    package: str
    group: str
    title: Mapping[str, str]
    embargo: str
    since: date | None
    stated_on: date
    law: Citation

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "package": self.package,
            "group": self.group,
            "title": dict(self.title),
            "embargo": self.embargo,
            "since": self.since.isoformat() if self.since else None,
            "stated_on": self.stated_on.isoformat(),
            "citation": self.law.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What was known of a destination on a day; nothing in it is weighed.

    Attributes:
        country: ISO 3166-1 code.
        name: Its English short name.
        on: The day.
        indicators: One reading each, by source and name; unlike things are never joined.
        memberships: Groups of the law packages that hold the country on the day.
        incidents: Those published by then, the latest first, each with its version.
        missing: What is not known, and why.
        versions: The versions it was read from.
        laws: Version hash of every package that was asked.
    """

    country: str
    name: str
    on: date
    indicators: tuple[IndicatorReading, ...]
    memberships: tuple[Membership, ...]
    incidents: tuple[tuple[Incident, Held], ...]
    missing: tuple[Missing, ...]
    versions: tuple[VersionUsed, ...]
    laws: Mapping[str, str]

    def to_json(self, *, most: int | None = None) -> dict[str, object]:
        """The profile as a JSON object, numbers as text.

        Args:
            most: How many of the last values of each series; ``None`` gives all.
        """
        return {
            "country": self.country,
            "name": self.name,
            "on": self.on.isoformat(),
            "indicators": [one.to_json(most=most) for one in self.indicators],
            "memberships": [one.to_json() for one in self.memberships],
            "incidents": [
                {
                    **one.to_json(),
                    "vendor_is_lead": one.vendor_is_lead,
                    "invented": held.invented,
                    "version": held.version,
                }
                for one, held in self.incidents
            ],
            "missing": [one.to_json() for one in self.missing],
            "versions": [one.to_json() for one in self.versions],
            "laws": dict(self.laws),
        }
