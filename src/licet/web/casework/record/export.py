"""From the database to files: the log that is served, and exports for outsiders."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from licet.ledger import (
    DirectorySource,
    OutOfRangeError,
    Promise,
    Receipt,
    export,
    extend,
    inclusion_proof,
    open_reader,
    parse_checkpoint,
    parse_note,
    published_size,
    sign_promise,
)
from licet.web.casework.models.record import Leaf, LedgerRow
from licet.web.casework.record.checkpoints import (
    log_signer,
    newest_note,
    published_keys,
)
from licet.web.casework.record.events import open_row
from licet.web.casework.record.places import log_directory

_CHUNK = 2000


def entries_between(first: int, end: int) -> Iterator[bytes]:
    """Public entries ``first`` to ``end`` (excluded) in the order of the tree."""
    places = Leaf.objects.filter(index__gte=first, index__lt=end).order_by("index")
    for entry in places.values_list("row__entry", flat=True).iterator(_CHUNK):
        yield bytes(entry)


@contextmanager
def publishing() -> Iterator[None]:
    """One process publishes at a time, or an older checkpoint could replace a newer one."""
    directory = log_directory()
    lock = directory.with_name(f"{directory.name}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def publish() -> int:
    """Bring the served log up to the newest checkpoint; again after a crash does no harm.

    Returns:
        The size of the served log.

    Raises:
        MalformedError: The served files were altered; nothing is published then. Run
            ``licet fsck --database`` and ``licet ledger rebuild``.
    """
    directory = log_directory()
    with publishing():
        note = newest_note()
        size = parse_checkpoint(parse_note(note).text).size
        done = published_size(directory)
        served = DirectorySource(root=directory).read("checkpoint")
        if size > done or (size == done > 0 and served != note):
            entries = entries_between(done, size)
            extend(directory, entries=entries, checkpoint=note, keys=published_keys())
        return size


def export_log(directory: Path) -> int:
    """Write the whole log as static files into an empty folder.

    Returns:
        How many entries it has.

    Raises:
        NotALogError: The folder already holds something.
        MalformedError: The rows do not have the root that was signed.
    """
    note = newest_note()
    size = parse_checkpoint(parse_note(note).text).size
    entries = entries_between(0, size)
    export(directory, entries=entries, checkpoint=note, keys=published_keys())
    return size


def rebuild() -> int:
    """Write the served log anew from the rows; the damaged one is kept beside it.

    Returns:
        How many entries it has.

    Raises:
        MalformedError: The rows themselves do not have the signed root; nothing changes.
    """
    directory = log_directory()
    fresh = directory.with_name(f"{directory.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    with publishing():
        note = newest_note()
        size = parse_checkpoint(parse_note(note).text).size
        entries = entries_between(0, size)
        extend(fresh, entries=entries, checkpoint=note, keys=published_keys())
        if directory.exists():
            aside = directory.with_name(f"{directory.name}.damaged")
            shutil.rmtree(aside, ignore_errors=True)
            directory.rename(aside)
        fresh.rename(directory)
    return size


def prove(index: int, *, opened: bool = False) -> str:
    """An offline proof of one entry against the newest checkpoint.

    Args:
        index: The entry.
        opened: Put salt and payload into the receipt: only for somebody who may read it.

    Raises:
        OutOfRangeError: The tree has no such entry yet.
    """
    size = publish()
    if not 0 <= index < size:
        raise OutOfRangeError(index, size)
    directory = log_directory()
    opening = open_row(Leaf.objects.get(index=index).row) if opened else None
    receipt = Receipt(
        index=index,
        proof=inclusion_proof(index, size, open_reader(directory)),
        checkpoint=DirectorySource(root=directory).read("checkpoint") or b"",
        opening=opening,
    )
    return receipt.render()


def receipt_of(row: LedgerRow) -> str | None:
    """The receipt that opens one act to its holder; ``None`` until its batch is sealed."""
    place = Leaf.objects.filter(row=row).first()
    return prove(place.index, opened=True) if place else None


def promise_of(row: LedgerRow) -> str:
    """The log's signed promise that a row will be in the tree: given at once."""
    signer = log_signer()
    promise = Promise(origin=signer.name, entry=bytes(row.entry), at=row.recorded_at)
    return sign_promise(promise, signer)


__all__ = [
    "entries_between",
    "export_log",
    "log_directory",
    "promise_of",
    "prove",
    "publish",
    "rebuild",
    "receipt_of",
]
