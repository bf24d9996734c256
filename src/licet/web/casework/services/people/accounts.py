"""What people change of their own accounts: entered, because with it goes who may act as whom."""

from collections.abc import Mapping

from django.db import transaction

from licet.web.casework.models import Person
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.people import actor_of_person

#: What the sign-in part tells its people of, by the name of that message, and the act it is.
ACCOUNT_ACTS: Mapping[str, str] = {
    "account/email/password_changed": "change_password",
    "account/email/password_reset": "reset_password",
    "account/email/password_set": "change_password",
    "account/email/email_changed": "change_address",
    "account/email/email_deleted": "change_address",
    "mfa/email/totp_activated": "set_second_factor",
    "mfa/email/totp_deactivated": "remove_second_factor",
    "mfa/email/recovery_codes_generated": "make_recovery_codes",
}
OPENED = "open_account"


def enter_account_act(*, person: str, act: str) -> None:
    """Enter what somebody did with their own account; neither address nor secret is in it.

    Args:
        person: The id of the person.
        act: One of ``ACCOUNT_ACTS`` or ``OPENED``.
    """
    found = Person.objects.get(pk=person)
    with transaction.atomic():
        record_event(
            kind=act,
            case=None,
            actor=actor_ref(actor_of_person(found)),
            payload={"person": str(found.pk), "own": True},
            at=now(),
        )
