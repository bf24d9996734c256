"""Ownership data from registers into the system: dated, sourced, versioned, never changed."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import OuterRef, Subquery

from licet.diversion import (
    ControlStatement,
    Declared,
    DirectorshipStatement,
    Discrepancy,
    MalformedStatementError,
    Measure,
    Statement,
    address_key,
    declared_of,
    discrepancies,
    graph_of,
    name_key,
    network_of,
    number_key,
)
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import (
    Case,
    OwnershipEntity,
    OwnershipLine,
    OwnershipMark,
    OwnershipRun,
    OwnershipSet,
    PartyMark,
)
from licet.web.casework.ownership.gathering import ADDRESS, NAME, NUMBER
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref, refused_act
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.selectors.ownership import ownership as reads
from licet.web.casework.services.ownership.ownership import ENDED, call_ownership
from licet.web.casework.views import OwnershipSetView

LARGEST_UPLOAD = 64 * 1024 * 1024
_SOURCE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_MOST_TROUBLES = 200
_BATCH = 2_000
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file of statements as it came.

    Attributes:
        file: Its name.
        content: Its bytes: FollowTheMoney or BODS 0.4 as JSON.
        source: The register or journal, in small letters, digits, - and _.
        published: The day as of which the source says so, or ``None``.
    """

    file: str
    content: bytes
    source: str
    published: date | None = None


def import_ownership(*, by: Actor, sheet: Sheet) -> OwnershipSetView:
    """Take a file of statements into service in place of the earlier one of its source.

    Every open case that it may concern is traced again; until then nothing that was traced
    before counts at the gate. A file that cannot be read leaves everything as it was.

    Args:
        by: Who takes it in; the operator of the machine is the system.
        sheet: The file.

    Returns:
        The set in service; the earlier one when the file is the same, byte for byte.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: The source has no such form, the file is an older one again, or it
            cannot be read; the refusal is entered with the line that is wrong.
    """
    _require_source(by, sheet.source)
    seal = sha256(sheet.content).hexdigest()
    if (known := _known(sheet.source, seal)) is not None:
        return known
    try:
        declared = _declared(sheet)
    except MalformedStatementError as error:
        _refuse(by, sheet, seal, str(error))
        raise InvalidInputError({"file": str(error)}) from error
    wrong = _troubles(declared)
    try:
        with transaction.atomic():
            row = _keep(by, sheet, seal, declared, wrong)
            _call_concerned(row)
    except IntegrityError:
        # Somebody took the same file in at the same moment; theirs stands.
        known = _known(sheet.source, seal)
        if known is None:
            raise
        return known
    return reads.ownership_set(row)


def _require_source(by: Actor, source: str) -> None:
    if not by.may("import_ownership"):
        refused_act(by=by, act="import_ownership", case=None, why="not_allowed")
    require(by, "import_ownership")
    if not _SOURCE.fullmatch(source):
        raise InvalidInputError(
            {
                "source": "Name the source in small letters, digits, - and _, for example "
                "companies_house."
            }
        )


def _known(source: str, seal: str) -> OwnershipSetView | None:
    """The newest set when it is this very file.

    Raises:
        InvalidInputError: The file was replaced by a newer one before.
    """
    newest = OwnershipSet.objects.filter(source=source).order_by("-pk").first()
    if newest is None:
        return None
    if newest.sha256 == seal:
        return reads.ownership_set(newest)
    if OwnershipSet.objects.filter(source=source, sha256=seal).exists():
        raise InvalidInputError(
            {
                "file": f"{source}: this file was in service before and {newest.file} took its "
                "place. Versions do not go back: get a new extract from the source."
            }
        )
    return None


def _declared(sheet: Sheet) -> Declared:
    try:
        text = sheet.content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = sheet.content[: error.start].count(b"\n") + 1
        raise MalformedStatementError(
            sheet.file, line, "not UTF-8", "Save the file as UTF-8."
        ) from error
    declared = declared_of(text, sheet.file)
    names = {*declared.entities} | {
        end for one in declared.statements for end in (one.owner, one.owned)
    }
    long = next((name for name in sorted(names) if len(name) > _LONGEST_ID), None)
    if long is not None:
        problem = f"an id of {len(long)} characters ({long[:40]}...)"
        mend = f"Use ids of at most {_LONGEST_ID} characters."
        raise MalformedStatementError(sheet.file, 1, problem, mend)
    return declared


def _troubles(declared: Declared) -> list[dict[str, Any]]:
    """What cannot all be true today, and who is referred to and never described."""
    graph = graph_of(network_of(declared), on=legal_day(now()))
    found = [_trouble(one) for one in (*declared.unnamed, *discrepancies(graph))]
    unknown: dict[str, Statement] = {}
    for one in declared.statements:
        for end in (one.owner, one.owned):
            if end not in declared.entities:
                unknown.setdefault(end, one)
    found += [
        {
            "trouble": "not_described",
            "entity": name,
            "words": f"{name} is referred to and never described: it has no name here.",
            "sources": [str(unknown[name].source)],
        }
        for name in sorted(unknown)
    ]
    return found


def _trouble(one: Discrepancy) -> dict[str, Any]:
    return {
        "trouble": one.trouble.value,
        "entity": one.entity,
        "words": one.words,
        "sources": [str(source) for source in one.sources[:20]],
    }


def _refuse(by: Actor, sheet: Sheet, seal: str, error: str) -> None:
    with transaction.atomic():
        record_event(
            kind="refuse_ownership",
            case=None,
            actor=actor_ref(by),
            payload={
                "source": sheet.source,
                "file": sheet.file[:200],
                "sha256": seal,
                "error": error,
            },
            at=now(),
        )


def _keep(
    by: Actor,
    sheet: Sheet,
    seal: str,
    declared: Declared,
    wrong: Sequence[Mapping[str, Any]],
) -> OwnershipSet:
    at = now()
    facts: dict[str, Any] = {
        "source": sheet.source,
        "version": seal[:12],
        "sha256": seal,
        "file": sheet.file[:200],
        "published": sheet.published,
        "entities": len(declared.entities),
        "statements": len(declared.statements),
        "trouble_count": len(wrong),
    }
    row = record_event(
        kind="import_ownership",
        case=None,
        actor=actor_ref(by),
        payload={**facts, "unread": dict(declared.unread)},
        at=at,
    )
    held = OwnershipSet.objects.create(
        **facts,
        troubles=list(wrong[:_MOST_TROUBLES]),
        unread=dict(declared.unread),
        by_id=None if by == SYSTEM else by.id,
        at=at,
        row=row.pk,
    )
    _in_parts(OwnershipEntity, _entities(held, declared))
    _in_parts(OwnershipMark, _marks(held, declared))
    _in_parts(OwnershipLine, (_line(held, one) for one in declared.statements))
    return held


def _in_parts(model: type[models.Model], rows: Iterator[models.Model]) -> None:
    part: list[models.Model] = []
    for row in rows:
        part.append(row)
        if len(part) == _BATCH:
            model._default_manager.bulk_create(part)  # noqa: SLF001  # Django's own public name
            part = []
    model._default_manager.bulk_create(part)  # noqa: SLF001


def _entities(held: OwnershipSet, declared: Declared) -> Iterator[OwnershipEntity]:
    for one in declared.entities.values():
        yield OwnershipEntity(
            set=held,
            entity=one.id,
            kind=one.kind[:60],
            name=one.name[:500],
            countries=list(one.countries),
            identifiers=list(one.identifiers),
            addresses=list(one.addresses),
        )


def _marks(held: OwnershipSet, declared: Declared) -> Iterator[OwnershipMark]:
    for one in declared.entities.values():
        keys = [(NAME, name_key(one.name))]
        keys += [(NUMBER, number_key(text)) for text in one.identifiers]
        keys += [(ADDRESS, address_key(text)) for text in one.addresses]
        for kind, value in dict.fromkeys(keys):
            if value:
                yield OwnershipMark(set=held, entity=one.id, kind=kind, value=value)


def _line(held: OwnershipSet, one: Statement) -> OwnershipLine:
    row = OwnershipLine(
        set=held,
        owner=one.owner,
        owned=one.owned,
        first=one.force.first,
        last=one.force.last,
        source_id=one.source.id[:200],
        line=one.source.line,
        publisher=one.source.publisher[:300],
    )
    if isinstance(one, ControlStatement):
        row.kind, row.certain, row.manner = "control", one.certain, one.manner[:200]
    elif isinstance(one, DirectorshipStatement):
        row.kind, row.manner = "tie", one.manner[:200]
    else:
        row.kind = Measure(one.measure).value
        row.low, row.high = one.share.low, one.share.high
        row.above_low, row.below_high = one.share.above_low, one.share.below_high
        row.direct = one.direct
    return row


def _call_concerned(held: OwnershipSet) -> None:
    """Call every open case that has somebody whose name or number stands in the set.

    A case is concerned too when the earlier set of the source was part of its web.
    """
    named = PartyMark.objects.filter(
        value__in=OwnershipMark.objects.filter(set=held).values("value"),
        kind__in=(NAME, NUMBER),
    )
    concerned: set[UUID] = set(named.values_list("case_id", flat=True).distinct())
    open_cases = Case.objects.exclude(state__in=ENDED)
    newest = OwnershipRun.objects.filter(case=OuterRef("pk")).order_by("-pk")
    used = open_cases.annotate(sets=Subquery(newest.values("document__sets")[:1]))
    concerned |= {
        pk
        for pk, sets in used.values_list("pk", "sets")
        if any(str(one).startswith(f"{held.source} ") for one in _listed(sets))
    }
    for case in open_cases.filter(pk__in=concerned).order_by("pk"):
        call_ownership(case, "set_imported")


def _listed(sets: object) -> list[object]:
    """The names of sets as the database gives them: a list, or JSON text of one."""
    found = json.loads(sets) if isinstance(sets, str) else sets
    return found if isinstance(found, list) else []
