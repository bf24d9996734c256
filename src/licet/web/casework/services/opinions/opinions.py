"""Opinions before an application: asked for, worked, signed by a second person, issued, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from licet.facts import read_transaction
from licet.kernel import InputError
from licet.review import (
    require_second_person,
)
from licet.web.casework.acts.acting import (
    next_number,
    promise,
)
from licet.web.casework.acts.opinion_acting import OpinionAct, enter, opinion_act
from licet.web.casework.acts.words import required_text
from licet.web.casework.application.facts import exact
from licet.web.casework.casefile.casefile import NO_LICENCE
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.later import opinion_letter_later
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import Opinion
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.rights.member_rights import require_member
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.selectors.opinions.opinions import kinds
from licet.web.casework.selectors.opinions.opinions import opinion as opinion_page
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.services.applying.self_checks import read_self_check
from licet.web.casework.views import Json, OpinionView


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRequest:
    """What an exporter asks.

    Attributes:
        kind: ``classification_opinion``, ``advance_ruling`` or ``no_licence_required``.
        facts: Value by path, as stated.
        self_check: The text of a saved self-check, whose answers then are the facts; empty
            when there is none.
    """

    organisation: str
    kind: str
    title: str
    question: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    self_check: str = ""


def _tell(act: OpinionAct, subject: str) -> None:
    opinion = act.opinion
    promise(
        "notice",
        f"{act.name}:{opinion.pk}:{opinion.version}",
        act.at,
        {"to": opinion.applicant.email, "subject": subject, "case": opinion.number},
    )


def _facts(asked: OpinionRequest) -> tuple[dict[str, Any], str]:
    facts, check = read_self_check(asked.self_check) if asked.self_check else ({}, "")
    facts |= {
        path: value for path, value in asked.facts.items() if value not in ("", None)
    }
    if not facts:
        raise InvalidInputError(
            {
                "facts": "State the facts on which we shall answer, or add a saved self-check."
            }
        )
    try:
        read_transaction(facts)
    except InputError as error:
        raise InvalidInputError({"facts": str(error)}) from error
    return facts, check


def _determined(facts: Json, profile: str, on: date) -> dict[str, Any]:
    try:
        return dict(ports().determiner.determine(facts, profile, on=on, item=0))
    except InputError as error:
        raise InvalidInputError({"facts": str(error)}) from error


def request_opinion(*, by: Actor, asked: OpinionRequest) -> OpinionView:
    """Ask for an opinion on facts.

    Raises:
        NotFoundError: The person does not act for the organisation.
        InvalidInputError: A kind the regime does not have, no title, no or wrong facts.
    """
    require(by, "request_opinion")
    if asked.organisation not in by.organisations:
        raise NotFoundError("organisation")
    require_member(by, "request_opinion", asked.organisation)
    if asked.kind not in kinds():
        raise InvalidInputError({"kind": "Choose one of the kinds of opinion."})
    title = required_text("title", asked.title, "Say in a few words what it is about.")
    facts, check = _facts(asked)
    at = now()
    found = _determined(facts, settings.LICET_PROFILE, legal_day(at))
    with transaction.atomic():
        year = legal_day(at).year
        counted = next_number(f"opinion-{year}")
        row = Opinion.objects.create(
            number=f"{settings.LICET_AUTHORITY_SHORT}-O-{year}-{counted:05d}",
            kind=asked.kind,
            title=title[:300],
            question=asked.question.strip(),
            organisation_id=asked.organisation,
            applicant_id=by.id,
            profile=settings.LICET_PROFILE,
            state="requested",
            version=1,
            facts=facts,
            self_check=check,
            on=legal_day(at),
            determination=found,
            requested_at=at,
        )
        act = OpinionAct(name="request_opinion", by=by, at=at, opinion=row)
        act.payload = {"kind": row.kind, "facts": exact(facts), "self_check": check}
        enter(act)
    return opinion_page(viewer=by, number=row.number)


def take_opinion(*, by: Actor, number: str, version: int | None) -> OpinionView:
    """Take a request; its officer is who took it."""
    with opinion_act("take_opinion", by=by, number=number, version=version) as act:
        act.opinion.officer_id = as_id(by.id)
    return opinion_page(viewer=by, number=number)


def draft_opinion(  # an opinion is an answer, an entry and its reasons
    *,
    by: Actor,
    number: str,
    answer: str,
    reasons: str,
    entry: str = "",
    version: int | None,
) -> OpinionView:
    """Write the answer, on the facts as stated and the law of today.

    Args:
        by: The officer.
        number: The opinion.
        answer: The answer in one sentence, as the letter gives it.
        reasons: Why.
        entry: The entry, for a classification; empty when the item is not listed.
        version: The version that the officer saw.

    Raises:
        InvalidInputError: No answer, no reasons, an entry the list does not have, or a
            letter that no licence is required where the law says otherwise.
    """
    words = required_text("answer", answer, "Write the answer in one sentence.")
    why = required_text("reasons", reasons, "Give the reasons.")
    with opinion_act("draft_opinion", by=by, number=number, version=version) as act:
        row = act.opinion
        if entry and entry not in package_of(row.profile).entries:
            raise InvalidInputError({"entry": f"The list has no entry {entry!r}."})
        row.on = legal_day(act.at)
        row.determination = _determined(row.facts, row.profile, row.on)
        _require_tenable(row)
        row.answer, row.entry, row.reasons = words, entry, why
        row.drafters = sorted({*row.drafters, by.id})
        act.payload = {
            "answer": words,
            "entry": entry,
            "determination": row.determination["digest"],
            "why": why,
        }
    return opinion_page(viewer=by, number=number)


def _require_tenable(row: Opinion) -> None:
    """No letter says that no licence is required where the law does not say so."""
    outcome = row.determination["outcome"]
    if row.kind == "no_licence_required" and outcome not in NO_LICENCE:
        raise InvalidInputError(
            {
                "answer": "On these facts the law does not say that no licence is required "
                f"(it says: {outcome.replace('_', ' ')}). Ask the exporter for what is open."
            }
        )


def send_opinion(*, by: Actor, number: str, version: int | None) -> OpinionView:
    """Send the draft to the second signature.

    Raises:
        InvalidInputError: There is no draft.
    """
    with opinion_act("send_opinion", by=by, number=number, version=version) as act:
        if not act.opinion.answer:
            raise InvalidInputError({"answer": "Draft the answer first."})
    return opinion_page(viewer=by, number=number)


def return_opinion(
    *, by: Actor, number: str, reasons: str, version: int | None
) -> OpinionView:
    """Give the draft back with the reasons.

    Raises:
        InvalidInputError: No reasons.
    """
    why = required_text("reasons", reasons, "Say what must change.")
    with opinion_act("return_opinion", by=by, number=number, version=version) as act:
        require_second_person(by.id, drafters=frozenset(act.opinion.drafters))
        act.reasons = why
    return opinion_page(viewer=by, number=number)


def issue_opinion(*, by: Actor, number: str, version: int | None) -> OpinionView:
    """Sign as the second person: the authority is bound, and the letter is made.

    Raises:
        NotIndependentActError: The signer drafted it.
        InvalidInputError: The law says something else today than when it was drafted.
    """
    with opinion_act("issue_opinion", by=by, number=number, version=version) as act:
        row = act.opinion
        require_second_person(by.id, drafters=frozenset(row.drafters))
        first = legal_day(act.at)
        today = _determined(row.facts, row.profile, first)
        if _told(today) != _told(row.determination):
            raise InvalidInputError(
                {"version": "The law has changed since the draft. Give it back."}
            )
        years = kinds(row.profile)[row.kind].validity_years
        row.signer_id = as_id(by.id)
        row.issued_at = act.at
        row.valid_until = last_day(first, years)
        act.payload = {
            "answer": row.answer,
            "entry": row.entry,
            "valid_until": row.valid_until,
            "determination": row.determination["digest"],
        }
        opinion_letter_later(row)
        _tell(act, "Your opinion has been issued")
    return opinion_page(viewer=by, number=number)


def _told(found: Json) -> tuple[object, ...]:
    """What an opinion rests on in a determination, whatever the day."""
    fired = tuple(one["id"] for one in found["rules"] if one["fired"])
    entries = tuple(one["entry"] for one in found["classification"])
    return (found["outcome"], entries, fired, found["regime_version"])


def last_day(first: date, years: int) -> date:
    """The last day of so many years from a day; 29 February ends on 28 February."""
    day = min(first.day, 28) if (first.month, first.day) == (2, 29) else first.day
    return date(first.year + years, first.month, day)


def withdraw_opinion(*, by: Actor, number: str, version: int | None) -> OpinionView:
    """Take the request back before it is answered."""
    with opinion_act("withdraw_opinion", by=by, number=number, version=version) as act:
        act.opinion.ended_at = act.at
    return opinion_page(viewer=by, number=number)


def revoke_opinion(
    *, by: Actor, number: str, reasons: str, version: int | None
) -> OpinionView:
    """Revoke an opinion for the future; what was done under it before stands.

    Raises:
        InvalidInputError: No reasons.
    """
    why = required_text("reasons", reasons, "Say why it can stand no longer.")
    with opinion_act("revoke_opinion", by=by, number=number, version=version) as act:
        act.opinion.ended_at, act.opinion.ended_because = act.at, why
        act.reasons = why
        _tell(act, "Your opinion has been revoked for the future")
    return opinion_page(viewer=by, number=number)


def expire_opinions() -> int:
    """End opinions whose last day is over; a daily job.

    Returns:
        How many expired.
    """
    over = Opinion.objects.filter(state="issued", valid_until__lt=legal_day(now()))
    numbers = list(over.order_by("number").values_list("number", flat=True))
    for number in numbers:
        with opinion_act(
            "expire_opinion", by=SYSTEM, number=number, version=None
        ) as act:
            act.opinion.ended_at = act.at
    return len(numbers)
