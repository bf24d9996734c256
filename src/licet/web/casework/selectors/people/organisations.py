"""Reads of organisations: their people, invitations and mandates."""

from dataclasses import replace

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licet.kernel import territory_name
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Invitation, Mandate, Membership, Organisation
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.member_rights import (
    MANAGE,
    RIGHTS_OF,
    as_id,
    require_member,
    role_in,
)
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.views.organisations import (
    InvitationView,
    MandateView,
    MemberView,
    OrganisationPage,
)

ROLE_WORDS: dict[str, str | Promise] = {
    "admin": gettext_lazy("Administrator: everything, people and mandates included"),
    "submitter": gettext_lazy("Submitter: writes, submits, answers, uses licences"),
    "preparer": gettext_lazy("Preparer: writes and uploads, and submits nothing"),
    "reader": gettext_lazy("Reader: sees everything, changes nothing"),
}
RIGHT_WORDS: dict[str, str | Promise] = {
    "prepare": gettext_lazy("write applications and upload documents"),
    "submit": gettext_lazy("submit, answer questions, withdraw, appeal"),
    "use": gettext_lazy("report the use of licences, surrender them"),
}


def body_for(viewer: Actor, organisation: str, act: str) -> Organisation:
    """An own organisation of the viewer, or any for the operator.

    Raises:
        NotFoundError: There is none, or the viewer is no member.
        NotAllowedError: The viewer's role does not allow the act.
    """
    require(viewer, act)
    found = Organisation.objects.filter(pk=as_id(organisation)).first()
    member = viewer == SYSTEM or organisation in viewer.organisations
    if found is None or not member:
        raise NotFoundError("organisation")
    if viewer != SYSTEM:
        require_member(viewer, act, organisation)
    return found


def present_members(body: Organisation) -> QuerySet[Membership]:
    """Who acts for an organisation today."""
    day = legal_day(now())
    rows = body.memberships.filter(first__lte=day).exclude(last__lt=day)
    return rows.select_related("person").order_by("first", "pk")


def organisation_page(*, viewer: Actor, organisation: str) -> OrganisationPage:
    """An organisation with its people, invitations and mandates."""
    body = body_for(viewer, organisation, "see_organisation")
    role = role_in(viewer, organisation)
    mandates = Mandate.objects.select_related("principal", "agent").order_by("-number")
    return OrganisationPage(
        id=str(body.pk),
        name=body.name,
        country=body.country,
        registration=body.registration,
        role=role,
        may_manage=MANAGE in RIGHTS_OF.get(role, ()),
        members=tuple(_member(row) for row in present_members(body)),
        invitations=tuple(
            invitation_view(row) for row in body.invitations.order_by("-made_at")[:50]
        ),
        given=tuple(mandate_view(row) for row in mandates.filter(principal=body)),
        held=tuple(mandate_view(row) for row in mandates.filter(agent=body)),
    )


def page_after_joining(*, viewer: Actor, organisation: str) -> OrganisationPage:
    """The page as its newest member sees it, who was none when the call began."""
    row = Membership.objects.filter(
        person_id=viewer.id, organisation_id=organisation
    ).latest("pk")
    joined = replace(
        viewer,
        organisations=viewer.organisations | {organisation},
        member_roles=(*viewer.member_roles, (organisation, row.role)),
    )
    return organisation_page(viewer=joined, organisation=organisation)


def organisations(*, viewer: Actor) -> tuple[tuple[str, str, str, int], ...]:
    """Id, name, country and number of members of every organisation, for the operator."""
    require(viewer, "see_organisation")
    rows = Organisation.objects.order_by("name")
    if viewer != SYSTEM:
        rows = rows.filter(pk__in=viewer.organisations)
    return tuple(
        (str(row.pk), row.name, row.country, present_members(row).count())
        for row in rows
    )


def startable(viewer: Actor) -> list[tuple[str, str]]:
    """For whom somebody may begin an application: id and words, own organisations first."""
    own = Organisation.objects.filter(pk__in=viewer.organisations).order_by("name")
    others = {one.principal: one for one in reversed(viewer.mandates)}
    return [
        *((str(row.pk), row.name) for row in own),
        *(
            (
                key,
                _("%(name)s, as its agent under %(mandate)s")
                % {"name": one.principal_name, "mandate": one.number},
            )
            for key, one in sorted(others.items(), key=lambda pair: pair[1].number)
            if "prepare" in one.rights
        ),
    ]


def _member(row: Membership) -> MemberView:
    return MemberView(
        person=str(row.person_id),
        name=str(row.person),
        email=row.person.email,
        role=row.role,
        role_words=str(ROLE_WORDS[row.role]),
        first=row.first,
    )


def invitation_standing(row: Invitation) -> str:
    """Where an invitation stands."""
    if row.used_at is not None:
        return "used"
    if row.revoked_at is not None:
        return "revoked"
    return "open" if row.expires_at > now() else "expired"


def invitation_view(row: Invitation) -> InvitationView:
    """An invitation, without its link."""
    return InvitationView(
        id=str(row.pk),
        email=row.email,
        role=row.role,
        standing=invitation_standing(row),
        invited_by=row.invited_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
    )


def mandate_standing(row: Mandate) -> str:
    """Where a mandate stands today."""
    day = legal_day(now())
    if row.ended_at is not None:
        return "ended"
    if day < row.first:
        return "to_come"
    return "in_force" if day <= row.last else "expired"


def mandate_view(row: Mandate) -> MandateView:
    """A mandate; principal and agent are loaded with it."""
    return MandateView(
        number=row.number,
        principal=row.principal.name,
        agent=row.agent.name,
        rights=tuple(row.rights),
        cases=row.cases,
        countries=tuple(row.countries),
        first=row.first,
        last=row.last,
        standing=mandate_standing(row),
        words=mandate_words(row),
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        end_reasons=row.end_reasons,
    )


def mandate_words(row: Mandate) -> str:
    """A mandate in one sentence."""
    rights = "; ".join(str(RIGHT_WORDS[one]) for one in row.rights)
    words = _("%(agent)s may act for %(principal)s from %(first)s to %(last)s: %(rights)s") % {
        "agent": row.agent.name,
        "principal": row.principal.name,
        "first": date_format(row.first, "j F Y"),
        "last": date_format(row.last, "j F Y"),
        "rights": rights,
    }  # fmt: skip
    bounds = _("all applications")
    if row.cases != "all":
        bounds = _("only applications that the agent began")
    if row.countries:
        bounds += _(", only for %(countries)s") % {
            "countries": ", ".join(territory_name(one) for one in row.countries)
        }
    return f"{words} ({bounds})."
