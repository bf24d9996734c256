"""Lists that the authority keeps itself, as officers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntryView:
    """One entry as it stands.

    Attributes:
        standing: ``in_force``, ``to_come``, ``ended`` or ``removed`` on the legal day.
        document: What it says.
        content_hash: Of the entry as screening holds it.
        proposed_by: Who proposed this wording.
        approved_by: Who approved it.
        case: The case that it comes from, if the viewer has standing there.
        waiting: How many proposals on it wait.
    """

    source: str
    entry: str
    version: int
    standing: str
    name: str
    kind: str
    document: Json
    content_hash: str
    first: date
    last: date | None
    case: str
    reasons: str
    proposed_by: str
    approved_by: str
    at: datetime
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFieldView:
    """One field of an entry before and after."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProposalView:
    """What somebody wants an entry to say.

    Attributes:
        act: ``add``, ``change`` or ``remove``.
        base: The version of the entry that it was written on; 0 for none.
        standing: ``open``, ``stale`` (the entry changed since), ``approved``, ``refused``
            or ``withdrawn``.
        differences: Field by field against the wording it was written on.
        answered_by: Who approved, refused or withdrew it.
    """

    id: int
    source: str
    entry: str
    act: str
    base: int
    standing: str
    name: str
    document: Json
    differences: tuple[OwnFieldView, ...]
    case: str
    reasons: str
    by: str
    by_id: str
    at: datetime
    row: int
    answered_by: str
    answered_at: datetime | None
    answer_reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnListView:
    """A page of a list kept here.

    Attributes:
        version: The version in service; empty when none was published yet.
        in_service: Whether what is approved and in force today is what is in service.
        entries: The entries of this page.
    """

    source: str
    title: str
    version: str
    in_service: bool
    words: str
    standing: str
    total: int
    page: int
    pages: int
    waiting: int
    entries: tuple[OwnEntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntryHistoryView:
    """An entry with all its wordings and proposals, the newest first."""

    entry: OwnEntryView
    wordings: tuple[OwnEntryView, ...]
    proposals: tuple[OwnProposalView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView:
    """What publishing did: ``new``, ``changed``, ``unchanged`` or ``empty``."""

    source: str
    result: str
    version: str
    entries: int
    added: int = 0
    changed: int = 0
    removed: int = 0
