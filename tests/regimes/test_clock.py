"""A clock that could not be counted does not load."""

import pytest
from tests.regimes.small import files, small

from licet.regimes import Span, read_regime

CLOCK = """
facts: {{act.date: {{type: date, question: {{en: When?}}}}}}
clocks:
  - {{id: c, law: {{pinpoint: C}}, when: true, gives: {}}}
"""


@pytest.mark.parametrize(
    ("gives", "words"),
    [
        pytest.param("{}", "gives nothing", id="nothing"),
        pytest.param("7", "gives nothing", id="no-mapping"),
        pytest.param(
            "{by: {from: act.day, days: 1}}", "Did you mean act.date", id="no-fact"
        ),
        pytest.param(
            "{by: {from: destination}}", "not a fact that holds a day", id="no-day"
        ),
        pytest.param("{by: {days: 1}}", "`from` is missing", id="no-start"),
        pytest.param("{by: {from: act.date, weeks: 1}}", "`weeks`", id="no-such-unit"),
        pytest.param("{by: true}", "`by` is not a text", id="truth"),
        pytest.param("{by: {from: act.date, days: x}}", "whole number", id="number"),
    ],
)
def test_what_a_clock_gives_must_mean_something(gives: str, words: str) -> None:
    regime, found = read_regime(files(clocks=CLOCK.format(gives)))
    assert regime is None
    assert any(words in str(one) for one in found), found


def test_a_holiday_is_a_day() -> None:
    more = "holidays:\n  - {id: '2026', law: {pinpoint: H}, days: [2026-02-30]}\n"
    found = read_regime(files(more=more))[1]
    assert any("2026-02-30" in str(one) for one in found)


def test_clocks_are_read() -> None:
    law = small(
        clocks=CLOCK.format(
            "{by: {from: act.date, days: 9}, next: [a], effect: b, years: 4}"
        )
    )
    gives = law.clocks["c"].gives
    assert gives == {
        "by": Span(start="act.date", days=9),
        "next": ("a",),
        "effect": "b",
        "years": 4,
    }
