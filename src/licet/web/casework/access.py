"""Who may do what: one table, role x act, deny by default.

Roles that move cases, licences and appeals come from the transition table of
``licet.review``; the acts that move nothing (reads, account matters) stand here. Whether a
person has standing in *this* case is asked afterwards, in ``casework.standing``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from licet.review import machines
from licet.web.casework.errors import NotAllowedError

_security = structlog.get_logger("licet.security")

View = TypeVar("View", bound=Callable[..., Any])
User = AbstractBaseUser | AnonymousUser
PUBLIC = "public"
STAFF_ROLES = frozenset(
    {
        "officer", "manager", "countersigner", "agency", "appeal_manager",
        "appeal_reviewer", "inspector", "customs", "auditor", "policy",
    }
)  # fmt: skip
SIGNED_IN = STAFF_ROLES | {"exporter"}
DESKS = frozenset(
    {"officer", "manager", "countersigner", "agency", "appeal_manager", "appeal_reviewer", "auditor"}
)  # fmt: skip

_READS: Mapping[str, frozenset[str]] = {
    "public": SIGNED_IN | {PUBLIC},
    "api": SIGNED_IN | {PUBLIC},  # the token decides, inside
    "signed_in": SIGNED_IN,
    "see_home": frozenset({"exporter"}),
    "see_application": frozenset({"exporter"}),
    "found_organisation": frozenset({"exporter"}),
    "send_message": frozenset({"exporter", "officer"}),
    "issue_token": frozenset({"exporter"}),
    "see_queue": DESKS,
    "see_case": DESKS,
    "see_document": DESKS | {"exporter", "inspector"},
    "see_licence": DESKS | {"exporter", "inspector", "customs"},
    "see_licences": frozenset({"officer", "manager", "countersigner", "inspector", "customs", "auditor"}),
    "mark_document_invalid": frozenset({"officer"}),
    "record_service": frozenset({"officer"}),
    "screen_name": SIGNED_IN,
    "determine": SIGNED_IN | {PUBLIC},
    "see_lists": frozenset({"officer", "manager", "countersigner", "auditor", "policy"}),
    "see_ledger": frozenset({"auditor"}),
    "see_staff": frozenset({"manager", "appeal_manager", "auditor"}),
}  # fmt: skip


def _table() -> Mapping[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = dict(_READS)
    for machine in machines().values():
        for row in machine.transitions.values():
            table[row.act] = table.get(row.act, frozenset()) | row.roles
    return table


POLICY: Mapping[str, frozenset[str]] = _table()

_OWN_SCOPE: Mapping[str, str] = {
    "public": "read",
    "api": "read",
    "signed_in": "read",
    "screen_name": "screen",
    "determine": "determine",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: made in ``actor_for`` and nowhere else.

    Attributes:
        id: The person's id; empty for the public, ``system`` for jobs.
        roles: Roles held today.
        teams: Codes of the teams in which a post is held today.
        organisations: Ids of the organisations acted for.
        clearance: Highest marking that may be seen.
        scopes: What an API token may do; ``None`` for a person at a screen.
    """

    id: str
    name: str
    roles: frozenset[str]
    teams: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    organisation_names: tuple[str, ...] = ()
    clearance: str = "official"
    scopes: frozenset[str] | None = None

    @property
    def is_public(self) -> bool:
        """Nobody signed in."""
        return not self.id

    @property
    def is_staff(self) -> bool:
        """Holds a post in the authority or another body."""
        return bool(self.roles & STAFF_ROLES)

    def may(self, act: str) -> bool:
        """Whether one of the roles may do ``act``; an unknown act nobody may."""
        if self.scopes is not None and self._scope_for(act) not in self.scopes:
            return False
        return bool(self.roles & POLICY.get(act, frozenset()))

    def _scope_for(self, act: str) -> str:
        """What a token of this person needs to do an act."""
        if act in _OWN_SCOPE:
            return _OWN_SCOPE[act]
        if act.startswith("see_"):
            return "read"
        return "work" if self.is_staff else "apply"


ANONYMOUS = Actor(id="", name="", roles=frozenset({PUBLIC}))
SYSTEM = Actor(id="system", name="Licet", roles=frozenset({"system"}))


def actor_for(user: User) -> Actor:
    """The actor behind a signed-in person, with the roles of today's posts.

    Args:
        user: ``request.user``.

    Returns:
        The actor; ``ANONYMOUS`` for nobody and for a person who has left.
    """
    if isinstance(user, AnonymousUser) or not user.is_active:
        return ANONYMOUS
    from licet.web.casework.people import actor_of_user  # noqa: PLC0415  # models load after the apps

    return actor_of_user(user)


def is_staff(user: User) -> bool:
    """Whether the signed-in person holds a post today."""
    return actor_for(user).is_staff


def home_of(user: User) -> str:
    """The path at which this person's work begins."""
    actor = actor_for(user)
    if actor.is_staff:
        return "/work/"
    return "/" if actor.is_public else "/apply/"


def require(actor: Actor, act: str) -> None:
    """Refuse unless one of the actor's roles may do the act.

    Raises:
        NotAllowedError: No role of the actor may.
    """
    if not actor.may(act):
        raise NotAllowedError


def access(act: str) -> Callable[[View], View]:
    """Declare on a view which act of the table it is. A view without it answers nobody.

    Args:
        act: A key of ``POLICY``.

    Raises:
        KeyError: The table has no such act.
    """
    if act not in POLICY:
        raise KeyError(act)

    def mark(view: View) -> View:
        view.licet_access = act  # type: ignore[attr-defined]  # the test that walks all URLs reads it
        return view

    return mark


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
    from licet.web.casework.refusals import refused_act  # noqa: PLC0415  # models load after the apps

    refused_act(by=actor, act=act or "undeclared", case=None, why="not_allowed")
    raise NotAllowedError
