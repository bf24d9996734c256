"""Screenings of files as their readers may see them: standing, hits, rows set aside."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from licet.bulk import RunFolder, read_block
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import BulkScreening, BulkScreeningEvent
from licet.web.casework.ports import now
from licet.web.casework.record import read_log
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views import (
    BulkAsideView,
    BulkEventView,
    BulkHitsView,
    BulkScreeningView,
)
from licet.web.casework.views.plain import Json

MOST = 200
PAGE = 50
# Who sees every screening; an officer sees their own.
_ALL = frozenset({"manager", "auditor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HitFilter:
    """Which hits are wanted.

    Attributes:
        least: The least score, 0 to 1.
        source: The list; empty for all.
        words: What must stand in the name of the party or of the entry.
    """

    least: str = ""
    source: str = ""
    words: str = ""

    def wanted(self) -> Callable[[Json], bool]:
        """The test of one hit.

        Raises:
            InvalidInputError: The score is no number.
        """
        try:
            least = Decimal(self.least or "0")
        except InvalidOperation:
            raise InvalidInputError(
                {"least": "Give a score between 0 and 1, for example 0.5."}
            ) from None
        words = self.words.casefold()

        def test(hit: Json) -> bool:
            names = f"{hit['name']}\n{hit['matched_name']}".casefold()
            return (
                Decimal(hit["score"]) >= least
                and self.source in {"", hit["list"]}
                and words in names
            )

        return test


def _visible(viewer: Actor) -> QuerySet[BulkScreening]:
    found = BulkScreening.objects.select_related("by")
    return found if viewer.roles & _ALL else found.filter(by=uuid.UUID(viewer.id))


def _one(viewer: Actor, screening: str) -> BulkScreening:
    try:
        identity = uuid.UUID(screening)
    except ValueError:
        raise NotFoundError("screening") from None
    row = _visible(viewer).filter(pk=identity).first()
    if row is None:
        raise NotFoundError("screening")
    return row


def locked(viewer: Actor, screening: str) -> BulkScreening:
    """The row, held until the transaction ends.

    Raises:
        NotFoundError: No such screening for this person.
    """
    pk = _one(viewer, screening).pk
    return BulkScreening.objects.select_for_update().get(pk=pk)


def bulk_screenings(*, viewer: Actor) -> tuple[BulkScreeningView, ...]:
    """The newest screenings first, at most 200.

    Raises:
        NotAllowedError: No role of the person may see screenings.
    """
    require(viewer, "see_bulk_screenings")
    return tuple(_view(one) for one in _visible(viewer).order_by("-at")[:MOST])


def bulk_screening(*, viewer: Actor, screening: str) -> BulkScreeningView:
    """One screening with what was done about it.

    Raises:
        NotAllowedError: No role of the person may see screenings.
        NotFoundError: No such screening for this person.
    """
    require(viewer, "see_bulk_screenings")
    row = _one(viewer, screening)
    return _view(row, tuple(_event(one) for one in row.events.order_by("pk")))


def hits(
    *, viewer: Actor, screening: str, asked: HitFilter, after: str = ""
) -> BulkHitsView:
    """Fifty hits from a place on.

    The read is entered before anything is shown.

    Args:
        viewer: Who asks.
        screening: Its id.
        asked: Which hits are wanted.
        after: ``following`` of the page before; empty for the first.

    Raises:
        NotAllowedError: No role of the person may see screenings.
        NotFoundError: No such screening for this person.
        InvalidInputError: A filter cannot be read.
    """
    found = bulk_screening(viewer=viewer, screening=screening)
    wanted = asked.wanted()
    _note_read(viewer, screening)
    lines = _lines(_folder(screening), after, hits_only=True)
    page = ((place, hit) for place, hit in lines if wanted(hit))
    shown, following = _page(page)
    return BulkHitsView(screening=found, hits=shown, following=following)


def set_aside(*, viewer: Actor, screening: str, after: str = "") -> BulkAsideView:
    """Fifty rows that were set aside, from a place on.

    Raises:
        NotAllowedError: No role of the person may see screenings.
        NotFoundError: No such screening for this person.
    """
    found = bulk_screening(viewer=viewer, screening=screening)
    _note_read(viewer, screening)
    shown, following = _page(_lines(_folder(screening), after, hits_only=False))
    return BulkAsideView(screening=found, rows=shown, following=following)


def every_hit(*, viewer: Actor, screening: str, asked: HitFilter) -> Iterator[bytes]:
    """All hits that are wanted, a JSON line each, read while they are sent.

    Raises:
        NotAllowedError: No role of the person may see screenings.
        NotFoundError: No such screening for this person.
        InvalidInputError: A filter cannot be read.
    """
    bulk_screening(viewer=viewer, screening=screening)
    wanted = asked.wanted()
    _note_read(viewer, screening)
    return _wanted_lines(_folder(screening), wanted)


def _wanted_lines(folder: RunFolder, wanted: Callable[[Json], bool]) -> Iterator[bytes]:
    for path in _blocks(folder, 0):
        for line in read_block(path)[1]:
            if wanted(json.loads(line)):
                yield line


def _folder(screening: str) -> RunFolder:
    return RunFolder(root=Path(settings.LICET_STATE) / "bulk" / screening / "run")


def _blocks(folder: RunFolder, first: int) -> Iterator[Path]:
    while (path := folder.path(first)).is_file():
        yield path
        first += 1


def _lines(
    folder: RunFolder, after: str, *, hits_only: bool
) -> Iterator[tuple[str, Json]]:
    """Lines from a place on, each with the place after it."""
    block, line = _place(after)
    for number, path in enumerate(_blocks(folder, block), start=block):
        _, hit_lines, aside_lines = read_block(path)
        lines = hit_lines if hits_only else aside_lines
        skip = line if number == block else 0
        for at, content in islice(enumerate(lines), skip, None):
            yield f"{number}-{at + 1}", json.loads(content)


def _place(after: str) -> tuple[int, int]:
    first, _, second = after.partition("-")
    if first.isascii() and first.isdigit() and second.isascii() and second.isdigit():
        return int(first[:9]), int(second[:9])
    return 0, 0


def _page(lines: Iterator[tuple[str, Json]]) -> tuple[tuple[Json, ...], str]:
    shown = list(islice(lines, PAGE + 1))
    more = len(shown) > PAGE
    return tuple(one for _, one in shown[:PAGE]), shown[PAGE - 1][0] if more else ""


def _note_read(viewer: Actor, screening: str) -> None:
    reader = actor_ref(viewer)
    assert reader is not None  # noqa: S101  # the policy lets nobody but people read
    read_log.note_read(case=screening, actor=reader, at=now(), what="bulk_screening")


def _event(one: BulkScreeningEvent) -> BulkEventView:
    return BulkEventView(
        kind=one.kind, by=one.by_name, at=one.at, document=one.document, row=one.row
    )


def _view(
    row: BulkScreening, events: tuple[BulkEventView, ...] = ()
) -> BulkScreeningView:
    return BulkScreeningView(
        id=str(row.pk),
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        form=row.form,
        state=row.state,
        lists=row.lists,
        algorithm=row.algorithm,
        threshold=row.threshold,
        rows=row.rows,
        parties=row.parties,
        set_aside=row.aside,
        passed_over=row.passed,
        hits=row.hits,
        per_mille=row.part,
        reason=row.reason,
        by=row.by.name,
        at=row.at,
        ended_at=row.ended_at,
        deleted_on=row.at + timedelta(days=settings.LICET_BULK_KEEP_DAYS),
        events=events,
    )
