"""Whether an agreement lets something go to somebody on a day: deny by default, with every reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AgreementStanding(StrEnum):
    """Where an agreement stands on a day."""

    NOT_APPROVED = "not_approved"
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerms:
    """An agreement on the sharing of information.

    Attributes:
        party: To whom: a panel or a partner, by code.
        purposes: For what.
        classes: Which data.
        first: First day.
        last: Last day, included.
        approved: Whether a second person approved the text that was signed.
        suspended: Whether it is suspended now.
        ended_on: The day on which it was ended early, the first without it.
    """

    number: str
    party: str
    purposes: frozenset[str]
    classes: frozenset[str]
    first: date
    last: date
    approved: bool
    suspended: bool = False
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementGap:
    """Why an agreement does not cover a disclosure.

    Attributes:
        code: ``party``, ``standing``, ``purpose`` or ``class``, for machines.
        words: What is missing, and what would mend it.
    """

    code: str
    words: str


_STANDINGS = {
    AgreementStanding.NOT_APPROVED: "is not approved by a second person yet",
    AgreementStanding.TO_COME: "begins only on {first}",
    AgreementStanding.SUSPENDED: "is suspended",
    AgreementStanding.OVER: "is over since its last day, {last}",
}


def agreement_standing(terms: AgreementTerms, *, on: date) -> AgreementStanding:
    """Where an agreement stands on a legal day; its first and last days count."""
    if not terms.approved:
        return AgreementStanding.NOT_APPROVED
    if terms.ended_on is not None and on >= terms.ended_on:
        return AgreementStanding.OVER
    if on > terms.last:
        return AgreementStanding.OVER
    if on < terms.first:
        return AgreementStanding.TO_COME
    return (
        AgreementStanding.SUSPENDED if terms.suspended else AgreementStanding.IN_FORCE
    )


def agreement_gaps(
    terms: AgreementTerms,
    *,
    party: str,
    purpose: str,
    classes: Iterable[str],
    on: date,
) -> tuple[AgreementGap, ...]:
    """Everything for which an agreement does not cover a disclosure.

    Args:
        terms: The agreement.
        party: To whom something is to go.
        purpose: For what.
        classes: Which data are in it.
        on: The legal day.

    Returns:
        The gaps; an empty tuple is the only way through.
    """
    found = []
    if party != terms.party:
        words = f"{terms.number} is with {terms.party}, not with {party}."
        found.append(AgreementGap(code="party", words=words))
    standing = agreement_standing(terms, on=on)
    if standing is not AgreementStanding.IN_FORCE:
        last = terms.last if terms.ended_on is None else min(terms.last, terms.ended_on)
        words = _STANDINGS[standing].format(first=terms.first, last=last)
        found.append(AgreementGap(code="standing", words=f"{terms.number} {words}."))
    if purpose not in terms.purposes:
        words = (
            f"{terms.number} does not cover the purpose {purpose or 'nobody named'}."
        )
        found.append(AgreementGap(code="purpose", words=words))
    found += [
        AgreementGap(
            code="class", words=f"{terms.number} does not cover the data class {one}."
        )
        for one in sorted(set(classes) - terms.classes)
    ]
    return tuple(found)
