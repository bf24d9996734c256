"""What is held about somebody, what a copy withholds and why, and who looked when."""

from dataclasses import dataclass, field
from datetime import datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """One read of a case.

    Attributes:
        case: Number of the case.
        what: What was opened; empty when the content was erased.
        purpose: For what, in words.
        entry: Its place in the record, or ``None`` until the batch is sealed.
    """

    at: datetime
    person: str
    role: str
    case: str
    what: str
    purpose: str
    entry: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPage:
    """One page of reads, the newest first."""

    accesses: tuple[AccessView, ...]
    words: str
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccessView:
    """That somebody of a body looked at one's own case: the body, never the person."""

    on: datetime
    body: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    """What is held about an organisation, counted; the whole is in the file.

    Attributes:
        kinds: Pairs of what it is and how much of it.
        given: When such a file was made before, and by whom.
    """

    organisation: str
    name: str
    kinds: tuple[tuple[str, int], ...]
    given: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part of a case that a copy shows or withholds.

    Attributes:
        id: Stable name of the part.
        group: Under which heading it stands.
        label: What it is.
        words: What it says.
        withhold: The ground for which it is withheld unless somebody says otherwise.
    """

    id: str
    group: str
    label: str
    words: str
    withhold: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """A redacted copy that was made."""

    id: str
    purpose: str
    by: str
    at: datetime
    withheld: tuple[Json, ...] = field(default=())
