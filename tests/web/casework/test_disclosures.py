"""What is held goes to those concerned, redacted copies say why, and every look is on record."""

import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from tests.web.casework.builders import (
    MovingClock,
    World,
    advise_all,
    refused,
    see,
    submit,
    take,
)
from tests.web.casework.test_retention import YEARS, erased

from licet.ledger import parse_receipt, verify_receipt
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import Case, Disclosure, LedgerRow
from licet.web.casework.ports import now, ports
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.events import acts_of, read_act
from licet.web.casework.record.sealed_export import (
    ExportBrokenError,
    opened,
    packed,
    sealed_for,
)
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.applying import applications as applicant_reads
from licet.web.casework.selectors.keeping import accesses
from licet.web.casework.services.keeping import redaction, retention, subject_access
from licet.web.casework.services.keeping.archive import export_for_archive


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_held_comes_as_one_file_with_an_index(world: World) -> None:
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    body = str(world.organisations["halden"].pk)
    made = subject_access.export_held_data(by=world.halden, organisation=body)
    files = files_of(made.content)
    index = json.loads(files["index.json"])
    assert set(index["files"]) == set(files) - {
        "index.json",
        "index.txt",
        "manifest.json",
    }
    assert b"Halden Security" in files["index.txt"]
    case = json.loads(files[f"cases/{number}/case.json"])
    assert case["title"] == "Red-team platform for a bank"
    documents = [name for name in files if "/documents/" in name]
    assert len(documents) == 5
    assert any(files[name].startswith(b"contract of ") for name in documents)
    assert json.loads(files["me.json"])["email"] == "halden@meridia.example"


def test_what_others_said_in_confidence_is_not_in_it(world: World) -> None:
    number = submit(world).number
    take(world, number)
    advise_all(world, number)
    body = str(world.organisations["halden"].pk)
    made = subject_access.export_held_data(by=world.halden, organisation=body)
    text = b"\n".join(files_of(made.content).values())
    assert b"The end user is known to us." not in text  # the advice of an agency
    with pytest.raises(NotFoundError):
        subject_access.export_held_data(by=world.vigil, organisation=body)
    with pytest.raises(NotAllowedError):
        subject_access.export_held_data(by=world.officer, organisation=body)


def test_that_it_was_given_is_on_record(world: World) -> None:
    submit(world)
    body = str(world.organisations["halden"].pk)
    subject_access.export_held_data(by=world.halden, organisation=body)
    row = Disclosure.objects.get()
    act = read_act(LedgerRow.objects.get(pk=row.row))
    assert (act.kind, act.payload["organisation"]) == ("export_held_data", body)
    (told,) = subject_access.held(viewer=world.halden)
    assert dict(told.kinds)["cases"] == 1
    assert [who for _at, who in told.given] == ["Halden"]


def test_an_erased_case_is_named_with_day_person_and_rule(
    world: World, clock: MovingClock
) -> None:
    number = refused(world).number
    clock.forward(YEARS)
    erased(world, number)
    body = str(world.organisations["halden"].pk)
    files = files_of(
        subject_access.export_held_data(by=world.halden, organisation=body).content
    )
    assert b"erased on 2037" in files[f"cases/{number}/erased.txt"]
    assert f"cases/{number}/case.json" not in files


def test_an_applicant_learns_when_the_authority_looked_and_not_who_or_who_else(
    world: World,
) -> None:
    number = submit(world).number
    take(world, number)
    see(world, number, "auditor")
    told = accesses.own_accesses(viewer=world.halden, case=number)
    assert [one.purpose for one in told] == ["work of the licensing desk"]
    assert "Officer" not in str(told)
    assert accesses.own_accesses(viewer=world.vigil, case=number) == ()
    assert applicant_reads.application(viewer=world.halden, case=number)


def test_an_auditor_finds_who_looked_at_what_and_why(
    world: World, clock: MovingClock
) -> None:
    first, second = submit(world).number, submit(world, "vigil").number
    take(world, first)
    clock.forward(1)
    see(world, first)
    see(world, second, "auditor")
    page = accesses.accesses(viewer=world.auditor)
    newest = page.accesses[0]
    assert (newest.person, newest.case, newest.purpose) == ("Auditor", second, "audit")
    handling = page.accesses[1]
    assert (handling.purpose, handling.what) == (
        "handling the case as its officer",
        "case",
    )
    assert {
        one.case
        for one in accesses.accesses(viewer=world.auditor, words=first).accesses
    } == {first}
    assert {
        one.person
        for one in accesses.accesses(viewer=world.auditor, words="audit").accesses
    } == {"Auditor"}
    assert len(list(accesses.every_access(viewer=world.auditor))) == page.total
    for who in ("officer", "head", "halden"):
        with pytest.raises(NotAllowedError):
            accesses.accesses(viewer=world.actor(who))


def test_a_redacted_copy_says_for_each_part_why_and_leaves_the_original(
    world: World,
) -> None:
    number = refused(world).number
    parts = {one.id: one for one in redaction.parts(viewer=world.officer, case=number)}
    (party,) = [
        one.id for one in parts.values() if one.words.startswith("Banco Aurora")
    ]
    made = redaction.redact_case(
        by=world.officer,
        case=number,
        purpose="For the press office.",
        withheld={party: "trade_secret", "decision.reasons": "foreign_relations"},
    )
    text = redaction.copy_content(
        viewer=world.officer, case=number, copy=made.id
    ).content.decode()
    assert "Banco Aurora" not in text
    assert "end_user: [withheld: trade secret]" in text
    assert "Reasons: [withheld: relations with other states]" in text
    assert "2 parts are withheld" in text
    assert see(world, number).decision.reasons == "The risk is clear."  # type: ignore[union-attr]
    acts = acts_of(str(Case.objects.get(number=number).pk))
    (act,) = [one for one in acts if one.kind == "redact_case"]
    assert [one["ground"] for one in act.payload["withheld"]] == [
        "foreign_relations",
        "trade_secret",
    ]
    assert [one.id for one in redaction.copies(viewer=world.officer, case=number)] == [
        made.id
    ]


@pytest.mark.parametrize(
    "withheld",
    [{"none.0": "security"}, {"head.title": "because"}],
    ids=["part", "ground"],
)
def test_a_copy_withholds_nothing_that_is_not_there_and_for_no_other_ground(
    world: World, withheld: dict[str, str]
) -> None:
    number = submit(world).number
    with pytest.raises(InvalidInputError, match="no part"):
        redaction.redact_case(
            by=world.officer, case=number, purpose="Press.", withheld=withheld
        )
    assert not Disclosure.objects.exists()


def pair() -> tuple[bytes, bytes]:
    secret = X25519PrivateKey.generate()
    return (
        secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        secret.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        ),
    )


def test_the_archive_alone_opens_the_export_and_can_prove_every_act(
    world: World, clock: MovingClock
) -> None:
    number = refused(world).number
    clock.forward(YEARS)
    run_sequencer(at=now(), flush=True)
    secret, public = pair()
    with pytest.raises(WrongStateError, match="Propose"):
        export_for_archive(by=world.officer, case=number, to=public)
    found = retention.propose_disposal(
        by=world.officer, case=number, outcome="archive", reason="Over."
    )
    made = export_for_archive(by=world.officer, case=number, to=public)
    assert b"Banco Aurora" not in made.content
    files = opened(made.content, secret_key=secret)
    assert b"Banco Aurora" in files["case.json"]
    assert len([name for name in files if name.startswith("documents/")]) >= 5
    receipts = [
        data for name, data in sorted(files.items()) if name.endswith(".receipt")
    ]
    assert len(receipts) > 5
    for receipt in receipts:
        assert verify_receipt(parse_receipt(receipt.decode()), log=log_keys())
    retention.record_transfer(
        by=world.officer,
        disposal=found.disposals[0].id,
        sha256=made.sha256,
        size=len(made.content),
        receipt="NA 12/3",
    )
    retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    with pytest.raises(ExportBrokenError) as caught:
        opened(made.content, secret_key=pair()[0])
    assert caught.value.code == "export_broken"


def test_every_changed_byte_of_an_export_is_refused() -> None:
    secret, public = pair()
    sealed = sealed_for(packed({"a.txt": b"content"}), public_key=public)
    assert opened(sealed, secret_key=secret) == {"a.txt": b"content"}
    for place in range(len(sealed)):
        wrong = bytearray(sealed)
        wrong[place] ^= 1
        with pytest.raises(ExportBrokenError):
            opened(bytes(wrong), secret_key=secret)


def test_a_key_of_another_kind_is_refused_before_anything_is_written() -> None:
    with pytest.raises(InvalidInputError, match="X25519"):
        sealed_for(b"", public_key=b"no key")


def test_the_same_files_make_the_same_bytes() -> None:
    assert packed({"b": b"2", "a": b"1"}) == packed({"a": b"1", "b": b"2"})
    assert ports().evidence
