"""Decisions, letters and licences as records, from a loaded case file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from licet.decision import SecretReason, tier_to_sign
from licet.review import machines
from licet.review.appeals import AppealKind, ContestedAct, last_day
from licet.web.casework.appeals.contested import calendar_for, rules_of
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.decision.deciding import (
    detail_of,
    findings_of,
    procedure,
    signatures_needed,
)
from licet.web.casework.decision.gate import classifications
from licet.web.casework.gathered import fill, gather, gathering, read
from licet.web.casework.models import (
    CheckResult,
    ConditionChange,
    ConditionRow,
    DecisionDraft,
    DeliveryReport,
    Licence,
    LicenceDocument,
    LicenceEvent,
    ReplacedEdition,
)
from licet.web.casework.panels.in_case import BEFORE
from licet.web.casework.rights.markings import may_read
from licet.web.casework.rights.member_rights import may_act
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.decision.editions import (
    document_in_force,
    replaced_editions_of,
)
from licet.web.casework.selectors.parts.parts import (
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
    DisagreementView,
    DraftView,
    EndorsementView,
    LicenceEventView,
    LicenceView,
    SecretReasonView,
)

# Letters of these kinds prepare a decision; they stand beside the case, not under its decision.
BEFORE_A_DECISION = frozenset({"intent_to_refuse", "drafted"})


_PANEL = "Opinion of an advisory panel"


def outcome_words(outcome: str) -> str:
    """An outcome in plain words."""
    return {
        "grant": _("Granted"),
        "grant_with_conditions": _("Granted with conditions"),
        "refuse": _("Refused"),
        "no_licence_required": _("No licence is required"),
        "withdrawn": _("Withdrawn"),
    }.get(outcome, outcome.replace("_", " ").capitalize())


def appeal_by(
    profile: str, outcome: str, decided_on: date, served_on: date | None
) -> date | None:
    """Last day on which a decision can be appealed by its law; ``None`` while no time runs."""
    kind = {
        "refuse": AppealKind.REFUSAL,
        "no_licence_required": AppealKind.CLASSIFICATION,
    }.get(outcome, AppealKind.CONDITION)
    act = ContestedAct(kind=kind, object="", acted_on=decided_on, served_on=served_on)
    return last_day(rules_of(profile).kinds[kind], act, calendar_for(profile))


def decision_view(
    file: CaseFile, known: Names, titles: Mapping[str, Mapping[str, Any]]
) -> DecisionView | None:
    """The newest decision with its letters."""
    row = file.decision
    if row is None:
        return None
    letters = tuple(
        letter_view(one) for one in file.letters if one.kind not in BEFORE_A_DECISION
    )
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
        appeal_by=appeal_by(file.case.profile, row.outcome, row.decided_on, served),
    )


def draft_views(
    file: CaseFile,
    known: Names,
    titles: Mapping[str, Mapping[str, Any]],
    viewer: Actor,
) -> tuple[DraftView, ...]:
    """Every version of the draft, the newest last; secret reasons by clearance."""
    last = file.drafts[-1].pk if file.drafts else None
    needed = signatures_needed(tier_to_sign(classifications(file))) if last else 1
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
            signatures_needed=needed,
            **_beside(file, row, known, viewer),
        )
        for row in file.drafts
    )


def _beside(
    file: CaseFile, row: DecisionDraft, known: Names, viewer: Actor
) -> dict[str, Any]:
    """What a draft says besides outcome, grounds and reasons, and who signed on the way."""
    found = {one.id: one.title for one in findings_of(file)}
    said = detail_of(row)
    rule = procedure().notice
    exception = rule.exceptions.get(said.get("without_notice", "")) if rule else None
    return {
        "disagreements": tuple(
            DisagreementView(
                finding=one.finding,
                title=found.get(one.finding)
                or (_PANEL if one.finding.startswith(BEFORE) else one.finding),
                reasons=one.reasons,
            )
            for one in said.get("disagreements", ())
        ),
        "secret": tuple(secret_view(one, viewer) for one in said.get("secret", ())),
        "without_notice": f"{exception.title} ({exception.citation})"
        if exception
        else "",
        "without_notice_reasons": said.get("without_notice_reasons", ""),
        "endorsements": tuple(
            EndorsementView(
                level=one.level,
                by=known.get(str(one.by_id), ""),
                delegation=one.delegation,
                at=one.at,
            )
            for one in row.endorsements.all()
        ),
    }


def secret_view(one: SecretReason, viewer: Actor) -> SecretReasonView:
    """A secret reason as this viewer may read it: the words only within their clearance."""
    reads = viewer.may("see_secret_reasons") and may_read(viewer, one.marking)
    return SecretReasonView(
        marking=one.marking,
        gist=one.gist,
        words=one.words if reads else "",
        withheld=""
        if reads
        else _("marked %(marking)s; ask its author or your security officer")
        % {"marking": one.marking},
    )


def _parties(case_transaction: Mapping[str, Any], *roles: str) -> str:
    for role in roles:
        for party in case_transaction.get("parties", ()):
            if party["role"] == role:
                return str(party["name"])
    return ""


def licence_view(row: Licence, viewer: Actor) -> LicenceView:
    """A licence with its conditions and everything that happened to it."""
    with gathering():
        gather(row, *_OF_LICENCE)
        return _licence_view(row, viewer)


def _licence_view(row: Licence, viewer: Actor) -> LicenceView:
    document = row.case.transaction
    conditions = {one.pk: one for one in read(signed_conditions_of, row)}
    changes = {one.condition_id: one for one in read(condition_changes_of, row)}
    edition = 1 + len(read(replaced_editions_of, row))
    paper = document_in_force(read(licence_documents_of, row), "pdf", edition)
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
        conditions=tuple(
            condition_row_view(one, changes.get(one.pk)) for one in conditions.values()
        ),
        issued_on=row.valid_from,
        valid_until=row.valid_until,
        document=paper.sha256 if paper else "",
        edition=edition,
        status_index=row.status_index,
        **_life(row, conditions),
        acts=tuple(
            one
            for one in possible_acts("licence", row.state, viewer)
            if may_act(viewer, one.act, row.case)
        ),
        version=row.version,
    )


def _life(row: Licence, conditions: Mapping[int, ConditionRow]) -> dict[str, Any]:
    """What left under a licence, what checks found, and what happened to it."""
    return {
        "deliveries": tuple(
            DeliveryView(
                id=str(one.pk), on=one.on, way=one.way, quantity=f"{one.quantity.normalize():f}",
                unit=one.unit, consignee=one.consignee, reference=one.reference,
                by=one.by_name, at=one.at,
            )
            for one in read(deliveries_of, row)
        ),
        "checks": tuple(
            CheckResultView(
                id=str(one.pk), on=one.on, condition=str(one.condition_id),
                condition_words=conditions[one.condition_id].words, standing=one.standing,
                found=one.found, by=one.by_name, at=one.at,
            )
            for one in read(checks_of, row)
        ),
        "events": tuple(
            LicenceEventView(
                kind=one.kind, words=act_words(one.kind), reasons=one.reasons,
                by=one.actor_name, at=one.at,
            )
            for one in read(licence_events_of, row)
        ),
    }  # fmt: skip


def licence_views(rows: Sequence[Licence], viewer: Actor) -> tuple[LicenceView, ...]:
    """Licences of a list: seven queries, however many there are."""
    with gathering():
        fill(rows, checks_of, CheckResult.objects.order_by("on", "at"), "licence_id")
        reports = DeliveryReport.objects.order_by("on", "at")
        fill(rows, deliveries_of, reports, "licence_id")
        fill(rows, licence_documents_of, LicenceDocument.objects.all(), "licence_id")
        fill(rows, licence_events_of, LicenceEvent.objects.order_by("pk"), "licence_id")
        ended = ReplacedEdition.objects.order_by("edition")
        fill(rows, replaced_editions_of, ended, "licence_id")
        signed = ConditionRow.objects.order_by("position")
        fill(rows, signed_conditions_of, signed, "decision_id", of="decision_id")
        changed = ConditionChange.objects.order_by("pk").annotate(
            decision_id=F("condition__decision_id")
        )
        fill(rows, condition_changes_of, changed, "decision_id", of="decision_id")
        return tuple(_licence_view(row, viewer) for row in rows)


def signed_conditions_of(row: Licence) -> QuerySet[ConditionRow]:
    """The conditions of a licence in their order."""
    return ConditionRow.objects.filter(decision=row.decision_id).order_by("position")


def condition_changes_of(row: Licence) -> QuerySet[ConditionChange]:
    """What appeals made of the conditions of a licence, the newest last."""
    found = ConditionChange.objects.filter(condition__decision=row.decision_id)
    return found.order_by("pk")


def licence_documents_of(row: Licence) -> QuerySet[LicenceDocument]:
    """The documents of a licence."""
    return LicenceDocument.objects.filter(licence=row)


def deliveries_of(row: Licence) -> QuerySet[DeliveryReport]:
    """What left under a licence."""
    return DeliveryReport.objects.filter(licence=row).order_by("on", "at")


def checks_of(row: Licence) -> QuerySet[CheckResult]:
    """What checks of its conditions found."""
    return CheckResult.objects.filter(licence=row).order_by("on", "at")


def licence_events_of(row: Licence) -> QuerySet[LicenceEvent]:
    """What happened to a licence."""
    return LicenceEvent.objects.filter(licence=row).order_by("pk")


_OF_LICENCE = (
    checks_of,
    condition_changes_of,
    deliveries_of,
    licence_documents_of,
    licence_events_of,
    replaced_editions_of,
    signed_conditions_of,
)
