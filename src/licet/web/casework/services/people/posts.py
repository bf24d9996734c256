"""Who works here: accounts, teams, posts and delegations, made by the operator and recorded."""

from datetime import date

from django.db import transaction

from licet.decision import HIGHEST_TIER, DecisionOutcome
from licet.kernel import InputError, require_territory
from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import (
    DelegationRow,
    Membership,
    Organisation,
    Person,
    Post,
    Team,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.people import team_view
from licet.web.casework.rights.policy import STAFF_ROLES, SYSTEM
from licet.web.casework.selectors.parts.parts import organisation_view
from licet.web.casework.views import OrganisationView, TeamView


def _record(what: str, **payload: object) -> None:
    record_event(
        kind=what, case=None, actor=actor_ref(SYSTEM), payload=payload, at=now()
    )


def open_account(*, email: str, name: str, password: str | None) -> str:
    """Open an account.

    Args:
        email: With which the person signs in.
        name: As others on a case see it.
        password: The first password; ``None`` for nobody may sign in yet.

    Returns:
        The id of the person.

    Raises:
        InvalidInputError: Somebody signs in with this address already.
    """
    if Person.objects.filter(email__iexact=email).exists():
        raise InvalidInputError({"email": f"{email} has an account already."})
    with transaction.atomic():
        person = Person.objects.create_user(email=email, password=password, name=name)
        _record("open_account", person=str(person.pk), name=name)
    return str(person.pk)


def found_team(*, code: str, name: str, kind: str, email: str = "") -> TeamView:
    """Found a team; rules of the law refer to it by its code.

    Raises:
        InvalidInputError: The code is taken, or there is no such kind.
    """
    if kind not in Team.KINDS:
        raise InvalidInputError({"kind": f"Choose one of: {', '.join(Team.KINDS)}."})
    if Team.objects.filter(code=code).exists():
        raise InvalidInputError({"code": f"{code} is taken."})
    with transaction.atomic():
        team = Team.objects.create(code=code, name=name, kind=kind, email=email)
        _record("found_team", team=code, name=name, kind=kind)
    return team_view(team)


def give_post(
    *, person: str, team: str, role: str, first: date, reports_to: str = ""
) -> int:
    """Give somebody a role in a team from a day on.

    Args:
        person: Id of the person.
        team: Code of the team.
        role: One of the staff roles.
        first: First day of the post.
        reports_to: Id of the superior, when there is one.

    Returns:
        The number of the post.

    Raises:
        InvalidInputError: No such role.
        NotFoundError: No such team, or the superior holds no post.
    """
    if role not in STAFF_ROLES:
        raise InvalidInputError(
            {"role": f"Choose one of: {', '.join(sorted(STAFF_ROLES))}."}
        )
    found = Team.objects.filter(code=team).first()
    if found is None:
        raise NotFoundError("team")
    above = Post.objects.filter(person_id=reports_to).first() if reports_to else None
    if reports_to and above is None:
        raise NotFoundError("superior")
    with transaction.atomic():
        post = Post.objects.create(
            person_id=person, team=found, role=role, reports_to=above, first=first
        )
        _record(
            "give_post",
            person=person,
            team=team,
            role=role,
            first=first,
            reports_to=reports_to,
        )
    return post.pk


def delegate(
    *,
    holder: str,
    acts: tuple[str, ...],
    highest_tier: int,
    first: date,
    last: date,
    instrument: str,
) -> None:
    """Enter a line into the register of delegations.

    Raises:
        InvalidInputError: An act that cannot be signed, a tier that does not exist, days
            in the wrong order or in the past, or no instrument.
    """
    known = {each.value for each in DecisionOutcome}
    if not acts or set(acts) - known:
        raise InvalidInputError({"acts": f"Choose from: {', '.join(sorted(known))}."})
    if not 1 <= highest_tier <= HIGHEST_TIER or last < first:
        raise InvalidInputError({"last": "A tier from 1 to 4, and days in order."})
    if first < legal_day(now()):
        raise InvalidInputError(
            {"first": "Nobody delegates backwards: the first day is today or later."}
        )
    if not instrument.strip():
        raise InvalidInputError({"instrument": "Name the document that delegates."})
    with transaction.atomic():
        DelegationRow.objects.create(
            holder_id=holder,
            acts=list(acts),
            highest_tier=highest_tier,
            first=first,
            last=last,
            instrument=instrument,
        )
        _record(
            "delegate",
            holder=holder,
            acts=list(acts),
            highest_tier=highest_tier,
            first=first,
            last=last,
            instrument=instrument,
        )


def enter_organisation(
    *, name: str, country: str, registration: str, contacts: tuple[str, ...]
) -> OrganisationView:
    """Enter a body that the authority knows, with those who act for it.

    Raises:
        InvalidInputError: No such country.
    """
    try:
        require_territory(country)
    except InputError as error:
        raise InvalidInputError({"country": str(error)}) from error
    at = now()
    with transaction.atomic():
        body = Organisation.objects.create(
            name=name, country=country, registration=registration, made_at=at
        )
        for person in contacts:
            Membership.objects.create(
                person_id=person, organisation=body, first=legal_day(at)
            )
        _record(
            "enter_organisation",
            organisation=str(body.pk),
            name=name,
            contacts=list(contacts),
        )
    return organisation_view(body)
