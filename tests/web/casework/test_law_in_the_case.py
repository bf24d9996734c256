"""The law inside a case: every determination is kept, compared, blocks what is stale, and runs again."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.web.casework.builders import (
    END_USER,
    ITEM,
    MovingClock,
    World,
    advise_all,
    draft_of,
    see,
    start,
    submit,
    take,
)

from licet.web.casework.application import comparison, history
from licet.web.casework.errors import (
    GrantObstructedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.models import (
    Case,
    ClassificationOverride,
    DeterminationRecord,
    Document,
    FactChange,
    FindingsBasis,
    FindingsRun,
    LedgerRow,
)
from licet.web.casework.ports import Ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.applying import applications as mine
from licet.web.casework.selectors.findings import determinations
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk
from licet.web.casework.services.findings import classification, findings, replay
from licet.web.casework.views import CaseView, Json

OVERRIDE = {
    "entry": "4D001.a",
    "law": "Annex I 4D001.a",
    "reasons": "It only develops.",
    "version": None,
}


def correct(world: World, number: str, path: str, value: object) -> CaseView:
    desk.correct_fact(
        by=world.officer,
        case=number,
        path=path,
        value=value,
        reasons="Register extract.",
        version=None,
    )
    run_pending()
    return see(world, number)


def test_a_determination_is_kept_at_submission_and_at_every_change(
    world: World,
) -> None:
    case = submit(world)
    assert [one.current for one in case.runs] == [True]
    assert case.runs[0].difference == {}
    assert case.runs[0].law_days == {}
    take(world, case.number)
    seen = correct(world, case.number, "destination", "RU")
    newest, first = seen.runs
    assert newest.current
    assert not first.current
    changed = newest.difference["facts"]
    said = {(one["path"], one["before"], one["after"]) for one in changed}
    assert ("destination", "BR", "RU") in said
    assert newest.facts_digest != first.facts_digest
    assert {one["regime_version"] for one in newest.outcomes if one["governing"]}
    governing = [one for one in newest.difference["items"] if one["governing"]]
    assert governing[0]["fires"] or governing[0]["no_longer"]
    assert not governing[0]["same"]


def test_what_was_determined_cannot_be_altered(world: World) -> None:
    submit(world)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FindingsBasis.objects.update(facts_digest="0")


def test_the_law_of_the_day_of_submission_stands_beside_that_of_today(
    world: World, clock: MovingClock
) -> None:
    case = submit(world)
    take(world, case.number)
    clock.forward(days=3)
    findings.renew_findings(by=world.officer, case=case.number, version=None)
    newest = see(world, case.number).runs[0]
    assert newest.law_days["submitted_on"] == "2026-03-02"
    assert newest.law_days["on"] == "2026-03-05"
    one = newest.law_days["items"][0]
    assert one["then"]["on"] == "2026-03-02"
    assert one["difference"]["same"]
    assert newest.difference["facts"] == []


def test_a_rule_that_ended_between_the_two_days_is_named(outside: Ports) -> None:
    rule = {
        "id": "r1",
        "title": "One",
        "citation": {"pinpoint": "1"},
        "fired": True,
        "value": "true",
        "kind": "requirement",
    }
    then = {"outcome": "prohibited", "rules": [rule], "regime_version": "a"}
    now = {
        "outcome": "not_controlled",
        "rules": [{**rule, "title": "Two", "fired": False}],
        "regime_version": "b",
    }
    found = comparison.difference(then, now)
    assert [one["id"] for one in found["no_longer"]] == ["r1"]
    assert found["texts"][0]["after"]["title"] == "Two"
    assert found["versions"] == ["a", "b"]
    assert not found["same"]


def test_days_are_compared_only_when_there_are_two() -> None:
    on = date(2026, 3, 2)
    assert history.compare_law_days({}, (), submitted_on=None, on=on) == {}
    assert history.compare_law_days({}, (), submitted_on=on, on=on) == {}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        pytest.param(None, "not stated", id="absent"),
        pytest.param({"state": "unknown", "statements": []}, "unknown", id="unknown"),
        pytest.param({"state": "not_applicable"}, "not applicable", id="no-object"),
        pytest.param(
            {"state": "known", "statements": [{"value": True}]}, "yes", id="yes"
        ),
        pytest.param(
            {"state": "disputed", "statements": [{"value": ["A", "B"]}, {"value": False}]},
            "A, B against no",
            id="disputed",
        ),
    ],
)  # fmt: skip
def test_a_fact_is_said_in_words(fact: Json | None, words: str) -> None:
    assert comparison.said(fact) == words


def test_a_run_without_kept_facts_is_compared_with_nothing(world: World) -> None:
    submit(world)
    run = FindingsRun.objects.get()
    bare = FindingsRun(case=run.case, facts_version=1, on=run.on, made_at=run.made_at)
    assert history.since(bare, {}, ()) == {}


def test_a_stale_determination_blocks_the_grant_until_it_is_renewed(
    world: World,
) -> None:
    case = submit(world)
    take(world, case.number)
    advise_all(world, case.number)
    desk.correct_fact(
        by=world.officer,
        case=case.number,
        path="end_use",
        value="Testing of its own systems only",
        reasons="Contract.",
        version=None,
    )
    stale = see(world, case.number)
    assert all(one.stale for one in stale.determinations)
    assert "stale_determination" in {one.code for one in stale.obstacles}
    draft = draft_of("grant")
    decisions.draft_decision(
        by=world.officer, case=case.number, draft=draft, version=None
    )
    with pytest.raises(GrantObstructedError):
        decisions.send_for_countersignature(
            by=world.officer, case=case.number, version=None
        )
    findings.renew_findings(by=world.officer, case=case.number, version=None)
    assert not any(one.stale for one in see(world, case.number).determinations)


def test_a_fact_that_rested_on_an_invalid_document_alone_is_unknown_again(
    world: World,
) -> None:
    case = submit(world)
    take(world, case.number)
    held = Document.objects.filter(case__number=case.number)
    paper, other = held[0], held[1]
    for path, evidence in (
        ("end_user.type", (paper.sha256,)),
        ("end_use", (paper.sha256, other.sha256)),
    ):
        desk.correct_fact(
            by=world.officer,
            case=case.number,
            path=path,
            value="bank" if path == "end_user.type" else "Testing",
            reasons="Read there.",
            evidence=evidence,
            version=None,
        )
    run_pending()
    before = see(world, case.number)
    desk.mark_document_invalid(
        by=world.officer, case=case.number, document=str(paper.pk), reasons="Forged."
    )
    run_pending()
    after = see(world, case.number)
    state = {one.path: one for one in after.facts}
    assert state["end_user.type"].state == "unknown"
    assert state["end_use"].state == "known"
    assert state["end_use"].evidence == (f"sha256:{other.sha256}",)
    assert len(after.runs) == len(before.runs) + 1
    assert FactChange.objects.filter(reasons="Forged.").count() == 2


def test_a_document_that_carries_nothing_changes_no_fact(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    paper = Document.objects.filter(case__number=case.number)[0]
    desk.mark_document_invalid(
        by=world.officer, case=case.number, document=str(paper.pk), reasons="Blank."
    )
    run_pending()
    assert len(see(world, case.number).runs) == 1


def _draft_without(world: World, purpose: str) -> str:
    made = start(world)
    for one in made.documents:
        if one.purpose == purpose:
            custody.remove_document(
                by=world.halden, case=made.number, document=one.id, version=None
            )
    return made.number


def _submit(world: World, number: str, **following: str) -> None:
    applications.submit_application(
        by=world.halden, case=number, key="k", version=None, following=following
    )


def test_documents_are_known_from_the_first_facts_on(world: World) -> None:
    made = applications.start_application(
        by=world.halden,
        organisation=str(world.organisations["halden"].pk),
        title="Just begun",
    )
    assert made.required == ()
    for section, content in (
        ("items", {"items": [ITEM]}),
        ("parties", {"parties": [END_USER]}),
        ("destination", {"facts": {"destination": "BR"}}),
        ("activity", {"facts": {"activity.type": "hosted_access"}}),
    ):
        applications.save_section(
            by=world.halden,
            case=made.number,
            section=section,
            content=content,
            version=None,
        )
    seen = mine.application(viewer=world.halden, case=made.number)
    asked = {one.id: one for one in seen.required}
    assert "end_use_statement" in asked
    assert not asked["end_use_statement"].there
    assert asked["end_use_statement"].citation["pinpoint"]
    assert asked["end_use_statement"].items == (1,)


def test_submission_without_a_required_document_names_it(world: World) -> None:
    number = _draft_without(world, "end_use_statement")
    with pytest.raises(InvalidInputError) as refusal:
        _submit(world, number, end_use_statement="Later.")
    assert "End-use statement" in refusal.value.fields["documents.end_use_statement"]
    assert Case.objects.get(number=number).state == "draft"


def test_a_document_may_follow_with_a_reason_where_the_law_says_so(
    world: World,
) -> None:
    number = _draft_without(world, "capability_sheet")
    with pytest.raises(InvalidInputError, match="say why it will follow"):
        _submit(world, number, capability_sheet="  ")
    _submit(world, number, capability_sheet="The maker sends it by Friday.")
    run_pending()
    seen = see(world, number)
    missing = [one for one in seen.required if not one.there]
    assert [(one.id, one.may_follow) for one in missing] == [("capability_sheet", True)]
    assert missing[0].reason == "The maker sends it by Friday."
    assert "missing_document" in {one.code for one in seen.obstacles}


def test_an_item_ends_in_an_entry_a_tier_and_the_paragraph(world: World) -> None:
    vague = {"name": "Something", "facts": {"kind": "software"}}
    case = submit(world, items={"items": [ITEM, vague]})
    listed, open_one = case.classification
    assert listed.entries[0]["entry"] == "4D004"
    assert listed.entries[0]["citation"]["pinpoint"]
    assert open_one.entries == ()
    assert open_one.questions or open_one.catch_alls


def test_an_officer_overrides_a_classification_and_it_stands_as_a_fact(
    world: World,
) -> None:
    case = submit(world)
    take(world, case.number)
    classification.override_classification(
        by=world.officer, case=case.number, item=1, **OVERRIDE
    )
    run_pending()
    seen = see(world, case.number, "signer")
    assert seen.classification[0].override is not None
    assert seen.classification[0].override.before == "4D004"
    assert seen.classification[0].override.by == "Officer"
    assert "4D001.a" in {one["entry"] for one in seen.classification[0].entries}
    fact = next(one for one in seen.facts if one.basis == "officer")
    assert fact.values == ("4D001.a",)
    told = [read_act(row) for row in LedgerRow.objects.order_by("pk")]
    act = next(one for one in told if one.kind == "override_classification")
    assert act.payload["law"] == "Annex I 4D001.a"
    assert ClassificationOverride.objects.get().reasons == "It only develops."


def test_an_override_can_leave_the_word_to_the_facts(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    classification.override_classification(
        by=world.officer, case=case.number, item=1, **{**OVERRIDE, "entry": ""}
    )
    run_pending()
    assert see(world, case.number).classification[0].override.entry == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"reasons": " "}, id="no-reasons"),
        pytest.param({"law": ""}, id="no-law"),
        pytest.param({"entry": "9X999"}, id="no-such-entry"),
        pytest.param({"item": 4}, id="no-such-item"),
    ],
)
def test_an_override_needs_reason_law_item_and_entry(
    world: World, wrong: dict[str, object]
) -> None:
    case = submit(world)
    take(world, case.number)
    given = {"item": 1, **OVERRIDE, **wrong}
    with pytest.raises(InvalidInputError):
        classification.override_classification(
            by=world.officer,
            case=case.number,
            **given,  # type: ignore[arg-type]
        )
    assert not ClassificationOverride.objects.exists()


def test_only_an_officer_overrides_and_only_under_review(world: World) -> None:
    case = submit(world)
    with pytest.raises(WrongStateError):
        classification.override_classification(
            by=world.officer, case=case.number, item=1, **OVERRIDE
        )
    take(world, case.number)
    with pytest.raises(NotAllowedError):
        classification.override_classification(
            by=world.head, case=case.number, item=1, **OVERRIDE
        )


def test_every_determination_runs_again_to_the_same_bytes(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    correct(world, case.number, "destination", "IN")
    answers = replay.replay(viewer=world.auditor, case=case.number)
    assert len({one.run for one in answers}) == 2
    assert all(one.same for one in answers)
    assert all(one.digest == one.again for one in answers)
    assert answers[0].to_json()["why"] == []
    assert replay.replay_number(case.number) == answers
    with pytest.raises(NotFoundError):
        replay.replay(viewer=world.te, case=case.number)


class _Changed:
    """A determiner whose answers differ in what a test says."""

    def __init__(self, own: object, **changes: object) -> None:
        self.own, self.changes = own, changes

    def determine(self, *args: object, **named: object) -> Json:
        found = self.own.determine(*args, **named)  # type: ignore[attr-defined]
        return {**found, "digest": "0" * 64, **self.changes}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"regime_version": "other"}, "law package", id="law"),
        pytest.param({"engine": 99}, "engine is number 99", id="engine"),
        pytest.param({}, "defect", id="neither"),
    ],
)
def test_a_replay_says_which_hash_differs_and_why(
    world: World, outside: Ports, changes: dict[str, object], words: str
) -> None:
    case = submit(world)
    changed = _Changed(outside.determiner, **changes)
    with using(replace(outside, determiner=changed)):  # type: ignore[arg-type]
        answers = replay.replay_case(Case.objects.get(number=case.number))
    assert all(not one.same for one in answers)
    assert words in answers[0].why[0]


def test_a_replay_finds_an_altered_record(world: World) -> None:
    submit(world)
    basis = FindingsBasis.objects.select_related("run").get()
    row = DeterminationRecord.objects.filter(run=basis.run)[0]
    basis.facts = {**basis.facts, "as_of": "1999-01-01"}
    kept = {**row.document, "outcome": "not_controlled"}
    why = list(replay.reasons(basis, kept, row.document, None))
    assert "facts on record" in why[0]
    assert "own hash" in why[1]
    assert "no readable entry" in why[2]
    again = list(replay.reasons(basis, row.document, row.document, "f" * 64))
    assert "another hash" in again[-1]


def test_runs_are_read_by_those_with_standing(world: World) -> None:
    case = submit(world)
    assert determinations.runs(viewer=world.officer, case=case.number)
    with pytest.raises(NotAllowedError):
        determinations.runs(viewer=world.halden, case=case.number)


def test_a_draft_shows_its_own_classification(world: World) -> None:
    made = start(world)
    assert made.classification[0].entries[0]["entry"] == "4D004"
    assert all(one.there for one in made.required)
    custody.upload_document(
        by=world.halden,
        case=made.number,
        name="more.txt",
        purpose="other",
        content=io.BytesIO(b"more"),
    )
