"""Who is asking, and whether they may: what the faces and the middleware use.

The table itself stands in ``casework.rights.policy``.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from licet.web.casework.errors import NotAllowedError
from licet.web.casework.record.refusals import refused_act
from licet.web.casework.rights.people import actor_of_user
from licet.web.casework.rights.policy import (
    ANONYMOUS,
    DESKS,
    POLICY,
    PUBLIC,
    SIGNED_IN,
    STAFF_ROLES,
    SYSTEM,
    Actor,
    access,
    require,
)

__all__ = [
    "ANONYMOUS",
    "DESKS",
    "POLICY",
    "PUBLIC",
    "SIGNED_IN",
    "STAFF_ROLES",
    "SYSTEM",
    "Actor",
    "access",
    "actor_for",
    "home_of",
    "is_staff",
    "require",
    "require_decision",
]

_security = structlog.get_logger("licet.security")
User = AbstractBaseUser | AnonymousUser


def actor_for(user: User) -> Actor:
    """The actor behind a signed-in person, with the roles of today's posts.

    Args:
        user: ``request.user``.

    Returns:
        The actor; ``ANONYMOUS`` for nobody and for a person who has left.
    """
    if isinstance(user, AnonymousUser) or not user.is_active:
        return ANONYMOUS
    return actor_of_user(user)


def is_staff(user: User) -> bool:
    """Whether the signed-in person holds a post today."""
    return actor_for(user).is_staff


def home_of(user: User) -> str:
    """The path at which this person's work begins."""
    actor = actor_for(user)
    if actor.may("see_queue"):
        return "/work/"
    if actor.may("see_panel_work"):
        return "/work/panel/"
    if actor.is_staff:
        return "/work/licences/" if actor.may("see_licences") else "/"
    return "/" if actor.is_public else "/apply/"


def require_decision(
    request: HttpRequest, view: Callable[..., Any]
) -> HttpResponseBase | None:
    """Ask the table whether this person may use this view.

    Args:
        request: The request; ``request.actor`` is set.
        view: The view that would answer.

    Returns:
        A redirection to sign-in for somebody unknown, ``None`` when the view may answer.

    Raises:
        NotAllowedError: The person is known and may not.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    act = getattr(view, "licet_access", None)
    if act is not None and actor.may(act):
        return None
    if actor.is_public:
        _security.warning("refused", act=act, method=request.method)
        return redirect_to_login(request.get_full_path(), "/account/login/")
    refused_act(by=actor, act=act or "undeclared", case=None, why="not_allowed")
    raise NotAllowedError
