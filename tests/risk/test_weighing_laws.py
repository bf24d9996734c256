"""What the weighing promises, whatever the findings: each promise is a property."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.risk.weighed import DAY, LAW, RISK, facts, law

from licet.regimes import Factor, RiskMethod, in_words
from licet.risk import (
    Bar,
    Evidence,
    FactorFinding,
    Levels,
    Weighed,
    assess,
    weigh_findings,
)
from licet.risk.levels import silence

METHOD: RiskMethod = LAW.methods["review-depth"]
MAXIMUM = law(RISK.replace("weighted_sum_with_floors", "weighted_maximum").replace("from: 20", "from: 12")).methods["review-depth"]  # fmt: skip
FACTORS = tuple(LAW.factors.values())
LEVEL = st.integers(0, 4)


@st.composite
def levels(draw: st.DrawFn) -> Levels:
    low, best, high = sorted((draw(LEVEL), draw(LEVEL), draw(LEVEL)))
    return Levels(low=low, best=best, high=high)


def found(factor: Factor, given_levels: Levels) -> FactorFinding:
    return FactorFinding(factor=factor, levels=given_levels, readings=())


@st.composite
def findings(draw: st.DrawFn) -> list[FactorFinding]:
    return [found(one, draw(levels())) for one in FACTORS]


BARS = st.lists(
    st.builds(
        Bar,
        step=st.sampled_from([1, 2]),
        id=st.just("bar"),
        title=st.just("Bar"),
        certain=st.booleans(),
    ),
    max_size=2,
)
METHODS = st.sampled_from([METHOD, MAXIMUM])


def at_least_as_grave(worse: Weighed, better: Weighed) -> bool:
    return all(
        getattr(worse.bands, end) >= getattr(better.bands, end)
        and getattr(worse.points, end) >= getattr(better.points, end)
        for end in ("low", "best", "high")
    )


def holds_within(wide: Weighed, narrow: Weighed) -> bool:
    return (
        wide.bands.low <= narrow.bands.low
        and wide.bands.high >= narrow.bands.high
        and wide.points.low <= narrow.points.low
        and wide.points.high >= narrow.points.high
    )


@given(findings(), BARS, METHODS, st.integers(0, 2), levels())
def test_a_worse_finding_never_lowers(
    before: list[FactorFinding],
    bars: list[Bar],
    method: RiskMethod,
    place: int,
    other: Levels,
) -> None:
    old = before[place].levels
    worse = Levels(
        low=max(old.low, other.low),
        best=max(old.best, other.best),
        high=max(old.high, other.high),
    )
    after = [*before]
    after[place] = found(before[place].factor, worse)
    assert at_least_as_grave(
        weigh_findings(after, bars, method), weigh_findings(before, bars, method)
    )


@given(findings(), BARS, METHODS)
def test_more_legitimate_value_never_raises_and_never_beyond_its_most(
    before: list[FactorFinding], bars: list[Bar], method: RiskMethod
) -> None:
    most = Levels(low=4, best=4, high=4)
    after = [*before[:3], found(before[3].factor, most)]
    assert at_least_as_grave(
        weigh_findings(before, bars, method), weigh_findings(after, bars, method)
    )
    weighed = weigh_findings(after, bars, method)
    assert weighed.points.best >= weighed.risk.best - 6


@given(findings(), BARS, METHODS, st.integers(0, 3))
def test_missing_evidence_widens_and_never_improves(
    before: list[FactorFinding], bars: list[Bar], method: RiskMethod, place: int
) -> None:
    gone = before[place].factor
    after = [*before]
    after[place] = found(gone, silence(favourable=gone.favourable))
    wide = weigh_findings(after, bars, method)
    narrow = weigh_findings(before, bars, method)
    assert holds_within(wide, narrow)
    assert wide.bands.best >= narrow.bands.best
    assert wide.points.best >= narrow.points.best


@given(findings(), BARS, METHODS, st.integers(1, 9), st.booleans())
def test_a_further_factor_of_which_nothing_is_known_never_narrows(
    before: list[FactorFinding],
    bars: list[Bar],
    method: RiskMethod,
    weight: int,
    value: bool,  # hypothesis gives it
) -> None:
    like = FACTORS[3] if value else FACTORS[0]
    further = replace(like, id="further", weight=weight, floor=None)
    silent = found(further, silence(favourable=value))
    assert holds_within(
        weigh_findings([*before, silent], bars, method),
        weigh_findings(before, bars, method),
    )


@given(findings(), BARS, METHODS, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(
    before: list[FactorFinding], bars: list[Bar], method: RiskMethod, chance: object
) -> None:
    after = [*before]
    chance.shuffle(after)  # type: ignore[attr-defined]  # hypothesis' own
    one, other = (
        weigh_findings(before, bars, method),
        weigh_findings(after, bars, method),
    )
    assert (one.bands, one.points, one.value) == (
        other.bands,
        other.points,
        other.value,
    )
    assert (one.lower, one.upper) == (other.lower, other.upper)


@given(findings(), METHODS, st.sampled_from([1, 2]))
def test_no_benefit_offsets_a_prohibition_or_a_mandatory_criterion(
    before: list[FactorFinding], method: RiskMethod, step: int
) -> None:
    bar = Bar(step=step, id="bar", title="Bar", certain=True)
    best = [*before[:3], found(before[3].factor, Levels(low=4, best=4, high=4))]
    weighed = weigh_findings(best, [bar], method)
    top = len(method.bands) - 1
    assert (weighed.bands.low, weighed.bands.best, weighed.bands.high) == (
        top,
        top,
        top,
    )
    assert weighed.points == weighed.risk
    assert not weighed.balanced
    assert weighed.value.high == 0
    assert weighed.lower is None
    possible = weigh_findings(best, [replace(bar, certain=False)], method)
    assert possible.bands.high == top
    assert possible.points.best == possible.risk.best
    assert possible.bands.best >= method.band(method.open_criterion)


@given(findings(), BARS, METHODS)
def test_a_move_reaches_the_band_that_it_names_and_none_of_its_changes_is_idle(
    before: list[FactorFinding], bars: list[Bar], method: RiskMethod
) -> None:
    weighed = weigh_findings(before, bars, method)
    for move, reached in (
        (weighed.lower, lambda best, to: best <= to),
        (weighed.upper, lambda best, to: best >= to),
    ):
        if move is None:
            continue
        to = method.band(move.to)
        for left_out in (None, *(name for name, _, _ in move.changes)):
            changed = {
                name: level for name, _, level in move.changes if name != left_out
            }
            after = [
                found(one.factor, Levels(low=level, best=level, high=level))
                if (level := changed.get(one.factor.id)) is not None
                else one
                for one in before
            ]
            best = weigh_findings(after, bars, method).bands.best
            assert reached(best, to) is (left_out is None)


# ---- from evidence and facts -----------------------------------------------------------------

AGES = st.integers(0, 400).map(lambda days: DAY - timedelta(days=days))
NUMBERS = st.decimals("0", "1", places=2)


@st.composite
def evidence(draw: st.DrawFn) -> tuple[Evidence, ...]:
    low, best, high = sorted(draw(NUMBERS) for _ in range(3))
    given_evidence = [
        Evidence(
            about="indicator.a.law",
            source="Watch (invented)",
            dated=draw(AGES),
            low=low,
            best=best,
            high=high,
            verified=draw(st.booleans()),
            basis=draw(st.sampled_from(["found", "point", "hearsay"])),
        ),
        Evidence(
            about="screening.party",
            source="Lists (invented)",
            dated=draw(AGES),
            answers=tuple(draw(st.lists(st.sampled_from(["none", "open", "match", "perhaps"]), min_size=1, unique=True))),
            verified=draw(st.booleans()),
        ),
        Evidence(
            about="documents.agreement",
            source="Agreement (invented)",
            dated=draw(AGES),
            answers=(draw(st.sampled_from(["there", "missing"])),),
            basis=draw(st.sampled_from(["documented", "stated"])),
        ),
    ]  # fmt: skip
    return tuple(given_evidence)


FACTS = st.fixed_dictionaries(
    {"destination": st.sampled_from(["BR", "KP"])},
    optional={
        "end_user.type": st.sampled_from(["bank", "service", "reseller"]),
        "end_use.record": st.sampled_from(["bad", "good"]),
    },
)


def of(stated: dict[str, object], given_evidence: tuple[Evidence, ...]) -> Weighed:
    weighed = assess(facts(**stated), LAW, on=DAY, evidence=given_evidence).weighed
    assert weighed is not None
    return weighed


@settings(max_examples=60, deadline=None)
@given(FACTS, evidence(), st.integers(0, 2))
def test_evidence_that_is_taken_away_widens_and_never_improves(
    stated: dict[str, object], given_evidence: tuple[Evidence, ...], place: int
) -> None:
    less = (*given_evidence[:place], *given_evidence[place + 1 :])
    wide, narrow = of(stated, less), of(stated, given_evidence)
    assert holds_within(wide, narrow)
    assert wide.bands.best >= narrow.bands.best


@settings(max_examples=60, deadline=None)
@given(FACTS, evidence())
def test_a_fact_that_is_taken_back_widens_the_weighing(
    stated: dict[str, object], given_evidence: tuple[Evidence, ...]
) -> None:
    for path in ("end_user.type",):
        less = {key: value for key, value in stated.items() if key != path}
        wide, narrow = of(less, given_evidence), of(stated, given_evidence)
        assert wide.points.low <= narrow.points.low
        assert wide.points.high >= narrow.points.high
        assert wide.points.best >= narrow.points.best


@settings(max_examples=60, deadline=None)
@given(FACTS, evidence(), st.integers(0, 2), st.integers(1, 300))
def test_older_evidence_never_narrows(
    stated: dict[str, object],
    given_evidence: tuple[Evidence, ...],
    place: int,
    days: int,
) -> None:
    older = [*given_evidence]
    older[place] = replace(
        older[place], dated=older[place].dated - timedelta(days=days)
    )
    assert holds_within(of(stated, tuple(older)), of(stated, given_evidence))


@settings(max_examples=60, deadline=None)
@given(FACTS, evidence(), st.integers(0, 2))
def test_unverified_evidence_narrows_no_more_than_none(
    stated: dict[str, object], given_evidence: tuple[Evidence, ...], place: int
) -> None:
    doubtful = [*given_evidence]
    doubtful[place] = replace(doubtful[place], verified=False)
    less = (*given_evidence[:place], *given_evidence[place + 1 :])
    one, other = of(stated, tuple(doubtful)), of(stated, less)
    assert (one.bands, one.points) == (other.bands, other.points)


@settings(max_examples=40, deadline=None)
@given(FACTS, evidence(), st.permutations(range(3)))
def test_the_order_of_evidence_changes_no_byte(
    stated: dict[str, object], given_evidence: tuple[Evidence, ...], order: list[int]
) -> None:
    other = tuple(given_evidence[place] for place in order)
    assert of(stated, other).to_json() == of(stated, given_evidence).to_json()


@settings(max_examples=60, deadline=None)
@given(FACTS, evidence(), NUMBERS)
def test_a_further_piece_of_worse_evidence_never_lowers(
    stated: dict[str, object], given_evidence: tuple[Evidence, ...], value: Decimal
) -> None:
    further = Evidence(
        about="indicator.a.law",
        source="Second watch (invented)",
        dated=DAY,
        low=value,
        best=value,
        high=value,
    )
    assert at_least_as_grave(
        of(stated, (*given_evidence, further)), of(stated, given_evidence)
    )


def test_every_number_of_a_weighing_names_its_source() -> None:
    from tests.risk.weighed import weighed  # noqa: PLC0415  # beside its only use

    for factor in weighed().factors:
        for reading in factor.readings:
            assert reading.sources, in_words(factor.factor.title)
            assert all(one.source and isinstance(one.dated, date) for one in reading.sources)  # fmt: skip
