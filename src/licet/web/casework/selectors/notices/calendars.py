"""A person's deadlines as they stand today, and the calendar file of them (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import CalendarToken, Referral, Team
from licet.web.casework.ports import now
from licet.web.casework.record.read_log import note_read
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.people import actor_of_person, token_digest
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.notices.deadlines import (
    DEADLINES,
    Deadline,
    of_advice,
    of_applicants,
    of_officers,
    of_votes,
)
from licet.web.casework.views.notices import CalendarView, DeadlineView

MOST = 500
_WIDTH = 75  # octets of a line, RFC 5545 section 3.1


def deadlines(*, viewer: Actor) -> tuple[DeadlineView, ...]:
    """Every deadline that is the viewer's today, the nearest first, at most 500."""
    require(viewer, "see_notices")
    found = sorted(_of(viewer), key=lambda one: (one.day, one.uid))[:MOST]
    return tuple(
        DeadlineView(
            uid=one.uid,
            kind=one.kind,
            words=str(DEADLINES[one.kind]),
            number=one.number,
            day=one.day,
        )
        for one in found
    )


def _of(viewer: Actor) -> Iterator[Deadline]:
    cases = visible_cases(viewer)
    if "exporter" in viewer.roles:
        yield from of_applicants(cases)
    if "officer" in viewer.roles:
        yield from of_officers(cases.filter(officer=as_id(viewer.id)))
    if viewer.roles & {"agency", "customs"}:
        mine = Q(team__code__in=viewer.teams, case__in=cases)
        yield from of_advice(Referral.objects.filter(mine))
        yield from of_votes(cases, Team.objects.filter(code__in=viewer.teams))


def calendar(*, viewer: Actor) -> CalendarView:
    """Whether the viewer has a calendar address, and what it would tell."""
    found = deadlines(viewer=viewer)
    row = CalendarToken.objects.filter(
        person=as_id(viewer.id), revoked_at__isnull=True
    ).first()
    return CalendarView(made_at=row.made_at if row else None, deadlines=found)


def calendar_file(token: str) -> str:
    """The calendar behind a secret address, for its person as they stand at this moment.

    That it was read is entered, once in a quarter of an hour.

    Raises:
        NotFoundError: There is no such address, or its person has left.
    """
    row = (
        CalendarToken.objects.filter(
            digest=token_digest(token),
            revoked_at__isnull=True,
            person__is_active=True,
        )
        .select_related("person")
        .first()
    )
    if row is None:
        raise NotFoundError("calendar")
    viewer = actor_of_person(row.person)
    found = deadlines(viewer=replace(viewer, scopes=frozenset({"read"})))
    reader = actor_ref(viewer)
    assert reader is not None  # noqa: S101  # a person, never the system
    note_read(case=None, actor=reader, at=now(), what=f"calendar {row.pk}")
    return "".join(_folded(_lines(found, now())))


def _lines(found: Iterable[DeadlineView], at: datetime) -> Iterator[str]:
    host = settings.LICET_LOG_ORIGIN.partition("/")[0]
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//{_text(host)}//Licet//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{_text(settings.LICET_AUTHORITY)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    for one in found:
        yield "BEGIN:VEVENT"
        yield f"UID:{one.uid}@{host}"
        yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        # A legal day is a whole day in the authority's zone; its end does not belong to it.
        yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{_text(f'{one.words}: {one.number}')}"
        yield f"URL:{settings.LICET_URL}/notices/calendar/"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _text(value: str) -> str:
    """A text value, escaped (RFC 5545 section 3.3.11)."""
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    return " ".join(value.splitlines())


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of 75 octets at most, never cut inside a letter."""
    for line in lines:
        held, width = "", 0
        for letter in line:
            size = len(letter.encode())
            if width + size > _WIDTH:
                yield f"{held}\r\n"
                held, width = " ", 1
            held, width = held + letter, width + size
        yield f"{held}\r\n"
