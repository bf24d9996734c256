"""Drafts, signatures, decisions, letters: all of it append-only."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class DecisionDraft(models.Model):
    """One version of a draft: append-only. The last one is the one that counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=40)
    reasons = models.TextField()
    grounds = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "version"], name="draft_versions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"


class DraftReturn(models.Model):
    """A countersigner gave a draft back, with the reason: append-only."""

    draft = models.ForeignKey(
        DecisionDraft, on_delete=models.PROTECT, related_name="returns"
    )
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reasons


class Decision(models.Model):
    """A signed decision: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    draft = models.OneToOneField(
        DecisionDraft, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(max_length=40)
    reasons = models.TextField()
    grounds = models.JSONField(default=list)
    facts_version = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    decided_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"


class Countersignature(models.Model):
    """Who signed second, and under which delegation: append-only."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="countersignature"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegation = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by}, {self.delegation}"


class ConditionRow(models.Model):
    """One typed condition of a decision, with the words that bind: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="conditions"
    )
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=60)
    terms = models.JSONField(default=dict)
    words = models.TextField()
    checker = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.words


class Letter(models.Model):
    """A letter to the applicant: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="letters"
    )
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject


class LetterDocument(models.Model):
    """The PDF of a letter, made after commit: append-only."""

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="document"
    )
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Service(models.Model):
    """When and how a letter was served, with the proof: append-only."""

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="service"
    )
    on = models.DateField()
    manner = models.CharField(max_length=80)
    proof = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}, {self.manner}"
