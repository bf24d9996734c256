"""Official lists into the record: who took which version into service, or was refused, and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from licet.screening import ListStatus, statuses, waiting
from licet.web.casework.acts.acting import lock_counter
from licet.web.casework.later import rescreen_later
from licet.web.casework.models import ListEvent, ListQuestion
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import SYSTEM, Actor

FOUND = (
    "found"  # a version in service whose entry was lost with the process that took it
)
_LONGEST = 120
_CHANGED = frozenset({"new", "changed", FOUND})


def enter_sync(*, by: Actor, outcomes: Sequence[Mapping[str, Any]]) -> int:
    """Enter what a synchronisation did, one act for each source.

    Args:
        by: Who synchronised; the operator of the machine is the system.
        outcomes: As ``licet.screening.SourceOutcome.to_json`` gives them.

    Returns:
        How many acts were entered.
    """
    held = {one.source: one for one in statuses(settings.LICET_STATE)}
    with transaction.atomic():
        for outcome in outcomes:
            _enter(by, outcome, held.get(str(outcome["source"])))
    enter_questions()
    return len(outcomes)


def enter_found() -> int:
    """Enter versions in service that the record does not know; a frequent job.

    A synchronisation first changes files and then the record. Whatever came between, the
    record knows every version in service within a minute.

    Returns:
        How many were entered.
    """
    entered = 0
    for one in statuses(settings.LICET_STATE):
        known = ListEvent.objects.filter(
            source=one.source, version=one.version, content_hash=one.content_hash
        )
        if known.exists():
            continue
        told = {
            "source": one.source,
            "result": FOUND,
            "entries": one.entries,
            "changes": one.changes,
        }
        with transaction.atomic():
            _enter(SYSTEM, told, one)
        entered += 1
    enter_questions()
    return entered


def enter_questions() -> int:
    """Enter every version that was stopped and waits for an answer; each once.

    Returns:
        How many were entered.
    """
    entered = 0
    for one in waiting(settings.LICET_STATE):
        facts = {
            "source": one.source,
            "version": one.version,
            "content_hash": one.content_hash,
            "against": one.against,
            "code": one.code,
            "lost": one.lost,
            "entries": one.entries,
            "words": one.words,
        }
        with transaction.atomic():
            # Two workers may meet here: the lock lets one in after the other.
            lock_counter("list-questions")
            if ListQuestion.objects.filter(
                source=one.source,
                content_hash=one.content_hash,
                against=one.against,
            ).exists():
                continue
            at = now()
            row = record_event(
                kind="ask_about_list", case=None, actor=None, payload=facts, at=at
            )
            ListQuestion.objects.create(**facts, at=at, row=row.pk)
            entered += 1
    return entered


def _enter(by: Actor, outcome: Mapping[str, Any], held: ListStatus | None) -> None:
    at = now()
    facts = {
        "source": str(outcome["source"])[:_LONGEST],
        "result": str(outcome["result"]),
        "version": held.version if held else "",
        "content_hash": held.content_hash if held else "",
        "entries": int(outcome["entries"]),
        **{
            what: int(outcome["changes"][what])
            for what in ("added", "changed", "removed")
        },
        "error": str(outcome.get("error") or ""),
    }
    kind = "refuse_list" if outcome["result"] == "refused" else "sync_list"
    row = record_event(kind=kind, case=None, actor=actor_ref(by), payload=facts, at=at)
    ListEvent.objects.create(**facts, by=by.id, at=at, row=row.pk)
    if facts["result"] in _CHANGED:
        rescreen_later(str(facts["source"]))
