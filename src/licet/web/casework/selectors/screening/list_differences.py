"""What differs between two versions of a list, with the cases and licences it touched; lists out."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.paginator import Paginator

from licet.screening import (
    EntryDifference,
    VersionDifference,
    export_list,
    statuses,
    version_difference,
)
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import ListAlert
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.views import (
    EntryDifferenceView,
    Json,
    VersionDifferenceView,
)

PAGE = 25
_AT_ONCE = 500  # a database takes only so many values in one question
CHANGES = ("all", "added", "removed", "changed")


def _compared(
    viewer: Actor, source: str, older: str, newer: str
) -> tuple[str, tuple[str, ...], VersionDifference]:
    require(viewer, "see_lists")
    held = {one.source: one for one in statuses(settings.LICET_STATE)}
    if source not in held or not {older, newer} <= set(held[source].versions):
        raise NotFoundError("version of this list")
    found = version_difference(settings.LICET_STATE, source, older, newer)
    return held[source].title, held[source].versions, found


def _matching(
    found: VersionDifference, words: str, change: str
) -> list[EntryDifference]:
    if change not in CHANGES:
        raise InvalidInputError({"change": f"Ask for {', '.join(CHANGES)}."})
    of_kind = (one for one in found.entries if change in {"all", one.change})
    return [one for one in of_kind if not words or one.has(words)]


def differences(  # noqa: PLR0913  # what is compared, and what of it is shown
    *,
    viewer: Actor,
    source: str,
    older: str,
    newer: str,
    words: str = "",
    change: str = "all",
    page: int | str = 1,
) -> VersionDifferenceView:
    """A page of the entries that differ, field by field, with the alerts they caused.

    Args:
        viewer: Who reads.
        source: The list.
        older: A version that is held.
        newer: Another.
        words: Words of which each must occur in the entry, before or after.
        change: ``added``, ``removed``, ``changed`` or ``all``.
        page: Which page; one that is not there gives the nearest.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such list, or a version that is not held.
        InvalidInputError: There is no such change.
    """
    title, versions, found = _compared(viewer, source, older, newer)
    pages = Paginator(_matching(found, words, change), PAGE)
    shown = pages.get_page(page)
    return VersionDifferenceView(
        source=source,
        title=title,
        older=older,
        newer=newer,
        **found.counts(),
        words=words,
        change=change,
        total=pages.count,
        page=shown.number,
        pages=pages.num_pages,
        versions=versions,
        entries=tuple(_views(viewer, source, shown.object_list)),
    )


def every_difference(  # what is compared, and what of it is shown
    *,
    viewer: Actor,
    source: str,
    older: str,
    newer: str,
    words: str = "",
    change: str = "all",
) -> Iterator[EntryDifferenceView]:
    """All entries that differ, for a file.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such list, or a version that is not held.
        InvalidInputError: There is no such change.
    """
    _title, _versions, found = _compared(viewer, source, older, newer)
    return _views(viewer, source, _matching(found, words, change))


def _views(
    viewer: Actor, source: str, entries: Iterable[EntryDifference]
) -> Iterator[EntryDifferenceView]:
    told = [(one, one.to_json()) for one in entries]
    hashes = {
        str(document[key])
        for _one, document in told
        for key in ("old_hash", "new_hash")
    }
    alerts = _alerts(viewer, source, hashes)
    for one, document in told:
        old, new = document["old_hash"] or "", document["new_hash"] or ""
        fields: list[Json] = document["fields"]  # type: ignore[assignment]
        yield EntryDifferenceView(
            entry=one.entity.id,
            name=one.name,
            change=one.change,
            url=one.entity.url,
            old_hash=str(old),
            new_hash=str(new),
            fields=tuple(fields),
            alerts=tuple(alerts.get(str(new or old), ())),
        )


def _alerts(viewer: Actor, source: str, hashes: set[str]) -> dict[str, list[Json]]:
    """The alerts that wordings of entries caused, by content hash."""
    found: dict[str, list[Json]] = {}
    if not viewer.may("see_list_alerts"):
        return found
    rows = ListAlert.objects.filter(source=source, case__in=visible_cases(viewer))
    rows = rows.select_related("case", "licence", "handling").order_by("pk")
    wanted = sorted(hashes)
    for start in range(0, len(wanted), _AT_ONCE):
        for one in rows.filter(content_hash__in=wanted[start : start + _AT_ONCE]):
            told = {
                "id": one.pk,
                "case": one.case.number,
                "licence": one.licence.number if one.licence else "",
                "party": one.party,
                "handled": hasattr(one, "handling"),
            }
            found.setdefault(one.content_hash, []).append(told)
    return found


def exported(
    *, viewer: Actor, source: str, version: str = "", form: str = "ftm"
) -> Iterator[str]:
    """A list in pieces, as ``licet.screening.export_list`` gives it.

    Raises:
        NotAllowedError: No role of the person may see lists.
        InputError: No such list, version or form.
    """
    require(viewer, "see_lists")
    return export_list(settings.LICET_STATE, source, version=version, form=form)
