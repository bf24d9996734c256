"""The second implementation of the check of a PDF finds what the first one finds."""

import ast
import importlib.util
import random
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from tests.licence.samples import CLAIMS
from tests.web.letters.conftest import Issued
from tests.web.letters.samples import LETTER, SIGNED

from licet.licence import Role, document_digest, issue_status_list
from licet.web.casework.letters import (
    DocumentKeys,
    LetterKind,
    render_letter,
    sign_pdf,
    verify_pdf,
)

PATH = Path(__file__).resolve().parents[3] / "verifier" / "licet_pdf_verifier.py"
NOW = SIGNED + timedelta(days=2)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def second() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licet_pdf_verifier", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def status(keys: DocumentKeys) -> str:
    return issue_status_list(
        {}, uri=CLAIMS.status.uri, issued_at=NOW, lifetime=DAY, signer=keys.status
    )


def _both(
    second: ModuleType, pdf: bytes, keys: DocumentKeys, status: str
) -> tuple[object, object]:
    own = verify_pdf(
        pdf,
        keys=keys.key_set,
        status=status,
        at=NOW,
        max_status_age=DAY,
        role=Role.CUSTOMS,
    ).to_json()
    other = second.verify(
        pdf,
        keys=second.licence.read_keys(keys.key_set.to_bytes()),
        status=status,
        at=NOW,
        limit=DAY,
        role="customs",
    )
    codes = [reason["code"] for reason in own["reasons"]]  # type: ignore[attr-defined]
    return (own["answer"], codes, own["disclosed"]), (
        other["answer"],
        other["codes"],
        other["disclosed"],
    )


def test_it_imports_nothing_of_ours_and_only_one_package() -> None:
    tree = ast.parse(PATH.read_text("utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    named = {alias.name.split(".")[0] for node in found for alias in node.names}
    named |= {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    beside = {"cryptography", "licet_licence_verifier"}
    assert named - set(sys.stdlib_module_names) == beside


def test_both_take_what_was_signed(
    second: ModuleType, issued: Issued, keys: DocumentKeys, status: str
) -> None:
    one, other = _both(second, issued.signed, keys, status)
    assert one == other
    assert other[0] == "valid"  # type: ignore[index]
    letter = sign_pdf(
        render_letter(LetterKind.REFUSAL, LETTER), keys.document, at=SIGNED
    )
    one, other = _both(second, letter, keys, status)
    assert one == other
    assert other[1] == ["letter"]  # type: ignore[index]


def test_both_refuse_a_changed_bit_anywhere(
    second: ModuleType, issued: Issued, keys: DocumentKeys, status: str
) -> None:
    chosen = random.Random(7)  # noqa: S311  # a sample
    pdf = issued.signed
    around = pdf.index(b"/ByteRange")
    places = chosen.sample(range(len(pdf)), 60)
    places += chosen.sample(range(around, len(pdf)), 60)
    for place in places:
        changed = bytearray(pdf)
        changed[place] ^= 1 << chosen.randrange(8)
        other = second.verify(
            bytes(changed),
            keys=second.licence.read_keys(keys.key_set.to_bytes()),
            status=status,
            at=NOW,
            limit=DAY,
        )
        assert (other["answer"], other["codes"]) == (
            "not_valid",
            ["document_altered"],
        ), place
        assert other["why"]


def test_both_refuse_what_stands_behind_the_end_or_is_cut(
    second: ModuleType, issued: Issued, keys: DocumentKeys, status: str
) -> None:
    for pdf in (issued.signed + b"\n", issued.signed[:-1], issued.letter, b"%PDF-1.7"):
        one, other = _both(second, pdf, keys, status)
        assert one == other


def test_a_lost_certificate_needs_the_receipt_of_the_issue(
    second: ModuleType, issued: Issued, keys: DocumentKeys, status: str
) -> None:
    tree = second.licence.read_keys(keys.key_set.to_bytes())
    for key in tree["keys"]:
        if "document" in key["purposes"]:
            key["compromised_at"] = NOW.isoformat()
            key["compromised_log_size"] = 5
    given = {"keys": tree, "status": status, "at": NOW, "limit": DAY}
    assert second.verify(issued.signed, **given)["codes"] == ["key_compromised"]
    proof = (4, frozenset({document_digest(issued.signed)}))
    found = second.verify(issued.signed, **given, proofs=(proof,))
    assert (found["answer"], found["codes"]) == (
        "valid",
        ["issued_before_loss", "valid"],
    )


def test_the_command_answers_with_its_exit_code(
    second: ModuleType, issued: Issued, keys: DocumentKeys, status: str, tmp_path: Path
) -> None:
    (tmp_path / "l.pdf").write_bytes(issued.signed)
    (tmp_path / "keys").write_bytes(keys.key_set.to_bytes())
    (tmp_path / "status").write_text(status)
    words = [str(tmp_path / "l.pdf"), "--keys", str(tmp_path / "keys")]
    words += ["--at", NOW.isoformat()]
    assert second.main(words) == 4
    assert second.main([*words, "--status", str(tmp_path / "status")]) == 0
    (tmp_path / "l.pdf").write_bytes(issued.signed[:-9])
    assert second.main(words) == 1
    (tmp_path / "keys").write_text("{}")
    assert second.main(words) == 2
