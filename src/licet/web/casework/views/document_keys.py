"""What is said about the keys that sign documents."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeyView:
    """One published key.

    Attributes:
        state: ``in_use``, ``ended`` (proves what it signed in its time), ``retired`` (ended,
            and its secret destroyed) or ``lost``.
        log_size: Entries of the public log from before the loss, when it was lost.
    """

    id: str
    purposes: tuple[str, ...]
    algorithm: str
    state: str
    valid_from: datetime
    valid_until: datetime | None
    lost_since: datetime | None
    log_size: int | None
    secret_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeyActView:
    """A proposal or the report of a loss, and what became of it.

    Attributes:
        kind: ``create``, ``rotate``, ``retire`` or ``loss``.
        result: ``open``, ``approved`` or ``returned``.
    """

    id: str
    kind: str
    key: str
    purposes: tuple[str, ...]
    since: datetime | None
    reason: str
    by: str
    at: datetime
    result: str
    ended_by: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPage:
    """Every key and every act on them, the newest first.

    Attributes:
        published_at: When the set last changed; ``None`` before the first keys.
        wrapping: Names of the keys that wrap all data keys, the one in use last.
    """

    authority: str
    published_at: datetime | None
    keys: tuple[DocumentKeyView, ...]
    acts: tuple[DocumentKeyActView, ...]
    wrapping: tuple[str, ...]
