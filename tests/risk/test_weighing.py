"""Rulings on the three steps: what is read, what it is worth, what it allocates."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.risk.weighed import (
    DAY,
    EVIDENCE,
    GOOD,
    LAW,
    RISK,
    facts,
    law,
    weighed,
    whole,
)

from licet.facts import read_transaction
from licet.regimes import Aggregation
from licet.risk import (
    Evidence,
    FactorFinding,
    ReadingState,
    assess,
    driver_bars,
    joined_points,
)


def factor(name: str, *args: object, **short: object) -> FactorFinding:
    found = weighed(*args, **short)  # type: ignore[arg-type]  # passed on
    return next(one for one in found.factors if one.factor.id == name)


def said(
    value: object, *, basis: str, at: str = "", evidence: tuple[str, ...] = ()
) -> dict[str, object]:
    statement: dict[str, object] = {"value": value, "by": "somebody", "basis": basis}
    statement |= {"at": at} if at else {}
    statement |= {"evidence": list(evidence)} if evidence else {}
    return {"state": "known", "statements": [statement]}


def stated(**given: object) -> FactorFinding:
    transaction = read_transaction(
        {
            "format": "licet-facts/1",
            "items": [{"name": "Tool", "facts": {"kind": "software"}}],
            "parties": [{"role": "end_user", "name": "Body (invented)", "facts": {"type": given.get("type", said("bank", basis="found"))}}],
            "facts": {"destination": "BR", "end_use.record": given.get("record", said("good", basis="found"))},
        }
    )  # fmt: skip
    found = assess(transaction, LAW, on=DAY, evidence=EVIDENCE).weighed
    assert found is not None
    return next(one for one in found.factors if one.factor.id == "body")


def test_a_law_without_weights_gives_three_steps_and_no_band() -> None:
    assessment = assess(facts(**GOOD), law("factors: []"), on=DAY)
    assert assessment.weighed is None
    assert assessment.to_json()["weighed"] is None
    assert [one.criterion.id for one in assessment.findings] == ["rights", "kind"]


def test_everything_known_and_good_lies_in_the_lowest_band_with_its_reasons() -> None:
    found = weighed()
    # Stated by the applicant alone: the kind of body may be one level worse.
    assert (found.risk.low, found.risk.best, found.risk.high) == (0, 0, 1)
    assert (found.points.low, found.points.best, found.points.high) == (0, 0, 0)
    assert found.band.id == "low"
    assert found.balanced
    # Stated value counts one level less than stated: 3 from the paper, 3 of 4 stated.
    assert found.value.best == 6
    assert found.lower is None
    assert found.upper is not None
    assert [one.factor.id for one in found.drivers] == ["body"]


def test_a_certain_prohibition_is_the_end_of_weighing() -> None:
    found = weighed(**(GOOD | {"destination": "KP"}))
    assert [(one.step, one.id, one.certain) for one in found.bars] == [(1, "never", True)]  # fmt: skip
    assert found.band.id == "top"
    assert found.upper is None


def test_an_established_mandatory_criterion_ends_it_whatever_the_benefit() -> None:
    found = weighed(**(GOOD | {"end_use": {"record": "bad"}}))
    assert [(one.step, one.id, one.certain) for one in found.bars] == [(2, "rights", True)]  # fmt: skip
    assert (found.bands.low, found.band.id) == (2, "top")
    assert found.value.high == 0


def test_a_mandatory_criterion_that_nobody_has_spoken_against_keeps_the_balance_shut() -> (
    None
):
    found = weighed(destination="BR", end_user={"type": "bank"})
    assert [(one.id, one.certain) for one in found.bars] == [("rights", False)]
    assert not found.balanced
    assert found.value.best == 0
    assert found.band.id == "middle"
    assert found.bands.high == 2


def test_a_mandatory_criterion_left_to_the_officer_or_disputed_stays_open() -> None:
    judged = "criteria:\n  - {id: judged, title: {en: Judged}, mandatory: true, law: {pinpoint: Art. 9}}\n"
    found = weighed(regime=law(criteria=judged))
    assert [(one.id, one.certain) for one in found.bars] == [("judged", False)]
    both = {
        "state": "disputed",
        "statements": [{"value": "bad", "by": "a"}, {"value": "good", "by": "b"}],
    }
    found = weighed(**(GOOD | {"end_use": {"record": both}}))
    assert [(one.id, one.certain) for one in found.bars] == [("rights", False)]


def test_a_mandatory_criterion_that_the_facts_do_not_reach_is_no_bar() -> None:
    reached = "criteria:\n  - {id: rights, title: {en: R}, mandatory: true, law: {pinpoint: Art. 7}, established_when: {fact: end_use.record, is: bad}}\n  - {id: value, title: {en: V}, mandatory: true, favourable: true, law: {pinpoint: Art. 8}}\n"
    assert weighed(regime=law(criteria=reached)).bars == ()


def test_a_law_that_does_not_balance_credits_no_value() -> None:
    text = RISK.replace(
        "    balance: {law: {pinpoint: Sec. 5}, at_most: 6, words: {en: Never more.}}\n",
        "",
    )
    text = text[: text.index("  - id: good")]
    found = weighed(regime=law(text))
    assert not found.balanced
    assert found.value.high == 0
    assert found.to_json()["method"]["balance"] is None  # type: ignore[index]  # plain JSON


@pytest.mark.parametrize(
    ("given", "levels", "state"),
    [
        pytest.param({}, (0, 0, 0), "read", id="found"),
        pytest.param({"type": said("trader", basis="stated")}, (2, 2, 3), "read", id="only stated: one level worse is possible"),
        pytest.param({"type": said("trader", basis="stated", evidence=("a" * 64,))}, (2, 2, 2), "read", id="stated with a document"),
        pytest.param({"type": said("trader", basis="officer")}, (2, 2, 2), "read", id="established by an officer"),
        pytest.param({"type": said("trader", basis="assumed")}, (0, 4, 4), "missing", id="assumed narrows nothing"),
        pytest.param({"type": said("trader", basis="found", at="2026-06-01T09:00:00Z")}, (1, 2, 3), "stale", id="one period old"),
        pytest.param({"type": said("trader", basis="found", at="2026-06-20T09:00:00Z")}, (2, 2, 2), "read", id="not yet old"),
        pytest.param({"type": said("trader", basis="found", at="2026-01-01T09:00:00Z")}, (0, 2, 4), "stale", id="four periods old"),
        pytest.param({"type": {"state": "unknown", "statements": []}}, (0, 4, 4), "missing", id="unknown"),
        pytest.param({"record": said("bad", basis="found")}, (3, 3, 3), "read", id="the highest of two readings"),
    ],
)  # fmt: skip
def test_a_level_rests_on_who_said_it_and_when(
    given: dict[str, object], levels: tuple[int, int, int], state: str
) -> None:
    found = stated(**given)
    assert (found.levels.low, found.levels.best, found.levels.high) == levels
    assert state in {str(one.state) for one in found.readings}


def test_a_higher_level_that_may_hold_counts_until_it_is_known() -> None:
    text = RISK.replace(
        "{4: {fact: end_user.type, is: service}, 2: {fact: end_user.type, in: [reseller, trader]}}",
        "{4: {fact: end_use.record, is: bad}, 2: {fact: end_user.type, in: [reseller, trader]}}",
    )
    found = factor("body", regime=law(text), destination="BR", end_user={"type": "trader"})  # fmt: skip
    kind = found.readings[0]
    assert (kind.levels.low, kind.levels.best, kind.levels.high) == (2, 4, 4)
    assert kind.state is ReadingState.OPEN
    assert kind.open_facts == ("end_use.record",)
    assert "Level 4 is possible until this is known: end_use.record" in kind.words


def test_several_parties_of_one_role_are_all_looked_at() -> None:
    transaction = read_transaction(
        {
            "format": "licet-facts/1",
            "items": [{"name": "Tool", "facts": {"kind": "software"}}],
            "parties": [
                {"role": "end_user", "name": name, "facts": {"type": said(kind, basis="found")}}
                for name, kind in (("A (invented)", "bank"), ("B (invented)", "service"))
            ],
            "facts": {"destination": "BR", "end_use.record": said("good", basis="found")},
        }
    )  # fmt: skip
    found = assess(transaction, LAW, on=DAY, evidence=EVIDENCE).weighed
    assert found is not None
    assert found.factors[2].levels.best == 4


def one(name: str, **changes: object) -> tuple[Evidence, ...]:
    return tuple(
        replace(each, **changes) if each.about == name else each  # type: ignore[arg-type]  # the record's own fields
        for each in EVIDENCE
    )


@pytest.mark.parametrize(
    ("changes", "levels", "state"),
    [
        pytest.param({}, (0, 0, 0), "read", id="clear of every step"),
        pytest.param({"low": Decimal("0.4"), "best": Decimal("0.6")}, (0, 1, 2), "read", id="the interval of the source"),
        pytest.param({"low": Decimal("0.8"), "best": Decimal("0.8"), "high": Decimal("0.8")}, (1, 1, 1), "read", id="the bound belongs to the step"),
        pytest.param({"basis": "point", "low": Decimal("0.6"), "best": Decimal("0.6"), "high": Decimal("0.6")}, (0, 1, 2), "read", id="a bare number is widened to both sides"),
        pytest.param({"dated": DAY - timedelta(days=100)}, (0, 0, 0), "read", id="last fresh day"),
        pytest.param({"dated": DAY - timedelta(days=101)}, (0, 0, 1), "stale", id="first stale day"),
        pytest.param({"dated": DAY - timedelta(days=250)}, (0, 0, 2), "stale", id="two periods"),
        pytest.param({"dated": DAY + timedelta(days=1)}, (0, 0, 0), "read", id="of tomorrow"),
        pytest.param({"verified": False}, (0, 4, 4), "unverified", id="recalled"),
        pytest.param({"basis": "hearsay"}, (0, 0, 4), "read", id="a basis that the law does not know"),
        pytest.param({"answers": ("good",)}, (0, 0, 0), "read", id="a word beside a number: the number is read"),
        pytest.param({"answers": ("good",), "low": None}, (0, 4, 4), "open", id="a word where a number is asked"),
    ],
)  # fmt: skip
def test_a_number_becomes_a_level_with_its_interval_and_its_age(
    changes: dict[str, object], levels: tuple[int, int, int], state: str
) -> None:
    found = factor("place", one("indicator.a.law", **changes))
    assert (found.levels.low, found.levels.best, found.levels.high) == levels
    assert str(found.readings[0].state) == state


def test_another_source_of_the_same_reading_is_enough_and_the_highest_counts() -> None:
    deaths = Evidence(
        about="indicator.b.deaths",
        source="Count (invented)",
        dated=DAY,
        low=Decimal(5),
        best=Decimal(12),
        high=Decimal(20),
    )
    alone = factor("place", (deaths, *EVIDENCE[1:]))
    assert (alone.levels.low, alone.levels.best, alone.levels.high) == (0, 3, 3)
    both = factor("place", (deaths, *EVIDENCE))
    assert both.levels.best == 3
    assert [each.source for each in both.readings[0].sources] == [
        "Count (invented)",
        "Watch (invented)",
    ]


@pytest.mark.parametrize(
    ("answers", "levels", "state"),
    [
        pytest.param(("open",), (3, 3, 3), "read", id="open"),
        pytest.param(("none", "match"), (0, 4, 4), "read", id="either"),
        pytest.param(("perhaps",), (0, 4, 4), "open", id="a word that the law does not know"),
    ],
)  # fmt: skip
def test_a_word_becomes_a_level(
    answers: tuple[str, ...], levels: tuple[int, int, int], state: str
) -> None:
    found = factor("listed", one("screening.party", answers=answers))
    assert (found.levels.low, found.levels.best, found.levels.high) == levels
    assert str(found.readings[0].state) == state


def test_a_number_where_a_word_is_asked_leaves_it_open() -> None:
    number = {"answers": (), "low": Decimal(1), "best": Decimal(1), "high": Decimal(1)}
    found = factor("listed", one("screening.party", **number))
    assert found.readings[0].state is ReadingState.OPEN
    assert "with a number" in found.readings[0].words


def test_a_floor_commands_its_band_however_good_the_rest() -> None:
    found = weighed(one("screening.party", answers=("match",)))
    assert found.points.best < found.method.bands[2].points
    assert found.band.id == "top"
    assert found.lower is not None
    assert found.lower.to_json() == {
        "to": "middle",
        "settles": False,
        "changes": [{"factor": "listed", "title": "Lists", "level": 0}],
    }


def test_what_is_missing_is_named_with_what_it_asks_for() -> None:
    found = weighed((), destination="BR")
    names = [(factor.factor.id, reading.reading.id) for factor, reading in found.missing]  # fmt: skip
    assert names == [
        ("place", "law"), ("listed", "hits"), ("good", "defence"), ("good", "paper"),
        ("body", "kind"), ("body", "record"),
    ]  # fmt: skip
    told = found.to_json()["missing"]
    assert told[0]["open_facts"] == ["indicator.a.law", "indicator.b.deaths"]  # type: ignore[index]  # plain JSON
    assert found.lower is not None
    assert found.lower.settles


def test_the_two_named_forms() -> None:
    assert joined_points([3, 8], Aggregation.WEIGHTED_SUM_WITH_FLOORS) == 11
    assert joined_points([3, 8], Aggregation.WEIGHTED_MAXIMUM) == 8
    assert joined_points([], Aggregation.WEIGHTED_MAXIMUM) == 0


def test_a_method_counts_from_its_first_to_its_last_day() -> None:
    dated = law(
        RISK.replace(
            "    owner: Policy unit\n",
            "    owner: Policy unit\n    effective: [{first: 2026-07-01, last: 2026-07-31}]\n",
        )
    )
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1)]
    found = [assess(facts(**GOOD), dated, on=day).weighed is not None for day in days]
    assert found == [False, True, True, False]


def test_statements_without_a_day_are_of_the_day_of_the_facts() -> None:
    transaction = replace(facts(**GOOD), as_of=date(2026, 7, 1))
    found = assess(transaction, LAW, on=DAY, evidence=EVIDENCE).weighed
    assert found is not None
    assert found.factors[2].readings[0].sources[0].dated == date(2026, 7, 1)
    at = replace(facts(**GOOD), as_of=None)
    dated = assess(at, LAW, on=DAY, evidence=EVIDENCE).weighed
    assert dated is not None
    assert dated.factors[2].readings[0].sources[0].dated == DAY


def test_the_weighing_is_a_document_without_floats() -> None:
    told = whole().to_json()["weighed"]
    assert isinstance(told, dict)
    assert told["band"]["id"] == "low"
    assert (told["band_low"], told["band_high"]) == ("low", "low")
    assert told["method"]["owner"] == "Policy unit"
    assert told["factors"][1]["floor"] == {"at": 4, "band": "top"}
    assert told["upper"]["to"] == "middle"

    def numbers(value: object) -> list[object]:
        if isinstance(value, dict):
            return [one for inner in value.values() for one in numbers(inner)]
        if isinstance(value, list):
            return [one for inner in value for one in numbers(inner)]
        return [value]

    assert not [one for one in numbers(told) if isinstance(one, float)]


def test_bars_lie_on_one_scale_those_of_risk_first() -> None:
    bars = driver_bars(weighed((), destination="BR").to_json())
    assert [one.factor["id"] for one in bars] == ["place", "listed", "body", "good"]
    assert (bars[0].start, bars[0].width, bars[0].dot) == (4, 152, 156)
    assert bars[3].dot == 4
    empty = weighed(one("documents.agreement", answers=("missing",))).to_json()
    assert all(one.width >= 1 for one in driver_bars(empty))
    assert driver_bars({"factors": []}) == ()


def test_a_fact_of_every_application_that_cannot_be_read_says_nothing() -> None:
    text = RISK.replace(
        "      - {id: record, title: {en: Record}, levels: {3: {fact: end_use.record, is: bad}}}",
        "      - {id: reach, title: {en: Reach}, levels: {3: {fact: item.number_of_targets, at_least: 100}}}",
    )
    regime = law(text)
    for value, best in ((500, 3), ("500", 3), (5, 0), ("about five", 4)):
        transaction = read_transaction(
            {"item": {"kind": "software", "number_of_targets": value}, **GOOD}
        )
        found = assess(transaction, regime, on=DAY, evidence=EVIDENCE).weighed
        assert found is not None
        assert found.factors[2].readings[1].levels.best == best, value


def test_a_statement_with_its_own_hour_is_dated_by_it() -> None:
    at = "2026-07-30T22:00:00Z"
    found = stated(type=said("bank", basis="found", at=at))
    assert found.readings[0].sources[0].dated == datetime(2026, 7, 30, tzinfo=UTC).date()  # fmt: skip
