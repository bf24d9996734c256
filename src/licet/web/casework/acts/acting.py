"""One way in which every act happens: lock, ask, change, record; all in one transaction.

``case_act`` and ``licence_act`` lock the row, ask standing, the access table, the version and
the transition table, let the service change what it must, and then write the new state, the
clock, the ledger entry and the timeline. What was refused is entered after the rollback.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from licet.review import (
    ActNotPossibleError,
    ClockEffect,
    NotIndependentError,
    Transition,
    machines,
)
from licet.web.casework.acts.hit_due import renew_due
from licet.web.casework.application.practice import shown_as
from licet.web.casework.errors import (
    GrantObstructedError,
    NotAllowedError,
    NotFoundError,
    NotIndependentActError,
    StaleVersionError,
    WrongStateError,
)
from licet.web.casework.models import (
    Case,
    CaseEvent,
    ClockRow,
    Counter,
    Licence,
    LicenceEvent,
    OutboxMessage,
)
from licet.web.casework.notices.notifying import TOLD, lay_in_inbox
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.called import require_match
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref, refused_act
from licet.web.casework.rights.member_rights import require_right
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import (
    require_content,
    visible_cases,
    visible_licences,
)

_REMEMBERS = frozenset({"request_information", "lodge_appeal"})
_INTERNAL = frozenset(
    {
        "record_findings", "renew_findings", "assign_case", "adjudicate_hit", "correct_fact",
        "refer_case", "give_advice", "close_referrals", "draft_decision",
        "override_classification", "ask_consultation", "record_consultation_answer",
        "send_for_countersignature", "return_draft", "mark_document_invalid", "open_case",
        "confirm_hit", "endorse",
        "ask_urgency",
        "warn_agency", "record_silence", "escalate_dissent", "vote_at_level",
        "settle_level", "ask_condition_change", "answer_condition_change", "mark_document",
        "ask_to_see", "answer_to_see", "refer_to_panel",
    }
)  # fmt: skip
_SIDES = (
    ("exporter", "exporter"),
    ("agency", "agency"),
    ("appeal_reviewer", "appeal"),
    ("appeal_manager", "appeal"),
    ("auditor", "audit"),
    ("panel_member", "panel"),
)


def side_of(actor: Actor) -> str:
    """On whose side somebody acts."""
    if actor.id == "system":
        return "system"
    return next((side for role, side in _SIDES if role in actor.roles), "authority")


@dataclass(slots=True, kw_only=True)
class Act:
    """An act under way.

    Attributes:
        name: The act's name in the table.
        by: Who acts.
        at: The moment of the act.
        case: The locked case.
        licence: The locked licence, for acts on one.
        outcome: To be set by the service where the table chooses by outcome.
        payload: What the ledger entry says besides the act itself.
    """

    name: str
    by: Actor
    at: datetime
    case: Case
    licence: Licence | None = None
    outcome: str = ""
    payload: dict[str, Any] = field(default_factory=dict)

    def tells(self, **facts: object) -> None:
        """Add to what the ledger entry says."""
        self.payload.update(facts)


def next_number(name: str) -> int:
    """The next number of a gap-free sequence; inside the caller's transaction."""
    counter = lock_counter(name)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value


def lock_counter(name: str) -> Counter:
    """Let one transaction after the other pass here; inside the caller's transaction."""
    Counter.objects.get_or_create(name=name)
    return Counter.objects.select_for_update().get(name=name)


def promise(kind: str, key: str, at: datetime, payload: Mapping[str, Any]) -> None:
    """Write down an effect that follows after commit, once per ``key``; a notice lies in its inbox at once."""
    _row, made = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={"kind": kind, "payload": payload, "made_at": at, "next_at": at},
    )
    if made and kind in TOLD:
        lay_in_inbox(kind, key, at, payload)


def record_on_case(act: Act, *, kind: str, public: bool = True) -> int:
    """Enter an act on a case: ledger row, whose number it returns, and line of the timeline."""
    own = side_of(act.by) == "exporter"
    row = record_event(
        kind=kind,
        case=str(act.case.pk),
        actor=actor_ref(act.by),
        payload={
            "case": act.case.number,
            "version": act.case.version,
            # An applicant opens their own entries: no more stands there than they may know.
            "state": shown_as(act.case, act.case.state) if own else act.case.state,
            "outcome": "" if own else act.outcome,
            **act.payload,
        },
        at=act.at,
    )
    CaseEvent.objects.create(
        case=act.case,
        at=act.at,
        kind=kind,
        outcome=act.outcome,
        actor=act.by.id,
        actor_name=act.by.name,
        side=side_of(act.by),
        public=public,
        row=row.pk,
    )
    return row.pk


def _locked_case(by: Actor, number: str) -> Case:
    pk = visible_cases(by).filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFoundError("case")
    return locked_case(pk)


def locked_case(pk: UUID) -> Case:
    """A case, locked until the transaction ends.

    Raises:
        CaseErasedError: Its content was erased.
    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("erasure")
        .get(pk=pk)
    )
    require_content(case)
    return case


def require_version(number: str, seen: int | None, present: int) -> None:
    """Refuse an act on something that somebody else has changed meanwhile.

    Raises:
        StaleVersionError: The version seen is not the present one.
        ChangedMeanwhileError: Nor is the one that a program named in ``If-Match``.
    """
    require_match(number, present)
    if seen is not None and seen != present:
        raise StaleVersionError(number, seen, present)


def _row(machine: str, state: str, act: str) -> Transition:
    try:
        return machines()[machine].transition(state, act)
    except ActNotPossibleError as error:
        raise WrongStateError(str(error)) from error


@contextmanager
def refusals(name: str, by: Actor, case: list[Case]) -> Iterator[None]:
    """Enter what is refused inside the block, after its transaction has rolled back."""
    try:
        yield
    except NotIndependentError as error:
        refused_act(by=by, act=name, case=case[0] if case else None, why=error.code)
        raise NotIndependentActError(str(error)) from error
    except (NotAllowedError, GrantObstructedError) as error:
        refused_act(by=by, act=name, case=case[0] if case else None, why=error.code)
        raise


@contextmanager
def case_act(name: str, *, by: Actor, case: str, version: int | None) -> Iterator[Act]:
    """Perform an act on a case; the block makes the change that is its own.

    Args:
        name: The act in the transition table.
        by: Who acts.
        case: Number of the case.
        version: The version that the person saw.

    Yields:
        The act with the locked case.

    Raises:
        NotFoundError: No such case, or no standing in it.
        NotAllowedError: No role of the person may do this.
        StaleVersionError: Somebody acted in between.
        WrongStateError: Not foreseen in the present state.
    """
    touched: list[Case] = []
    with (
        refusals(name, by, touched),
        joined_act(name, by=by, case=case, version=version, touched=touched) as act,
    ):
        yield act


@contextmanager
def joined_act(
    name: str, *, by: Actor, case: str, version: int | None, touched: list[Case]
) -> Iterator[Act]:
    """The same act as one of several in the caller's transaction, which notes what is refused."""
    with transaction.atomic():
        locked = _locked_case(by, case)
        touched.append(locked)
        require(by, name)
        mandate = require_right(by, name, locked)
        require_version(locked.number, version, locked.version)
        row = _row("case", locked.state, name)
        act = Act(name=name, by=by, at=now(), case=locked)
        if mandate is not None:
            act.tells(mandate=mandate.number)
        yield act
        _finish_case(act, row)


def _finish_case(act: Act, row: Transition) -> None:
    case, before = act.case, act.case.state
    following = machines()["case"].next_state(
        before, act.name, outcome=act.outcome, before=case.state_before
    )
    if act.name in _REMEMBERS:
        case.state_before = before
    case.state = following
    case.version += 1
    case.updated_at = act.at
    case.save()
    _tick(act, row)
    known = shown_as(case, before) if side_of(act.by) == "exporter" else before
    act.tells(before=known)
    record_on_case(act, kind=act.name, public=act.name not in _INTERNAL)


def _tick(act: Act, row: Transition) -> None:
    if row.clock is None or act.case.submitted_at is None:
        return
    if (
        row.clock is ClockEffect.END
        and not ClockRow.objects.filter(case=act.case).exists()
    ):
        return
    ClockRow.objects.create(
        case=act.case, on=legal_day(act.at), effect=row.clock.value, reason=act.name
    )
    renew_due(act.case)


@contextmanager
def licence_act(
    name: str, *, by: Actor, licence: str, version: int | None
) -> Iterator[Act]:
    """Perform an act on a licence; the block makes the change that is its own.

    Args:
        name: The act in the transition table.
        by: Who acts.
        licence: Number of the licence.
        version: The version that the person saw.

    Yields:
        The act with the locked licence and its case.

    Raises:
        NotFoundError: No such licence, or no standing.
        NotAllowedError: No role of the person may do this.
        StaleVersionError: Somebody acted in between.
        WrongStateError: Not foreseen in the present state.
    """
    touched: list[Case] = []
    with refusals(name, by, touched), transaction.atomic():
        known = visible_licences(by).filter(number=licence).values_list("pk", flat=True)
        pk = known.first()
        if pk is None:
            raise NotFoundError("licence")
        locked = Licence.objects.select_for_update().get(pk=pk)
        require_content(locked.case)
        touched.append(locked.case)
        require(by, name)
        mandate = require_right(by, name, locked.case)
        require_version(locked.number, version, locked.version)
        _row("licence", locked.state, name)
        act = Act(name=name, by=by, at=now(), case=locked.case, licence=locked)
        act.tells(licence=locked.number)
        if mandate is not None:
            act.tells(mandate=mandate.number)
        yield act
        _finish_licence(act, locked)


@contextmanager
def joined_licence_act(name: str, *, by: Actor, licence: UUID) -> Iterator[Act]:
    """An act on a licence that follows from another in the caller's transaction.

    Raises:
        NotAllowedError: No role of the person may do this.
        WrongStateError: Not foreseen in the present state.
    """
    locked = Licence.objects.select_for_update(of=("self",)).get(pk=licence)
    require(by, name)
    _row("licence", locked.state, name)
    act = Act(name=name, by=by, at=now(), case=locked.case, licence=locked)
    act.tells(licence=locked.number)
    yield act
    _finish_licence(act, locked)


def _finish_licence(act: Act, licence: Licence) -> None:
    before = licence.state
    licence.state = machines()["licence"].next_state(
        before, act.name, outcome=act.outcome
    )
    licence.version += 1
    licence.save()
    act.tells(
        before=before, licence_state=licence.state, licence_version=licence.version
    )
    note_licence(act, licence, act.name, reasons=str(act.payload.get("reasons", "")))
    record_on_case(act, kind=act.name)


def note_licence(act: Act, licence: Licence, kind: str, *, reasons: str = "") -> None:
    """Add a line to the life of a licence."""
    LicenceEvent.objects.create(
        licence=licence,
        kind=kind,
        reasons=reasons,
        actor=act.by.id,
        actor_name=act.by.name,
        at=act.at,
    )
