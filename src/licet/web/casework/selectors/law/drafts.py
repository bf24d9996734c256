"""Drafts of law: for everybody the drafts themselves, for the policy unit and auditors the comments."""

import unicodedata
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Draft, DraftComment, LedgerRow
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views import (
    CommentReceiptView,
    DeskDraftView,
    DraftCommentsView,
    DraftCommentView,
    LawDraftSummary,
    LawDraftView,
)

PAGE = 25
_HEAVY = ("files", "comparison")


def drafts() -> tuple[LawDraftSummary, ...]:
    """Every draft, open ones and closed ones, the newest first; public."""
    return tuple(map(_summary, Draft.objects.defer(*_HEAVY).order_by("-pk")))


def draft(slug: str) -> LawDraftView:
    """A draft with its comparison; public.

    Raises:
        NotFoundError: There is no such draft.
    """
    found = _found(slug)
    entry, commitment = _place(found.row)
    told = found.comparison
    return LawDraftView(
        summary=_summary(found),
        files=dict(sorted(found.files.items())),
        differences=tuple(told["differences"]),
        unsaid=tuple(told["unsaid"]),
        solver=told["solver"],
        outcomes=tuple(told["outcomes"]),
        entry=entry,
        commitment=commitment,
    )


def draft_file(slug: str, name: str) -> str:
    """The text of one file of a draft; public.

    Raises:
        NotFoundError: There is no such draft, or no such file in it.
    """
    files = _found(slug).files
    if name not in files:
        raise NotFoundError("file")
    return str(files[name])


def receipt(slug: str, comment: str) -> CommentReceiptView:
    """That a comment arrived, and where it stands in the record; for whoever knows its number.

    Raises:
        NotFoundError: There is no such comment on this draft.
    """
    try:
        wanted = UUID(comment)
    except ValueError:
        raise NotFoundError("comment") from None
    found = DraftComment.objects.filter(pk=wanted, draft__slug=slug).first()
    if found is None:
        raise NotFoundError("comment")
    entry, commitment = _place(found.row)
    return CommentReceiptView(
        id=str(found.pk), draft=slug, at=found.at, entry=entry, commitment=commitment
    )


def desk(*, viewer: Actor) -> tuple[DeskDraftView, ...]:
    """Every draft with the number of its comments, the newest first.

    Raises:
        NotAllowedError: No role of the person may see comments.
    """
    require(viewer, "see_drafts")
    rows = Draft.objects.defer(*_HEAVY).annotate(received=Count("comments"))
    return tuple(
        DeskDraftView(draft=_summary(row), comments=row.received)
        for row in rows.order_by("-pk")
    )


def comments(
    *, viewer: Actor, slug: str, words: str = "", page: int | str = 1
) -> DraftCommentsView:
    """A page of the comments in which every word occurs, the newest first.

    Args:
        viewer: Who reads.
        slug: The draft.
        words: Words of which each must occur in name, organisation or text.
        page: Which page; one that is not there gives the nearest.

    Raises:
        NotAllowedError: No role of the person may see comments.
        NotFoundError: There is no such draft.
    """
    require(viewer, "see_drafts")
    found = _found(slug)
    pages = Paginator(_matching(found, words), PAGE)
    shown = pages.get_page(page)
    return DraftCommentsView(
        draft=_summary(found),
        words=words,
        total=pages.count,
        page=shown.number,
        pages=pages.num_pages,
        comments=tuple(map(_comment, shown.object_list)),
    )


def every_comment(
    *, viewer: Actor, slug: str, words: str = ""
) -> tuple[DraftCommentView, ...]:
    """All comments in which every word occurs, the newest first, for a file.

    Raises:
        NotAllowedError: No role of the person may see comments.
        NotFoundError: There is no such draft.
    """
    require(viewer, "see_drafts")
    return tuple(map(_comment, _matching(_found(slug), words)))


def folded(text: str) -> str:
    """A text as it is searched: without case, and with one form for each letter."""
    return unicodedata.normalize("NFKC", text).casefold()


def _matching(found: Draft, words: str) -> QuerySet[DraftComment]:
    rows = DraftComment.objects.filter(draft=found).order_by("-row")
    for word in folded(words.replace("\0", " ")).split():
        rows = rows.filter(folded__contains=word)
    return rows


def _found(slug: str) -> Draft:
    found = Draft.objects.filter(slug=slug).first()
    if found is None:
        raise NotFoundError("draft")
    return found


def _place(row: int) -> tuple[int | None, str]:
    """Entry number, once there is one, and commitment of an act."""
    found = LedgerRow.objects.select_related("leaf").get(pk=row)
    leaf = getattr(found, "leaf", None)
    return (leaf.index if leaf else None), bytes(found.entry)[1:].hex()


def _summary(row: Draft) -> LawDraftSummary:
    return LawDraftSummary(
        slug=row.slug,
        title=row.title,
        package=row.package,
        version=row.version,
        digest=row.digest,
        against=row.against,
        against_version=row.against_version,
        against_digest=row.against_digest,
        compared_on=row.compared_on,
        opened_at=row.opened_at,
        closes_on=row.closes_on,
        is_open=legal_day(now()) <= row.closes_on,
    )


def _comment(row: DraftComment) -> DraftCommentView:
    return DraftCommentView(
        id=str(row.pk),
        at=row.at,
        name=row.name,
        organisation=row.organisation,
        text=row.text,
        row=row.row,
    )
