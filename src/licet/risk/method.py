"""The method of weighing as it is published, written from the package that weighs, with a worked example."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from licet.facts import core_vocabulary, read_transaction
from licet.kernel import Citation
from licet.regimes import (
    Aggregation,
    Factor,
    FactorGroup,
    Measure,
    Reading,
    Regime,
    RiskMethod,
    factors_on,
    in_words,
    method_on,
)
from licet.regimes.guidance import (
    Chapter,
    Guidance,
    Published,
    Statement,
    Writer,
    day_words,
)
from licet.risk.assess import assess
from licet.risk.evidence import Evidence
from licet.risk.weighing_model import Weighed

CHAPTER, AFTER = "risk", "review"
TITLE = "How much work a case gets: the weighing of risk"
NO_WEIGHTS = "This law publishes no weights: prohibitions and criteria are assessed one by one, and no band follows."
_GROUPS = {
    FactorGroup.ITEM: "The item",
    FactorGroup.END_USE: "The end use",
    FactorGroup.END_USER: "The end user",
    FactorGroup.DESTINATION: "The destination",
    FactorGroup.ROUTE: "Provenance and route",
    FactorGroup.PROPAGATION: "The propagation plan",
    FactorGroup.LEGITIMATE_VALUE: "Legitimate value, on the other side of the scale",
}
_FORMS = {
    Aggregation.WEIGHTED_SUM_WITH_FLOORS: "The points of a factor are its weight times its level. The points of all factors of risk are added. A factor with a floor also commands a band by itself from the level stated there, so that many good answers never hide one grave finding.",
    Aggregation.WEIGHTED_MAXIMUM: "The points of a factor are its weight times its level. The factor with the most points decides; a factor with a floor also commands a band by itself.",
}
_BASES = {
    "stated": "what a party states",
    "documented": "what a party states with a document",
    "found": "what a source found",
    "officer": "what an officer established",
    "derived": "what follows by rule",
    "point": "a number that its source gives without an interval",
}


def with_method(guide: Guidance, law: Regime) -> Guidance:
    """The guidance of a package with the chapter on the weighing of risk after that on review.

    Args:
        guide: The guidance.
        law: The package it was written from.

    Returns:
        The same with one chapter more.
    """
    written = method_chapter(law, guide.on)
    chapters: list[Chapter] = []
    for one in guide.chapters:
        chapters.append(one)
        if one.id == AFTER:
            chapters.append(written)
    return replace(guide, chapters=tuple(chapters))


def method_chapter(law: Regime, on: date) -> Chapter:
    """How the package weighs risk on a day, in plain words.

    Args:
        law: The package.
        on: The day.

    Returns:
        The chapter: steps and method, factors by group, bands, a worked example computed by
        the engine. Where the law publishes no weights it says so and holds nothing else.
    """
    method = method_on(law.methods, on)
    if method is None:
        return Chapter(id=CHAPTER, title=TITLE, empty=NO_WEIGHTS)
    factors = factors_on(law.factors, on)
    return Chapter(
        id=CHAPTER,
        title=TITLE,
        lead=tuple(_lead(method)),
        leaves=(
            *(_band(method, place) for place in range(len(method.bands))),
            *(
                _factor(law, one, on)
                for group in FactorGroup
                for one in factors
                if one.group is group
            ),
            *_example(law, method, on),
        ),
    )


def _lead(method: RiskMethod) -> Iterator[Statement]:
    said = [
        "First, prohibitions and red lines: what is forbidden is not weighed.",
        "Second, every mandatory criterion alone, by its own legal standard: where one stands, the answer is no, whatever the benefit.",
        "Third, and only then, the factors below are weighed. What follows is a band: how much work a case gets, what is verified and who signs. A band is never a reason to grant or to refuse.",
        f"The weights are the policy of the {method.owner}. {in_words(method.basis)}",
        _FORMS[method.aggregation],
        "Every finding has a level from 0 to 4 with the lowest and the highest that its evidence leaves possible, its source and its day. "
        + " ".join(
            f"{level}: {in_words(words)}." for level, words in method.scale.items()
        ),
        "What nobody has said keeps every level possible and counts as the worst: silence never clears. What was recalled, assumed or not verified is shown and narrows nothing.",
        "By how many levels the interval is widened: "
        + ", ".join(f"{_BASES[key]} {by}" for key, by in method.reliance.items())
        + f"; with every period of age of what is out of date {method.stale_widens} to both sides.",
    ]
    yield from (Statement(words=words, law=method.law) for words in said)
    yield _balance_words(method)
    if method.open_criterion:
        title = in_words(method.bands[method.band(method.open_criterion)].title)
        yield Statement(
            words=f"While a prohibition or mandatory criterion may stand, a case lies at least in the band “{title}” and possibly in the highest; where one stands, in the highest.",
            law=method.law,
        )


def _balance_words(method: RiskMethod) -> Statement:
    if method.balance is None:
        return Statement(
            words="The law does not balance: legitimate value takes nothing away.",
            law=method.law,
        )
    return Statement(
        words=f"Legitimate value takes away at most {method.balance.at_most} points. {in_words(method.balance.words)}",
        law=method.balance.law,
    )


def _band(method: RiskMethod, place: int) -> Published:
    band = method.bands[place]
    last = place + 1 == len(method.bands)
    reach = (
        f"From {band.points} points."
        if last
        else f"From {band.points} to {method.bands[place + 1].points - 1} points."
    )
    said = (
        reach,
        f"Review: {in_words(band.review)}",
        f"Verification: {in_words(band.verification)}",
        f"Signed by: {in_words(band.signatory)}",
    )
    return Published(
        section="risk_methods",
        name=band.id,
        label="",
        title=in_words(band.title),
        law=method.law,
        statements=tuple(Statement(words=words, law=method.law) for words in said),
        marks=("band",),
    )


def _factor(law: Regime, factor: Factor, on: date) -> Published:
    place = factor.law
    said = [
        Statement(
            words=f"{_GROUPS[factor.group]}. {in_words(factor.why)}",
            law=place,
        )
    ]
    if factor.floor is not None:
        said.append(
            Statement(
                words=f"From level {factor.floor.level} on it commands the band “{_title(law, factor.floor.band)}” by itself.",
                law=place,
            )
        )
    said += [_reading(law, one, on, place) for one in factor.readings]
    if len(factor.readings) > 1:
        said.append(Statement(words="The highest of these levels counts.", law=place))
    return Published(
        section="factors",
        name=factor.id,
        label="",
        title=in_words(factor.title),
        law=place,
        statements=tuple(said),
        marks=(f"weight {factor.weight}",),
    )


def _title(law: Regime, band: str) -> str:
    return next(
        in_words(one.title)
        for method in law.methods.values()
        for one in method.bands
        if one.id == band
    )


def _reading(law: Regime, reading: Reading, on: date, place: Citation) -> Statement:
    writer = Writer(law=_readable(law), on=on, place=place)
    limbs = [
        Statement(
            words=f"level {level} when:", law=place, under=(writer.write(condition),)
        )
        for level, condition in reading.conditions
    ]
    if reading.conditions:
        limbs.append(Statement(words=f"level {reading.otherwise} otherwise", law=place))
    limbs += [_measure(one, place) for one in reading.measures]
    if reading.stale_after is not None:
        limbs.append(
            Statement(words=f"out of date after {reading.stale_after} days", law=place)
        )
    return Statement(words=f"{in_words(reading.title)}:", law=place, under=tuple(limbs))


def _measure(measure: Measure, place: Citation) -> Statement:
    said = [f"{answer}: level {level}" for answer, level in measure.answers.items()]
    said += [
        f"{'from' if step.upwards else 'up to'} {step.bound:f}: level {step.level}"
        for step in measure.steps
    ]
    if measure.steps:
        said.append(f"otherwise level {measure.otherwise}")
    return Statement(words=f"evidence {measure.evidence}: {'; '.join(said)}", law=place)


def _readable(law: Regime) -> Regime:
    """The package with the facts of every application, so that their questions are told."""
    return replace(law, facts={**core_vocabulary(), **law.facts})


# ---- the worked example ---------------------------------------------------------------------


def worked_example(law: Regime, method: RiskMethod, on: date) -> Weighed | None:
    """The weighing of the example that a method writes; ``None`` when it writes none.

    Raises:
        UnsourcedEvidenceError: Evidence of the example names no source.
        UnreadableEvidenceError: Evidence of the example cannot be read.
    """
    facts = method.example.get("facts")
    if not isinstance(facts, Mapping):
        return None
    given = method.example.get("evidence")
    evidence = [
        Evidence.from_json(dict(one))
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, Mapping)
    ]
    return assess(read_transaction(dict(facts)), law, on=on, evidence=evidence).weighed


def _example(law: Regime, method: RiskMethod, on: date) -> Iterator[Published]:
    found = worked_example(law, method, on)
    if found is None:
        return
    place = method.law
    title = method.example.get("title")
    words = in_words(title) if isinstance(title, Mapping) else str(title)
    said = [
        Statement(words=one, law=place) for one in (f"{words}.", *_reckoned(found, on))
    ]
    yield Published(
        section="risk_methods",
        name="worked-example",
        label="",
        title="A worked example, computed by the engine",
        law=place,
        statements=tuple(said),
        marks=("invented",),
    )


def _reckoned(found: Weighed, on: date) -> Iterator[str]:
    yield f"As of {day_words(on)}."
    for bar in found.bars:
        state = (
            "stands" if bar.certain else "may stand, and nobody has spoken against it"
        )
        kind = "Prohibition" if bar.step == 1 else "Mandatory criterion"
        yield f"{kind} “{bar.title}”: {state}."
    for one in found.factors:
        levels, points = one.levels, one.points
        if points.high:
            yield (
                f"{in_words(one.factor.title)}: level {levels.best} ({levels.low} to {levels.high}) "
                f"times weight {one.factor.weight} gives {points.best} points ({points.low} to {points.high})."
            )
    bands = found.method.bands
    low, high = (in_words(bands[place].title) for place in (found.bands.low, found.bands.high))  # fmt: skip
    yield (
        f"Risk {found.risk.best} less legitimate value {found.value.best} leaves {found.points.best} points "
        f"({found.points.low} to {found.points.high}): {in_words(found.band.title)}, surely at least “{low}”, possibly “{high}”."
    )
