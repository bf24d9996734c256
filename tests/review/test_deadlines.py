"""Due days are computed from events, and equal calendars that were worked by hand."""

from datetime import date
from functools import cache

import pytest
from tests.regimes.small import files

from licet.regimes import EventKind, Regime, read_regime
from licet.review import (
    ProcedureEvent,
    ProcedureReading,
    UnknownProfileError,
    UnlawfulClockError,
    read_procedure,
)

# 2 March 2026 is a Monday; 6 April 2026 is the holiday of this invented law.
LAW = """
holidays: [{id: "2026", law: {pinpoint: H}, days: [2026-04-06]}]
profiles:
  - id: licence_application
    title: {en: Invented}
    law: {pinpoint: A}
    starts: registered
    ends: [decided, withdrawn]
    pauses:
      - {reason: information_requested, title: {en: Asked}, law: {pinpoint: B}}
      - {reason: inspection, title: {en: Inspected}, law: {pinpoint: C}}
    due:
      - {key: initial_action, title: {en: First}, law: {pinpoint: D}, from: registered, days: 9,
         pauses: true, met_by: [referred, decided]}
      - {key: agency, title: {en: Advice}, law: {pinpoint: E}, from: referred, days: 30,
         pauses: true, met_by: advised, silence: no objection}
      - {key: chair, title: {en: Chair}, law: {pinpoint: F}, from: escalated, days: 14,
         met_by: [escalated, decided]}
      - {key: panel, title: {en: Panel}, law: {pinpoint: F}, from: escalated, step: 2, days: 11,
         met_by: decided}
      - {key: total, title: {en: Whole}, law: {pinpoint: A}, from: registered, days: 90,
         pauses: true, met_by: [decided, withdrawn]}
      - {key: valid_until, title: {en: Valid}, law: {pinpoint: G}, from: decided, years: 4}
  - id: consultation
    title: {en: Invented}
    law: {pinpoint: K}
    starts: referred
    ends: advised
    pauses: [{reason: inspection, title: {en: Inspected}, law: {pinpoint: C}}]
    due:
      - {key: answer, title: {en: Answer}, law: {pinpoint: K}, from: referred, working_days: 10,
         longest: {working_days: 30}, pauses: true, met_by: advised, silence: no objection}
  - id: records
    title: {en: Invented}
    law: {pinpoint: R}
    starts: [exported, decided]
    ends: []
    due:
      - {key: retain_until, title: {en: Kept}, law: {pinpoint: R}, from: [exported, decided],
         step: 0, years: 5, end_of_year: true}
"""


@cache
def law() -> Regime:
    regime, found = read_regime(files(profiles=LAW))
    assert regime is not None, found
    return regime


def event(day: str, kind: str, *, to: str = "", reason: str = "") -> ProcedureEvent:
    return ProcedureEvent(
        on=date.fromisoformat(day), kind=EventKind(kind), to=to, reason=reason
    )


def read(
    as_of: str,
    *events: ProcedureEvent,
    profile: str = "licence_application",
    holidays: frozenset[date] = frozenset(),
) -> ProcedureReading:
    return read_procedure(
        events,
        profile=profile,
        regime=law(),
        as_of=date.fromisoformat(as_of),
        holidays=holidays,
    )


def due(reading: ProcedureReading) -> dict[str, str]:
    return {one.key: one.day.isoformat() for one in reading.due}


def standing(reading: ProcedureReading) -> dict[str, str]:
    return {one.key: one.standing for one in reading.due}


REGISTERED = event("2026-03-02", "registered")
STOPPED = event("2026-03-10", "stopped", reason="information_requested")
RESUMED = event("2026-03-20", "resumed")
REFERRED = event("2026-03-25", "referred", to="defence")


def test_the_example_of_the_interface() -> None:
    """8 of 9 days ran before the stop: one is left after 20 March; 82 of 90 are left for the whole."""
    reading = read("2026-05-01", REGISTERED, STOPPED, RESUMED, REFERRED)
    assert due(reading) == {
        "initial_action": "2026-03-21",
        "agency:defence": "2026-04-24",
        "total": "2026-06-10",
    }
    assert (reading.days_spent, reading.days_stopped) == (50, 10)
    assert reading.state == "running"
    assert standing(reading)["initial_action"] == "late"
    assert standing(reading)["agency:defence"] == "lapsed"
    assert [one.pinpoint for one in reading.law] == ["A", "D", "E", "B"]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param("2026-03-10", "running", id="day before"),
        pytest.param("2026-03-11", "running", id="last day"),
        pytest.param("2026-03-12", "overdue", id="day after"),
    ],
)
def test_the_last_day_still_counts(day: str, state: str) -> None:
    reading = read(day, REGISTERED)
    assert due(reading)["initial_action"] == "2026-03-11"
    assert reading.state == state


def test_what_has_not_begun_has_no_due_day() -> None:
    reading = read("2026-03-01", REGISTERED)
    assert (reading.state, reading.due) == ("not_started", ())


def test_a_stopped_clock_shows_the_day_it_would_have_if_it_went_on_today() -> None:
    reading = read("2026-03-17", REGISTERED, STOPPED)
    assert reading.state == "stopped"
    assert (reading.days_spent, reading.days_stopped) == (8, 7)
    assert due(reading)["initial_action"] == "2026-03-18"


def test_a_period_that_passed_before_a_stop_stays_overdue() -> None:
    late = event("2026-03-20", "stopped", reason="inspection")
    reading = read("2026-03-25", REGISTERED, late)
    assert due(reading)["initial_action"] == "2026-03-11"
    assert reading.state == "overdue"


def test_a_referral_during_a_stop_begins_when_the_clock_goes_on() -> None:
    referred = event("2026-03-12", "referred", to="defence")
    reading = read("2026-03-25", REGISTERED, STOPPED, referred, RESUMED)
    assert due(reading)["agency:defence"] == "2026-04-19"
    assert standing(reading)["initial_action"] == "kept"


def test_a_stop_before_a_referral_does_not_lengthen_it() -> None:
    assert (
        due(read("2026-04-01", REGISTERED, STOPPED, RESUMED, REFERRED))[
            "agency:defence"
        ]
        == "2026-04-24"
    )


def test_two_pauses_at_once_stop_the_clock_once() -> None:
    inspected = event("2026-03-12", "stopped", reason="inspection")
    asked = event("2026-03-10", "information_requested")
    again = event("2026-03-11", "information_requested")
    answered = event("2026-03-16", "information_received")
    ended = event("2026-03-20", "resumed", reason="inspection")
    reading = read("2026-03-20", REGISTERED, asked, again, inspected, answered, ended)
    assert (reading.days_spent, reading.days_stopped) == (8, 10)
    assert [one.pinpoint for one in reading.law][-2:] == ["B", "C"]


def test_an_answer_to_no_question_and_a_question_that_stops_nothing() -> None:
    answered = event("2026-03-03", "information_received")
    assert read("2026-03-04", REGISTERED, answered).days_spent == 2
    referred = event("2026-03-02", "referred")
    asked = event("2026-03-03", "information_requested")
    reading = read("2026-03-04", referred, asked, profile="consultation")
    assert (reading.state, reading.days_stopped) == ("running", 0)


def test_weekends_and_holidays_are_no_working_days() -> None:
    """From Friday 27 March: ten working days without 6 April end on Monday 13 April."""
    referred = event("2026-03-27", "referred")
    assert due(read("2026-03-30", referred, profile="consultation")) == {
        "answer": "2026-04-13"
    }
    closed = frozenset({date(2026, 4, 3)})
    longer = read("2026-03-30", referred, profile="consultation", holidays=closed)
    assert due(longer) == {"answer": "2026-04-14"}


def test_an_extension_counts_from_the_beginning() -> None:
    referred = event("2026-03-02", "referred")
    extended = event("2026-03-10", "extended")
    reading = read("2026-03-11", referred, extended, profile="consultation")
    assert due(reading) == {"answer": "2026-04-14"}  # thirty, without 6 April


def test_a_stop_of_working_days() -> None:
    referred = event("2026-03-02", "referred")
    stopped = event("2026-03-04", "stopped", reason="inspection")
    resumed = event("2026-03-11", "resumed")
    reading = read("2026-03-12", referred, stopped, resumed, profile="consultation")
    assert due(reading) == {"answer": "2026-03-23"}
    assert (reading.days_spent, reading.days_stopped) == (3, 5)


def test_silence_has_its_effect_on_the_day_after() -> None:
    referred = event("2026-03-02", "referred")
    last = read("2026-03-16", referred, profile="consultation")
    after = read("2026-03-17", referred, profile="consultation")
    assert standing(last) == {"answer": "open"}
    assert standing(after) == {"answer": "lapsed"}
    assert (after.state, after.due[0].silence) == ("running", "no objection")


def test_the_advice_of_one_agency_is_not_that_of_another() -> None:
    justice = event("2026-03-25", "referred", to="justice")
    advised = event("2026-04-01", "advised", to="justice")
    reading = read("2026-04-02", REGISTERED, REFERRED, justice, advised)
    assert standing(reading)["agency:justice"] == "kept"
    assert standing(reading)["agency:defence"] == "open"


def test_each_step_up_has_its_own_period() -> None:
    first = event("2026-04-01", "escalated")
    second = event("2026-04-10", "escalated")
    reading = read("2026-04-11", REGISTERED, REFERRED, first, second)
    assert due(reading)["chair"] == "2026-04-15"
    assert due(reading)["panel"] == "2026-04-21"
    assert standing(reading)["chair"] == "kept"


def test_a_decision_ends_the_clock_and_begins_the_licence() -> None:
    decided = event("2028-02-29", "decided")
    reading = read("2028-03-31", event("2028-02-01", "registered"), decided)
    assert (reading.state, reading.days_spent) == ("ended", 28)
    assert due(reading)["valid_until"] == "2032-02-28"
    assert standing(reading)["valid_until"] == "told"
    usual = read("2026-04-01", REGISTERED, event("2026-03-05", "decided"))
    assert due(usual)["valid_until"] == "2030-03-05"


def test_a_stop_that_was_open_at_the_end_stands_until_the_end() -> None:
    decided = event("2026-03-15", "decided")
    reading = read("2026-05-01", REGISTERED, STOPPED, decided)
    assert (reading.days_spent, reading.days_stopped) == (8, 5)


def test_records_are_kept_from_the_last_export() -> None:
    decided = event("2026-03-02", "decided")
    exported = event("2027-01-04", "exported")
    reading = read("2027-02-01", decided, exported, profile="records")
    assert due(reading) == {"retain_until": "2032-12-31"}


@pytest.mark.parametrize(
    ("events", "words"),
    [
        pytest.param(
            [REGISTERED, event("2026-03-03", "stopped", reason="lunch")],
            "Lawful reasons: information_requested, inspection",
            id="unlawful pause",
        ),
        pytest.param([REGISTERED, RESUMED], "Open on that day: none", id="no stop"),
        pytest.param(
            [
                REGISTERED,
                STOPPED,
                event("2026-03-11", "stopped", reason="inspection"),
                RESUMED,
            ],
            "does not say which",
            id="two stops",
        ),
        pytest.param([STOPPED, REGISTERED], "in their order", id="out of order"),
        pytest.param(
            [REGISTERED, event("2026-03-03", "referred")], "names nobody", id="nobody"
        ),
    ],
)
def test_what_no_lawful_clock_can_have_is_refused(
    events: list[ProcedureEvent], words: str
) -> None:
    with pytest.raises(UnlawfulClockError, match=words) as refused:
        read("2026-05-01", *events)
    assert refused.value.code == "unlawful_clock"


def test_a_clock_that_the_law_does_not_keep_is_refused() -> None:
    with pytest.raises(
        UnknownProfileError, match="consultation, licence_application, records"
    ) as refused:
        read("2026-05-01", REGISTERED, profile="appeal")
    assert refused.value.code == "unknown_profile"
    regime, _ = read_regime(files())
    assert regime is not None
    with pytest.raises(UnknownProfileError, match="Its profiles: none"):
        read_procedure([], profile="appeal", regime=regime, as_of=date(2026, 3, 2))
