"""Decisions, letters and licences as records, from a loaded case file."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from licet.review import machines
from licet.web.casework.casefile import CaseFile
from licet.web.casework.conditions import condition_of
from licet.web.casework.models import ConditionRow, Licence
from licet.web.casework.policy import Actor
from licet.web.casework.selectors.parts import (
    Names,
    act_words,
    condition_row_view,
    condition_view,
    ground_view,
    letter_view,
    possible_acts,
)
from licet.web.casework.views import (
    CheckResultView,
    DecisionView,
    DeliveryView,
    DraftView,
    LicenceEventView,
    LicenceView,
)


def outcome_words(outcome: str) -> str:
    """An outcome in plain words."""
    return {
        "grant": _("Granted"),
        "grant_with_conditions": _("Granted with conditions"),
        "refuse": _("Refused"),
        "no_licence_required": _("No licence is required"),
        "withdrawn": _("Withdrawn"),
    }.get(outcome, outcome.replace("_", " ").capitalize())


def appeal_by(served_on: date | None) -> date | None:
    """Last day on which an appeal can be lodged; open while nothing was served."""
    return served_on + timedelta(days=settings.LICET_APPEAL_DAYS) if served_on else None


def decision_view(
    file: CaseFile, known: Names, titles: Mapping[str, Mapping[str, Any]]
) -> DecisionView | None:
    """The newest decision with its letters."""
    row = file.decision
    if row is None:
        return None
    letters = tuple(letter_view(one) for one in file.letters)
    served = next(
        (one.served_on for one in letters if one.kind == "decision" and one.served_on),
        None,
    )
    draft = next(one for one in file.drafts if one.pk == row.draft_id)
    return DecisionView(
        id=str(row.pk),
        outcome=row.outcome,
        outcome_words=outcome_words(row.outcome),
        reasons=row.reasons,
        grounds=tuple(ground_view(raw, titles) for raw in row.grounds),
        conditions=tuple(condition_row_view(one) for one in file.conditions),
        drafted_by=known.get(str(draft.by_id), ""),
        countersigned_by=known.get(str(row.countersignature.by_id), ""),
        delegation=row.countersignature.delegation,
        decided_at=row.decided_at,
        decided_on=row.decided_on,
        letters=letters,
        appeal_by=appeal_by(served),
    )


def draft_views(
    file: CaseFile, known: Names, titles: Mapping[str, Mapping[str, Any]]
) -> tuple[DraftView, ...]:
    """Every version of the draft, the newest last."""
    last = file.drafts[-1].pk if file.drafts else None
    return tuple(
        DraftView(
            id=str(row.pk),
            version=row.version,
            outcome=row.outcome,
            reasons=row.reasons,
            grounds=tuple(ground_view(raw, titles) for raw in row.grounds),
            conditions=tuple(
                condition_view(condition_of(raw)) for raw in row.conditions
            ),
            by=known.get(str(row.by_id), ""),
            at=row.at,
            sent=row.pk == last and file.case.state == "countersigning",
            returned="; ".join(one.reasons for one in row.returns.all()),
        )
        for row in file.drafts
    )


def _parties(case_transaction: Mapping[str, Any], *roles: str) -> str:
    for role in roles:
        for party in case_transaction.get("parties", ()):
            if party["role"] == role:
                return str(party["name"])
    return ""


def licence_view(row: Licence, viewer: Actor) -> LicenceView:
    """A licence with its conditions and everything that happened to it."""
    document = row.case.transaction
    conditions = {
        one.pk: one
        for one in ConditionRow.objects.filter(decision=row.decision_id).order_by(
            "position"
        )
    }
    documents = {one.kind: one.sha256 for one in row.documents.all()}
    items = document.get("items", ())
    return LicenceView(
        id=str(row.pk),
        number=row.number,
        case=row.case.number,
        state=row.state,
        state_words=machines()["licence"].states[row.state].words,
        organisation=row.case.organisation.name,
        items=tuple(str(item["name"]) for item in items),
        entries=tuple(row.case.entries),
        consignee=_parties(document, "consignee", "reseller", "end_user"),
        end_user=_parties(document, "end_user", "ultimate_end_user", "operator"),
        destination=row.case.destination,
        conditions=tuple(condition_row_view(one) for one in conditions.values()),
        issued_on=row.valid_from,
        valid_until=row.valid_until,
        document=documents.get("pdf", ""),
        status_index=row.status_index,
        deliveries=tuple(
            DeliveryView(
                id=str(one.pk), on=one.on, way=one.way, quantity=f"{one.quantity.normalize():f}",
                unit=one.unit, consignee=one.consignee, reference=one.reference,
                by=one.by_name, at=one.at,
            )
            for one in row.deliveries.order_by("on", "at")
        ),
        checks=tuple(
            CheckResultView(
                id=str(one.pk), on=one.on, condition=str(one.condition_id),
                condition_words=conditions[one.condition_id].words, standing=one.standing,
                found=one.found, by=one.by_name, at=one.at,
            )
            for one in row.checks.order_by("on", "at")
        ),
        events=tuple(
            LicenceEventView(
                kind=one.kind, words=act_words(one.kind), reasons=one.reasons,
                by=one.actor_name, at=one.at,
            )
            for one in row.events.order_by("pk")
        ),
        acts=possible_acts("licence", row.state, viewer),
        version=row.version,
    )  # fmt: skip
