"""Official lists as officers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlertView:
    """A change of an entry that touches a case or a licence.

    Attributes:
        licence: The licence touched; empty when it is the open case.
        change: What became of the entry: added, changed, removed.
        match_gone: Whether a confirmed match no longer stands on the entry.
        older: The version before; empty when there was none.
        document: The hit with its parts; the confirmed one when that is gone.
        row: Its row in the record.
        handled_at: When an officer handled it; ``None`` while it is open.
    """

    id: int
    case: str
    licence: str
    party: str
    role: str
    entry: str
    entry_name: str
    entry_url: str
    content_hash: str
    change: str
    match_gone: bool
    source: str
    older: str
    newer: str
    score: str
    words: str
    document: Json
    at: datetime
    row: int
    handled_at: datetime | None
    handled_by: str
    reasons: str
