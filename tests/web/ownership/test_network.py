"""All cases on one end user across exporters: seen by the authority, never by a competitor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from tests.web.casework.builders import END_USER, ITEM, MovingClock, World, submit
from tests.web.ownership.conftest import LISTED, company, ftm, holding

from licet.web.casework.access import SYSTEM
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, OrderedAmount, OwnershipRun, PartyMark
from licet.web.casework.selectors.ownership import network as reads
from licet.web.casework.selectors.ownership import party_search
from licet.web.casework.services.applying import applications
from licet.web.casework.services.ownership.ownership_sets import Sheet, import_ownership

BANK = str(END_USER["name"])


def party(name: str = BANK, **facts: Any) -> dict[str, Any]:
    return {**END_USER, "name": name, "facts": {"type": "bank", **facts}}


def case(
    world: World,
    who: str = "halden",
    *parties: dict[str, Any],
    **facts: Any,
) -> str:
    item = {**ITEM, "facts": {**ITEM["facts"], **facts}}
    return submit(
        world,
        who,
        parties={"parties": list(parties or (party(),))},
        items={"items": [item]},
    ).number


def test_other_exporters_cases_on_the_same_name_are_possibly_the_same(
    world: World,
) -> None:
    other = case(world, "vigil")
    number = case(world, "halden", party("BANCO AURORA DO SUL, (invented)"))
    found = reads.network(viewer=world.officer, case=number)
    (one,) = found.cases
    assert (one.number, one.grade, one.exporter) == (
        other, "possibly", "Vigil Telecom (invented)",
    )  # fmt: skip
    assert [tie["kind"] for tie in one.ties] == ["name"]
    assert one.ties[0]["words"] == f"the same name: {BANK}"


def test_one_register_number_under_two_names_is_surely_the_same(world: World) -> None:
    case(
        world, "vigil", party("Bank of Dawn (invented)", registration="33.000.167/0001")
    )
    number = case(world, "halden", party(registration="33000167-0001"))
    (one,) = reads.network(viewer=world.officer, case=number).cases
    assert one.grade == "surely"
    assert one.ties[0]["kind"] == "number"


def test_a_shared_owner_ties_two_cases(world: World) -> None:
    case(world, "vigil", party("Bank of Dawn (invented)"))
    number = case(world)
    import_ownership(
        by=SYSTEM,
        sheet=Sheet(
            file="extract.jsonl",
            source="registry",
            content=ftm(
                company("a", BANK),
                company("b", "Bank of Dawn (invented)"),
                company("c", "Dusk Holding (invented)"),
                holding("c", "a", "60"),
                holding("c", "b", "60"),
            ),
        ),
    )
    run_pending()
    (one,) = reads.network(viewer=world.officer, case=number).cases
    assert [tie["kind"] for tie in one.ties] == ["owner"]
    assert "Dusk Holding (invented) stands behind" in one.ties[0]["words"]


def test_an_address_shared_by_two_names_is_told_and_makes_no_common_end_user(
    world: World,
) -> None:
    address = "Caixa 7, Rua Nova 1, Recife"
    case(world, "vigil", party("Bank of Dawn (invented)", address=address))
    number = case(world, "halden", party(address="Rua Nova 1, Recife, CAIXA 7"))
    found = reads.network(viewer=world.officer, case=number)
    assert [tie["kind"] for one in found.cases for tie in one.ties] == ["address"]
    assert found.flags[0]["flag"] == "shared_address"
    assert "2 parties share one address" in found.flags[0]["words"]
    assert {one.cases for one in found.amounts} == {1}


def test_an_exporter_and_an_agency_are_told_of_nobody_elses_case(world: World) -> None:
    case(world, "vigil")
    number = case(world)
    for who in ("halden", "vigil", "te", "customs"):
        viewer = world.actor(who)
        with pytest.raises(NotAllowedError):
            reads.network(viewer=viewer, case=number)
        with pytest.raises(NotAllowedError):
            party_search.party(viewer=viewer, text=BANK)
        assert reads.panel(viewer=viewer, case=number) is None
    with pytest.raises(NotFoundError):
        reads.network(viewer=world.officer, case="MLA-0000-00000")


def test_orders_that_each_keep_a_limit_and_pass_it_together_are_shown(
    world: World, settings: Settings, clock: MovingClock
) -> None:
    settings.LICET_OTHER_LAWS = ("us/ear",)
    small = {"eccn": "5A002.a", "value": 300, "currency": "usd", "kind": "equipment"}
    case(world, "vigil", **small)
    clock.forward(20)
    number = case(world, "halden", **small)
    PartyMark.objects.count()
    found = reads.network(viewer=world.officer, case=number)
    (one,) = found.splits
    assert (one.rule, one.limit, one.total, one.days) == (
        "lvs-components",
        500,
        600,
        30,
    )
    assert "2 applications of 2 exporters stay under 500 USD each" in one.words
    assert one.citation["pinpoint"].startswith("740.3")
    sums = {(each.days, each.cases, each.exporters) for each in found.amounts}
    assert sums == {(30, 2, 2), (90, 2, 2), (365, 2, 2)}
    assert {each.quantity for each in found.amounts} == {40}
    assert {dict(each.values)["USD"] for each in found.amounts} == {600}


def test_what_was_withdrawn_orders_nothing(world: World, settings: Settings) -> None:
    settings.LICET_OTHER_LAWS = ("us/ear",)
    small = {"eccn": "5A002.a", "value": 300, "currency": "USD"}
    gone = case(world, "vigil", **small)
    applications.withdraw_application(
        by=world.vigil, case=gone, reasons="Sold elsewhere.", version=None
    )
    number = case(world, "halden", **small)
    found = reads.network(viewer=world.officer, case=number)
    assert found.splits == ()
    assert [one.state for one in found.cases] == ["withdrawn"]
    assert {each.cases for each in found.amounts} == {1}


def test_a_party_is_found_by_name_first_words_and_number(world: World) -> None:
    number = case(world, "halden", party(registration="33000167"))
    import_ownership(
        by=SYSTEM,
        sheet=Sheet(
            file="extract.jsonl",
            source="registry",
            content=ftm(
                company("a", BANK, registrationNumber=["33000167"]),
                company("c", LISTED),
                company("e", "Branch (invented)"),
                holding("c", "a", "60"),
                holding("a", "e", "100"),
            ),
        ),
    )
    for text in (BANK, "banco aurora", "33.000.167"):
        found = party_search.party(viewer=world.officer, text=text)
        assert [one.number for one in found.cases] == [number], text
        (body,) = found.bodies
        assert (body.above, body.below) == ((LISTED,), ("Branch (invented)",))
    assert (
        party_search.party(viewer=world.officer, text="Nobody of that name").cases == ()
    )
    for text in ("", "ab", "..."):
        with pytest.raises(InvalidInputError):
            party_search.party(viewer=world.officer, text=text)


def _ten_thousand(number: str, count: int) -> None:
    """As many cases of other exporters on the same end user, and many more on others."""
    model = Case.objects.get(number=number)
    run = OwnershipRun.objects.get(case=model)
    cases = [
        Case(
            number=f"X-{n:06}", title="Other", organisation=model.organisation,
            applicant=model.applicant, profile=model.profile, state="in_review",
            transaction={}, started_at=model.started_at, submitted_at=model.submitted_at,
            updated_at=model.updated_at, end_user="Somebody", entries=["4D004"],
        )
        for n in range(count)
    ]  # fmt: skip
    Case.objects.bulk_create(cases, batch_size=1000)
    runs = OwnershipRun.objects.bulk_create(
        [
            OwnershipRun(
                case=one, findings=run.findings, on=run.on, document={"sets": []},
                digest="x", made_at=run.made_at, row=0,
            )
            for one in cases
        ],
        batch_size=1000,
    )  # fmt: skip
    PartyMark.objects.bulk_create(
        [
            PartyMark(
                run=made, case=one, party=BANK if n % 20 == 0 else f"Party {n}",
                role="end_user", kind="name",
                value="banco aurora do sul invented" if n % 20 == 0 else f"party {n}",
            )
            for n, (one, made) in enumerate(zip(cases, runs, strict=True))
        ],
        batch_size=1000,
    )  # fmt: skip
    OrderedAmount.objects.bulk_create(
        [OrderedAmount(run=made, item=1, entry="4D004", quantity=1) for made in runs],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        # The planner knows how many rows there are, as a database that works always does.
        cursor.execute("ANALYZE")


@pytest.mark.slow
def test_the_network_takes_a_bounded_number_of_queries_among_ten_thousand_cases(
    world: World,
    django_assert_max_num_queries: Callable[[int], CaptureQueriesContext],
) -> None:
    number = case(world)
    _ten_thousand(number, 10_000)
    with django_assert_max_num_queries(9):
        panel = reads.panel(viewer=world.officer, case=number)
    assert panel is not None
    assert (len(panel.cases), panel.more) == (200, 300)
    assert panel.amounts[0].cases == 201
    with django_assert_max_num_queries(9):
        found = party_search.party(viewer=world.officer, text=BANK)
    assert (len(found.cases), found.more) == (200, 301)
