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
class ListAlarmView:
    """Something about the lists that somebody must look at."""

    kind: str  # none, stale, refused, question
    about: str
    words: str
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuestionView:
    """A version that was stopped: is it right?

    Attributes:
        standing: ``open``, ``accepted``, ``rejected``, or ``gone`` when another version
            came into service since.
        against: The version in service that it was compared with.
        lost: How many entries would go.
        entries: How many it has.
    """

    id: int
    source: str
    version: str
    content_hash: str
    against: str
    code: str
    lost: int
    entries: int
    words: str
    at: datetime
    row: int
    standing: str
    answered_by: str
    answered_at: datetime | None
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDifferenceView:
    """What became of one entry between two versions.

    Attributes:
        fields: Every field that differs, with ``field``, ``old`` and ``new``.
        alerts: Alerts of cases and licences, within the viewer's standing, that this
            wording of the entry caused.
    """

    entry: str
    name: str
    change: str  # added, removed, changed
    url: str
    old_hash: str
    new_hash: str
    fields: tuple[Json, ...]
    alerts: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDifferenceView:
    """A page of what differs between two versions of a list."""

    source: str
    title: str
    older: str
    newer: str
    added: int
    changed: int
    removed: int
    words: str
    change: str
    total: int
    page: int
    pages: int
    versions: tuple[str, ...]
    entries: tuple[EntryDifferenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlertsView:
    """The alerts that wait on the page of a case or of a licence.

    Attributes:
        newest: The newest of them, for the page itself.
        total: How many there are.
        case: Number of the case whose they are; empty when they are a licence's.
        licence: Number of the licence whose they are; empty when they are a case's.
    """

    newest: tuple["ListAlertView", ...] = ()
    total: int = 0
    case: str = ""
    licence: str = ""


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
