"""Mandates: one organisation lets another act for it, within bounds and dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from licet.kernel import InputError, require_territory
from licet.web.casework.acts.acting import next_number
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Mandate, Organisation
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.member_rights import MANDATE_RIGHTS
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.people.organisations import body_for, mandate_view
from licet.web.casework.services.people.organisations import enter
from licet.web.casework.views.organisations import MandateView

LONGEST_MANDATE = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateTerms:
    """What a mandate allows.

    Attributes:
        registration: Number of the agent in its register: no list of organisations is shown.
        country: Where the agent is established.
        rights: Some of ``prepare``, ``submit``, ``use``.
        first: First day.
        last: Last day, at most three years later.
        all_cases: Whether cases that the agent did not begin are covered as well.
        countries: Destinations to which it is limited; empty for any.
    """

    registration: str
    country: str
    rights: tuple[str, ...]
    first: date
    last: date
    all_cases: bool = False
    countries: tuple[str, ...] = ()


def give_mandate(*, by: Actor, organisation: str, terms: MandateTerms) -> MandateView:
    """Let another organisation act for one's own, within bounds and dates.

    Raises:
        NotAllowedError: The person is no administrator of the principal.
        InvalidInputError: No such agent, no right, or days out of order.
    """
    body = body_for(by, organisation, "give_mandate")
    agent = _agent(body, terms)
    if problems := _problems(terms):
        raise InvalidInputError(problems)
    at = now()
    with transaction.atomic():
        year = legal_day(at).year
        counted = next_number(f"mandate-{year}")
        row = Mandate.objects.create(
            number=f"{settings.LICET_AUTHORITY_SHORT}-M-{year}-{counted:05d}",
            principal=body,
            agent=agent,
            rights=[one for one in MANDATE_RIGHTS if one in terms.rights],
            cases="all" if terms.all_cases else "own",
            countries=sorted(set(terms.countries)),
            first=terms.first,
            last=terms.last,
            made_by_id=by.id,
            made_at=at,
        )
        enter(by, "give_mandate", **_mandate_facts(row))
    return mandate_view(row)


def _mandate_facts(row: Mandate) -> dict[str, Any]:
    return {
        "mandate": row.number,
        "principal": str(row.principal_id),
        "agent": str(row.agent_id),
        "rights": row.rights,
        "cases": row.cases,
        "countries": row.countries,
        "first": row.first,
        "last": row.last,
    }


def _agent(body: Organisation, terms: MandateTerms) -> Organisation:
    number = terms.registration.strip()
    found = Organisation.objects.filter(
        registration__iexact=number, country=terms.country
    ).exclude(pk=body.pk)
    agent = found.order_by("made_at").first() if number else None
    if agent is None:
        raise InvalidInputError(
            {
                "registration": _(
                    "No organisation with this number and country is entered here. The agent enters itself first, then give its number exactly."
                )
            }
        )
    return agent


def _problems(terms: MandateTerms) -> dict[str, str]:
    found: dict[str, str] = {}
    if not terms.rights or set(terms.rights) - set(MANDATE_RIGHTS):
        found["rights"] = _("Choose at least one thing that the agent may do.")
    if terms.last < max(terms.first, legal_day(now())):
        found["last"] = _(
            "The last day must not lie before the first, or before today."
        )
    elif terms.last - terms.first > LONGEST_MANDATE:
        found["last"] = _(
            "A mandate lasts three years at most. Give an earlier last day."
        )
    for code in terms.countries:
        try:
            require_territory(code)
        except InputError as error:
            found["countries"] = str(error)
    return found


def end_mandate(*, by: Actor, number: str, reasons: str) -> MandateView:
    """End a mandate at once: the principal at any time, and the agent for its part.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such mandate of an organisation of the person.
        WrongStateError: It has ended already.
    """
    words = required_text("reasons", reasons, _("Say why the mandate ends."))
    require(by, "end_mandate")
    with transaction.atomic():
        row = (
            Mandate.objects.select_for_update(of=("self",))
            .select_related("principal", "agent")
            .filter(number=number)
            .first()
        )
        sides = () if row is None else (str(row.principal_id), str(row.agent_id))
        side = next((one for one in sides if one in by.organisations), "")
        if row is None or not side:
            raise NotFoundError("mandate")
        body_for(by, side, "end_mandate")
        if row.ended_at is not None:
            raise WrongStateError(_("This mandate has ended already."))
        row.ended_at, row.ended_by, row.end_reasons = now(), by.name, words
        row.save(update_fields=["ended_at", "ended_by", "end_reasons"])
        enter(by, "end_mandate", mandate=row.number, reasons=words, side=side)
    return mandate_view(row)
