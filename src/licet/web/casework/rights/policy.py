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
        "appeal_reviewer", "inspector", "customs", "auditor", "policy", "panel_member",
    }
)  # fmt: skip
SIGNED_IN = STAFF_ROLES | {"exporter"}
DESKS = frozenset(
    {"officer", "manager", "countersigner", "agency", "customs", "appeal_manager", "appeal_reviewer", "auditor"}
)  # fmt: skip
# Of these, whoever administers an organisation or heads a body: see ``selectors.webhooks``.
_HOOKED = frozenset({"exporter", "agency", "customs", "manager", "appeal_manager"})

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
    "see_hits": frozenset({"officer", "manager", "countersigner", "auditor"}),
    "see_hit_measures": frozenset({"manager", "countersigner", "auditor", "policy"}),
    "see_own_lists": frozenset({"officer", "manager", "countersigner", "auditor", "policy", "system"}),
    "propose_own_entry": frozenset({"officer", "manager"}),
    "approve_own_entry": frozenset({"manager", "countersigner"}),
    "refuse_own_entry": frozenset({"manager", "countersigner"}),
    "withdraw_own_entry": frozenset({"officer", "manager"}),
    "publish_own_list": frozenset({"manager", "countersigner", "system"}),
    "answer_list_question": frozenset({"manager", "countersigner"}),
    "see_ownership_sets": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "import_ownership": frozenset({"officer", "manager", "system"}),
    "state_owner": frozenset({"officer"}),
    "judge_ownership": frozenset({"officer"}),
    # Across exporters: nobody outside the authority learns of a competitor's case.
    "see_network": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "see_drafts": frozenset({"policy", "auditor"}),
    "open_draft": frozenset({"system"}),  # the operator of the machine, by the command
    "comment_on_draft": SIGNED_IN | {PUBLIC},
    "see_ledger": frozenset({"auditor"}),
    "see_record": DESKS | {"exporter"},
    "make_bundle": frozenset(
        {"officer", "manager", "countersigner", "auditor", "appeal_manager", "appeal_reviewer", "exporter", "system"}
    ),
    "see_parties": DESKS | {"inspector"},
    "open_party_file": frozenset({"officer"}),
    "record_party_check": frozenset({"officer"}),
    "renew_signals": frozenset({"officer"}),
    "answer_signal": frozenset({"officer"}),
    "record_conduct": frozenset({"officer"}),
    "confirm_conduct": frozenset({"officer", "countersigner"}),
    "see_undertakings": DESKS | {"exporter", "inspector"},
    "make_undertaking": frozenset({"exporter", "officer"}),
    "return_undertaking": frozenset({"exporter", "officer"}),
    "confirm_undertaking": frozenset({"officer"}),
    "screen_at_desk": frozenset({"officer", "manager", "countersigner"}),
    "see_bulk_screenings": frozenset({"officer", "manager", "auditor"}),
    "start_bulk_screening": frozenset({"officer", "manager"}),
    "cancel_bulk_screening": frozenset({"officer", "manager"}),
    "delete_bulk_screening": frozenset({"officer", "manager"}),
    "see_access_log": frozenset({"auditor"}),
    "see_retention": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "set_hold": frozenset({"officer", "manager", "auditor"}),
    "lift_hold": frozenset({"manager", "countersigner"}),
    "propose_disposal": frozenset({"officer", "manager"}),
    "record_transfer": frozenset({"officer", "manager"}),
    "end_disposal": frozenset({"manager", "countersigner"}),
    "redact_case": frozenset({"officer", "manager"}),
    "see_held_data": frozenset({"exporter"}),
    "see_conditions": frozenset({"inspector", "officer", "manager", "countersigner", "agency", "customs", "auditor", "policy"}),
    "see_staff": frozenset({"manager", "appeal_manager", "auditor"}),
    "see_delegations": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "give_delegation": frozenset({"manager", "system"}),
    "end_delegation": frozenset({"manager", "system"}),
    "dispatch_letter": frozenset({"officer"}),
    "open_letter": frozenset({"exporter"}),
    "serve_deemed": frozenset({"system"}),
    "see_secret_reasons": frozenset({"officer", "manager", "countersigner", "auditor", "appeal_reviewer"}),
    "see_appeals": frozenset(
        {"exporter", "officer", "manager", "countersigner", "appeal_manager", "appeal_reviewer", "auditor", "system"}
    ),
    "see_closed_material": frozenset({"exporter"}),  # only the advocate of the appeal, asked inside
    "see_public_version": frozenset({"officer", "manager", "countersigner", "auditor"}),
    "draft_letter": frozenset({"officer"}),
    "review_letter": frozenset({"officer", "countersigner"}),
    "write_note": DESKS - {"auditor"},
    "see_notes": DESKS,
    "declare_interest": DESKS - {"auditor"},
    "end_interest": frozenset({"manager", "appeal_manager"}),
    "see_interests": frozenset({"manager", "appeal_manager", "auditor"}),
    "mark_part": frozenset({"officer", "manager"}),
    "save_filter": DESKS,
    "assign_cases": frozenset({"manager"}),
    "see_workload": frozenset({"manager", "auditor"}),
    # Across exporters, like the network.
    "see_precedents": frozenset({"officer", "manager", "countersigner", "auditor"}),
    "present_licence": frozenset({"exporter", "officer"}),
    "see_document_keys": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "propose_key_act": frozenset({"manager", "countersigner"}),
    "end_key_act": frozenset({"manager", "countersigner"}),
    "report_key_loss": frozenset({"officer", "manager", "countersigner"}),
    # The operator helps an organisation that has lost its last administrator.
    "see_organisation": frozenset({"exporter", "system"}),
    "invite_member": frozenset({"exporter", "system"}),
    "revoke_invitation": frozenset({"exporter", "system"}),
    "accept_invitation": frozenset({"exporter"}),
    "change_member": frozenset({"exporter"}),
    "end_membership": frozenset({"exporter", "system"}),
    "give_mandate": frozenset({"exporter"}),
    "end_mandate": frozenset({"exporter"}),
    "see_library": frozenset({"exporter"}),
    "keep_library_entry": frozenset({"exporter"}),
    "retire_library_entry": frozenset({"exporter"}),
    "copy_application": frozenset({"exporter"}),
    "request_change": frozenset({"exporter"}),
    "see_templates": SIGNED_IN,
    "see_template_desk": frozenset({"policy", "officer", "manager", "countersigner", "auditor"}),
    "draft_template": frozenset({"policy"}),
    "review_template": frozenset({"policy", "manager", "countersigner"}),
    "retire_template": frozenset({"policy", "manager"}),
    "see_notices": SIGNED_IN,
    "set_notices": SIGNED_IN,
    "make_calendar": SIGNED_IN,
    "revoke_calendar": SIGNED_IN,
    "try_address_again": SIGNED_IN | {"system"},
    # The operator of the machine, who has the mailbox.
    "see_mail_troubles": frozenset({"system"}),
    "note_bounce": frozenset({"system"}),
    # Members see the referrals of their own panel and nothing else of any case.
    "see_panel_work": frozenset({"panel_member"}),
    "declare_on_referral": frozenset({"panel_member"}),
    "write_panel_opinion": frozenset({"panel_member"}),
    "vote_on_panel_opinion": frozenset({"panel_member"}),
    "give_panel_opinion": frozenset({"panel_member"}),
    "open_elicitation": frozenset({"panel_member", "officer"}),
    "give_estimate": frozenset({"panel_member"}),
    "discuss_estimates": frozenset({"panel_member"}),
    "close_elicitation_round": frozenset({"panel_member", "officer"}),
    "see_panels": frozenset({"officer", "manager", "countersigner", "auditor", "policy", "system"}),
    "appoint_panel_member": frozenset({"manager"}),
    "end_panel_seat": frozenset({"manager"}),
    "refer_composite": frozenset({"officer"}),
    "refer_draft_to_panel": frozenset({"policy", "manager"}),
    "withdraw_panel_referral": frozenset({"officer", "policy", "manager"}),
    "record_panel_silence": frozenset({"system"}),
    "see_composites": frozenset({"officer", "manager", "countersigner", "auditor"}),
    "make_composite": frozenset({"officer"}),
    "check_composite": frozenset({"officer", "countersigner"}),
    "see_agreements": frozenset({"officer", "manager", "countersigner", "auditor", "policy", "system"}),
    "draft_agreement": frozenset({"manager", "policy"}),
    "review_agreement": frozenset({"manager", "countersigner"}),
    "change_agreement": frozenset({"manager", "countersigner"}),
    "see_disclosures": frozenset({"officer", "manager", "countersigner", "auditor", "system"}),
    "disclose_to_partner": frozenset({"officer"}),
    "recall_disclosure": frozenset({"officer", "manager"}),
    "enter_partner_answer": frozenset({"officer"}),
    "see_webhooks": _HOOKED | {"system"},
    "register_webhook": _HOOKED,
    "change_webhook": _HOOKED,
    "renew_webhook_secret": _HOOKED,
    "switch_webhook": _HOOKED | {"system"},
    "end_webhook": _HOOKED,
    "try_webhook": _HOOKED,
    "replay_webhook": _HOOKED | {"system"},
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
class MandateHeld:
    """A mandate under which somebody may act today, for the organisation of another.

    Attributes:
        agent: Id of the organisation that acts; the person is a member of it.
        rights: What the mandate allows at most.
        own_cases: Whether only cases that the agent began are covered.
        countries: Destinations to which it is limited; empty for any.
    """

    id: str
    number: str
    principal: str
    principal_name: str
    agent: str
    rights: frozenset[str]
    own_cases: bool
    countries: frozenset[str]


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
        member_roles: Role in each organisation of which the person is a member.
        mandates: Under which they may act for an organisation of others.
    """

    id: str
    name: str
    roles: frozenset[str]
    teams: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    organisation_names: tuple[str, ...] = ()
    clearance: str = "official"
    scopes: frozenset[str] | None = None
    member_roles: tuple[tuple[str, str], ...] = ()
    mandates: tuple[MandateHeld, ...] = ()

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


# What somebody with standing in a case reads of it, by side and marking: yes, no, within one's
# clearance, or only what one's own team wrote. Without standing nobody reads anything; the
# table has no row for the public.
CASE_MARKINGS: tuple[str, ...] = (
    "open",
    "official",
    "restricted",
    "confidential",
    "agency_only",
)
_YES, _NO, _CLEARED, _OWN = "yes", "no", "cleared", "own"
READS: Mapping[str, Mapping[str, str]] = {
    side: dict(zip(CASE_MARKINGS, row, strict=True))
    for side, row in {
        "exporter": (_YES, _NO, _NO, _NO, _NO),
        "authority": (_YES, _YES, _CLEARED, _CLEARED, _OWN),
        "agency": (_YES, _YES, _CLEARED, _CLEARED, _OWN),
        "customs": (_YES, _YES, _CLEARED, _CLEARED, _OWN),
        "inspector": (_YES, _YES, _CLEARED, _CLEARED, _OWN),
        "appeal": (_YES, _YES, _CLEARED, _CLEARED, _NO),
        "audit": (_YES, _YES, _CLEARED, _CLEARED, _YES),
    }.items()
}
_SIDE_OF: Mapping[str, str] = {
    "exporter": "exporter", "officer": "authority", "manager": "authority",
    "countersigner": "authority", "agency": "agency", "customs": "customs",
    "inspector": "inspector", "appeal_manager": "appeal", "appeal_reviewer": "appeal",
    "auditor": "audit",
}  # fmt: skip
_CLEARANCES: tuple[str, ...] = ("official", "restricted", "confidential")


def cleared(viewer: Actor, marking: str) -> bool:
    """Whether a clearance reaches a marking; an unknown one is the lowest, an unknown marking the highest."""
    ranks = {name: rank for rank, name in enumerate(_CLEARANCES)}
    return ranks.get(marking, len(ranks)) <= ranks.get(viewer.clearance, 0)


def reads_marked(
    viewer: Actor, marking: str, *, standing: bool, team: str = ""
) -> bool:
    """Whether somebody reads what bears a marking: role x team x standing x marking.

    Args:
        viewer: Who asks.
        marking: Of the matter.
        standing: Whether they have standing in its case.
        team: The team that wrote it.
    """
    if viewer.id == "system":
        return True
    if not standing:
        return False
    rules = {
        READS[_SIDE_OF[role]].get(marking, _NO)
        for role in viewer.roles
        if role in _SIDE_OF
    }
    return (
        _YES in rules
        or (_CLEARED in rules and cleared(viewer, marking))
        or (_OWN in rules and team in viewer.teams)
    )


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
