"""Bodies for which people apply: registered, and who acts for them by which role and invitation."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from licet.kernel import InputError, require_territory
from licet.web.casework.acts.acting import promise
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Invitation, Membership, Organisation, Person
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import RIGHTS_OF, as_id
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.parts.parts import organisation_view
from licet.web.casework.selectors.people.organisations import (
    ROLE_WORDS,
    body_for,
    invitation_standing,
    invitation_view,
    present_members,
)
from licet.web.casework.views import OrganisationView
from licet.web.casework.views.organisations import InvitationView, InvitedView

VALID = timedelta(days=7)


def _signer() -> Signer:
    return Signer(salt="licet.invitation")


def link_of(invitation: str) -> str:
    """The address that an invitation's mail holds; made when the mail leaves."""
    path = reverse("portal:join", args=[_signer().sign(invitation)])
    return f"{settings.LICET_URL}{path}"


def mail_of(invitation: str) -> tuple[str, str, str] | None:
    """Address, subject and words of the mail; ``None`` when it is no longer open."""
    row = Invitation.objects.select_related("organisation").get(pk=invitation)
    if invitation_standing(row) != "open":
        return None
    body = (
        f"{row.invited_by} invites you to act for {row.organisation.name} at "
        f"{settings.LICET_AUTHORITY}, as {row.role}.\n\n"
        f"Sign in, or open an account with this e-mail address, and accept here:\n"
        f"{link_of(invitation)}\n\n"
        f"The link works once, until {row.expires_at:%Y-%m-%d %H:%M} UTC. If you did not "
        "expect it, do nothing."
    )
    return row.email, f"Invitation to act for {row.organisation.name}", body


def enter(by: Actor, kind: str, **payload: object) -> None:
    """Enter an act of an organisation; inside the caller's transaction."""
    record_event(kind=kind, case=None, actor=actor_ref(by), payload=payload, at=now())


def _require_role(role: str) -> None:
    if role not in RIGHTS_OF:
        raise InvalidInputError({"role": f"Choose one of: {', '.join(RIGHTS_OF)}."})


def _locked(body: Organisation) -> Organisation:
    """One after the other, so that the last administrator cannot be lost by two at once."""
    return Organisation.objects.select_for_update().get(pk=body.pk)


def invite_member(
    *, by: Actor, organisation: str, email: str, role: str
) -> InvitationView:
    """Invite somebody by mail to act for an organisation; an open invitation is replaced.

    Raises:
        NotAllowedError: The person is no administrator of it.
        InvalidInputError: No e-mail address, no such role, or a member already.
    """
    body = body_for(by, organisation, "invite_member")
    address = email.strip().lower()
    _require_role(role)
    try:
        validate_email(address)
    except ValidationError as error:
        words = _("Give an e-mail address, for example name@company.example.")
        raise InvalidInputError({"email": words}) from error
    at = now()
    with transaction.atomic():
        _locked(body)
        if present_members(body).filter(person__email__iexact=address).exists():
            words = _(
                "%(email)s acts for the organisation already. Change the role instead."
            )
            raise InvalidInputError({"email": words % {"email": address}})
        earlier = body.invitations.filter(
            email=address, used_at__isnull=True, revoked_at__isnull=True
        )
        earlier.update(revoked_at=at)
        row = Invitation.objects.create(
            organisation=body,
            email=address,
            role=role,
            invited_by=by.name,
            made_at=at,
            expires_at=at + VALID,
        )
        key = str(row.pk)
        promise("invitation", f"invitation:{key}", at, {"invitation": key})
        enter(by, "invite_member", organisation=str(body.pk), invitation=key, role=role)
    return invitation_view(row)


def revoke_invitation(
    *, by: Actor, organisation: str, invitation: str
) -> InvitationView:
    """Take an open invitation back; its link then leads nowhere.

    Raises:
        WrongStateError: It was used, revoked or has expired.
    """
    body = body_for(by, organisation, "revoke_invitation")
    with transaction.atomic():
        row = _invitation(as_id(invitation), body)
        if (standing := invitation_standing(row)) != "open":
            raise WrongStateError(
                _("This invitation is not open any more (%(standing)s). End the membership instead if the person acts already.")
                % {"standing": standing}
            )  # fmt: skip
        row.revoked_at = now()
        row.save(update_fields=["revoked_at"])
        enter(
            by, "revoke_invitation", organisation=str(body.pk), invitation=str(row.pk)
        )
    return invitation_view(row)


def _invitation(key: UUID, body: Organisation | None = None) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).filter(pk=key)
    if body is not None:
        found = found.filter(organisation=body)
    row = found.select_related("organisation").first()
    if row is None:
        raise NotFoundError("invitation")
    return row


def _from_link(token: str, by: Actor) -> Invitation:
    """The open invitation behind a link, when it was sent to the person who holds it."""
    require(by, "accept_invitation")
    try:
        key = _signer().unsign(token)
    except BadSignature:
        raise NotFoundError("invitation") from None
    row = _invitation(as_id(key))
    standing = invitation_standing(row)
    if standing != "open":
        words = {
            "used": _(
                "This link was used already. If you joined, go to My applications."
            ),
            "revoked": _("This invitation was taken back. Ask for a new one."),
            "expired": _("This link has expired. Ask for a new invitation."),
        }
        raise WrongStateError(words[standing])
    mine = Person.objects.values_list("email", flat=True).get(pk=by.id)
    if mine.lower() != row.email.lower():
        raise NotFoundError("invitation")
    return row


def invited(*, by: Actor, token: str) -> InvitedView:
    """What an invitation offers, to whom it was sent.

    Raises:
        NotFoundError: No invitation, or one that was sent to another address.
        WrongStateError: Used, revoked or expired; the words say how to mend it.
    """
    with transaction.atomic():
        row = _from_link(token, by)
    return InvitedView(
        organisation=row.organisation.name,
        role=row.role,
        role_words=str(ROLE_WORDS[row.role]),
        email=row.email,
        expires_at=row.expires_at,
    )


def accept_invitation(*, by: Actor, token: str) -> str:
    """Join an organisation; the link is used up.

    Returns:
        The id of the organisation.

    Raises:
        NotFoundError: No invitation, or one that was sent to another address.
        WrongStateError: Used, revoked or expired.
    """
    at = now()
    with transaction.atomic():
        row = _from_link(token, by)
        body = _locked(row.organisation)
        row.used_at, row.used_by_id = at, as_id(by.id)
        row.save(update_fields=["used_at", "used_by_id"])
        present = present_members(body).filter(person_id=by.id).first()
        if present is None:
            _join(body, by.id, row.role, legal_day(at))
        enter(
            by,
            "accept_invitation",
            organisation=str(body.pk),
            invitation=str(row.pk),
            role=row.role,
        )
    return str(body.pk)


def _join(body: Organisation, person: str, role: str, day: date) -> None:
    Membership.objects.update_or_create(
        person_id=person,
        organisation=body,
        first=day,
        defaults={"role": role, "last": None},
    )


def _member(body: Organisation, person: str) -> Membership:
    row = present_members(body).filter(person_id=as_id(person)).first()
    if row is None:
        raise NotFoundError("member")
    return row


def _require_another_admin(body: Organisation, row: Membership) -> None:
    rest = present_members(body).filter(role="admin").exclude(pk=row.pk)
    if row.role == "admin" and not rest.exists():
        raise WrongStateError(
            _("This is the last administrator of the organisation. Make somebody else administrator first.")
        )  # fmt: skip


def change_member(*, by: Actor, organisation: str, person: str, role: str) -> None:
    """Give a member another role, from now on.

    Raises:
        WrongStateError: The organisation would be left without an administrator.
    """
    body = body_for(by, organisation, "change_member")
    _require_role(role)
    with transaction.atomic():
        row = _member(_locked(body), person)
        if role != "admin":
            _require_another_admin(body, row)
        before, row.role = row.role, role
        row.save(update_fields=["role"])
        enter(
            by,
            "change_member",
            organisation=str(body.pk),
            person=person,
            before=before,
            role=role,
        )


def end_membership(*, by: Actor, organisation: str, person: str) -> None:
    """End a membership; what the person did stays in the record.

    Raises:
        WrongStateError: The organisation would be left without an administrator.
    """
    body = body_for(by, organisation, "end_membership")
    with transaction.atomic():
        row = _member(_locked(body), person)
        _require_another_admin(body, row)
        # It ends at once, so the last whole day was yesterday; the record holds the moment.
        row.last = legal_day(now()) - timedelta(days=1)
        row.save(update_fields=["last"])
        enter(by, "end_membership", organisation=str(body.pk), person=person)


def found_organisation(
    *, by: Actor, name: str, country: str, registration: str = "", address: str = ""
) -> OrganisationView:
    """Register the body for which a person applies, with that person as its contact.

    Args:
        by: Who applies.
        name: As it is registered.
        country: ISO 3166-1 alpha-2.
        registration: Its number there, or empty.
        address: Or empty.

    Raises:
        InvalidInputError: No name, or no such country.
    """
    require(by, "found_organisation")
    title = required_text("name", name, "Give the registered name.")
    try:
        require_territory(country)
    except InputError as error:
        raise InvalidInputError({"country": str(error)}) from error
    at = now()
    with transaction.atomic():
        body = Organisation.objects.create(
            name=title[:300],
            country=country,
            registration=registration[:100],
            address=address[:2000],
            made_at=at,
        )
        Membership.objects.create(
            person_id=by.id, organisation=body, first=legal_day(at)
        )
        _enter_founded(by, body)
    return organisation_view(body)


def _enter_founded(by: Actor, body: Organisation) -> None:
    record_event(
        kind="found_organisation",
        case=None,
        actor=actor_ref(by),
        payload={
            "organisation": str(body.pk),
            "name": body.name,
            "country": body.country,
        },
        at=body.made_at,
    )
