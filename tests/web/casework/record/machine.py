# ruff: noqa: E402
"""A machine that is stopped: processes with their own database, killed with signal 9.

Run as a program with ``DATABASE_URL`` and ``LICET_STATE`` in the environment. Modes:

``steps``        kill a sequencer before and after each of its steps
``random N``     kill a process that records and sequences at N chance moments
``race``         two sequencers and three writers at once

After each, a fresh process goes on and checks that nothing acknowledged was lost and that no
checkpoint ever published contradicts the tree. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

django.setup()  # before the models are imported, and once for all forked processes

from django.core.management import call_command
from django.db import connections, transaction

from licet.ledger import examine, open_checkpoint, open_reader, root_at, store
from licet.ledger.store import DirectorySource
from licet.web.casework.models.record import Batch, Checkpoint, Leaf
from licet.web.casework.record import export, sequencer
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.events import record_event
from licet.web.casework.record.export import log_directory
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.keystore import key_store

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACKNOWLEDGED = Path(os.environ["LICET_STATE"]) / "acknowledged"
PUBLISHED = Path(os.environ["LICET_STATE"]) / "published"


def forked(work: Callable[[], object]) -> int:
    """Start a process that does the work and leaves."""

    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def outcome(child: int) -> int:
    """How a process ended: 0 well, -9 killed."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def record(count: int, case: str) -> None:
    """Enter acts; each is acknowledged (on disk, elsewhere) only after its commit."""

    for number in range(count):
        with transaction.atomic():
            row = record_event(
                kind="k", case=case, actor=None, payload={"n": number}, at=AT
            )
        with ACKNOWLEDGED.open("ab") as stream:
            stream.write(bytes(row.entry).hex().encode() + b"\n")


def sequence() -> None:
    """Run the sequencer once, and keep what outsiders could have seen."""

    sequencer.run_sequencer(at=AT, flush=True)
    note = log_directory() / "checkpoint"
    if note.exists():
        with PUBLISHED.open("ab") as stream:
            stream.write(json.dumps(note.read_text("utf-8")).encode() + b"\n")


def report() -> dict[str, Any]:
    """What a fresh process finds: faults, lost acts, contradicting checkpoints."""

    found = check_database()
    placed = {
        bytes(entry).hex()
        for entry in Leaf.objects.values_list("row__entry", flat=True)
    }
    known = ACKNOWLEDGED.read_text().split() if ACKNOWLEDGED.exists() else []
    reader = open_reader(log_directory())
    seen = {json.loads(line) for line in PUBLISHED.read_text().splitlines()}
    forks = 0
    for note in seen:
        stated, _ = open_checkpoint(note.encode(), log=log_keys())
        forks += root_at(stated.size, reader) != stated.root
    served = examine(DirectorySource(root=log_directory()), log_keys())
    return {
        "faults": [fault.words for fault in found.faults],
        "served": [str(fault) for fault in served.faults],
        "lost": len(set(known) - placed),
        "acknowledged": len(known),
        "forks": forks,
        "checkpoints": len(seen),
        "waiting": found.waiting,
        "size": found.size,
    }


def kill_at(place: object, name: str, *, stored: bool) -> None:
    """Make one step kill its own process: before it did anything, or after all of it."""
    step = getattr(place, name)

    def killed(*args: object, **kwargs: object) -> None:
        if stored:
            step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, killed)


def steps() -> dict[str, Any]:
    """Kill a sequencer before and after each of its steps."""

    places = [
        (sequencer, "_locked_state"), (sequencer, "_padding"), (sequencer, "_place"),
        (Batch.objects, "create"), (Leaf.objects, "bulk_create"), (sequencer, "signed_note"),
        (Checkpoint.objects, "create"), (sequencer, "seal_batch"), (sequencer, "publish"),
        (export, "extend"), (store, "write_file"), (os, "fsync"), (store._Writer, "sweep"),
    ]  # fmt: skip
    killed = 0
    for place, name in places:
        for stored in (False, True):
            outcome(forked(lambda: record(5, "case-1")))

            def work(
                place: object = place, name: str = name, stored: bool = stored
            ) -> None:
                kill_at(place, name, stored=stored)
                sequence()

            killed += outcome(forked(work)) == -signal.SIGKILL
            if outcome(forked(sequence)) != 0:
                return report() | {"stuck": f"{name} {stored}"}
    return report() | {"killed": killed, "tried": 2 * len(places)}


def at_random(count: int) -> dict[str, Any]:
    """Kill a process that records and sequences at chance moments."""
    chance = random.Random(7)  # noqa: S311  # moments, not secrets
    killed = 0

    def work() -> None:
        for number in range(1000):
            record(2, f"case-{number % 3}")
            sequence()

    begun = time.perf_counter()
    for _ in range(3):
        outcome(forked(lambda: record(2, "case-0")))
        outcome(forked(sequence))
    round_trip = (time.perf_counter() - begun) / 3
    for _ in range(count):
        child = forked(work)
        time.sleep(chance.uniform(0, 2 * round_trip))
        os.kill(child, signal.SIGKILL)
        killed += outcome(child) == -signal.SIGKILL
    stuck = outcome(forked(sequence))
    return report() | {"killed": killed, "stuck": stuck}


def race() -> dict[str, Any]:
    """Two sequencers and three writers at once."""

    def keep_sequencing() -> None:
        for _ in range(25):
            sequence()

    children = [forked(keep_sequencing) for _ in range(2)]
    children += [forked(lambda n=n: record(40, f"case-{n}")) for n in range(3)]
    ended = [outcome(child) for child in children]
    last = outcome(forked(sequence))
    return report() | {"ended": [*ended, last]}


def main() -> None:
    """Prepare the database and run one mode."""

    call_command("migrate", verbosity=0, skip_checks=True)
    key_store().log_seed()  # derives the passphrase's key once, for all forked processes
    outcome(forked(lambda: record(1, "case-0")))
    outcome(forked(sequence))
    modes = {
        "steps": steps,
        "race": race,
        "random": lambda: at_random(int(sys.argv[2])),
    }
    print(json.dumps(modes[sys.argv[1]]()))


if __name__ == "__main__":
    main()
