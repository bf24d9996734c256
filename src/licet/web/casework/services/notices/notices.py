"""What people do with their notices, and what the operator does about mail that comes back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licet.web.casework.errors import InvalidInputError, NotFoundError
from licet.web.casework.models import (
    MailAddress,
    Notice,
    NoticeSetting,
    OutboxMessage,
    Person,
)
from licet.web.casework.notices.kinds import KINDS, WAYS
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.selectors.notices.notices import own_notice, settings_of
from licet.web.casework.views.notices import NoticeSettingView


def mark_read(*, by: Actor, notice: str) -> None:
    """Mark one of one's own notices as read; a second time changes nothing.

    Raises:
        NotFoundError: There is none such.
    """
    row = own_notice(by, notice)
    Notice.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=now())


def mark_all_read(*, by: Actor) -> int:
    """Mark all of one's own notices as read.

    Returns:
        How many were unread.
    """
    require(by, "see_notices")
    own = Notice.objects.filter(person=as_id(by.id), read_at__isnull=True)
    return own.update(read_at=now())


def set_notices(*, by: Actor, ways: Mapping[str, str]) -> tuple[NoticeSettingView, ...]:
    """Choose how one is told of some kinds.

    Args:
        by: Whose settings they are.
        ways: By the kind: ``at_once``, ``daily``, ``weekly`` or ``none``.

    Raises:
        InvalidInputError: An unknown kind or way, or a kind that cannot be switched off.
    """
    require(by, "set_notices")
    if problems := _problems(ways):
        raise InvalidInputError(problems)
    present = {one.kind: one.how for one in settings_of(viewer=by)}
    changed = {kind: how for kind, how in ways.items() if present[kind] != how}
    with transaction.atomic():
        for kind, how in sorted(changed.items()):
            NoticeSetting.objects.update_or_create(
                person_id=by.id, kind=kind, defaults={"how": how}
            )
        if changed:
            _enter(by, "set_notices", ways=changed)
    return settings_of(viewer=by)


def _problems(ways: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, how in ways.items():
        known = KINDS.get(kind)
        if known is None:
            found[kind] = _("There is no such kind. Choose from: %(kinds)s.") % {
                "kinds": ", ".join(KINDS)
            }
        elif how not in WAYS:
            found[kind] = _("Choose from: %(ways)s.") % {"ways": ", ".join(WAYS)}
        elif known.fixed and how != known.usual:
            found[kind] = str(known.fixed)
    return found


def try_address_again(*, by: Actor, address: str = "") -> str:
    """Let mail go to an address again that was known to take none.

    Args:
        by: Its person, or the operator for any address.
        address: For the operator; a person means their own.

    Returns:
        The address.

    Raises:
        NotFoundError: Nothing is known against this address.
    """
    require(by, "try_address_again")
    if by != SYSTEM:
        address = Person.objects.values_list("email", flat=True).get(pk=by.id)
    with transaction.atomic():
        rows = MailAddress.objects.select_for_update().filter(address=address.lower())
        if not rows.update(bounced_at=None, failures=0, why=""):
            raise NotFoundError("address with trouble")
        given_up = OutboxMessage.objects.filter(
            given_up_at__isnull=False, payload__to__iexact=address
        )
        again = given_up.update(
            given_up_at=None, failure="", attempts=0, next_at=now(), made_at=now()
        )
        _enter(by, "try_address_again", again=again, **_whose(address))
    return address


def note_bounce(*, by: Actor, address: str) -> None:
    """Note that mail to an address came back later, as the operator read in the mailbox.

    Raises:
        NotFoundError: No mail of ours went to this address.
    """
    require(by, "note_bounce")
    at = now()
    with transaction.atomic():
        rows = MailAddress.objects.select_for_update().filter(address=address.lower())
        if not rows.update(bounced_at=at, failed_at=at, why="bounced"):
            raise NotFoundError("address to which we sent mail")
        _enter(by, "note_bounce", **_whose(address))


def _whose(address: str) -> dict[str, Any]:
    """The person behind an address: no address stands in the record."""
    found = Person.objects.filter(email__iexact=address).values_list("pk", flat=True)
    return {"person": str(found.first() or "")}


def _enter(by: Actor, kind: str, **payload: Any) -> None:  # noqa: ANN401  # JSON
    record_event(kind=kind, case=None, actor=actor_ref(by), payload=payload, at=now())
