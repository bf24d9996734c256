"""What time does to a referral to a panel: its silence is recorded with the effect that the law gives to it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from licet.review.panels import PanelStanding, panel_standing
from licet.web.casework.acts.acting import Act, promise, record_on_case
from licet.web.casework.models import PanelOpinionGiven, PanelReferral, PanelSilence
from licet.web.casework.panels.in_case import case_tier_of
from licet.web.casework.panels.rules import silence_in_rule
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import SYSTEM


def record_panel_silences() -> int:
    """Record the silence of every panel whose time has passed; a frequent job.

    However late it runs, a silence bears the day after the panel's last day.

    Returns:
        How many silences were recorded.
    """
    given = PanelOpinionGiven.objects.filter(opinion__referral=OuterRef("pk"))
    late = PanelReferral.objects.filter(
        Q(case__isnull=True) | Q(case__erasure__isnull=True),
        ~Exists(given),
        due__lt=legal_day(now()),
        end__isnull=True,
        silence__isnull=True,
    )
    numbers = late.order_by("number").values_list("number", flat=True)
    return sum(_record(number) for number in list(numbers))


def _record(number: str) -> int:
    with transaction.atomic():
        row = (
            PanelReferral.objects.select_for_update(of=("self",))
            .select_related("case", "by")
            .get(number=number)
        )
        given = PanelOpinionGiven.objects.filter(opinion__referral=row)
        if given.exists() or PanelSilence.objects.filter(referral=row).exists():
            return 0  # somebody was quicker
        at, tier = now(), case_tier_of(row.case)
        stands = panel_standing(
            silence_in_rule(row.document),
            given=False,
            due=row.due,
            tier=tier,
            on=legal_day(at),
        )
        made = PanelSilence.objects.create(
            referral=row,
            on=row.due + timedelta(days=1),
            tier=tier,
            consent=stands is PanelStanding.SILENT_CONSENT,
            at=at,
        )
        told = {
            "referral": row.number,
            "panel": row.panel,
            "silent_on": made.on,
            "tier": tier,
            "consent": made.consent,
            "law": row.document.get("silence_law", {}),
        }
        _enter(row, told, at)
        notice = {"to": row.by.email, "subject": "A panel let its time pass", "case": row.number}  # fmt: skip
        promise("notice", f"panel-silence:{row.pk}", at, notice)
    return 1


def _enter(row: PanelReferral, told: dict[str, Any], at: datetime) -> None:
    """Enter a silence: in the timeline of a live case, else in the record alone."""
    if row.case is not None and row.sort == "live":
        act = Act(
            name="record_panel_silence", by=SYSTEM, at=at, case=row.case, payload=told
        )
        record_on_case(act, kind="record_panel_silence", public=False)
        return
    record_event(
        kind="record_panel_silence",
        case=str(row.case_id) if row.case_id else None,
        actor=actor_ref(SYSTEM),
        payload=told,
        at=at,
    )
