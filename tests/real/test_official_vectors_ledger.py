"""The ledger against the vectors of those who wrote its formats, when they are there."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from licet.ledger import (
    DirectorySource,
    FaultKind,
    ProofError,
    Subtree,
    Tile,
    decode_bundle,
    examine,
    layout,
    leaf_hashes,
    open_checkpoint,
    parse_key,
    parse_note,
    read_tile,
    root_of,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
    verify_text,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "vectors"
MERKLE = VECTORS / "transparency-dev-merkle"
TESSERA = VECTORS / "tessera-testlog"
pytestmark = pytest.mark.real

# Every file of a family is one test; without the folder there is nothing to collect.
CASES = [
    pytest.param(path, id=path.relative_to(MERKLE).as_posix())
    for path in sorted(MERKLE.rglob("*.json"))
]


def unbase64(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def verify(family: str, case: dict[str, Any]) -> None:
    proof = [unbase64(node) for node in case["proof"] or ()]
    if family.endswith("inclusion"):
        leaf, root = unbase64(case["leafHash"]), unbase64(case["root"])
        if family == "inclusion":
            place = (case["leafIdx"], case["treeSize"])
            verify_inclusion(*place, leaf=leaf, proof=proof, root=root)
        else:
            span = Subtree(first=case["start"], end=case["end"])
            verify_subtree_inclusion(
                case["leafIdx"], span, leaf=leaf, proof=proof, root=root
            )
        return
    roots = unbase64(case["root1"]), unbase64(case["root2"])
    if family == "consistency":
        verify_consistency(
            case["size1"], case["size2"],
            old_root=roots[0], new_root=roots[1], proof=proof,
        )  # fmt: skip
    else:
        span = Subtree(first=case["start"], end=case["end"])
        verify_subtree_consistency(
            span, case["size"], part=roots[0], whole=roots[1], proof=proof
        )


@pytest.mark.parametrize("path", CASES)
def test_transparency_dev_merkle(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    family = path.relative_to(MERKLE).parts[0]
    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify(family, case)
    else:
        verify(family, case)


@pytest.mark.parametrize("size", range(16) if TESSERA.is_dir() else [])
def test_the_tessera_log_at_every_size(size: int) -> None:
    key = parse_key((TESSERA / "vkey.txt").read_text("ascii").strip())
    log = TESSERA / "log"
    stated, signed = open_checkpoint(
        (log / f"checkpoint.{size}").read_bytes(), log=[key]
    )
    assert stated.size == size
    assert [one.key for one in signed] == [key]
    source = DirectorySource(root=log)
    hashes = []
    for tile in layout(size):
        if tile.level is None:
            hashes += leaf_hashes(decode_bundle(read_tile(source, tile)))
        else:
            assert read_tile(source, tile) == b"".join(hashes)
    assert stated.root == root_of(hashes)


@pytest.mark.skipif(
    not TESSERA.is_dir(), reason="the vectors are not beside this checkout"
)
def test_fsck_of_the_tessera_log_names_only_the_old_checkpoints() -> None:
    key = parse_key((TESSERA / "vkey.txt").read_text("ascii").strip())
    found = examine(DirectorySource(root=TESSERA / "log"), [key])
    assert {fault.kind for fault in found.faults} == {FaultKind.UNKNOWN_FILE}
    assert {fault.file for fault in found.faults} == {
        f"checkpoint.{size}" for size in range(16)
    }


@pytest.mark.parametrize(
    "name", ["c2sp/spec-examples.json"] if VECTORS.is_dir() else []
)
def test_examples_of_the_c2sp_specifications(name: str) -> None:
    examples = json.loads((VECTORS / name).read_text("utf-8"))
    key = parse_key(examples["signed_note"]["vkey"])
    note = parse_note(examples["signed_note"]["note"].encode())
    assert verify_text(note, [key]) == (key,)
    for example in examples["tile_paths"]:
        path = Tile(level=0, index=example["index"]).path
        assert path == f"tile/0/{example['path']}"
    for example in examples["tile_layout"]:
        full = [0] * len(example["full"])
        partial = [0] * len(example["partial"])
        for tile in layout(example["size"]):
            if tile.level is not None and tile.width == 256:
                full[tile.level] += 1
            elif tile.level is not None:
                partial[tile.level] = tile.width
        assert (full, partial) == (example["full"], example["partial"])
