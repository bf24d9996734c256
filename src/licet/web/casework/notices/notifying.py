"""Who is told of a promised notice, and the only words that a mail about it may hold."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licet.web.casework.models import Notice, NoticeSetting, Person, Post
from licet.web.casework.notices.kinds import (
    INBOX,
    KINDS,
    NoticeKind,
    day_in,
    kind_of,
)
from licet.web.casework.ports import legal_day

TOLD = frozenset({"notice", "receipt"})
# A number is one of ours: letters, digits and dashes, with a digit in it.
_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9/-]{2,39}")
_MOST_LINES = 50


def number_in(payload: Mapping[str, Any]) -> str:
    """The number that a notice names; empty when it is no number."""
    found = str(payload.get("case", ""))
    return found if _NUMBER.fullmatch(found) else ""


def lay_in_inbox(
    effect: str, key: str, at: datetime, payload: Mapping[str, Any]
) -> None:
    """Lay a promised notice into the inbox of everybody it is for, with the promise itself.

    Args:
        effect: ``notice`` or ``receipt``.
        key: The key of the effect.
        at: The moment of the act.
        payload: What was promised; ``to`` is the address of a person or of a team.
    """
    kind, address = kind_of(effect, key, payload), str(payload.get("to", ""))
    person = Person.objects.filter(email__iexact=address).first() if address else None
    own = how_told(person, kind) if person else INBOX
    people = {person.pk: own} if person else dict.fromkeys(_in_team(address, at), INBOX)
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=pk,
                key=key,
                kind=kind.id,
                number=number_in(payload),
                due=day_in(key, payload),
                at=at,
                mail=how,
            )
            for pk, how in people.items()
        ],
        ignore_conflicts=True,
    )


def _in_team(address: str, at: datetime) -> Iterable[Any]:
    """Who holds a post on that day in the team with this mailbox."""
    if not address:
        return ()
    day = legal_day(at)
    held = Post.objects.filter(team__email__iexact=address, first__lte=day)
    present = held.filter(Q(last__isnull=True) | Q(last__gte=day))
    return present.filter(person__is_active=True).values_list("person", flat=True)


def how_told(person: Person, kind: NoticeKind) -> str:
    """How somebody is told of a kind: as they chose, unless it cannot be switched off."""
    if kind.fixed:
        return kind.usual
    chosen = NoticeSetting.objects.filter(person=person, kind=kind.id)
    return chosen.values_list("how", flat=True).first() or kind.usual


def mail_about(kind: NoticeKind, number: str, due: date | None) -> tuple[str, str]:
    """Subject and body of a mail: the words of the kind, a number, a day, a link."""
    subject = line_about(kind, number, due)
    words = _("Sign in at %(link)s to read it.") % {"link": _link()}
    return subject, f"{words}\n{_tail()}"


def line_about(kind: NoticeKind, number: str, due: date | None) -> str:
    """One notice in a line; the number only where the installation lets mail carry it."""
    shown = number if settings.LICET_MAIL_NUMBERS else ""
    line = str(kind.words)
    if due is not None:
        line = _("%(what)s: until %(day)s") % {"what": line, "day": due.isoformat()}
    return f"{line} ({shown})" if shown else line


def digest_of(rows: Iterable[Notice]) -> tuple[str, str]:
    """Subject and body of a mail about several notices."""
    held = list(rows)
    count = len(held)
    subject = ngettext("%(count)s notice", "%(count)s notices", count) % {
        "count": count
    }
    lines = [
        f"- {line_about(KINDS.get(row.kind, KINDS['news']), row.number, row.due)}"
        for row in held[:_MOST_LINES]
    ]
    if count > _MOST_LINES:
        lines.append(_("- and %(count)s more") % {"count": count - _MOST_LINES})
    words = _("Sign in at %(link)s to read them.") % {"link": _link()}
    told = "\n".join(lines)
    return f"{subject}: {settings.LICET_AUTHORITY}", f"{told}\n\n{words}\n{_tail()}"


def _link() -> str:
    return f"{settings.LICET_URL}/notices/"


def _tail() -> str:
    return _("What it is about stands only there, never in a mail.")
