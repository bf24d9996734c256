"""Four hundred days of many procedures: clocks with stops equal a second count, and missed jobs change nothing."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

import pytest

from licet.kernel import calendar_of
from licet.regimes import EventKind, Length, Regime, load_regime
from licet.review import (
    ProcedureEvent,
    ProcedureReading,
    read_procedure,
    silence_in,
    warning_day,
)

PROFILE = "licence_application"
START = date(2026, 1, 5)
SPAN = 400
LAWS = ("us/ear", "meridia/national", "uk/eco-2008", "model", "eu/2021-821")
Acted = list[tuple[str, str, date]]


@cache
def law(name: str) -> Regime:
    return load_regime(name)


def invented(name: str, seed: int) -> list[ProcedureEvent]:
    """One procedure of four hundred days: questions, pauses, referrals, advice, dissent."""
    chance = random.Random(seed)  # noqa: S311  # a calendar, not a key
    day = START + timedelta(days=chance.randrange(7))
    found = [ProcedureEvent(on=day, kind=EventKind.REGISTERED)]
    pauses = sorted(law(name).profiles[PROFILE].pauses)
    stopped = ""
    asked: list[str] = []
    while True:
        day += timedelta(days=chance.randrange(12))
        if day >= START + timedelta(days=SPAN - 40):
            return found
        wish = chance.choice(
            ["stop", "resume", "refer", "advise", "escalate", "resolve"]
        )
        if wish == "stop" and pauses and not stopped:
            stopped = chance.choice(pauses)
            found.append(ProcedureEvent(on=day, kind=EventKind.STOPPED, reason=stopped))
        elif wish == "resume" and stopped:
            found.append(ProcedureEvent(on=day, kind=EventKind.RESUMED, reason=stopped))
            stopped = ""
        elif wish == "refer":
            asked.append(chance.choice(["DS", "TE", "MI"]))
            found.append(ProcedureEvent(on=day, kind=EventKind.REFERRED, to=asked[-1]))
        elif wish == "advise" and asked:
            body = chance.choice(asked)
            found.append(ProcedureEvent(on=day, kind=EventKind.ADVISED, to=body))
        elif wish == "escalate":
            found.append(ProcedureEvent(on=day, kind=EventKind.ESCALATED))
        elif wish == "resolve":
            found.append(ProcedureEvent(on=day, kind=EventKind.RESOLVED))


def reading(
    name: str, events: Sequence[ProcedureEvent], as_of: date
) -> ProcedureReading:
    return read_procedure(events, profile=PROFILE, regime=law(name), as_of=as_of)


def counted_by_hand(
    name: str,
    events: Sequence[ProcedureEvent],
    as_of: date,
    start: date,
    length: Length,
) -> date:
    """The last day of a pausing period, counted one day after the other."""
    calendar = calendar_of(law(name).holidays)
    spans = list(_stops(events, as_of))
    left = length.working_days or length.days
    day = start
    while left:
        day += timedelta(days=1)
        works = calendar.works(day) or not length.working_days
        stands = any(since < day <= until for since, until in spans)
        if works and not stands:
            left -= 1
    return day


def _stops(
    events: Sequence[ProcedureEvent], as_of: date
) -> Iterator[tuple[date, date]]:
    since: date | None = None
    for one in events:
        if one.on <= as_of and one.kind is EventKind.STOPPED:
            since = one.on
        elif one.on <= as_of and one.kind is EventKind.RESUMED and since is not None:
            yield since, one.on
            since = None
    if since is not None:
        yield since, as_of


def jobs(name: str, events: Sequence[ProcedureEvent], runs: Sequence[date]) -> Acted:
    """What the daily jobs note on the days on which they run: warnings and silences."""
    calendar = calendar_of(law(name).holidays)
    procedure = law(name).reviews.get("interagency")
    ahead = procedure.warn_working_days if procedure else 3
    noted: dict[tuple[str, str], date] = {}
    silence_in(procedure, tier=3)
    for today in runs:
        for one in reading(name, events, today).due:
            if not one.key.startswith("agency:") or one.standing in {"kept", "late"}:
                continue
            if warning_day(one.day, ahead, calendar) <= today <= one.day:
                noted.setdefault(("warned", f"{one.key}:{one.day}"), today)
            if today > one.day:
                effective = one.day + timedelta(days=1)
                noted.setdefault(("silent", f"{one.key}:{one.day}"), effective)
    return sorted((kind, key, on) for (kind, key), on in noted.items())


def _compare(name: str, seed: int) -> None:
    events = invented(name, seed)
    days = [START + timedelta(days=n) for n in range(SPAN)]
    for as_of in days[:: 17 if seed % 5 else 1]:
        found = reading(name, events, as_of)
        for one in found.due:
            if not one.period.pauses or one.period.longest:
                continue
            starts = [
                event
                for event in events
                if event.kind in one.period.start
                and event.on <= as_of
                and (":" not in one.key or event.to == one.key.partition(":")[2])
            ]
            at = starts[-1] if ":" in one.key else starts[one.period.step - 1]
            wanted = counted_by_hand(name, events, as_of, at.on, one.period.length)
            if one.day <= as_of or not _stopped(events, as_of):
                assert one.day == wanted, (name, seed, as_of, one.key)


def _stopped(events: Sequence[ProcedureEvent], as_of: date) -> bool:
    known = [one for one in events if one.on <= as_of]
    kinds = [
        one.kind for one in known if one.kind in {EventKind.STOPPED, EventKind.RESUMED}
    ]
    return bool(kinds) and kinds[-1] is EventKind.STOPPED


def _missed(name: str, seed: int) -> None:
    """Jobs that did not run for weeks note the same silences, with the same days."""
    events = invented(name, seed)
    days = [START + timedelta(days=n) for n in range(SPAN)]
    chance = random.Random(seed)  # noqa: S311  # a calendar, not a key
    every = jobs(name, events, days)
    few = [day for day in days if chance.random() < 0.1] + [days[-1]]
    missed = jobs(name, events, few)
    still = {(kind, key, on) for kind, key, on in missed if kind == "silent"}
    # What a late job finds, the daily one had found too, on the same day of effect.
    assert still <= {one for one in every if one[0] == "silent"}
    last = reading(name, events, days[-1])
    open_at_the_end = {
        ("silent", f"{one.key}:{one.day}", one.day + timedelta(days=1))
        for one in last.due
        if one.key.startswith("agency:") and one.standing in {"lapsed", "overdue"}
    }
    assert open_at_the_end <= still
    # The clock itself is read from events alone, so the jobs cannot have moved it.
    assert reading(name, events, days[-1]) == last


@pytest.mark.parametrize("name", LAWS)
def test_a_clock_with_stops_equals_a_count_day_by_day(name: str) -> None:
    for seed in range(2):
        _compare(name, seed)


@pytest.mark.parametrize("name", LAWS)
def test_jobs_that_did_not_run_catch_up_to_the_same_days(name: str) -> None:
    _missed(name, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", LAWS)
def test_many_calendars_of_four_hundred_days(name: str) -> None:
    for seed in range(100, 110):
        _compare(name, seed)
        _missed(name, seed)


@pytest.mark.soak
@pytest.mark.parametrize("name", LAWS)
def test_very_many_calendars_of_four_hundred_days(name: str) -> None:
    for seed in range(1000, 1100):
        _compare(name, seed)
        _missed(name, seed)
