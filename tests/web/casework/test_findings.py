"""Everything computable is computed once, outside any transaction; people judge the hits."""

import pytest
from tests.web.casework.builders import END_USER, World, see, start, submit, take
from tests.web.casework.hit_builders import listed_name, second

from licet.web.casework.errors import InvalidInputError, NotAllowedError, NotFoundError
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, FindingsRun
from licet.web.casework.services.applying import applications
from licet.web.casework.services.desk import desk
from licet.web.casework.services.findings import computing, findings


def with_hit(world: World) -> str:
    party = {**END_USER, "name": listed_name()}
    return submit(world, parties={"parties": [party]}).number


def test_findings_show_law_lists_and_who_was_screened(world: World) -> None:
    case = submit(world)
    screening = case.screenings[0]
    assert screening.lists
    assert screening.lists_fresh
    assert not screening.stale
    assert all(one.document["digest"] for one in case.determinations)
    assert {one["to"] for one in case.suggested_referrals} >= {"TE", "DS"}


def test_what_the_declaration_covers_is_shown_as_assumed(world: World) -> None:
    case = submit(world)
    assumed = [one for one in case.facts if one.basis == "assumed"]
    assert assumed
    assert {one.by for one in assumed} == {"exporter (declaration)"}
    assert all(not one.scope.startswith("end_user") for one in assumed)


def test_a_party_on_a_list_is_a_hit_and_waits_for_an_officer(world: World) -> None:
    case = see(world, with_hit(world))
    hits = [hit for one in case.screenings for hit in one.hits]
    assert hits
    assert {one.standing for one in hits} == {"open"}
    assert "open_hit" in {one.code for one in case.obstacles}
    assert hits[0].document["parts"]


def test_an_adjudication_needs_verdict_reasons_and_a_hit(world: World) -> None:
    number = with_hit(world)
    hit = see(world, number).screenings[0].hits or see(world, number).screenings[1].hits
    judge = findings.adjudicate_hit
    with pytest.raises(InvalidInputError):
        judge(
            by=world.officer,
            case=number,
            hit=hit[0].id,
            verdict="maybe",
            reasons="x",
            version=None,
        )
    with pytest.raises(InvalidInputError):
        judge(
            by=world.officer,
            case=number,
            hit=hit[0].id,
            verdict="match",
            reasons=" ",
            version=None,
        )
    with pytest.raises(NotFoundError):
        judge(
            by=world.officer,
            case=number,
            hit="none",
            verdict="match",
            reasons="x",
            version=None,
        )
    with pytest.raises(NotAllowedError):
        judge(
            by=world.auditor,
            case=number,
            hit=hit[0].id,
            verdict="match",
            reasons="x",
            version=None,
        )


def test_an_adjudication_stays_when_the_same_pair_comes_again(world: World) -> None:
    number = with_hit(world)
    for hit in [hit for one in see(world, number).screenings for hit in one.hits]:
        findings.adjudicate_hit(
            by=world.officer,
            case=number,
            hit=hit.id,
            verdict="not_a_match",
            reasons="Another register number.",
            version=None,
        )
        second(world, number, hit=hit.id)
    renewed = findings.renew_findings(by=world.officer, case=number, version=None)
    hits = [hit for one in renewed.screenings for hit in one.hits]
    assert {one.standing for one in hits} == {"not_a_match"}
    assert hits[0].adjudications[0].by == "Officer"
    assert FindingsRun.objects.count() == 2


def test_a_confirmed_match_becomes_a_fact(world: World) -> None:
    number = with_hit(world)
    hit = next(hit for one in see(world, number).screenings for hit in one.hits)
    findings.adjudicate_hit(
        by=world.officer,
        case=number,
        hit=hit.id,
        verdict="match",
        reasons="Same address.",
        version=None,
    )
    seen = second(world, number, hit=hit.id)
    fact = next(one for one in seen.facts if one.path == "end_user.listed_on")
    assert fact.basis == "found"
    assert "confirmed_match" in {one.code for one in seen.obstacles}
    assert all(one.stale for one in seen.determinations)
    run_pending()
    assert not any(one.stale for one in see(world, number).determinations)


def test_facts_that_change_while_computing_are_computed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = submit(world)
    take(world, case.number)
    row = Case.objects.get(number=case.number)
    computed = computing.compute(
        row.transaction, facts_version=row.facts_version, on=case.determinations[0].on
    )
    desk.correct_fact(
        by=world.officer,
        case=case.number,
        path="end_user.type",
        value="police",
        reasons="Register",
        version=None,
    )
    runs = FindingsRun.objects.count()
    assert findings._write(row, computed, by=findings.SYSTEM) is False
    assert FindingsRun.objects.count() == runs
    run_pending()
    seen = see(world, case.number)
    assert FindingsRun.objects.count() == runs + 1
    assert not any(one.stale for one in seen.determinations)


def test_the_job_run_twice_writes_once(world: World) -> None:
    case = submit(world)
    row = Case.objects.get(number=case.number)
    assert findings.compute_findings(str(row.pk)) is False
    assert FindingsRun.objects.count() == 1


def test_findings_of_a_withdrawn_case_are_not_written(world: World) -> None:
    made = start(world)
    applications.submit_application(
        by=world.halden, case=made.number, key="k", version=None
    )
    row = Case.objects.get(number=made.number)
    computed = computing.compute(
        row.transaction, facts_version=row.facts_version, on=row.started_at.date()
    )
    applications.withdraw_application(by=world.halden, case=made.number, version=None)
    assert findings._write(row, computed, by=findings.SYSTEM) is False
    run_pending()
    assert FindingsRun.objects.count() == 0


def test_an_item_of_no_entry_leaves_the_case_without_entries(world: World) -> None:
    item = {"name": "Plain cable", "facts": {"kind": "equipment", "listed_as": "none"}}
    case = submit(world, items={"items": [item]})
    assert Case.objects.get(number=case.number).entries == []
