"""From rows to the frozen records that faces see; no decision about who may see is made here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licet.decision import Condition, condition_types, condition_words
from licet.review import (
    ClockReading,
    Counting,
    Period,
    machines,
)
from licet.web.casework.decision.delivery import deemed_on
from licet.web.casework.law.clock_readings import clock_reading
from licet.web.casework.law.decision_clock import law_clock
from licet.web.casework.models import (
    Case,
    CaseEvent,
    ConditionChange,
    ConditionRow,
    Document,
    InformationRequest,
    LedgerRow,
    Letter,
    Message,
    Organisation,
    Person,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor
from licet.web.casework.views import (
    ClockView,
    ConditionView,
    DocumentView,
    EventView,
    GroundView,
    InformationRequestView,
    LetterView,
    MessageView,
    OrganisationView,
    PersonView,
    PossibleAct,
)

Names = Mapping[str, str]


def names(ids: Iterable[object]) -> dict[str, str]:
    """Names of people by id, in one query."""
    wanted = {str(one) for one in ids if one}
    found = Person.objects.filter(pk__in=wanted).values_list("pk", "name", "email")
    return {str(pk): name or email for pk, name, email in found}


def organisation_view(body: Organisation) -> OrganisationView:
    """An organisation as faces see it."""
    return OrganisationView(
        id=str(body.pk),
        name=body.name,
        country=body.country,
        registration=body.registration,
        address=body.address,
        members=tuple(
            PersonView(id=str(row.person_id), name=str(row.person))
            for row in body.memberships.select_related("person").order_by("pk")
        ),
    )


def document_view(row: Document, known: Names) -> DocumentView:
    """A document's row; the bytes have a way of their own."""
    return DocumentView(
        id=str(row.pk),
        name=row.name,
        purpose=row.purpose,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        uploaded_by=known.get(str(row.uploaded_by_id), ""),
        uploaded_at=row.uploaded_at,
        standing=row.standing,
        standing_reason=row.standing_reason,
    )


def message_view(row: Message, known: Names) -> MessageView:
    """A message."""
    return MessageView(
        id=str(row.pk),
        by=known.get(str(row.by_id), ""),
        to_applicant=row.to_applicant,
        text=row.text,
        at=row.at,
    )


def request_view(row: InformationRequest, known: Names) -> InformationRequestView:
    """A question and its answer."""
    return InformationRequestView(
        id=str(row.pk),
        question=row.question,
        facts=tuple(row.facts),
        asked_by=known.get(str(row.asked_by_id), ""),
        asked_at=row.asked_at,
        due=row.due,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def condition_view(
    condition: Condition, identity: str = "", words: str = ""
) -> ConditionView:
    """A condition with the rules of its type."""
    kind = condition_types()[condition.type]
    return ConditionView(
        id=identity,
        type=condition.type,
        title=kind.title,
        words=words or condition_words(condition),
        terms=dict(condition.terms),
        checker=condition.checker,
        owner=condition.owner,
        duty=kind.duty,
        trigger=kind.trigger,
        due=condition.terms.get("due") or kind.due,
        standard=condition.terms.get("standard") or kind.standard,
        evidence=condition.terms.get("evidence") or kind.evidence,
        breach=condition.terms.get("breach") or kind.breach,
        reason=condition.reason,
    )


def condition_row_view(
    row: ConditionRow, change: ConditionChange | None = None
) -> ConditionView:
    """A signed condition: in the words that were signed, or in those that an appeal put in their place."""
    varied = change is not None and change.standing == "varied"
    value = Condition(
        type=row.type,
        terms=change.terms if change is not None and varied else row.terms,
        checker=row.checker,
        owner=row.owner,
        reason=row.reason,
    )
    words = change.words if change is not None and varied else row.words
    shown = condition_view(value, str(row.pk), words)
    return replace(shown, standing=change.standing) if change is not None else shown


def ground_view(
    raw: Mapping[str, Any], titles: Mapping[str, Mapping[str, Any]]
) -> GroundView:
    """A ground with the title and law of its criterion."""
    about = titles.get(raw["criterion"], {})
    return GroundView(
        criterion=raw["criterion"],
        title=str(about.get("title", raw["criterion"])),
        words=raw["words"],
        evidence=tuple(raw["evidence"]),
        citation=about.get("citation") or {},
    )


def letter_view(row: Letter) -> LetterView:
    """A letter with its service and document, which must be loaded with it."""
    service = getattr(row, "service", None)
    document = getattr(row, "document", None)
    return LetterView(
        id=str(row.pk),
        kind=row.kind,
        subject=row.subject,
        body=row.body,
        made_at=row.made_at,
        served_on=service.on if service else None,
        service_proof=service.proof if service else "",
        service_manner=service.manner if service else "",
        document=document.sha256 if document else "",
        deemed_on=None if service else deemed_on(row),
    )


_EVENT_WORDS = {
    "request_opinion": "Opinion asked for",
    "take_opinion": "Taken by a licensing officer",
    "draft_opinion": "Opinion drafted",
    "send_opinion": "Draft sent for countersignature",
    "return_opinion": "Draft returned by the countersigner",
    "issue_opinion": "Opinion issued",
    "withdraw_opinion": "Request withdrawn",
    "revoke_opinion": "Opinion revoked for the future",
    "expire_opinion": "Opinion expired",
    "start_application": "Application started",
    "save_section": "Section saved",
    "upload_document": "Document uploaded",
    "remove_document": "Document removed",
    "submit_application": "Application submitted",
    "record_findings": "Automatic checks recorded",
    "renew_findings": "Automatic checks renewed",
    "take_case": "Taken by a licensing officer",
    "assign_case": "Assigned to an officer",
    "adjudicate_hit": "Screening hit adjudicated",
    "confirm_hit": "Second word on a screening hit",
    "carry_adjudication": "Word on a hit remembered from another case",
    "alert_list_change": "Touched by a change of an official list",
    "handle_list_alert": "Alert of a list change handled",
    "trace_ownership": "Ownership traced",
    "state_owner": "Owner stated by an officer",
    "withdraw_owner": "Statement on an owner withdrawn",
    "judge_ownership": "Ownership finding judged",
    "judge_namesake": "Namesake in a register judged",
    "refer_to_panel": "Referred to an advisory panel",
    "withdraw_panel_referral": "Referral to an advisory panel withdrawn",
    "record_panel_silence": "An advisory panel let its time pass",
    "give_panel_opinion": "Opinion of an advisory panel given",
    "correct_fact": "Fact established by an officer",
    "override_classification": "Classification set by an officer",
    "request_information": "Information requested; the clock stands",
    "answer_information_request": "Information received; the clock runs",
    "lapse": "Lapsed, because the questions stayed unanswered",
    "refer_case": "Referred to other bodies",
    "give_advice": "Advice given",
    "close_referrals": "Referrals closed",
    "warn_deadline": "Warned that a day that must be kept is near",
    "warn_agency": "Agency warned that its time ends",
    "record_silence": "Silence of an agency recorded with its effect",
    "escalate_dissent": "Dissent taken to a level of the law",
    "vote_at_level": "Vote on a level",
    "settle_level": "Time of a level ended",
    "ask_condition_change": "Owner asked to change a condition",
    "answer_condition_change": "Owner answered about a condition",
    "mark_document": "Document put under a marking",
    "ask_to_see": "Owner asked to show a withheld document",
    "answer_to_see": "Owner answered about a withheld document",
    "ask_consultation": "Another state consulted",
    "record_consultation_answer": "Answer of another state recorded",
    "draft_decision": "Decision drafted",
    "send_for_countersignature": "Draft sent for countersignature",
    "give_notice_of_refusal": "Notice of an intended refusal given",
    "answer_notice": "Notice of an intended refusal answered",
    "endorse": "Signed on the way to the last signature",
    "dispatch_letter": "Letter sent",
    "open_letter": "Letter opened by the applicant",
    "serve_deemed": "Letter taken for served by rule",
    "secret_reason": "Reason that stays secret entered",
    "write_note": "Note written",
    "mark_part": "Part of the case marked",
    "declare_interest": "Conflict of interest declared",
    "end_interest": "Conflict of interest ended",
    "draft_letter": "Letter drafted",
    "issue_letter": "Letter reviewed and issued",
    "return_letter": "Drafted letter returned",
    "return_draft": "Draft returned by the countersigner",
    "countersign": "Decision signed",
    "withdraw_application": "Application withdrawn",
    "lodge_appeal": "Appeal lodged",
    "assign_appeal": "Appeal assigned to an uninvolved reviewer",
    "decide_appeal": "Appeal decided",
    "withdraw_appeal": "Appeal withdrawn",
    "contest_act": "Appeal lodged",
    "decide_contest": "Appeal decided",
    "withdraw_contest": "Appeal withdrawn",
    "lay_appeal_document": "Document laid before the appeal body",
    "answer_appeal": "The authority answered the appeal",
    "ask_hearing": "Hearing asked for",
    "set_hearing": "Hearing set",
    "record_hearing": "Hearing held",
    "ask_interim": "Interim measure asked for",
    "decide_interim": "Interim measure decided",
    "name_advocate": "Cleared advocate named",
    "submit_as_advocate": "Words of the cleared advocate",
    "read_closed_material": "Cleared advocate read the secret grounds",
    "stay_order": "Order stayed while the appeal is pending",
    "end_stay": "Stay of the order ended",
    "undo_order": "Order undone on appeal",
    "annul_opinion": "Opinion annulled on appeal",
    "send_message": "Message sent",
    "mark_document_invalid": "Document marked invalid",
    "record_service": "Letter served",
    "record_party_check": "Party checked",
    "record_signals": "Signs of misrepresentation looked for",
    "answer_signal": "Sign of misrepresentation answered",
    "make_undertaking": "End-user undertaking generated",
    "return_undertaking": "Signed undertaking received",
    "confirm_undertaking": "Signature of the undertaking examined",
    "issue_licence": "Licence issued",
    "report_delivery": "Use reported",
    "record_check": "Check recorded",
    "suspend_licence": "Licence suspended",
    "answer_suspension": "Answer to the suspension received",
    "lift_suspension": "Suspension lifted",
    "revoke_licence": "Licence revoked",
    "annul_licence": "Licence annulled",
    "surrender_licence": "Licence surrendered",
    "expire_licence": "Licence expired",
    "exhaust_licence": "Licence used up",
    "read": "Confidential matter opened",
    "refused": "An act refused",
    "amend_application": "Application amended",
    "ask_urgency": "Somebody asked that it goes first",
    "amend_licence": "Other terms of the licence applied for",
    "extend_licence": "More time for the licence applied for",
    "transfer_licence": "Transfer of the licence applied for",
    "make_bundle": "Sealed bundle made",
    "keep_letter": "Letter set and kept",
    "keep_licence_documents": "Licence documents made and kept",
    "make_backup": "Backup made",
    "restore_backup": "Backup put back",
    "copy_keys": "Keys copied",
}


def act_words(act: str) -> str:
    """An act or event in plain words."""
    return _(_EVENT_WORDS.get(act, act.replace("_", " ").capitalize()))


def event_views(rows: Iterable[CaseEvent], *, named: bool) -> tuple[EventView, ...]:
    """Lines of the timeline with their places in the ledger.

    Args:
        rows: The lines.
        named: Whether people are named; an applicant sees offices only.
    """
    lines = list(rows)
    places = {
        row.pk: row
        for row in LedgerRow.objects.filter(pk__in=[line.row for line in lines])
        .select_related("leaf")
        .defer("sealed")
    }
    found = []
    for line in lines:
        entered = places.get(line.row)
        leaf = getattr(entered, "leaf", None) if entered else None
        # What an own act did to the desk's state is the desk's matter.
        told = line.outcome if named or line.side != "exporter" else ""
        outcome = f": {told.replace('_', ' ')}" if told else ""
        found.append(
            EventView(
                at=line.at,
                kind=line.kind,
                words=act_words(line.kind) + outcome,
                by=line.actor_name
                if named or line.side == "exporter"
                else office_of(line.side),
                entry=leaf.index if leaf else None,
                commitment=bytes(entered.entry)[1:].hex() if entered else "",
            )
        )
    return tuple(found)


def office_of(side: str) -> str:
    offices: dict[str, str] = {
        "authority": settings.LICET_AUTHORITY,
        "agency": _("Reviewing agency"),
        "appeal": _("Appeal body"),
        "audit": _("Auditor"),
    }
    return offices.get(side, _("Automatic"))


def possible_acts(machine: str, state: str, viewer: Actor) -> tuple[PossibleAct, ...]:
    """What a viewer may do in a state, by roles alone; services ask the rest."""
    names_of_acts = machines()[machine].possible(state, viewer.roles)
    return tuple(
        PossibleAct(act=act, words=act_words(act))
        for act in names_of_acts
        if viewer.may(act)
    )


def clock_view(
    rows: Iterable[tuple[date, str, str]],
    at: datetime | None = None,
    *,
    profile: str = "",
    urgent_days: int = 0,
) -> ClockView:
    """Where the clock stands, from its events.

    Args:
        rows: Day, effect and reason of each event, in order.
        at: The moment asked about; now when absent.
        profile: The governing law of the case, whose period, days and lawful stops count; the
            authority's own standard when absent.
        urgent_days: The shorter target of a case that goes first by rule.
    """
    law = law_clock(profile, urgent_days=urgent_days)
    limit = law.period
    events = tuple((on.isoformat(), effect, reason) for on, effect, reason in rows)
    reading = clock_reading(law, events, as_of=legal_day(at or now()))
    return ClockView(
        state=reading.state,
        due=reading.due,
        kind=limit.kind.value,
        days_spent=reading.days_spent,
        days_stopped=reading.days_stopped,
        words=_clock_words(reading, limit),
        citation=str(limit.citation),
    )


def _clock_words(reading: ClockReading, limit: Period) -> str:
    due = date_format(reading.due, "j F Y") if reading.due else ""
    match reading.state:
        case "not_started":
            return _("The clock starts with the submission.")
        case "running":
            said = (
                _("The clock runs. %(spent)s of %(days)s working days are spent; the decision is due by %(due)s (%(kind)s).")
                if limit.counting is Counting.WORKING
                else _("The clock runs. %(spent)s of %(days)s days are spent; the decision is due by %(due)s (%(kind)s).")
            )  # fmt: skip
            return said % {
                "spent": reading.days_spent, "days": limit.days, "due": due, "kind": limit.kind.value,
            }  # fmt: skip
        case "stopped" if reading.days_spent <= limit.days:
            return _("The clock stands, because the applicant was asked a question. If it is answered today, the decision is due by %(due)s (%(kind)s).") % {
                "due": due, "kind": limit.kind.value,
            }  # fmt: skip
        case "overdue" | "stopped":
            return _("The decision was due by %(due)s (%(kind)s) and is late.") % {
                "due": due,
                "kind": limit.kind.value,
            }
        case _:
            said = (
                _("The clock ended after %(spent)s working days.")
                if limit.counting is Counting.WORKING
                else _("The clock ended after %(spent)s days.")
            )
            return said % {"spent": reading.days_spent}


def answer_due(at: datetime) -> date:
    """The day by which a question should be answered."""
    return legal_day(at) + timedelta(days=settings.LICET_ANSWER_DAYS)


def desk_of(case: Case) -> tuple[str, str]:
    """Whose turn it is, and the state in plain words."""
    state = machines()["case"].states[case.state]
    return state.desk, state.words


def as_id(text: str) -> UUID:
    """A text as an identifier; what is none becomes the identifier of nothing."""
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        return UUID(int=0)


def row_number(text: str) -> int:
    """A text as the number of a row; what is none becomes the number of nothing."""
    return int(text) if text.isascii() and text.isdigit() else 0
