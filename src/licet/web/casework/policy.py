"""Who may do what: one table, role x act, deny by default.

Roles that move cases, licences and appeals come from the transition table of
``licet.review``; the acts that move nothing (reads, account matters) stand here. Whether a
person has standing in *this* case is asked afterwards, in ``casework.standing``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from licet.review import machines
from licet.web.casework.errors import NotAllowedError

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
STAFF_ROLES = frozenset(
    {
        "officer", "manager", "countersigner", "agency", "appeal_manager",
        "appeal_reviewer", "inspector", "customs", "auditor", "policy",
    }
)  # fmt: skip
SIGNED_IN = STAFF_ROLES | {"exporter"}
DESKS = frozenset(
    {"officer", "manager", "countersigner", "agency", "customs", "appeal_manager", "appeal_reviewer", "auditor"}
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
    "see_opinion": frozenset({"exporter", "officer", "manager", "countersigner", "auditor"}),
    "see_opinion_desk": frozenset({"officer", "manager", "countersigner", "auditor"}),
    "see_licences": frozenset({"officer", "manager", "countersigner", "inspector", "customs", "auditor"}),
    "mark_document_invalid": frozenset({"officer"}),
    "record_service": frozenset({"officer"}),
    "screen_name": SIGNED_IN,
    "determine": SIGNED_IN | {PUBLIC},
    "see_lists": frozenset({"officer", "manager", "countersigner", "auditor", "policy"}),
    # The operator of the machine sees alerts by the command.
    "see_list_alerts": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "handle_list_alert": frozenset({"officer"}),
    "see_drafts": frozenset({"policy", "auditor"}),
    "open_draft": frozenset({"system"}),  # the operator of the machine, by the command
    "comment_on_draft": SIGNED_IN | {PUBLIC},
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
    """Who acts: made in ``casework.people`` and nowhere else.

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
