import base64
import json
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
import typer
from tests.licence.samples import (
    CLAIMS,
    CODE,
    DAY,
    DOCUMENT,
    KEYS,
    NOON,
    status_list,
)
from tests.web.letters.conftest import Issue, Issued, issue, issued, keys
from tests.web.letters.samples import LETTER, SIGNED
from typer.testing import CliRunner, Result

from licet.cli import present
from licet.cli import verify as command
from licet.cli.verify import UnreadableFileError, register
from licet.kernel import InputError, canonical_bytes
from licet.ledger import (
    Checkpoint,
    NotALogError,
    Opening,
    Promise,
    Receipt,
    SeedSigner,
    SignatureKind,
    export,
    leaf_hash,
    leaf_hashes,
    root_of,
    sign_checkpoint,
    sign_promise,
)
from licet.licence import (
    LicenceClaimsError,
    LicenceStatus,
    document_digest,
    issue_status_list,
)
from licet.web.casework.letters import (
    DocumentKeys,
    LetterKind,
    render_letter,
    sign_pdf,
)

__all__ = ["issue", "issued", "keys"]  # fixtures

AT = ("--at", "2026-09-01T13:00:00Z")

VERIFIER = Path(__file__).resolve().parents[2] / "verifier" / "licet_verifier.py"


def _run(*arguments: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as customs have it: documents, the key set, the status list."""
    monkeypatch.setenv("LICET_STATE", str(tmp_path / "var"))
    (tmp_path / "licence.sdjwt").write_text(DOCUMENT, "utf-8")
    (tmp_path / "qr.txt").write_text(CODE + "\n", "utf-8")
    (tmp_path / "keys.json").write_bytes(KEYS.to_bytes())
    (tmp_path / "status.jwt").write_text(status_list(), "utf-8")
    return tmp_path


def _ask(desk: Path, name: str, *more: str | Path) -> Result:
    return _run(
        desk / name,
        "--keys",
        desk / "keys.json",
        "--status",
        desk / "status.jwt",
        *AT,
        *more,
    )


@pytest.mark.parametrize("name", ["licence.sdjwt", "qr.txt"])
def test_a_valid_licence_ends_with_0(desk: Path, name: str) -> None:
    result = _ask(desk, name)
    assert result.exit_code == 0
    assert result.stdout.startswith("valid: MLA-2026-000123\n")
    assert "status valid, 1 hour old" in result.stdout
    assert "consignee: " in result.stdout


def test_what_a_code_does_not_hold_is_said(desk: Path) -> None:
    assert "not in this document: end user" in _ask(desk, "qr.txt").stdout


def test_roles_limit_what_is_shown(desk: Path) -> None:
    public = _ask(desk, "licence.sdjwt", "--role", "public")
    assert public.exit_code == 0
    assert "Lumen" not in public.stdout
    licensee = _ask(desk, "licence.sdjwt", "--role", "licensee")
    assert "120000 EUR" in licensee.stdout


def test_the_verdict_is_one_json_document(desk: Path) -> None:
    verdict = json.loads(_ask(desk, "qr.txt", "--json").stdout)
    assert (verdict["answer"], verdict["status_age_seconds"]) == ("valid", 3600)
    assert verdict["withheld"] == ["end_user"]


def test_an_ended_licence_ends_with_1(desk: Path) -> None:
    text = status_list(LicenceStatus.REVOKED)
    (desk / "status.jwt").write_text(text, "utf-8")
    result = _ask(desk, "qr.txt")
    assert result.exit_code == 1
    assert "revoked" in result.stdout


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--max-status-age", "0"), id="status-too-old"),
        pytest.param(("--status", "nothing"), id="no-status"),
        pytest.param(("--keys", "nothing"), id="no-keys"),
    ],
)
def test_what_cannot_be_settled_ends_with_4(
    desk: Path, options: tuple[str, str]
) -> None:
    known = {"--keys": str(desk / "keys.json"), "--status": str(desk / "status.jwt")}
    known[options[0]] = options[1]
    given = [part for pair in known.items() if pair[1] != "nothing" for part in pair]
    result = _run(desk / "qr.txt", *given, *AT)
    assert result.exit_code == 4
    assert result.stdout.startswith("not confirmed")


def test_published_keys_and_lists_of_the_state_are_used(desk: Path) -> None:
    published = desk / "var" / "keys" / "documents"
    published.mkdir(parents=True)
    (published / "licet-keys.json").write_bytes(KEYS.to_bytes())
    lists = desk / "var" / "status"
    lists.mkdir()
    (lists / "1.jwt").write_text("damaged", "utf-8")
    other = status_list(uri="https://licensing.example/status/2")
    (lists / "2.jwt").write_text(other, "utf-8")
    assert _run(desk / "qr.txt", *AT).exit_code == 4
    (lists / "3.jwt").write_text(status_list(), "utf-8")
    assert _run(desk / "qr.txt", *AT).exit_code == 0


def test_without_a_time_it_is_asked_for_now(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 9, 1, 13, 0, tzinfo=tz)

    monkeypatch.setattr(command, "datetime", Clock)
    found = _run(
        desk / "qr.txt", "--keys", desk / "keys.json", "--status", desk / "status.jwt"
    )
    assert found.exit_code == 0


@pytest.mark.parametrize("text", ["tomorrow", "2026-09-01", "2026-09-01T10:00:00"])
def test_a_time_without_its_zone_is_refused(desk: Path, text: str) -> None:
    result = _run(desk / "qr.txt", "--at", text)
    assert isinstance(result.exception, LicenceClaimsError)


def test_a_file_that_is_not_there_is_named(desk: Path) -> None:
    result = _run(desk / "nothing.pdf")
    assert isinstance(result.exception, UnreadableFileError)
    assert isinstance(result.exception, InputError)
    assert result.exception.code == "unreadable_file"
    assert "nothing.pdf" in str(result.exception)


def test_a_file_without_end_is_not_read(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_LARGEST", 10)
    result = _run(desk / "qr.txt", *AT)
    assert "more than 10 bytes" in str(result.exception)


# -- PDF ---------------------------------------------------------------------------------


@pytest.fixture
def paper(desk: Path, issued: Issued, keys: DocumentKeys) -> Path:
    (desk / "licence.pdf").write_bytes(issued.signed)
    (desk / "keys.json").write_bytes(keys.key_set.to_bytes())
    listed = issue_status_list(
        {CLAIMS.status.index: LicenceStatus.VALID},
        uri=CLAIMS.status.uri,
        issued_at=NOON,
        lifetime=DAY,
        signer=keys.status,
    )
    (desk / "status.jwt").write_text(listed, "utf-8")
    return desk


def test_a_signed_licence_is_verified_offline(paper: Path) -> None:
    result = _ask(paper, "licence.pdf")
    assert result.exit_code == 0
    assert "valid: MLA-2026-000123" in result.stdout


def test_a_licence_with_one_byte_changed_ends_with_1_and_says_why(paper: Path) -> None:
    pdf = bytearray((paper / "licence.pdf").read_bytes())
    pdf[len(pdf) // 2] ^= 1
    (paper / "licence.pdf").write_bytes(pdf)
    result = _ask(paper, "licence.pdf")
    assert result.exit_code == 1
    assert "not what the authority signed" in result.stdout


def test_a_letter_is_no_licence(paper: Path, keys: DocumentKeys) -> None:
    letter = render_letter(LetterKind.REFUSAL, LETTER)
    signed = sign_pdf(letter, keys.document, at=SIGNED)
    (paper / "letter.pdf").write_bytes(signed)
    result = _ask(paper, "letter.pdf")
    assert (result.exit_code, result.stdout.split("\n")[0]) == (0, "valid")
    assert "It is not a licence." in result.stdout


def test_without_the_web_extra_a_pdf_ends_with_4(
    paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "licet.web.casework.letters", None)
    result = _ask(paper, "licence.pdf")
    assert result.exit_code == 4
    assert "licet[web]" in result.stderr


# -- Receipts ----------------------------------------------------------------------------

LOG = SeedSigner(
    name="licensing.example/log", kind=SignatureKind.ED25519, seed=b"\x09" * 32
)
OPENING = Opening(salt=b"s" * 32, payload=canonical_bytes({"kind": "submitted"}))


def _receipt(opening: Opening, *, closed: bool = False) -> str:
    checkpoint = Checkpoint(origin=LOG.key.name, size=1, root=leaf_hash(opening.entry))
    signed = sign_checkpoint(checkpoint, [LOG]).render().encode()
    receipt = Receipt(
        index=0, proof=(), checkpoint=signed, opening=None if closed else opening
    )
    return receipt.render()


@pytest.fixture
def record(desk: Path) -> Path:
    tree = json.loads(KEYS.to_bytes()) | {"log_keys": [LOG.key.text]}
    (desk / "keys.json").write_text(json.dumps(tree), "utf-8")
    (desk / "receipt").write_text(_receipt(OPENING), "utf-8")
    return desk


def test_a_receipt_proves_its_act(record: Path) -> None:
    result = _ask(record, "receipt")
    assert result.exit_code == 0
    assert "entry 0 of the log licensing.example/log" in result.stdout
    assert "kind submitted" in result.stdout


def test_an_act_that_is_no_json_is_shown_as_it_stands(record: Path) -> None:
    opening = Opening(salt=b"s" * 32, payload=b"\xff")
    (record / "receipt").write_text(_receipt(opening), "utf-8")
    assert "act: ff" in _ask(record, "receipt").stdout


def test_a_changed_receipt_ends_with_1(record: Path) -> None:
    other = _receipt(Opening(salt=b"t" * 32, payload=OPENING.payload)).split("\n")
    mixed = _receipt(OPENING).split("\n")
    mixed[1] = other[1]
    (record / "receipt").write_text("\n".join(mixed), "utf-8")
    assert _ask(record, "receipt").exit_code == 1


def test_a_receipt_without_its_act_ends_with_4(record: Path) -> None:
    (record / "receipt").write_text(_receipt(OPENING, closed=True), "utf-8")
    result = _ask(record, "receipt")
    assert result.exit_code == 4
    assert "does not hold the act" in result.stdout


def test_a_promise_is_no_proof_yet(record: Path) -> None:
    promise = Promise(origin=LOG.key.name, entry=OPENING.entry, at=NOON)
    (record / "receipt").write_text(sign_promise(promise, LOG), "utf-8")
    result = _ask(record, "receipt")
    assert result.exit_code == 4
    assert "Ask for the proof" in result.stdout


def test_without_a_key_of_the_log_a_receipt_ends_with_4(record: Path) -> None:
    (record / "keys.json").write_bytes(KEYS.to_bytes())
    result = _ask(record, "receipt")
    assert result.exit_code == 4
    assert "no key of the public log" in result.stdout


@pytest.fixture
def own_machine(record: Path) -> Path:
    """The authority's own machine: its published keys name none of the log, its log lies there."""
    (record / "keys.json").unlink()
    folder = record / "var" / "log"
    folder.mkdir(parents=True)
    witness = SeedSigner(
        name="witness.example",
        kind=SignatureKind.ED25519_COSIGNATURE,
        seed=b"\x08" * 32,
    )
    (folder / "keys.txt").write_text(f"{LOG.key.text}\n{witness.key.text}\n", "utf-8")
    return record


def test_the_authoritys_own_machine_knows_the_key_of_its_log(own_machine: Path) -> None:
    result = _run(own_machine / "receipt", *AT)
    assert result.exit_code == 0, result.stdout
    published = own_machine / "var" / "keys" / "documents"
    published.mkdir(parents=True)
    (published / "licet-keys.json").write_bytes(KEYS.to_bytes())
    assert _run(own_machine / "receipt", *AT).exit_code == 0


def test_keys_that_were_given_are_not_completed_from_this_machine(
    own_machine: Path,
) -> None:
    (own_machine / "keys.json").write_bytes(KEYS.to_bytes())
    result = _run(own_machine / "receipt", "--keys", own_machine / "keys.json", *AT)
    assert result.exit_code == 4
    assert "no key of the public log" in result.stdout


def test_a_witness_alone_proves_no_receipt(own_machine: Path) -> None:
    keys = own_machine / "var" / "log" / "keys.txt"
    keys.write_text(keys.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    assert _run(own_machine / "receipt", *AT).exit_code == 4


WITNESSES = [
    SeedSigner(name=f"w{place}.example", kind=kind, seed=bytes([place + 40]) * 32)
    for place, kind in enumerate(
        (SignatureKind.ED25519_COSIGNATURE, SignatureKind.ML_DSA_44_COSIGNATURE)
    )
]
HOUSES = "".join(
    f"witness w{place} {one.key.text}\n" for place, one in enumerate(WITNESSES)
)


def _cosigned(record: Path, *signers: SeedSigner) -> None:
    """The receipt, on a checkpoint that these witnesses cosigned."""
    root = leaf_hash(OPENING.entry)
    stated = Checkpoint(origin=LOG.key.name, size=1, root=root)
    note = sign_checkpoint(stated, [LOG, *signers]).render().encode()
    receipt = Receipt(index=0, proof=(), checkpoint=note, opening=OPENING)
    (record / "receipt").write_text(receipt.render(), "utf-8")


@pytest.mark.parametrize(
    ("signers", "code", "words"),
    [
        pytest.param((), 4, "cosigned by no witness; asked for: 2 of w0, w1", id="none"),
        pytest.param((0,), 4, "quorum of witnesses is not reached", id="one-of-two"),
        pytest.param((0, 1), 0, "quorum of witnesses is reached", id="both"),
    ],
)  # fmt: skip
def test_without_its_quorum_a_receipt_is_not_confirmed_by_either_program(
    record: Path, signers: tuple[int, ...], code: int, words: str
) -> None:
    _cosigned(record, *(WITNESSES[place] for place in signers))
    policy = record / "policy.txt"
    policy.write_text(f"{HOUSES}group both all w0 w1\nquorum both\n", "utf-8")
    result = _ask(record, "receipt", "--policy", policy)
    assert (result.exit_code, words in result.stdout) == (code, True)
    second = subprocess.run(
        [sys.executable, str(VERIFIER), "receipt", str(record / "receipt"), "--key", LOG.key.text, "--policy", str(policy)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert second.returncode == (3 if code else 0), second.stdout
    assert ("NOT CONFIRMED: cosigned by" in second.stdout) is bool(code)


def test_the_log_of_now_may_bring_the_quorum(record: Path, tmp_path: Path) -> None:
    policy = record / "policy.txt"
    policy.write_text(f"{HOUSES}quorum w0\n", "utf-8")
    assert _ask(record, "receipt", "--policy", policy).exit_code == 4
    entries = [OPENING.entry, b"\x01" + bytes(32)]
    root = root_of(leaf_hashes(entries))
    stated = Checkpoint(origin=LOG.key.name, size=2, root=root)
    note = sign_checkpoint(stated, [LOG, WITNESSES[0]]).render().encode()
    keys = [LOG.key, WITNESSES[0].key]
    export(tmp_path / "now", entries=entries, checkpoint=note, keys=keys)
    now = ("--log", tmp_path / "now", "--policy", policy)
    result = _ask(record, "receipt", *now)
    assert result.exit_code == 0, result.stdout
    policy.write_text(f"{HOUSES}quorum w1\n", "utf-8")
    assert _ask(record, "receipt", *now).exit_code == 4


def test_a_false_cosignature_is_not_valid_and_a_policy_that_is_none_is_refused(
    record: Path,
) -> None:
    _cosigned(record, WITNESSES[0])
    text = (record / "receipt").read_text("utf-8")
    head, mark, line = text.rpartition("— w0.example ")
    raw = bytearray(base64.b64decode(line))
    raw[-1] ^= 1
    false = base64.b64encode(bytes(raw)).decode()
    (record / "receipt").write_text(f"{head}{mark}{false}\n", "utf-8")
    policy = record / "policy.txt"
    policy.write_text(f"{HOUSES}quorum w0\n", "utf-8")
    assert _ask(record, "receipt", "--policy", policy).exit_code == 1
    assert _ask(record, "receipt").exit_code == 0  # nobody asked for that witness
    for wrong in (record / "none.txt", record):
        result = _ask(record, "receipt", "--policy", wrong)
        assert isinstance(result.exception, NotALogError)


# -- Bundles -----------------------------------------------------------------------------


def _pack(path: Path, files: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("inner")
        for name, content in files.items():
            archive.writestr(name, content)


WHOLE: dict[str, str | bytes] = {
    "inner/licence.sdjwt": DOCUMENT,
    "qr.txt": CODE,
    "status.jwt": status_list(),
    "licet-keys.json": b"{}",
}


def test_a_bundle_is_verified_document_by_document(desk: Path) -> None:
    _pack(desk / "bundle.zip", WHOLE)
    result = _run(desk / "bundle.zip", "--keys", desk / "keys.json", *AT)
    assert result.exit_code == 0
    assert "inner/licence.sdjwt: It is signed" in result.stdout
    assert "qr.txt: It is signed" in result.stdout


def test_the_keys_in_a_bundle_are_not_believed(desk: Path) -> None:
    _pack(desk / "bundle.zip", WHOLE | {"licet-keys.json": KEYS.to_bytes()})
    assert _run(desk / "bundle.zip", *AT).exit_code == 4


def test_a_folder_is_a_bundle_too(desk: Path) -> None:
    folder = desk / "bundle"
    folder.mkdir()
    (folder / "qr.txt").write_text(CODE, "utf-8")
    assert _ask(desk, "bundle").exit_code == 0


def test_a_bundle_is_as_good_as_its_worst_document(desk: Path) -> None:
    _pack(desk / "bundle.zip", WHOLE | {"altered.txt": CODE[:-1]})
    result = _ask(desk, "bundle.zip")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "not valid"
    assert lines[1].startswith("  altered.txt: The licence code cannot be read")
    verdict = json.loads(_ask(desk, "bundle.zip", "--json").stdout)
    assert verdict["disclosed"]["qr.txt"]["answer"] == "valid"


def test_an_empty_bundle_is_refused(desk: Path) -> None:
    _pack(desk / "bundle.zip", {"status.jwt": status_list()})
    assert "no document" in str(_ask(desk, "bundle.zip").exception)


def test_an_archive_bomb_is_not_unpacked(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pack(desk / "bundle.zip", WHOLE)
    monkeypatch.setattr(command, "_MOST", 2)
    assert "unpacks to more" in str(_ask(desk, "bundle.zip").exception)


def test_a_damaged_archive_is_refused(desk: Path) -> None:
    _pack(desk / "bundle.zip", WHOLE)
    data = (desk / "bundle.zip").read_bytes()
    (desk / "bundle.zip").write_bytes(data[: len(data) // 2])
    assert "damaged archive" in str(_ask(desk, "bundle.zip").exception)


def test_fixtures_are_those_of_the_letters(issue: Issue) -> None:
    assert issue(CLAIMS).code.startswith("LICET1:")


# -- proofs, memory, presentations -------------------------------------------------------


def _lost_keys(desk: Path) -> None:
    """The key of the licence is lost; the log was safe up to entry 1."""
    tree = json.loads((desk / "keys.json").read_text("utf-8"))
    tree["keys"][0] |= {
        "compromised_at": "2026-07-02T00:00:00Z",
        "compromised_log_size": 1,
    }
    (desk / "keys.json").write_text(json.dumps(tree), "utf-8")


def _proof(desk: Path, kind: str, *digests: str) -> Path:
    payload = {
        "licence": CLAIMS.number,
        "documents": {"code": digests[0]},
        "signed": digests[-1],
    }
    act = canonical_bytes({"kind": kind, "payload": payload})
    path = desk / f"{kind}.receipt"
    path.write_text(_receipt(Opening(salt=b"s" * 32, payload=act)), "utf-8")
    return path


def test_a_receipt_of_the_issue_saves_a_licence_from_before_a_loss(
    record: Path,
) -> None:
    _lost_keys(record)
    assert _ask(record, "qr.txt").exit_code == 4
    digests = (document_digest(CODE), document_digest(DOCUMENT))
    proof = _proof(record, "keep_licence_documents", *digests)
    for name in ("qr.txt", "licence.sdjwt"):
        result = _ask(record, name, "--proof", proof)
        assert result.exit_code == 0, result.stdout
        assert "before entry 1" in result.stdout


def test_a_receipt_inside_a_bundle_saves_its_licence(record: Path) -> None:
    _lost_keys(record)
    folder = record / "bundle"
    folder.mkdir()
    (folder / "qr.txt").write_text(CODE, "utf-8")
    digests = (document_digest(CODE), document_digest(DOCUMENT))
    proof = _proof(record, "keep_licence_documents", *digests)
    proof.rename(folder / "issue.receipt")
    (folder / "closed.receipt").write_text(_receipt(OPENING, closed=True), "utf-8")
    (folder / "other.receipt").write_text(_receipt(OPENING), "utf-8")
    (folder / "broken.receipt").write_text(_receipt(OPENING)[:-4], "utf-8")
    verdict = json.loads(_ask(record, "bundle", "--json").stdout)
    assert verdict["disclosed"]["qr.txt"]["answer"] == "valid"


@pytest.mark.parametrize("kind", ["submitted", "no-json", "closed"])
def test_a_receipt_of_another_act_is_no_proof(record: Path, kind: str) -> None:
    opening = {
        "submitted": OPENING,
        "no-json": Opening(salt=b"s" * 32, payload=b"\xff"),
        "closed": OPENING,
    }[kind]
    path = record / "proof"
    path.write_text(_receipt(opening, closed=kind == "closed"), "utf-8")
    result = _ask(record, "qr.txt", "--proof", path)
    assert isinstance(result.exception, UnreadableFileError)
    assert "no receipt of the issue" in str(result.exception)


def test_a_reader_remembers_and_believes_no_list_that_goes_back(desk: Path) -> None:
    memory = desk / "memory"

    def ask(status: str) -> Result:
        (desk / "status.jwt").write_text(status, "utf-8")
        return _ask(desk, "qr.txt", "--seen", memory)

    newer = status_list(issued_at=NOON + timedelta(minutes=30))
    assert ask(status_list()).exit_code == 0
    assert [ask(newer).exit_code, ask(newer).exit_code] == [0, 0]
    assert [path.read_text() for path in memory.glob("*.jwt")] == [newer]
    back = ask(status_list())
    assert (back.exit_code, "older than the one of" in back.stdout) == (4, True)
    assert ask("no list").exit_code == 4
    ended = status_list(LicenceStatus.REVOKED, issued_at=NOON + timedelta(minutes=40))
    assert ask(ended).exit_code == 1
    undone = ask(status_list(issued_at=NOON + timedelta(minutes=50)))
    assert (undone.exit_code, "An end cannot be undone" in undone.stdout) == (1, True)
    assert [path.read_text() for path in memory.glob("*.jwt")] == [ended]
    (kept,) = memory.glob("*.jwt")
    kept.write_text("damaged", "utf-8")
    assert ask(newer).exit_code == 0
    assert kept.read_text() == newer


def test_customs_see_what_they_compare_and_not_the_price(desk: Path) -> None:
    shown = _ask(desk, "licence.sdjwt", "--as", "customs").stdout
    assert "Nordhafen Forwarding" in shown
    assert "12" in shown
    assert "proof of arrival" in shown
    assert "120000 EUR" not in shown
    assert "court order" not in shown
    assert "court order" in _ask(desk, "licence.sdjwt", "--as", "end_user").stdout


def _present(*words: str | Path) -> Result:
    app = typer.Typer()
    app.callback()(lambda: None)
    present.register(app)
    return CliRunner().invoke(app, ["present", *map(str, words)])


def test_a_holder_makes_a_copy_with_chosen_fields(desk: Path) -> None:
    licence, copy = desk / "licence.sdjwt", desk / "copy.sdjwt"
    made = _present(licence, "--show", "destination, items", "--out", copy)
    assert made.exit_code == 0
    shown = _ask(desk, "copy.sdjwt")
    assert shown.exit_code == 0
    assert "not in this document: licensee, consignee, end user, conditions" in (
        shown.stdout
    )
    (desk / "bare.sdjwt").write_text(_present(licence, "--show", "").stdout, "utf-8")
    assert "items" in json.loads(_ask(desk, "bare.sdjwt", "--json").stdout)["withheld"]
    for_customs = _present(licence, "--for", "customs").stdout
    assert "120000" not in for_customs
    (desk / "cut.sdjwt").write_text(for_customs, "utf-8")
    assert _ask(desk, "cut.sdjwt", "--as", "licensee").exit_code == 0


def test_a_copy_that_cannot_be_made_says_why(desk: Path) -> None:
    licence = desk / "licence.sdjwt"
    for words in ((), ("--for", "customs", "--show", "items"), ("--show", "number")):
        assert isinstance(_present(licence, *words).exception, LicenceClaimsError)
    assert isinstance(
        _present(desk / "no", "--for", "public").exception, UnreadableFileError
    )
