"""The web of a case: what is stated, how it is gathered, kept, drawn and read by the law."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.casework.builders import END_USER, World, granted, submit, take
from tests.web.ownership.conftest import LISTED, company, ftm, holding
from tests.web.ownership.test_case import (
    BANK,
    owner,
    register,
    stated,
)

from licet.diversion import (
    ControlStatement,
    DirectorshipStatement,
    Measure,
    OwnershipStatement,
)
from licet.web.casework.errors import NotFoundError, WrongStateError
from licet.web.casework.models import Case, OrderedAmount, OwnershipRun, StatedOwner
from licet.web.casework.ownership import drawing, gathering, writing
from licet.web.casework.ownership.establishing import facts_of
from licet.web.casework.ownership.judging import Names
from licet.web.casework.ownership.stating import (
    node_of,
    said,
    stated_in,
    statement_of,
)
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.selectors.ownership import ownership as reads
from licet.web.casework.services.findings import findings
from licet.web.casework.services.ownership import owners
from licet.web.casework.services.ownership import ownership as service


def case_with(*parties: dict[str, Any]) -> Any:
    return SimpleNamespace(
        number="MLA-1", transaction={"parties": [END_USER, *parties]}
    )


def one_of(*parties: dict[str, Any]) -> Any:
    return stated_in(case_with(*parties), ())


def test_an_owner_who_names_nobody_owns_each_receiver_perhaps() -> None:
    other = {**END_USER, "role": "consignee", "name": "Porter (invented)"}
    exporter = {"role": "exporter", "name": "Halden (invented)", "country": "SE"}
    found = one_of(exporter, other, owner(of="", share_low=60, share_high=70))
    assert {one.owned for one in found.statements} == {node_of(BANK), node_of(other["name"])}  # fmt: skip
    assert {(one.share.low, one.share.high) for one in found.statements} == {(0, 7000)}


@pytest.mark.parametrize(
    ("facts", "low", "high", "wrong"),
    [
        ({}, 0, 10_000, ""),
        ({"share_low": 60}, 6000, 10_000, ""),
        ({"share_high": "24.999"}, 0, 2500, ""),
        ({"share_low": 80, "share_high": 20}, 0, 10_000, "unknown share"),
        ({"share_high": 140}, 0, 10_000, "unknown share"),
        ({"share_low": "much", "share_high": "NaN"}, 0, 10_000, ""),
        ({"share_low": 60, "from": "2026-02-30"}, 0, 10_000, "on every day, perhaps"),
        ({"share_low": 60, "from": "2026-01-02", "until": "2026-01-01"}, 0, 10_000, "comes before"),
    ],
)  # fmt: skip
def test_what_the_applicant_cannot_mean_counts_as_unknown_and_is_told(
    facts: dict[str, Any], low: int, high: int, wrong: str
) -> None:
    found = one_of(owner(**facts))
    (one,) = found.statements
    assert isinstance(one, OwnershipStatement)
    assert (one.share.low, one.share.high) == (low, high)
    assert bool(found.wrong) == bool(wrong)
    assert wrong in " ".join(found.wrong)


def test_votes_control_and_directors_are_stated_too() -> None:
    days = {"from": "2020-01-01", "until": "2030-12-31"}
    director = {
        "role": "director", "name": "Ada Quill (invented)", "country": "BR",
        "facts": {"of": BANK, "office": "chair"},
    }  # fmt: skip
    found = one_of(owner(measure="votes", controls=True, **days), director)
    votes, control, tie = found.statements
    assert isinstance(votes, OwnershipStatement)
    assert votes.measure is Measure.VOTES
    assert votes.force.last == date(2030, 12, 31)
    assert isinstance(control, ControlStatement)
    assert control.certain
    assert isinstance(tie, DirectorshipStatement)
    assert tie.manner == "chair"
    assert found.entities[node_of(director["name"])].kind == "person"


def test_a_fact_is_read_plain_and_full_disputed_ones_with_every_word() -> None:
    full = {"state": "disputed", "statements": [{"value": 1}, {"value": 2}, {"value": ""}]}  # fmt: skip
    assert said({"a": 5, "b": full, "c": None, "d": ""}, "a") == [5]
    assert said({"b": full}, "b") == [1, 2]
    assert said({}, "c") == []


@pytest.mark.parametrize("kind", ["shares", "votes", "control", "tie"])
def test_what_is_stated_reads_the_same_after_it_was_kept(kind: str) -> None:
    row = StatedOwner(
        pk=7, kind=kind, owner="A", owned="B", low=100, high=2500, manner="",
        first=date(2020, 1, 1), source="Register",
    )  # fmt: skip
    row.case = Case(number="MLA-1")
    one = statement_of(row)
    assert writing.read_statement(writing.statement_json(one)) == one


def test_a_register_entry_with_the_number_alone_is_a_namesake(world: World) -> None:
    party = {**END_USER, "facts": {"type": "bank", "registration": "33000167"}}
    case = submit(world, parties={"parties": [party]})
    register(
        world,
        ftm(
            company("a", "Dawn Bank (invented)", registrationNumber=["33 000 167"]),
            company("b", BANK, registrationNumber=["33000167"], jurisdiction=["cy"]),
            holding("x", "a", "90"),
        ),
    )
    run = OwnershipRun.objects.filter(case__number=case.number).order_by("-pk")[0]
    assert run.document["namesakes"] == [[node_of(BANK), "registry:a"]]
    assert run.document["same"] == [[node_of(BANK), "registry:b"]]
    assert "x" in {one["name"] for one in run.document["entities"]}


@pytest.mark.parametrize("bound", ["MOST_LEVELS", "MOST_OWNERS", "MOST_LINES"])
def test_more_owners_than_can_be_read_leave_no_no(
    world: World, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(gathering, bound, 1)
    case = submit(world)
    take(world, case.number)
    people = [company(f"o{n}", f"Owner {n} (invented)") for n in range(4)]
    held = [holding(f"o{n}", "a", "25") for n in range(3)]
    register(world, ftm(company("a", BANK), *people, *held, holding("o3", "o2", "5")))
    seen = reads.case_ownership(viewer=world.officer, case=case.number)
    assert seen.cut
    assert {one.standing for one in seen.findings if one.party == BANK} == {"possibly"}


def shares(owner_: str, owned: str, **changes: Any) -> dict[str, Any]:
    told = {"kind": "shares", "owner": owner_, "owned": owned, "low": 0, "high": 10_000}
    return told | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "share unknown"),
        ({"low": 2500, "high": 2500}, "25 %"),
        ({"low": 100, "high": 5050}, "1 % to 50.5 %"),
        ({"kind": "votes", "low": 5000, "high": 5000}, "50 % of votes"),
        ({"kind": "control", "certain": True}, "controls"),
        ({"kind": "control", "certain": False}, "may control"),
        ({"kind": "tie", "manner": "chair"}, "chair"),
    ],
)
def test_an_arrow_says_what_is_held(changes: dict[str, Any], words: str) -> None:
    assert drawing.share_words(shares("a", "b", **changes)) == words


def test_a_drawing_ends_in_cycles_and_at_forty_boxes() -> None:
    ring = [shares("a", "p"), shares("p", "a", low=100), shares("q", "q")]
    drawn = drawing.draw(
        ring, roots=["p"], names={}, notes={"p": ("party", "end user")}
    )
    assert drawn is not None
    assert [one.id for one in drawn.boxes] == ["p", "a"]
    assert [one.dashed for one in drawn.arrows] == [True, False]
    many = [shares(f"o{n:03}", "p", kind="tie", manner="x" * 40) for n in range(60)]
    drawn = drawing.draw(many, roots=["p"], names={"p": "word " * 20}, notes={})
    assert drawn is not None
    assert (len(drawn.boxes), drawn.left) == (40, 21)
    assert all(len(one.label) <= 26 for one in drawn.arrows)
    assert len(drawn.boxes[0].lines) == 2
    assert drawing.draw([], roots=["p"], names={}, notes={}) is None


def finding(**changes: Any) -> Any:
    told = {"regime": "uk/eco-2008", "rule": "designated-persons", "role": "end_user", "low": 6050, "path": []}  # fmt: skip
    return SimpleNamespace(**(told | changes))


def test_a_confirmed_finding_sets_the_facts_of_its_own_law(world: World) -> None:
    found = facts_of(finding(), "X")
    assert found["end_user.owned_pct_by_designated"] == "60.5"
    control = facts_of(finding(low=0, path=[{"kind": "control"}]), "X")
    assert control == {"end_user.controlled_by_designated": True}
    american = finding(regime="us/ear", rule="listed-parties", low=6000)
    assert facts_of(american, "X") == {
        "end_user.owned_pct_by_listed": 60,
        "end_user.listed_owner": "X",
    }
    assert facts_of(finding(role="carrier"), "X") == {}
    assert facts_of(finding(regime="eu/2021-821", rule="asset-freeze"), "X") == {}


def test_a_closed_case_takes_no_statement_and_keeps_what_was_found(
    world: World,
) -> None:
    number = granted(world).number
    with pytest.raises(WrongStateError):
        owners.state_owner(by=world.officer, case=number, owner=stated(), version=None)
    pk = str(Case.objects.get(number=number).pk)
    register(world, ftm(company("a", BANK), company("c", LISTED), holding("c", "a", "90")))  # fmt: skip
    assert OwnershipRun.objects.filter(case=pk).count() == 1
    # Asked all the same, it is traced on the findings of its day: the owner was never screened.
    assert findings.refresh_ownership(pk)


def test_a_draft_and_a_case_that_is_not_there_have_no_web(world: World) -> None:
    row = Case.objects.get(number=submit(world).number)
    Case.objects.filter(pk=row.pk).update(state="draft")
    assert not service.compute_ownership(str(row.pk))
    assert reads.ownership(Case(number="MLA-9")).on is None
    with pytest.raises(NotFoundError):
        reads.case_ownership(viewer=world.officer, case="MLA-9")


def test_an_erased_case_does_not_keep_the_others_from_being_traced(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Case.objects.get(number=submit(world).number)
    service.call_ownership(row, "owner_stated")

    def erased(_case: str) -> bool:
        raise KeyDestroyedError(str(row.pk))

    monkeypatch.setattr(service, "compute_ownership", erased)
    assert service.trace_owed() == 0


def test_an_amount_that_has_no_place_in_the_column_counts_as_not_stated(
    world: World,
) -> None:
    number = service._number  # the reading of a stated number
    assert number(["much", "12.50"]) == Decimal("12.5")
    assert number(["Infinity", -1, 10**18]) is None
    assert OrderedAmount.objects.count() == 0


def test_who_is_not_known_is_called_by_the_id() -> None:
    assert Names({"a": "A"}).name("b") == "b"
