"""Factors and the method of weighing, read and checked."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from licet.regimes.expression import Expression, IsKnown, leaves
from licet.regimes.fields import Desk, near
from licet.regimes.read_expression import ExpressionReader
from licet.regimes.source import Table
from licet.regimes.weighing import (
    HIGHEST,
    LEVELS,
    Aggregation,
    Balance,
    Band,
    Factor,
    FactorGroup,
    Floor,
    Measure,
    Reading,
    RiskMethod,
    Step,
    Words,
)

_FACTOR_KEYS = frozenset({
    "id", "group", "title", "why", "law", "weight", "floor", "reads", "effective", "suspended",
    "published_at", "note", "author", "reviewers",
})  # fmt: skip
_READING_KEYS = frozenset(
    {"id", "title", "levels", "otherwise", "sources", "stale_after"}
)  # fmt: skip
_METHOD_KEYS = frozenset({
    "id", "title", "law", "owner", "basis", "scale", "aggregation", "bands", "balance", "reliance",
    "stale_widens", "open_criterion", "effective", "suspended", "published_at", "note", "author",
    "reviewers", "example",
})  # fmt: skip
_BAND_KEYS = frozenset({"id", "title", "from", "review", "verification", "signatory"})
# ``point`` is a number that its source gives without any interval.
BASES = ("stated", "documented", "found", "officer", "derived", "point")


def _named(desk: Desk, table: Table, key: str, about: str, kinds: type[StrEnum]) -> str:
    """One word of a closed set; the first of the set when it is wrong."""
    given = desk.text(table, key, about, needed=True)
    known = [str(one) for one in kinds]
    if given and given not in known:
        desk.wrong(
            table, key, about, f"`{key}: {given}` is not known.", near(given, known)
        )
    return given if given in known else known[0]


def _level(desk: Desk, table: Table, key: str, about: str, default: int = 0) -> int:
    level = desk.number(table, key, about, default=default)
    if level in LEVELS:
        return level
    what = f"`{key}: {level}` is not a level."
    desk.wrong(table, key, about, what, f"Levels run from 0 to {HIGHEST}.")
    return default


def _said(desk: Desk, table: Table, key: str, about: str) -> Words:
    """Words that must be there."""
    words = desk.words(table, key, about)
    if not words:
        desk.wrong(
            table, key, about, f"`{key}` is missing.", f"Write `{key}: {{en: ...}}`."
        )
    return words


def read_factor(
    desk: Desk, reader: ExpressionReader, name: str, table: Table
) -> Factor:
    """One weighed factor with what it reads."""
    desk.only(table, name, _FACTOR_KEYS)
    weight = desk.number(table, "weight", name, default=0)
    if weight < 1:
        what = "The weight is missing or not above nought."
        mend = "Write `weight: 3`, a whole number from 1; leave a factor out that shall not count."
        desk.wrong(table, "weight", name, what, mend)
    readings = tuple(
        _reading(desk, reader, name, one) for one in desk.tables(table, "reads", name)
    )
    if not readings:
        what = "The factor reads nothing."
        desk.wrong(
            table,
            "reads",
            name,
            what,
            "Write `reads:` with facts or evidence: there is no number without a source.",
        )
    return Factor(
        id=name,
        group=FactorGroup(_named(desk, table, "group", name, FactorGroup)),
        title=_said(desk, table, "title", name),
        why=_said(desk, table, "why", name),
        law=desk.law(table, name),
        weight=weight,
        floor=_floor(desk, table, name),
        readings=readings,
        force=desk.force(table, name),
    )


def _floor(desk: Desk, table: Table, about: str) -> Floor | None:
    value = table.get("floor")
    if not isinstance(value, Table):
        if value is not None:
            mend = "Write `floor: {at: 4, band: high}`."
            desk.wrong(table, "floor", about, "`floor` is not a mapping.", mend)
        return None
    desk.only(value, about, frozenset({"at", "band"}))
    return Floor(
        level=_level(desk, value, "at", about, HIGHEST),
        band=desk.text(value, "band", about, needed=True),
    )


def _reading(desk: Desk, reader: ExpressionReader, about: str, table: Table) -> Reading:
    desk.only(table, about, _READING_KEYS)
    measures = tuple(
        _measure(desk, about, one) for one in desk.tables(table, "sources", about)
    )
    if ("levels" in table) == bool(measures):
        what = "A reading has either `levels` (conditions on facts) or `sources` (evidence)."
        desk.wrong(table, "id", about, what, "Keep one of the two.")
    stale = desk.number(table, "stale_after", about, default=0)
    return Reading(
        id=desk.text(table, "id", about, needed=True),
        title=_said(desk, table, "title", about),
        conditions=tuple(_conditions(desk, reader, about, table)),
        otherwise=_level(desk, table, "otherwise", about),
        measures=measures,
        stale_after=stale if stale > 0 else None,
    )


def _measure(desk: Desk, about: str, table: Table) -> Measure:
    desk.only(
        table, about, frozenset({"evidence", "steps", "answers", "otherwise", "note"})
    )
    if ("steps" in table) == ("answers" in table):
        what = "Evidence becomes a level by `steps` or by `answers`."
        desk.wrong(table, "evidence", about, what, "Write one of the two.")
    return Measure(
        evidence=desk.text(table, "evidence", about, needed=True),
        steps=tuple(
            _step(desk, about, one) for one in desk.tables(table, "steps", about)
        ),
        answers=_answers(desk, about, table),
        otherwise=_level(desk, table, "otherwise", about),
    )


def _conditions(
    desk: Desk, reader: ExpressionReader, about: str, table: Table
) -> Iterator[tuple[int, Expression]]:
    value = table.get("levels")
    if not isinstance(value, Table):
        if value is not None:
            mend = "Write `levels: {4: {fact: ...}}`."
            desk.wrong(table, "levels", about, "`levels` is not a mapping.", mend)
        return
    for key in sorted(value, reverse=True):
        if key in {str(level) for level in LEVELS}:
            condition = reader.read(value, key, about)
            if any(isinstance(one, IsKnown) for one in leaves(condition)):
                what = "A level asks whether a fact is known."
                mend = "Leave `known` out: what is unknown keeps every level possible by itself."
                desk.wrong(value, key, about, what, mend)
            yield int(key), condition
        else:
            what = f"{key!r} is not a level."
            desk.wrong(value, key, about, what, f"Levels run from 0 to {HIGHEST}.")


def _step(desk: Desk, about: str, table: Table) -> Step:
    desk.only(table, about, frozenset({"level", "at_least", "at_most"}))
    keys = [key for key in ("at_least", "at_most") if key in table]
    bound = table.get(keys[0]) if len(keys) == 1 else None
    if isinstance(bound, bool) or not isinstance(bound, int | Decimal):
        mend = "Write `{at_least: 0.5, level: 2}` or `{at_most: 0.5, level: 2}`."
        desk.wrong(table, "level", about, "A step has one number as bound.", mend)
        bound = 0
    return Step(
        level=_level(desk, table, "level", about),
        bound=Decimal(bound),
        upwards=keys == ["at_least"],
    )


def _answers(desk: Desk, about: str, table: Table) -> Mapping[str, int]:
    value = table.get("answers")
    if not isinstance(value, Table):
        if value is not None:
            mend = "Write `answers: {there: 0, missing: 4}`."
            desk.wrong(table, "answers", about, "`answers` is not a mapping.", mend)
        return MappingProxyType({})
    return MappingProxyType({key: _level(desk, value, key, about) for key in value})


def read_method(desk: Desk, name: str, table: Table) -> RiskMethod:
    """The method of weighing."""
    desk.only(table, name, _METHOD_KEYS)
    bands = tuple(_band(desk, name, one) for one in desk.tables(table, "bands", name))
    found = RiskMethod(
        id=name,
        title=_said(desk, table, "title", name),
        law=desk.law(table, name),
        owner=desk.text(table, "owner", name, needed=True),
        basis=_said(desk, table, "basis", name),
        scale=_scale(desk, name, table),
        aggregation=Aggregation(_named(desk, table, "aggregation", name, Aggregation)),
        bands=bands,
        balance=_balance(desk, name, table),
        reliance=_reliance(desk, name, table),
        stale_widens=desk.number(table, "stale_widens", name, default=1),
        open_criterion=desk.text(table, "open_criterion", name),
        force=desk.force(table, name),
        example=_example(desk, name, table),
    )
    _check_bands(desk, name, table, found)
    if found.stale_widens < 1:
        what = "`stale_widens` is below one level."
        mend = "What is out of date widens an interval: write a whole number from 1."
        desk.wrong(table, "stale_widens", name, what, mend)
    return found


def _band(desk: Desk, about: str, table: Table) -> Band:
    desk.only(table, about, _BAND_KEYS)
    return Band(
        id=desk.text(table, "id", about, needed=True),
        title=_said(desk, table, "title", about),
        points=desk.number(table, "from", about, default=0),
        review=_said(desk, table, "review", about),
        verification=_said(desk, table, "verification", about),
        signatory=_said(desk, table, "signatory", about),
    )


def _check_bands(desk: Desk, name: str, table: Table, method: RiskMethod) -> None:
    firsts = [band.points for band in method.bands]
    if len(firsts) < 2 or firsts[0] != 0 or firsts != sorted(set(firsts)):  # noqa: PLR2004  # one band would allocate nothing
        what = f"The bands begin at {', '.join(map(str, firsts)) or 'nothing'}."
        mend = "Give at least two, the first from 0 and each from more points than the one before."
        desk.wrong(table, "bands", name, what, mend)
    names = [band.id for band in method.bands]
    if len(set(names)) != len(names):
        desk.wrong(table, "bands", name, "Two bands have one name.", "Rename one.")
    if method.open_criterion and method.open_criterion not in names:
        what = f"There is no band {method.open_criterion!r}."
        mend = near(method.open_criterion, names)
        desk.wrong(table, "open_criterion", name, what, mend)


def _scale(desk: Desk, about: str, table: Table) -> Mapping[int, Words]:
    value = table.get("scale")
    wanted = {str(level) for level in LEVELS}
    if not isinstance(value, Table) or set(value) != wanted:
        what = "`scale` does not say what each level means."
        mend = f"Write words for each level from 0 to {HIGHEST}."
        desk.wrong(table, "scale", about, what, mend)
        return MappingProxyType({})
    return MappingProxyType(
        {int(key): _said(desk, value, key, about) for key in sorted(value)}
    )


def _example(desk: Desk, about: str, table: Table) -> Mapping[str, object]:
    value = table.get("example")
    if not isinstance(value, Table):
        if value is not None:
            mend = "Write `example: {title: ..., facts: ..., evidence: [...]}`."
            desk.wrong(table, "example", about, "`example` is not a mapping.", mend)
        return MappingProxyType({})
    desk.only(value, about, frozenset({"title", "facts", "evidence"}))
    _said(desk, value, "title", about)
    if not isinstance(value.get("facts"), Table):
        mend = "Write the facts of an invented case."
        desk.wrong(value, "facts", about, "The example has no facts.", mend)
        return MappingProxyType({})
    return value


def _balance(desk: Desk, about: str, table: Table) -> Balance | None:
    value = table.get("balance")
    if not isinstance(value, Table):
        if value is not None:
            mend = "Write `balance: {law: ..., at_most: 12, words: ...}`, or leave it out where the law does not balance."
            desk.wrong(table, "balance", about, "`balance` is not a mapping.", mend)
        return None
    desk.only(value, about, frozenset({"law", "at_most", "words"}))
    most = desk.number(value, "at_most", about, default=0)
    if most < 0:
        what = "Legitimate value would add risk."
        desk.wrong(value, "at_most", about, what, "Write a number from 0.")
    return Balance(
        law=desk.law(value, about),
        words=_said(desk, value, "words", about),
        at_most=max(most, 0),
    )


def _reliance(desk: Desk, about: str, table: Table) -> Mapping[str, int]:
    value = table.get("reliance")
    if not isinstance(value, Table) or set(value) != set(BASES):
        what = "`reliance` does not say by how much each kind of statement is widened."
        mend = f"Write a number of levels for each of {', '.join(BASES)}."
        desk.wrong(table, "reliance", about, what, mend)
        return MappingProxyType(dict.fromkeys(BASES, HIGHEST))
    return MappingProxyType({key: _level(desk, value, key, about) for key in value})


def check_weighing(
    desk: Desk,
    factors: Mapping[str, Factor],
    methods: Mapping[str, RiskMethod],
    tables: Mapping[str, Mapping[str, Table]],
) -> None:
    """Note what factors and methods do not have in common."""
    for name in factors if not methods else ():
        what = "The factor has a weight, and the package has no method that counts it."
        table = tables["factors"][name]
        desk.wrong(table, "weight", name, what, "Add `risk_methods`.")
    written = tables.get("risk_methods", {})
    for place, (name, method) in enumerate(methods.items()):
        table = written[name]
        _check_reach(desk, table, method, factors)
        for other in list(methods.values())[place + 1 :]:
            if any(
                method.force.holds(day) and other.force.holds(day)
                for day in _days(method, other)
            ):
                what = f"{name} and {other.id} are both the method on one day."
                desk.wrong(table, "effective", name, what, "Let one end before.")
    for name, factor in factors.items():
        _check_floor(desk, tables["factors"][name], factor, methods)


def _days(*methods: RiskMethod) -> list[date]:
    spans = [span for method in methods for span in method.force.effective]
    return [day for span in spans for day in (span.first, span.last) if day] or [
        date.max
    ]


def _check_reach(
    desk: Desk, table: Table, method: RiskMethod, factors: Mapping[str, Factor]
) -> None:
    against = [one.weight * HIGHEST for one in factors.values() if not one.favourable]
    if not against:
        what = "The method has no factor that speaks of risk."
        desk.wrong(table, "bands", method.id, what, "Add `factors`.")
        return
    summed = method.aggregation is Aggregation.WEIGHTED_SUM_WITH_FLOORS
    most = sum(against) if summed else max(against)
    if method.bands and method.bands[-1].points > most:
        what = f"The band {method.bands[-1].id} begins at {method.bands[-1].points} points; all factors together give at most {most}."
        mend = "No case could lie in it: lower its first number of points."
        desk.wrong(table, "bands", method.id, what, mend)
    valued = any(one.favourable for one in factors.values())
    if valued and method.balance is None:
        what = "Factors of legitimate value count for nothing while the method does not balance."
        mend = "Add `balance` with its law, or take these factors out."
        desk.wrong(table, "balance", method.id, what, mend)


def _check_floor(
    desk: Desk, table: Table, factor: Factor, methods: Mapping[str, RiskMethod]
) -> None:
    if factor.floor is None:
        return
    for method in methods.values():
        names = [band.id for band in method.bands]
        if factor.floor.band not in names:
            what = f"`floor`: {method.id} has no band {factor.floor.band!r}."
            mend = near(factor.floor.band, names)
            desk.wrong(table, "floor", factor.id, what, mend)
    if factor.favourable:
        what = "A factor of legitimate value commands no band."
        desk.wrong(table, "floor", factor.id, what, "Take `floor` out.")
