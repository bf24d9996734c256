"""Warnings before a day that must be kept: three working days ahead, licences 90 and 30 days."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction

from licet.review import warning_day
from licet.web.casework.acts.acting import promise
from licet.web.casework.law.review_clock import working_days
from licet.web.casework.models import Case, OutboxMessage, Team
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.rights.member_rights import notice_address
from licet.web.casework.selectors.notices.deadlines import (
    Deadline,
    of_applicants,
    of_officers,
    of_votes,
)

AHEAD = 3  # working days, as agencies are warned
EXPIRY = (90, 30)  # days before the last day of a licence
_NEAR = timedelta(days=21)  # more than three working days ever take
_KINDS = {"duty": "duty_near", "licence_ends": "licence_ends"}


def warn_of_deadlines() -> int:
    """Warn whoever has a deadline that is near; a frequent job, which warns once a deadline.

    A deadline that moves is warned of again. Bodies that are to advise are warned by
    ``silences.warn_agencies``.

    Returns:
        How many warnings were promised.
    """
    return sum(_warn(one, mark) for one, mark in list(_near()))


def _near() -> Iterator[tuple[Deadline, str]]:
    """Every deadline of which somebody is to be warned today, with what makes it once."""
    today = legal_day(now())
    for one in (
        *of_applicants(Case.objects.all()),
        *of_officers(Case.objects.all()),
        *of_votes(Case.objects.all(), Team.objects.all()),
    ):
        if one.kind == "licence_ends":
            passed = [
                days for days in EXPIRY if today >= one.day - timedelta(days=days)
            ]
            if passed:
                yield one, str(min(passed))
        elif one.day - today <= _NEAR and today >= _first(one):
            yield one, str(AHEAD)


def _first(one: Deadline) -> date:
    return warning_day(one.day, AHEAD, working_days(one.case))


def _address(one: Deadline) -> str:
    """To whom a deadline belongs today; empty when nobody is left."""
    if one.team is not None:
        return one.team.email
    if one.kind == "decide":
        return one.case.officer.email if one.case.officer else ""
    return notice_address(one.case)


def _warn(one: Deadline, mark: str) -> int:
    key = f"near:{one.uid}:{one.day}:{mark}"[:120]
    if OutboxMessage.objects.filter(key=key).exists():
        return 0
    address = _address(one)
    if not address:
        return 0
    at = now()
    with transaction.atomic():
        told = {
            "to": address,
            "kind": _KINDS.get(one.kind, "deadline_near"),
            "case": one.number,
            "due": one.day.isoformat(),
        }
        promise("notice", key, at, told)
        record_event(
            kind="warn_deadline",
            case=str(one.case.pk),
            actor=None,
            payload={"number": one.number, "deadline": one.kind, "due": one.day},
            at=at,
        )
    return 1
