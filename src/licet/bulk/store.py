"""Blocks on disk: each appears whole, by one rename, and says what it holds.

Layout of a run's folder::

    manifest.json        what the run is made of; written first, never changed
    blocks/0000000.jsonl a line about the block, then its hits, then its rows set aside
    end.json             that no block follows

Killed at any line, the next process finds whole blocks and goes on after the last of them.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.bulk.errors import BusyRunError, MixedRunError, NoRoomError
from licet.bulk.model import Answer, Done, Place

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# How the parts of a manifest are called where they differ.
_WORDS = {
    "input": "another input file",
    "lists": "other list versions",
    "index": "another index",
    "algorithm": "another algorithm",
    "columns": "other columns",
    "threshold": "another least score",
    "limit": "another limit",
    "rows_per_block": "another size of blocks",
    "format": "another version of Licet",
}


def plain_json(value: object) -> bytes:
    """One line of JSON, the same bytes for the same value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


@contextmanager
def room_for(path: Path) -> Iterator[None]:
    """Say how to go on when there is no room to write.

    Raises:
        NoRoomError: There is none.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise NoRoomError(path, error.strerror or "no room") from error
        raise


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write, sync and rename: the file appears whole or not at all.

    Raises:
        NoRoomError: There is no room; what was there before stays.
    """
    draft = path.with_name(f".{path.name}.draft")
    with room_for(path):
        try:
            with draft.open("wb") as handle:
                for part in parts:
                    handle.write(part)
                handle.flush()
                os.fsync(handle.fileno())
            draft.replace(path)
            sync_folder(path.parent)
        finally:
            with contextlib.suppress(FileNotFoundError):
                draft.unlink()


def sync_folder(folder: Path) -> None:
    """Have renames within a folder reach the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolder:
    """Where the blocks of one run lie."""

    root: Path

    @property
    def blocks(self) -> Path:
        """The folder of the blocks."""
        return self.root / "blocks"

    def path(self, number: int) -> Path:
        """Where a block lies."""
        return self.blocks / f"{number:07}.jsonl"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the run for one process; the hold falls with it.

        Raises:
            BusyRunError: Another process holds it.
        """
        with room_for(self.root):
            self.blocks.mkdir(parents=True, exist_ok=True)
            handle = (self.root / ".lock").open("w")
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyRunError(self.root) from error
            yield

    def begin(self, manifest: Mapping[str, Any]) -> None:
        """Write what the run is made of, or see that it is the same.

        Raises:
            MixedRunError: Blocks of another run lie here.
            NoRoomError: There is no room.
        """
        held = self._read("manifest.json")
        if held is None:
            self.forget()
            write_whole(self.root / "manifest.json", [plain_json(manifest)])
            return
        if held == manifest:
            return
        differs = [
            words for key, words in _WORDS.items() if held.get(key) != manifest.get(key)
        ]
        raise MixedRunError(self.root, ", ".join(differs) or "another form")

    def forget(self) -> None:
        """Delete every block; the manifest goes first, so that none is taken for whole."""
        for name in ("manifest.json", "end.json"):
            (self.root / name).unlink(missing_ok=True)
        shutil.rmtree(self.blocks, ignore_errors=True)
        self.blocks.mkdir(parents=True, exist_ok=True)

    def remove(self) -> None:
        """Delete the whole folder: its result is written out."""
        shutil.rmtree(self.root, ignore_errors=True)

    def keep(self, answer: Answer) -> Done:
        """Keep what became of a block.

        Raises:
            NoRoomError: There is no room; nothing of it is kept.
        """
        aside = [plain_json(one.to_json()) for one in answer.aside]
        body = hashlib.sha256(b"".join((*answer.hits, *aside))).hexdigest()
        head = {
            "block": answer.number,
            "rows": answer.parties + len(aside) + answer.passed,
            "parties": answer.parties,
            "aside": len(aside),
            "passed": answer.passed,
            "hits": len(answer.hits),
            "after": answer.after.to_json(),
            "sha256": body,
        }
        write_whole(self.path(answer.number), [plain_json(head), *answer.hits, *aside])
        return _done(head)

    def end(self, counts: Mapping[str, object]) -> None:
        """Write that no block follows."""
        write_whole(self.root / "end.json", [plain_json(counts)])

    @property
    def ended(self) -> Mapping[str, Any] | None:
        """What was written at the end; ``None`` while the run goes on."""
        return self._read("end.json")

    @property
    def manifest(self) -> Mapping[str, Any] | None:
        """What the run is made of; ``None`` before it begins."""
        return self._read("manifest.json")

    def done(self) -> Iterator[Done]:
        """The whole blocks from the first on, up to the first that is missing or damaged."""
        number = 0
        while (found := _whole(self.path(number))) is not None:
            yield found
            number += 1

    def _read(self, name: str) -> Mapping[str, Any] | None:
        try:
            found: Mapping[str, Any] = json.loads((self.root / name).read_bytes())
        except FileNotFoundError:
            return None
        return found


def read_block(path: Path) -> tuple[Done, Iterator[bytes], Iterator[bytes]]:
    """A kept block: what it says of itself, its hits, its rows set aside; a line each."""
    head, *lines = path.read_bytes().splitlines(keepends=True)
    done = _done(json.loads(head))
    return done, iter(lines[: done.hits]), iter(lines[done.hits :])


def _whole(path: Path) -> Done | None:
    try:
        content = path.read_bytes()
        head, _, body = content.partition(b"\n")
        found = json.loads(head)
        if found["sha256"] != hashlib.sha256(body).hexdigest():
            return None
        return _done(found)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _done(head: Mapping[str, Any]) -> Done:
    return Done(
        number=head["block"],
        rows=head["rows"],
        parties=head["parties"],
        aside=head["aside"],
        passed=head["passed"],
        hits=head["hits"],
        after=Place(**head["after"]),
    )
