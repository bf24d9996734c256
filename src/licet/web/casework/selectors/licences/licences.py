"""Licences: for those with standing in the case, for customs and inspectors; states for the public."""

from datetime import date

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Licence, ReplacedEdition
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_content, visible_licences
from licet.web.casework.selectors.decision.decisions import licence_view, licence_views
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.views import LicenceView

REPLACED = "replaced"
_ALIVE = frozenset({"issued", "suspended"})


def licences(*, viewer: Actor) -> Lines[LicenceView]:
    """Every licence that the viewer may see, the newest first."""
    require(viewer, "see_licence")
    alive = visible_licences(viewer).filter(case__erasure__isnull=True)
    return lines(
        alive.select_related("case__organisation").order_by("-issued_at", "pk"),
        lambda rows: licence_views(rows, viewer),
    )


def licence(*, viewer: Actor, licence: str) -> LicenceView:
    """One licence by its number.

    Raises:
        NotFoundError: None such, or no standing.
    """
    require(viewer, "see_licence")
    found = visible_licences(viewer).filter(number=licence)
    row = found.select_related("case__organisation", "case__erasure").first()
    if row is None:
        raise NotFoundError("licence")
    require_content(row.case)
    note_read(viewer, row.case, licence)
    return licence_view(row, viewer)


def statuses(*, on: date) -> tuple[tuple[int, str], ...]:
    """Place in the status list and state of every edition of every licence; names nobody.

    Args:
        on: The legal day: a licence whose last day is over is expired from then on, also
            before the job that ends it has run.
    """
    rows = Licence.objects.order_by("status_index").values_list(
        "status_index", "state", "valid_until"
    )
    told = [
        (place, "expired" if state in _ALIVE and last < on else state)
        for place, state, last in rows
    ]
    old = ReplacedEdition.objects.values_list("status_index", flat=True)
    return tuple(sorted([*told, *((place, REPLACED) for place in old)]))
