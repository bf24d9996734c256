"""Licences: for those with standing in the case, for customs and inspectors; states for the public."""

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Licence
from licet.web.casework.policy import Actor, require
from licet.web.casework.selectors.decisions import licence_view
from licet.web.casework.standing import visible_licences
from licet.web.casework.views import LicenceView


def licences(*, viewer: Actor) -> tuple[LicenceView, ...]:
    """Every licence that the viewer may see, the newest first."""
    require(viewer, "see_licence")
    found = visible_licences(viewer).select_related("case__organisation")
    return tuple(
        licence_view(row, viewer) for row in found.order_by("-issued_at")[:500]
    )


def licence(*, viewer: Actor, licence: str) -> LicenceView:
    """One licence by its number.

    Raises:
        NotFoundError: None such, or no standing.
    """
    require(viewer, "see_licence")
    found = visible_licences(viewer).filter(number=licence)
    row = found.select_related("case__organisation").first()
    if row is None:
        raise NotFoundError("licence")
    return licence_view(row, viewer)


def statuses() -> tuple[tuple[int, str], ...]:
    """Place in the status list and state of every licence; names nobody."""
    return tuple(
        Licence.objects.order_by("status_index").values_list("status_index", "state")
    )
