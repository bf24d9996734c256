"""Drafts of law as the public and the policy unit see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDraftSummary:
    """One line of the list of drafts.

    Attributes:
        package: The name that the draft gives itself.
        against: The package with which it is compared.
        compared_on: The day as of which both were read.
        closes_on: The last legal day on which comments are accepted.
        is_open: Whether that day has not ended.
    """

    slug: str
    title: str
    package: str
    version: date
    digest: str
    against: str
    against_version: date
    against_digest: str
    compared_on: date
    opened_at: datetime
    closes_on: date
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDraftView:
    """A draft with everything that was stored when it was opened.

    Attributes:
        files: Text by file name.
        differences: Leaves that read otherwise, each sentence with its law.
        unsaid: Leaves that changed as written and are in no sentence: section, name, kind.
        solver: ``answered``; ``gave_up`` when some pair of outcomes stayed open; ``missing``.
        outcomes: Pairs of outcomes with a case that turns from one to the other; the facts
            are ``None`` where the solver gave up.
        entry: Index of the ledger entry, or ``None`` until the batch is sealed.
        commitment: The commitment in hexadecimal.
    """

    summary: LawDraftSummary
    files: Mapping[str, str]
    differences: tuple[Json, ...]
    unsaid: tuple[Json, ...]
    solver: str
    outcomes: tuple[Json, ...]
    entry: int | None
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentReceiptView:
    """That a comment arrived.

    Attributes:
        id: The number of the comment.
        entry: Index of the ledger entry, or ``None`` until the batch is sealed.
        commitment: The commitment of the ledger in hexadecimal.
    """

    id: str
    draft: str
    at: datetime
    entry: int | None
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCommentView:
    """One comment, as its author wrote it; name and organisation nobody has checked."""

    id: str
    at: datetime
    name: str
    organisation: str
    text: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCommentsView:
    """A page of comments, the newest first.

    Attributes:
        words: The words that were searched for.
        total: How many comments fit them.
        page: The number of this page, from 1.
        pages: How many pages there are.
    """

    draft: LawDraftSummary
    words: str
    total: int
    page: int
    pages: int
    comments: tuple[DraftCommentView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDraftView:
    """A draft and how many comments it has."""

    draft: LawDraftSummary
    comments: int
