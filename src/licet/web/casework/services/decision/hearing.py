"""Notice of an intended refusal, and the applicant's answer: heard before anything is decided."""

from licet.decision import DecisionOutcome
from licet.web.casework.acts.acting import Act, case_act, promise
from licet.web.casework.acts.telling import tell_applicant
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import load
from licet.web.casework.decision.deciding import (
    newest_notice,
    procedure,
    require_findings_answered,
    respond_by,
)
from licet.web.casework.decision.gate import draft_value
from licet.web.casework.errors import NotAllowedError, WrongStateError
from licet.web.casework.later import letter_later
from licet.web.casework.models import (
    Case,
    DecisionDraft,
    Letter,
    NoticeAnswer,
    Person,
    RefusalNotice,
)
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.applying.applications import application
from licet.web.casework.selectors.desk.desk import case as case_page
from licet.web.casework.services.decision.decisions import require_own, require_whole
from licet.web.casework.views import ApplicationView, CaseView

KIND = "intent_to_refuse"


def give_notice_of_refusal(*, by: Actor, case: str, version: int | None) -> CaseView:
    """Give notice that the refusal as drafted is intended; the answer's time runs from service.

    Raises:
        InvalidInputError: The draft is not complete.
        NotAllowedError: Another officer has the case.
        WrongStateError: No draft, no refusal, or a law without the right to be heard.
    """
    with case_act("give_notice_of_refusal", by=by, case=case, version=version) as act:
        require_own(act)
        rule = procedure().notice
        if rule is None:
            raise WrongStateError("The governing law foresees no notice of a refusal.")
        row = _refusal(act.case)
        letter = Letter.objects.create(
            case=act.case,
            decision=None,
            kind=KIND,
            subject=f"{act.case.number}: intent to refuse",
            body=row.reasons,
            made_at=act.at,
        )
        notice = RefusalNotice.objects.create(
            case=act.case,
            draft=row,
            letter=letter,
            grounds=row.grounds,
            days=rule.days,
            law=rule.citation.to_json(),
            by_id=by.id,
            at=act.at,
        )
        letter_later(letter)
        tell_applicant(act, f"letter:{letter.pk}", "A letter about your application")
        act.tells(
            notice=str(notice.pk),
            draft=str(row.pk),
            letter=str(letter.pk),
            grounds=row.grounds,
            reasons=row.reasons,
            days=rule.days,
        )
    return case_page(viewer=by, case=case)


def _refusal(case: Case) -> DecisionDraft:
    """The refusal as drafted, whole and with every finding answered."""
    file = load(case)
    row = file.drafts[-1] if file.drafts else None
    if row is None or row.outcome != DecisionOutcome.REFUSE.value:
        raise WrongStateError("Draft the refusal first; its grounds are what is told.")
    draft = draft_value(row)
    require_whole(draft)
    require_findings_answered(file, draft)
    return row


def answer_notice(
    *, by: Actor, case: str, answer: str, version: int | None
) -> ApplicationView:
    """Answer the notice of an intended refusal; nothing is refused before it is considered.

    Raises:
        InvalidInputError: No answer.
        NotAllowedError: The time to answer is over.
        WrongStateError: There is no notice, or it is answered.
    """
    text = required_text("answer", answer, "Write your answer.")
    with case_act("answer_notice", by=by, case=case, version=version) as act:
        notice = newest_notice(load(act.case))
        if notice is None:
            raise WrongStateError("No refusal is intended; there is nothing to answer.")
        if getattr(notice, "answer", None) is not None:
            raise WrongStateError("You have answered this notice already.")
        last = respond_by(notice)
        if last is not None and legal_day(act.at) > last:
            raise NotAllowedError(
                f"The notice could be answered until {last}. Write a message; the officer may still consider it."
            )
        row = NoticeAnswer.objects.create(
            notice=notice, text=text, by_id=by.id, at=act.at
        )
        act.tells(notice=str(notice.pk), answer=str(row.pk), text=text)
        _tell_officer(act, notice)
    return application(viewer=by, case=case, with_preview=False)


def _tell_officer(act: Act, notice: RefusalNotice) -> None:
    address = Person.objects.values_list("email", flat=True).get(cases=act.case.pk)
    promise(
        "notice",
        f"notice-answered:{notice.pk}",
        act.at,
        {
            "to": address,
            "subject": "A notice of refusal was answered",
            "case": act.case.number,
        },
    )
