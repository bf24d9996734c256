"""Files of parties screened in bulk, as officers see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkEventView:
    """One act on a screening."""

    kind: str
    by: str
    at: datetime
    document: Json
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkScreeningView:
    """One file, and how far its screening is.

    Attributes:
        state: waiting, running, done, cancelled, failed or deleted.
        lists: Version by list it is screened against; empty before it begins.
        set_aside: Rows that could not be read and were not screened.
        passed_over: Lines that describe no party.
        per_mille: How far it is, 0 to 1000.
        reason: Why it failed.
        deleted_on: When file and results are deleted by themselves.
    """

    id: str
    name: str
    sha256: str
    size: int
    form: str
    state: str
    lists: Mapping[str, str]
    algorithm: str
    threshold: str
    rows: int
    parties: int
    set_aside: int
    passed_over: int
    hits: int
    per_mille: int
    reason: str
    by: str
    at: datetime
    ended_at: datetime | None
    deleted_on: datetime
    events: tuple[BulkEventView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkHitsView:
    """Some hits of a screening in the order of the rows.

    Attributes:
        following: Where the next ones begin; empty when these are the last.
    """

    screening: BulkScreeningView
    hits: tuple[Json, ...]
    following: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAsideView:
    """Some rows that were set aside, with the reason of each."""

    screening: BulkScreeningView
    rows: tuple[Json, ...]
    following: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameScreeningView:
    """One name looked up at the desk."""

    name: str
    hits: tuple[Json, ...]
    lists: tuple[str, ...]
    fresh: bool
    threshold: str
