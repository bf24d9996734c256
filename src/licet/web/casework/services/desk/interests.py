"""Conflicts of interest: declared by whoever has one, ended by a manager, respected by every act."""

from django.db import transaction

from licet.web.casework.acts.acting import refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    InvalidInputError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.models import (
    Case,
    InterestDeclared,
    InterestEnded,
    Organisation,
)
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.desk.interests import interest_view, own_interests
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import InterestView


def declare_interest(
    *, by: Actor, reasons: str, case: str = "", organisation: str = ""
) -> tuple[InterestView, ...]:
    """Declare that one should not act on a case, or on any case of an exporter.

    Args:
        by: Whose interest it is; nobody declares another's.
        reasons: What it is.
        case: Number of the case; or
        organisation: id of the exporter.

    Returns:
        Everything this person has declared.

    Raises:
        InvalidInputError: No reasons, or neither or both of case and exporter.
        NotFoundError: No such case or exporter for this person.
    """
    words = required_text("reasons", reasons, "Say what the interest is.")
    with refusals("declare_interest", by, []):
        require(by, "declare_interest")
    if bool(case) == bool(organisation):
        raise InvalidInputError({"case": "Name a case or an exporter, one of them."})
    with transaction.atomic():
        found, body = _concerned(by, case, organisation)
        at = now()
        row = InterestDeclared.objects.create(
            person_id=by.id, case=found, organisation=body, reasons=words, at=at
        )
        record_event(
            kind="declare_interest",
            case=str(found.pk) if found else None,
            actor=actor_ref(by),
            payload={
                "interest": row.pk,
                "case": case,
                "organisation": organisation,
                "reasons": words if found else "",
            },
            at=at,
        )
    return own_interests(viewer=by)


def _concerned(
    by: Actor, case: str, organisation: str
) -> tuple[Case | None, Organisation | None]:
    """The case or the exporter that an interest is about."""
    found = visible_cases(by).filter(number=case).first() if case else None
    body = (
        Organisation.objects.filter(pk=as_id(organisation)).first()
        if organisation
        else None
    )
    if found is None and body is None:
        raise NotFoundError("case" if case else "exporter")
    return found, body


def end_interest(*, by: Actor, interest: int, reasons: str) -> InterestView:
    """Record that a declared interest is over.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such declaration.
        NotIndependentActError: One's own.
        WrongStateError: It is over already.
    """
    words = required_text("reasons", reasons, "Say why it is over.")
    with refusals("end_interest", by, []), transaction.atomic():
        require(by, "end_interest")
        row = (
            InterestDeclared.objects.select_for_update(of=("self",))
            .filter(pk=interest)
            .first()
        )
        if row is None:
            raise NotFoundError("declaration")
        if str(row.person_id) == by.id:
            raise NotIndependentActError("Nobody ends their own declaration.")
        if InterestEnded.objects.filter(declared=row).exists():
            raise WrongStateError("This declaration is over already.")
        at = now()
        InterestEnded.objects.create(declared=row, reasons=words, by_id=by.id, at=at)
        record_event(
            kind="end_interest",
            case=str(row.case_id) if row.case_id else None,
            actor=actor_ref(by),
            payload={"interest": row.pk, "reasons": words if row.case_id else ""},
            at=at,
        )
    return interest_view(
        InterestDeclared.objects.select_related(
            "person", "case", "organisation", "end__by"
        ).get(pk=interest)
    )
