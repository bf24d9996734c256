"""Conflicts of interest as people declared them: who may not act on which case."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from licet.review import NotIndependentError
from licet.web.casework.models import Case, InterestDeclared

_CONFLICT = (
    "A conflict of interest is declared for this person and this case. "
    "Choose somebody else, or have the declaration ended by a manager."
)


def _open() -> QuerySet[InterestDeclared]:
    return InterestDeclared.objects.filter(end__isnull=True)


def bound(case: Case, people: Iterable[object]) -> frozenset[str]:
    """Those of some people who declared an interest in a case or its exporter, in one query."""
    touched = Q(case=case) | Q(organisation=case.organisation_id)
    rows = _open().filter(touched, person__in=[str(one) for one in people])
    return frozenset(str(one) for one in rows.values_list("person", flat=True))


def require_disinterested(case: Case, person: UUID | str) -> None:
    """Refuse an act of somebody who declared an interest in the case or its exporter.

    Raises:
        NotIndependentError: They did, and nobody ended it.
    """
    if bound(case, [person]):
        raise NotIndependentError(_CONFLICT)


def require_disinterested_in(organisation: UUID, person: str) -> None:
    """Refuse an act of somebody who declared an interest in an organisation.

    Raises:
        NotIndependentError: They did, and nobody ended it.
    """
    rows = _open().filter(organisation=organisation, person=UUID(person))
    if rows.exists():
        raise NotIndependentError(_CONFLICT)
