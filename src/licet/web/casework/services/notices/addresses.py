"""What is known of addresses: how much mail went there in an hour, and which take none."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from licet.web.casework.models import MailAddress

HOUR = timedelta(hours=1)


def room_for(address: str, at: datetime) -> bool:
    """Whether one more mail may go to an address within this hour."""
    row = MailAddress.objects.filter(address=address.lower()).first()
    if row is None or at - row.hour_from >= HOUR:
        return True
    most: int = settings.LICET_MAIL_AN_HOUR
    return row.in_hour < most


def bounced(address: str) -> bool:
    """Whether an address is known to take no mail."""
    rows = MailAddress.objects.filter(address=address.lower())
    return rows.filter(bounced_at__isnull=False).exists()


def _locked(address: str, at: datetime) -> MailAddress:
    MailAddress.objects.get_or_create(
        address=address.lower(), defaults={"hour_from": at}
    )
    return MailAddress.objects.select_for_update().get(address=address.lower())


def address_reached(address: str, at: datetime) -> None:
    """Count a mail that was taken; inside the caller's transaction."""
    row = _locked(address, at)
    if at - row.hour_from >= HOUR:
        row.hour_from, row.in_hour = at, 0
    row.in_hour += 1
    row.failures = 0
    row.save(update_fields=["hour_from", "in_hour", "failures"])


def address_failed(address: str, at: datetime, *, why: str, for_good: bool) -> None:
    """Note that a mail was not taken.

    Args:
        address: Where it was to go.
        at: When.
        why: A code of ours.
        for_good: Whether the other side said that the address takes no mail.
    """
    with transaction.atomic():
        row = _locked(address, at)
        row.failures += 1
        row.failed_at, row.why = at, why
        if for_good:
            row.bounced_at = row.bounced_at or at
        row.save(update_fields=["failures", "failed_at", "why", "bounced_at"])
