"""Tokens for programs: shown once, stored as a digest, limited by scope and time."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction

from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import ApiToken, Person
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.people import token_digest
from licet.web.casework.rights.policy import Actor, require

SCOPES: Final = {
    "determine": "Ask for determinations",
    "screen": "Screen names against the lists",
    "apply": "Write and submit applications, answer questions, report use, appeal",
    "read": "Read applications, cases and licences",
    "work": "Act as an officer, agency or reviewer, within the person's roles",
}
LONGEST_DAYS = 365


def issue_token(*, by: Actor, name: str, scopes: tuple[str, ...], days: int) -> str:
    """Make a token of the acting person.

    Args:
        by: Whose token it is; it can never do more than they.
        name: What it is for.
        scopes: What it may do.
        days: How many days it lasts, at most a year.

    Returns:
        The token. It cannot be shown again.

    Raises:
        InvalidInputError: No name, an unknown scope, or too many days.
    """
    require(by, "issue_token")
    return make_token(person=by.id, name=name, scopes=scopes, days=days, by=by)


def make_token(
    *, person: str, name: str, scopes: tuple[str, ...], days: int, by: Actor
) -> str:
    """Make a token for a person; for the operator's command and ``issue_token``.

    Raises:
        InvalidInputError: No name, an unknown scope, or too many days.
    """
    if not name.strip():
        raise InvalidInputError({"name": "Say what the token is for."})
    strange = [scope for scope in scopes if scope not in SCOPES]
    if strange or not scopes:
        raise InvalidInputError({"scopes": f"Choose from: {', '.join(SCOPES)}."})
    if not 1 <= days <= LONGEST_DAYS:
        raise InvalidInputError({"days": f"From 1 to {LONGEST_DAYS} days."})
    raw, at = secrets.token_urlsafe(32), now()
    with transaction.atomic():
        row = ApiToken.objects.create(
            person_id=person,
            digest=token_digest(raw),
            name=name[:100],
            scopes=list(scopes),
            made_at=at,
            expires_at=at + timedelta(days=days),
        )
        record_event(
            kind="issue_token",
            case=None,
            actor=actor_ref(by),
            payload={
                "token": row.pk,
                "person": str(person),
                "scopes": list(scopes),
                "days": days,
            },
            at=at,
        )
    return raw


def revoke_token(*, by: Actor, token: int) -> None:
    """End one of the acting person's tokens at once.

    Raises:
        NotFoundError: They have no such token.
    """
    require(by, "issue_token")
    at = now()
    with transaction.atomic():
        found = ApiToken.objects.select_for_update().filter(
            pk=token, person_id=by.id, revoked_at__isnull=True
        )
        if not found.update(revoked_at=at):
            raise NotFoundError("token")
        record_event(
            kind="revoke_token",
            case=None,
            actor=actor_ref(by),
            payload={"token": token},
            at=at,
        )


def person_by_email(email: str) -> str:
    """The id of an active person, for the operator's command.

    Raises:
        NotFoundError: Nobody signs in with this address.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise NotFoundError("person")
    return str(person.pk)
