"""Structured elicitation: a question, a round each by itself, a discussion, a second round."""

from dataclasses import dataclass

from licet.review.panels import (
    EstimateError,
    Question,
    QuestionError,
    QuestionKind,
    read_estimate,
    require_question,
)
from licet.web.casework.acts.panel_acting import PanelAct, panel_act, require_open
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import (
    Elicitation,
    ElicitationClose,
    ElicitationEstimate,
    ElicitationWord,
)
from licet.web.casework.panels.standing import awaited
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.panels.elicitations import (
    ended,
    given_in,
    open_round,
    question_of,
)
from licet.web.casework.selectors.panels.panels import referral as referral_page
from licet.web.casework.views.panels import PanelReferralView


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to estimate.

    Attributes:
        kind: ``scale``, ``probability`` or ``choice``.
        low: Lowest step of a scale.
        high: Highest step of a scale.
        options: The answers of a choice.
    """

    text: str
    kind: str
    low: int = 1
    high: int = 7
    options: tuple[str, ...] = ()


def open_elicitation(*, by: Actor, number: str, asked: Asked) -> PanelReferralView:
    """Put a question to the members of the panel that has a referral.

    Raises:
        InvalidInputError: No text, no such kind, or a question that nobody could answer.
        NotAllowedError: A member who is not the chair.
        WrongStateError: The opinion is given, or the newest question is just this one.
    """
    words = required_text("text", asked.text, "Write the question.")
    if asked.kind not in {one.value for one in QuestionKind}:
        raise InvalidInputError({"kind": "Choose how it is answered."})
    options = tuple(one.strip() for one in asked.options if one.strip())
    question = Question(
        kind=QuestionKind(asked.kind), low=asked.low, high=asked.high, options=options
    )
    try:
        require_question(question)
    except QuestionError as error:
        name = "options" if question.kind is QuestionKind.CHOICE else "high"
        raise InvalidInputError({name: str(error)}) from error
    with panel_act("open_elicitation", by=by, number=number) as act:
        require_open(act)
        _require_chair(act)
        _require_other(act, question, words)
        row = Elicitation.objects.create(
            referral=act.row,
            number=act.row.elicitations.count() + 1,
            text=words,
            kind=question.kind.value,
            low=question.low,
            high=question.high,
            options=list(options),
            by_id=by.id,
            at=act.at,
        )
        act.tells(question=row.number, answered_by=row.kind)
        act.said(text=words)
    return referral_page(viewer=by, number=number)


def _require_chair(act: PanelAct) -> None:
    if act.seat is not None and not act.seat.chair:
        raise NotAllowedError("The chair or the officer does this.")


def _require_other(act: PanelAct, question: Question, words: str) -> None:
    """Refuse the same again: a form that is sent twice must not ask the members twice."""
    newest = act.row.elicitations.order_by("-number").first()
    if newest and (newest.text, question_of(newest)) == (words, question):
        raise WrongStateError(
            f"This is question {newest.number} already. Another one needs other words."
        )


def _question(act: PanelAct, question: int) -> Elicitation:
    row = Elicitation.objects.filter(referral=act.row, number=question).first()
    if row is None:
        raise NotFoundError("question")
    return row


def give_estimate(  # an estimate has a question, a round, a value and words
    *,
    by: Actor,
    number: str,
    question: int,
    in_round: int,
    value: str,
    words: str = "",
) -> PanelReferralView:
    """Give one's estimate in the round that is open, once; nobody sees it before the round ends.

    Raises:
        InvalidInputError: It is no answer to the question.
        NotFoundError: No such question.
        WrongStateError: Given already, or another round is open.
    """
    with panel_act("give_estimate", by=by, number=number) as act:
        require_open(act)
        row = _question(act, question)
        if open_round(row) != in_round:
            raise WrongStateError("This round does not take estimates now.")
        try:
            read_estimate(question_of(row), value)
        except EstimateError as error:
            raise InvalidInputError({"value": str(error)}) from error
        if row.estimates.filter(round=in_round, person_id=by.id).exists():
            raise WrongStateError("You have given your estimate, and it stands.")
        ElicitationEstimate.objects.create(
            elicitation=row,
            round=in_round,
            person_id=by.id,
            value=value.strip(),
            words=words.strip(),
            at=act.at,
        )
        done = awaited(act.row, legal_day(act.at)) <= given_in(row, in_round)
        if done:  # kept, so that who declares later cannot open it again
            ElicitationClose.objects.create(
                elicitation=row, round=in_round, by_id=by.id, at=act.at
            )
        act.tells(question=question, round=in_round, ended=done)
        act.said(value=value.strip(), words=words.strip())
    return referral_page(viewer=by, number=number)


def discuss_estimates(
    *, by: Actor, number: str, question: int, text: str
) -> PanelReferralView:
    """Say something between the rounds, when the first has ended.

    Raises:
        InvalidInputError: No text.
        NotFoundError: No such question.
        WrongStateError: The first round takes estimates still.
    """
    words = required_text("text", text, "Write what you want to say.")
    with panel_act("discuss_estimates", by=by, number=number) as act:
        require_open(act)
        row = _question(act, question)
        if not ended(row, 1):
            raise WrongStateError(
                "The discussion begins when the first round has ended."
            )
        ElicitationWord.objects.create(
            elicitation=row, person_id=by.id, text=words, at=act.at
        )
        act.tells(question=question)
        act.said(text=words)
    return referral_page(viewer=by, number=number)


def close_elicitation_round(
    *,
    by: Actor,
    number: str,
    question: int,
    in_round: int,
) -> PanelReferralView:
    """End a round though somebody has not answered: they answer no more in it.

    Raises:
        NotAllowedError: A member who is not the chair.
        NotFoundError: No such question.
        WrongStateError: Another round is open, or nobody has answered.
    """
    with panel_act("close_elicitation_round", by=by, number=number) as act:
        require_open(act)
        _require_chair(act)
        row = _question(act, question)
        if open_round(row) != in_round:
            raise WrongStateError("This round is not open.")
        if not row.estimates.filter(round=in_round).exists():
            raise WrongStateError("Nobody has given an estimate in this round yet.")
        ElicitationClose.objects.create(
            elicitation=row, round=in_round, by_id=by.id, at=act.at
        )
        act.tells(question=question, round=in_round)
    return referral_page(viewer=by, number=number)
