"""What an applicant does: begin, write, submit, withdraw; and messages to the other side."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction

from licet.facts import read_transaction
from licet.web.casework.acts.acting import (
    Act,
    case_act,
    next_number,
    promise,
    record_on_case,
    refusals,
)
from licet.web.casework.acts.words import LONGEST_TEXT, required_text
from licet.web.casework.application.facts import exact, project
from licet.web.casework.application.practice import (
    INDIVIDUAL,
    kind_of,
    kind_problems,
    old_documents,
    omitted,
    practice,
    with_kind,
)
from licet.web.casework.application.required import FOLLOWING, require_documents
from licet.web.casework.application.sections import (
    SECTIONS,
    require_complete,
    require_well_formed,
    transaction_of,
)
from licet.web.casework.errors import InvalidInputError, NotAllowedError
from licet.web.casework.later import findings_later
from licet.web.casework.models import (
    Case,
    Document,
    Filing,
    Licence,
    Mandate,
    Message,
    Person,
    TemplateVersion,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.member_rights import mandate_to_start, require_right
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for, visible_cases
from licet.web.casework.selectors.applying.applications import (
    application_afterwards,
    required_of_draft,
)
from licet.web.casework.selectors.parts.parts import message_view
from licet.web.casework.services.desk.urgency import judge_urgency
from licet.web.casework.views import ApplicationView, Json, MessageView


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How an application is begun.

    Attributes:
        kind: The kind of application, as the practice of the authority names it.
        source: The earlier application from which it is copied.
        template: The version of a template from which it is made.
        left_out: What was not copied, and why.
        sections: Saved sections to begin with.
        changes: The licence that it would change, and by which act.
        applicant: Id of the person who goes on with it; empty for whoever begins it.
    """

    kind: str = INDIVIDUAL
    source: Case | None = None
    template: TemplateVersion | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    sections: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Licence, str] | None = None
    applicant: str = ""


def start_application(
    *, by: Actor, organisation: str, title: str, kind: str = INDIVIDUAL
) -> ApplicationView:
    """Begin an application for one of the person's organisations, or for a principal.

    Args:
        by: Who applies.
        organisation: For whom.
        title: A short name.
        kind: One of the kinds of the authority's practice.

    Raises:
        NotAllowedError: The person's role or mandate does not allow it.
        NotFoundError: The person does not act for the organisation.
        InvalidInputError: No title, or no such kind.
    """
    number = file_application(
        by=by, organisation=organisation, title=title, how=How(kind=kind)
    )
    return application_afterwards(viewer=by, case=number)


def file_application(*, by: Actor, organisation: str, title: str, how: How) -> str:
    """Begin an application in a stated way; its number.

    Raises:
        NotAllowedError: The person's role or mandate does not allow it.
        NotFoundError: The person does not act for the organisation.
        InvalidInputError: No title, or no such kind.
    """
    require(by, "start_application")
    if how.kind not in practice(settings.LICET_PROFILE).kinds:
        raise InvalidInputError({"kind": "Choose one of the kinds of application."})
    with transaction.atomic():
        mandate = mandate_to_start(by, organisation)
        return create_application(
            by=by, organisation=organisation, title=title, mandate=mandate, how=how
        )


def create_application(
    *, by: Actor, organisation: str, title: str, mandate: Mandate | None, how: How
) -> str:
    """The rows and the entry of a new application, once it is known that it may begin.

    Raises:
        InvalidInputError: No title.
    """
    name = required_text("title", title, "Give the application a short title.")
    at = now()
    with transaction.atomic():
        year = legal_day(at).year
        counted = next_number(f"case-{year}")
        case = Case.objects.create(
            number=f"{settings.LICET_AUTHORITY_SHORT}-{year}-{counted:05d}",
            title=name[:300],
            organisation_id=organisation,
            applicant_id=how.applicant or by.id,
            profile=settings.LICET_PROFILE,
            state="draft",
            version=1,
            sections=dict(how.sections),
            started_at=at,
            updated_at=at,
        )
        project(case)
        case.save(update_fields=["destination", "end_user", "entries"])
        _keep_filing(case, mandate, how)
        act = Act(name="start_application", by=by, at=at, case=case)
        act.tells(title=case.title, kind=how.kind)
        _tell_origin(act, how)
        if mandate is not None:
            act.tells(mandate=mandate.number)
        record_on_case(act, kind=act.name)
    return case.number


def _keep_filing(case: Case, mandate: Mandate | None, how: How) -> None:
    Filing.objects.create(
        case=case,
        kind=how.kind,
        mandate=mandate,
        source=how.source,
        template=how.template,
        left_out=[list(one) for one in how.left_out],
        changes=how.changes[0] if how.changes else None,
        change=how.changes[1] if how.changes else "",
        at=case.started_at,
    )


def _tell_origin(act: Act, how: How) -> None:
    """Say in the entry from what an application was made."""
    if how.template is not None:
        act.tells(
            template=how.template.template.code, template_version=how.template.version
        )
    if how.changes is not None:
        act.tells(licence=how.changes[0].number, change=how.changes[1])
    if how.source is not None:
        act.tells(source=how.source.number, left_out=how.left_out)


def save_section(
    *, by: Actor, case: str, section: str, content: Json, version: int | None
) -> ApplicationView:
    """Save one section; what is missing is shown, what is malformed is refused.

    Raises:
        InvalidInputError: The content could not stand in a facts document.
    """
    require_well_formed(section, content)
    with case_act("save_section", by=by, case=case, version=version) as act:
        saved = {"content": content, "saved_at": act.at.isoformat(), "by": by.id}
        act.case.sections = {**act.case.sections, section: saved}
        act.case.facts_version += 1
        project(act.case)
        act.tells(section=section, content=exact(content))
    return application_afterwards(viewer=by, case=case)


def submit_application(
    *,
    by: Actor,
    case: str,
    key: str,
    version: int | None,
    following: Mapping[str, str] | None = None,
) -> ApplicationView:
    """Submit once: validate, write, enqueue; the findings are computed afterwards.

    Args:
        by: Who submits.
        case: Number of the case.
        key: A key of this submission; the same key twice is one submission.
        version: The version that the person saw.
        following: Why a document that the law lets come later is not there yet, by document.

    Raises:
        InvalidInputError: What is missing, by section and field; a document that the law
            asks for is named.
    """
    if by.may("submit_application") and _already_submitted(by, case, key):
        return application_afterwards(viewer=by, case=case)
    reasons = _reasons(following or {})
    # What the law asks for is computed before the transaction; the version tells whether it still stands.
    seen, required = required_of_draft(viewer=by, case=case)
    with case_act(
        "submit_application",
        by=by,
        case=case,
        version=seen if version is None else version,
    ) as act:
        require_complete(
            act.case.sections,
            omitted=omitted(kind_of(act.case)),
            more=_kind_problems(act.case),
        )
        left = require_documents(required, reasons)
        _freeze(act, key, left)
        judge_urgency(act)
        findings_later(act.case)
        _promise_receipt(act)
    return application_afterwards(viewer=by, case=case)


def _promise_receipt(act: Act) -> None:
    promise(
        "receipt",
        f"receipt:{act.case.pk}",
        act.at,
        {"case": act.case.number, "to": _address(act.by)},
    )


def _reasons(following: Mapping[str, str]) -> dict[str, str]:
    """Why documents follow later, as far as anything was said."""
    said = {key: words.strip() for key, words in following.items()}
    return {key: words[:LONGEST_TEXT] for key, words in said.items() if words}


def _kind_problems(case: Case) -> dict[str, str]:
    """What the kind of application asks besides, and papers that are too old."""
    found = {
        f"{section}.{field}": words for section, field, words in kind_problems(case)
    }
    return found | old_documents(case, Document.objects.filter(case=case))


def _already_submitted(by: Actor, case: str, key: str) -> bool:
    """Whether this very submission has been made; a second press finds it done."""
    found = visible_cases(by).filter(number=case, submit_key=key).exclude(submit_key="")
    return found.exists()


def _freeze(act: Act, key: str, left: Mapping[str, str]) -> None:
    case = act.case
    if left:
        content = {FOLLOWING: dict(left)}
        saved = {"content": content, "saved_at": act.at.isoformat(), "by": act.by.id}
        case.sections = {**case.sections, "documents": saved}
    case.transaction = transaction_of(
        with_kind(case),
        exporter={"name": case.organisation.name, "country": case.organisation.country},
        day=legal_day(act.at).isoformat(),
    )
    read_transaction(case.transaction)
    case.submit_key = key[:80] or str(case.pk)
    case.submitted_at = act.at
    case.facts_version += 1
    project(case)
    documents = Document.objects.filter(case=case, standing="current").order_by(
        "uploaded_at"
    )
    act.tells(
        transaction=exact(case.transaction),
        documents=[row.sha256 for row in documents],
        sections=sorted(set(case.sections) & set(SECTIONS)),
        documents_to_follow=dict(left),
    )


def _address(by: Actor) -> str:
    return Person.objects.values_list("email", flat=True).get(pk=by.id)


def withdraw_application(
    *, by: Actor, case: str, reasons: str = "", version: int | None
) -> ApplicationView:
    """Withdraw; nothing more is decided."""
    with case_act("withdraw_application", by=by, case=case, version=version) as act:
        act.tells(reasons=reasons.strip()[:LONGEST_TEXT])
        act.case.outcome = "withdrawn"
    return application_afterwards(viewer=by, case=case)


def send_message(*, by: Actor, case: str, text: str) -> MessageView:
    """Write to the other side; every message stays with the case.

    Raises:
        InvalidInputError: No text.
        NotAllowedError: The application is not submitted yet.
        NotFoundError: No such case for this person.
    """
    words = required_text("text", text, "Write a message.")
    with refusals("send_message", by, []), transaction.atomic():
        require(by, "send_message")
        require_right(by, "send_message", found := case_for(by, case))
        if found.submitted_at is None:
            raise NotAllowedError("Messages begin with the submission.")
        at = now()
        row = Message.objects.create(
            case=found, by_id=by.id, to_applicant="exporter" not in by.roles, text=words, at=at,
        )  # fmt: skip
        act = Act(name="send_message", by=by, at=at, case=found)
        act.tells(message=str(row.pk), text=words)
        record_on_case(act, kind="send_message")
    return message_view(row, {by.id: by.name})
