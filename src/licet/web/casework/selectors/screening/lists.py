"""Official lists: what is in service, how fresh, what was done, what changed."""

from itertools import chain, islice

from django.conf import settings

from licet.screening import Entity, ListStatus, entries_changed, load_entities, statuses
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import ListEvent
from licet.web.casework.ports import now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views import (
    ListChangeView,
    ListDifferenceView,
    ListEventView,
    ListsView,
    ListView,
)

MOST_EVENTS, MOST_CHANGES = 50, 500


def lists(*, viewer: Actor) -> ListsView:
    """Every list in service with its age, and the last things that were done.

    Raises:
        NotAllowedError: No role of the person may see lists.
    """
    require(viewer, "see_lists")
    events = ListEvent.objects.order_by("-pk")
    found = tuple(_view(one) for one in statuses(settings.LICET_STATE))
    return ListsView(
        fresh=bool(found) and all(one.fresh for one in found),
        lists=found,
        events=tuple(_event(one) for one in events[:MOST_EVENTS]),
    )


def stale_lists(*, viewer: Actor) -> tuple[str, ...]:
    """What the head of the queue warns of: lists that nobody looked at lately, or none at all."""
    if not viewer.may("see_lists"):
        return ()
    held = statuses(settings.LICET_STATE)
    return tuple(one.title for one in held if not _fresh(one)) if held else ("",)


def _fresh(one: ListStatus) -> bool:
    return now() - one.synced_at <= settings.LICET_LISTS_STALE_AFTER


def _view(one: ListStatus) -> ListView:
    last = ListEvent.objects.filter(source=one.source).order_by("-pk").first()
    return ListView(
        source=one.source,
        title=one.title,
        version=one.version,
        content_hash=one.content_hash,
        entries=one.entries,
        fresh=_fresh(one),
        published=one.published,
        looked_at=one.synced_at,
        versions=one.versions,
        trouble=last.error if last else "",
    )


def _event(one: ListEvent) -> ListEventView:
    return ListEventView(
        at=one.at,
        source=one.source,
        result=one.result,
        version=one.version,
        entries=one.entries,
        added=one.added,
        changed=one.changed,
        removed=one.removed,
        error=one.error,
        by=one.by,
        row=one.row,
    )


def difference(
    *, viewer: Actor, source: str, older: str, newer: str
) -> ListDifferenceView:
    """What changed between two held versions of a list.

    Raises:
        NotAllowedError: No role of the person may see lists.
        NotFoundError: No such list, or a version that is not held.
    """
    require(viewer, "see_lists")
    held = {one.source: one for one in statuses(settings.LICET_STATE)}
    if source not in held or not {older, newer} <= set(held[source].versions):
        raise NotFoundError("version of this list")
    before = load_entities(settings.LICET_STATE, source, older)
    after = load_entities(settings.LICET_STATE, source, newer)
    _touched, found = entries_changed(before, after)
    names = {one.id: _name(one) for one in chain(before, after)}
    lines = (
        ListChangeView(entry=entry, name=names[entry], change=change)
        for change, entries in (
            ("added", found.added),
            ("removed", found.removed),
            ("changed", found.changed),
        )
        for entry in entries
    )
    return ListDifferenceView(
        source=source,
        older=older,
        newer=newer,
        added=len(found.added),
        changed=len(found.changed),
        removed=len(found.removed),
        shown=tuple(islice(lines, MOST_CHANGES)),
    )


def _name(entity: Entity) -> str:
    return entity.names[0].text if entity.names else entity.id
