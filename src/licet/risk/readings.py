"""What a reading finds: conditions on the facts, or evidence, into a level with its sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licet.determination import RuleRead
from licet.facts import Basis, Fact, FactState, Statement
from licet.regimes import HIGHEST, Factor, Measure, Reading, RiskMethod, in_words
from licet.risk.evidence import Evidence
from licet.risk.levels import Levels, doubted, highest, silence, widened
from licet.risk.weighing_model import (
    FactorFinding,
    ReadingFinding,
    ReadingState,
    Source,
)

TRUE, UNKNOWN = "true", "unknown"
DOCUMENTED, POINT = "documented", "point"
_ORDER = (
    ReadingState.READ,
    ReadingState.STALE,
    ReadingState.OPEN,
    ReadingState.UNVERIFIED,
    ReadingState.MISSING,
)
Views = Sequence[tuple[Mapping[str, RuleRead], Mapping[str, Fact]]]


def rule_name(factor: str, reading: str, level: int) -> str:
    """Under which name a condition of a reading stands among the rules."""
    return f"factor:{factor}:{reading}:{level}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all readings of one item are read from.

    Attributes:
        on: The day.
        method: The method.
        views: For every combination of parties, the rules as they spoke and the facts.
        evidence: By name.
        as_of: The day of statements that carry none.
    """

    on: date
    method: RiskMethod
    views: Views
    evidence: Mapping[str, tuple[Evidence, ...]]
    as_of: date


def read_factor(desk: Desk, factor: Factor) -> FactorFinding:
    """One factor as the facts and the evidence have it: the highest of its readings."""
    readings = tuple(_read(desk, factor, one) for one in factor.readings)
    return FactorFinding(
        factor=factor,
        levels=highest(one.levels for one in readings),
        readings=readings,
    )


def _read(desk: Desk, factor: Factor, reading: Reading) -> ReadingFinding:
    if reading.conditions:
        found = [
            _from_facts(desk, factor, reading, rules, view)
            for rules, view in desk.views
        ]
    else:
        found = [
            _from_evidence(desk, factor, reading, measure, one)
            for measure in reading.measures
            for one in desk.evidence.get(measure.evidence, ())
        ]
    return _together(factor, reading, found)


def _together(
    factor: Factor, reading: Reading, found: Sequence[ReadingFinding]
) -> ReadingFinding:
    """Several findings of one reading as one: the highest level, the worst state, all sources."""
    if not found:
        return ReadingFinding(
            reading=reading,
            levels=silence(favourable=factor.favourable),
            state=ReadingState.MISSING,
            sources=(),
            open_facts=tuple(one.evidence for one in reading.measures),
            words="Nobody has given evidence of it.",
        )
    loudest = max(found, key=lambda one: (one.levels.best, one.levels.high, one.words))
    return ReadingFinding(
        reading=reading,
        levels=highest(one.levels for one in found),
        state=max((one.state for one in found), key=_ORDER.index),
        sources=_once(found),
        open_facts=tuple(
            dict.fromkeys(
                path for one in sorted(found, key=_key) for path in one.open_facts
            )
        ),
        words=loudest.words,
    )


def _key(one: ReadingFinding) -> tuple[int, int, str]:
    return -one.levels.best, -one.levels.high, one.words


def _once(found: Sequence[ReadingFinding]) -> tuple[Source, ...]:
    every = {source for one in found for source in one.sources}
    return tuple(
        sorted(every, key=lambda one: (one.source, one.dated, one.subject, one.words))
    )


def _aged(
    desk: Desk, reading: Reading, levels: Levels, days: Iterable[date]
) -> tuple[Levels, bool]:
    """The levels as old as they are, and whether they are too old."""
    oldest = min(days, default=desk.on)
    age = max((desk.on - oldest).days, 0)
    if reading.stale_after is None or age <= reading.stale_after:
        return levels, False
    periods = age // reading.stale_after
    return widened(levels, periods * desk.method.stale_widens), True


# ---- from the facts -------------------------------------------------------------------------


def _from_facts(
    desk: Desk,
    factor: Factor,
    reading: Reading,
    rules: Mapping[str, RuleRead],
    view: Mapping[str, Fact],
) -> ReadingFinding:
    """The highest level whose condition holds; a higher one that may hold leaves it open."""
    spoken = _spoken(factor, reading, rules)
    holding = max((level for level, rule in spoken if rule.value == TRUE), default=None)
    certain = reading.otherwise if holding is None else holding
    possible = [
        (level, rule)
        for level, rule in spoken
        if rule.value == UNKNOWN and level > certain
    ]
    open_facts = _open(rule for _, rule in possible)
    used = _statements((rule for _, rule in spoken), view)
    if possible and not used:
        return ReadingFinding(
            reading=reading,
            levels=silence(favourable=factor.favourable),
            state=ReadingState.MISSING,
            sources=(),
            open_facts=open_facts,
            words="Nobody has stated the facts that it asks for.",
        )
    high = max((level for level, _ in possible), default=certain)
    levels = Levels(low=certain, best=certain if factor.favourable else high, high=high)
    doubt = _doubt(desk, (rule for _, rule in spoken), used)
    levels = doubted(levels, doubt, favourable=factor.favourable)
    levels, stale = _aged(
        desk, reading, levels, (one.at.date() for one in used if one.at is not None)
    )
    state = ReadingState.OPEN if possible else ReadingState.READ
    return ReadingFinding(
        reading=reading,
        levels=levels,
        state=ReadingState.STALE if stale and not possible else state,
        sources=tuple(_source(one, desk.as_of) for one in used),
        open_facts=open_facts,
        words=_condition_words(certain, high, open_facts, holds=holding is not None)
        + _why_wider(doubt, stale=stale),
    )


def _spoken(
    factor: Factor, reading: Reading, rules: Mapping[str, RuleRead]
) -> list[tuple[int, RuleRead]]:
    return [
        (level, rules[rule_name(factor.id, reading.id, level)])
        for level, _ in reading.conditions
    ]


def _condition_words(
    certain: int, high: int, open_facts: Sequence[str], *, holds: bool
) -> str:
    lead = (
        f"The facts on file give level {certain}."
        if holds
        else f"No condition for a higher level is met: level {certain}."
    )
    if not open_facts:
        return lead
    return (
        f"{lead} Level {high} is possible until this is known: {', '.join(open_facts)}."
    )


def _why_wider(doubt: int, *, stale: bool) -> str:
    """Why the interval is wider than what was said."""
    levels = "level" if doubt == 1 else "levels"
    said = f" Widened by {doubt} {levels}: it rests on one side's word or on a bare number." if doubt else ""  # fmt: skip
    return said + (" Widened further: it is out of date." if stale else "")


def _open(rules: Iterable[RuleRead]) -> tuple[str, ...]:
    shut = {FactState.UNKNOWN, FactState.DISPUTED}
    return tuple(
        dict.fromkeys(
            fact.path for rule in rules for fact in rule.facts if fact.state in shut
        )
    )


def _statements(
    rules: Iterable[RuleRead], view: Mapping[str, Fact]
) -> tuple[Statement, ...]:
    """What was said of the facts that the conditions read; each once."""
    paths = dict.fromkeys(fact.path for rule in rules for fact in rule.facts)
    return tuple(
        dict.fromkeys(
            said for path in paths if path in view for said in view[path].statements
        )
    )


def _doubt(desk: Desk, rules: Iterable[RuleRead], used: Sequence[Statement]) -> int:
    """By how much what was said is widened: as the weakest basis that was read.

    A fact that is unknown although it was not needed is taken for the weakest, so that a
    source which falls away never narrows.
    """
    reliance = desk.method.reliance
    weakest = max(reliance.values()) if _open(rules) else 0
    return max((weakest, *(reliance[_reliance(one)] for one in used)))


def _reliance(said: Statement) -> str:
    if said.basis is Basis.STATED and said.evidence:
        return DOCUMENTED
    return str(said.basis)


def _source(said: Statement, as_of: date) -> Source:
    return Source(
        source=said.by,
        dated=as_of if said.at is None else said.at.date(),
        basis=_reliance(said),
        verified=True,
    )


# ---- from evidence --------------------------------------------------------------------------


def _from_evidence(
    desk: Desk, factor: Factor, reading: Reading, measure: Measure, given: Evidence
) -> ReadingFinding:
    silent = silence(favourable=factor.favourable)
    source = _source_of(given)
    said = _levels(measure, given, favourable=factor.favourable)
    if said is None:
        return ReadingFinding(
            reading=reading,
            levels=silent,
            state=ReadingState.OPEN,
            sources=(source,),
            open_facts=(given.about,),
            words=f"{given.source} answers {' or '.join(given.answers) or 'with a number'}, which this reading gives no level.",
        )
    if not given.verified:
        return ReadingFinding(
            reading=reading,
            levels=silent,
            state=ReadingState.UNVERIFIED,
            sources=(source,),
            open_facts=(given.about,),
            words=f"{given.source} would give level {said.best}; it is not verified, so it narrows nothing.",
        )
    doubt = desk.method.reliance.get(given.basis, HIGHEST)
    levels = (
        widened(said, doubt)
        if given.basis == POINT
        else doubted(said, doubt, favourable=factor.favourable)
    )
    levels, stale = _aged(desk, reading, levels, (given.dated,))
    return ReadingFinding(
        reading=reading,
        levels=levels,
        state=ReadingState.STALE if stale else ReadingState.READ,
        sources=(source,),
        open_facts=(given.about,) if stale else (),
        words=(
            given.words
            or f"{given.source} gives level {said.best} for {in_words(reading.title)}."
        )
        + _why_wider(doubt, stale=stale),
    )


def _source_of(given: Evidence) -> Source:
    return Source(
        source=given.source,
        dated=given.dated,
        basis=given.basis,
        verified=given.verified,
        words=given.words,
        subject=given.subject,
    )


def _levels(measure: Measure, given: Evidence, *, favourable: bool) -> Levels | None:
    """The levels of what a source says, or ``None`` when the measure knows no such answer."""
    if given.answers and measure.answers:
        if not set(given.answers) <= set(measure.answers):
            return None
        found = [measure.answers[one] for one in given.answers]
        counted = min(found) if favourable else max(found)
        return Levels(low=min(found), best=counted, high=max(found))
    if given.low is None or given.best is None or given.high is None:
        return None
    if not measure.steps:
        return None
    ends = [_step(measure, value) for value in (given.low, given.best, given.high)]
    return Levels(low=min(ends), best=ends[1], high=max(ends))


def _step(measure: Measure, value: Decimal) -> int:
    return max(
        (one.level for one in measure.steps if one.holds(value)),
        default=measure.otherwise,
    )
