"""Mission of Licet: what officers, applicants and readers of today's systems complained of."""

import dataclasses
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.casework.builders import (
    END_USER,
    MovingClock,
    World,
    advise_all,
    draft_and_send,
    draft_of,
    granted,
    refusal,
    refused,
    see,
    submit,
    take,
)
from tests.web.casework.hit_builders import hits_of, with_party
from tests.web.casework.test_appeals import appoint, assign, lodged
from tests.web.casework.test_interagency import entered, obstacles, referred, send
from tests.web.reader import Reader

from licet.review import machines
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotIndependentActError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import Case, Decision, LedgerRow, Post, Team
from licet.web.casework.ports import now
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.selectors.public import figures
from licet.web.casework.services.applying.applications import withdraw_application
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, part_marks, referring
from licet.web.casework.services.review import silences


def ready(world: World) -> str:
    """A case on which everybody has agreed."""
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    return number


def test_every_party_is_screened_not_one_field(world: World) -> None:
    """Mission of Licet: one field with one name of one party was searched."""
    others = [
        {"role": "consignee", "name": "Porto Cinza Lda (invented)", "country": "BR"},
        {"role": "broker", "name": "Sable Wind Zero", "country": "SG"},
    ]
    number = with_party(world, END_USER, *others)
    screened = {(one.role, one.party) for one in see(world, number).screenings}
    assert {role for role, _name in screened} == {"exporter", "end_user", "consignee", "broker"}  # fmt: skip
    hit = [one for one in see(world, number).screenings if one.hits]
    assert {one.role for one in hit} >= {"broker"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Юсуф Махмуд аль-Тажири", id="another script"),
        pytest.param("Dimitar Voskraneff", id="another transliteration"),
        pytest.param("Sablewnd Exploit Broker", id="misspelt"),
        pytest.param("برام قشاوي", id="the script of the list"),
    ],
)
def test_another_spelling_and_script_is_found(world: World, name: str) -> None:
    """Mission of Licet: a name search missed transliterations and misspellings."""
    number = with_party(world, {**END_USER, "name": name})
    assert hits_of(world, number)
    assert {"open_hit"} <= obstacles(world, number)


def test_a_party_that_is_not_screened_carries_no_grant(world: World) -> None:
    """Mission of Licet: a case was decided on parties that nobody had screened."""
    number = ready(world)
    desk.correct_fact(
        by=world.officer, case=number, path="end_user.type", value="bank",
        reasons="The register says so.", version=None,
    )  # fmt: skip
    with pytest.raises(GrantObstructedError) as caught:  # the job has not run yet
        send(world, number, draft_of("grant"))
    assert "not_screened" in {one.code.value for one in caught.value.obstacles}


def test_the_figures_are_computed_from_the_cases_and_add_up(world: World) -> None:
    """Mission of Licet: the annual report was assembled by hand."""
    granted(world)
    refused(world)
    withdraw_application(
        by=world.halden, case=submit(world).number, reasons="No.", version=None
    )
    found = figures.figures()
    counted = sum(one.count for one in found.cells if one.count is not None)
    assert counted == found.total
    assert found.total + found.hidden == Case.objects.filter(decided_at__isnull=False).count()  # fmt: skip
    page = Reader(None).read("/figures/")
    assert "Halden" not in page
    assert "Banco Aurora" not in page


def test_no_refusal_without_ground_and_evidence(world: World) -> None:
    """Mission of Licet: the outcome was kept, not why."""
    number = ready(world)
    for draft in (
        draft_of("refuse"),
        draft_of("refuse", reasons=" "),
        dataclasses.replace(refusal(see(world, number)), reasons=""),
    ):
        with pytest.raises(InvalidInputError):
            draft_and_send(world, number, draft)
    assert not Decision.objects.exists()


def test_the_decision_says_its_reasons_for_ever(world: World) -> None:
    """Mission of Licet: reasons were altered or lost after the decision."""
    seen = refused(world)
    row = Decision.objects.get()
    assert row.reasons == "The risk is clear."
    assert row.grounds[0]["evidence"]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.update(reasons="Another.")
    told = entered("countersign")
    assert (told["reasons"], told["grounds"]) == (row.reasons, row.grounds)
    assert "The risk is clear." in Reader(world, "auditor").read(f"/work/cases/{seen.number}/")  # fmt: skip


def test_nobody_countersigns_what_they_wrote(world: World) -> None:
    """Mission of Licet, C4: whoever wrote a decision could sign it too."""
    number = submit(world).number
    take(world, number, "signer")  # an officer who may sign, too
    advise_all(world, number, "signer")
    draft_and_send(world, number, draft_of("grant"), "signer")
    with pytest.raises(NotIndependentActError):
        decisions.countersign(by=world.signer, case=number, version=None)
    told = entered("refused")
    assert told["act"] in {"countersign", "endorse"}
    assert see(world, number).state == "countersigning"
    page = f"/work/cases/{number}/countersign/"
    Reader(world, "signer").send(page, status=403, sign="1")
    assert not Decision.objects.exists()


def test_whoever_drafted_before_is_not_the_second_person(world: World) -> None:
    """Mission of Licet, C4: the case was handed on and its first drafter signed."""
    number = submit(world).number
    take(world, number, "signer")
    advise_all(world, number, "signer")
    decisions.draft_decision(
        by=world.signer, case=number, draft=draft_of("grant"), version=None
    )
    desk.assign_case(by=world.head, case=number, officer=world.officer.id, version=None)
    draft_and_send(world, number, draft_of("grant", reasons="Mine now."))
    with pytest.raises(NotIndependentActError):
        decisions.countersign(by=world.signer, case=number, version=None)
    decisions.countersign(by=world.head, case=number, version=None)
    assert see(world, number).state == "granted"


def test_silence_carries_no_grant_above_the_tier_of_the_law(
    world: World, clock: MovingClock
) -> None:
    """Mission of Licet, C3: an agency that said nothing counted as one that agreed."""
    number = referred(world)
    for one in see(world, number).referrals:
        if one.team.code != "DS":
            referring.give_advice(
                by=world.actor(one.team.code.lower()), case=number, position="agree",
                reasons="Known.", version=None,
            )  # fmt: skip
    clock.forward(60)
    assert silences.record_silences() == 1
    assert entered("record_silence")["consent"] is False
    referring.close_referrals(
        by=world.officer, case=number, reasons="Twice reminded.", version=None
    )
    with pytest.raises(GrantObstructedError, match="silence is no consent"):
        send(world, number, draft_of("grant"))
    assert "silence is no consent" in Reader(world, "officer").read(f"/work/cases/{number}/review/")  # fmt: skip


def test_no_appeal_goes_to_the_superior_of_the_decider(world: World) -> None:
    """Mission of Licet, C5: the appeal went to the superior of whoever had decided."""
    number, appeal = lodged(world)
    appoint(world, "head")
    with pytest.raises(NotIndependentActError, match="reports to this person"):
        assign(world, appeal, "head")
    assert entered("refused")["act"] == "assign_appeal"
    assert see(world, number).appeals[0].state == "lodged"
    # Nor by the way of a superior's superior.
    top = Post.objects.create(
        person=world.people["policy"], team=Team.objects.get(code="APP"),
        role="appeal_reviewer", first=date(2020, 1, 1),
    )  # fmt: skip
    Post.objects.filter(person=world.people["head"], role="manager").update(
        reports_to=top
    )
    with pytest.raises(NotIndependentActError, match="reports to this person"):
        assign(world, appeal, "policy")


def test_no_appeal_goes_to_whoever_acted_or_stands_below(world: World) -> None:
    """Mission of Licet, C5: the appeal went back to those who had decided."""
    _number, appeal = lodged(world)
    for key in ("officer", "signer"):
        appoint(world, key)
        with pytest.raises(NotIndependentActError, match="acted on the case"):
            assign(world, appeal, key)
    with pytest.raises(NotIndependentActError, match="reports to somebody"):
        assign(world, appeal, "judge_below")
    assign(world, appeal, "judge")


def test_nobody_signs_what_is_withheld_from_them(world: World) -> None:
    """Mission of Licet, C3: a decision rested on what its decider had not seen."""
    number = ready(world)
    draft_and_send(world, number, draft_of("grant"))
    world.people["officer"].clearance = "confidential"
    world.people["officer"].save(update_fields=["clearance"])
    part_marks.mark_part(
        by=world.officer, case=number, part="screenings", marking="confidential",
        reasons="A source is named.",
    )  # fmt: skip
    with pytest.raises(NotAllowedError, match="cannot sign what you may not read"):
        decisions.countersign(by=world.signer, case=number, version=None)
    assert see(world, number).state == "countersigning"


def test_no_job_decides_a_case(world: World) -> None:
    """Mission of Licet, C2: a machine granted or refused."""
    ends = {"granted", "granted_with_conditions", "refused", "returned"}
    for row in machines()["case"].transitions.values():
        if ends & set(row.targets):
            assert "system" not in row.roles, row.act
    number = ready(world)
    draft_and_send(world, number, draft_of("grant"))
    with pytest.raises(NotAllowedError):
        decisions.countersign(by=SYSTEM, case=number, version=None)
    run_pending()
    assert not Decision.objects.exists()


def test_to_differ_from_a_finding_needs_a_reason(world: World) -> None:
    """Mission of Licet, C2: a score was followed or passed over, and nobody said why."""
    number = ready(world)
    silent = dataclasses.replace(refusal(see(world, number)), disagreements=())
    with pytest.raises(InvalidInputError):
        draft_and_send(world, number, silent)
    draft_and_send(world, number, refusal(see(world, number)))
    assert entered("draft_decision")["disagreements"]


def test_an_altered_entry_is_named_by_the_check(world: World) -> None:
    """Mission of Licet, L1: nobody outside could tell that the record was altered."""
    refused(world)
    run_sequencer(at=now(), flush=True)
    assert check_database().faults == ()
    row = LedgerRow.objects.order_by("pk")[3]
    forged = bytearray(row.sealed)
    forged[-1] ^= 1
    changed = LedgerRow.objects.filter(pk=row.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changed.update(sealed=bytes(forged))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER casework_ledgerrow_keep_update")
        changed.update(sealed=bytes(forged))
        found = {one.kind: one for one in check_database().faults}
        transaction.set_rollback(True)
    assert set(found) == {"trigger", "altered"}
    assert found["altered"].row == row.pk
