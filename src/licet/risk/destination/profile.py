"""The profile of a destination as it could be known on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from licet.kernel import territory_name
from licet.regimes import Regime
from licet.risk.destination.errors import DuplicatedPeriodError
from licet.risk.destination.explain import missing_words
from licet.risk.destination.membership import memberships
from licet.risk.destination.model import (
    Held,
    Incident,
    IndicatorReading,
    Missing,
    Observation,
    Profile,
    VersionUsed,
)

Row = tuple[Observation, Held]


def profile(
    country: str,
    on: date,
    *,
    held: Sequence[Held],
    regimes: Sequence[Regime] = (),
) -> Profile:
    """What was known of a destination on a day.

    For every indicator of every source, each on its own: the newest value published on or
    before the day, its age, its series up to then, its interval. For one period the value
    published last counts. What is missing is said; nothing is filled in or averaged.

    Args:
        country: ISO 3166-1 code.
        on: The day, included.
        held: Every version held, oldest first, with its values for this country.
        regimes: The law packages whose groups are asked.

    Returns:
        The profile.

    Raises:
        UnknownCountryError: No such country.
        DuplicatedPeriodError: A version has two values for one period of one indicator.

    Law:
        The groups' own citations; indicators and incidents are evidence, not law.
    """
    name = territory_name(country)
    by_source = _by_source(held)
    readings, missing = _read_all(by_source, on)
    return Profile(
        country=country,
        name=name,
        on=on,
        indicators=tuple(readings),
        memberships=memberships(country, on, regimes),
        incidents=_incidents(by_source, on),
        missing=tuple(missing),
        versions=_versions(by_source, on),
        laws={one.header.id: one.digest for one in regimes},
    )


def _by_source(held: Sequence[Held]) -> dict[str, list[Held]]:
    by_source: dict[str, list[Held]] = {}
    for one in held:
        by_source.setdefault(one.dataset.source, []).append(one)
    return by_source


def _versions(
    by_source: Mapping[str, Sequence[Held]], on: date
) -> tuple[VersionUsed, ...]:
    return tuple(
        VersionUsed(source=one.dataset.source, version=one.version, sha256=one.sha256)
        for source in sorted(by_source)
        for one in by_source[source]
        if _first_known(one) <= on
    )


def _read_all(
    by_source: Mapping[str, Sequence[Held]], on: date
) -> tuple[list[IndicatorReading], list[Missing]]:
    """The reading of every indicator of every source, and what is missing."""
    readings: list[IndicatorReading] = []
    missing: list[Missing] = []
    for source in sorted(by_source):
        versions = by_source[source]
        for indicator in sorted(
            {name for one in versions for name in one.dataset.indicators}
        ):
            reading, gaps = _reading(indicator, versions, on)
            readings.append(reading)
            missing += gaps
    if not readings:
        missing.append(_gap("", "", "nothing_held"))
    return readings, missing


def _first_known(held: Held) -> date:
    """The first day on which anything of a version counts as published."""
    days = [held.known_on(one) for one in held.dataset.observations]
    days += [one.published for one in held.dataset.incidents]
    return min(days, default=held.dataset.published or held.dataset.retrieved)


def _gap(indicator: str, source: str, code: str, day: date | None = None) -> Missing:
    return Missing(
        indicator=indicator, source=source, code=code, words=missing_words(code, day)
    )


def _rows(indicator: str, versions: Sequence[Held]) -> Iterator[Row]:
    for held in versions:
        seen: set[str] = set()
        for one in held.dataset.observations:
            if one.indicator == indicator:
                if one.period in seen:
                    raise DuplicatedPeriodError(
                        f"{held.dataset.source} {held.version}",
                        f"{one.country} has two values of {indicator} for {one.period}. "
                        "Keep the one that the source stands by.",
                    )
                seen.add(one.period)
                yield one, held


def _reading(
    indicator: str, versions: Sequence[Held], on: date
) -> tuple[IndicatorReading, list[Missing]]:
    rows = list(_rows(indicator, versions))
    newest_of: dict[str, Row] = {}
    for one, held in rows:
        if held.known_on(one) <= on:
            before = newest_of.get(one.period)
            if before is None or before[1].known_on(before[0]) <= held.known_on(one):
                newest_of[one.period] = (one, held)
    series = tuple(
        sorted(newest_of.values(), key=lambda row: (row[0].days.last, row[0].period))
    )
    speaks = series[-1][1] if series else _titled(indicator, versions)
    newest = series[-1][0] if series else None
    last = newest.days.last if newest else None
    reading = IndicatorReading(
        indicator=indicator,
        title=_titled(indicator, versions).dataset.indicators[indicator],
        held=speaks,
        newest=newest,
        age_days=max(0, (on - last).days) if last else None,
        series=series,
    )
    first = min((held.known_on(one) for one, held in rows), default=None)
    codes = list(_what_is_missing(reading, first))
    source = speaks.dataset.source
    return reading, [_gap(indicator, source, code, day) for code, day in codes]


def _titled(indicator: str, versions: Sequence[Held]) -> Held:
    """The newest version that knows the indicator."""
    return next(
        one for one in reversed(versions) if indicator in one.dataset.indicators
    )


def _what_is_missing(
    reading: IndicatorReading, first: date | None
) -> Iterator[tuple[str, date | None]]:
    if reading.newest is None:
        yield ("not_yet_published", first) if first else ("no_value", None)
        return
    if reading.newest.interval is None:
        yield "no_interval", None
    if reading.newest.published is None and not reading.held.states_day:
        yield "publication_day_not_stated", reading.held.dataset.retrieved
    if len({held.version for _, held in reading.series}) > 1:
        yield "several_versions", None


def _incidents(
    by_source: Mapping[str, Sequence[Held]], on: date
) -> tuple[tuple[Incident, Held], ...]:
    """Those published by the day; of one incident the version held last counts."""
    found = {
        (source, one.id): (one, held)
        for source in sorted(by_source)
        for held in by_source[source]
        for one in held.dataset.incidents
        if one.published <= on
    }
    return tuple(
        sorted(found.values(), key=lambda row: (row[0].period, row[0].id), reverse=True)
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What a newer profile of a country says otherwise than an older one.

    Args:
        before: The older profile as JSON.
        after: The newer one.

    Returns:
        ``indicators`` whose newest value differs, with both values; ``memberships`` gained
        and lost; ``incidents`` that are new; ``versions`` that are new; ``same`` when the
        two say the same.
    """
    old, new = _newest(before), _newest(after)
    moved = [
        {"source": key[0], "indicator": key[1], "title": (new.get(key) or old[key])["title"],
         "before": _value(old.get(key)), "after": _value(new.get(key))}
        for key in sorted({*old, *new})
        if _value(old.get(key)) != _value(new.get(key))
    ]  # fmt: skip
    groups = [
        {(one["package"], one["group"]) for one in each["memberships"]}
        for each in (before, after)
    ]
    known = {one["id"] for one in before["incidents"]}
    used = [one["sha256"] for one in before["versions"]]
    found: dict[str, Any] = {
        "indicators": moved,
        "memberships": {
            "gained": [list(one) for one in sorted(groups[1] - groups[0])],
            "lost": [list(one) for one in sorted(groups[0] - groups[1])],
        },
        "incidents": [
            one["id"] for one in after["incidents"] if one["id"] not in known
        ],
        "versions": [one for one in after["versions"] if one["sha256"] not in used],
    }
    changed = moved or found["incidents"] or found["versions"] or groups[0] != groups[1]
    return {**found, "same": not changed}


def _newest(document: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(one["source"], one["indicator"]): one for one in document["indicators"]}


def _value(one: Mapping[str, Any] | None) -> list[str] | None:
    newest = one["newest"] if one else None
    return [newest["period"], newest["value"]] if newest else None
