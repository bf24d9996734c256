"""The page of a case in few questions: what stands beside the case itself is asked for together."""

from typing import Any

from django.db.models import QuerySet

from licet.web.casework.application.amending import changes_since_stated
from licet.web.casework.application.facts import fact_changes_of
from licet.web.casework.gathered import gather
from licet.web.casework.models import Case, CaseEvent, ClockRow, Licence, Message
from licet.web.casework.rights.marks import document_marks_of, see_requests_of
from licet.web.casework.rights.part_marks import part_marks_of
from licet.web.casework.rights.policy import Actor
from licet.web.casework.rights.standing import case_for
from licet.web.casework.risk.records import risks_of
from licet.web.casework.selectors.desk.notes import note_numbers_of
from licet.web.casework.selectors.findings.determinations import runs_of, set_entries_of
from licet.web.casework.selectors.ownership.network import own_marks_of
from licet.web.casework.selectors.parts.urgency import urgency_calls_of
from licet.web.casework.selectors.verification.verification import (
    appearances_of,
    returns_of,
    signal_answers_of,
    signal_runs_of,
    undertakings_of,
)


def messages_of(case: Case) -> QuerySet[Message]:
    """Every message, the oldest first."""
    return Message.objects.filter(case=case).order_by("at")


def licences_of(case: Case) -> QuerySet[Licence]:
    """The licence of a case, the newest first."""
    found = Licence.objects.filter(case=case).select_related("case__organisation")
    return found.order_by("-pk")[:1]


def clock_rows_of(case: Case) -> QuerySet[Any, Any]:
    """Day, effect and reason of everything that moved the clock."""
    rows = ClockRow.objects.filter(case=case).order_by("pk")
    return rows.values_list("on", "effect", "reason")


def timeline_of(case: Case) -> QuerySet[CaseEvent]:
    """What happened, without the sections saved while it was written."""
    found = CaseEvent.objects.filter(case=case).exclude(kind="save_section")
    return found.order_by("pk")


# What the record of a case shows besides its file.
QUESTIONS = (
    clock_rows_of,
    document_marks_of,
    fact_changes_of,
    licences_of,
    messages_of,
    part_marks_of,
    risks_of,
    runs_of,
    see_requests_of,
    set_entries_of,
    timeline_of,
    urgency_calls_of,
)


# What its applicant is shown of a case besides its file.
OWN_QUESTIONS = (
    changes_since_stated,
    clock_rows_of,
    licences_of,
    messages_of,
    timeline_of,
    urgency_calls_of,
)


def gather_beside(*, viewer: Actor, case: str) -> None:
    """Ask in one statement for what the parts beside a case will read.

    Args:
        viewer: Who reads the page.
        case: Number of the case.

    Raises:
        NotFoundError: No such case, or no standing in it.
    """
    gather(
        case_for(viewer, case),
        appearances_of,
        note_numbers_of,
        own_marks_of,
        returns_of,
        signal_answers_of,
        signal_runs_of,
        undertakings_of,
    )
