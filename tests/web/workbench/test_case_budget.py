"""The case page asks a fixed number of questions of the database, whatever the case holds."""

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import (
    World,
    advise_all,
    condition,
    granted,
    see,
    take,
)
from tests.web.casework.hit_builders import BROKERS, frozen_party, say, with_party
from tests.web.reader import Reader

from licet.web.casework import gathered
from licet.web.casework.gathered import first, gather, gathering, keep, read, recall
from licet.web.casework.models import Case, LedgerRow, Licence, Message
from licet.web.casework.selectors.applying import applications as home_reads
from licet.web.casework.selectors.licences import licences as licence_reads
from licet.web.casework.services.applying import applications
from licet.web.casework.services.desk import notes
from licet.web.casework.services.licences import licences
from licet.web.casework.services.review.consultations import ask_consultation

pytestmark = pytest.mark.django_db
MOST = 30


def talk(world: World, number: str, times: int = 3) -> None:
    for place in range(times):
        applications.send_message(by=world.officer, case=number, text=f"{place}.")
        notes.write_note(by=world.officer, case=number, text=f"{place}.")


def full_case(world: World) -> str:
    """A case in review with hits, words, advice, messages, notes and another state asked."""
    parties = (BROKERS, frozen_party(role="consignee"), frozen_party(role="reseller"))
    number = with_party(world, *parties)
    take(world, number)
    talk(world, number)
    ask_consultation(
        by=world.officer, case=number, partner="NO", because="It knows.", version=None
    )
    say(world, number)
    advise_all(world, number, TE=(condition(owner="TE"),))
    return number


def decided_case(world: World) -> str:
    """A case with everything that comes after: draft, signature, letters, licence and its life."""
    seen = granted(world)
    assert seen.licence is not None
    talk(world, seen.number)
    number = seen.licence.number
    licences.suspend_licence(
        by=world.officer, licence=number, reasons="A report.", version=None
    )
    return seen.number


def asked(reader: Reader, path: str) -> list[str]:
    reader.read(path)
    with CaptureQueriesContext(connection) as found:
        reader.read(path)
    return [one["sql"][:100] for one in found]


@pytest.mark.parametrize("make", [full_case, decided_case])
def test_the_case_page_asks_at_most_thirty_times_whatever_it_holds(
    world: World, make: object
) -> None:
    number = make(world)  # type: ignore[operator]
    path = f"/work/cases/{number}/"
    found = asked(Reader(world, "officer"), path)
    assert len(found) <= MOST, "\n".join(found)
    talk(world, number, times=10)
    assert len(asked(Reader(world, "officer"), path)) <= len(found)


@pytest.mark.parametrize("make", [full_case, decided_case])
def test_what_was_asked_together_is_what_each_question_answers(
    world: World, make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make(world)  # type: ignore[operator]
    together = see(world, number)
    assert together.messages
    monkeypatch.setattr(gathered, "_rows", lambda *_: pytest.fail("asked together"))
    for name in ("desk.desk", "decision.decisions"):
        monkeypatch.setattr(
            f"licet.web.casework.selectors.{name}.gather", lambda *_: None
        )
    monkeypatch.setattr("licet.web.casework.casefile.casefile.gather", lambda *_: None)
    assert see(world, number) == together


def test_an_answer_is_given_once_and_outside_nothing_is_held(world: World) -> None:
    number = full_case(world)
    row = Case.objects.get(number=number)

    def messages(case: Case) -> models.QuerySet[Message]:
        return Message.objects.filter(case=case).order_by("at")

    def entries(_case: Case) -> models.QuerySet[LedgerRow]:
        return LedgerRow.objects.order_by("pk")[:2]

    def none(case: Case) -> models.QuerySet[Message]:
        return Message.objects.filter(case=case, pk__in=[])

    gather(row, messages)
    keep("x", 1)
    assert recall("x") is None
    with gathering():
        gather(row)
        gather(row, none)
        gather(row, messages, entries, none)
        keep("x", 1)
        with gathering():
            assert recall("x") == 1
        with CaptureQueriesContext(connection) as found:
            given = read(messages, row)
            sealed = [bytes(one.sealed) for one in read(entries, row)]
            assert first(none, row) is None
        assert len(found) == 0
        assert [one.text for one in given] == ["0.", "1.", "2."]
        assert [one.text for one in read(messages, row)] == ["0.", "1.", "2."]
    assert sealed == [bytes(one.sealed) for one in entries(row)]


def test_lists_of_licences_ask_as_often_for_many_as_for_one(world: World) -> None:
    decided_case(world)
    with CaptureQueriesContext(connection) as few:
        (one,) = licence_reads.licences(viewer=world.head)
        home_reads.home(viewer=world.halden)
    decided_case(world)
    decided_case(world)
    with CaptureQueriesContext(connection) as many:
        found = tuple(licence_reads.licences(viewer=world.head))
        home_reads.home(viewer=world.halden)
    assert len(many) == len(few)
    assert len(found) == Licence.objects.count() == 3
    alone = licence_reads.licence(viewer=world.head, licence=one.number)
    assert alone in found
