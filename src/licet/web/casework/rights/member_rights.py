"""What a member may do for their organisation, and an agent for its principal; deny by default.

The role in the organisation stands beside the table of ``casework.policy``: that one says
what an exporter may do at all, this one which of an exporter's people may do it. A mandate
is read again inside the transaction of the act, so that its end counts at once.
"""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licet.review import machines
from licet.web.casework.errors import NotAllowedError, NotFoundError
from licet.web.casework.models import Case, Mandate, Membership
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import Actor

READ, PREPARE, SUBMIT, USE, MANAGE = "read", "prepare", "submit", "use", "manage"
RIGHTS_OF: Mapping[str, frozenset[str]] = {
    "admin": frozenset({READ, PREPARE, SUBMIT, USE, MANAGE}),
    "submitter": frozenset({READ, PREPARE, SUBMIT, USE}),
    "preparer": frozenset({READ, PREPARE}),
    "reader": frozenset({READ}),
}
MANDATE_RIGHTS = (PREPARE, SUBMIT, USE)
_PREPARES = frozenset(
    {
        "start_application", "save_section", "upload_document", "remove_document",
        "copy_application", "keep_library_entry", "retire_library_entry",
        "make_undertaking", "return_undertaking", "send_message",
    }
)  # fmt: skip
_SUBMITS = frozenset(
    {
        "submit_application", "withdraw_application", "answer_information_request",
        "amend_application", "lodge_appeal", "request_opinion", "withdraw_opinion",
        "ask_urgency", "request_change", "answer_notice", "lay_appeal_document",
        "ask_hearing", "ask_interim", "withdraw_appeal", "end_stay", "submit_as_advocate",
    }
)  # fmt: skip
_USES = frozenset({"report_delivery", "answer_suspension", "surrender_licence"})


def as_id(text: str) -> UUID:
    """A text as an identifier; what is none becomes the identifier of nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def right_for(act: str) -> str:
    """The right that an act needs; an act that nobody thought of needs the highest."""
    if act.startswith("see_"):
        return READ
    for right, acts in ((PREPARE, _PREPARES), (SUBMIT, _SUBMITS), (USE, _USES)):
        if act in acts:
            return right
    return MANAGE


def exporter_acts() -> frozenset[str]:
    """Every act of the transition table that an exporter may do."""
    return frozenset(
        row.act
        for machine in machines().values()
        for row in machine.transitions.values()
        if "exporter" in row.roles
    )


def role_in(by: Actor, organisation: str) -> str:
    """The role of a member; empty for somebody else."""
    return dict(by.member_roles).get(organisation, "")


def may_act(by: Actor, act: str, case: Case) -> bool:
    """Whether an exporter's person may do an act in a case, as far as is known to them."""
    if "exporter" not in by.roles:
        return True
    right, body = right_for(act), str(case.organisation_id)
    if right in RIGHTS_OF.get(role_in(by, body), ()):
        return True
    return any(
        right
        in {READ, *one.rights} & RIGHTS_OF.get(role_in(by, one.agent), frozenset())
        for one in by.mandates
        if one.principal == body
    )


def require_member(by: Actor, act: str, organisation: str) -> None:
    """Refuse what the person's role in an own organisation does not allow.

    Raises:
        NotAllowedError: It does not; the words say which role would.
    """
    role = role_in(by, organisation)
    if right_for(act) not in RIGHTS_OF.get(role, ()):
        raise NotAllowedError(_role_words(right_for(act), role))


def require_right(by: Actor, act: str, case: Case) -> Mandate | None:
    """Refuse what neither the role in the organisation nor a mandate of today allows.

    Args:
        by: Who acts; anybody but an exporter passes, the access table has decided.
        act: What they do.
        case: The locked case.

    Returns:
        The mandate that carries the act, or ``None`` for an own member.

    Raises:
        NotAllowedError: Nothing carries it; the words say what would.
    """
    if "exporter" not in by.roles:
        return None
    body = str(case.organisation_id)
    role = role_in(by, body)
    if right_for(act) in RIGHTS_OF.get(role, ()):
        return None
    if role:
        raise NotAllowedError(_role_words(right_for(act), role))
    return _require_mandate(by, act, case)


def live_mandates(by: Actor) -> QuerySet[Mandate]:
    """The mandates that the organisations of a person hold today, as they stand now."""
    day = legal_day(now())
    return Mandate.objects.filter(
        agent__in=[as_id(one) for one in by.organisations],
        ended_at__isnull=True,
        first__lte=day,
        last__gte=day,
    )


def _require_mandate(by: Actor, act: str, case: Case) -> Mandate:
    why = _(
        "No mandate of today lets you do this for %(name)s. It may have ended. Ask an administrator of %(name)s."
    ) % {"name": case.organisation.name}
    filed = getattr(case, "filing", None)
    begun = Q(pk=filed.mandate_id) if filed is not None else Q(pk__in=[])
    rows = live_mandates(by).filter(Q(cases="all") | begun, principal=case.organisation)
    for row in rows.order_by("number"):
        allowed = RIGHTS_OF.get(role_in(by, str(row.agent_id)), frozenset())
        if right_for(act) not in {READ, *row.rights} & allowed:
            why = _("Mandate %(number)s, or your role, does not cover this act.") % {
                "number": row.number
            }
        elif (
            row.countries and case.destination and case.destination not in row.countries
        ):
            why = _(
                "Mandate %(number)s is limited to %(countries)s. Change the destination, or ask %(name)s for a wider mandate."
            ) % {
                "number": row.number,
                "countries": ", ".join(row.countries),
                "name": case.organisation.name,
            }
        else:
            return row
    raise NotAllowedError(why)


def notice_address(case: Case) -> str:
    """To whom a notice of a case goes: whoever began it, while they act for its organisation.

    When they no longer do, or the mandate has ended, an administrator of the organisation.
    """
    day = legal_day(now())
    bodies = [case.organisation_id]
    filed = getattr(case, "filing", None)
    mandate = filed.mandate if filed is not None else None
    if mandate is not None and mandate.ended_at is None and day <= mandate.last:
        bodies.append(mandate.agent_id)
    present = (
        Membership.objects.filter(first__lte=day, organisation__in=bodies)
        .exclude(last__lt=day)
        .order_by("first", "pk")
    )
    people = present.filter(person=case.applicant_id)
    admins = present.filter(organisation=case.organisation_id, role="admin")
    for rows in (people, admins):
        email: str | None = rows.values_list("person__email", flat=True).first()
        if email:
            return email
    return case.applicant.email


def mandate_to_start(by: Actor, organisation: str) -> Mandate | None:
    """The mandate under which somebody may begin an application; ``None`` for a member.

    Raises:
        NotFoundError: The person does not act for the organisation at all.
        NotAllowedError: Their role, or the mandate, does not allow it.
    """
    if organisation in by.organisations:
        require_member(by, "start_application", organisation)
        return None
    rows = live_mandates(by).filter(principal=as_id(organisation)).order_by("number")
    found = list(rows)
    if not found:
        raise NotFoundError("organisation")
    for row in found:
        if PREPARE in {*row.rights} & RIGHTS_OF.get(
            role_in(by, str(row.agent_id)), frozenset()
        ):
            return row
    raise NotAllowedError(
        _("Mandate %(number)s, or your role, does not cover this act.")
        % {"number": found[0].number}
    )


def covered_cases(viewer: Actor) -> Q:
    """Which cases of others the mandates of somebody let them see."""
    found = Q(pk__in=[])
    for one in viewer.mandates:
        if one.own_cases:
            found |= Q(organisation=one.principal, filing__mandate=one.id)
        else:
            found |= Q(organisation=one.principal)
    return found


def _role_words(right: str, role: str) -> str:
    able = ", ".join(name for name, rights in RIGHTS_OF.items() if right in rights)
    return _(
        "As %(role)s you may not do this for the organisation; it takes one of: %(able)s. Ask an administrator of the organisation."
    ) % {"role": role or _("somebody outside"), "able": able}
