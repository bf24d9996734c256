"""The life of document keys: two people for each act, each an entry, old licences go on standing."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from django.db import IntegrityError, transaction
from tests.web.casework.builders import MovingClock, World, granted

from licet.licence import (
    Answer,
    Beside,
    KeySet,
    LoggedIssue,
    Role,
    Verdict,
    document_digest,
    verify,
)
from licet.web.casework.decision.papers import Papers
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.letters import verify_pdf
from licet.web.casework.letters.keys import PUBLISHED, read_published
from licet.web.casework.models import (
    DocumentKeyAct,
    DocumentKeyActEnd,
    DocumentKeyEntry,
    LedgerRow,
    LicenceDocument,
)
from licet.web.casework.ports import Ports, ports, using
from licet.web.casework.record.events import acts_of, read_act
from licet.web.casework.record.proving import seal_now
from licet.web.casework.selectors.keeping import document_keys as reads
from licet.web.casework.services.keeping import document_keys as acts
from licet.web.casework.views.document_keys import DocumentKeyView, KeyPage
from licet.web.register import published


@pytest.fixture
def folder(outside: Ports, tmp_path: Path) -> object:
    """An authority that has no document keys yet."""
    papers = replace(cast("Papers", outside.documents), folder=tmp_path / "documents")
    with using(replace(outside, documents=papers)):
        yield papers.folder


def propose(world: World, kind: str, **more: object) -> KeyPage:
    proposal = acts.KeyProposal(kind=kind, reason="It is time.", **more)  # type: ignore[arg-type]
    return acts.propose_key_act(by=world.head, proposal=proposal)


def done(world: World, kind: str, **more: object) -> KeyPage:
    waiting = propose(world, kind, **more).acts[0]
    return acts.approve_key_act(by=world.signer, act=waiting.id)


def told() -> list[tuple[str, dict[str, object]]]:
    rows = LedgerRow.objects.filter(key_id__startswith="record-").order_by("pk")
    every = [read_act(row) for row in rows]
    return [(one.kind, dict(one.payload)) for one in every if "key" in one.kind]


def of(page: KeyPage, purpose: str, state: str) -> list[DocumentKeyView]:
    return [key for key in page.keys if purpose in key.purposes and key.state == state]


def test_a_ceremony_needs_two_people_and_both_stand_in_the_record(
    world: World, folder: Path
) -> None:
    assert reads.document_keys(viewer=world.officer).keys == ()
    waiting = propose(world, "create").acts[0]
    assert (waiting.result, waiting.by) == ("open", "Head")
    assert not (folder / PUBLISHED).exists()
    with pytest.raises(WrongStateError, match="proposed already"):
        propose(world, "create")
    with pytest.raises(NotIndependentActError):
        acts.approve_key_act(by=world.head, act=waiting.id)
    assert not list(folder.glob("*.pem"))
    page = acts.approve_key_act(by=world.signer, act=waiting.id)
    assert [key.state for key in page.keys] == ["in_use"] * 3
    assert all(key.secret_held for key in page.keys)
    kinds = [kind for kind, _ in told()]
    assert kinds == ["propose_key_act", "approve_key_act"]
    made = cast("list[dict[str, object]]", told()[1][1]["made"])
    assert {one["kid"] for one in made} == {key.id for key in page.keys}
    assert DocumentKeyEntry.objects.count() == 3
    with pytest.raises(WrongStateError, match="keys already"):
        propose(world, "create")


def test_rotation_is_by_purpose_and_old_keys_stay_published(
    world: World, folder: Path, clock: MovingClock
) -> None:
    done(world, "create")
    clock.forward(30)
    page = done(world, "rotate", purposes=("licence",))
    assert len(page.keys) == 4
    (old,) = of(page, "licence", "ended")
    (new,) = of(page, "licence", "in_use")
    assert old.valid_until is not None
    assert old.valid_until - new.valid_from == timedelta(seconds=1)
    assert len(done(world, "rotate").keys) == 7


def test_an_ended_key_is_retired_by_destroying_its_secret_alone(
    world: World, folder: Path
) -> None:
    page = done(world, "create")
    (own,) = of(page, "licence", "in_use")
    with pytest.raises(WrongStateError, match="in use"):
        propose(world, "retire", key=own.id)
    done(world, "rotate")
    page = done(world, "retire", key=own.id)
    assert of(page, "licence", "retired")[0].id == own.id
    assert not (folder / f"{own.id}.pem").exists()
    assert own.id in {key.key_id for key in read_published(folder).keys}
    with pytest.raises(WrongStateError, match="destroyed already"):
        propose(world, "retire", key=own.id)


def test_a_retirement_cut_off_before_the_secret_went_is_finished(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own,) = of(done(world, "create"), "status", "in_use")
    done(world, "rotate")
    kept = folder / "kept"
    shutil.copy(folder / f"{own.id}.pem", kept)
    done(world, "retire", key=own.id)
    shutil.move(kept, folder / f"{own.id}.pem")
    acts.enter_found_keys()
    assert not (folder / f"{own.id}.pem").exists()


def test_a_loss_is_told_by_one_replaces_the_key_at_once_and_a_second_confirms(
    world: World, folder: Path, clock: MovingClock
) -> None:
    (own,) = of(done(world, "create"), "licence", "in_use")
    clock.forward(2)
    since = clock.at - timedelta(hours=3)
    page = acts.report_key_loss(
        by=world.officer, key=own.id, since=since, reason="A laptop was stolen."
    )
    (lost,) = of(page, "licence", "lost")
    assert (lost.id, lost.lost_since) == (own.id, since)
    assert lost.valid_until is not None
    assert len(of(page, "licence", "in_use")) == 1
    with pytest.raises(WrongStateError, match="told already"):
        acts.report_key_loss(by=world.officer, key=own.id, since=since, reason="Again.")
    waiting = page.acts[0]
    with pytest.raises(NotAllowedError):
        acts.approve_key_act(by=world.officer, act=waiting.id)
    page = acts.approve_key_act(by=world.head, act=waiting.id)
    assert (page.acts[0].kind, page.acts[0].result) == ("loss", "approved")
    assert of(page, "licence", "lost")
    kinds = [kind for kind, _ in told()]
    assert kinds[-2:] == ["report_key_loss", "approve_key_act"]


def test_the_log_is_safe_up_to_the_first_entry_after_the_loss(
    world: World, folder: Path, clock: MovingClock
) -> None:
    (own,) = of(done(world, "create"), "licence", "in_use")
    before = seal_now(clock.at)
    clock.forward(1)
    done(world, "rotate", purposes=("document",))
    assert seal_now(clock.at) > before
    page = acts.report_key_loss(
        by=world.head, key=own.id, since=clock.at, reason="Copied that day."
    )
    assert of(page, "licence", "lost")[0].log_size == before


def test_a_loss_that_was_none_is_taken_back_and_the_key_stays_ended(
    world: World, folder: Path, clock: MovingClock
) -> None:
    (own,) = of(done(world, "create"), "status", "in_use")
    page = acts.report_key_loss(
        by=world.head, key=own.id, since=clock.at, reason="Perhaps."
    )
    with pytest.raises(NotIndependentActError):
        acts.return_key_act(by=world.head, act=page.acts[0].id, reason="It was found.")
    page = acts.return_key_act(
        by=world.signer, act=page.acts[0].id, reason="It was found."
    )
    (back,) = of(page, "status", "ended")
    assert (back.id, back.lost_since, back.log_size) == (own.id, None, None)
    assert page.acts[0].end_reason == "It was found."
    # An ended key can be lost too: nothing is replaced then.
    page = acts.report_key_loss(
        by=world.head, key=own.id, since=clock.at, reason="Now it is."
    )
    assert len(of(page, "status", "in_use")) == 1
    assert len(page.keys) == 4


def test_a_proposal_is_given_back_with_a_reason_and_nothing_changes(
    world: World, folder: Path
) -> None:
    waiting = propose(world, "create").acts[0]
    page = acts.return_key_act(by=world.signer, act=waiting.id, reason="Not now.")
    assert page.keys == ()
    assert reads.key_act(viewer=world.officer, act=waiting.id).result == "returned"
    with pytest.raises(NotFoundError):
        acts.approve_key_act(by=world.signer, act=waiting.id)
    with pytest.raises(NotFoundError):
        reads.key_act(viewer=world.officer, act="x")
    assert [kind for kind, _ in told()] == ["propose_key_act", "return_key_act"]


def test_what_cannot_be_asked_is_refused(
    world: World, folder: Path, clock: MovingClock
) -> None:
    with pytest.raises(NotAllowedError):
        acts.propose_key_act(
            by=world.officer, proposal=acts.KeyProposal(kind="create", reason="x")
        )
    with pytest.raises(InvalidInputError):
        propose(world, "melt")
    with pytest.raises(WrongStateError, match="no keys yet"):
        propose(world, "rotate")
    with pytest.raises(InvalidInputError):
        propose(world, "retire", key="0123456789abcdef")
    (own,) = of(done(world, "create"), "licence", "in_use")
    with pytest.raises(InvalidInputError):
        propose(world, "rotate", purposes=("letters",))
    with pytest.raises(InvalidInputError):
        propose(world, "retire", key="0123456789abcdef")
    for since in (clock.at + timedelta(days=1), clock.at.replace(tzinfo=None)):
        with pytest.raises(InvalidInputError):
            acts.report_key_loss(by=world.head, key=own.id, since=since, reason="x")


def test_an_act_that_fails_leaves_no_key_and_no_entry(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = propose(world, "create").acts[0]

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(acts, "publish", fails)
        with pytest.raises(OSError, match="full"):
            acts.approve_key_act(by=world.signer, act=waiting.id)
    assert not list(folder.glob("*.pem"))
    assert [kind for kind, _ in told()] == ["propose_key_act"]
    assert acts.approve_key_act(by=world.signer, act=waiting.id).keys


def test_an_act_cut_off_after_the_set_was_published_is_found_and_entered(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = propose(world, "create").acts[0]
    real = acts.publish

    def stored_and_failed(at: Path, key_set: KeySet) -> None:
        real(at, key_set)
        raise OSError("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(acts, "publish", stored_and_failed)
        with pytest.raises(OSError, match="cut off"):
            acts.approve_key_act(by=world.signer, act=waiting.id)
    assert not DocumentKeyEntry.objects.exists()
    assert len(list(folder.glob("*.pem"))) == 3
    assert (acts.enter_found_keys(), acts.enter_found_keys()) == (3, 0)
    assert [kind for kind, _ in told()][-3:] == ["find_document_key"] * 3


def test_a_set_changed_behind_our_back_is_told_by_the_record(
    world: World, folder: Path
) -> None:
    assert acts.enter_found_keys() == 0
    done(world, "create")
    tree = json.loads((folder / PUBLISHED).read_text())
    tree["keys"][0]["valid_until"] = "2030-01-01T00:00:00Z"
    (folder / PUBLISHED).write_text(json.dumps(tree))
    assert acts.enter_found_keys() == 1
    kind, payload = told()[-1]
    assert kind == "find_document_key"
    assert cast("dict[str, str]", payload["key"])["kid"] == tree["keys"][0]["kid"]


def test_acts_on_keys_are_kept_as_they_were_written(world: World, folder: Path) -> None:
    done(world, "create")
    for rows in (
        DocumentKeyActEnd.objects,
        DocumentKeyAct.objects,
        DocumentKeyEntry.objects,
    ):
        for change in (lambda rows=rows: rows.update(row=1), rows.all().delete):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()
    assert DocumentKeyAct.objects.count() == 1


@pytest.fixture
def licensed(world: World, folder: Path, clock: MovingClock) -> dict[str, bytes]:
    """A licence signed by keys of a ceremony, in all its forms."""
    done(world, "create")
    clock.forward(1)
    case = granted(world)
    rows = LicenceDocument.objects.filter(licence__case__number=case.number)
    key = str(rows[0].licence.case_id)
    return {"case": key.encode()} | {
        row.kind: ports().evidence.read(row.sha256, key=key) for row in rows
    }


def _ask(document: bytes, beside: Beside = Beside()) -> Verdict:  # noqa: B008  # frozen
    given = {
        "keys": published.key_set(),
        "status": published.status_list(),
        "at": ports().clock.now(),
        "max_status_age": published.LIFETIME,
        "role": Role.CUSTOMS,
        "beside": beside,
    }
    if document.startswith(b"%PDF"):
        return verify_pdf(document, **given)  # type: ignore[arg-type]
    return verify(document.decode(), **given)  # type: ignore[arg-type]


def _issue(case: str) -> Beside:
    """What the receipt of the act of issue proves."""
    (act,) = [one for one in acts_of(case) if one.kind == "keep_licence_documents"]
    assert act.entry is not None
    named = cast("dict[str, str]", act.payload["documents"]).values()
    signed = cast("str", act.payload["signed"])
    issue = LoggedIssue(index=act.entry, digests=frozenset([*named, signed]))
    return Beside(issues=(issue,))


def test_after_a_loss_old_licences_stand_with_their_proof_and_new_forgeries_do_not(
    world: World, licensed: dict[str, bytes], clock: MovingClock
) -> None:
    forms = ("pdf", "sdjwt", "code")
    assert {_ask(licensed[form]).answer for form in forms} == {Answer.VALID}
    seal_now(clock.at)
    clock.forward(2)
    lost = [key for key in published.key_set().keys if key.valid_until is None]
    for key in lost:
        acts.report_key_loss(
            by=world.head, key=key.key_id, since=clock.at, reason="All were copied."
        )
    for form in forms:
        verdict = _ask(licensed[form])
        assert verdict.answer is Answer.NOT_CONFIRMED
        assert verdict.reasons[0].code == "key_compromised"
        proven = _ask(licensed[form], _issue(licensed["case"].decode()))
        assert proven.answer is Answer.VALID, (form, proven.reasons)
        assert proven.reasons[0].code == "issued_before_loss"
    # What was entered only after the loss proves nothing.
    late = LoggedIssue(
        index=10**6, digests=frozenset({document_digest(licensed["code"].decode())})
    )
    assert _ask(licensed["code"], Beside(issues=(late,))).answer is Answer.NOT_CONFIRMED


def test_after_a_rotation_old_licences_stand_by_themselves(
    world: World, licensed: dict[str, bytes], clock: MovingClock
) -> None:
    clock.forward(2)
    done(world, "rotate")
    answers = {_ask(licensed[form]).answer for form in ("pdf", "sdjwt", "code")}
    assert answers == {Answer.VALID}
