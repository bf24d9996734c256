"""What an exporter's program does about people, invitations and mandates."""

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from licet.web.api.documents import REFUSED, Body
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.people import organisations as reads
from licet.web.casework.services.people import mandates
from licet.web.casework.services.people import organisations as acts

router = Router(tags=["organisations"], auth=Token("apply"))
READ = Token("apply", "read")
_ONE = "/organisations/{organisation}"


class InvitationBody(Body):
    """Whom to invite, as what."""

    email: str
    role: str = Field(
        examples=["preparer"], description="admin, submitter, preparer or reader"
    )


class RoleBody(Body):
    """Another role for a member; empty ends the membership."""

    role: str = ""


class LinkBody(Body):
    """The last part of the link in an invitation's mail."""

    token: str


class MandateBody(Body):
    """A mandate: the agent by its registration number, rights, days and bounds."""

    registration: str
    country: str
    rights: tuple[str, ...] = Field(examples=[["prepare", "submit"]])
    first: date
    last: date
    all_cases: bool = False
    countries: tuple[str, ...] = ()


class EndBody(Body):
    """Why a mandate ends."""

    reasons: str


@router.get(
    _ONE,
    response={200: views.OrganisationPage, **REFUSED},
    auth=READ,
    summary="People, invitations and mandates of an organisation",
)
def organisation(request: HttpRequest, organisation: str) -> views.OrganisationPage:
    return reads.organisation_page(viewer=actor(request), organisation=organisation)


@router.post(
    f"{_ONE}/invitations",
    response={200: views.InvitationView, **REFUSED},
    summary="Invite somebody by mail",
)
def invite(
    request: HttpRequest, organisation: str, body: InvitationBody
) -> views.InvitationView:
    return acts.invite_member(
        by=actor(request), organisation=organisation, **body.dict()
    )


@router.delete(
    f"{_ONE}/invitations/{{invitation}}",
    response={200: views.InvitationView, **REFUSED},
    summary="Take an invitation back",
)
def revoke(
    request: HttpRequest, organisation: str, invitation: str
) -> views.InvitationView:
    return acts.revoke_invitation(
        by=actor(request), organisation=organisation, invitation=invitation
    )


@router.post(
    "/invitations/accept",
    response={200: views.OrganisationPage, **REFUSED},
    summary="Accept an invitation",
)
def accept(request: HttpRequest, body: LinkBody) -> views.OrganisationPage:
    joined = acts.accept_invitation(by=actor(request), token=body.token)
    # The token's person became a member just now; read as they are from here on.
    return reads.page_after_joining(viewer=actor(request), organisation=joined)


@router.put(
    f"{_ONE}/people/{{person}}",
    response={200: views.OrganisationPage, **REFUSED},
    summary="Change the role of a member, or end the membership",
)
def member(
    request: HttpRequest, organisation: str, person: str, body: RoleBody
) -> views.OrganisationPage:
    by = actor(request)
    if body.role:
        acts.change_member(
            by=by, organisation=organisation, person=person, role=body.role
        )
    else:
        acts.end_membership(by=by, organisation=organisation, person=person)
    return reads.organisation_page(viewer=actor(request), organisation=organisation)


@router.post(
    f"{_ONE}/mandates",
    response={200: views.MandateView, **REFUSED},
    summary="Let an agent act for the organisation",
)
def mandate(
    request: HttpRequest, organisation: str, body: MandateBody
) -> views.MandateView:
    return mandates.give_mandate(
        by=actor(request),
        organisation=organisation,
        terms=mandates.MandateTerms(**body.dict()),
    )


@router.post(
    "/mandates/{number}/end",
    response={200: views.MandateView, **REFUSED},
    summary="End a mandate",
)
def end_mandate(request: HttpRequest, number: str, body: EndBody) -> views.MandateView:
    return mandates.end_mandate(by=actor(request), number=number, reasons=body.reasons)
