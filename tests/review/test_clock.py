"""Clocks are computed from their events, and equal a calendar worked by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.kernel import Citation, WorkingCalendar, calendar_of
from licet.review import (
    ClockEffect,
    ClockEvent,
    Counting,
    DateKind,
    Period,
    UnlawfulClockError,
    read_clock,
)

LAW = Citation(instrument="Invented Act", pinpoint="s. 1")
TEN = Period(days=10, counting=Counting.WORKING, kind=DateKind.STATUTORY, citation=LAW)
NINE = Period(days=9, counting=Counting.CALENDAR, kind=DateKind.STATUTORY, citation=LAW)
MONDAY = date(2026, 3, 2)
START, STOP, RESUME, END = (
    ClockEffect.START,
    ClockEffect.STOP,
    ClockEffect.RESUME,
    ClockEffect.END,
)


def event(day: date, effect: ClockEffect, reason: str = "") -> ClockEvent:
    return ClockEvent(on=day, effect=effect, reason=reason)


def test_the_day_of_the_event_does_not_count() -> None:
    reading = read_clock(
        [event(MONDAY, START)], as_of=MONDAY, period=NINE, calendar=WorkingCalendar()
    )
    assert (reading.state, reading.due, reading.days_spent) == (
        "running",
        date(2026, 3, 11),
        0,
    )


@pytest.mark.parametrize(
    ("day", "state"),
    [
        pytest.param(date(2026, 3, 10), "running", id="day before"),
        pytest.param(date(2026, 3, 11), "running", id="last day"),
        pytest.param(date(2026, 3, 12), "overdue", id="day after"),
    ],
)
def test_the_last_day_still_counts(day: date, state: str) -> None:
    reading = read_clock(
        [event(MONDAY, START)], as_of=day, period=NINE, calendar=WorkingCalendar()
    )
    assert reading.state == state


def test_a_stop_moves_the_deadline_by_the_days_it_stood() -> None:
    events = [
        event(MONDAY, START),
        event(date(2026, 3, 5), STOP, "information_requested"),
        event(date(2026, 3, 12), RESUME),
    ]
    calendar = calendar_of([date(2026, 3, 10)])
    reading = read_clock(events, as_of=date(2026, 3, 13), period=TEN, calendar=calendar)
    assert reading.days_spent == 4
    assert reading.days_stopped == 4
    assert reading.due == date(2026, 3, 23)


def test_a_stopped_clock_names_its_reason_and_the_date_if_it_went_on_today() -> None:
    events = [
        event(MONDAY, START),
        event(date(2026, 3, 5), STOP, "information_requested"),
    ]
    reading = read_clock(
        events, as_of=date(2026, 3, 20), period=TEN, calendar=WorkingCalendar()
    )
    assert (reading.state, reading.reason) == ("stopped", "information_requested")
    assert reading.due == date(2026, 3, 31)


def test_an_ended_clock_has_no_deadline_and_may_begin_anew() -> None:
    events = [event(MONDAY, START), event(date(2026, 3, 5), END)]
    ended = read_clock(
        events, as_of=date(2026, 3, 9), period=TEN, calendar=WorkingCalendar()
    )
    assert (ended.state, ended.due, ended.days_spent) == ("ended", None, 3)
    again = read_clock(
        [*events, event(date(2026, 3, 9), START)],
        as_of=date(2026, 3, 10),
        period=TEN,
        calendar=WorkingCalendar(),
    )
    assert (again.state, again.days_spent) == ("running", 1)


def test_a_clock_that_resumes_after_its_time_is_overdue() -> None:
    events = [
        event(MONDAY, START),
        event(date(2026, 3, 30), STOP, "information_requested"),
        event(date(2026, 4, 1), RESUME),
    ]
    reading = read_clock(
        events, as_of=date(2026, 4, 2), period=NINE, calendar=WorkingCalendar()
    )
    assert reading.state == "overdue"
    assert reading.due == date(
        2026, 3, 11
    )  # the stop came after it and gives no day back


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        pytest.param(10, 12, date(2026, 3, 13), id="asked the day before the last"),
        pytest.param(11, 12, date(2026, 3, 11), id="asked on the last day"),
        pytest.param(12, 13, date(2026, 3, 11), id="asked the day after"),
        pytest.param(20, 21, date(2026, 3, 11), id="asked long after"),
    ],
)
def test_a_question_after_the_last_day_gives_no_time_back(
    asked: int, answered: int, due: date
) -> None:
    events = [
        event(MONDAY, START),
        event(date(2026, 3, asked), STOP, "information_requested"),
        event(date(2026, 3, answered), RESUME),
    ]

    def on(day: int) -> tuple[str, date | None]:
        found = read_clock(
            events,
            as_of=date(2026, 3, day),
            period=NINE,
            calendar=WorkingCalendar(),
        )
        return found.state, found.due

    late = due < date(2026, 3, answered)
    assert on(answered - 1) == ("stopped", due if late else date(2026, 3, due.day - 1))
    assert on(answered) == ("overdue" if late else "running", due)
    assert on(due.day + 10) == ("overdue", due)


def test_before_its_first_event_nothing_runs() -> None:
    reading = read_clock(
        [event(MONDAY, START)],
        as_of=date(2026, 3, 1),
        period=TEN,
        calendar=WorkingCalendar(),
    )
    assert (reading.state, reading.due, reading.since) == ("not_started", None, None)


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([event(MONDAY, STOP)], id="stop before start"),
        pytest.param(
            [event(MONDAY, START), event(MONDAY, RESUME)], id="resume without stop"
        ),
        pytest.param(
            [event(MONDAY, START), event(date(2026, 3, 1), STOP)], id="back in time"
        ),
    ],
)
def test_an_order_that_cannot_be_is_refused(events: list[ClockEvent]) -> None:
    with pytest.raises(UnlawfulClockError) as caught:
        read_clock(
            events, as_of=date(2026, 5, 1), period=TEN, calendar=WorkingCalendar()
        )
    assert caught.value.code == "unlawful_clock"


@given(st.lists(st.integers(1, 12), min_size=0, max_size=8), st.integers(0, 30))
def test_days_spent_and_stopped_add_up_to_the_days_that_passed(
    gaps: list[int], more: int
) -> None:
    day, events, effect = MONDAY, [event(MONDAY, START)], STOP
    for gap in gaps:
        day += timedelta(days=gap)
        events.append(event(day, effect))
        effect = RESUME if effect is STOP else STOP
    as_of = day + timedelta(days=more)
    for period in (NINE, TEN):
        reading = read_clock(
            events, as_of=as_of, period=period, calendar=WorkingCalendar()
        )
        passed = (
            (as_of - MONDAY).days
            if period is NINE
            else WorkingCalendar().between(MONDAY + timedelta(days=1), as_of)
        )
        assert reading.days_spent + reading.days_stopped == passed
