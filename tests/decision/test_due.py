"""What is due under a licence, when and by whom: laid out by the type of each condition."""

from dataclasses import replace
from datetime import date

import pytest

from licet.decision import (
    BrokenScheduleError,
    Condition,
    Duty,
    LicenceTime,
    condition_types,
    due_list,
)
from licet.kernel import calendar_of

EASTER_MONDAY = date(2026, 4, 6)
# 2 March 2026 is a Monday.
TIME = LicenceTime(granted=date(2026, 3, 2), valid_until=date(2027, 3, 2))


def laid_out(*chosen: Condition, **happened: tuple[date, ...]) -> tuple[Duty, ...]:
    return due_list(
        chosen,
        time=replace(TIME, happened=happened),
        calendar=calendar_of([EASTER_MONDAY]),
    )


def condition(kind: str, **terms: str) -> Condition:
    return Condition(type=kind, terms=terms, checker="INS", owner="LIC")


def days(duties: tuple[Duty, ...]) -> list[str]:
    return [one.day.isoformat() if one.day else one.waits_for for one in duties]


@pytest.mark.parametrize(
    ("chosen", "happened", "wanted"),
    [
        pytest.param(
            condition("periodic_report", months="3", first_day="2026-05-31"),
            {},
            ["2026-05-31", "2026-08-31", "2026-11-30", "2027-02-28"],
            id="every three months to the end of the licence",
        ),
        pytest.param(
            condition("delivery_verification", days="3"),
            {"delivery": (date(2026, 4, 2),)},
            ["2026-04-08", "delivery"],
            id="Thursday before Easter and three working days: Wednesday",
        ),
        pytest.param(
            condition("delivery_verification", days="3"),
            {},
            ["delivery"],
            id="nothing was delivered yet",
        ),
        pytest.param(
            condition("kill_switch", days="5"),
            {},
            ["2026-03-09"],
            id="working days after the grant",
        ),
        pytest.param(
            condition("sunset", last_day="2026-12-31"),
            {},
            ["2026-12-31"],
            id="on its day",
        ),
        pytest.param(
            condition("return_or_destruction", last_day="2026-12-24", days="1"),
            {},
            ["2026-12-25"],
            id="proof after its day",
        ),
        pytest.param(
            condition("data_retention", days="30"),
            {"each_use": (date(2026, 3, 2),)},
            ["2026-04-01", "each_use"],
            id="calendar days",
        ),
        pytest.param(
            condition("incident_notice", hours="24"),
            {"incident": (date(2026, 6, 1),)},
            ["2026-06-01", "incident"],
            id="hours end on the day",
        ),
        pytest.param(
            condition("remote_disable", hours="4"),
            {},
            ["2027-03-02"],
            id="once a year, the last day of the licence included",
        ),
        pytest.param(condition("no_military_use"), {}, [""], id="all the time"),
        pytest.param(
            condition("operator_training", course="A"), {}, ["first_use"], id="before"
        ),
    ],
)
def test_each_type_says_when_its_duty_is_due(
    chosen: Condition, happened: dict[str, tuple[date, ...]], wanted: list[str]
) -> None:
    assert days(laid_out(chosen, **happened)) == wanted


def test_every_shipped_type_can_be_laid_out() -> None:
    samples = {"integer": "5", "decimal": "2", "date": "2026-09-01", "text": "x"}
    chosen = [
        condition(kind.id, **{name: samples[what] for name, what in kind.terms.items()})
        for kind in condition_types().values()
    ]
    found = laid_out(*chosen)
    assert {one.type for one in found} == set(condition_types())
    assert all(one.duty and one.checker and one.evidence for one in found)


def test_dated_duties_come_first_and_what_is_kept_all_the_time_last() -> None:
    found = laid_out(
        condition("no_military_use"),
        condition("delivery_verification", days="3"),
        condition("sunset", last_day="2026-12-31"),
        condition("kill_switch", days="5"),
    )
    assert [one.type for one in found] == [
        "kill_switch",
        "sunset",
        "delivery_verification",
        "no_military_use",
    ]


def test_other_brings_its_own_evidence_and_consequence() -> None:
    terms = {
        "text": "T",
        "due": "at once",
        "standard": "S",
        "evidence": "E",
        "breach": "B",
    }
    (duty,) = laid_out(condition("other", **terms))
    assert (duty.rule, duty.evidence, duty.breach) == ("at once", "E", "B")


def test_a_rule_that_means_nothing_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = replace(condition_types()["sunset"], schedule={"at": "some time"})
    monkeypatch.setattr(
        "licet.decision.due.condition_types", lambda: {"sunset": strange}
    )
    with pytest.raises(BrokenScheduleError, match="no known `at`") as caught:
        laid_out(condition("sunset", last_day="2026-12-31"))
    assert caught.value.code == "broken_schedule"
