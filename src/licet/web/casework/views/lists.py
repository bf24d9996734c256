"""Official lists as officers see them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEventView:
    """One look at one source."""

    at: datetime
    source: str
    result: str  # new, changed, unchanged, refused, found
    version: str
    entries: int
    added: int
    changed: int
    removed: int
    error: str
    by: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """One list in service.

    Attributes:
        fresh: Whether it was looked at lately.
        published: The publisher's own day, when it states one.
        looked_at: When it was last compared with the publisher's.
        versions: The versions that are held, the oldest first.
        trouble: Why the last look was refused; empty when it was not.
    """

    source: str
    title: str
    version: str
    content_hash: str
    entries: int
    fresh: bool
    published: date | None
    looked_at: datetime
    versions: tuple[str, ...]
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsView:
    """Every list in service, and what was done last."""

    fresh: bool
    lists: tuple[ListView, ...]
    events: tuple[ListEventView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChangeView:
    """What became of one entry between two versions."""

    entry: str
    name: str
    change: str  # added, changed, removed


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDifferenceView:
    """What changed between two versions of a list; ``shown`` holds at most the first 500."""

    source: str
    older: str
    newer: str
    added: int
    changed: int
    removed: int
    shown: tuple[ListChangeView, ...]
