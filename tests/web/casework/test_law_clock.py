"""The clock of a case counts by its governing law: its days, its holidays, its lawful stops."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.casework.builders import World

from licet.kernel import WorkingCalendar
from licet.regimes import EventKind
from licet.review import Counting, DateKind, ProcedureEvent, read_procedure
from licet.web.casework.law import decision_clock as module
from licet.web.casework.law.asking import package_of
from licet.web.casework.law.decision_clock import PROFILE, LawClock, law_clock
from licet.web.casework.selectors.parts.parts import clock_view

pytestmark = pytest.mark.usefixtures("outside")
MERIDIA, US, UK, EU = "meridia/national", "us/ear", "uk/eco-2008", "eu/2021-821"
ASKED, ANSWERED = "request_information", "answer_information_request"


def test_each_law_counts_in_its_own_days() -> None:
    shown = {
        name: (one.period.days, one.period.counting, one.period.kind)
        for name in (MERIDIA, US, UK)
        for one in (law_clock(name),)
    }
    assert shown == {
        MERIDIA: (60, Counting.WORKING, DateKind.TARGET),
        US: (90, Counting.CALENDAR, DateKind.STATUTORY),
        UK: (60, Counting.WORKING, DateKind.TARGET),
    }
    assert "750.4" in str(law_clock(US).period.citation)


def test_a_law_without_a_whole_length_leaves_it_to_the_service_standard() -> None:
    for name in (EU, ""):
        one = law_clock(name)
        assert one.period.citation.instrument.startswith("Service standard")
        assert one.counts(ASKED)


def test_who_goes_first_by_rule_has_the_shorter_target() -> None:
    assert law_clock(MERIDIA, urgent_days=5).period.days == 5


def test_a_holiday_of_the_law_is_no_working_day() -> None:
    """25 December 2026 is a Friday and the 28th the day in place of Boxing Day in Great Britain."""
    begun = (date(2026, 10, 5), "start", "submit_application")
    at = datetime(2026, 10, 6, 12, tzinfo=UTC)
    british = clock_view([begun], at, profile=UK).due
    # Sixty working days after 5 October end on 28 December where no day is a holiday.
    assert WorkingCalendar(holidays=frozenset()).after(begun[0], 60) == date(
        2026, 12, 28
    )
    assert british == date(2026, 12, 30)


@pytest.mark.parametrize(("day", "state"), [(14, "running"), (15, "overdue")])
def test_the_last_day_still_counts_and_the_next_is_late(day: int, state: str) -> None:
    begun = (date(2026, 3, 16), "start", "submit_application")
    at = datetime(2026, 6, day, 12, tzinfo=UTC)
    assert clock_view([begun], at, profile=US).state == state


def test_a_stop_that_the_law_does_not_know_does_not_hold_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = law_clock(US)
    strict = LawClock(
        period=known.period, calendar=known.calendar, pauses=frozenset({"inspection"})
    )
    assert known.counts(ASKED)
    assert strict.counts("submit_application")
    assert not strict.counts(ASKED)
    monkeypatch.setattr(module, "_counted", lambda *_: strict)
    rows = [
        (date(2026, 3, 2), "start", "submit_application"),
        (date(2026, 3, 9), "stop", ASKED),
    ]
    at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert clock_view(rows, at, profile=US).state == "running"


@pytest.mark.django_db
def test_words_say_which_days(world: World) -> None:
    begun = (date(2026, 3, 2), "start", "submit_application")
    ended = (date(2026, 3, 12), "end", "countersign")
    at = datetime(2026, 3, 9, 12, tzinfo=UTC)
    assert "7 of 90 days" in clock_view([begun], at, profile=US).words
    assert "5 of 60 working days" in clock_view([begun], at, profile=UK).words
    assert (
        "after 10 days"
        in clock_view([begun, ended], at + timedelta(9), profile=US).words
    )


@given(
    law=st.sampled_from([MERIDIA, US, UK]),
    stops=st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=4),
    after=st.integers(0, 60),
)
def test_it_equals_what_the_law_says_of_the_same_events(
    law: str, stops: list[tuple[int, int]], after: int
) -> None:
    day = date(2026, 3, 2)
    rows = [(day, "start", "submit_application")]
    events = [ProcedureEvent(on=day, kind=EventKind.REGISTERED)]
    for ran, stood in stops:
        day += timedelta(days=ran)
        rows.append((day, "stop", ASKED))
        events.append(ProcedureEvent(on=day, kind=EventKind.INFORMATION_REQUESTED))
        day += timedelta(days=stood)
        rows.append((day, "resume", ANSWERED))
        events.append(ProcedureEvent(on=day, kind=EventKind.INFORMATION_RECEIVED))
    as_of = day + timedelta(days=after)
    reading = read_procedure(
        events, profile=PROFILE, regime=package_of(law), as_of=as_of
    )
    total = next(one for one in reading.due if one.key == "total")
    seen = clock_view(
        rows, datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC), profile=law
    )
    assert seen.due == total.day
    assert (seen.state == "overdue") == (total.standing == "overdue")
    assert seen.days_spent == reading.days_spent
