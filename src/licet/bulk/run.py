"""A file screened block by block: begun, left, taken up again, with the same bytes in the end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from licet.bulk.errors import ChangedInputError, TooManyRowsError
from licet.bulk.executor import Executor
from licet.bulk.model import Block, PartyRow, Passed, Place, Progress, SetAside
from licet.bulk.source import PartyFile
from licet.bulk.store import RunFolder
from licet.bulk.work import ScreenBlock

FORMAT = "licet-bulk/1"
ROWS = 2048
# A block is closed before its rows are heavier than this, whatever their number.
SIGNS = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be screened against what.

    Attributes:
        file: The parties.
        index: The folder of the index.
        algorithm: The matching algorithm.
        lists: Version by source.
        least: The least score of a hit that is kept.
        limit: At most so many hits a party.
        rows: Rows of a block.
        most_rows: Rows that a file may have; 0 sets no bound.
        named: What the file is called, where that is not its name on disk.
    """

    file: PartyFile
    index: Path
    algorithm: str
    lists: Mapping[str, str]
    least: float
    limit: int = 10
    rows: int = ROWS
    most_rows: int = 0
    named: str = ""

    def manifest(self, sha256: str) -> dict[str, object]:
        """What a run of this order is made of: equal manifests give equal bytes."""
        return {
            "format": FORMAT,
            "input": {
                "sha256": sha256,
                "bytes": self.file.size,
                "form": self.file.form.value,
            },
            "columns": dict(sorted(self.file.columns.items())),
            "index": self.index.name,
            "algorithm": self.algorithm,
            "lists": dict(sorted(self.lists.items())),
            "threshold": f"{self.least:.4f}",
            "limit": self.limit,
            "rows_per_block": self.rows,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run that may be worked on.

    Attributes:
        before: How far it was when it was opened.
        seen: Size and time of the input when it was hashed.
    """

    order: Order
    folder: RunFolder
    sha256: str
    before: Progress
    seen: tuple[int, int]

    def work(self, executor: Executor) -> Iterator[Progress]:
        """Screen what is left, and tell the progress after every block that is kept.

        Whoever stops asking leaves whole blocks behind.

        Raises:
            PartyFileError: The file cannot be read on.
            TooManyRowsError: It has more rows than are taken.
            ChangedInputError: It was written to meanwhile; nothing of the run is kept.
            NoRoomError: There is no room for the next block.
            WorkerDiedError: Whoever worked on a block ended.
        """
        progress = self.before
        if self.folder.ended is not None:
            return
        order = self.order
        task = ScreenBlock(index=str(order.index), least=order.least, limit=order.limit)
        for answer in executor.map(task, self._blocks()):
            done = self.folder.keep(answer)
            progress = progress.and_then(done, order.file.part(done.after))
            yield progress
        if _seen(order.file.path) != self.seen and order.file.sha256() != self.sha256:
            self.folder.forget()
            raise ChangedInputError(order.file.path.name)
        self.folder.end(progress.counts())

    def _blocks(self) -> Iterator[Block]:
        number, after = self.before.blocks, self.before.after
        parties: list[PartyRow] = []
        aside: list[SetAside] = []
        passed = signs = 0
        most = self.order.most_rows
        for row, after in self.order.file.rows(self.before.after):
            if most and after.row - 1 > most:
                raise TooManyRowsError(self.order.file.path.name, most)
            match row:
                case PartyRow():
                    parties.append(row)
                    signs += sum(len(name) for name in row.question.names)
                case SetAside():
                    aside.append(row)
                case Passed():
                    passed += 1
                case _:
                    assert_never(row)
            if len(parties) + len(aside) + passed >= self.order.rows or signs >= SIGNS:
                yield _block(number, parties, aside, passed, after)
                number, parties, aside, passed, signs = number + 1, [], [], 0, 0
        if parties or aside or passed:
            yield _block(number, parties, aside, passed, after)


def _block(
    number: int,
    parties: list[PartyRow],
    aside: list[SetAside],
    passed: int,
    after: Place,
) -> Block:
    return Block(
        number=number,
        parties=tuple(parties),
        aside=tuple(aside),
        passed=passed,
        after=after,
    )


def _seen(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def open_run(order: Order, folder: RunFolder) -> Run:
    """Begin a run, or take up one of the same order where it stands.

    The caller holds the folder.

    Raises:
        MixedRunError: Blocks of another input, other lists or other options lie there.
        NoRoomError: There is no room.
    """
    seen, sha256 = _seen(order.file.path), order.file.sha256()
    folder.begin(order.manifest(sha256))
    progress = Progress()
    for done in folder.done():
        progress = progress.and_then(done, order.file.part(done.after))
    return Run(order=order, folder=folder, sha256=sha256, before=progress, seen=seen)
