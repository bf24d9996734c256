"""The secret address of a calendar: made, renewed, revoked; shown once, stored as a digest."""

import secrets

from django.conf import settings
from django.db import transaction

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import CalendarToken
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.people import token_digest
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.views.notices import CalendarMade


def make_calendar(*, by: Actor) -> CalendarMade:
    """Make the acting person's calendar address; an older one ends with it.

    Returns:
        The address. It cannot be shown again.
    """
    require(by, "make_calendar")
    raw, at = secrets.token_urlsafe(32), now()
    with transaction.atomic():
        ended = CalendarToken.objects.filter(
            person=as_id(by.id), revoked_at__isnull=True
        ).update(revoked_at=at)
        row = CalendarToken.objects.create(
            person_id=by.id, digest=token_digest(raw), made_at=at
        )
        record_event(
            kind="make_calendar",
            case=None,
            actor=actor_ref(by),
            payload={"calendar": row.pk, "renewed": bool(ended)},
            at=at,
        )
    return CalendarMade(url=f"{settings.LICET_URL}/calendar/{raw}.ics", made_at=at)


def revoke_calendar(*, by: Actor) -> None:
    """End the acting person's calendar address at once.

    Raises:
        NotFoundError: They have none.
    """
    require(by, "revoke_calendar")
    at = now()
    with transaction.atomic():
        held = CalendarToken.objects.select_for_update().filter(
            person=as_id(by.id), revoked_at__isnull=True
        )
        row = held.first()
        if row is None:
            raise NotFoundError("calendar")
        held.update(revoked_at=at)
        record_event(
            kind="revoke_calendar",
            case=None,
            actor=actor_ref(by),
            payload={"calendar": row.pk},
            at=at,
        )
