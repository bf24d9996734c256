"""Files of country data as datasets: public forms, our own plain form, incidents."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from licet.risk.destination.errors import (
    CountryDataError,
    DuplicatedPeriodError,
    UnknownCountryFileError,
    ValueWithoutSourceError,
)
from licet.risk.destination.model import (
    Dataset,
    Incident,
    IndicatorTitle,
    Observation,
)
from licet.risk.destination.public_forms import FORMS, PublicForm
from licet.risk.destination.rows import (
    country_of,
    day_of,
    number_of,
    number_or_none,
    period_of,
    require_published_after,
)

PLAIN = ("country", "indicator", "day", "value", "low", "high", "source", "published")
INCIDENT = (
    "id", "date", "tool", "actor", "victim_class", "country", "source", "grade", "published",
)  # fmt: skip
NAMED_IN = frozenset({"bundle", "report", "authority", "judgment"})
# The grading of sources that police and armed forces share: reliability A to F, credibility 1 to 6.
_GRADE = re.compile(r"[A-F][1-6]")
_SLUG = re.compile(r"[^a-z0-9]+")

Row = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of a file beside its bytes.

    Attributes:
        name: Its name, for messages.
        retrieved: The day on which it was fetched.
        licence: As a manifest states it.
    """

    name: str
    retrieved: date
    licence: str = ""


def read_datasets(content: bytes, context: Context) -> tuple[Dataset, ...]:
    """Read one file.

    Args:
        content: Its bytes: CSV or JSON in UTF-8.
        context: What is known of it.

    Returns:
        One dataset for each source in it.

    Raises:
        UnknownCountryFileError: It is in no form known here.
        CountryDataError: Something in it is wrong; the message names the line.
    """
    columns, rows = _table(content, context.name)
    if set(PLAIN) <= set(columns):
        return _by_source(rows, context, incidents=False)
    if set(INCIDENT) <= set(columns):
        return _by_source(rows, context, incidents=True)
    for form in FORMS:
        if set(form.header) <= set(columns):
            return (_public(form, rows, context),)
    raise UnknownCountryFileError(
        context.name,
        "is in no form of country data known here. The first line must name the columns; "
        "docs/how-to/load-country-indicators.md lists the forms.",
    )


def _table(content: bytes, name: str) -> tuple[Sequence[str], list[Row]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownCountryFileError(name, f"is not UTF-8 ({error.reason}).") from None
    if text.lstrip()[:1] in {"{", "["}:
        return _json_table(text, name)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = list(reader.fieldnames or ())
        return columns, [
            (f"{name}:{reader.line_num}", _cells(row, f"{name}:{reader.line_num}"))
            for row in reader
        ]
    except csv.Error as error:
        raise CountryDataError(
            name, f"is damaged CSV ({error}). Fetch it again."
        ) from None


def _cells(row: Mapping[str | None, object], where: str) -> dict[str, str]:
    if None in row or None in row.values():
        raise CountryDataError(
            where, "has another number of cells than the first line. Fetch it again."
        )
    return {str(key).strip(): str(value).strip() for key, value in row.items()}


def _json_table(text: str, name: str) -> tuple[Sequence[str], list[Row]]:
    try:
        loaded = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        raise CountryDataError(name, f"is damaged JSON ({error}).") from None
    rows = loaded.get("rows") if isinstance(loaded, dict) else loaded
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise UnknownCountryFileError(
            name, "holds no list of objects, neither itself nor under `rows`."
        )
    told = [
        (f"{name}, object {number}", {key: _text(value) for key, value in row.items()})
        for number, row in enumerate(rows, 1)
    ]
    wanted = PLAIN if any("indicator" in row for _, row in told) else INCIDENT
    return wanted, [(where, dict.fromkeys(wanted, "") | row) for where, row in told]


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value).strip()


def _public(form: PublicForm, rows: Sequence[Row], context: Context) -> Dataset:
    found: list[tuple[str, Observation]] = []
    dropped: dict[str, int] = {}
    empty = unsound = 0
    for where, cells in rows:
        read = form.read(cells, where)
        if isinstance(read, str):
            dropped[read] = dropped.get(read, 0) + 1
            continue
        empty += not read
        for one in read:
            sound = one if _holds_its_value(one) else replace(one, low=None, high=None)
            unsound += sound is not one
            found.append((where, sound))
    observations = _in_order(found)
    unknown = {one.indicator for one in observations} - set(form.indicators)
    if unknown:
        raise CountryDataError(
            context.name, f"names unknown indicators: {sorted(unknown)}."
        )
    return Dataset(
        source=form.source,
        title=form.title,
        attribution=form.attribution,
        licence=context.licence,
        retrieved=context.retrieved,
        indicators=form.indicators,
        observations=observations,
        dropped=dict(sorted(dropped.items())),
        empty=empty,
        unsound=unsound,
    )


def _holds_its_value(one: Observation) -> bool:
    """Whether an interval holds the value that it belongs to; no interval is sound."""
    return one.low is None or one.high is None or one.low <= one.value <= one.high


def _in_order(found: Sequence[tuple[str, Observation]]) -> tuple[Observation, ...]:
    """Checked and ordered by country, indicator and period."""
    seen: dict[tuple[str, str, str], str] = {}
    for where, one in found:
        key = (one.country, one.indicator, one.period)
        if key in seen:
            raise DuplicatedPeriodError(
                where,
                f"{one.country} already has a value of {one.indicator} for {one.period} "
                f"({seen[key]}). Keep the one that the source stands by.",
            )
        seen[key] = where
        _require_interval(one, where)
    ordered = sorted(
        found, key=lambda row: (row[1].country, row[1].indicator, row[1].period)
    )
    return tuple(one for _, one in ordered)


def _require_interval(one: Observation, where: str) -> None:
    if (one.low is None) != (one.high is None):
        raise CountryDataError(
            where, "gives one end of an interval. Give both or none."
        )
    if not _holds_its_value(one):
        raise CountryDataError(
            where, f"{one.value} lies outside its own interval {one.low} to {one.high}."
        )
    if one.standard_error is not None and one.standard_error < 0:
        raise CountryDataError(
            where, f"a standard error of {one.standard_error} is below 0."
        )


def _by_source(
    rows: Sequence[Row], context: Context, *, incidents: bool
) -> tuple[Dataset, ...]:
    """Our own forms: one dataset for each source that the rows name."""
    groups: dict[str, tuple[str, list[Row]]] = {}
    for where, cells in rows:
        source = cells["source"]
        if not source:
            raise ValueWithoutSourceError(
                where, "names no source. A value that nobody stands by is no evidence."
            )
        name = _SLUG.sub("_", source.casefold()).strip("_") or "source"
        title, held = groups.setdefault(name, (source, []))
        if title != source:
            raise CountryDataError(
                where,
                f"{source!r} and {title!r} would share the name {name}. Tell them apart.",
            )
        held.append((where, cells))
    read = _incidents if incidents else _plain
    return tuple(
        read(name, title, held, context)
        for name, (title, held) in sorted(groups.items())
    )


def _plain(name: str, title: str, rows: Sequence[Row], context: Context) -> Dataset:
    titles: dict[str, IndicatorTitle] = {}
    found = []
    for where, cells in rows:
        one = _observation(cells, where)
        found.append((where, one))
        if one.indicator not in titles or cells.get("title"):
            titles[one.indicator] = IndicatorTitle(
                title=cells.get("title") or one.indicator, scale=cells.get("scale", "")
            )
    return Dataset(
        source=name,
        title=title,
        attribution=next(
            (row["attribution"] for _, row in rows if row.get("attribution")), title
        ),
        licence=context.licence,
        retrieved=context.retrieved,
        indicators=dict(sorted(titles.items())),
        observations=_in_order(found),
    )


def _observation(cells: Mapping[str, str], where: str) -> Observation:
    if not cells["indicator"]:
        raise CountryDataError(where, "names no indicator.")
    period = period_of(cells["day"], where)
    published = day_of(cells["published"], where)
    require_published_after(period, published, where)
    return Observation(
        country=country_of(cells["country"], where),
        indicator=cells["indicator"],
        period=period,
        value=number_of(cells["value"], where, "value"),
        low=number_or_none(cells["low"], where, "low"),
        high=number_or_none(cells["high"], where, "high"),
        standard_error=number_or_none(
            cells.get("standard_error", ""), where, "standard_error"
        ),
        published=published,
    )


def _incidents(name: str, title: str, rows: Sequence[Row], context: Context) -> Dataset:
    found: dict[str, Incident] = {}
    for where, cells in rows:
        one = _incident(cells, where)
        if one.id in found:
            raise CountryDataError(where, f"the incident {one.id!r} is told twice.")
        found[one.id] = one
    return Dataset(
        source=f"{name}_incidents",
        title=title,
        attribution=title,
        licence=context.licence,
        retrieved=context.retrieved,
        incidents=tuple(
            sorted(found.values(), key=lambda one: (one.country, one.period, one.id))
        ),
    )


def _incident(cells: Mapping[str, str], where: str) -> Incident:
    empty = [name for name in INCIDENT if not cells[name]]
    if empty:
        raise CountryDataError(where, f"leaves empty: {', '.join(empty)}.")
    if not _GRADE.fullmatch(cells["grade"]):
        raise CountryDataError(
            where,
            f"{cells['grade']!r} is no grade. Write the reliability of the source, A to F, "
            "and the credibility of the report, 1 to 6: B2.",
        )
    vendor, named_in = cells.get("vendor", ""), cells.get("vendor_named_in", "")
    if bool(vendor) != bool(named_in) or (named_in and named_in not in NAMED_IN):
        raise CountryDataError(
            where,
            "a vendor needs vendor_named_in, one of "
            + ", ".join(sorted(NAMED_IN))
            + ".",
        )
    period = period_of(cells["date"], where)
    published = day_of(cells["published"], where)
    require_published_after(period, published, where)
    return Incident(
        id=cells["id"],
        period=period,
        tool=cells["tool"],
        actor=cells["actor"],
        victim_class=cells["victim_class"],
        country=country_of(cells["country"], where),
        source=cells["source"],
        grade=cells["grade"],
        published=published,
        vendor=vendor,
        vendor_named_in=named_in,
    )


def by_country(dataset: Dataset) -> Iterator[tuple[str, list[Observation | Incident]]]:
    """The values of a dataset, country by country, in order."""
    found: dict[str, list[Observation | Incident]] = {}
    rows: tuple[Observation | Incident, ...]
    rows = (*dataset.observations, *dataset.incidents)
    for one in rows:
        found.setdefault(one.country, []).append(one)
    yield from sorted(found.items())
