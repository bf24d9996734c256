"""Questions about versions of lists that were stopped, and what about lists is an alarm."""

from django.conf import settings

from licet.screening import (
    EntryDifference,
    VersionDifference,
    waiting,
    waiting_difference,
)
from licet.screening import alarms as found_alarms
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import ListQuestion
from licet.web.casework.ports import now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views import ListAlarmView, ListQuestionView

MOST = 50


def alarms(*, viewer: Actor) -> tuple[ListAlarmView, ...]:
    """What about the lists somebody must look at; nothing for who may not see lists."""
    if not viewer.may("see_lists"):
        return ()
    found = found_alarms(
        settings.LICET_STATE, at=now(), stale_after=settings.LICET_LISTS_STALE_AFTER
    )
    return tuple(
        ListAlarmView(kind=one.kind, about=one.about, words=one.words, since=one.since)
        for one in found
    )


def questions(*, viewer: Actor) -> tuple[ListQuestionView, ...]:
    """The newest questions first, at most 50.

    Raises:
        NotAllowedError: No role of the person may see lists.
    """
    require(viewer, "see_lists")
    rows = ListQuestion.objects.select_related("answer__by").order_by("-pk")[:MOST]
    standing = standing_versions()
    return tuple(_view(row, standing) for row in rows)


def question(*, viewer: Actor, question: int) -> ListQuestionView:
    """One question by its number.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such question.
    """
    return _question(viewer, question)


def _question(viewer: Actor, number: int) -> ListQuestionView:
    require(viewer, "see_lists")
    row = ListQuestion.objects.select_related("answer__by").filter(pk=number).first()
    if row is None:
        raise NotFoundError("question")
    return _view(row, standing_versions())


def would_change(
    *, viewer: Actor, question: int, most: int = 200
) -> tuple[VersionDifference | None, tuple[EntryDifference, ...]]:
    """What a version that waits would change, and the first entries that would go.

    Returns:
        The comparison, ``None`` when the question stands no longer.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such question.
    """
    found = _question(viewer, question)
    if found.standing != "open":
        return None, ()
    compared = waiting_difference(settings.LICET_STATE, found.source)
    gone = [one for one in compared.entries if one.change == "removed"]
    return compared, tuple(gone[:most])


def standing_versions() -> frozenset[tuple[str, str, str]]:
    """List, content hash and version in service of everything that waits."""
    found = waiting(settings.LICET_STATE)
    return frozenset((one.source, one.content_hash, one.against) for one in found)


def standing_hashes(source: str) -> frozenset[str]:
    """The content hashes that wait of a list: one, or none."""
    return frozenset(
        content_hash
        for name, content_hash, _against in standing_versions()
        if name == source
    )


def _view(
    row: ListQuestion, standing: frozenset[tuple[str, str, str]]
) -> ListQuestionView:
    answer = getattr(row, "answer", None)
    open_still = (row.source, row.content_hash, row.against) in standing
    return ListQuestionView(
        id=row.pk,
        source=row.source,
        version=row.version,
        content_hash=row.content_hash,
        against=row.against,
        code=row.code,
        lost=row.lost,
        entries=row.entries,
        words=row.words,
        at=row.at,
        row=row.row,
        standing=answer.answer if answer else "open" if open_still else "gone",
        answered_by=answer.by.name if answer else "",
        answered_at=answer.at if answer else None,
        reasons=answer.reasons if answer else "",
    )
