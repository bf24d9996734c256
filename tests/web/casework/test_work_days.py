"""Cases are put in order by days that the database counts: the same order as case by case."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from tests.web.casework.builders import World, submit

from licet.web.casework.models import Case, ClockRow, Referral, RiskRecord, UrgencyCall
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk import desk, queues
from licet.web.casework.selectors.desk.work_list import WorkList, work_list
from licet.web.casework.selectors.parts.parts import clock_view
from licet.web.casework.selectors.parts.summaries import needing, needs_viewer
from licet.web.casework.selectors.parts.urgency import urgent_days

pytestmark = pytest.mark.django_db
ASKED, ANSWERED = "request_information", "answer_information_request"
# Clocks by the days before today on which something happened.
CLOCKS: dict[str, tuple[tuple[int, str, str], ...]] = {
    "not begun": (),
    "begun": ((9, "start", "submit_application"),),
    "begun long ago": ((300, "start", "submit_application"),),
    "stands": ((30, "start", "submit_application"), (20, "stop", ASKED)),
    "goes on": (
        (30, "start", "submit_application"), (20, "stop", ASKED), (5, "resume", ANSWERED),
    ),
    "ended": ((30, "start", "submit_application"), (2, "end", "countersign")),
    "ended while it stood": (
        (30, "start", "submit_application"), (20, "stop", ASKED), (2, "end", "countersign"),
    ),
    "begun again": (
        (300, "start", "submit_application"), (200, "stop", ASKED), (100, "end", "countersign"),
        (8, "start", "decide_appeal"),
    ),
    "ends tomorrow": ((9, "start", "submit_application"), (-1, "end", "countersign")),
    "begins tomorrow": ((-1, "start", "submit_application"),),
}  # fmt: skip
STATES = (
    "triage", "in_review", "referred", "deciding", "countersigning",
    "information_requested", "appealed",
)  # fmt: skip


def like(number: str, other: str, **changes: object) -> Case:
    """The same case again under another number, with no clock."""
    row = Case.objects.get(number=number)
    row.pk = Case._meta.pk.get_default()  # a row like it, of its own identity
    row.number, row._state.adding = other, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def clock(row: Case, *events: tuple[int, str, str]) -> None:
    today = legal_day(now())
    for before, effect, why in events:
        on = today - timedelta(days=before)
        ClockRow.objects.create(case=row, on=on, effect=effect, reason=why)


@pytest.fixture
def caseload(world: World) -> str:
    """Every clock in every state, of this officer and of nobody, and some that go first."""
    number = submit(world).number
    weighed = RiskRecord.objects.filter(case__number=number).get()
    bands = [name for name, _title in ports().assessor.bands(on=legal_day(now()))]
    made = product(CLOCKS, STATES, (None, world.people["officer"]))
    for place, (name, state, officer) in enumerate(made):
        row = like(
            number,
            f"LIKE-{place:03}",
            state=state,
            officer=officer,
            updated_at=now() - timedelta(minutes=place * 7 % 50),
        )
        clock(row, *CLOCKS[name])
        if place % 3 == 0:
            weighed.pk, weighed._state.adding = None, True
            weighed.case, weighed.band = row, bands[place % len(bands)]
            weighed.save(force_insert=True)
        for ground in (("life_or_health",), ("life_or_health", ""), ())[place % 3]:
            UrgencyCall.objects.create(
                case=row, ground=ground, facts_version=1, at=now(), by=None
            )
        if state == "referred" and place % 2:
            refer(world, row)
    return number


def refer(world: World, row: Case) -> None:
    asked = Referral(case=row, because="For tests.", due=legal_day(now()))
    asked.team = world.people["te"].posts.get().team
    asked.referred_by, asked.referred_at = world.people["officer"], now()
    asked.save(force_insert=True)


def case_by_case(viewer: Actor, found: QuerySet[Case], *, grouped: bool) -> list[str]:
    """The order of the work, from every event of every case."""
    rows = list(found)
    urgent = urgent_days(rows)
    bands = [name for name, _title in ports().assessor.bands(on=legal_day(now()))]

    def key(row: Case) -> tuple[object, ...]:
        events = row.clock.order_by("pk").values_list("on", "effect", "reason")
        days = urgent.get(row.pk, 0)
        due = clock_view(events, profile=row.profile, urgent_days=days).due
        weighed = RiskRecord.objects.filter(case=row).order_by("pk").last()
        asked = row.referrals.filter(state="open", team__code__in=viewer.teams)
        own = str(row.officer_id) == viewer.id
        needed = needs_viewer(
            viewer, row.state, own=own, asked=asked.exists(), hears=False
        )
        group = 1 if row.state == "triage" else 0 if needed else 2
        band = bands.index(weighed.band) if weighed else -1
        return (
            group if grouped else 2,
            due or date.max,
            -band,
            row.updated_at,
            row.number,
        )

    return [row.number for row in sorted(rows, key=key)]


def order_of(found: WorkList) -> list[str]:
    return [one.number for one in found]


@pytest.mark.parametrize("who", ["officer", "te", "signer"])
@pytest.mark.parametrize("grouped", [True, False])
def test_days_put_cases_in_the_order_that_each_clock_gives(
    world: World, caseload: str, who: str, grouped: bool
) -> None:
    viewer = world.actor(who)
    every = Case.objects.exclude(state="draft")
    found = work_list(viewer, every, grouped=grouped)
    wanted = case_by_case(viewer, every, grouped=grouped)
    assert order_of(found) == wanted
    assert len(found) == len(wanted) > 130
    first, last = 7, 61
    assert [one.number for one in found[first:last]] == wanted[first:last]


def test_the_next_case_is_the_one_behind_it_and_behind_the_last_comes_the_first(
    world: World, caseload: str
) -> None:
    found = desk.queue(viewer=world.officer)
    order = [one.number for one in (*found.mine, *found.waiting)]
    assert len(order) > 40
    for before, behind in zip(order, [*order[1:], order[0]], strict=True):
        assert queues.next_case(viewer=world.officer, after=before) == behind
    assert queues.next_case(viewer=world.officer) == order[0]
    for other in (found.others[0].number, "nowhere"):
        assert queues.next_case(viewer=world.officer, after=other) == order[0]


def test_there_is_no_next_case_behind_the_only_one(world: World) -> None:
    assert queues.next_case(viewer=world.officer) == ""
    number = submit(world).number
    assert queues.next_case(viewer=world.officer) == number
    assert queues.next_case(viewer=world.officer, after=number) == ""


@pytest.mark.parametrize(
    "who",
    ["officer", "signer", "head", "te", "customs", "chair", "judge", "auditor", "halden"],
)  # fmt: skip
def test_whose_turn_it_is_is_said_alike_of_one_case_and_of_many(
    world: World, caseload: str, who: str
) -> None:
    viewer = world.actor(who)
    needed = {
        row.number
        for row in Case.objects.all()
        if needs_viewer(
            viewer,
            row.state,
            own=str(row.officer_id) == viewer.id,
            asked=row.referrals.filter(
                state="open", team__code__in=viewer.teams
            ).exists(),
            hears=False,
        )
    }
    found = Case.objects.filter(needing(viewer)).values_list("number", flat=True)
    assert set(found) == needed


@pytest.fixture
def rows_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each question to the database brought."""
    counted: list[int] = []
    real = SQLCompiler.results_iter

    def results_iter(
        self: SQLCompiler, *args: object, **how: object
    ) -> Iterator[object]:
        place = len(counted)
        counted.append(0)
        for row in real(self, *args, **how):  # type: ignore[arg-type]  # passed on
            counted[place] += 1
            yield row

    monkeypatch.setattr(SQLCompiler, "results_iter", results_iter)
    return counted


def test_a_page_reads_no_more_rows_of_many_cases_than_of_some(
    world: World, rows_read: list[int]
) -> None:
    number = submit(world).number

    def grow(first: int, last: int) -> None:
        for place in range(first, last):
            row = like(number, f"LIKE-{place:03}", state="in_review")
            begun = (place % 60, "start", "submit_application")
            ended = (0, "end", "countersign")
            clock(row, *((begun, ended) if place % 4 == 3 else (begun,)))

    def read() -> tuple[int, int, int]:
        rows_read.clear()
        assert len(desk.queue(viewer=world.officer)[0:10]) == 10
        work = sum(rows_read)
        rows_read.clear()
        assert queues.next_case(viewer=world.officer) == number
        following = sum(rows_read)
        rows_read.clear()
        assert len(queues.searched(viewer=world.officer, text="LIKE")[0:10]) == 10
        return work, following, sum(rows_read)

    grow(0, 120)
    some = read()
    grow(120, 360)
    many = read()
    # Days that hold more cases may be read whole: a page of ten and the rest of one day.
    # A day is read whole: with more cases on each, a page of ten ends in a longer one.
    assert all(much <= few + 10 for few, much in zip(some, many, strict=True)), many
