"""Notices of an intended refusal and delegations, as records."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from licet.kernel import Citation
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.decision.deciding import newest_notice, respond_by
from licet.web.casework.models import (
    DelegationRow,
    RefusalNotice,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.people import names_of
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.parts.parts import Names, ground_view, letter_view
from licet.web.casework.views import DelegationView, NoticeView


def notice_view(
    file: CaseFile, known: Names, titles: Mapping[str, Mapping[str, Any]]
) -> NoticeView | None:
    """The newest notice of an intended refusal, or ``None``."""
    row = newest_notice(file)
    if row is None:
        return None
    answer = getattr(row, "answer", None)
    law = Citation(
        instrument=str(row.law.get("instrument", "")),
        pinpoint=str(row.law.get("pinpoint", "")),
    )
    return NoticeView(
        id=str(row.pk),
        state=_state(row),
        grounds=tuple(ground_view(raw, titles) for raw in row.grounds),
        days=row.days,
        law=str(law) if row.law else "",
        letter=letter_view(row.letter),
        respond_by=respond_by(row),
        by=known.get(str(row.by_id), ""),
        at=row.at,
        answer=answer.text if answer else "",
        answered_by=str(answer.by) if answer else "",
        answered_at=answer.at if answer else None,
    )


def _state(row: RefusalNotice) -> str:
    last = respond_by(row)
    if getattr(row, "answer", None) is not None:
        return "answered"
    if last is None:
        return "not_served"
    return "open" if legal_day(now()) <= last else "lapsed"


def delegations(*, viewer: Actor, on: date | None = None) -> tuple[DelegationView, ...]:
    """The register of delegations in its order, as it stands on a day.

    Args:
        viewer: Who reads.
        on: The legal day; today when absent.

    Raises:
        NotAllowedError: No role of the viewer may see it.
    """
    require(viewer, "see_delegations")
    day = on or legal_day(now())
    rows = list(DelegationRow.objects.select_related("holder").order_by("pk"))
    known = names_of(
        {
            one
            for row in rows
            for one in (row.given_by, row.ended_by)
            if len(one) > SYSTEM_LENGTH
        }
    )
    return tuple(_delegation(row, day, known) for row in rows)


SYSTEM_LENGTH = len("system")


def _delegation(
    row: DelegationRow, day: date, known: Mapping[str, str]
) -> DelegationView:
    state = "in_force"
    if row.first > day:
        state = "to_come"
    elif row.last is not None and row.last < day:
        state = "ended"
    return DelegationView(
        id=row.pk,
        holder=str(row.holder),
        holder_id=str(row.holder_id),
        acts=tuple(row.acts),
        highest_tier=row.highest_tier,
        regimes=tuple(row.regimes),
        kinds=tuple(row.kinds),
        highest_value=row.highest_value,
        currency=row.currency,
        first=row.first,
        last=row.last,
        instrument=row.instrument,
        state=state,
        given_by=known.get(row.given_by, row.given_by),
        given_at=row.given_at,
        ended_by=known.get(row.ended_by, row.ended_by),
        ended_because=row.ended_because,
    )
