"""Several at once: one set, one computation, no call lost; on both databases."""

import pytest
from tests.web.casework.builders import MovingClock, World, build_world, submit, take
from tests.web.casework.test_concurrency import at_once
from tests.web.ownership.conftest import LISTED, company, ftm, holding
from tests.web.ownership.test_case import BANK, codes, stated

from licet.web.casework.access import SYSTEM
from licet.web.casework.engines import Lists
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Case,
    LedgerRow,
    OwnershipCall,
    OwnershipRun,
    OwnershipSet,
    OwnershipVerdict,
    StatedOwner,
)
from licet.web.casework.ports import ports
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.desk import desk
from licet.web.casework.services.ownership import owners, ownership
from licet.web.casework.services.ownership.ownership_sets import Sheet, import_ownership

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = ftm(company("a", BANK), company("c", LISTED), holding("c", "a", "60"))


@pytest.fixture
def people(lists: Lists, clock: MovingClock, transactional_db: None) -> World:
    return build_world()


def taken(people: World) -> str:
    number = submit(people).number
    take(people, number)
    return number


def import_it() -> object:
    return import_ownership(
        by=SYSTEM, sheet=Sheet(file="x.jsonl", content=CONTENT, source="registry")
    )


def test_one_file_taken_in_by_many_is_one_set_and_one_entry(people: World) -> None:
    number = taken(people)
    assert at_once(ports(), *[import_it] * 4) == ["done"] * 4
    assert OwnershipSet.objects.count() == 1
    kinds = [read_act(row).kind for row in LedgerRow.objects.all()]
    assert kinds.count("import_ownership") == 1
    run_pending()
    case = desk.case(viewer=people.officer, case=number)
    assert "ownership_not_traced" not in codes(case)


def test_two_workers_trace_a_case_once(people: World) -> None:
    number = taken(people)
    row = Case.objects.get(number=number)
    before = OwnershipRun.objects.count()
    ownership.call_ownership(row, "owner_stated")

    def trace() -> object:
        return ownership.compute_ownership(str(row.pk))

    assert at_once(ports(), trace, trace, trace) == ["done"] * 3
    assert OwnershipRun.objects.count() == before + 1


def test_a_statement_made_while_a_case_is_traced_is_never_lost(people: World) -> None:
    number = taken(people)
    row = Case.objects.get(number=number)
    ownership.call_ownership(row, "set_imported")

    def trace() -> object:
        return ownership.compute_ownership(str(row.pk))

    def state() -> object:
        return owners.state_owner(
            by=people.officer, case=number, owner=stated(), version=None
        )

    assert at_once(ports(), trace, state) == ["done", "done"]
    run_pending()
    newest = OwnershipRun.objects.filter(case=row).order_by("-pk").first()
    assert newest is not None
    assert newest.call == OwnershipCall.objects.order_by("-pk").first().pk  # type: ignore[union-attr]  # there is one
    assert any(LISTED in one["name"] for one in newest.document["entities"])


def test_two_officers_judge_one_finding_and_the_second_is_told(people: World) -> None:
    number = taken(people)
    owners.state_owner(by=people.officer, case=number, owner=stated(), version=None)
    run_pending()
    seen = desk.case(viewer=people.officer, case=number)
    assert seen.ownership is not None
    finding = next(one for one in seen.ownership.findings if one.open)

    def judge() -> object:
        return owners.judge_ownership(
            by=people.officer,
            case=number,
            finding=finding.id,
            verdict="not_owned",
            reasons="The extract is of another bank.",
            version=seen.version,
        )

    assert at_once(ports(), judge, judge) == ["done", "stale_version"]
    assert OwnershipVerdict.objects.count() == 1
    assert StatedOwner.objects.count() == 1
