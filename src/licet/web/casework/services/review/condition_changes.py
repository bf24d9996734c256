"""Changing a condition that somebody else set: asked for, answered by its owner, recorded."""

from licet.decision import Condition
from licet.web.casework.acts.acting import Act, case_act, promise
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.conditions.signable import require_signable_all
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import ConditionAnswer, ConditionRequest, Team
from licet.web.casework.review.agreed import (
    Agreed,
    agreed_conditions,
    answer_of,
    same,
    stored,
)
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk.desk import case as case_page
from licet.web.casework.selectors.parts.parts import row_number
from licet.web.casework.views import CaseView


def ask_condition_change(
    *,
    by: Actor,
    case: str,
    condition: str,
    reasons: str,
    change: Condition | None = None,
    version: int | None,
) -> CaseView:
    """Ask the owner of a condition to change it or to let it go.

    Args:
        by: The officer.
        case: Number of the case.
        condition: Its name in the case, for example ``DS-1``.
        reasons: Why.
        change: The condition as it shall be; ``None`` to let it go.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No reasons; a condition that cannot stand, of another owner, or
            the same as before.
        NotFoundError: No such condition.
        WrongStateError: Its owner has already been asked.
    """
    words = required_text("reasons", reasons, "Say why it should change.")
    with case_act("ask_condition_change", by=by, case=case, version=version) as act:
        agreed = _find(load(act.case), condition)
        if agreed.waiting is not None:
            raise WrongStateError(f"{agreed.owner_name} has not answered yet.")
        _require_change(agreed, change)
        row = ConditionRequest.objects.create(
            case=act.case,
            owner=agreed.owner,
            before=stored(agreed.condition),
            after=stored(change),
            reasons=words,
            by_id=by.id,
            at=act.at,
        )
        _tell_asked(act, row)
    return case_page(viewer=by, case=case)


def _tell_asked(act: Act, row: ConditionRequest) -> None:
    _tell_owner(act, row)
    act.tells(
        request=str(row.pk),
        owner=row.owner,
        before=row.before,
        after=row.after,
        reasons=row.reasons,
    )


def _find(file: CaseFile, key: str) -> Agreed:
    for one in agreed_conditions(file):
        if one.key == key and one.condition is not None:
            return one
    raise NotFoundError("condition")


def _require_change(agreed: Agreed, change: Condition | None) -> None:
    if change is None:
        return
    require_signable_all((change,))
    if change.owner != agreed.owner:
        raise InvalidInputError(
            {"change": "A changed condition keeps its owner. Name the same one."}
        )
    assert agreed.condition is not None  # noqa: S101  # found, above
    if same(change) == same(agreed.condition):
        raise InvalidInputError({"change": "That is what it says already."})


def _tell_owner(act: Act, row: ConditionRequest) -> None:
    address = (
        Team.objects.filter(code=row.owner).values_list("email", flat=True).first()
    )
    if address:
        notice = {
            "to": address,
            "subject": "You are asked about a condition that you set",
            "case": act.case.number,
        }
        promise("notice", f"condition:{row.pk}", act.at, notice)


def answer_condition_change(  # an answer names its question, says yes or no, and why
    *,
    by: Actor,
    case: str,
    request: str,
    agrees: bool,
    words: str,
    version: int | None,
) -> CaseView:
    """Answer, as the owner of a condition, whether it may change. The answer stands.

    Args:
        by: Somebody of the owner.
        case: Number of the case.
        request: Id of the wish.
        agrees: Whether the condition changes as asked.
        words: Why, or on what terms.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such wish.
        NotAllowedError: The condition is not the person's.
        WrongStateError: It is answered.
    """
    said = required_text("words", words, "Give the reasons of your answer.")
    with case_act("answer_condition_change", by=by, case=case, version=version) as act:
        row = _asked_of(act, request)
        ConditionAnswer.objects.create(
            request=row, agrees=agrees, words=said, by_id=by.id, at=act.at
        )
        act.tells(
            request=str(row.pk),
            owner=row.owner,
            agrees=agrees,
            words=said,
            before=row.before,
            after=row.after,
        )
    return case_page(viewer=by, case=case)


def _asked_of(act: Act, request: str) -> ConditionRequest:
    """A wish to change a condition that waits for the answer of this owner."""
    row = (
        ConditionRequest.objects.select_related("answer")
        .filter(case=act.case, pk=row_number(request))
        .first()
    )
    if row is None:
        raise NotFoundError("wish to change a condition")
    if row.owner not in act.by.teams:
        raise NotAllowedError("Only the owner of a condition answers for it.")
    if answer_of(row) is not None:
        raise WrongStateError("It is answered, and the answer stands.")
    return row
