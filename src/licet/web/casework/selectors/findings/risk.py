"""Reads of risk: how a case was weighed, and how a transaction that is no case would be."""

from collections.abc import Sequence
from datetime import date

from licet.facts import read_transaction
from licet.risk import Evidence
from licet.web.casework.casefile.destinations import freeze
from licet.web.casework.errors import NotFoundError
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.part_marks import require_part
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.risk.inputs import Known
from licet.web.casework.risk.records import risk_of
from licet.web.casework.selectors.findings.risk_sources import evidence_of
from licet.web.casework.views import Json, RiskView


def case_risk(*, viewer: Actor, case: str) -> RiskView | None:
    """How a case is weighed, or ``None`` while it is not; the read is entered first.

    Raises:
        NotAllowedError: No role of the viewer may see cases.
        NotFoundError: None such, or no standing in it.
    """
    require(viewer, "see_case")
    row = visible_cases(viewer).filter(number=case).first()
    if row is None:
        raise NotFoundError("case")
    require_part(viewer, row, "risk")
    note_read(viewer, row, "risk")
    return risk_of(row)


def assess_transaction(  # a transaction, its day, item and evidence
    *,
    viewer: Actor,
    facts: Json,
    on: date | None,
    item: int,
    evidence: Sequence[Evidence],
) -> Json:
    """Assess a posted transaction by the governing law. Writes nothing.

    Args:
        viewer: Who asks.
        facts: The transaction, in the full or the short form.
        on: The day whose law applies; today without it.
        item: Which item, counted from 0.
        evidence: What the asker gives; the destination's profile is added.

    Returns:
        The assessment as JSON.

    Raises:
        NotAllowedError: The viewer may not ask for determinations.
        InputError: The facts cannot be read, or there is no such item.
    """
    require(viewer, "determine")
    day = on or legal_day(now())
    document = read_transaction(facts).to_json()
    frozen = freeze(document, on=min(day, legal_day(now())))
    known = evidence_of(Known(on=day, destinations=frozen))
    return ports().assessor.assess(
        document, on=day, item=item, evidence=(*known, *evidence)
    )
