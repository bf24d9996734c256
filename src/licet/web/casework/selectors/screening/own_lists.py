"""Lists that the authority keeps itself: entries, history, proposals that wait."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from licet.screening import OWN_TITLES, ListStatus, statuses
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import OwnProposal, OwnWording
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.screening.own_entries import stored_entry
from licet.web.casework.views import (
    OwnEntryHistoryView,
    OwnEntryView,
    OwnFieldView,
    OwnListView,
    OwnProposalView,
)

PAGE = 25
LONGEST = 20_000
STANDINGS = ("in_force", "to_come", "ended", "removed", "all")
_FIELDS = (
    "kind", "names", "countries", "addresses", "identifiers", "birth_dates",
    "legal_basis", "citation", "first", "last",
)  # fmt: skip


def own_list(
    *,
    viewer: Actor,
    source: str,
    words: str = "",
    standing: str = "in_force",
    page: int | str = 1,
) -> OwnListView:
    """A page of the entries in which every word occurs, in the order of their numbers.

    Args:
        viewer: Who reads.
        source: The list.
        words: Words of which each must occur.
        standing: ``in_force``, ``to_come``, ``ended``, ``removed`` or ``all``.
        page: Which page; one that is not there gives the nearest.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such list is kept here.
        InvalidInputError: There is no such standing.
    """
    rows = _matching(viewer, source, words, standing)
    pages = Paginator(rows, PAGE)
    shown = pages.get_page(page)
    held = {one.source: one for one in statuses(settings.LICET_STATE)}.get(source)
    return OwnListView(
        source=source,
        title=OWN_TITLES[source],
        version=held.version if held else "",
        in_service=_in_service(source, held),
        words=words,
        standing=standing,
        total=pages.count,
        page=shown.number,
        pages=pages.num_pages,
        waiting=_open(source).count(),
        entries=_entries(viewer, shown.object_list),
    )


def _in_service(source: str, held: ListStatus | None) -> bool:
    """Whether everything approved, and everything that the day brought, was published since."""
    if held is None:
        return not _newest(source).filter(_STANDING["in_force"](_today())).exists()
    newest = OwnWording.objects.filter(source=source).order_by("-pk").first()
    published = newest is None or newest.at <= held.synced_at
    return published and legal_day(held.synced_at) == _today()


def every_entry(
    *, viewer: Actor, source: str, words: str = "", standing: str = "all"
) -> tuple[OwnEntryView, ...]:
    """All entries in which every word occurs, for a file.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such list is kept here.
        InvalidInputError: There is no such standing.
    """
    return _entries(viewer, _matching(viewer, source, words, standing))


def entry(*, viewer: Actor, source: str, entry: str) -> OwnEntryHistoryView:
    """An entry with all its wordings and proposals, the newest first.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such list, or no such entry.
    """
    require(viewer, "see_own_lists")
    rows = OwnWording.objects.filter(source=source, entry=entry)
    wordings = _entries(viewer, _with_people(rows).order_by("-version"))
    if not wordings:
        raise NotFoundError("entry")
    proposals = _read(OwnProposal.objects.filter(source=source, entry=entry))
    return OwnEntryHistoryView(
        entry=wordings[0],
        wordings=wordings,
        proposals=_proposals(viewer, proposals.order_by("-pk")),
    )


def proposals(
    *, viewer: Actor, source: str = "", standing: str = "open"
) -> tuple[OwnProposalView, ...]:
    """Proposals that wait, or the newest 200 of all.

    Raises:
        NotAllowedError: No role of the person may see lists.
        InvalidInputError: There is no such standing.
    """
    require(viewer, "see_own_lists")
    if standing not in {"open", "all"}:
        raise InvalidInputError({"standing": "Ask for open, or all."})
    rows = _open(source) if standing == "open" else _of(source)
    return _proposals(viewer, _read(rows).order_by("-pk")[:200])


def proposal(*, viewer: Actor, proposal: int) -> OwnProposalView:
    """One proposal by its number.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such proposal.
    """
    require(viewer, "see_own_lists")
    found = _proposals(viewer, _read(OwnProposal.objects.filter(pk=proposal)))
    if not found:
        raise NotFoundError("proposal")
    return found[0]


def folded(text: str) -> str:
    """A text as it is searched: without case, and with one form for each letter."""
    return unicodedata.normalize("NFKC", text).casefold()


def _of(source: str) -> QuerySet[OwnProposal]:
    return OwnProposal.objects.filter(Q(source=source) if source else Q())


def _open(source: str) -> QuerySet[OwnProposal]:
    return _of(source).filter(answer__isnull=True)


def _read(rows: QuerySet[OwnProposal]) -> QuerySet[OwnProposal]:
    return rows.select_related("by", "case", "answer__by")


def _newest(source: str) -> QuerySet[OwnWording]:
    later = OwnWording.objects.filter(
        source=OuterRef("source"),
        entry=OuterRef("entry"),
        version__gt=OuterRef("version"),
    )
    return OwnWording.objects.filter(~Exists(later), source=source)


def _with_people(rows: QuerySet[OwnWording]) -> QuerySet[OwnWording]:
    return rows.select_related("proposal__by", "proposal__case", "proposal__answer__by")


def _today() -> date:
    return legal_day(now())


_STANDING: Mapping[str, Callable[[date], Q]] = {
    "in_force": lambda on: (
        Q(removed=False, first__lte=on) & (Q(last__isnull=True) | Q(last__gte=on))
    ),
    "to_come": lambda on: Q(removed=False, first__gt=on),
    "ended": lambda on: Q(removed=False, last__lt=on),
    "removed": lambda _on: Q(removed=True),
    "all": lambda _on: Q(),
}


def _matching(
    viewer: Actor, source: str, words: str, standing: str
) -> QuerySet[OwnWording]:
    require(viewer, "see_own_lists")
    if source not in OWN_TITLES:
        raise NotFoundError("list")
    if standing not in STANDINGS:
        raise InvalidInputError({"standing": f"Ask for {', '.join(STANDINGS)}."})
    rows = _newest(source).filter(_STANDING[standing](_today()))
    for word in folded(words.replace("\0", " ")).split():
        rows = rows.filter(folded__contains=word)
    return _with_people(rows).order_by("entry")


def _standing(row: OwnWording, on: date) -> str:
    if row.removed:
        return "removed"
    if row.first > on:
        return "to_come"
    return "ended" if row.last is not None and row.last < on else "in_force"


def _entries(viewer: Actor, rows: Iterable[OwnWording]) -> tuple[OwnEntryView, ...]:
    found = list(rows)
    on = _today()
    seen = _seen(viewer, [row.proposal.case_id for row in found])
    waiting = _waiting(found)
    return tuple(
        OwnEntryView(
            source=row.source,
            entry=row.entry,
            version=row.version,
            standing=_standing(row, on),
            name=row.name,
            kind=str(row.document["kind"]),
            document=row.document,
            content_hash=stored_entry(row.document)
            .entity(row.source, row.entry)
            .content_hash(),
            first=row.first,
            last=row.last,
            case=seen.get(row.proposal.case_id, ""),
            reasons=row.proposal.reasons,
            proposed_by=row.proposal.by.name,
            approved_by=row.proposal.answer.by.name,
            at=row.at,
            waiting=waiting.get((row.source, row.entry), 0),
        )
        for row in found
    )


def _waiting(rows: Iterable[OwnWording]) -> Mapping[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    entries = {row.entry for row in rows}
    found = OwnProposal.objects.filter(answer__isnull=True, entry__in=entries)
    for source, entry in found.values_list("source", "entry"):
        counts[source, entry] = counts.get((source, entry), 0) + 1
    return counts


def _seen(viewer: Actor, cases: Iterable[Any]) -> Mapping[Any, str]:
    wanted = {one for one in cases if one is not None}
    if not wanted:
        return {}
    found = visible_cases(viewer).filter(pk__in=wanted)
    return dict(found.values_list("pk", "number"))


def _proposals(
    viewer: Actor, rows: Iterable[OwnProposal]
) -> tuple[OwnProposalView, ...]:
    found = list(rows)
    seen = _seen(viewer, [row.case_id for row in found])
    wordings = {
        (one.source, one.entry, one.version): one
        for one in OwnWording.objects.filter(
            source__in={row.source for row in found},
            entry__in={row.entry for row in found},
        )
    }
    newest: dict[tuple[str, str], int] = {}
    for source, entry, version in wordings:
        newest[source, entry] = max(version, newest.get((source, entry), 0))
    return tuple(
        _proposal(
            row,
            before=wordings.get((row.source, row.entry, row.base)),
            newest=newest.get((row.source, row.entry), 0),
            case=seen.get(row.case_id, ""),
        )
        for row in found
    )


def _proposal(
    row: OwnProposal, *, before: OwnWording | None, newest: int, case: str
) -> OwnProposalView:
    answer = getattr(row, "answer", None)
    standing = "stale" if newest != row.base else "open"
    old: Mapping[str, Any] = before.document if before else {}
    new: Mapping[str, Any] = {} if row.act == "remove" else row.document
    return OwnProposalView(
        id=row.pk,
        source=row.source,
        entry=row.entry,
        act=row.act,
        base=row.base,
        standing=answer.answer if answer else standing,
        name=stored_entry(row.document).name,
        document=row.document,
        differences=tuple(_differences(old, new)),
        case=case,
        reasons=row.reasons,
        by=row.by.name,
        by_id=str(row.by_id),
        at=row.at,
        row=row.row,
        answered_by=answer.by.name if answer else "",
        answered_at=answer.at if answer else None,
        answer_reasons=answer.reasons if answer else "",
    )


def _differences(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterable[OwnFieldView]:
    for field in _FIELDS:
        before, after = _shown(old.get(field)), _shown(new.get(field))
        if before != after:
            yield OwnFieldView(field=field, old=before, new=after)


def _shown(value: Any) -> tuple[str, ...]:  # noqa: ANN401  # one field of a JSON document
    if value is None or value == "":
        return ()
    if isinstance(value, list):
        return tuple(
            " · ".join(str(part) for part in one if part)
            if isinstance(one, list)
            else str(one)
            for one in value
        )
    return (str(value),)
