"""Alerts of list changes: all that a viewer has standing for, of a case, of a licence."""

from django.db.models import QuerySet

from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import ListAlert
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.parts.pages import Lines, lines
from licet.web.casework.views import ListAlertView, OpenAlertsView

STANDINGS = ("open", "handled", "all")
SHOWN = 20  # on the page of a case or of a licence; the list has them all


def _visible(viewer: Actor) -> QuerySet[ListAlert]:
    found = ListAlert.objects.filter(case__in=visible_cases(viewer))
    return found.select_related("case", "licence", "handling__by")


def _of(found: QuerySet[ListAlert], case: str, licence: str) -> QuerySet[ListAlert]:
    """Those of one case, or of one licence, where one is named."""
    if case:
        found = found.filter(case__number=case)
    if licence:
        found = found.filter(licence__number=licence)
    return found


def alerts(
    *, viewer: Actor, standing: str = "open", case: str = "", licence: str = ""
) -> Lines[ListAlertView]:
    """Every alert in the viewer's cases, the newest first.

    Args:
        viewer: Who asks.
        standing: ``open``, ``handled``, or ``all``.
        case: Number of the only case; empty for all.
        licence: Number of the only licence; empty for all.

    Raises:
        NotAllowedError: No role of the person may see alerts.
        InvalidInputError: There is no such standing.
    """
    require(viewer, "see_list_alerts")
    if standing not in STANDINGS:
        raise InvalidInputError({"standing": "Ask for open, handled, or all."})
    found = _of(_visible(viewer), case, licence)
    if standing != "all":
        found = found.filter(handling__isnull=standing == "open")
    return lines(found.order_by("-pk"), lambda rows: [_view(row) for row in rows])


def alert(*, viewer: Actor, alert: int) -> ListAlertView:
    """One alert by its number.

    Raises:
        NotAllowedError: No role of the person may see alerts.
        NotFoundError: No such alert, or no standing in its case.
    """
    require(viewer, "see_list_alerts")
    found = _visible(viewer).filter(pk=alert).first()
    if found is None:
        raise NotFoundError("alert")
    note_read(viewer, found.case, f"alert {alert}")
    return _view(found)


def open_alerts(*, viewer: Actor, case: str = "", licence: str = "") -> OpenAlertsView:
    """What waits on the page of a case or of a licence: the newest, and how many there are.

    A viewer who may see no alerts is shown none.
    """
    if not viewer.may("see_list_alerts"):
        return OpenAlertsView(case=case, licence=licence)
    found = _of(_visible(viewer).filter(handling__isnull=True), case, licence)
    newest = tuple(_view(one) for one in found.order_by("-pk")[: SHOWN + 1])
    return OpenAlertsView(
        newest=newest[:SHOWN],
        total=found.count() if len(newest) > SHOWN else len(newest),
        case=case,
        licence=licence,
    )


def _view(one: ListAlert) -> ListAlertView:
    handling = getattr(one, "handling", None)
    return ListAlertView(
        id=one.pk,
        case=one.case.number,
        licence=one.licence.number if one.licence else "",
        party=one.party,
        role=one.role,
        entry=one.entry,
        entry_name=one.entry_name,
        entry_url=str(one.document.get("entry_url") or ""),
        content_hash=one.content_hash,
        change=one.change,
        match_gone=one.gone,
        source=one.source,
        older=one.older,
        newer=one.newer,
        score=one.score,
        words=one.words,
        document=one.document,
        at=one.at,
        row=one.row,
        handled_at=handling.at if handling else None,
        handled_by=handling.by.name if handling else "",
        reasons=handling.reasons if handling else "",
    )
