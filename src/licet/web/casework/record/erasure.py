"""Lawful erasure: the key is destroyed, the proofs stand, and who did it is on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from json import loads
from pathlib import Path

from django.conf import settings
from django.db import transaction

from licet.web.casework.models import (
    Case,
    Erasure,
    Opinion,
    OpinionErasure,
    PartyAppearance,
    PartyFile,
)
from licet.web.casework.models.record import KeyRecord, LedgerRow
from licet.web.casework.record.blanking import blank_case, case_id, compact
from licet.web.casework.record.events import act_bytes, record_event
from licet.web.casework.record.evidence import SealedEvidence
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.model import ActorRef

ERASURE = "erasure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did.

    Attributes:
        row: Its row in the record.
        blanked: How many rows were blanked, by table.
    """

    row: LedgerRow
    blanked: Mapping[str, int]


def erase_case(
    *,
    case: str,
    actor: ActorRef | None,
    rule: str,
    reason: str,
    at: datetime,
    told: Mapping[str, str] | None = None,
) -> Erased:
    """Destroy the key of a case: its content is gone, its entries still prove themselves.

    The erasure is on record before the key goes, and the rows are blanked in the same
    transaction. A crash after it is made good by :func:`replay_erasures`.

    Args:
        case: The key id of the case.
        actor: Who orders it.
        rule: The retention rule under which it is done, with its pinpoint.
        reason: Why now.
        at: When, aware.
        told: What else the entry says: the number of the case, who proposed it, the outcome.

    Returns:
        The row of the erasure, under the installation's record key, and what was blanked.
    """
    payload = {"key": case, "rule": rule, "reason": reason, **(told or {})}
    ordered = act_bytes(ERASURE, None, actor, payload, at)
    with transaction.atomic():
        row = record_event(kind=ERASURE, case=None, actor=actor, payload=payload, at=at)
        KeyRecord.objects.create(key_id=case, destroyed_at=at, erasure=row)
        blanked = blank_case(case, at=at)
        transaction.on_commit(lambda: _destroy(case, ordered))
        for file in _files_left_alone():
            _erase_file(file, actor=actor, told=payload, at=at)
    return Erased(row=row, blanked=blanked)


def _files_left_alone() -> tuple[str, ...]:
    """Due-diligence files whose party no case names any more that still says something."""
    gone = Case.objects.filter(erasure__isnull=False).values("pk")
    destroyed = KeyRecord.objects.values_list("key_id", flat=True)
    named = PartyAppearance.objects.exclude(case__in=gone).exclude(
        case__in=[one for one in map(case_id, destroyed) if one is not None]
    )
    files = PartyFile.objects.filter(appearances__isnull=False).exclude(
        pk__in=named.values("file")
    )
    return tuple(
        str(one)
        for one in files.distinct().order_by("number").values_list("pk", flat=True)
        if str(one) not in set(destroyed)
    )


def _erase_file(
    key: str, *, actor: ActorRef | None, told: Mapping[str, str], at: datetime
) -> None:
    """Erase the file of a party with the last case that named it, in the same transaction."""
    payload = {**told, "key": key, "because": "the last case that named its party"}
    ordered = act_bytes(ERASURE, None, actor, payload, at)
    row = record_event(kind=ERASURE, case=None, actor=actor, payload=payload, at=at)
    KeyRecord.objects.create(key_id=key, destroyed_at=at, erasure=row)
    blank_case(key, at=at)
    transaction.on_commit(lambda: _destroy(key, ordered))


def evidence_folder() -> SealedEvidence:
    """The sealed files of this installation."""
    return SealedEvidence(root=Path(settings.LICET_STATE) / "evidence")


def _destroy(case: str, ordered: bytes) -> None:
    """Key, files, then the database's own files; the emptied folder goes last and says so."""
    evidence = evidence_folder()
    key_store().destroy(case, because=ordered)
    evidence.empty(case)
    if compact():
        evidence.forget(case)


def replay_erasures() -> int:
    """Destroy again what was destroyed: after a crash, and after a backup came back.

    Returns:
        How many keys had come back.
    """
    keys, evidence = key_store(), evidence_folder()
    back, unsettled = 0, []
    for key_id in KeyRecord.objects.values_list("key_id", flat=True):
        here = keys.holds(key_id)
        if here:
            keys.destroy(key_id)
        if here or evidence.holds(key_id):
            evidence.empty(key_id)
            unsettled.append(key_id)
        back += here
    if unsettled and compact():
        for key_id in unsettled:
            evidence.forget(key_id)
    return back


def learn_erasures(*, at: datetime) -> tuple[str, ...]:
    """Enter erasures that an older database does not know, from what lies with the keys.

    A backup taken before an erasure knows nothing of it. The keys do: what was destroyed
    stays named there, with the act that ordered it.

    Args:
        at: Now, aware.

    Returns:
        The keys whose erasure was entered again.
    """
    known = set(KeyRecord.objects.values_list("key_id", flat=True))
    learnt = []
    for key_id, ordered in key_store().destroyed().items():
        if key_id in known:
            continue
        told = loads(ordered) if ordered.startswith(b"{") else {}
        payload = told.get("payload") or {}
        actor = ActorRef(**told["actor"]) if told.get("actor") else None
        with transaction.atomic():
            row = record_event(
                kind=ERASURE,
                case=None,
                actor=actor,
                payload={**payload, "key": key_id, "ordered": told.get("at") or ""},
                at=at,
            )
            KeyRecord.objects.create(key_id=key_id, destroyed_at=at, erasure=row)
            blanked = blank_case(key_id, at=at)
            _say_erased(key_id, row, payload, blanked, _moment(told.get("at"), at))
        evidence_folder().empty(key_id)
        learnt.append(key_id)
    return tuple(learnt)


def _moment(told: str | None, at: datetime) -> datetime:
    return datetime.fromisoformat(told) if told else at


def _say_erased(
    key_id: str,
    row: LedgerRow,
    payload: Mapping[str, str],
    blanked: Mapping[str, int],
    at: datetime,
) -> None:
    """The line that pages show, made anew from the act that ordered the erasure."""
    of = case_id(key_id)
    said = {
        "rule": payload.get("rule", ""),
        "reason": payload.get("reason", ""),
        "proposed_by": payload.get("proposed_by", ""),
        "approved_by": payload.get("approved_by", ""),
        "blanked": dict(blanked),
        "at": at,
        "row": row.pk,
    }
    if of is not None and Case.objects.filter(pk=of).exists():
        outcome = payload.get("outcome", "erase")
        Erasure.objects.get_or_create(case_id=of, defaults={**said, "outcome": outcome})
    if of is not None and Opinion.objects.filter(pk=of).exists():
        OpinionErasure.objects.get_or_create(opinion_id=of, defaults=said)
