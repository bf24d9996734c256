"""Make the vectors of the ledger: ``python vectors/ledger/make.py`` from the checkout.

Everything is invented and made from counters, so that every run gives the same bytes. One
file is different: ML-DSA-44 signatures are made with fresh randomness, so ``ml-dsa-44.json``
is kept when it is there and only made when it is not.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from licet.ledger import (
    Checkpoint,
    Manifest,
    Opening,
    Promise,
    Receipt,
    SeedSigner,
    SignatureKind,
    Tile,
    commitment,
    consistency_proof,
    encode_bundle,
    entry_of,
    file_in_bundle,
    inclusion_proof,
    layout,
    leaf_hash,
    leaf_hashes,
    root_of,
    seal_manifest,
    sign_checkpoint,
    sign_promise,
    sign_text,
)

HERE = Path(__file__).resolve().parent
ORIGIN = "log.example/vectors"
AT = 1_767_225_600
LOG = SeedSigner(name=ORIGIN, kind=SignatureKind.ED25519, seed=bytes(range(32)))
WITNESS = SeedSigner(
    name="witness.example/vectors",
    kind=SignatureKind.ED25519_COSIGNATURE,
    seed=bytes(range(1, 33)),
)
QUANTUM = SeedSigner(
    name="witness.example/vectors-44",
    kind=SignatureKind.ML_DSA_44_COSIGNATURE,
    seed=bytes(range(2, 34)),
)
SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 255, 256, 257, 300)


def opening(number: int) -> Opening:
    """Salt and payload of act ``number``; the salt is made up, a real one is random."""
    payload = json.dumps({"act": number}, separators=(",", ":")).encode()
    return Opening(salt=sha256(b"salt %d" % number).digest(), payload=payload)


def entries(count: int) -> list[bytes]:
    """The first ``count`` public entries."""
    return [opening(number).entry for number in range(count)]


def reader(count: int) -> Callable[[int, int], bytes]:
    """Node hashes of the tree over the first ``count`` entries."""
    hashes = leaf_hashes(entries(count))
    return lambda level, index: root_of(hashes[index << level : (index + 1) << level])


def note(count: int, *more: SeedSigner) -> str:
    """A signed checkpoint over the first ``count`` entries."""
    root = root_of(leaf_hashes(entries(count)))
    checkpoint = Checkpoint(origin=ORIGIN, size=count, root=root)
    return sign_checkpoint(checkpoint, [LOG, *more], at=AT).render()


def commitments() -> list[dict[str, Any]]:
    """Salt and payload to commitment, entry and leaf hash."""
    return [
        {
            "salt": one.salt.hex(),
            "payload": one.payload.decode(),
            "commitment": commitment(one.salt, one.payload).hex(),
            "entry": entry_of(commitment(one.salt, one.payload)).hex(),
            "leaf": leaf_hash(one.entry).hex(),
        }
        for one in map(opening, range(8))
    ]


def trees() -> list[dict[str, Any]]:
    """Roots over the first entries."""
    return [
        {"size": size, "root": root_of(leaf_hashes(entries(size))).hex()}
        for size in (0, *SIZES)
    ]


def inclusions() -> list[dict[str, Any]]:
    """Inclusion proofs; each also altered, and then it must be refused."""
    made = []
    for size in SIZES:
        for index in sorted({0, size // 2, size - 1}):
            proof = [node.hex() for node in inclusion_proof(index, size, reader(size))]
            good = {
                "size": size,
                "index": index,
                "entry": entries(size)[index].hex(),
                "root": root_of(leaf_hashes(entries(size))).hex(),
                "proof": proof,
                "holds": True,
            }
            made += [good, good | {"proof": [*proof, "00" * 32], "holds": False}]
            made.append(good | {"entry": "01" + "00" * 32, "holds": False})
            if proof:
                made.append(good | {"proof": proof[1:], "holds": False})
    return made


def consistencies() -> list[dict[str, Any]]:
    """Consistency proofs; each also with swapped roots, and then it must be refused."""
    made = []
    for new in SIZES:
        for old in sorted({size for size in SIZES if size <= new}):
            roots = [root_of(leaf_hashes(entries(size))).hex() for size in (old, new)]
            proof = [node.hex() for node in consistency_proof(old, new, reader(new))]
            good = {
                "old": old,
                "new": new,
                "old_root": roots[0],
                "new_root": roots[1],
                "proof": proof,
                "holds": True,
            }
            made.append(good)
            if old != new:
                swapped = {"old_root": roots[1], "new_root": roots[0], "holds": False}
                made.append(good | swapped)
    return made


def tiles() -> dict[str, Any]:
    """Paths, layouts, and the hash of every file of a log of 300 entries."""
    over, files = entries(300), {}
    hashes = leaf_hashes(over)
    for tile in layout(300):
        first = tile.index * 256
        if tile.level is None:
            data = encode_bundle(over[first : first + tile.width])
        elif tile.level == 0:
            data = b"".join(hashes[first : first + tile.width])
        else:
            data = root_of(hashes[:256])
        files[tile.path] = sha256(data).hexdigest()
    indexes = (0, 1, 999, 1000, 65_535, 999_999, 1_000_000, 1_234_067)
    return {
        "paths": [{"index": n, "path": Tile(level=0, index=n).path} for n in indexes],
        "layouts": [
            {"size": size, "paths": [tile.path for tile in layout(size)]}
            for size in (0, 1, 255, 256, 257, 1000)
        ],
        "files_of_300": files,
    }


def notes() -> dict[str, Any]:
    """Keys, a plain note, checkpoints, a promise."""
    promise = Promise(
        origin=ORIGIN,
        entry=opening(0).entry,
        at=datetime.fromtimestamp(AT, UTC),
    )
    return {
        "log_key": LOG.key.text,
        "witness_key": WITNESS.key.text,
        "note": sign_text("An invented note.\n", [LOG]).render(),
        "checkpoints": [
            {"size": size, "note": note(size, WITNESS)} for size in (0, *SIZES)
        ],
        "promise": sign_promise(promise, LOG),
    }


def receipts() -> list[dict[str, Any]]:
    """Receipts that open their act, and proofs that do not."""
    made = []
    for index, size in ((0, 1), (4, 9), (256, 300)):
        proof = inclusion_proof(index, size, reader(size))
        text = note(size, WITNESS).encode()
        for given in (opening(index), None):
            receipt = Receipt(index=index, proof=proof, checkpoint=text, opening=given)
            made.append(
                {
                    "receipt": receipt.render(),
                    "entry": opening(index).entry.hex(),
                    "payload": given.payload.decode() if given else None,
                }
            )
    return made


def bundles() -> list[dict[str, Any]]:
    """Sealed bundles: a whole one, and ones with a file altered, missing, added, unnamed."""
    letter = b"The letter (invented)"
    digest = sha256(letter).hexdigest()
    act = Opening(salt=opening(4).salt, payload=f'{{"sha256":"{digest}"}}'.encode())
    over = entries(9)
    over[4] = act.entry
    hashes = leaf_hashes(over)

    def read(level: int, index: int) -> bytes:
        return root_of(hashes[index << level : (index + 1) << level])

    checkpoint = sign_checkpoint(
        Checkpoint(origin=LOG.name, size=9, root=root_of(hashes)), [LOG]
    ).render()

    def receipt(index: int, given: Opening | None) -> bytes:
        proof = inclusion_proof(index, 9, read)
        return (
            Receipt(
                index=index, proof=proof, checkpoint=checkpoint.encode(), opening=given
            )
            .render()
            .encode()
        )

    def bundle(named: int) -> dict[str, bytes]:
        files = {
            "acts/4.receipt": receipt(4, act),
            "acts/7.receipt": receipt(7, None),
            "letter.txt": letter,
        }
        manifest = Manifest(
            origin=LOG.name,
            subject="CASE-1",
            made={"at": "2026-03-02T09:00:00Z", "purpose": "vector"},
            files=(
                file_in_bundle(
                    "acts/4.receipt",
                    files["acts/4.receipt"],
                    about="act",
                    receipt=True,
                    entry=4,
                ),
                file_in_bundle(
                    "acts/7.receipt",
                    files["acts/7.receipt"],
                    about="closed",
                    receipt=True,
                    entry=7,
                    commitment=over[7][1:].hex(),
                ),
                file_in_bundle("letter.txt", letter, about="letter", entry=named),
            ),
            withheld=({"what": "Entry 7", "why": "closed"},),
        )
        sealed = {
            "manifest.json": manifest.to_bytes(),
            "manifest.seal": seal_manifest(manifest, LOG),
        }
        return files | sealed

    whole = bundle(4)
    cases = {
        "whole": whole,
        "altered": whole | {"letter.txt": letter + b"!"},
        "missing": {name: data for name, data in whole.items() if "4" not in name},
        "added": whole | {"more.txt": b"?"},
        "not named": bundle(7),
        "other seal": whole | {"manifest.seal": bundle(7)["manifest.seal"]},
    }
    return [
        {
            "case": name,
            "holds": name == "whole",
            "files": {path: data.hex() for path, data in sorted(files.items())},
        }
        for name, files in cases.items()
    ]


def ml_dsa() -> dict[str, Any]:
    """A checkpoint with an ML-DSA-44 cosignature."""
    return {"key": QUANTUM.key.text, "size": 9, "note": note(9, QUANTUM)}


MADE: dict[str, Callable[[], Any]] = {
    "commitments.json": commitments,
    "trees.json": trees,
    "inclusion.json": inclusions,
    "consistency.json": consistencies,
    "tiles.json": tiles,
    "notes.json": notes,
    "receipts.json": receipts,
    "bundles.json": bundles,
}


def render(value: object) -> str:
    """JSON as it is written here."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every file."""
    for name, make in MADE.items():
        (HERE / name).write_text(render(make()), "utf-8")
    fixed = HERE / "ml-dsa-44.json"
    if not fixed.exists():
        fixed.write_text(render(ml_dsa()), "utf-8")


if __name__ == "__main__":
    main()
