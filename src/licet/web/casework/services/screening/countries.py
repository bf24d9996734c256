"""Country data into the record: who took which version, or was refused, and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor

_TOLD = ("source", "result", "version", "sha256", "values", "countries")


def enter_countries(*, by: Actor, outcomes: Sequence[Mapping[str, Any]]) -> int:
    """Enter what a synchronisation did, one act for each source.

    Args:
        by: Who synchronised; the operator of the machine is the system.
        outcomes: As ``licet.risk.destination.SourceOutcome.to_json`` gives them.

    Returns:
        How many acts were entered.
    """
    at = now()
    with transaction.atomic():
        for one in outcomes:
            refused = one["result"] == "refused"
            record_event(
                kind="refuse_countries" if refused else "sync_countries",
                case=None,
                actor=actor_ref(by),
                payload={
                    **{name: one[name] for name in _TOLD},
                    "error": one["error"] or "",
                },
                at=at,
            )
    return len(outcomes)
