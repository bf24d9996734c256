"""The clock of a case is read from its rows; nothing of it is stored."""

from datetime import UTC, date, datetime

import pytest

from licet.regimes import EventKind
from licet.web.casework.law.review_clock import (
    Happened,
    due_after,
    due_of_level,
    events_of,
    newest_round,
    reading_of,
)
from licet.web.casework.models import Case, Escalation

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 9, tzinfo=UTC)


def happened(*escalations: Escalation, **case: object) -> Happened:
    given = {"profile": "us/ear", "state": "in_review", "submitted_at": START, **case}
    return Happened(
        case=Case(**given),
        requests=(),
        referrals=(),
        advice={},
        escalations=escalations,
    )


def kinds(found: Happened) -> list[str]:
    return [one.kind.value for one in events_of(found)]


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        pytest.param({"submitted_at": None}, [], id="a draft has no clock"),
        pytest.param({}, ["registered"], id="submitted"),
        pytest.param({"decided_at": LATER}, ["registered", "decided"], id="decided"),
        pytest.param(
            {"state": "withdrawn", "updated_at": LATER},
            ["registered", "withdrawn"],
            id="withdrawn",
        ),
        pytest.param(
            {"state": "lapsed", "updated_at": LATER},
            ["registered", "withdrawn"],
            id="lapsed",
        ),
    ],
)
def test_what_happened_to_a_case_is_what_its_clock_reads(
    case: dict[str, object], wanted: list[str]
) -> None:
    assert kinds(happened(**case)) == wanted


def test_an_ended_procedure_says_so() -> None:
    found = reading_of(happened(decided_at=LATER), as_of=date(2026, 5, 1))
    assert found is not None
    assert (found.state, found.days_spent) == ("ended", 18)


def level(number: int, turn: int, clock: str, day: int) -> Escalation:
    return Escalation(
        number=number,
        round=turn,
        level=clock or "president",
        document={"clock": clock},
        opened_on=date(2026, 4, day),
    )


@pytest.mark.django_db  # an outcome is asked for
def test_only_the_newest_round_of_dissent_runs_a_clock() -> None:
    rows = (level(1, 1, "chair", 1), level(2, 2, "chair", 10), level(3, 2, "panel", 20))
    found = happened(*rows)
    assert [one.number for one in newest_round(found.escalations)] == [2, 3]
    assert kinds(found) == ["registered", "escalated", "escalated"]
    on = date(2026, 4, 20)
    assert due_of_level(found, rows[1], as_of=on) == date(2026, 4, 24)
    assert due_of_level(found, rows[2], as_of=on) == date(2026, 5, 1)
    assert due_of_level(found, level(4, 2, "", 25), as_of=on) is None  # the President
    assert due_of_level(found, level(4, 2, "board", 25), as_of=on) is None  # not begun


@pytest.mark.parametrize(
    ("profile", "wanted"),
    [
        pytest.param("us/ear", date(2026, 4, 1), id="thirty days"),
        pytest.param("uk/eco-2008", date(2026, 3, 16), id="ten working days"),
        pytest.param(
            "wassenaar", date(2026, 4, 13), id="no clock: thirty working days"
        ),
    ],
)
def test_the_last_day_of_a_body_is_the_laws(profile: str, wanted: date) -> None:
    found = due_after(happened(profile=profile), "DS", on=date(2026, 3, 2))
    assert found == wanted


def test_a_law_that_gives_no_time_to_advise_leaves_the_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("licet.web.casework.law.review_clock.AGENCY", "nobody")
    found = due_after(happened(), "DS", on=date(2026, 3, 2))
    assert found == date(2026, 4, 13)


def test_kinds_of_events_are_those_of_the_law() -> None:
    assert {"resolved", "escalated"} <= set(EventKind)
