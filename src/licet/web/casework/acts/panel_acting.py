"""One way in which every act of a panel happens: lock, ask, change, record; all in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from licet.web.casework.acts.acting import Act, record_on_case, refusals
from licet.web.casework.errors import WrongStateError
from licet.web.casework.models import (
    Case,
    PanelReferral,
    PanelSeat,
)
from licet.web.casework.panels.rules import require_seat
from licet.web.casework.panels.standing import (
    is_given,
    require_declared,
    visible_referral,
)
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_content


@dataclass(slots=True, kw_only=True)
class PanelAct:
    """An act on a referral under way.

    Attributes:
        seat: The seat by which a member acts; ``None`` for an officer.
        on_case: Whether the act stands in the timeline of the case as well.
    """

    name: str
    by: Actor
    at: datetime
    row: PanelReferral
    seat: PanelSeat | None
    on_case: bool = False
    payload: dict[str, Any] = field(default_factory=dict)

    def tells(self, **facts: object) -> None:
        """Add to what the entry says."""
        self.payload.update(facts)

    def said(self, **texts: str) -> None:
        """Add words: under the key of the case, or, without a case, their hashes alone."""
        for name, text in texts.items():
            if self.row.case_id:
                self.payload[name] = text
            else:
                self.payload[f"{name}_sha256"] = sha256(text.encode()).hexdigest()


@contextmanager
def panel_act(
    name: str, *, by: Actor, number: str, declared: bool = True
) -> Iterator[PanelAct]:
    """Lock, ask, change, record, as for a case.

    Args:
        name: The act in the access table.
        by: A member of the panel, or somebody of the authority.
        number: Of the referral.
        declared: Whether a member must have declared that no conflict stands against it.

    Raises:
        NotFoundError: No such referral for this person.
        NotAllowedError: No role may, no seat counts today, or a conflict stands against it.
        WrongStateError: The referral was withdrawn or has its opinion.
    """
    touched: list[Case] = []
    with refusals(name, by, touched), transaction.atomic():
        known = visible_referral(by, number)
        row = (
            PanelReferral.objects.select_for_update(of=("self",))
            .select_related("case__erasure", "shared__agreement")
            .get(pk=known.pk)
        )
        if row.case:
            require_content(row.case)
            touched.append(row.case)
        require(by, name)
        member = "panel_member" in by.roles
        seat = require_seat(by, row) if member else None
        if member and declared:
            require_declared(row, by)
        if hasattr(row, "end"):
            raise WrongStateError("This referral was withdrawn.")
        act = PanelAct(name=name, by=by, at=now(), row=row, seat=seat)
        yield act
        _enter(act)


def require_open(act: PanelAct) -> None:
    """Refuse what comes after the panel's opinion.

    Raises:
        WrongStateError: It is given.
    """
    if is_given(act.row):
        raise WrongStateError(
            "The panel has given its opinion. A new question is a new referral."
        )


def _enter(act: PanelAct) -> None:
    told = {"referral": act.row.number, "panel": act.row.panel, **act.payload}
    if act.on_case and act.row.case:
        case = Case.objects.select_for_update(of=("self",)).get(pk=act.row.case.pk)
        case.version += 1
        case.updated_at = act.at
        case.save(update_fields=["version", "updated_at"])
        on_case = Act(name=act.name, by=act.by, at=act.at, case=case, payload=told)
        record_on_case(on_case, kind=act.name, public=False)
        return
    record_event(
        kind=act.name,
        case=str(act.row.case_id) if act.row.case_id else None,
        actor=actor_ref(act.by),
        payload=told,
        at=act.at,
    )
