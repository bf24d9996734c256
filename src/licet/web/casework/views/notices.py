"""Notices, how they go out, deadlines and the calendar of them, as faces see them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """One line of somebody's inbox.

    Attributes:
        severity: ``deadline``, ``act`` or ``news``.
        number: Of the matter; empty for none.
        due: The day that must be kept, where there is one.
        mail: ``at_once``, ``daily``, ``weekly``, ``limit`` or ``none``.
    """

    id: str
    kind: str
    words: str
    severity: str
    number: str
    due: date | None
    at: datetime
    mail: str
    mailed_at: datetime | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """One page of an inbox.

    Attributes:
        unread: How many are unread in all.
        trouble: Why mail does not reach this person; empty when it does.
    """

    notices: tuple[NoticeView, ...]
    words: str
    unread_only: bool
    unread: int
    page: int
    pages: int
    total: int
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettingView:
    """How somebody is told of a kind.

    Attributes:
        how: ``at_once``, ``daily``, ``weekly`` or ``none``.
        fixed: Why it cannot be changed; empty when it can.
    """

    kind: str
    words: str
    severity: str
    how: str
    fixed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPlace:
    """Where a notice leads: ``case``, ``licence``, ``opinion`` or nothing, and its number."""

    what: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """A day that must be kept, of something that is open today.

    Attributes:
        uid: The same for the same deadline, even when its day moves.
        kind: One of ``selectors.deadlines.DEADLINES``.
        number: Of the case or licence.
        day: The last day, included.
    """

    uid: str
    kind: str
    words: str
    number: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Whether somebody has a calendar address; the address itself was shown once."""

    made_at: datetime | None
    deadlines: tuple[DeadlineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMade:
    """A new calendar address: shown now and never again."""

    url: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTroubleView:
    """An address that mail does not reach, for the operator.

    Attributes:
        waiting: How many effects were given up for it or still wait.
        why: ``unreachable``, ``refused`` or ``bounced``.
    """

    address: str
    why: str
    failures: int
    failed_at: datetime | None
    bounced_at: datetime | None
    waiting: int
