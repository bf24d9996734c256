"""The register of delegations: who may sign what, from when to when; never backwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from licet.decision import HIGHEST_TIER, DecisionOutcome
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.models import DelegationRow
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref, refused_act
from licet.web.casework.rights.people import posts_on
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.decision.deciding import delegations
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import DelegationView

CURRENCY_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is delegated.

    Attributes:
        holder: Id of the person.
        acts: Outcomes that may be signed.
        highest_tier: Highest item tier covered.
        first: First day; today at the earliest.
        last: Last day, included; ``None`` until it is ended.
        instrument: The document that delegates.
        regimes: Law packages covered; empty for every one.
        kinds: Ways of leaving covered; empty for every one.
        highest_value: Highest sum of the items' values; ``None`` for any.
        currency: Of ``highest_value``.
    """

    holder: str
    acts: tuple[str, ...]
    highest_tier: int
    first: date
    last: date | None
    instrument: str
    regimes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    highest_value: Decimal | None = None
    currency: str = ""


def _require_sound(given: Given, today: date) -> None:
    known = {each.value for each in DecisionOutcome}
    fields: dict[str, str] = {}
    if not given.acts or set(given.acts) - known:
        fields["acts"] = f"Choose from: {', '.join(sorted(known))}."
    if not 1 <= given.highest_tier <= HIGHEST_TIER:
        fields["highest_tier"] = f"Give a tier from 1 to {HIGHEST_TIER}."
    if given.first < today:
        fields["first"] = "Nobody delegates backwards: the first day is today or later."
    if given.last is not None and given.last < given.first:
        fields["last"] = "The last day lies before the first."
    if not given.instrument.strip():
        fields["instrument"] = "Name the document that delegates."
    fields |= _value_problem(given)
    if fields:
        raise InvalidInputError(fields)


def _value_problem(given: Given) -> dict[str, str]:
    value, currency = given.highest_value, given.currency
    if value is None:
        return {"highest_value": "A currency needs a value."} if currency else {}
    if not value.is_finite() or value <= 0:
        return {"highest_value": "Give a value above zero."}
    if len(currency) != CURRENCY_LETTERS or not currency.isupper():
        return {"currency": "Give the currency by its three letters, for example EUR."}
    return {}


def give_delegation(*, by: Actor, given: Given) -> DelegationView:
    """Enter a line into the register; it holds from a day that has not passed.

    Raises:
        InvalidInputError: Covers nothing, begins in the past, or has no instrument.
        NotAllowedError: No role of the person may delegate.
        NotIndependentActError: Somebody who would give themselves a delegation.
    """
    require(by, "give_delegation")
    today = legal_day(now())
    _require_sound(given, today)
    if given.holder == by.id:
        why = "Nobody gives themselves a delegation. Ask another manager."
        refused_act(by=by, act="give_delegation", case=None, why="not_independent")
        raise NotIndependentActError(why)
    post = posts_on(given.first).filter(person=as_id(given.holder)).first()
    if post is None:
        raise InvalidInputError(
            {"holder": "Choose somebody who holds a post on the first day."}
        )
    with transaction.atomic():
        row = DelegationRow.objects.create(
            holder=post.person,
            acts=list(given.acts),
            highest_tier=given.highest_tier,
            first=given.first,
            last=given.last,
            instrument=given.instrument.strip()[:200],
            regimes=list(given.regimes),
            kinds=list(given.kinds),
            highest_value=given.highest_value,
            currency=given.currency,
            given_by=by.id,
            given_at=now(),
        )
        _record(by, "give_delegation", row)
    return _line(by, row)


def end_delegation(
    *, by: Actor, delegation: int, last: date, reasons: str
) -> DelegationView:
    """Let a line end earlier: on a day that has not passed, so that nothing signed is undone.

    Args:
        by: Who ends it.
        delegation: Its number in the register.
        last: Its last day, included.
        reasons: Why.

    Raises:
        InvalidInputError: A day in the past, or later than it would end anyway; no reasons.
        NotFoundError: No such line.
        WrongStateError: It has ended.
    """
    words = required_text("reasons", reasons, "Say why it ends.")
    require(by, "end_delegation")
    today = legal_day(now())
    with transaction.atomic():
        row = DelegationRow.objects.select_for_update().filter(pk=delegation).first()
        if row is None:
            raise NotFoundError("delegation")
        if row.last is not None and row.last < today:
            raise WrongStateError("This delegation has ended.")
        if last < today or (row.last is not None and last > row.last):
            raise InvalidInputError(
                {
                    "last": "The last day is today or later, and not after its present end."
                }
            )
        row.last, row.ended_by, row.ended_because = last, by.id, words
        row.save(update_fields=["last", "ended_by", "ended_because"])
        _record(by, "end_delegation", row)
    return _line(by, row)


def _record(by: Actor, kind: str, row: DelegationRow) -> None:
    record_event(
        kind=kind,
        case=None,
        actor=actor_ref(by),
        payload={
            "delegation": row.pk,
            "holder": str(row.holder_id),
            "acts": row.acts,
            "highest_tier": row.highest_tier,
            "regimes": row.regimes,
            "kinds": row.kinds,
            "highest_value": row.highest_value,
            "currency": row.currency,
            "first": row.first,
            "last": row.last,
            "instrument": row.instrument,
            "reasons": row.ended_because,
        },
        at=now(),
    )


def _line(by: Actor, row: DelegationRow) -> DelegationView:
    return next(one for one in delegations(viewer=by) if one.id == row.pk)


def people_in_post(on: date) -> Iterable[tuple[str, str]]:
    """Who can be given a delegation: id and name of everybody who may countersign that day."""
    rows = posts_on(on).filter(role="countersigner").order_by("person__name")
    return {str(one.person_id): str(one.person) for one in rows}.items()
