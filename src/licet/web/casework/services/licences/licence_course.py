"""The course of a licence by itself: issued once it is signed, used up, run out."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from licet.web.casework.acts.acting import (
    Act,
    licence_act,
    next_number,
    note_licence,
    record_on_case,
)
from licet.web.casework.acts.telling import tell_applicant
from licet.web.casework.conditions.standing import binding
from licet.web.casework.later import licence_documents_later
from licet.web.casework.models import Case, ConditionRow, Decision, Licence
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.applying.changes import replace_changed
from licet.web.casework.services.licences.editions import new_place

_GRANTED = frozenset({"granted", "granted_with_conditions"})


def issue_licence(case_id: str) -> str:
    """The job after a signed grant: one decision, one licence, however often it runs.

    Args:
        case_id: The case.

    Returns:
        Number of the licence; empty when the case is not granted.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        decision = (
            Decision.objects.filter(case=case).order_by("-draft__version").first()
        )
        if decision is None or case.state not in _GRANTED:
            return ""
        known = Licence.objects.filter(decision=decision).first()
        if known is not None:
            return known.number
        at = now()
        licence = _create(case, decision)
        act = Act(name="issue_licence", by=SYSTEM, at=at, case=case, licence=licence)
        act.tells(
            licence=licence.number,
            decision=str(decision.pk),
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            status_index=licence.status_index,
        )
        note_licence(act, licence, "issue_licence")
        record_on_case(act, kind="issue_licence")
        replace_changed(case.pk, licence)
        licence_documents_later(licence)
        tell_applicant(act, f"licence:{licence.pk}", "Your licence has been issued")
    return licence.number


def _create(case: Case, decision: Decision) -> Licence:
    at = now()
    first = legal_day(at)
    counted = next_number(f"licence-{first.year}")
    return Licence.objects.create(
        number=f"{settings.LICET_AUTHORITY_SHORT}-L-{first.year}-{counted:05d}",
        case=case,
        decision=decision,
        state="issued",
        version=1,
        issued_at=at,
        valid_from=first,
        valid_until=first + timedelta(days=settings.LICET_VALIDITY_DAYS),
        status_index=new_place(),
    )


def exhaust_licences() -> int:
    """End licences whose last unit was reported; at once with the report, and by a job.

    Returns:
        How many were used up.
    """
    rows = (
        ConditionRow.objects.filter(
            type="quantity_limit", decision__licence__state="issued"
        )
        .annotate(
            used=Sum("decision__licence__deliveries__quantity"),
            number=F("decision__licence__number"),
        )
        .filter(used__isnull=False)
        .order_by("decision__licence__number")
    )
    done = [
        one.row.number  # type: ignore[attr-defined]  # annotated
        for one in binding(rows)
        if one.row.used >= Decimal(one.terms["quantity"])  # type: ignore[attr-defined]  # annotated
    ]
    for number in done:
        with licence_act("exhaust_licence", by=SYSTEM, licence=number, version=None):
            pass
    return len(done)


def expire_licences() -> int:
    """End licences whose last day is over; a daily job.

    Returns:
        How many expired.
    """
    over = Licence.objects.filter(
        state__in=("issued", "suspended"), valid_until__lt=legal_day(now())
    )
    numbers = list(over.order_by("number").values_list("number", flat=True))
    for number in numbers:
        with licence_act("expire_licence", by=SYSTEM, licence=number, version=None):
            pass
    return len(numbers)
