"""How much work a case was given and why, computation by computation: append-only."""

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.findings import FindingsRun

# mypy: disable-error-code="mutable-override"


class RiskRecord(models.Model):
    """The weighing of a case by the method of the governing law, as it was computed.

    ``document`` holds every item's weighing with its sources, ``evidence`` what was weighed
    besides the facts. The band allocates work; no decision names it as a ground. ``because``
    is ``findings`` or ``recomputed``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risks")
    run = models.ForeignKey(FindingsRun, on_delete=models.PROTECT, related_name="risks")
    made_at = models.DateTimeField()
    on = models.DateField()
    because = models.CharField(max_length=20)
    regime = models.CharField(max_length=60)
    regime_version = models.CharField(max_length=64)
    method = models.CharField(max_length=60, blank=True)
    band = models.CharField(max_length=60, blank=True)
    band_title = models.CharField(max_length=120, blank=True)
    band_low = models.CharField(max_length=60, blank=True)
    band_high = models.CharField(max_length=60, blank=True)
    points = models.PositiveIntegerField(default=0)
    document = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="casework_risk_case_idx")]

    def __str__(self) -> str:
        return f"{self.case}: {self.band or 'no band'}"
