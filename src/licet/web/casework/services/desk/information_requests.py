"""Questions of the authority to the applicant: asked, answered, or left until the case lapses."""

from datetime import timedelta

from django.conf import settings

from licet.web.casework.acts.acting import Act, case_act
from licet.web.casework.acts.telling import tell_applicant
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.facts import Said, changed_facts, exact
from licet.web.casework.errors import NotFoundError
from licet.web.casework.later import findings_later
from licet.web.casework.models import FactChange, InformationRequest
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import SYSTEM, Actor
from licet.web.casework.selectors.applying.applications import application_afterwards
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.selectors.parts.parts import answer_due, as_id
from licet.web.casework.views import ApplicationView, CaseView, Json


def request_information(
    *,
    by: Actor,
    case: str,
    question: str,
    facts: tuple[str, ...] = (),
    version: int | None,
) -> CaseView:
    """Ask the applicant; the clock stands until the answer.

    Raises:
        InvalidInputError: No question.
    """
    words = required_text("question", question, "Write the question.")
    with case_act("request_information", by=by, case=case, version=version) as act:
        row = InformationRequest.objects.create(
            case=act.case,
            question=words,
            facts=list(facts),
            asked_by_id=by.id,
            asked_at=act.at,
            due=answer_due(act.at),
        )
        tell_applicant(act, f"question:{row.pk}", "A question about your application")
        act.tells(request=str(row.pk), question=words, facts=list(facts), due=row.due)
    return case_afterwards(viewer=by, case=case)


def answer_information_request(
    *,
    by: Actor,
    case: str,
    request: str,
    answer: str,
    facts: Json | None = None,
    version: int | None,
) -> ApplicationView:
    """Answer the authority's question; the clock runs again.

    Args:
        by: Who answers.
        case: Number of the case.
        request: Id of the question.
        answer: The answer in words.
        facts: Facts answered, ``{path: value}``; a party's fact as ``end_user.type``, an
            item's as ``item.kind``.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No answer, or facts of another form.
        NotFoundError: No such question that waits for an answer.
    """
    text = required_text("answer", answer, "Write your answer.")
    with case_act(
        "answer_information_request", by=by, case=case, version=version
    ) as act:
        row = _waiting(act, request)
        row.answer, row.answered_at, row.answered_by_id = text, act.at, as_id(by.id)
        row.save()
        changes = changed_facts(
            act.case, facts or {}, said=Said(by="exporter", at=act.at)
        )
        for change in changes:
            FactChange.objects.create(
                case=act.case, by_id=by.id, at=act.at, reasons=text, **change
            )
        if changes:
            act.case.facts_version += 1
            findings_later(act.case)
        act.tells(request=str(row.pk), answer=text, facts=exact(changes))
    return application_afterwards(viewer=by, case=case)


def _waiting(act: Act, request: str) -> InformationRequest:
    row = InformationRequest.objects.filter(
        case=act.case, pk=as_id(request), answered_at__isnull=True
    ).first()
    if row is None:
        raise NotFoundError("question")
    return row


def lapse_unanswered() -> int:
    """End cases whose questions stayed unanswered twice the time given; a daily job.

    Returns:
        How many lapsed.
    """
    grace = legal_day(now()) - timedelta(days=settings.LICET_ANSWER_DAYS)
    late = InformationRequest.objects.filter(
        answered_at__isnull=True, due__lt=grace, case__state="information_requested"
    )
    numbers = sorted(set(late.values_list("case__number", flat=True)))
    for number in numbers:
        with case_act("lapse", by=SYSTEM, case=number, version=None) as act:
            act.case.outcome = "lapsed"
            act.tells(because="questions unanswered")
            tell_applicant(act, f"lapsed:{act.case.pk}", "Your application has lapsed")
    return len(numbers)
