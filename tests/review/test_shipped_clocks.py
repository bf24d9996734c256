"""The clocks of the laws that ship, against calendars that were worked by hand."""

from datetime import date
from functools import cache

import pytest

from licet.regimes import EventKind, Regime, load_regime
from licet.review import ProcedureEvent, read_procedure


@cache
def law(name: str) -> Regime:
    return load_regime(name)


def days(regime: str, profile: str, as_of: str, *events: str) -> dict[str, str]:
    """Due days after events written ``day kind [to or reason]``."""
    happened = []
    for one in events:
        day, kind, *rest = one.split()
        name = rest[0] if rest else ""
        stop = kind in {"stopped", "resumed"}
        happened.append(
            ProcedureEvent(
                on=date.fromisoformat(day),
                kind=EventKind(kind),
                to="" if stop else name,
                reason=name if stop else "",
            )
        )
    reading = read_procedure(
        happened,
        profile=profile,
        regime=law(regime),
        as_of=date.fromisoformat(as_of),
    )
    return {one.key: one.day.isoformat() for one in reading.due} | {
        "state": reading.state
    }


@pytest.mark.parametrize(
    ("profile", "as_of", "events", "wanted"),
    [
        pytest.param(
            "licence_application",
            "2026-05-01",
            (
                "2026-03-02 registered",
                "2026-03-10 stopped information_requested",
                "2026-03-20 resumed",
                "2026-03-25 referred defence",
            ),
            {
                "initial_action": "2026-03-21",
                "agency:defence": "2026-04-24",
                "total": "2026-06-10",
                "state": "running",
            },
            id="application with a stop",
        ),
        pytest.param(
            "licence_application",
            "2026-06-01",
            (
                "2026-03-02 registered",
                "2026-03-11 referred state",
                "2026-04-13 escalated",
                "2026-05-02 escalated",
            ),
            {
                "initial_action": "2026-03-11",
                "agency:state": "2026-04-10",
                "chair": "2026-04-27",
                "panel": "2026-05-13",
                "total": "2026-05-31",
                "state": "overdue",
            },
            id="agencies differ",
        ),
        pytest.param(
            "licence_application",
            "2026-05-20",
            (
                "2026-03-02 registered",
                "2026-03-11 referred defence",
                "2026-04-09 advised defence",
                "2026-04-13 escalated",
                "2026-04-24 resolved",
                "2026-04-28 escalated",
                "2026-05-08 resolved",
                "2026-05-12 escalated",
            ),
            {
                "initial_action": "2026-03-11",  # nine days to refer
                "agency:defence": "2026-04-10",  # thirty to advise: thirty-nine together
                "chair": "2026-04-27",  # Operating Committee: fourteen days
                "panel": "2026-05-09",  # Advisory Committee: eleven days
                "board": "2026-05-23",  # Review Board: eleven days
                "total": "2026-05-31",  # before the President in ninety
                "state": "running",
            },
            id="up to the Review Board",
        ),
        pytest.param(
            "intent_to_refuse",
            "2026-03-20",
            ("2026-03-02 served",),
            {
                "respond_by": "2026-03-22",
                "total": "2026-04-16",
                "appeal_by": "2026-05-31",
                "state": "running",
            },
            id="intended denial",
        ),
        pytest.param(
            "appeal",
            "2026-03-20",
            ("2026-03-02 served",),
            {"appeal_by": "2026-04-16", "state": "running"},
            id="appeal",
        ),
        pytest.param(
            "records",
            "2027-01-01",
            ("2026-03-02 decided", "2026-09-30 exported"),
            {"retain_until": "2031-09-30", "state": "running"},
            id="records",
        ),
    ],
)
def test_the_clocks_of_the_united_states(
    profile: str, as_of: str, events: tuple[str, ...], wanted: dict[str, str]
) -> None:
    assert days("us/ear", profile, as_of, *events) == wanted


def test_the_clocks_of_the_union() -> None:
    """Friday 24 April 2026 and ten working days: Friday 8 May; thirty: Friday 5 June."""
    eu = "eu/2021-821"
    asked = days(eu, "consultation", "2026-05-09", "2026-04-24 referred")
    assert asked == {"answer": "2026-05-08", "state": "running"}
    longer = days(
        eu, "consultation", "2026-05-09", "2026-04-24 referred", "2026-05-04 extended"
    )
    assert longer == {"answer": "2026-06-05", "state": "running"}
    kept = days(eu, "records", "2026-12-31", "2026-01-01 exported")
    assert kept == {"retain_until": "2031-12-31", "state": "running"}


def test_the_clocks_of_the_united_kingdom() -> None:
    """Monday 2 March 2026: twenty working days end on 30 March, sixty on 29 May.

    Good Friday, Easter Monday and the two bank holidays of May do not count.
    """
    uk = "uk/eco-2008"
    aimed = days(uk, "licence_application", "2026-05-26", "2026-03-02 registered")
    assert aimed == {"answer": "2026-03-30", "total": "2026-05-29", "state": "running"}
    appealed = days(
        uk, "appeal", "2026-04-01", "2026-03-02 decided", "2026-03-30 appealed"
    )
    assert appealed == {
        "appeal_by": "2026-03-30",
        "decide_appeal_by": "2026-06-26",
        "state": "running",
    }


def test_what_was_recalled_is_marked_as_not_verified() -> None:
    due = {one.key: one for one in law("uk/eco-2008").profiles["appeal"].due}
    assert not due["decide_appeal_by"].law.verified
    assert due["appeal_by"].law.verified


def test_days_on_which_the_exporter_was_asked_are_left_out_in_the_united_kingdom() -> (
    None
):
    """Asked on Tuesday 10 March, answered on Friday 20 March 2026: eight working days more."""
    events = (
        "2026-03-02 registered",
        "2026-03-10 stopped information_requested",
        "2026-03-20 resumed",
    )
    found = days("uk/eco-2008", "licence_application", "2026-05-01", *events)
    assert found["answer"] == "2026-04-13"
    assert found["total"] == "2026-06-10"


def test_departments_of_the_united_kingdom_advise_in_ten_working_days() -> None:
    """Referred on Wednesday 25 March 2026: Good Friday and Easter Monday do not count."""
    found = days(
        "uk/eco-2008",
        "licence_application",
        "2026-04-13",
        "2026-03-02 registered",
        "2026-03-25 referred FCDO",
    )
    assert found["agency:FCDO"] == "2026-04-10"
    assert found["state"] == "overdue"
    due = {
        one.key: one for one in law("uk/eco-2008").profiles["licence_application"].due
    }
    assert due["agency"].target
    assert not due["agency"].law.verified  # known from memory


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        pytest.param("2026-04-09", "open", id="day before"),
        pytest.param("2026-04-10", "open", id="last day"),
        pytest.param("2026-04-11", "lapsed", id="day after"),
        pytest.param("2026-03-11", "open", id="first day"),
    ],
)
def test_the_last_day_of_an_agency_of_the_united_states(
    day: str, standing: str
) -> None:
    events = [
        ProcedureEvent(on=date(2026, 3, 2), kind=EventKind.REGISTERED),
        ProcedureEvent(on=date(2026, 3, 11), kind=EventKind.REFERRED, to="defence"),
    ]
    reading = read_procedure(
        events,
        profile="licence_application",
        regime=law("us/ear"),
        as_of=date.fromisoformat(day),
    )
    found = {one.key: one for one in reading.due}["agency:defence"]
    assert (found.standing, found.silence) == (standing, "no objection")


def test_the_review_of_meridia_with_a_question_and_three_levels() -> None:
    """Thirty working days from Monday 9 March; a question from 16 to 27 March stops nine days."""
    found = days(
        "meridia/national",
        "licence_application",
        "2026-07-01",
        "2026-03-02 registered",
        "2026-03-09 referred DS",
        "2026-03-16 information_requested",
        "2026-03-27 information_received",
        "2026-05-04 advised DS",
        "2026-05-06 escalated",
        "2026-05-18 resolved",
        "2026-05-20 escalated",
        "2026-06-01 resolved",
        "2026-06-03 escalated",
    )
    assert found == {
        "agency:DS": "2026-05-01",
        "chair": "2026-05-20",
        "panel": "2026-06-03",
        "board": "2026-07-01",
        "total": "2026-06-05",
        "state": "overdue",
    }
