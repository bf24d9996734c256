"""From stored people to actors; hierarchy and delegations as the engines want them."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from licet.decision import Delegation
from licet.kernel import Interval
from licet.review import Hierarchy
from licet.web.casework.models import (
    ApiToken,
    DelegationRow,
    Mandate,
    Membership,
    Person,
    Post,
    Team,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import ANONYMOUS, Actor, MandateHeld
from licet.web.casework.views import PersonView, TeamView


def _on(day: date) -> Q:
    return Q(first__lte=day) & (Q(last__isnull=True) | Q(last__gte=day))


def actor_of_user(user: AbstractBaseUser) -> Actor:
    """The actor behind whoever is signed in; nobody but our own people can be."""
    return actor_of_person(user) if isinstance(user, Person) else ANONYMOUS


def actor_of_person(person: Person) -> Actor:
    """The actor behind a person, from the posts and memberships of the legal day.

    Args:
        person: A stored, active person.

    Returns:
        Their actor. Somebody without a post acts as an exporter, for the organisations of
        which they are a member.
    """
    today = legal_day(now())
    posts = list(Post.objects.filter(_on(today), person=person).select_related("team"))
    members = list(
        Membership.objects.filter(_on(today), person=person).select_related(
            "organisation"
        )
    )
    roles = frozenset(post.role for post in posts) or frozenset({"exporter"})
    own = frozenset(str(row.organisation_id) for row in members)
    return Actor(
        id=str(person.pk),
        name=str(person),
        roles=roles,
        teams=frozenset(post.team.code for post in posts),
        organisations=own,
        organisation_names=tuple(sorted(row.organisation.name for row in members)),
        clearance=person.clearance,
        member_roles=tuple(
            sorted((str(row.organisation_id), row.role) for row in members)
        ),
        mandates=_mandates(own, today) if own and not posts else (),
    )


def _mandates(agents: frozenset[str], day: date) -> tuple[MandateHeld, ...]:
    """The mandates that organisations hold on a day."""
    rows = Mandate.objects.filter(
        agent__in=[UUID(one) for one in agents],
        ended_at__isnull=True,
        first__lte=day,
        last__gte=day,
    ).select_related("principal")
    return tuple(
        MandateHeld(
            id=str(row.pk),
            number=row.number,
            principal=str(row.principal_id),
            principal_name=row.principal.name,
            agent=str(row.agent_id),
            rights=frozenset(row.rights),
            own_cases=row.cases != "all",
            countries=frozenset(row.countries),
        )
        for row in rows.order_by("number")
    )


def token_digest(raw: str) -> str:
    """What is stored of a token: 256 random bits need no salt."""
    return hashlib.sha256(raw.encode()).hexdigest()


def actor_of_token(raw: str, *, at: datetime | None = None) -> Actor:
    """The actor behind an API token, limited to the token's scopes.

    Args:
        raw: The token as sent.
        at: The moment; now when absent.

    Returns:
        The actor; ``ANONYMOUS`` for a token that is unknown, ended or revoked.
    """
    row = (
        ApiToken.objects.filter(
            digest=token_digest(raw),
            revoked_at__isnull=True,
            expires_at__gt=at or now(),
            person__is_active=True,
        )
        .select_related("person")
        .first()
    )
    if row is None:
        return ANONYMOUS
    return replace(actor_of_person(row.person), scopes=frozenset(row.scopes))


def posts_on(day: date) -> QuerySet[Post]:
    """All posts held on a day."""
    return Post.objects.filter(_on(day)).select_related("person", "team", "reports_to")


def hierarchy_on(day: date) -> Hierarchy:
    """Who reports to whom on a day, from the posts."""
    superior = {
        str(post.person_id): str(post.reports_to.person_id)
        for post in posts_on(day)
        if post.reports_to is not None
    }
    return Hierarchy(superior_of=superior)


def delegations() -> tuple[Delegation, ...]:
    """The register of delegations, in its order."""
    return tuple(
        Delegation(
            holder=str(row.holder_id),
            acts=frozenset(row.acts),
            highest_tier=row.highest_tier,
            days=Interval(first=row.first, last=row.last),
            instrument=row.instrument,
            regimes=frozenset(row.regimes),
            kinds=frozenset(row.kinds),
            highest_value=row.highest_value,
            currency=row.currency,
        )
        for row in DelegationRow.objects.order_by("pk")
    )


def person_view(person: Person | None) -> PersonView | None:
    """A person as others on the case see them."""
    if person is None:
        return None
    return PersonView(id=str(person.pk), name=str(person))


def team_view(team: Team) -> TeamView:
    """A team as faces see it."""
    return TeamView(code=team.code, name=team.name, kind=team.kind)


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Names of people by id."""
    return {str(p.pk): str(p) for p in Person.objects.filter(pk__in=list(ids))}
