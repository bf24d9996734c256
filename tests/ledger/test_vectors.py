"""Our own vectors: still made the same, and two implementations agree with every one."""

import importlib.util
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from licet.kernel import EvidenceError
from licet.ledger import (
    ProofError,
    Receipt,
    Tile,
    check_bundle,
    commitment,
    entry_of,
    layout,
    leaf_hash,
    open_checkpoint,
    parse_key,
    parse_note,
    parse_receipt,
    verify_consistency,
    verify_inclusion,
    verify_promise,
    verify_receipt,
    verify_text,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "vectors" / "ledger"


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> Any:  # JSON
    return json.loads((FOLDER / name).read_text("utf-8"))


make = load(FOLDER / "make.py")
verifier = load(ROOT / "verifier" / "licet_verifier.py")


@pytest.mark.parametrize("name", sorted(make.MADE))
def test_the_script_still_writes_the_same_vectors(name: str) -> None:
    assert make.render(make.MADE[name]()) == (FOLDER / name).read_text("utf-8")


def test_commitments() -> None:
    for case in read("commitments.json"):
        committed = commitment(bytes.fromhex(case["salt"]), case["payload"].encode())
        entry = entry_of(committed)
        assert committed.hex() == case["commitment"]
        assert entry.hex() == case["entry"]
        assert leaf_hash(entry).hex() == verifier.leaf(entry).hex() == case["leaf"]


def test_trees() -> None:
    for case in read("trees.json"):
        hashes = [verifier.leaf(entry) for entry in make.entries(case["size"])]
        assert verifier.tree_root(hashes).hex() == case["root"]


def holds(check: Callable[[], object], *errors: type[Exception]) -> bool:
    try:
        check()
    except errors:
        return False
    return True


def test_inclusion_proofs() -> None:
    cases = read("inclusion.json")
    assert {case["holds"] for case in cases} == {True, False}
    for case in cases:
        leaf = leaf_hash(bytes.fromhex(case["entry"]))
        proof = [bytes.fromhex(node) for node in case["proof"]]
        root, place = bytes.fromhex(case["root"]), (case["index"], case["size"])
        ours = holds(
            lambda: verify_inclusion(*place, leaf=leaf, proof=proof, root=root),  # noqa: B023  # called at once
            ProofError,
        )
        theirs = holds(
            lambda: verifier.check_inclusion(place, leaf, proof, root),  # noqa: B023  # called at once
            verifier.WrongError,
        )
        assert ours == theirs == case["holds"]


def test_consistency_proofs() -> None:
    for case in read("consistency.json"):
        old_root, new_root = (
            bytes.fromhex(case[name]) for name in ("old_root", "new_root")
        )
        proof = [bytes.fromhex(node) for node in case["proof"]]
        assert case["holds"] == holds(
            lambda: verify_consistency(
                case["old"],  # noqa: B023  # called at once
                case["new"],  # noqa: B023
                old_root=old_root,  # noqa: B023
                new_root=new_root,  # noqa: B023
                proof=proof,  # noqa: B023
            ),
            ProofError,
        )


def test_tiles() -> None:
    cases = read("tiles.json")
    for case in cases["paths"]:
        assert Tile(level=0, index=case["index"]).path == case["path"]
        assert verifier.tile_name("0", case["index"], 256) == case["path"]
    for case in cases["layouts"]:
        assert [tile.path for tile in layout(case["size"])] == case["paths"]


def test_notes_and_checkpoints() -> None:
    cases = read("notes.json")
    log, witness = (parse_key(cases[name]) for name in ("log_key", "witness_key"))
    assert verify_text(parse_note(cases["note"].encode()), [log]) == (log,)
    assert verify_promise(cases["promise"].encode(), [log]).origin == log.name
    keys = [verifier.read_key(key.text) for key in (log, witness)]
    roots = {case["size"]: case["root"] for case in read("trees.json")}
    for case in cases["checkpoints"]:
        data = case["note"].encode()
        stated, _ = open_checkpoint(data, log=[log], witnesses=[witness], quorum=1)
        theirs = verifier.check_checkpoint(data, keys, strict=True)
        assert theirs == (stated.size, stated.root)
        assert stated.root.hex() == roots[case["size"]]


def test_ml_dsa_cosignatures() -> None:
    case, log = read("ml-dsa-44.json"), parse_key(read("notes.json")["log_key"])
    key, data = parse_key(case["key"]), case["note"].encode()
    stated, signed = open_checkpoint(data, log=[log], witnesses=[key], quorum=1)
    keys = [verifier.read_key(one.text) for one in (log, key)]
    theirs = verifier.check_checkpoint(data, keys, strict=True)
    assert theirs == (stated.size, stated.root)
    assert [one.key for one in signed] == [log, key]
    assert make.QUANTUM.key == key


def test_receipts() -> None:
    log = parse_key(read("notes.json")["log_key"])
    for case in read("receipts.json"):
        entry = bytes.fromhex(case["entry"])
        receipt: Receipt = parse_receipt(case["receipt"])
        proven = verify_receipt(receipt, log=[log], entry=entry)
        index, size, payload = verifier.check_receipt(
            case["receipt"], [log.text], entry
        )
        assert (index, size) == (proven.index, proven.checkpoint.size)
        assert payload == proven.payload
        assert (payload.decode() if payload else None) == case["payload"]


@pytest.mark.parametrize("case", read("bundles.json"), ids=lambda case: case["case"])
def test_bundles(case: dict[str, Any], tmp_path: Path) -> None:
    log = parse_key(read("notes.json")["log_key"])
    files = {path: bytes.fromhex(data) for path, data in case["files"].items()}
    try:
        ours = not check_bundle(files, log=[log]).faults
    except EvidenceError:
        ours = False
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    try:
        verifier.check_sealed(tmp_path / "bundle.zip", [log.text])
        theirs = True
    except verifier.WrongError:
        theirs = False
    assert ours is theirs is case["holds"]
