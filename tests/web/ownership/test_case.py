"""Ownership in a case: surely and possibly wait for an officer; unknown is never no."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from tests.web.casework.builders import END_USER, World, see, submit, take
from tests.web.casework.hit_builders import second
from tests.web.ownership.conftest import LISTED, company, ftm, holding

from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Case,
    LedgerRow,
    OwnershipCall,
    OwnershipRun,
    OwnershipSet,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.screening.rescreening import parties_of, subjects
from licet.web.casework.services.findings import findings
from licet.web.casework.services.ownership import owners, ownership
from licet.web.casework.services.ownership.ownership_sets import Sheet, import_ownership
from licet.web.casework.views import CaseView, OwnershipFindingView

BANK = str(END_USER["name"])


def owner(name: str = LISTED, **facts: Any) -> dict[str, Any]:
    return {
        "role": "owner",
        "name": name,
        "country": "CY",
        "facts": {"of": BANK, **facts},
    }


def with_owner(world: World, **facts: Any) -> CaseView:
    return submit(world, parties={"parties": [END_USER, owner(**facts)]})


def adjudicate_all(world: World, number: str, verdict: str) -> CaseView:
    for one in see(world, number).screenings:
        for hit in one.hits:
            if hit.standing == "open":
                findings.adjudicate_hit(
                    by=world.officer,
                    case=number,
                    hit=hit.id,
                    verdict=verdict,
                    reasons="Compared with the register.",
                    version=None,
                )
                second(world, number, hit=hit.id)  # a freeze: four eyes
    run_pending()
    return see(world, number)


def of_bank(case: CaseView) -> Iterator[OwnershipFindingView]:
    assert case.ownership is not None
    return (one for one in case.ownership.findings if one.party == BANK)


def standings(case: CaseView) -> dict[str, str]:
    return {one.regime: one.standing for one in of_bank(case)}


def codes(case: CaseView) -> set[str]:
    return {one.code for one in case.obstacles}


def register(world: World, content: bytes, source: str = "registry") -> None:
    import_ownership(
        by=world.officer,
        sheet=Sheet(file="extract.jsonl", content=content, source=source),
    )
    run_pending()


def test_an_owner_stated_by_the_applicant_is_screened_and_counts_as_possibly_listed(
    world: World,
) -> None:
    case = with_owner(world, share_low=60, share_high=60)
    screened = {one.role: one for one in case.screenings}
    assert screened["owner"].hits
    # The rule of the United States is suspended on that day; the others apply theirs.
    assert standings(case) == {"eu/2021-821": "possibly", "uk/eco-2008": "possibly"}
    assert {one.unsettled for one in of_bank(case)} == {True}
    assert "open_ownership" in codes(take(world, case.number))


def test_a_confirmed_hit_on_the_owner_makes_it_surely(world: World) -> None:
    case = with_owner(world, share_low=60, share_high=60)
    take(world, case.number)
    seen = adjudicate_all(world, case.number, "match")
    assert standings(seen) == {"eu/2021-821": "surely", "uk/eco-2008": "surely"}
    (first, *_) = of_bank(seen)
    assert (first.low, first.high) == (6000, 6000)
    assert [one["words"].partition(" [")[0] for one in first.path] == [
        f"{LISTED} holds 60 % of the shares of {BANK}"
    ]
    assert "stated by the applicant" in first.path[0]["source"]
    assert "open_ownership" in codes(seen)


def test_a_hit_that_is_no_match_clears_the_finding(world: World) -> None:
    case = with_owner(world, share_low=60, share_high=60)
    take(world, case.number)
    seen = adjudicate_all(world, case.number, "not_a_match")
    # Sixty of hundred are held by somebody unlisted: forty more are stated of nobody.
    assert set(standings(seen).values()) == {"unstated"}
    assert "open_ownership" not in codes(seen)


def test_half_exactly_is_enough_for_one_law_and_not_for_the_other(world: World) -> None:
    case = with_owner(world, share_low=50, share_high=50)
    take(world, case.number)
    seen = adjudicate_all(world, case.number, "match")
    # The other half is stated of nobody, and could be listed too.
    assert standings(seen) == {"eu/2021-821": "surely", "uk/eco-2008": "unstated"}


def test_a_range_is_possibly_and_needs_a_word(world: World) -> None:
    case = with_owner(world, share_low=25, share_high=75)
    take(world, case.number)
    seen = adjudicate_all(world, case.number, "match")
    assert standings(seen) == {"eu/2021-821": "possibly", "uk/eco-2008": "possibly"}
    assert {one.unsettled for one in of_bank(seen)} == {False}


def test_nobody_stated_is_unstated_and_never_a_no(world: World) -> None:
    assert set(standings(submit(world)).values()) == {"unstated"}


def test_an_owner_is_screened_with_what_the_register_says_of_it(world: World) -> None:
    case = submit(world)
    numbered = {"registrationNumber": ["HRB 4711"], "address": ["1 Quay Road, Halden"]}
    register(
        world,
        ftm(
            company("a", BANK, jurisdiction=["br"]),
            company("c", LISTED, jurisdiction=["br"], **numbered),
            holding("c", "a", "80"),
        ),
    )
    (hit,) = (hit for one in see(world, case.number).screenings for hit in one.hits)
    assert hit.document["party"] == {
        "name": LISTED,
        "country": "BR",
        "type": ["Company"],
        "identifiers": ["HRB 4711"],
        "address": ["1 Quay Road, Halden"],
    }


def test_a_register_shows_the_listed_owner_behind_an_owner(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    content = ftm(
        company("a", BANK, jurisdiction=["br"]),
        company("b", "Castel Nominees (invented)"),
        company("c", LISTED),
        holding("b", "a", "80"),
        holding("c", "b", "51"),
    )
    register(world, content)
    seen = see(world, case.number)
    assert [one.role for one in seen.screenings].count("owner") == 2
    assert standings(seen) == {"eu/2021-821": "possibly", "uk/eco-2008": "possibly"}
    seen = adjudicate_all(world, case.number, "match")
    # The bank and the entry of the register share a name: nobody has said they are the same.
    assert set(standings(seen).values()) == {"possibly"}
    (first, *_) = of_bank(seen)
    assert first.unsettled
    assert len(first.path) == 2
    owners.judge_namesake(
        by=world.officer,
        case=case.number,
        namesake=owners.Namesake(
            party=BANK,
            entity="registry:a",
            same=True,
            reasons="The register number stands in the contract.",
        ),
        version=None,
    )
    run_pending()
    seen = see(world, case.number)
    assert set(standings(seen).values()) == {"surely"}
    assert seen.ownership is not None
    assert seen.ownership.sets[0].startswith("registry ")


def test_a_namesake_ruled_out_counts_no_longer(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    register(
        world,
        ftm(company("a", BANK), company("c", LISTED), holding("c", "a", "90")),
    )
    assert set(standings(see(world, case.number)).values()) == {"possibly"}
    owners.judge_namesake(
        by=world.officer,
        case=case.number,
        namesake=owners.Namesake(
            party=BANK,
            entity="registry:a",
            same=False,
            reasons="Another bank of that name, closed in 1990.",
        ),
        version=None,
    )
    run_pending()
    assert set(standings(see(world, case.number)).values()) == {"unstated"}


def test_a_namesake_in_another_country_is_left_aside_and_shown(world: World) -> None:
    case = submit(world)
    register(
        world,
        ftm(
            company("a", BANK, jurisdiction=["cy"]),
            company("c", LISTED),
            holding("c", "a", "90"),
        ),
    )
    assert set(standings(see(world, case.number)).values()) == {"unstated"}
    run = OwnershipRun.objects.order_by("-pk").first()
    assert run is not None
    assert run.document["aside"] == [["*banco aurora do sul invented", "registry:a"]]


def judge(
    world: World, number: str, verdict: str, reasons: str = "Register."
) -> CaseView:
    seen = see(world, number)
    for one in of_bank(seen):
        if one.open:
            owners.judge_ownership(
                by=world.officer,
                case=number,
                finding=one.id,
                verdict=verdict,
                reasons=reasons,
                version=None,
            )
    run_pending()
    return see(world, number)


def test_a_confirmed_finding_becomes_the_facts_that_the_law_reads(world: World) -> None:
    case = with_owner(world, share_low=60, share_high=60)
    take(world, case.number)
    adjudicate_all(world, case.number, "match")
    seen = judge(world, case.number, "owned")
    facts = {one.path: one.values for one in seen.facts}
    assert facts["end_user.owned_pct_by_designated"] == ("60",)
    british = next(one for one in seen.determinations if one.regime == "uk/eco-2008")
    fired = {one["id"] for one in british.document["rules"] if one["fired"]}
    assert "designated-persons" in fired
    # The verdict outlives the new computation, because what it is about is the same.
    assert {one.verdict.verdict for one in of_bank(seen) if one.verdict} == {"owned"}
    assert "confirmed_ownership" in codes(seen)
    assert "open_ownership" not in codes(seen)


def test_more_needed_leaves_the_finding_open_and_not_owned_closes_it(
    world: World,
) -> None:
    case = with_owner(world, share_low=25, share_high=75)
    take(world, case.number)
    adjudicate_all(world, case.number, "match")
    assert "open_ownership" in codes(judge(world, case.number, "need_more"))
    seen = judge(world, case.number, "not_owned", "The articles say 25.0 %.")
    assert not {"open_ownership", "confirmed_ownership"} & codes(seen)
    told = [read_act(row) for row in LedgerRow.objects.order_by("pk")]
    kinds = [one.kind for one in told]
    assert "judge_ownership" in kinds
    assert "trace_ownership" in kinds
    judged = next(one for one in told if one.kind == "judge_ownership")
    assert judged.payload["verdict"] == "need_more"


def test_a_verdict_needs_a_word_reasons_and_an_open_finding(world: World) -> None:
    case = with_owner(world, share_low=60, share_high=60)
    take(world, case.number)
    (first, *_) = of_bank(see(world, case.number))

    def say(finding: int, verdict: str, reasons: str, who: str = "officer") -> None:
        owners.judge_ownership(
            by=world.actor(who),
            case=case.number,
            finding=finding,
            verdict=verdict,
            reasons=reasons,
            version=None,
        )

    with pytest.raises(InvalidInputError):
        say(first.id, "maybe", "x")
    with pytest.raises(InvalidInputError):
        say(first.id, "owned", " ")
    with pytest.raises(NotFoundError):
        say(first.id + 1000, "owned", "x")
    with pytest.raises(NotAllowedError):
        say(first.id, "owned", "x", "auditor")
    with pytest.raises(NotFoundError):
        say(first.id, "owned", "x", "vigil")
    seen = adjudicate_all(world, case.number, "not_a_match")
    (first, *_) = of_bank(seen)
    with pytest.raises(WrongStateError):
        say(first.id, "owned", "x")


def stated(**changes: Any) -> owners.Owner:
    told: dict[str, Any] = {
        "kind": "shares",
        "owner": LISTED,
        "owned": BANK,
        "source": "Extract of the companies register, 1 March 2026 (invented)",
        "low": Decimal(70),
        "high": Decimal(70),
    }
    return owners.Owner(**{**told, **changes})


def test_an_officer_states_an_owner_with_a_source_and_takes_it_back(
    world: World,
) -> None:
    case = submit(world)
    take(world, case.number)
    owners.state_owner(by=world.officer, case=case.number, owner=stated(), version=None)
    assert "ownership_not_traced" in codes(see(world, case.number))
    run_pending()
    seen = see(world, case.number)
    assert set(standings(seen).values()) == {"possibly"}
    assert LISTED in {one.party for one in seen.screenings}
    row = Case.objects.get(number=case.number).stated_owners.get()
    owners.withdraw_owner(
        by=world.officer,
        case=case.number,
        statement=row.pk,
        reasons="The extract was of another bank.",
        version=None,
    )
    run_pending()
    assert set(standings(see(world, case.number)).values()) == {"unstated"}
    with pytest.raises(WrongStateError):
        owners.withdraw_owner(
            by=world.officer,
            case=case.number,
            statement=row.pk,
            reasons="Again.",
            version=None,
        )
    with pytest.raises(NotFoundError):
        owners.withdraw_owner(
            by=world.officer,
            case=case.number,
            statement=row.pk + 100,
            reasons="Another.",
            version=None,
        )


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("kind", {"kind": "love"}),
        ("owner", {"owner": " "}),
        ("owned", {"owned": "x" * 301}),
        ("source", {"source": ""}),
        ("manner", {"manner": "x" * 201}),
        ("high", {"low": Decimal(80), "high": Decimal(20)}),
        ("high", {"low": None, "high": Decimal(140)}),
    ],
)
def test_a_statement_that_cannot_be_is_refused(
    world: World, field: str, changes: dict[str, Any]
) -> None:
    number = submit(world).number
    with pytest.raises(InvalidInputError) as caught:
        owners.state_owner(
            by=world.officer, case=number, owner=stated(**changes), version=None
        )
    assert list(caught.value.fields) == [field]


def test_the_job_run_again_changes_nothing(world: World) -> None:
    case = with_owner(world, share_low=60, share_high=60)
    pk = str(Case.objects.get(number=case.number).pk)
    assert OwnershipRun.objects.count() == 1
    assert not ownership.compute_ownership(pk)
    assert not findings.refresh_ownership(pk)
    assert ownership.trace_owed() == 0
    assert OwnershipRun.objects.count() == 1


def test_what_died_between_a_call_and_its_job_is_found(world: World) -> None:
    case = submit(world)
    row = Case.objects.get(number=case.number)
    OwnershipCall.objects.create(case=row, because="owner_stated", at=row.updated_at)
    assert "ownership_not_traced" in codes(take(world, case.number))
    assert ownership.trace_owed() == 1
    assert "ownership_not_traced" not in codes(see(world, case.number))


def test_the_same_file_twice_is_one_set(world: World) -> None:
    content = ftm(company("a", "Somebody (invented)"))
    register(world, content)
    register(world, content)
    assert OwnershipSet.objects.count() == 1


def test_a_list_change_alerts_a_case_by_whoever_stands_behind_its_party(
    world: World,
) -> None:
    case = submit(world)
    register(
        world,
        ftm(company("a", BANK), company("n", "Nightjar Trust (invented)"), holding("n", "a", "90")),
    )  # fmt: skip
    (subject,) = subjects()
    assert [one["name"] for one in parties_of(subject)] == [
        "Halden Security (invented)",
        BANK,
        "Nightjar Trust (invented)",
    ]
    assert subject.case.number == case.number
