"""The log as files: the only place of this part that reads or writes paths.

A log grows crash-safely: bundles and tiles are written and forced to disk before the
checkpoint that needs them takes its place by a rename.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from licet.ledger.checkpoints import parse_checkpoint
from licet.ledger.encoding import HASH_SIZE
from licet.ledger.entries import decode_bundle, encode_bundle
from licet.ledger.errors import MalformedError, NotALogError
from licet.ledger.keys import VerifierKey
from licet.ledger.notes import parse_note
from licet.ledger.tiles import HEIGHT, WIDTH, Tile, TileReader, layout, split_hashes
from licet.ledger.tree import Tree, leaf_hashes, root_of

CHECKPOINT = "checkpoint"
KEYS = "keys.txt"
DRAFT = ".draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySource:
    """A published log in a folder.

    Attributes:
        root: The folder that holds ``checkpoint`` and ``tile``.
    """

    root: Path

    def paths(self) -> tuple[str, ...]:
        """Every file below the folder, sorted; links and other oddities included."""
        found = (path for path in self.root.rglob("*") if not _is_folder(path))
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in found))

    def read(self, path: str) -> bytes | None:
        """The bytes of one file, or ``None`` when there is no such plain file."""
        target = os.path.join(self.root, path)  # noqa: PTH118  # read for every tile: half the time
        try:
            if not stat.S_ISREG(os.lstat(target).st_mode):  # as above
                return None
            with open(target, "rb") as stream:  # noqa: PTH123  # as above
                return stream.read()
        except (OSError, ValueError):
            return None


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def render_keys(keys: Iterable[VerifierKey]) -> bytes:
    """The key file of an export: one published key a line, the log's own first."""
    return "".join(f"{key.text}\n" for key in keys).encode()


def write_file(root: Path, path: str, data: bytes) -> None:
    """Put a file in its place whole or not at all, and force it to disk.

    The draft has one fixed name at the root of the log, so that a crash leaves at most one
    and the next writer takes it away.
    """
    target, draft = root / path, root / DRAFT
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def export(
    directory: Path,
    *,
    entries: Iterable[bytes],
    checkpoint: bytes,
    keys: Sequence[VerifierKey] = (),
) -> None:
    """Write a whole log as static files that any outsider's tool can read.

    Args:
        directory: A folder that is empty or not there yet.
        entries: All entries in order.
        checkpoint: The signed checkpoint over exactly these entries.
        keys: The published keys of the log and of its witnesses.

    Raises:
        NotALogError: The folder already holds something.
        MalformedError: The entries do not have the root of the checkpoint.
    """
    if directory.exists() and (
        not directory.is_dir() or next(directory.iterdir(), None) is not None
    ):
        raise NotALogError(str(directory), "it is not an empty folder; name a new one")
    extend(directory, entries=entries, checkpoint=checkpoint, keys=keys)


def published_size(directory: Path) -> int:
    """How many entries the checkpoint in a folder speaks of; 0 without one."""
    data = DirectorySource(root=directory).read(CHECKPOINT)
    return 0 if data is None else parse_checkpoint(parse_note(data).text).size


def extend(
    directory: Path,
    *,
    entries: Iterable[bytes],
    checkpoint: bytes,
    keys: Sequence[VerifierKey] = (),
) -> None:
    """Append entries to a log in a folder and publish the checkpoint over all of them.

    Repeating it after a crash does no harm: what is written twice is the same, and readers
    see the old tree until the new checkpoint takes its place.

    Args:
        directory: Where the log is; it is made when it is not there.
        entries: Those that follow the ones already published.
        checkpoint: The signed checkpoint over the longer tree.
        keys: The published keys of the log and of its witnesses; none leaves the key file
            as it is.

    Raises:
        MalformedError: Old tiles and new entries do not have the root of the checkpoint;
            nothing is published then.
    """
    stated = parse_checkpoint(parse_note(checkpoint).text)
    (directory / DRAFT).unlink(missing_ok=True)
    writer = _Writer(directory, published_size(directory))
    for entry in entries:
        writer.add(entry)
    writer.flush()
    if (writer.tree.size, writer.tree.root) != (stated.size, stated.root):
        raise MalformedError(
            "checkpoint for this log",
            f"its {stated.size} entries have another root than the {writer.tree.size} here",
        )
    listed = render_keys(keys)
    if keys and DirectorySource(root=directory).read(KEYS) != listed:
        write_file(directory, KEYS, listed)
    write_file(directory, CHECKPOINT, checkpoint)
    writer.sweep()


class _Writer:
    """Collects entries to bundles and tiles, level above level."""

    def __init__(self, directory: Path, size: int) -> None:
        self._directory = directory
        self._source = DirectorySource(root=directory)
        self._full: list[Tile] = []
        self._entries: list[bytes] = []
        self._rows: list[list[bytes]] = []
        self._counts: list[int] = []
        self.tree = Tree()
        if size:
            self._resume(size)

    def _resume(self, size: int) -> None:
        reader = TileReader(size, lambda tile: read_tile(self._source, tile))
        edge = []
        first = 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                edge.append(reader(level, first >> level))
                first += 1 << level
        self.tree = Tree(size=size, edge=tuple(edge))
        last = Tile(level=None, index=size // WIDTH, width=size % WIDTH or WIDTH)
        if size % WIDTH:
            self._entries = decode_bundle(read_tile(self._source, last))
        level = 0
        while size >> (HEIGHT * level):
            count, width = divmod(size >> (HEIGHT * level), WIDTH)
            tile = Tile(level=level, index=count, width=width)
            row = split_hashes(read_tile(self._source, tile)) if width else []
            self._rows.append(row)
            self._counts.append(count)
            level += 1

    def add(self, entry: bytes) -> None:
        """Take one entry; a full bundle is written at once."""
        self._entries.append(entry)
        if len(self._entries) == WIDTH:
            self._close_bundle()

    def _close_bundle(self) -> None:
        index = self.tree.size // WIDTH
        known = self.tree.size % WIDTH
        fresh = leaf_hashes(self._entries[known:])
        self._put(Tile(level=None, index=index, width=len(self._entries)),
                  encode_bundle(self._entries))  # fmt: skip
        self.tree = self.tree.extended(fresh)
        for leaf in fresh:
            self._push(0, leaf)

    def _push(self, level: int, node: bytes) -> None:
        if level == len(self._rows):
            self._rows.append([])
            self._counts.append(0)
        row = self._rows[level]
        row.append(node)
        if len(row) == WIDTH:
            self._put(Tile(level=level, index=self._counts[level]), b"".join(row))
            self._rows[level] = []
            self._counts[level] += 1
            self._push(level + 1, root_of(row))
            self._entries = [] if level == 0 else self._entries

    def flush(self) -> None:
        """Write what is left over as partial bundles and tiles."""
        if len(self._entries) > self.tree.size % WIDTH:
            self._close_bundle()
        for level, row in enumerate(self._rows):
            if row:
                tile = Tile(level=level, index=self._counts[level], width=len(row))
                self._put(tile, b"".join(row))

    def _put(self, tile: Tile, data: bytes) -> None:
        if self._source.read(tile.path) != data:
            write_file(self._directory, tile.path, data)
        if tile.width == WIDTH:
            self._full.append(tile)

    def sweep(self) -> None:
        """Drop partial tiles whose full tile is now there, as the format allows."""
        for tile in self._full:
            folder = self._directory / f"{tile.path}.p"
            if folder.is_dir():
                for old in sorted(folder.iterdir()):
                    old.unlink()
                folder.rmdir()


def read_tile(source: DirectorySource, tile: Tile) -> bytes:
    """One tile or bundle; where the partial one is gone, the beginning of the full one.

    Raises:
        MalformedError: It is not there.
    """
    data = source.read(tile.path)
    if data is not None:
        return data
    full = source.read(Tile(level=tile.level, index=tile.index).path)
    if full is None:
        raise MalformedError("whole log", f"{tile.path} is missing")
    if tile.level is None:
        return encode_bundle(decode_bundle(full)[: tile.width])
    return full[: tile.width * HASH_SIZE]


def open_reader(directory: Path) -> TileReader:
    """Node hashes of the log in a folder, at the size of its checkpoint.

    Raises:
        NotALogError: There is no checkpoint.
    """
    source = DirectorySource(root=directory)
    size = published_size(directory)
    if not size:
        raise NotALogError(str(directory), "it holds no checkpoint over any entry")
    return TileReader(size, lambda tile: read_tile(source, tile))


def entries_in(directory: Path) -> Iterator[bytes]:
    """All entries of the log in a folder, in order."""
    source = DirectorySource(root=directory)
    for tile in layout(published_size(directory)):
        if tile.level is None:
            yield from decode_bundle(read_tile(source, tile))
