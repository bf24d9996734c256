"""The second implementation finds what the first one finds."""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from licet.kernel import EvidenceError
from licet.ledger import (
    DirectorySource,
    Opening,
    Receipt,
    SeedSigner,
    decode_bundle,
    encode_bundle,
    fsck,
    parse_receipt,
    verify_receipt,
)

PATH = Path(__file__).resolve().parents[2] / "verifier" / "licet_verifier.py"
Exported = Callable[..., Path]


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licet_verifier", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_imports_nothing_of_ours_and_only_one_package() -> None:
    tree = ast.parse(PATH.read_text("utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert names - set(sys.stdlib_module_names) == {"cryptography"}


@pytest.mark.parametrize("count", [0, 1, 4, 256, 300, 513])
def test_both_find_a_whole_log_whole(
    exported: Exported,
    verifier: ModuleType,
    log_signer: SeedSigner,
    quantum_signer: SeedSigner,
    count: int,
) -> None:
    folder = exported(count, quantum_signer)
    size, files = verifier.check_log(folder, [log_signer.key.text])
    assert size == count
    assert files == len(DirectorySource(root=folder).paths())


@pytest.mark.slow
def test_both_find_every_single_bit_change(
    exported: Exported, verifier: ModuleType, log_signer: SeedSigner, witness_signer: SeedSigner
) -> None:  # fmt: skip
    folder = exported(3, witness_signer)
    keys = [log_signer.key.text]
    for path in DirectorySource(root=folder).paths():
        data = (folder / path).read_bytes()
        for place in range(len(data) * 8):
            wrong = bytearray(data)
            wrong[place // 8] ^= 1 << place % 8
            (folder / path).write_bytes(wrong)
            assert fsck(DirectorySource(root=folder), [log_signer.key]), (path, place)
            with pytest.raises(verifier.WrongError):
                verifier.check_log(folder, keys)
        (folder / path).write_bytes(data)
    assert verifier.check_log(folder, keys) == (3, 4)


def test_both_find_swapped_removed_extra_and_unknown(
    exported: Exported, verifier: ModuleType, log_signer: SeedSigner
) -> None:
    folder = exported(300)
    bundle = folder / "tile/entries/000"
    data = bundle.read_bytes()
    entries = decode_bundle(data)
    swapped = [entries[1], entries[0], *entries[2:]]
    for wrong in (swapped, entries[1:], [*entries, b"more"], entries[:-1]):
        bundle.write_bytes(encode_bundle(wrong))
        assert fsck(DirectorySource(root=folder), [log_signer.key])
        with pytest.raises(verifier.WrongError, match="tile/"):
            verifier.check_log(folder, [log_signer.key.text])
    bundle.write_bytes(data)
    for name, content in {
        "x.txt": b"", "tile/0/001.p/3": b"x" * 96, "tile/0/002": bytes(8192),
        "tile/entries/001.p/2": b"\x00", "tile/0/001.p/300": b"", ".draft": b"",
    }.items():  # fmt: skip
        (folder / name).write_bytes(content)
        assert fsck(DirectorySource(root=folder), [log_signer.key]), name
        with pytest.raises(verifier.WrongError):
            verifier.check_log(folder, [log_signer.key.text])
        (folder / name).unlink()
    older = exported(290, name="older")
    for name in ("tile/0/001.p/34", "tile/entries/001.p/34"):
        (folder / name).write_bytes((older / name).read_bytes())
    assert fsck(DirectorySource(root=folder), [log_signer.key]) == ()
    verifier.check_log(folder, [log_signer.key.text])


def test_both_refuse_every_single_bit_change_of_a_receipt(
    verifier: ModuleType, log_signer: SeedSigner, signed: Callable[..., bytes]
) -> None:
    opening = Opening(salt=bytes(32), payload=b"{}")
    receipt = Receipt(
        index=0, proof=(), checkpoint=signed([opening.entry]), opening=opening
    )
    data = receipt.render().encode()
    verifier.check_receipt(data.decode(), [log_signer.key.text])
    for place in range(len(data) * 8):
        wrong = bytearray(data)
        wrong[place // 8] ^= 1 << place % 8
        text = bytes(wrong).decode("utf-8", errors="replace")
        with pytest.raises(EvidenceError):
            verify_receipt(parse_receipt(text), log=[log_signer.key])
        with pytest.raises(verifier.WrongError):
            verifier.check_receipt(text, [log_signer.key.text])


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(PATH), *arguments],
        capture_output=True, text=True, check=False, timeout=1200,
    )  # fmt: skip


def test_the_command_says_whole_wrong_or_unreadable(
    exported: Exported, log_signer: SeedSigner, signed: Callable[..., bytes], tmp_path: Path
) -> None:  # fmt: skip
    folder, key = exported(20), log_signer.key.text
    good = run("log", str(folder), "--key", key)
    assert (good.returncode, good.stdout) == (
        0,
        "whole: 20 entries, 4 files accounted for\n",
    )
    (folder / "tile/0/000.p/20").unlink()
    bad = run("log", str(folder), "--key", key)
    assert (bad.returncode, bad.stdout) == (1, "WRONG: tile/0/000.p/20: missing\n")
    opening = Opening(salt=bytes(32), payload=b'{"act":1}')
    receipt = Receipt(
        index=0, proof=(), checkpoint=signed([opening.entry]), opening=opening
    )
    path = tmp_path / "one.tlog-proof"
    path.write_text(receipt.render())
    opened = run("receipt", str(path), "--key", key)
    assert (opened.returncode, opened.stdout) == (0, 'holds: entry 0 of 1\n{"act":1}\n')
    assert run("receipt", str(tmp_path / "none"), "--key", key).returncode == 2
