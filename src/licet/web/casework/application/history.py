"""The history of a case's determinations: each with its facts, and what it changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from licet.web.casework.application.comparison import (
    changed_between,
    difference,
    facts_digest,
)
from licet.web.casework.models import (
    Case,
    DeterminationRecord,
    FindingsBasis,
    FindingsRun,
)
from licet.web.casework.ports import ports
from licet.web.casework.views import Json

Determined = Sequence[tuple[int, str, str, bool, Json]]


def compare_law_days(
    document: Json, determined: Determined, *, submitted_on: date | None, on: date
) -> dict[str, Any]:
    """The same facts under the law of the day of submission and under that of a later day.

    Args:
        document: The facts.
        determined: What the later day gave: item, name, law, governing, determination.
        submitted_on: The legal day of the submission; ``None`` before there is one.
        on: The later day.

    Returns:
        Both days and, for every item under the governing law, the earlier determination
        and what is otherwise now. Empty when there are not two days to compare.
    """
    if submitted_on is None or submitted_on >= on:
        return {}
    items = []
    for item, name, law, governing, now_found in determined:
        if governing:
            then = ports().determiner.determine(
                document, law, on=submitted_on, item=item
            )
            items.append(
                {
                    "item": item,
                    "name": name,
                    "then": dict(then),
                    "difference": difference(then, now_found),
                }
            )
    return {
        "submitted_on": submitted_on.isoformat(),
        "on": on.isoformat(),
        "items": items,
    }


def what_would_change(
    document: Json, determined: Determined, *, on: date
) -> list[dict[str, Any]]:
    """For every item under the governing law, what would change its outcome."""
    found = []
    for item, _name, law, governing, _determination in determined:
        if governing:
            changes = ports().determiner.changes(document, law, on=on, item=item)
            found.append({"item": item, "regime": law, "changes": dict(changes)})
    return found


def newest_run(case: Case) -> FindingsRun | None:
    """The newest computation of a case, with what it stood on."""
    found = FindingsRun.objects.filter(case=case).select_related("basis")
    return found.order_by("-pk").first()


def since(
    before: FindingsRun | None, document: Json, determined: Determined
) -> dict[str, Any]:
    """What a computation changes against the one before; empty for the first.

    Args:
        before: The computation before.
        document: The facts of the new one.
        determined: Its determinations.

    Returns:
        ``facts``, which say something else, and ``items``, each with its difference.
    """
    basis = getattr(before, "basis", None)
    if before is None or basis is None:
        return {}
    earlier = {
        (row.item, row.regime): row.document
        for row in DeterminationRecord.objects.filter(run=before)
    }
    return {
        "facts": changed_between(basis.facts, document),
        "items": [
            {
                "item": item,
                "name": name,
                "regime": law,
                "governing": governing,
                **difference(earlier[item, law], found),
            }
            for item, name, law, governing, found in determined
            if (item, law) in earlier
        ],
    }


def keep_basis(  # the row's own fields
    run: FindingsRun,
    *,
    before: FindingsRun | None,
    document: Json,
    determined: Determined,
    law_days: Json,
    changes: list[dict[str, Any]],
) -> FindingsBasis:
    """Write down on what a computation stood; nothing changes it afterwards."""
    return FindingsBasis.objects.create(
        run=run,
        facts=document,
        facts_digest=facts_digest(document),
        outcomes=[
            {
                "item": item,
                "name": name,
                "regime": law,
                "governing": governing,
                "outcome": found["outcome"],
                "digest": found.get("digest", ""),
                "regime_version": found.get("regime_version", ""),
            }
            for item, name, law, governing, found in determined
        ],
        difference=since(before, document, determined),
        law_days=law_days,
        changes=changes,
    )
