"""Clocks: the day of the event does not count, and an unknown day gives no date."""

from datetime import date

import pytest
from tests.regimes.small import DAY, facts, small

from licet.determination import compile_regime, deadlines

CLOCKS = """
facts:
  act.type: {type: text, question: {en: Which step?}}
  act.date: {type: date, question: {en: When?}}
holidays:
  - {id: "2026", law: {pinpoint: H}, days: [2026-05-01, 2026-12-25]}
clocks:
  - id: appeal
    title: {en: Appeal}
    law: {pinpoint: Art. 30}
    when: {fact: act.type, is: refusal}
    unless: {fact: plague, is: true}
    gives:
      appeal_by: {from: act.date, days: 28}
      answer_by: {from: act.date, working_days: 2}
      notify_by: {from: act.date, days: -10}
      retain_until: {from: act.date, years: 3, end_of_year: true}
      expires_by: {from: act.date, months: 1}
      years: 4
      effect: no objection
      next: [board, court]
  - id: old
    law: {pinpoint: Art. 31}
    when: true
    effective: [{last: 2020-12-31}]
    gives: {years: 1}
"""
LAW = small(clocks=CLOCKS)
PROGRAM = compile_regime(LAW, on=DAY)


def given(**act: object) -> dict[str, object]:
    found = deadlines(PROGRAM, facts(act=act, plague=False))
    return {one.key: one.to_json()["value"] for one in found}


def test_every_sort_of_time_is_counted_from_the_event() -> None:
    assert given(type="refusal", date="2026-04-30") == {
        "appeal_by": "2026-05-28",
        "answer_by": "2026-05-05",
        "notify_by": "2026-04-20",
        "retain_until": "2029-12-31",
        "expires_by": "2026-05-30",
        "years": 4,
        "effect": "no objection",
        "next": ["board", "court"],
    }


@pytest.mark.parametrize(
    ("day", "month_later"),
    [
        pytest.param("2026-01-31", "2026-02-28", id="short-month"),
        pytest.param("2028-01-31", "2028-02-29", id="leap-year"),
        pytest.param("2026-12-15", "2027-01-15", id="over-new-year"),
    ],
)
def test_a_month_ends_on_its_own_last_day(day: str, month_later: str) -> None:
    assert given(type="refusal", date=day)["expires_by"] == month_later


def test_without_the_day_of_the_event_there_is_no_date() -> None:
    without = given(type="refusal")
    assert without["appeal_by"] is None
    assert without["years"] == 4
    assert given(type="refusal", date=None)["appeal_by"] is None


def test_another_or_an_open_situation_gives_nothing() -> None:
    assert given(type="grant", date="2026-04-30") == {}
    assert given(date="2026-04-30") == {}
    excepted = facts(act={"type": "refusal", "date": "2026-04-30"}, plague=True)
    assert deadlines(PROGRAM, excepted) == ()


def test_a_clock_runs_on_its_days_only() -> None:
    early = deadlines(compile_regime(LAW, on=date(2020, 12, 31)), facts())
    assert [(one.clock, one.value) for one in early] == [("old", 1)]
    assert deadlines(compile_regime(LAW, on=date(2021, 1, 1)), facts()) == ()
    assert str(early[0].citation) == "Invented Act, Art. 31"
