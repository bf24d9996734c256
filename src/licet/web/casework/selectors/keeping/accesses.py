"""Who looked at which case, when and for what: for auditors, and in part for those concerned."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from json import loads
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licet.kernel import EvidenceError
from licet.web.casework.models import Case, Person, ReadLog
from licet.web.casework.record.events import open_row
from licet.web.casework.rights.people import names_of
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.purposes import WORDS
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.views.disclosures import AccessPage, AccessView, OwnAccessView

PAGE = 50
MOST = 20_000
# An applicant learns of reads by the deciding authority; others could betray an inquiry.
_TOLD = frozenset({"handling", "deciding", "supervision", "countersignature"})


def accesses(*, viewer: Actor, words: str = "", page: int = 1) -> AccessPage:
    """One page of reads, the newest first.

    Args:
        viewer: An auditor; their own reads of cases are in it too.
        words: Number of a case, or part of a person's name or e-mail; empty for all.
        page: Counted from 1.

    Raises:
        NotAllowedError: The viewer is no auditor.
    """
    require(viewer, "see_access_log")
    found = _found(words)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = found[(number - 1) * PAGE : number * PAGE]
    return AccessPage(
        accesses=tuple(_views(rows)),
        words=words,
        page=number,
        pages=pages,
        total=total,
    )


def every_access(*, viewer: Actor, words: str = "") -> Iterator[AccessView]:
    """All reads that fit, at most 20,000, for a file."""
    require(viewer, "see_access_log")
    return _views(_found(words)[:MOST])


def accesses_told(case: Case) -> tuple[OwnAccessView, ...]:
    """What the applicant of a case is told: the authority's own reads, without names.

    Reads by agencies, customs, inspectors and auditors are left out: a status may be coarse
    and never false, and an inquiry is never betrayed.
    """
    rows = ReadLog.objects.filter(case=str(case.pk)).select_related("row__leaf")
    return tuple(
        OwnAccessView(
            on=row.row.recorded_at,
            body=settings.LICET_AUTHORITY,
            purpose=str(WORDS.get(why, WORDS[""])),
        )
        for row in rows.order_by("-pk")[:PAGE]
        if (why := _opened(row).get("why", "")) in _TOLD
    )


def own_accesses(*, viewer: Actor, case: str) -> tuple[OwnAccessView, ...]:
    """The same, for the applicant who asks about one of their cases."""
    require(viewer, "see_held_data")
    found = visible_cases(viewer).filter(number=case).first()
    return accesses_told(found) if found else ()


def _found(words: str) -> QuerySet[ReadLog]:
    rows = ReadLog.objects.order_by("-pk").select_related("row__leaf")
    if not words.strip():
        return rows
    text = words.strip()
    people = Person.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))
    cases = Case.objects.filter(number__icontains=text)
    return rows.filter(
        Q(person__in=[str(pk) for pk in people.values_list("pk", flat=True)[:500]])
        | Q(case__in=[str(pk) for pk in cases.values_list("pk", flat=True)[:500]])
    )


def _views(rows: QuerySet[ReadLog]) -> Iterator[AccessView]:
    held = list(rows)
    people = names_of({row.person for row in held})
    numbers = {
        str(pk): number
        for pk, number in Case.objects.filter(
            pk__in={row.case for row in held}
        ).values_list("pk", "number")
    }
    for row in held:
        told = _opened(row)
        leaf = getattr(row.row, "leaf", None)
        yield AccessView(
            at=row.row.recorded_at,
            person=people.get(row.person, row.person),
            role=str(told.get("role", "")),
            case=numbers.get(row.case, row.case),
            what=str(told.get("what", "")),
            purpose=str(WORDS.get(told.get("why", ""), told.get("why", "")))
            if told
            else _("erased"),
            entry=leaf.index if leaf else None,
        )


def _opened(row: ReadLog) -> Mapping[str, Any]:
    """What the entry says; nothing when its content was erased."""
    with suppress(EvidenceError):
        told = loads(open_row(row.row).payload)
        return {**told["payload"], "role": told["actor"]["role"]}
    return {}
