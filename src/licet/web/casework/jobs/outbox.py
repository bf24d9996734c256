"""Effects promised in transactions, delivered afterwards, again and again until they succeed."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from licet.web.casework.models import OutboxMessage
from licet.web.casework.ports import now, ports

_log = structlog.get_logger("licet.outbox")
# Named, not imported: the service asks for its own mail.
_INVITATION = "licet.web.casework.services.organisations.mail_of"
_LONGEST = timedelta(hours=1)
_BATCH = 50


def _send(row: OutboxMessage) -> None:
    told = row.payload
    match row.kind:
        case "notice" | "receipt":
            subject = told.get("subject") or "We have received your application"
            ports().post.send(
                to=told["to"],
                subject=f"{subject} ({told['case']})",
                body=f"Sign in at {settings.LICET_URL} to read it. Case {told['case']}.",
                key=row.key,
            )
        case "invitation":
            mail = import_string(_INVITATION)(told["invitation"])
            if mail is not None:  # revoked before it left: nothing is sent
                to, subject, body = mail
                ports().post.send(to=to, subject=subject, body=body, key=row.key)
        case "customs":
            ports().post.send(
                to=settings.LICET_CUSTOMS,
                subject=f"{told['licence']}: {told['act'].replace('_', ' ')}",
                body=f"The licence {told['licence']} changed. Verify before release.",
                key=row.key,
            )
        case kind:
            _log.error("unknown effect", kind=kind)


def deliver_outbox() -> int:
    """Deliver what is due; what fails waits twice as long each time.

    Returns:
        How many were acknowledged.
    """
    done = 0
    at = now()
    due = OutboxMessage.objects.filter(done_at__isnull=True, next_at__lte=at).order_by(
        "next_at"
    )
    for pk in list(due.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            row = (
                OutboxMessage.objects.select_for_update()
                .filter(pk=pk, done_at__isnull=True)
                .first()
            )
            if row is None:
                continue
            row.attempts += 1
            try:
                _send(row)
            except Exception as error:  # noqa: BLE001  # whatever the post office does, the promise stays
                _log.warning("effect failed", kind=row.kind, error=type(error).__name__)
                row.next_at = at + min(_LONGEST, timedelta(seconds=2**row.attempts))
            else:
                row.done_at = now()
                done += 1
            row.save()
    return done
