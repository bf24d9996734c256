"""Effects promised in transactions, delivered afterwards, again and again until they succeed.

An effect is claimed for a while in one transaction, handed over outside of any, and stored as
done in another. Whoever dies in between leaves it to the next, who hands it over with the same
key.
"""

import smtplib
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from licet.web.casework.models import Notice, OutboxMessage
from licet.web.casework.notices.kinds import (
    AT_ONCE,
    DEADLINE,
    INBOX,
    LIMIT,
    day_in,
    kind_of,
)
from licet.web.casework.notices.notifying import TOLD, mail_about, number_in
from licet.web.casework.ports import now, ports
from licet.web.casework.services.notices.addresses import (
    address_failed,
    address_reached,
    bounced,
    room_for,
)

_log = structlog.get_logger("licet.outbox")
# Named, not imported: the service asks for its own mail.
_INVITATION = "licet.web.casework.services.people.organisations.mail_of"
_DIGEST = "licet.web.casework.services.notices.digests.mail_of"
_LONGEST = timedelta(hours=1)
_LEASE = timedelta(minutes=2)
_BATCH = 50
_PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to hand over."""

    to: str
    subject: str
    body: str


def _mail(row: OutboxMessage) -> Mail | None:
    """The mail of an effect; ``None`` when there is none (any more)."""
    told = row.payload
    match row.kind:
        case "notice" | "receipt":
            kind = kind_of(row.kind, row.key, told)
            subject, body = mail_about(kind, number_in(told), day_in(row.key, told))
            return Mail(to=told["to"], subject=subject, body=body)
        case "invitation" | "digest":
            named = _INVITATION if row.kind == "invitation" else _DIGEST
            made = import_string(named)(told[row.kind])
            # Revoked before it left, or all read meanwhile: nothing is sent.
            return (
                None
                if made is None
                else Mail(**dict(zip(("to", "subject", "body"), made, strict=True)))
            )
        case "customs":
            return Mail(
                to=settings.LICET_CUSTOMS,
                subject=f"{told['licence']}: {told['act'].replace('_', ' ')}",
                body=f"The licence {told['licence']} changed. Verify before release.",
            )
        case kind:
            _log.error("unknown effect", kind=kind)
            return None


def deliver_outbox() -> int:
    """Deliver what is due; what fails waits twice as long each time.

    Returns:
        How many were acknowledged.
    """
    done = 0
    waiting = OutboxMessage.objects.filter(
        done_at__isnull=True, given_up_at__isnull=True, next_at__lte=now()
    )
    for pk in list(waiting.order_by("next_at").values_list("pk", flat=True)[:_BATCH]):
        row = _claim(pk)
        if row is None:
            continue
        mail = _mail(row)
        if mail is None:
            _done(row, None)
            done += 1
            continue
        if bounced(mail.to):
            _give_up(row, "bounced")
            continue
        try:
            ports().post.send(
                to=mail.to, subject=mail.subject, body=mail.body, key=row.key
            )
        except Exception as error:  # noqa: BLE001  # whatever the post office does, the promise stays
            _failed(row, mail, error)
            if _is_closed(error):
                break  # nothing else waits for its silence
        else:
            _done(row, mail)
            done += 1
    return done


def _claim(pk: int) -> OutboxMessage | None:
    """Take an effect for a while; ``None`` when it is gone, or goes out later in a digest."""
    with transaction.atomic():
        row = (
            OutboxMessage.objects.select_for_update()
            .filter(
                pk=pk,
                done_at__isnull=True,
                given_up_at__isnull=True,
                next_at__lte=now(),
            )
            .first()
        )
        if row is None or (row.kind in TOLD and not _goes_now(row)):
            return None
        row.attempts += 1
        row.next_at = now() + _LEASE
        row.save(update_fields=["attempts", "next_at"])
        return row


def _goes_now(row: OutboxMessage) -> bool:
    """Whether a notice is mailed now; what waits for a digest is settled here."""
    kind = kind_of(row.kind, row.key, row.payload)
    address = str(row.payload["to"])
    notice = Notice.objects.filter(key=row.key, person__email__iexact=address).first()
    how = notice.mail if notice else AT_ONCE
    if how == AT_ONCE and kind.severity != DEADLINE and not room_for(address, now()):
        if (
            notice is None
        ):  # a team's mailbox has no digest: it waits for its hour to end
            row.next_at = now() + _LONGEST
            row.save(update_fields=["next_at"])
            return False
        notice.mail = how = LIMIT
        notice.save(update_fields=["mail"])
    if how == AT_ONCE:
        return True
    row.done_at = now()
    row.save(update_fields=["done_at"])
    return False


def _done(row: OutboxMessage, mail: Mail | None) -> None:
    at = now()
    with transaction.atomic():
        row.done_at, row.failure = at, ""
        row.save(update_fields=["done_at", "failure"])
        if mail is not None:
            address_reached(mail.to, at)
            if row.kind in TOLD:
                mine = Notice.objects.filter(key=row.key).exclude(mail=INBOX)
                mine.update(mailed_at=at)


def _is_closed(error: Exception) -> bool:
    """Whether the post office itself is not there, and not only one address."""
    answered = smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
    return isinstance(error, OSError) and not isinstance(error, answered)


def _failed(row: OutboxMessage, mail: Mail, error: Exception) -> None:
    """Wait, or give up for the operator to see: what the other side said is not kept."""
    at, refused = now(), _refused_for_good(error)
    why = "refused" if refused else "unreachable"
    _log.warning("effect failed", kind=row.kind, error=type(error).__name__)
    address_failed(mail.to, at, why=why, for_good=refused)
    longest = timedelta(hours=settings.LICET_MAIL_GIVE_UP_HOURS)
    if refused or at - row.made_at >= longest:
        _give_up(row, why)
        return
    row.failure = why
    row.next_at = at + min(_LONGEST, timedelta(seconds=2 ** min(row.attempts, 12)))
    row.save(update_fields=["failure", "next_at"])


def _give_up(row: OutboxMessage, why: str) -> None:
    row.given_up_at, row.failure = now(), why
    row.save(update_fields=["given_up_at", "failure"])


def _refused_for_good(error: Exception) -> bool:
    """Whether the other side said that this address takes no mail, now or later."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in _PERMANENT for code, _said in error.recipients.values())
    return False
