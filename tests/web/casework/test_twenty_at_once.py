"""Twenty people at once on the same cases: nothing lost, nothing twice, the record whole; on both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from tests.web.casework.builders import (
    World,
    advise_all,
    build_world,
    condition,
    decide,
    draft_and_send,
    draft_of,
    hire,
    see,
    submit,
    take,
)
from tests.web.casework.test_licences import delivery

from licet.web.casework.errors import CaseworkError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Advice,
    Case,
    CaseEvent,
    CaseNote,
    Countersignature,
    Decision,
    DelegationRow,
    DeliveryReport,
    Letter,
    Licence,
    Person,
    Post,
)
from licet.web.casework.models import Counter as Numbers
from licet.web.casework.ports import Ports, now, using
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.applying import applications
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, notes, referring
from licet.web.casework.services.licences import licences

pytestmark = pytest.mark.django_db(transaction=True)
TWENTY = 20


@pytest.fixture
def people(outside: Ports, transactional_db: None) -> World:
    """The authority with twenty more signatories, officers and people of an agency."""
    world = build_world()
    boss = Post.objects.get(person=world.people["head"], role="manager")
    for number in range(TWENTY):
        for key, team, role in (
            (f"sign{number}", "SGN", "countersigner"),
            (f"desk{number}", "LIC", "officer"),
            (f"staff{number}", "DS", "agency"),
        ):
            hire(key, team, (role,), boss if role != "agency" else None)
            world.people[key] = Person.objects.get(email=f"{key}@meridia.example")
        DelegationRow.objects.create(
            holder=world.people[f"sign{number}"], acts=["grant", "refuse"],
            highest_tier=4, first=boss.first, instrument="Order 2/2025 (invented)",
        )  # fmt: skip
    return world


def at_once(outside: Ports, acts: list[Callable[[], object]]) -> Counter[str]:
    """Everybody acts at the same moment in a thread of their own; how each ended."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        with using(replace(outside)):
            gate.wait()
            try:
                act()
            except CaseworkError as error:
                return error.code
            finally:
                connection.close()
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))


def whole() -> None:
    """The record is whole, every act has one row of its own, no number stands twice."""
    run_sequencer(at=now(), flush=True)
    assert check_database().faults == ()
    rows = list(CaseEvent.objects.values_list("row", flat=True))
    assert len(rows) == len(set(rows))
    for model in (Case, Licence):
        numbers = list(model.objects.values_list("number", flat=True))
        assert len(numbers) == len(set(numbers))


def test_the_database_is_the_one_that_is_meant(people: World) -> None:
    engine = settings.DATABASES["default"]["ENGINE"]
    assert engine.endswith("postgresql" if connection.vendor == "postgresql" else "sqlite3")  # fmt: skip


def test_twenty_signatories_make_one_decision(people: World, outside: Ports) -> None:
    number = submit(people).number
    take(people, number)
    advise_all(people, number)
    draft_and_send(people, number, draft_of("grant"))
    signers = [people.actor(f"sign{n}") for n in range(TWENTY)]

    def sign(who: int) -> Callable[[], object]:
        by = signers[who]
        return lambda: decisions.countersign(by=by, case=number, version=None)

    ended = at_once(outside, [sign(n) for n in range(TWENTY)])
    assert ended["done"] == 1
    assert set(ended) <= {"done", "wrong_state", "stale_version"}
    assert Decision.objects.count() == Countersignature.objects.count() == 1
    run_pending()
    assert Licence.objects.count() == 1
    assert Letter.objects.filter(kind="decision").count() == 1
    whole()


def test_twenty_officers_take_a_case_and_one_has_it(
    people: World, outside: Ports
) -> None:
    seen = submit(people)
    officers = [people.actor(f"desk{n}") for n in range(TWENTY)]

    def grab(who: int) -> Callable[[], object]:
        by = officers[who]
        return lambda: desk.take_case(by=by, case=seen.number, version=seen.version)

    ended = at_once(outside, [grab(n) for n in range(TWENTY)])
    assert ended["done"] == 1
    (told,) = CaseEvent.objects.filter(kind="take_case")
    assert told.actor == str(Case.objects.get().officer_id)
    whole()


def test_twenty_of_one_agency_advise_and_every_word_is_kept_with_its_number(
    people: World, outside: Ports
) -> None:
    number = submit(people).number
    take(people, number)
    asked = tuple(referring.Referral(team=code, because="Please look.") for code in ("DS", "TE"))  # fmt: skip
    referring.refer_case(by=people.officer, case=number, referrals=asked, version=None)
    staff = [people.actor(f"staff{n}") for n in range(TWENTY)]
    before = Case.objects.get(number=number).version

    def advise(who: int) -> Callable[[], object]:
        by = staff[who]
        return lambda: referring.give_advice(
            by=by, case=number, position=("agree", "object")[who % 2],
            reasons=f"Word {who}.", version=None,
        )  # fmt: skip

    ended = at_once(outside, [advise(n) for n in range(TWENTY)])
    assert ended == Counter(done=TWENTY)
    rows = Advice.objects.filter(referral__case__number=number)
    assert sorted(rows.values_list("version", flat=True)) == [*range(1, TWENTY + 1)]
    assert {row.reasons for row in rows} == {f"Word {n}." for n in range(TWENTY)}
    assert Case.objects.get(number=number).version == before + TWENTY
    whole()


def test_twenty_different_acts_at_once_lose_no_update(
    people: World, outside: Ports
) -> None:
    number = submit(people).number
    other = submit(people, "vigil").number
    take(people, number)
    officer, applicant = people.officer, people.halden
    body = str(people.organisations["halden"].pk)
    before = Case.objects.get(number=number)

    def fact(place: int) -> object:
        return desk.correct_fact(
            by=officer, case=number, path="end_user.address", value=f"{place} Quay",
            reasons="The register.", version=None,
        )  # fmt: skip

    def note(place: int) -> object:
        return notes.write_note(by=officer, case=number, text=f"Note {place}.")

    def begin(place: int) -> object:
        return applications.start_application(by=applicant, organisation=body, title=f"No. {place}")  # fmt: skip

    def write(place: int) -> object:
        return applications.send_message(by=applicant, case=number, text=f"{place}?")

    kinds = (fact, note, begin, write)
    acts = [lambda n=n: kinds[n % 4](n) for n in range(TWENTY)]  # type: ignore[misc]
    ended = at_once(outside, acts)
    assert ended == Counter(done=TWENTY)
    case = Case.objects.get(number=number)
    assert case.version == before.version + 5
    assert case.facts_version == before.facts_version + 5
    assert CaseNote.objects.filter(case=case).count() == 5
    assert Case.objects.filter(title__startswith="No. ").count() == 5
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [int(one[-5:]) for one in numbers] == [*range(1, 8)]  # no gap, no double
    assert Numbers.objects.filter(name__contains="case").exists()
    assert see(people, other).version
    run_pending()
    assert see(people, number).facts
    whole()


def test_twenty_reports_of_use_never_pass_what_the_licence_allows(
    people: World, outside: Ports
) -> None:
    number = submit(people).number
    take(people, number)
    advise_all(people, number)
    limit = condition("quantity_limit", quantity="7", unit="C62")
    decide(
        people, number, draft_of("grant_with_conditions", conditions=(limit,)), "head"
    )
    licence = Licence.objects.get().number
    by = people.halden

    def use(place: int) -> Callable[[], object]:
        report = delivery(quantity=Decimal(1), reference=f"A-{place}")
        return lambda: licences.report_delivery(
            by=by, licence=licence, delivery=report, version=None
        )

    ended = at_once(outside, [use(n) for n in range(TWENTY)])
    assert ended["done"] == 7
    assert sum(DeliveryReport.objects.values_list("quantity", flat=True)) == 7
    assert Licence.objects.get().state == "exhausted"
    whole()
