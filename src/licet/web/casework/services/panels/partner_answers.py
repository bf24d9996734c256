"""What a partner authority says of a case after it had a sealed pack of it: entered by an officer."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from licet.web.casework.acts.acting import locked_case, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import PartnerAnswer, SharedPack, SharedPackRecall
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.panels.agreements import pack_view, shared_packs
from licet.web.casework.views.agreements import SharedPackView

POSITIONS = ("agrees", "agrees_with_conditions", "objects", "asks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What came from the partner.

    Attributes:
        position: One of ``POSITIONS``. A partner advises: none of them decides the case.
        words: What it says, as it says it.
        signed_by: Who signed it there.
        received_on: The day on which it arrived.
    """

    position: str
    words: str
    signed_by: str
    received_on: date


def enter_partner_answer(
    *, by: Actor, number: str, answering: Answering
) -> SharedPackView:
    """Enter the answer of a partner to a pack; a later one stands beside it, none is replaced.

    Args:
        by: An officer who sees the case.
        number: The disclosure.
        answering: What came.

    Raises:
        NotAllowedError: No officer.
        NotFoundError: No disclosure of a case to a partner, for this person.
        InvalidInputError: No known position, no words, or a day that cannot be.
        WrongStateError: The disclosure was recalled.
    """
    with refusals("enter_partner_answer", by, []), transaction.atomic():
        require(by, "enter_partner_answer")
        row = _pack(by, number)
        if row is None or row.case_id is None:
            raise NotFoundError("disclosure")
        locked_case(row.case_id)
        if SharedPackRecall.objects.filter(pack=row).exists():
            raise WrongStateError(
                "This disclosure was recalled: what answers it is no answer to anything "
                "that still counts. Disclose anew and ask again."
            )
        _require_possible(answering, row, legal_day(now()))
        words = required_text("words", answering.words, "Write what the partner says.")
        signed = required_text("signed_by", answering.signed_by, "Say who signed it.")
        _keep_answer(by, row, answering, words, signed)
        return pack_view(shared_packs().get(pk=row.pk))


def _keep_answer(
    by: Actor, row: SharedPack, answering: Answering, words: str, signed: str
) -> None:
    at = now()
    PartnerAnswer.objects.create(
        pack=row,
        position=answering.position,
        words=words,
        signed_by=signed[:200],
        received_on=answering.received_on,
        by_id=by.id,
        at=at,
    )
    record_event(
        kind="enter_partner_answer",
        case=str(row.case_id),
        actor=actor_ref(by),
        payload={
            "disclosure": row.number,
            "party": row.party,
            "position": answering.position,
            "words": words,
            "signed_by": signed[:200],
            "received_on": answering.received_on.isoformat(),
        },
        at=at,
    )


def _pack(by: Actor, number: str) -> SharedPack | None:
    cases = visible_cases(by).filter(erasure__isnull=True)
    found = SharedPack.objects.filter(number=number, agreement__kind="partner")
    return found.filter(case__in=cases).first()


def _require_possible(answering: Answering, row: SharedPack, today: date) -> None:
    if answering.position not in POSITIONS:
        raise InvalidInputError({"position": "Choose what the partner says."})
    if not row.on <= answering.received_on <= today:
        raise InvalidInputError(
            {
                "received_on": f"Give a day from {row.on.isoformat()}, when the pack was "
                f"entered, to {today.isoformat()}."
            }
        )
