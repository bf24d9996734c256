"""One way in which every act in an appeal happens: lock, ask, change, record; all in one transaction."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from licet.review import ActNotPossibleError, Transition, machines
from licet.web.casework.acts.acting import (
    Act,
    joined_act,
    promise,
    record_on_case,
    refusals,
    require_version,
    side_of,
)
from licet.web.casework.acts.opinion_acting import OpinionAct, enter
from licet.web.casework.appeals.contested import MOVING, number_of
from licet.web.casework.errors import NotFoundError, WrongStateError
from licet.web.casework.models import Appeal, AppealStep, Case, Opinion
from licet.web.casework.ports import now
from licet.web.casework.rights.member_rights import (
    as_id,
    notice_address,
    require_member,
    require_right,
)
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    require_content,
    require_opinion_content,
    visible_appeals,
)

# How an act is called on the case where the appeal is not against what ended it.
BESIDE = {
    "lodge_appeal": "contest_act",
    "decide_appeal": "decide_contest",
    "withdraw_appeal": "withdraw_contest",
}
_ADVOCATES = frozenset({"submit_as_advocate"})


@dataclass(slots=True, kw_only=True)
class AppealAct:
    """An act in an appeal under way.

    Attributes:
        words: What was said, for the list of steps.
        on: The day that it is about, for example of a hearing.
        closed: Whether it is kept from the appellant.
        outcome: To be set where the table chooses by outcome.
        payload: What the ledger entry says besides the act itself.
        case_act: The act on the case, where the appeal moves it.
    """

    name: str
    by: Actor
    at: datetime
    appeal: Appeal
    words: str = ""
    on: date | None = None
    closed: bool = False
    outcome: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    case_act: Act | None = None

    def tells(self, **facts: object) -> None:
        """Add to what the ledger entry says."""
        self.payload.update(facts)


def locked_appeal(by: Actor, appeal: str) -> Appeal:
    """An appeal in which somebody has standing, locked with its case or opinion.

    Raises:
        NotFoundError: There is none for this person.
        CaseErasedError: Its content was erased.
    """
    found = visible_appeals(by).filter(pk=as_id(appeal)).first()
    if found is None:
        raise NotFoundError("appeal")
    cases = Case.objects.select_for_update(of=("self",))
    opinions = Opinion.objects.select_for_update(of=("self",))
    if found.case_id is not None:
        cases.get(pk=found.case_id)
    if found.opinion_id is not None:
        opinions.get(pk=found.opinion_id)
    Appeal.objects.select_for_update(of=("self",)).get(pk=found.pk)
    row = Appeal.objects.select_related(
        "case__organisation", "case__erasure", "opinion__organisation",
        "opinion__erasure", "opinion__applicant", "decision", "licence",
        "reviewer", "advocate",
    ).get(pk=found.pk)  # fmt: skip
    if row.case is not None:
        require_content(row.case)
    if row.opinion is not None:
        require_opinion_content(row.opinion)
    return row


def foreseen(state: str, name: str) -> Transition:
    """The row of the table for an act in an appeal.

    Raises:
        WrongStateError: The table does not foresee it there.
    """
    try:
        return machines()["appeal"].transition(state, name)
    except ActNotPossibleError as error:
        raise WrongStateError(str(error)) from error


def require_appellant(by: Actor, name: str, row: Appeal) -> None:
    """Refuse what the role in the appellant's organisation, or a mandate, does not allow.

    Raises:
        NotAllowedError: It does not.
    """
    if name in _ADVOCATES or "exporter" not in by.roles:
        return
    if row.case is not None:
        require_right(by, name, row.case)
    if row.opinion is not None:
        require_member(by, name, str(row.opinion.organisation_id))


@contextmanager
def appeal_act(
    name: str, *, by: Actor, appeal: str, version: int | None
) -> Iterator[AppealAct]:
    """Perform an act in an appeal; the block makes the change that is its own.

    Args:
        name: The act in the transition table.
        by: Who acts.
        appeal: Id of the appeal.
        version: The version of the appeal that the person saw.

    Yields:
        The act with the locked appeal.

    Raises:
        NotFoundError: No such appeal, or no standing in it.
        NotAllowedError: No role of the person may do this.
        StaleVersionError: Somebody acted in between.
        WrongStateError: Not foreseen in the present state.
    """
    touched: list[Case] = []
    with ExitStack() as stack:
        stack.enter_context(refusals(name, by, touched))
        stack.enter_context(transaction.atomic())
        row = _opened(name, by, appeal, version, touched)
        act = AppealAct(name=name, by=by, at=now(), appeal=row)
        if name in BESIDE and row.kind in MOVING and row.case is not None:
            act.case_act = stack.enter_context(
                joined_act(
                    name, by=by, case=row.case.number, version=None, touched=touched
                )
            )
            act.appeal.case = act.case_act.case
        yield act
        row.state = machines()["appeal"].next_state(
            row.state, name, outcome=act.outcome
        )
        row.version += 1
        row.save()
        enter_act(act)


def _opened(
    name: str, by: Actor, appeal: str, version: int | None, touched: list[Case]
) -> Appeal:
    """The appeal, locked, in which this act is foreseen and allowed."""
    row = locked_appeal(by, appeal)
    if row.case is not None:
        touched.append(row.case)
    require(by, name)
    require_appellant(by, name, row)
    require_version("The appeal", version, row.version)
    foreseen(row.state, name)
    return row


def enter_act(act: AppealAct) -> None:
    """Enter an act: its step, and its entry on the case or opinion."""
    row = act.appeal
    AppealStep.objects.create(
        appeal=row,
        kind=act.name,
        on=act.on,
        words=act.words,
        closed=act.closed,
        by=act.by.id,
        by_name=act.by.name,
        side=side_of(act.by),
        at=act.at,
    )
    told = {
        "appeal": str(row.pk),
        "against": row.kind,
        "object": row.object,
        "appeal_version": row.version,
        "appeal_state": row.state,
        **act.payload,
    }
    if act.case_act is not None:
        act.case_act.outcome = act.outcome
        act.case_act.tells(**told)
    elif row.case is not None:
        beside = Act(name=act.name, by=act.by, at=act.at, case=row.case)
        beside.outcome = act.outcome
        beside.tells(**told)
        record_on_case(
            beside, kind=BESIDE.get(act.name, act.name), public=not act.closed
        )
    else:
        assert row.opinion is not None  # noqa: S101  # an appeal has a case or an opinion
        enter(
            OpinionAct(
                name=BESIDE.get(act.name, act.name),
                by=act.by,
                at=act.at,
                opinion=row.opinion,
                payload=told,
            )
        )


def tell_appellant(act: AppealAct, subject: str) -> None:
    """Promise the appellant a notice; it says that there is something, never what."""
    row = act.appeal
    if row.case is not None:
        address = notice_address(row.case)
    else:
        assert row.opinion is not None  # noqa: S101  # an appeal has a case or an opinion
        address = row.opinion.applicant.email
    tell(act, address, subject, "appellant")


def tell(act: AppealAct, address: str, subject: str, whom: str) -> None:
    """Promise somebody a notice about an appeal, once for each act."""
    row = act.appeal
    promise(
        "notice",
        f"{act.name}:{row.pk}:{row.version}:{whom}",
        act.at,
        {"to": address, "subject": subject, "case": number_of(row)},
    )
