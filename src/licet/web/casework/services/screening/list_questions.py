"""A version of a list that was stopped: an authorised person says whether it is right."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from licet.screening import NoSuchQuestionError, drop_waiting, take_waiting
from licet.web.casework.acts.acting import refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.later import settle_question_later
from licet.web.casework.models import ListAnswer, ListQuestion
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.selectors.screening import list_questions as reads
from licet.web.casework.services.screening.lists import enter_sync
from licet.web.casework.views import ListQuestionView

ANSWERS = ("accepted", "rejected")


def answer_list_question(
    *, by: Actor, question: int, answer: str, reasons: str
) -> ListQuestionView:
    """Say whether a version that was stopped is right; once, while the question stands.

    Accepted, it comes into service by the job that follows; rejected, it is forgotten and
    the version in service stays.

    Args:
        by: Who answers.
        question: Its number.
        answer: ``accepted`` or ``rejected``.
        reasons: Why: whom one asked, what one compared.

    Returns:
        The question as answered.

    Raises:
        NotAllowedError: No role of the person may.
        NotFoundError: No such question.
        InvalidInputError: Another answer, or no reasons.
        WrongStateError: It was answered already, or stands no longer.
    """
    with refusals("answer_list_question", by, []), transaction.atomic():
        require(by, "answer_list_question")
        found = ListQuestion.objects.select_for_update().filter(pk=question).first()
        if found is None:
            raise NotFoundError("question")
        if answer not in ANSWERS:
            raise InvalidInputError({"answer": _("Accept it, or reject it.")})
        said = required_text("reasons", reasons, "Say why. It stays in the record.")
        # The lock lets one person in after the other.
        if ListAnswer.objects.filter(question=found).exists():
            raise WrongStateError(
                _("This question was answered already. Look at the lists again.")
            )
        if found.content_hash not in reads.standing_hashes(found.source):
            raise WrongStateError(
                _("Another version came into service since, so the question is gone.")
            )
        _keep_answer(by, found, answer, said)
        settle_question_later(found.pk)
    return reads.question(viewer=by, question=question)


def _keep_answer(by: Actor, found: ListQuestion, answer: str, said: str) -> None:
    at = now()
    payload = {
        "question": found.pk,
        "source": found.source,
        "version": found.version,
        "content_hash": found.content_hash,
        "against": found.against,
        "lost": found.lost,
        "answer": answer,
        "reasons": said,
    }
    row = record_event(
        kind="answer_list_question",
        case=None,
        actor=actor_ref(by),
        payload=payload,
        at=at,
    )
    ListAnswer.objects.create(
        question=found, answer=answer, reasons=said, by_id=by.id, at=at, row=row.pk
    )


def settle_question(question: int) -> str:
    """Carry out an answer; run again, it finds that it is done.

    Returns:
        What was done: ``accepted``, ``rejected`` or ``gone``.
    """
    answer = ListAnswer.objects.select_related("question").get(question=question)
    found, state = answer.question, settings.LICET_STATE
    try:
        if answer.answer == "accepted":
            done = take_waiting(state, found.source, found.content_hash, at=now())
            enter_sync(by=SYSTEM, outcomes=[done.to_json()])
        else:
            drop_waiting(state, found.source, found.content_hash)
    except NoSuchQuestionError:
        return "gone"
    return str(answer.answer)


def settle_answered() -> int:
    """Carry out answers whose job died, and those to versions that came again; a frequent job.

    Returns:
        How many were carried out.
    """
    waiting = reads.standing_versions()
    rows = ListAnswer.objects.filter(
        question__source__in={source for source, _hash, _against in waiting}
    ).select_related("question")
    owed = [
        one.question.pk
        for one in rows
        if (one.question.source, one.question.content_hash, one.question.against)
        in waiting
    ]
    return sum(settle_question(one) != "gone" for one in owed)
