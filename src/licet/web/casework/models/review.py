"""Referrals and the advice they bring; every version of advice stays."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person, Team

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Referral(models.Model):
    """A question to another body, by a published rule or by an officer's reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="referrals")
    because = models.TextField()
    citation = models.JSONField(default=dict)
    by_rule = models.BooleanField(default=False)
    referred_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    due = models.DateField()
    state = models.CharField(max_length=20, default="open")
    closed_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "team"],
                condition=models.Q(state="open"),
                name="one_open_referral_per_team",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} to {self.team}"


class Advice(models.Model):
    """One version of one body's advice: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="advice"
    )
    version = models.PositiveSmallIntegerField()
    position = models.CharField(max_length=30)
    reasons = models.TextField()
    conditions = models.JSONField(default=list)
    facts_version = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "version"], name="advice_versions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral}: {self.position}"
