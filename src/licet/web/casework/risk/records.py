"""How a case is weighed and how that is kept: outside any transaction the one, append-only the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, QuerySet, Subquery

from licet.kernel import digest
from licet.risk import Evidence
from licet.web.casework.gathered import read
from licet.web.casework.models import Case, FindingsRun, RiskRecord
from licet.web.casework.ports import ports
from licet.web.casework.views import Json, RiskStepView, RiskView

FINDINGS, RECOMPUTED = "findings", "recomputed"
MOST_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedCase:
    """The weighing of every item of a case; nothing of it is stored yet.

    Attributes:
        on: The day of the law.
        regime: The governing law.
        regime_version: The hash of its content.
        items: Item, name and the assessment of each.
        evidence: What was weighed besides the facts.
    """

    on: date
    regime: str
    regime_version: str
    items: tuple[dict[str, Any], ...]
    evidence: tuple[dict[str, Any], ...] = field(default=())

    @property
    def worst(self) -> Json | None:
        """The weighing of the item that needs most work, or ``None`` where nothing is weighed."""
        weighed = [one["weighed"] for one in self.items if one["weighed"]]
        return max(weighed, key=_heaviness, default=None)

    @property
    def document(self) -> dict[str, Any]:
        """What is kept."""
        return {"items": list(self.items)}

    @property
    def digest(self) -> str:
        """The hash of what the weighing says, whatever the day on which it was made."""
        return digest({"regime_version": self.regime_version, **self.document})


def _heaviness(weighed: Json) -> tuple[int, int, int]:
    points = weighed["points"]
    return int(weighed["band"]["from"]), points["best"], points["high"]


def weigh_case(
    document: Json, *, on: date, evidence: Sequence[Evidence]
) -> WeighedCase:
    """Weigh every item of a transaction by the governing law. Writes nothing.

    Args:
        document: The facts document.
        on: The legal day.
        evidence: What is known besides the facts (``selectors.risk_sources``).

    Returns:
        The weighing, to be kept by ``keep_risk``.
    """
    assessor = ports().assessor
    return WeighedCase(
        on=on,
        regime=settings.LICET_PROFILE,
        regime_version=assessor.version(),
        items=tuple(
            {
                "item": number,
                "name": str(item.get("name", "")),
                "weighed": assessor.assess(
                    document, on=on, item=number, evidence=evidence
                )["weighed"],
            }
            for number, item in enumerate(document.get("items", ()))
        ),
        evidence=tuple(one.to_json() for one in evidence),
    )


def keep_risk(
    run: FindingsRun, weighed: WeighedCase, *, at: datetime, because: str
) -> dict[str, Any]:
    """Write down a weighing; nothing changes it afterwards.

    Args:
        run: The computation to whose facts it belongs.
        weighed: The weighing.
        at: When.
        because: ``findings`` or ``recomputed``.

    Returns:
        What the ledger entry says of it.
    """
    worst = weighed.worst
    row = RiskRecord(
        case=run.case, run=run, made_at=at, on=weighed.on, because=because,
        regime=weighed.regime, regime_version=weighed.regime_version,
        document=weighed.document, evidence=list(weighed.evidence), digest=weighed.digest,
    )  # fmt: skip
    if worst is not None:
        row.method = worst["method"]["id"]
        row.band, row.band_title = worst["band"]["id"], worst["band"]["title"]
        row.band_low, row.band_high = _reach(weighed, worst)
        row.points = worst["points"]["best"]
    row.save(force_insert=True)
    return {
        "band": row.band,
        "band_low": row.band_low,
        "band_high": row.band_high,
        "points": row.points,
        "method": row.method,
        "regime_version": row.regime_version,
        "digest": row.digest,
    }


def _reach(weighed: WeighedCase, worst: Json) -> tuple[str, str]:
    """The highest of the lower and the highest of the upper ends over all items."""
    order = [one["id"] for one in worst["method"]["bands"]]
    every = [one["weighed"] for one in weighed.items if one["weighed"]]
    return (
        max((one["band_low"] for one in every), key=order.index),
        max((one["band_high"] for one in every), key=order.index),
    )


def newest_risks(cases: Sequence[Case]) -> Mapping[object, RiskRecord]:
    """The newest weighing of each case, without its document; one query."""
    newest = RiskRecord.objects.filter(case__in=cases).values("case")
    rows = RiskRecord.objects.filter(
        pk__in=newest.annotate(last=Max("pk")).values("last")
    )
    return {row.case_id: row for row in rows.defer("document", "evidence")}


def in_band(cases: QuerySet[Case], band: str) -> QuerySet[Case]:
    """Those cases whose newest weighing lies in a band."""
    newest = RiskRecord.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return cases.annotate(risk_band=Subquery(newest.values("band")[:1])).filter(
        risk_band=band
    )


def risk_view(history: Sequence[Any]) -> RiskView | None:
    """The newest weighing as officers see it, with those before it."""
    if not history:
        return None
    row = history[0]
    return RiskView(
        band=row.band,
        band_title=row.band_title,
        band_low=row.band_low,
        band_high=row.band_high,
        points=row.points,
        on=row.on,
        made_at=row.made_at,
        because=row.because,
        regime=row.regime,
        regime_version=row.regime_version,
        method=row.method,
        digest=row.digest,
        items=tuple(row.whole["items"]),
        evidence=tuple(row.given),
        history=tuple(
            RiskStepView(
                band=one.band,
                band_title=one.band_title,
                points=one.points,
                on=one.on,
                made_at=one.made_at,
                because=one.because,
                regime_version=one.regime_version,
            )
            for one in history
        ),
    )


def risk_of(case: Case) -> RiskView | None:
    """The newest weighing of a case with its history; one query, one whole document."""
    return risk_view(read(risks_of, case))


def risks_of(case: Case) -> QuerySet[RiskRecord]:
    """The weighings of a case, the newest first, whole in the newest alone."""
    rows = RiskRecord.objects.filter(case=case).order_by("-pk")
    newest = models.Q(pk=Subquery(rows.values("pk")[:1]))
    found = rows.defer("document", "evidence").annotate(
        whole=_only(newest, "document"), given=_only(newest, "evidence")
    )
    return found[:MOST_STEPS]


def _only(newest: models.Q, name: str) -> models.Case:
    """A column of the newest row alone."""
    return models.Case(
        models.When(newest, then=models.F(name)), output_field=models.JSONField()
    )
