"""What was computed of a case, run by run, and what officers made of it: append-only."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class FindingsRun(models.Model):
    """One computation of everything computable, on the facts of one version."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="runs")
    facts_version = models.PositiveIntegerField()
    on = models.DateField()
    made_at = models.DateTimeField()
    prohibitions = models.JSONField(default=list)
    lists = models.JSONField(default=list)
    lists_fresh = models.BooleanField(default=False)
    threshold = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.case}, facts {self.facts_version}"


class FindingsBasis(models.Model):
    """On what a computation stood, and what it changed: enough to run it again for ever.

    ``facts`` is the document that was determined, assumed answers included; ``difference``
    compares with the run before; ``law_days`` compares the law of the day of submission with
    that of the run's day; ``changes`` says per governed item what would change its outcome.
    """

    run = models.OneToOneField(
        FindingsRun, on_delete=models.PROTECT, related_name="basis"
    )
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=80)
    outcomes = models.JSONField()
    difference = models.JSONField(default=dict)
    law_days = models.JSONField(default=dict)
    changes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.run}: {self.facts_digest[:16]}"


class DeterminationRecord(models.Model):
    """One determination of one item under one law, as the engine gave it."""

    run = models.ForeignKey(
        FindingsRun, on_delete=models.PROTECT, related_name="determinations"
    )
    item = models.PositiveSmallIntegerField()
    item_name = models.CharField(max_length=300, blank=True)
    regime = models.CharField(max_length=60)
    governing = models.BooleanField()
    outcome = models.CharField(max_length=40)
    document = models.JSONField()

    def __str__(self) -> str:
        return f"{self.regime}: {self.outcome}"


class ClassificationOverride(models.Model):
    """A classification that an officer set in place of the computed one: append-only.

    ``item`` counts from 1; ``entry`` is empty when the item's own facts alone shall speak.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="overrides")
    item = models.PositiveSmallIntegerField()
    entry = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=300, blank=True)
    law = models.CharField(max_length=300)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}, item {self.item}: {self.entry}"


class ScreeningRecord(models.Model):
    """The screening of one party in one role."""

    run = models.ForeignKey(
        FindingsRun, on_delete=models.PROTECT, related_name="screenings"
    )
    party = models.CharField(max_length=300)
    role = models.CharField(max_length=40)
    country = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return f"{self.role}: {self.party}"


class Hit(models.Model):
    """What screening proposes. ``pair`` names the same pair of names in every run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.ForeignKey(
        ScreeningRecord, on_delete=models.PROTECT, related_name="hits"
    )
    pair = models.CharField(max_length=64, db_index=True)
    entity = models.CharField(max_length=200)
    list_name = models.CharField(max_length=120)
    list_version = models.CharField(max_length=120)
    matched_name = models.TextField()
    query_name = models.TextField()
    score = models.CharField(max_length=10)
    words = models.TextField()
    document = models.JSONField()

    def __str__(self) -> str:
        return f"{self.query_name} ~ {self.matched_name}"


class Adjudication(models.Model):
    """What an officer found of a pair of names in a case, with reasons."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="adjudications"
    )
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="adjudications")
    pair = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "pair"])]

    def __str__(self) -> str:
        return self.verdict


class CriterionRecord(models.Model):
    """One criterion of the regime, for one item, and how far it is established."""

    run = models.ForeignKey(
        FindingsRun, on_delete=models.PROTECT, related_name="criteria"
    )
    item = models.PositiveSmallIntegerField(default=0)
    criterion = models.CharField(max_length=120)
    mandatory = models.BooleanField()
    standing = models.CharField(max_length=20)
    document = models.JSONField()

    def __str__(self) -> str:
        return f"{self.criterion}: {self.standing}"
