"""One mail for several notices: once a day, once a week, or after too many in an hour."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from licet.web.casework.acts.acting import promise
from licet.web.casework.models import Notice, Person
from licet.web.casework.notices.kinds import DAILY, LIMIT, WEEKLY
from licet.web.casework.notices.notifying import digest_of
from licet.web.casework.ports import legal_day, now

MONDAY = 0


def send_digests() -> int:
    """Promise the digests of the day; a frequent job, which promises each once.

    A daily digest holds what came before today, a weekly one what came before this Monday. What
    was held back because of the limit goes out an hour later.

    Returns:
        How many were promised.
    """
    at = now()
    today = legal_day(at)
    monday = today - timedelta(days=today.weekday())
    waiting = Notice.objects.filter(mailed_at__isnull=True, read_at__isnull=True)
    made = 0
    for way, until in ((DAILY, today), (WEEKLY, monday)):
        due = waiting.filter(mail=way)
        early = [row for row in due if legal_day(row.at) < until]
        made += sum(
            _promise(pk, f"digest:{way}:{pk}:{until}", early, at)
            for pk in sorted({row.person_id for row in early})
        )
    late = list(waiting.filter(mail=LIMIT, at__lte=at - timedelta(hours=1)))
    return made + sum(
        _promise(pk, f"digest:{LIMIT}:{pk}", late, at)
        for pk in sorted({row.person_id for row in late})
    )


def _promise(person: UUID, key: str, rows: list[Notice], at: datetime) -> int:
    """Promise one digest and settle its notices in the same transaction."""
    mine = [row.pk for row in rows if row.person_id == person]
    with transaction.atomic():
        held = Notice.objects.select_for_update().filter(
            pk__in=mine, mailed_at__isnull=True
        )
        ids = [str(pk) for pk in held.values_list("pk", flat=True)]
        if not ids:
            return 0
        held.update(mailed_at=at)
        # Whatever comes after this belongs to another digest, with a key of its own.
        key = f"{key}:{min(ids)}"
        to = Person.objects.values_list("email", flat=True).get(pk=person)
        promise("digest", key, at, {"to": to, "digest": ids})
    return 1


def mail_of(ids: list[str]) -> tuple[str, str, str] | None:
    """Address, subject and body of a digest; ``None`` when its person has read all meanwhile."""
    rows = Notice.objects.filter(pk__in=ids, read_at__isnull=True)
    found = list(rows.select_related("person").order_by("-at", "-pk"))
    if not found or not found[0].person.is_active:
        return None
    return found[0].person.email, *digest_of(found)
