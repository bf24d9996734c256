"""Several cases given to an officer at once: each an act of its own, each told what became of it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import CaseworkError, InvalidInputError
from licet.web.casework.models import SavedFilter
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.desk.queues import saved_filters
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.services.desk.desk import assign_case
from licet.web.casework.views import AssignedView, SavedFilterView

MOST = 100
FIELDS = frozenset({"state", "text", "band", "team", "officer"})


def assign_cases(
    *, by: Actor, cases: Iterable[tuple[str, int | None]], officer: str
) -> tuple[AssignedView, ...]:
    """Give cases to an officer; one that cannot be given stops none of the others.

    Args:
        by: The manager.
        cases: Number and version seen, one each.
        officer: Id of the officer.

    Returns:
        For every case whether it was given, and why not.

    Raises:
        InvalidInputError: No case, or more than a hundred.
        NotAllowedError: The person assigns no cases.
    """
    require(by, "assign_cases")
    wanted = list(dict(cases).items())
    if not 0 < len(wanted) <= MOST:
        raise InvalidInputError({"cases": f"Choose from 1 to {MOST} cases."})
    found = []
    for number, version in wanted:
        try:
            assign_case(by=by, case=number, officer=officer, version=version)
        except CaseworkError as error:
            found.append(AssignedView(case=number, done=False, words=str(error)))
        else:
            found.append(AssignedView(case=number, done=True, words=""))
    return tuple(found)


def save_filter(
    *, by: Actor, name: str, query: dict[str, Any]
) -> tuple[SavedFilterView, ...]:
    """Keep a search of the queue under a name; the same name replaces it.

    Raises:
        InvalidInputError: No name, or nothing that is searched for.
    """
    words = required_text("name", name, "Give the search a name.")[:60]
    require(by, "save_filter")
    kept = {key: str(value)[:100] for key, value in query.items() if value}
    if not kept or set(kept) - FIELDS:
        raise InvalidInputError(
            {"name": f"Search for something first, by {', '.join(sorted(FIELDS))}."}
        )
    with transaction.atomic():
        SavedFilter.objects.update_or_create(
            person_id=by.id, name=words, defaults={"query": kept}
        )
    return saved_filters(viewer=by)


def forget_filter(*, by: Actor, saved: int) -> tuple[SavedFilterView, ...]:
    """Keep a search no longer."""
    require(by, "save_filter")
    SavedFilter.objects.filter(person=as_id(by.id), pk=saved).delete()
    return saved_filters(viewer=by)
