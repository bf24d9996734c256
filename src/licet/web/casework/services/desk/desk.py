"""What officers do with a case on their desk: take, give, establish facts, judge documents."""

from typing import Any

from django.db import transaction

from licet.web.casework.acts.acting import (
    Act,
    case_act,
    locked_case,
    record_on_case,
    refusals,
    require_version,
)
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.facts import (
    Said,
    changed_facts,
    exact,
    without_evidence,
)
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.later import findings_later
from licet.web.casework.models import Case, Document, FactChange
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.interests import require_disinterested
from licet.web.casework.rights.people import posts_on
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import CaseView


def take_case(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Take a case from the queue; its officer is who took it."""
    with case_act("take_case", by=by, case=case, version=version) as act:
        require_disinterested(act.case, by.id)
        act.case.officer_id = as_id(by.id)
        act.tells(officer=by.id)
    return case_afterwards(viewer=by, case=case)


def assign_case(*, by: Actor, case: str, officer: str, version: int | None) -> CaseView:
    """Give a case to another officer.

    Raises:
        InvalidInputError: That person is no officer today.
    """
    with case_act("assign_case", by=by, case=case, version=version) as act:
        post = (
            posts_on(legal_day(act.at))
            .filter(role="officer", person=as_id(officer))
            .first()
        )
        if post is None:
            raise InvalidInputError(
                {"officer": "Choose somebody who is an officer today."}
            )
        require_disinterested(act.case, officer)
        act.case.officer = post.person
        act.tells(officer=officer)
    return case_afterwards(viewer=by, case=case)


def correct_fact(  # noqa: PLR0913  # a fact is told with its place, value, evidence and reasons
    *,
    by: Actor,
    case: str,
    path: str,
    value: Any,  # noqa: ANN401  # a fact is any plain JSON value
    reasons: str,
    scope: str = "",
    evidence: tuple[str, ...] = (),
    version: int | None,
) -> CaseView:
    """Establish a fact from evidence; the findings are computed anew.

    Args:
        by: The officer.
        case: Number of the case.
        path: Dotted path, for example ``end_user.type``.
        value: What was found; ``None`` for unknown.
        reasons: Why.
        scope: Which item or party, where several could be meant.
        evidence: Hashes of documents of this case.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No reasons, no such fact, or a hash that is no document of this case.
    """
    words = required_text("reasons", reasons, "Say what shows it.")
    with case_act("correct_fact", by=by, case=case, version=version) as act:
        _require_own_evidence(act.case, evidence)
        said = Said(by=f"officer:{by.id}", at=act.at, basis="found", evidence=evidence)
        changes = changed_facts(act.case, {path: value}, said=said, scope=scope)
        for change in changes:
            FactChange.objects.create(
                case=act.case, by_id=by.id, at=act.at, reasons=words, **change
            )
        act.case.facts_version += 1
        findings_later(act.case)
        act.tells(facts=changes, reasons=words)
    return case_afterwards(viewer=by, case=case)


def _require_own_evidence(case: Case, evidence: tuple[str, ...]) -> None:
    known = set(Document.objects.filter(case=case).values_list("sha256", flat=True))
    if strange := [one for one in evidence if one not in known]:
        raise InvalidInputError(
            {"evidence": f"{strange[0][:16]} is no document of this case."}
        )


def mark_document_invalid(
    *, by: Actor, case: str, document: str, reasons: str, version: int | None = None
) -> CaseView:
    """Mark a document invalid, with the reason; no grant and no fact rests on it alone.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such case for this person, or no such document that counts in it.
        StaleVersionError: Somebody acted in between.
    """
    words = required_text("reasons", reasons, "Say what is wrong with it.")
    with refusals("mark_document_invalid", by, []), transaction.atomic():
        require(by, "mark_document_invalid")
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        found = locked_case(pk)
        require_version(found.number, version, found.version)
        row = Document.objects.filter(
            case=found, pk=as_id(document), standing="current"
        ).first()
        if row is None:
            raise NotFoundError("document")
        row.standing, row.standing_reason = "invalid", words
        row.save(update_fields=["standing", "standing_reason"])
        act = Act(name="mark_document_invalid", by=by, at=now(), case=found)
        changes = without_evidence(found, row.sha256)
        for change in changes:
            FactChange.objects.create(
                case=found, by_id=by.id, at=act.at, reasons=words, **change
            )
        if changes:
            found.facts_version += 1
            findings_later(found)
        found.version += 1
        found.save(update_fields=["version", "facts_version", "transaction"])
        act.tells(
            document=str(row.pk),
            sha256=row.sha256,
            reasons=words,
            facts=exact(changes),
        )
        record_on_case(act, kind=act.name, public=False)
    return case_afterwards(viewer=by, case=case)
