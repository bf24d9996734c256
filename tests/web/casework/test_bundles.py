"""The sealed bundle of a case: whole, provable offline, and no more than its maker may open."""

import io
import json
import zipfile

import pytest
from tests.web.casework.builders import World, granted, refused, submit

from licet.ledger import MANIFEST_FILE, check_bundle
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from licet.web.casework.models import Case, LedgerRow
from licet.web.casework.ports import ports
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.keeping import record as reads
from licet.web.casework.services.appeals import appeals
from licet.web.casework.services.keeping.bundles import make_bundle

Files = dict[str, bytes]


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bundle_of(world: World, who: str, case: str) -> Files:
    made = make_bundle(by=world.actor(who), case=case, purpose="hearing of 4 May")
    return unpacked(made.content)


def test_the_bundle_of_a_decided_case_is_whole_and_proves_every_act(
    world: World,
) -> None:
    case = granted(world)
    files = bundle_of(world, "officer", case.number)
    found = check_bundle(files, log=log_keys())
    assert found.faults == ()
    kinds = {json.loads(one.payload or b"{}").get("kind") for one in found.proven}
    assert {
        "submit_application",
        "give_advice",
        "draft_decision",
        "countersign",
    } <= kinds
    folders = {name.partition("/")[0] for name in files}
    assert {"acts", "documents", "licence", "volume.pdf"} <= folders
    assert files["volume.pdf"].startswith(b"%PDF")


def test_every_file_is_named_by_an_act_of_the_record(world: World) -> None:
    case = granted(world)
    files = bundle_of(world, "officer", case.number)
    named = {
        one.path: one.entry
        for one in check_bundle(files, log=log_keys()).manifest.files
    }
    for path, entry in named.items():
        if path.startswith(("documents/", "letters/", "licence/")):
            assert entry is not None, path


def test_making_a_bundle_is_itself_an_act_that_names_its_manifest(world: World) -> None:
    case = submit(world)
    bundle_of(world, "officer", case.number)
    act = read_act(LedgerRow.objects.order_by("-pk")[0])
    assert act.kind == "make_bundle"
    assert act.payload["purpose"] == "hearing of 4 May"
    assert act.actor is not None
    assert act.actor.name == "Officer"


def test_an_applicant_gets_own_acts_and_learns_of_no_inner_one(world: World) -> None:
    case = refused(world)
    files = bundle_of(world, "halden", case.number)
    found = check_bundle(files, log=log_keys())
    assert found.faults == ()
    kinds = {json.loads(one.payload or b"{}").get("kind") for one in found.proven}
    assert "submit_application" in kinds
    assert not kinds & {"give_advice", "draft_decision", "read", None}


def test_what_the_reader_may_not_open_is_proven_and_listed_as_withheld(
    world: World,
) -> None:
    case = refused(world)
    appeals.lodge_appeal(
        by=world.halden,
        case=case.number,
        lodging=appeals.Lodging(grounds=["facts"], words="The facts are other."),
        version=None,
    )
    files = bundle_of(world, "chair", case.number)
    found = check_bundle(files, log=log_keys())
    assert found.faults == ()
    closed = [one for one in found.proven if one.payload is None]
    withheld = [one["what"] for one in found.manifest.withheld]
    assert closed
    assert withheld == [f"Entry {one.index}" for one in closed]


def test_a_lost_document_is_listed_and_not_passed_over(world: World) -> None:
    case = submit(world)
    key = str(Case.objects.get(number=case.number).pk)
    kept = ports().evidence.root / key  # type: ignore[attr-defined]  # the folder of the real port
    kept.rename(kept.with_suffix(".lost"))
    files = bundle_of(world, "officer", case.number)
    manifest = json.loads(files[MANIFEST_FILE])
    assert any("missing or was altered" in one["why"] for one in manifest["withheld"])


def test_a_bundle_needs_a_purpose_standing_and_a_role(world: World) -> None:
    case = submit(world)
    with pytest.raises(InvalidInputError):
        make_bundle(by=world.officer, case=case.number, purpose=" ")
    with pytest.raises(NotFoundError):
        make_bundle(by=world.vigil, case=case.number, purpose="curiosity")
    with pytest.raises(NotAllowedError):
        make_bundle(by=world.inspector, case=case.number, purpose="curiosity")


def test_the_record_of_a_case_is_checked_act_by_act(world: World) -> None:
    case = granted(world)
    bundle_of(world, "officer", case.number)  # closes the open batch
    seen = reads.case_record(viewer=world.auditor, case=case.number, check=True)
    assert seen.checked
    assert seen.faults == ()
    proofs = [one.proof for one in seen.acts]
    assert set(proofs) == {"proven", "waiting"}  # the read just now waits for its batch
    assert seen.documents >= 3


def test_an_agency_opens_its_own_acts_and_public_ones_only(world: World) -> None:
    case = granted(world)
    seen = reads.case_record(viewer=world.te, case=case.number)
    opened = {one.kind for one in seen.acts if one.opened}
    assert "give_advice" in opened
    assert "draft_decision" not in opened
    assert any(not one.opened for one in seen.acts)


def test_a_receipt_opens_for_its_reader_and_for_no_other(world: World) -> None:
    case = granted(world)
    bundle_of(world, "officer", case.number)
    seen = reads.case_record(viewer=world.auditor, case=case.number)
    drafted = next(one for one in seen.acts if one.kind == "draft_decision")
    assert drafted.entry is not None
    whole = reads.receipt(viewer=world.officer, case=case.number, entry=drafted.entry)
    closed = reads.receipt(viewer=world.te, case=case.number, entry=drafted.entry)
    assert whole.content.startswith(b"c2sp.org/tlog-proof@v1\nextra ")
    assert b"extra" not in closed.content
    with pytest.raises(NotFoundError):
        reads.receipt(viewer=world.halden, case=case.number, entry=drafted.entry)
