"""The ledger beside its peers in the same run: append, prove, verify.

``python benchmarks/ledger.py [ENTRIES]`` prints one JSON document. A ratio above 1 always
means that ours is better; ``limit`` is the ratio that must be reached. pymerkle is measured
when ``make setup-bench`` has put it into ``.venv-peers``; otherwise it is named as missing.
"""

import hashlib
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from licet.ledger import (
    Checkpoint,
    DirectorySource,
    SeedSigner,
    SignatureKind,
    Tree,
    examine,
    export,
    inclusion_proof,
    leaf_hashes,
    open_reader,
    sign_checkpoint,
)

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
SIGNER = SeedSigner(name="bench.example", kind=SignatureKind.ED25519, seed=bytes(32))
BATCH = 1000
PROOFS = 1000
PEER = """
import json, random, statistics, sys
from time import process_time
from pymerkle import InmemoryTree
count, proofs = int(sys.argv[1]), int(sys.argv[2])
tree = InmemoryTree(algorithm="sha256")
for n in range(count):
    tree.append_entry(n.to_bytes(33, "big"))
chance, times = random.Random(1), []
for _ in range(proofs):
    index = chance.randrange(count) + 1
    begun = process_time()
    tree.prove_inclusion(index, count)
    times.append(process_time() - begun)
print(json.dumps(statistics.median(times)))
"""


def entries(count: int) -> list[bytes]:
    """Entries of the real length with counters in them."""
    return [b"\x01" + number.to_bytes(32, "big") for number in range(count)]


def beside(
    ours: Callable[[], None], theirs: Callable[[], None], *, rounds: int
) -> tuple[float, float, float]:
    """Both by turns: the best processor seconds of each, and the ratio of waited seconds.

    The machine is shared: what else runs on it meets both alike.
    """
    mine, other, waited = [], [], []
    for _ in range(rounds):
        spent = []
        for work in (ours, theirs):
            begun, used = perf_counter(), process_time()
            work()
            spent.append((process_time() - used, perf_counter() - begun))
        mine.append(spent[0][0])
        other.append(spent[1][0])
        waited.append(spent[1][1] / spent[0][1])
    return min(mine), min(other), statistics.median(waited)


def connect(folder: str, name: str) -> sqlite3.Connection:
    """A database as the product sets it: WAL, and every commit forced to disk."""
    database = sqlite3.connect(f"{folder}/{name}", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    return database


def append_1000() -> dict[str, Any]:
    """A batch of 1000 entries into tree and SQLite, beside a plain hash chain."""
    with tempfile.TemporaryDirectory() as folder:
        tree_base, chain_base = connect(folder, "tree"), connect(folder, "chain")
        tree_base.execute("CREATE TABLE leaf (place INTEGER PRIMARY KEY, entry BLOB)")
        tree_base.execute("CREATE TABLE batch (size INTEGER PRIMARY KEY, edge BLOB)")
        chain_base.execute(
            "CREATE TABLE row (place INTEGER PRIMARY KEY, entry BLOB, previous BLOB, hash BLOB)"
        )
        state = {"tree": Tree(), "place": 0, "hash": bytes(32)}

        def ours() -> None:
            tree, fresh = state["tree"], entries(BATCH)
            grown = tree.extended(leaf_hashes(fresh))
            rows = list(enumerate(fresh, tree.size))
            tree_base.execute("BEGIN IMMEDIATE")
            tree_base.executemany("INSERT INTO leaf VALUES (?, ?)", rows)
            edge = b"".join(grown.edge)
            tree_base.execute("INSERT INTO batch VALUES (?, ?)", (grown.size, edge))
            tree_base.execute("COMMIT")
            state["tree"] = grown

        def chain() -> None:
            place, previous, rows = state["place"], state["hash"], []
            for entry in entries(BATCH):
                digest = hashlib.sha256(previous + entry).digest()
                rows.append((place, entry, previous, digest))
                place, previous = place + 1, digest
            chain_base.execute("BEGIN IMMEDIATE")
            chain_base.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", rows)
            chain_base.execute("COMMIT")
            state["place"], state["hash"] = place, previous

        mine, theirs, waited = beside(ours, chain, rounds=60)
    found = measure(
        "append_1000",
        BATCH / mine,
        "entries/core s",
        {"hash_chain": BATCH / theirs},
        limit=1,
    )
    return found | {"ratio_waited": round(waited, 3)}


def write_log(folder: Path, count: int) -> None:
    """A whole log on disk."""
    over = entries(count)
    root = Tree().extended(leaf_hashes(over)).root
    checkpoint = Checkpoint(origin=SIGNER.name, size=count, root=root)
    note = sign_checkpoint(checkpoint, [SIGNER]).render().encode()
    export(folder, entries=over, checkpoint=note, keys=[SIGNER.key])


def median_proof(prove: Callable[[int], object], count: int) -> float:
    """The median time of one proof at random places, in seconds."""
    chance, times = random.Random(1), []  # noqa: S311  # places, not secrets
    for _ in range(PROOFS):
        index = chance.randrange(count)
        begun = process_time()
        prove(index)
        times.append(process_time() - begun)
    return statistics.median(times)


def proofs(folder: Path, count: int, python: Path | None) -> list[dict[str, Any]]:
    """Inclusion proofs: the tree in memory as the peer has it, from files, and the first one."""
    begun = perf_counter()
    inclusion_proof(count // 3, count, open_reader(folder))
    first = perf_counter() - begun
    cold = median_proof(
        lambda index: inclusion_proof(index, count, open_reader(folder)), count
    )
    reader = open_reader(folder)
    for index in range(0, count, 256):
        inclusion_proof(index, count, reader)
    warm = median_proof(lambda index: inclusion_proof(index, count, reader), count)
    peers = {}
    if python is not None and python.exists():
        done = subprocess.run(
            [str(python), "-c", PEER, str(count), str(PROOFS)],
            capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
        if done.returncode == 0:
            peers["pymerkle"] = 1 / json.loads(done.stdout)
    found = measure("proof_1e6", 1 / warm, "proofs/core s", peers, limit=4)
    found |= {"entries": count, "missing": [] if peers else ["pymerkle"]}
    goal = {"goal": 10.0}
    return [
        found,
        measure("proof_from_files", cold * 1000, "ms", goal, limit=1, less=True),
        measure("first_proof_after_reopening", first * 1000, "ms", goal, limit=1, less=True),
    ]  # fmt: skip


def verify(folder: Path, count: int) -> dict[str, Any]:
    """A whole check of a log, beside the bare hashing that no check can do without."""

    def ours() -> None:
        found = examine(DirectorySource(root=folder), [SIGNER.key])
        if found.faults:
            raise SystemExit(str(found.faults[0]))

    over = entries(count)

    def raw() -> None:
        sha256, node = hashlib.sha256, b"\x01" + bytes(64)
        for entry in over:
            sha256(b"\x00" + entry).digest()
            sha256(node).digest()

    mine, theirs, _waited = beside(ours, raw, rounds=4)
    return measure(
        "verify", count / mine, "entries/core s", {"sha256": count / theirs}, limit=0.5
    )


def measure(
    name: str, ours: float, unit: str, peers: dict[str, float], *, limit: float, less: bool = False
) -> dict[str, Any]:  # fmt: skip
    """One measure in the form of ``licet bench``."""
    ratios = {
        peer: round(value / ours if less else ours / value, 3)
        for peer, value in peers.items()
    }
    return {
        "name": name,
        "ours": round(ours, 3),
        "unit": unit,
        "peers": {peer: round(value, 3) for peer, value in peers.items()},
        "ratios": ratios,
        "limit": limit,
    }


def measures(peers: Path | None) -> list[dict[str, Any]]:
    """Every measure, for ``licet bench ledger``; the peer is named as missing without one."""
    found: list[dict[str, Any]] = run(peers=peers)["measures"]
    return found


def run(count: int = 1_000_000, *, peers: Path | None = PEERS) -> dict[str, Any]:
    """Every measure of the ledger."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        write_log(log, count)
        found = [append_1000(), *proofs(log, count, peers), verify(log, count)]
    return {"name": "ledger", "measures": found}


if __name__ == "__main__":
    print(json.dumps(run(*(int(text) for text in sys.argv[1:2])), indent=1))
