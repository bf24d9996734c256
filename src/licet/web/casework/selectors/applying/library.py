"""Reads of an organisation's library of items and parties."""

from django.db.models import Q

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import LibraryEntry
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views.organisations import LibraryEntryView

MOST = 200


def _open_to(viewer: Actor) -> Q:
    """Own libraries, and those of principals for whom one may prepare."""
    principals = [one.principal for one in viewer.mandates if "prepare" in one.rights]
    return Q(
        organisation__in=[as_id(one) for one in (*viewer.organisations, *principals)]
    )


def library(
    *, viewer: Actor, organisation: str, kind: str = "", text: str = ""
) -> tuple[LibraryEntryView, ...]:
    """What an organisation keeps, by name; at most two hundred entries.

    Args:
        viewer: Who reads.
        organisation: Whose library.
        kind: Only ``item`` or ``party``.
        text: Only entries with this in their name.
    """
    require(viewer, "see_library")
    rows = LibraryEntry.objects.filter(
        _open_to(viewer), organisation=as_id(organisation), retired_at__isnull=True
    )
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(name__icontains=text)
    return tuple(
        library_view(row) for row in rows.order_by("kind", "name", "pk")[:MOST]
    )


def entry_for(viewer: Actor, entry: str) -> LibraryEntry:
    """One entry that the viewer may use.

    Raises:
        NotFoundError: There is none for this person.
    """
    row = LibraryEntry.objects.filter(_open_to(viewer), pk=as_id(entry)).first()
    if row is None:
        raise NotFoundError("entry of the library")
    return row


def library_view(row: LibraryEntry) -> LibraryEntryView:
    """An entry as faces see it."""
    return LibraryEntryView(
        id=str(row.pk),
        organisation=str(row.organisation_id),
        kind=row.kind,
        name=row.name,
        role=row.role,
        country=row.country,
        facts=row.facts,
        made_at=row.made_at,
        retired_at=row.retired_at,
    )
