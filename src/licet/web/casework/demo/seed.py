"""Sixty cases over eighteen months, told in the order of their days on a simulated clock."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

from licet.kernel import DefectError
from licet.web.casework.demo.accounts import Account, Cast, make_cast, read
from licet.web.casework.demo.applicants import furnish
from licet.web.casework.demo.clock import SimulatedClock
from licet.web.casework.demo.panels import furnish_panels
from licet.web.casework.demo.paths import Steps, Story, tell
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Person
from licet.web.casework.ports import Ports, ports, using
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.desk.information_requests import lapse_unanswered
from licet.web.casework.services.ownership.ownership_sets import Sheet, import_ownership
from licet.web.casework.services.review.escalations import settle_levels
from licet.web.casework.services.review.silences import record_silences, warn_agencies

OPENING = time(9, 0)
BEFORE = timedelta(days=700)
SEAL_EVERY = timedelta(days=7)
COLUMNS = ("exporter", "item", "end_user", "country", "type", "path", "day")
ACTIVITIES = {
    "software": "transmission",
    "technology": "transmission",
    "equipment": "physical_export",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """What was made, to be printed once."""

    cases: int
    password: str
    accounts: tuple[Account, ...]


def is_empty() -> bool:
    """Whether nobody and nothing is here yet."""
    return not Person.objects.exists() and not Case.objects.exists()


@contextmanager
def simulation(begin: datetime) -> Iterator[SimulatedClock]:
    """Run the block on a clock set by hand; everything else is the real thing."""
    clock = SimulatedClock(begin)
    with using(replace(ports(), clock=clock)) as current:
        require_simulated(current, clock)
        yield clock


class NotSimulatedError(DefectError):
    """A simulation that would carry the machine's time into the record."""

    code: ClassVar[str] = "not_simulated"

    def __init__(self) -> None:
        super().__init__("The simulation does not run on its own clock.")


def require_simulated(current: Ports, clock: SimulatedClock) -> None:
    """Make sure that no act of a simulation carries the machine's time.

    Raises:
        NotSimulatedError: Another clock is in use.
    """
    if current.clock is not clock:
        raise NotSimulatedError


def cases() -> list[dict[str, Any]]:
    """Every invented case, the named ones first."""
    data = read("cases.yaml")
    items = read("items.yaml")
    table = [dict(zip(COLUMNS, row, strict=True)) for row in data["table"]]
    plain = [
        {
            **row,
            "end_user": {
                "name": row["end_user"],
                "country": row["country"],
                "type": row["type"],
            },
            "destination": row["country"],
            "end_use": "Use in the end user's own work",
            "activity": ACTIVITIES[items[row["item"]]["facts"]["item.kind"]],
        }
        for row in table
    ]
    return [*data["demo"].values(), *plain]


def seed(
    *,
    at: datetime,
    chosen: Callable[[Mapping[str, Any]], bool] = lambda _: True,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Seeded:
    """Make the demo state by driving the services.

    Args:
        at: The moment at which the simulation ends: now.
        chosen: Which cases to tell.
        progress: Told how many acts are done, of how many cases.

    Returns:
        Accounts and the password made for them.
    """
    items = read("items.yaml")
    wanted = [one for one in cases() if chosen(one)]
    with simulation(at - BEFORE) as clock:
        cast = make_cast()
        import_ownership(by=SYSTEM, sheet=_register())
        furnish(cast, items)
        furnish_panels(cast)
        waiting = _begin(cast, wanted, items, at)
        weeks = _Weeks(clock, at - BEFORE + SEAL_EVERY)
        done = 0
        while waiting:
            moment, order, steps = heapq.heappop(waiting)
            weeks.pass_to(moment)
            wait = next(steps, None)
            run_pending()
            done += 1
            progress(done, len(wanted))
            if wait is not None and moment + wait < at:
                heapq.heappush(waiting, (moment + wait, order, steps))
        weeks.pass_to(at)
        deliver_outbox()
        run_sequencer(at=at, flush=True)
    return Seeded(cases=len(wanted), password=cast.password, accounts=cast.accounts)


def _begin(
    cast: Cast,
    wanted: list[dict[str, Any]],
    items: Mapping[str, Any],
    at: datetime,
) -> list[tuple[datetime, int, Steps]]:
    queue: list[tuple[datetime, int, Steps]] = []
    for order, case in enumerate(wanted):
        day = (at - timedelta(days=int(case["day"]))).date()
        opening = datetime.combine(day, OPENING, UTC) + timedelta(
            minutes=7 * order % 50
        )
        moment = min(opening, at - timedelta(hours=4))
        story = Story(cast=cast, case=case, item=items[case["item"]])
        heapq.heappush(queue, (moment, order, tell(story)))
    return queue


def _register() -> Sheet:
    """An invented extract of an invented register."""
    return Sheet(
        file="owners.json",
        content=(Path(__file__).parent / "owners.json").read_bytes(),
        source="invented_register",
    )


@dataclass(slots=True)
class _Weeks:
    """What happens by itself while time passes: daily jobs and batches, once a week here."""

    clock: SimulatedClock
    due: datetime

    def pass_to(self, moment: datetime) -> None:
        """Let time go by."""
        while self.due < moment:
            self.clock.set(self.due)
            lapse_unanswered()
            warn_agencies()
            record_silences()
            settle_levels()
            run_pending()
            run_sequencer(at=self.due, flush=True)
            deliver_outbox()
            self.due += SEAL_EVERY
        self.clock.set(moment)
