"""Risk over the API: the weighing of a case, and of a transaction that is posted."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from licet.risk import Evidence
from licet.web.api.documents import Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.findings import risk as reads

router = Router(tags=["risk"])


class EvidenceBody(Schema):
    """What one source says of one question; numbers are text, so that they stay exact."""

    about: str
    source: str
    dated: date
    answers: list[str] = []
    low: str | None = None
    best: str | None = None
    high: str | None = None
    verified: bool = True
    basis: str = "found"
    subject: str = ""
    words: str = ""


class RiskBody(Schema):
    """A transaction to be assessed by the governing law."""

    facts: dict[str, Any]
    on: date | None = None
    item: int = 0
    evidence: list[EvidenceBody] = []


@router.get(
    "/cases/{number}/risk",
    response={200: views.RiskView | None, 403: Problem, 404: Problem},
    auth=Token("work", "read"),
    summary="How a case is weighed, with every number, source and earlier weighing",
)
def case_risk(request: HttpRequest, number: str) -> views.RiskView | None:
    return reads.case_risk(viewer=actor(request), case=number)


@router.post(
    "/risk",
    response={200: dict[str, Any], 422: Problem, 503: Problem},
    auth=Token("determine"),
    summary="Prohibitions, criteria and weighing of a transaction under the governing law",
)
def assess(request: HttpRequest, body: RiskBody) -> dict[str, Any]:
    given = [
        Evidence.from_json({**each.dict(), "dated": each.dated.isoformat()})
        for each in body.evidence
    ]
    found = reads.assess_transaction(
        viewer=actor(request), facts=body.facts, on=body.on, item=body.item, evidence=given
    )  # fmt: skip
    return dict(found)
