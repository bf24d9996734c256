"""Who has standing in a referral to a panel, and whose estimate and vote count in it."""

from datetime import date

from licet.web.casework.errors import NotAllowedError, NotFoundError
from licet.web.casework.models import (
    PanelDeclaration,
    PanelOpinionGiven,
    PanelReferral,
)
from licet.web.casework.panels.rules import require_seat, seats_on, vetted
from licet.web.casework.rights.policy import Actor
from licet.web.casework.rights.standing import require_content, visible_cases


def is_given(row: PanelReferral) -> bool:
    """Whether the panel has given an opinion on a referral."""
    return PanelOpinionGiven.objects.filter(opinion__referral=row).exists()


def declaration_of(row: PanelReferral, person: str) -> PanelDeclaration | None:
    """What somebody declared on a referral."""
    return PanelDeclaration.objects.filter(referral=row, person_id=person).first()


def require_declared(row: PanelReferral, by: Actor) -> None:
    """Refuse whoever has not declared, or has declared a conflict.

    Raises:
        NotAllowedError: Says which.
    """
    said = declaration_of(row, by.id)
    if said is None:
        raise NotAllowedError(
            "Declare first whether you have a conflict of interest; nothing is shown before."
        )
    if said.conflict:
        raise NotAllowedError(
            "You declared a conflict of interest, so you take no part in this referral."
        )


def _seated(row: PanelReferral, day: date) -> frozenset[str]:
    seats = seats_on(day).filter(panel=row.panel)
    return frozenset(str(one.person_id) for one in seats if vetted(one, day))


def _declared(row: PanelReferral, *, conflict: bool) -> frozenset[str]:
    found = PanelDeclaration.objects.filter(referral=row, conflict=conflict)
    return frozenset(map(str, found.values_list("person_id", flat=True)))


def taking_part(row: PanelReferral, day: date) -> frozenset[str]:
    """Whose vote counts: seated and vetted that day, declared, without a conflict."""
    return _seated(row, day) & _declared(row, conflict=False)


def awaited(row: PanelReferral, day: date) -> frozenset[str]:
    """Whose estimate is awaited: seated and vetted that day, without a declared conflict."""
    return _seated(row, day) - _declared(row, conflict=True)


def visible_referral(by: Actor, number: str) -> PanelReferral:
    """A referral that somebody of the authority or of its panel may know of.

    Raises:
        NotFoundError: There is none for this person.
    """
    row = (
        PanelReferral.objects.filter(number=number)
        .select_related("case__erasure", "shared__agreement", "by")
        .first()
    )
    if row is None:
        raise NotFoundError("referral")
    if "panel_member" in by.roles:
        require_seat(by, row)
    elif row.case_id and not visible_cases(by).filter(pk=row.case_id).exists():
        raise NotFoundError("referral")
    if row.case:
        require_content(row.case)
    return row
