"""Who sits on a panel: appointed for a term with a vetting, ended with a reason."""

from datetime import date, timedelta

from django.db import transaction

from licet.web.casework.acts.acting import refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import PanelSeat, PanelSeatEnd, Person, Post, Team
from licet.web.casework.panels.rules import exports, panel_named
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.people import posts_on
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.panels.panels import seat_view
from licet.web.casework.views.panels import SeatView

ROLE = "panel_member"
_MONTH = 31  # a vetting of so many months may count at most so many days for each


def appoint_panel_member(  # noqa: PLR0913  # a seat has a person, a term, a vetting and an instrument
    *,
    by: Actor,
    panel: str,
    email: str,
    first: date,
    last: date,
    instrument: str,
    vetted_on: date | None = None,
    vetted_until: date | None = None,
    chair: bool = False,
) -> SeatView:
    """Give somebody a seat on a panel for a term.

    Args:
        by: A manager.
        panel: Name of the panel in the governing law.
        email: With which the member signs in; the account is opened before.
        first: First day of the term, today or later.
        last: Last day, included.
        instrument: The document that appoints.
        vetted_on: Day of the vetting, where the panel asks for one.
        vetted_until: Its last day, no longer than the law lets it count.
        chair: Whether the member gives the opinion once it is carried.

    Raises:
        NotFoundError: The law has no such panel.
        InvalidInputError: Days in the wrong order, no account, no vetting, or somebody who
            holds a post of the authority or acts for an exporter.
    """
    words = required_text("instrument", instrument, "Name the document that appoints.")
    at = now()
    with refusals("appoint_panel_member", by, []), transaction.atomic():
        require(by, "appoint_panel_member")
        body = panel_named(panel)
        _require_days(first, last, legal_day(at))
        _require_vetting(vetted_on, vetted_until, first, body.vetting_months)
        row = PanelSeat.objects.create(
            person=_person(email, legal_day(at)), panel=panel, chair=chair, first=first, last=last,
            instrument=words, vetted_on=vetted_on, vetted_until=vetted_until, by_id=by.id, at=at,
        )  # fmt: skip
        _give_post(row, body.title)
        _enter_appointment(by, row)
    return seat_view(row, legal_day(at))


def _give_post(row: PanelSeat, title: str) -> None:
    team, _made = Team.objects.get_or_create(
        code=f"PANEL-{row.panel}"[:40], defaults={"name": title, "kind": "panel"}
    )
    Post.objects.create(
        person=row.person, team=team, role=ROLE, first=row.first, last=row.last
    )


def _enter_appointment(by: Actor, row: PanelSeat) -> None:
    told = ("panel", "chair", "first", "last", "vetted_on", "vetted_until", "instrument")  # fmt: skip
    record_event(
        kind="appoint_panel_member",
        case=None,
        actor=actor_ref(by),
        payload={
            "seat": row.pk,
            "person": str(row.person_id),
            **{name: getattr(row, name) for name in told},
        },
        at=row.at,
    )


def _require_days(first: date, last: date, today: date) -> None:
    if first < today:
        raise InvalidInputError({"first": "A term begins today or later."})
    if last < first:
        raise InvalidInputError({"last": "The last day is not before the first."})


def _require_vetting(
    on: date | None, until: date | None, first: date, months: int
) -> None:
    if not months:
        return
    if on is None or until is None:
        raise InvalidInputError(
            {
                "vetted_on": "This panel sees live cases: give the day of the vetting and its last day."
            }
        )
    if on > first or until < first:
        raise InvalidInputError(
            {"vetted_until": "The vetting counts on the first day of the term."}
        )
    if until > on + timedelta(days=months * _MONTH):
        raise InvalidInputError(
            {
                "vetted_until": f"By the law of the panel a vetting counts {months} months."
            }
        )


def _person(email: str, today: date) -> Person:
    found = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if found is None:
        raise InvalidInputError(
            {"email": "Nobody signs in with this address. Open the account first."}
        )
    if exports(str(found.pk), today):
        raise InvalidInputError(
            {
                "email": "This account acts for an exporter. A member has an account of its own."
            }
        )
    if posts_on(today).filter(person=found).exclude(role=ROLE).exists():
        raise InvalidInputError(
            {
                "email": "This person holds a post of the authority. A panel is independent of it."
            }
        )
    return found


def end_panel_seat(*, by: Actor, seat: int, reasons: str) -> SeatView:
    """End a seat before its term: from today on its holder sees nothing more of any referral.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such seat.
        WrongStateError: It has ended already.
    """
    words = required_text("reasons", reasons, "Say why the seat ends.")
    with refusals("end_panel_seat", by, []), transaction.atomic():
        require(by, "end_panel_seat")
        row = PanelSeat.objects.select_for_update(of=("self",)).filter(pk=seat).first()
        if row is None:
            raise NotFoundError("seat")
        at = now()
        day = legal_day(at)
        if PanelSeatEnd.objects.filter(seat=row).exists() or row.last < day:
            raise WrongStateError("This seat has ended already.")
        PanelSeatEnd.objects.create(seat=row, on=day, reasons=words, by_id=by.id, at=at)
        posts = Post.objects.filter(
            person=row.person, role=ROLE, team__code=f"PANEL-{row.panel}"[:40]
        )
        for post in posts.filter(last__gte=day):
            post.last = max(post.first, day - timedelta(days=1))
            post.save(update_fields=["last"])
        record_event(
            kind="end_panel_seat",
            case=None,
            actor=actor_ref(by),
            payload={"seat": row.pk, "panel": row.panel, "reasons": words},
            at=at,
        )
    row.refresh_from_db()
    return seat_view(row, legal_day(at))
