"""Frozen values of bulk screening: rows of a file, blocks of rows, answers, progress."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from licet.screening import Question

# What a table of parties may say of each, and what its columns are called.
COLUMNS = (
    "id",
    "name",
    "aliases",
    "kind",
    "country",
    "birth_date",
    "identifiers",
    "address",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where reading goes on.

    Attributes:
        row: Number of the next row; the first is 1.
        line: Number of the next line of the file; the first is 1.
        offset: Its first byte; only of use where the file can be entered there.
    """

    row: int = 1
    line: int = 1
    offset: int = 0

    def to_json(self) -> dict[str, int]:
        """Plain values."""
        return {"row": self.row, "line": self.line, "offset": self.offset}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """One party as the file states it.

    Attributes:
        row: Number of its row among the rows.
        line: Where in the file it begins; equals the row in a table without lines.
        reference: The caller's own id; empty when there is none.
        addresses: Kept with the row; matching does not read them.
    """

    row: int
    line: int
    reference: str
    question: Question
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row that cannot be screened, and why. It is kept and counted, never dropped."""

    row: int
    line: int
    code: str
    reason: str
    excerpt: str = ""

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "row": self.row,
            "line": self.line,
            "code": self.code,
            "reason": self.reason,
            "excerpt": self.excerpt,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A line that describes no party (an ownership, an address of its own)."""

    row: int
    line: int


Row = PartyRow | SetAside | Passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows in their order, and where the next block begins."""

    number: int
    parties: tuple[PartyRow, ...]
    aside: tuple[SetAside, ...]
    passed: int
    after: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a block: how many parties it had, and its hits, one JSON line each."""

    number: int
    parties: int
    aside: tuple[SetAside, ...]
    passed: int
    after: Place
    hits: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A block that is kept: how much it held and where its successor begins."""

    number: int
    rows: int
    parties: int
    aside: int
    passed: int
    hits: int
    after: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        part: Of the whole, 0 to 1000.
    """

    blocks: int = 0
    rows: int = 0
    parties: int = 0
    aside: int = 0
    passed: int = 0
    hits: int = 0
    part: int = 0
    after: Place = field(default_factory=Place)

    def and_then(self, done: Done, part: int) -> "Progress":
        """The progress once another block is kept."""
        return Progress(
            blocks=self.blocks + 1,
            rows=self.rows + done.rows,
            parties=self.parties + done.parties,
            aside=self.aside + done.aside,
            passed=self.passed + done.passed,
            hits=self.hits + done.hits,
            part=part,
            after=done.after,
        )

    def counts(self) -> Mapping[str, int]:
        """Rows, parties, rows set aside, lines passed over, hits."""
        return {
            "rows": self.rows,
            "parties": self.parties,
            "set_aside": self.aside,
            "passed_over": self.passed,
            "hits": self.hits,
        }
