"""Lists that grow with the cases come in pages: as many questions for sixty rows as for five."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import World, refused, submit, take
from tests.web.casework.test_appeal_kinds import assign
from tests.web.casework.test_appeals import lodge
from tests.web.reader import Reader

from licet.web.casework.models import Case, ClockRow, Letter, Service
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.applying import applications
from licet.web.casework.selectors.desk import desk, queues
from licet.web.casework.selectors.notices.deadlines import of_applicants
from licet.web.casework.selectors.parts.pages import Lines, page_of

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'href="/(?:work/cases|apply)/(COPY-\d{3})/"')


def copies(number: str, first: int, last: int, **changes: object) -> None:
    """The same case again under other numbers, its clock begun by twos on earlier days."""
    for place in range(first, last):
        clock = list(ClockRow.objects.filter(case__number=number).order_by("pk"))
        row = Case.objects.get(number=number)
        row.pk = Case._meta.pk.get_default()  # a row like it, of its own identity
        row.number, row._state.adding = f"COPY-{place:03}", True
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        for event in clock:
            on = event.on - timedelta(days=place // 2 % 5)
            ClockRow.objects.create(
                case=row, on=on, effect=event.effect, reason=event.reason
            )


def asked(reader: Reader, path: str) -> int:
    reader.source(path)
    with CaptureQueriesContext(connection) as found:
        reader.source(path)
    return len(found)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("officer", "/work/"),
        ("officer", "/work/?text=COPY"),
        ("officer", "/work/?team=LIC"),
        ("head", "/work/assign/"),
        ("head", "/work/workload/"),
        ("halden", "/apply/"),
    ],
)
def test_sixty_cases_ask_no_more_than_five(world: World, who: str, path: str) -> None:
    number = submit(world).number
    take(world, number)
    copies(number, 0, 5)
    reader = Reader(world, who)
    few = asked(reader, path)
    assert few <= 30
    copies(number, 5, 60)
    assert asked(reader, path) == few


def test_the_work_list_shows_fifty_and_each_case_once_in_the_order_of_the_work(
    world: World,
) -> None:
    number = submit(world).number
    copies(number, 0, 30, state="in_review", officer=world.people["officer"])
    copies(number, 30, 60)
    officer = Reader(world, "officer")
    first, second = officer.source("/work/"), officer.source("/work/?page=2")
    assert "1 to 50 of 61" in first
    assert "51 to 61 of 61" in second
    shown = LINKED.findall(first) + LINKED.findall(second)
    assert len(shown) == len(set(shown)) == 60
    assert set(shown[:30]) == {f"COPY-{place:03}" for place in range(30)}
    found = desk.queue(viewer=world.officer)
    assert found.counted == (30, 31, 0)
    days = [one.clock.due for one in found.mine]
    assert days == sorted(days, key=str)
    assert [one.number for one in found.mine] == shown[:30]
    assert not found.others


def test_a_search_keeps_its_words_from_page_to_page(world: World) -> None:
    number = submit(world).number
    copies(number, 0, 60)
    officer = Reader(world, "officer")
    first = officer.source("/work/?text=COPY&state=triage")
    assert "1 to 50 of 60" in first
    assert "text=COPY" in first
    assert "page=2" in first
    assert "51 to 60 of 60" in officer.source("/work/?text=COPY&state=triage&page=99")
    assert "1 to 50 of 60" in officer.source("/work/?text=COPY&state=triage&page=x")
    assert "No case fits" in officer.source("/work/?text=nowhere")


def test_the_next_case_goes_on_past_the_page(world: World) -> None:
    number = submit(world).number
    copies(number, 0, 60)
    order = [one.number for one in desk.queue(viewer=world.officer2).waiting]
    assert len(order) == 61
    after = queues.next_case(viewer=world.officer2, after=order[49])
    assert after == order[50]


def test_an_applicant_turns_each_list_of_the_home_page_by_itself(world: World) -> None:
    number = submit(world).number
    copies(number, 0, 55, state="information_requested")
    halden = Reader(world, "halden")
    page = halden.source("/apply/")
    assert "1 to 50 of 55" in page
    assert "1 to 50 of 56" in page
    second = halden.source("/apply/?needs=2")
    assert "51 to 55 of 55" in second
    assert "1 to 50 of 56" in second
    home = applications.home(viewer=world.halden, offset=50, most=50)
    assert (len(home.needs_me), len(home.cases)) == (5, 6)


def test_whoever_hears_an_appeal_finds_it_among_their_own(world: World) -> None:
    number = refused(world).number
    assign(world, lodge(world, number).id)
    assert [one.number for one in desk.queue(viewer=world.judge).mine] == [number]


def test_lines_are_read_by_the_page_and_all_when_they_are_asked_for() -> None:
    reads: list[tuple[int, int]] = []

    def read(first: int, last: int) -> list[int]:
        reads.append((first, last))
        return list(range(first, last))

    found = Lines(lambda: 450, read)
    assert page_of(found, "2").object_list == tuple(range(50, 100))
    assert found[440:999] == tuple(range(440, 450))
    assert found[500:600] == ()
    assert list(found) == list(range(450))
    assert reads == [(50, 100), (440, 450), (0, 200), (200, 400), (400, 450)]


def test_last_days_of_appeals_are_asked_for_all_cases_at_once(world: World) -> None:
    first, second = refused(world).number, refused(world).number
    day = legal_day(now())
    for letter in Letter.objects.filter(decision__isnull=False):
        if not Service.objects.filter(letter=letter).exists():
            Service.objects.create(letter=letter, on=day, at=now(), manner="post")

    def asked_of(*numbers: str) -> tuple[int, set[str]]:
        cases = Case.objects.filter(number__in=numbers)
        with CaptureQueriesContext(connection) as found:
            told = [one for one in of_applicants(cases) if one.kind == "appeal"]
        return len(found), {one.number for one in told}

    few, one = asked_of(first)
    many, both = asked_of(first, second)
    assert (one, both) == ({first}, {first, second})
    assert many == few
