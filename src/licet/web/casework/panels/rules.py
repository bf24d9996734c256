"""The panels of the governing law, the seats of their members, and the days they count in."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from licet.kernel import Citation, calendar_of
from licet.regimes import SHIPPED
from licet.review.panels import (
    PANELS_FILE,
    CompositeRule,
    Panel,
    PanelRules,
    PanelSilence,
    load_panels,
)
from licet.web.casework.errors import NotAllowedError, NotFoundError
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import Membership, PanelReferral, PanelSeat
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor


@lru_cache(maxsize=16)
def panel_rules(package: str) -> PanelRules:
    """The rules of panels beside a shipped law package; no panel where it has none.

    Raises:
        PanelsError: They are wrong: no panel is asked then.
    """
    folder = SHIPPED / package
    if (folder / PANELS_FILE).exists():
        return load_panels(folder)
    nowhere = Citation(instrument=package, pinpoint="none", verified=False)
    none = CompositeRule(bands={}, plain_words=frozenset(), citation=nowhere)
    return PanelRules(
        package=package,
        version=date.min,
        panels={},
        classes={},
        purposes={},
        composite=none,
    )


def rules() -> PanelRules:
    """The rules of panels of the governing law."""
    return panel_rules(settings.LICET_PROFILE)


def panel_named(name: str, package: str = "") -> Panel:
    """A panel of a law.

    Raises:
        NotFoundError: The law has none of this name.
    """
    found = panel_rules(package or settings.LICET_PROFILE).panels.get(name)
    if found is None:
        raise NotFoundError("panel")
    return found


def due_day(panel: Panel, on: date, package: str = "") -> date:
    """The last day for an opinion that was asked for on a day."""
    law = package_of(package or settings.LICET_PROFILE)
    return calendar_of(law.holidays).after(on, panel.working_days)


def panel_json(panel: Panel) -> dict[str, Any]:
    """A panel's rule as it is kept with a referral: a later law never reaches back."""
    return {
        "title": panel.title,
        "marking": panel.marking,
        "quorum": panel.quorum,
        "working_days": panel.working_days,
        "vetting_months": panel.vetting_months,
        "answered": panel.answered,
        "classes": sorted(panel.classes),
        "consent_up_to_tier": panel.silence.consent_up_to_tier,
        "silence": panel.silence.words,
        "silence_law": panel.silence.citation.to_json(),
    }


def silence_in_rule(document: dict[str, Any]) -> PanelSilence:
    """What silence means by the rule that is kept with a referral; of an erased one, nothing."""
    law = document.get("silence_law") or {"instrument": "", "pinpoint": ""}
    return PanelSilence(
        consent_up_to_tier=document.get("consent_up_to_tier", 0),
        words=document.get("silence", ""),
        citation=Citation(
            instrument=law["instrument"], pinpoint=law["pinpoint"], verified=False
        ),
    )


def seats_on(day: date) -> QuerySet[PanelSeat]:
    """The seats that are held on a day, vetted or not."""
    held = Q(end__isnull=True) | Q(end__on__gt=day)
    return PanelSeat.objects.filter(held, first__lte=day, last__gte=day)


def vetted(seat: PanelSeat, day: date) -> bool:
    """Whether the vetting of a seat counts on a day; a panel that asks for none needs none."""
    panel = rules().panels.get(seat.panel)
    if panel is not None and not panel.vetting_months:
        return True
    until = seat.vetted_until
    return (
        until is not None
        and seat.vetted_on is not None
        and seat.vetted_on <= day <= until
    )


def seats_of(person: str, day: date) -> tuple[PanelSeat, ...]:
    """The seats that somebody holds on a day and whose vetting counts."""
    rows = seats_on(day).filter(person_id=person)
    return tuple(row for row in rows.order_by("pk") if vetted(row, day))


def require_seat(by: Actor, row: PanelReferral) -> PanelSeat:
    """The seat by which somebody works on a referral today.

    Raises:
        NotFoundError: No seat on its panel: nothing says that there is a referral.
        NotAllowedError: The vetting is over, or, for a live case, an exporter is behind them.
    """
    today = legal_day(now())
    held = (
        seats_on(today).filter(person_id=by.id, panel=row.panel).order_by("-pk").first()
    )
    if held is None:
        raise NotFoundError("referral")
    if not vetted(held, today):
        raise NotAllowedError(
            "Your vetting does not count today. Ask the authority to renew it."
        )
    if row.sort == "live" and exports(by.id, today):
        raise NotAllowedError(
            "You act for an exporter, so no live case is shown to you. Tell the authority."
        )
    return held


def exports(person: str, day: date) -> bool:
    """Whether somebody is a member of an organisation that applies for licences."""
    ends = Q(last__isnull=True) | Q(last__gte=day)
    return Membership.objects.filter(ends, person_id=person, first__lte=day).exists()
