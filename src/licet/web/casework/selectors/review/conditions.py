"""Conditions across cases: what is due when and by whom, and how often no type fitted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Count

from licet.decision import LicenceTime, condition_types, due_list
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.law.review_clock import working_days
from licet.web.casework.models import ConditionRow, Licence
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.licences.licences import licence as licence_page
from licet.web.casework.views import (
    ConditionFiguresView,
    ConditionUseView,
    DutyView,
    LicenceView,
    OtherConditionView,
)

OTHER = "other"
SHOWN = 50
# What a report of the holder says of events that start a duty.
_EVENTS = {
    "shipment": ("delivery", "export"),
    "download": ("delivery", "export"),
    "activation": ("activation", "export"),
    "access": ("export",),
    "transmission": ("delivery", "export"),
    "assistance": ("export",),
}


def licence_with_duties(*, viewer: Actor, licence: str) -> LicenceView:
    """One licence with everything that is due under it.

    Raises:
        NotFoundError: None such, or no standing.
    """
    seen = licence_page(viewer=viewer, licence=licence)
    row = (
        Licence.objects.select_related("case")
        .prefetch_related("deliveries", "decision__conditions")
        .get(number=seen.number)
    )
    return replace(seen, duties=duties_of(row))


def duties_of(row: Licence) -> tuple[DutyView, ...]:
    """What is due when, and by whom, from the conditions and the reports of the holder."""
    rows = sorted(row.decision.conditions.all(), key=lambda one: one.position)
    chosen = [
        condition_of(
            {
                "type": one.type,
                "terms": one.terms,
                "checker": one.checker,
                "owner": one.owner,
                "reason": one.reason,
            }
        )
        for one in rows
    ]
    happened: dict[str, list[date]] = {}
    for report in row.deliveries.all():
        for event in _EVENTS.get(report.way, ()):
            happened.setdefault(event, []).append(report.on)
    time = LicenceTime(
        granted=row.valid_from,
        valid_until=row.valid_until,
        happened={name: sorted(days) for name, days in happened.items()},
    )
    found = due_list(chosen, time=time, calendar=working_days(row.case))
    return tuple(
        DutyView(
            condition=one.condition,
            type=one.type,
            title=one.title,
            words=rows[one.condition - 1].words,
            duty=one.duty,
            day=one.day,
            rule=one.rule,
            waits_for=one.waits_for,
            evidence=one.evidence,
            checker=one.checker,
            breach=one.breach,
        )
        for one in found
    )


def condition_figures(*, viewer: Actor) -> ConditionFiguresView:
    """How often each type stands in signed decisions, and how often none of them fitted.

    Args:
        viewer: Who reads; only cases within their standing count.
    """
    require(viewer, "see_conditions")
    rows = ConditionRow.objects.filter(decision__case__in=visible_cases(viewer))
    counted = dict(
        rows.values("type").annotate(number=Count("pk")).values_list("type", "number")
    )
    other = (
        rows.filter(type=OTHER)
        .select_related("decision__case")
        .order_by("-decision__decided_at", "position")
    )
    total = sum(counted.values())
    return ConditionFiguresView(
        total=total,
        other=counted.get(OTHER, 0),
        types=_types(counted),
        others=tuple(
            OtherConditionView(
                case=one.decision.case.number,
                words=one.words,
                reason=one.reason,
                owner=one.owner,
                decided_on=one.decision.decided_on,
            )
            for one in other[:SHOWN]
        ),
    )


def _types(counted: Mapping[str, int]) -> tuple[ConditionUseView, ...]:
    return tuple(
        ConditionUseView(
            type=kind.id,
            title=kind.title,
            duty=kind.duty,
            trigger=kind.trigger,
            due=kind.due,
            standard=kind.standard,
            evidence=kind.evidence,
            breach=kind.breach,
            number=counted.get(kind.id, 0),
        )
        for kind in condition_types().values()
    )
