"""Any act of the transition table by its name: for programs that offer them all in one form.

The name of an act is the name of the service that performs it, so the table itself says what
there is. The service asks the same access decision and writes the same entry as on a screen.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from licet.review import machines
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import Person
from licet.web.casework.rights.people import actor_of_person
from licet.web.casework.rights.policy import POLICY, STAFF_ROLES, Actor
from licet.web.casework.services.appeals import appeal_hearing, appeal_ruling, appeals
from licet.web.casework.services.decision import decisions, hearing
from licet.web.casework.services.desk import (
    desk,
    information_requests,
    referring,
    urgency,
    withheld,
)
from licet.web.casework.services.findings import classification, findings
from licet.web.casework.services.licences import licences
from licet.web.casework.services.opinions import opinions
from licet.web.casework.services.panels import panel_referrals
from licet.web.casework.services.review import (
    condition_changes,
    consultations,
    escalations,
)
from licet.web.casework.services.screening import adjudication

Service = Callable[..., Any]
_MODULES = (
    adjudication,
    appeals,
    consultations,
    decisions,
    desk,
    findings,
    hearing,
    information_requests,
    licences,
    referring,
    urgency,
    escalations,
    condition_changes,
    withheld,
    appeal_hearing,
    appeal_ruling,
    classification,
    opinions,
    panel_referrals,
)
_SUBJECTS = ("case", "licence", "appeal", "number")
_GIVEN_BY_US = frozenset({"by", *_SUBJECTS})
# Not by name and values: a file is laid before a reviewer by a command of its own.
_OTHERWISE = frozenset({"lay_appeal_document"})


@cache
def acts() -> Mapping[str, Service]:
    """Every act of the table that somebody of the staff can do, with its service."""
    found: dict[str, Service] = {}
    for machine in machines().values():
        for name in machine.transitions:
            service = next(
                (getattr(one, name) for one in _MODULES if hasattr(one, name)), None
            )
            if service is not None and POLICY[name] & STAFF_ROLES and _by_name(service):
                found[name] = service
    return found


def _by_name(service: Service) -> bool:
    """Whether a person does it and values say all of it; some follow from other acts."""
    by_person = "by" in inspect.signature(service).parameters
    return by_person and service.__name__ not in _OTHERWISE


def needs(act: str) -> tuple[str, ...]:
    """What must be said for an act, besides the thing that it concerns.

    Raises:
        InvalidInputError: There is no such act.
    """
    return tuple(
        name
        for name, one in inspect.signature(_service(act)).parameters.items()
        if name not in {*_GIVEN_BY_US, "version"} and one.default is one.empty
    )


def _service(act: str) -> Service:
    service = acts().get(act)
    if service is None:
        known = ", ".join(sorted(acts()))
        raise InvalidInputError({"act": f"There is no act {act!r}. Acts: {known}."})
    return service


def perform(act: str, *, by: Actor, subject: str, said: Mapping[str, Any]) -> Any:  # noqa: ANN401  # each act answers with the record of its kind
    """Do an act by its name.

    Args:
        act: The act, as the transition table names it.
        by: Who does it.
        subject: Number of the case, licence or opinion, or id of the appeal.
        said: What the act needs, as plain JSON values.

    Returns:
        What the service answers: the case, licence, opinion or appeal as this person may see it.

    Raises:
        InvalidInputError: No such act; something missing, unknown or of another form.
        CaseworkError: Whatever the service refuses.
    """
    service = _service(act)
    parameters = inspect.signature(service).parameters
    if strange := sorted(set(said) - (set(parameters) - _GIVEN_BY_US)):
        raise InvalidInputError({strange[0]: f"{act} knows no {strange[0]!r}."})
    if missing := [name for name in needs(act) if name not in said]:
        raise InvalidInputError({missing[0]: f"{act} needs: {', '.join(needs(act))}."})
    about = next(name for name in _SUBJECTS if name in parameters)
    given: dict[str, Any] = {"by": by, about: subject, "version": None}
    return service(**given | _typed(service, said))


def _typed(service: Service, said: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(service)
    found = {}
    for name, value in said.items():
        try:
            found[name] = TypeAdapter(hints[name]).validate_python(value)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in (name, *first["loc"]))
            raise InvalidInputError({name: f"{where}: {first['msg']}."}) from error
    return found


def actor_by_email(email: str) -> Actor:
    """Who signs in with an address, with the roles of today.

    Raises:
        NotFoundError: Nobody active does.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise NotFoundError("person")
    return actor_of_person(person)
