"""Bearer tokens: who acts, and what the token may do."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from licet.web.casework.access import Actor
from licet.web.casework.rights.people import actor_of_token


class Token(HttpBearer):
    """A bearer token with one of the scopes asked for.

    Attributes:
        scopes: Any of these is enough.
    """

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor behind the token, or nobody when it lacks the scope or has ended."""
        actor = actor_of_token(token)
        if actor.is_public or not (actor.scopes or frozenset()) & self.scopes:
            return None
        request.actor = actor  # type: ignore[attr-defined]  # what every view of ours reads
        return actor


def actor(request: HttpRequest) -> Actor:
    """Who acts, as the token said."""
    found: Actor = request.actor  # type: ignore[attr-defined]  # set by ``Token``
    return found
