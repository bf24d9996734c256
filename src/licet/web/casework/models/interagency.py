"""Silence, dissent, marked evidence and agreed conditions: every row stays as it was written."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case, Document
from licet.web.casework.models.people import Person
from licet.web.casework.models.review import Advice, Referral

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class AdviceDetail(models.Model):
    """What a version of advice says of single items and parties, and its grounds: append-only."""

    advice = models.OneToOneField(
        Advice, on_delete=models.PROTECT, related_name="detail"
    )
    grounds = models.JSONField(default=list)
    points = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.advice}"


class AgencySilence(models.Model):
    """That a body let its time pass, with the effect that the law gives to it: append-only."""

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, related_name="silence"
    )
    on = models.DateField()
    tier = models.PositiveSmallIntegerField()
    consent = models.BooleanField()
    effect = models.TextField()
    law = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.referral}: {self.effect}"


class Escalation(models.Model):
    """Dissent before one level, with the level as the law wrote it that day: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=60)
    document = models.JSONField(default=dict)
    facts_version = models.PositiveIntegerField()
    reasons = models.TextField()
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )
    member = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="escalations_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.level}"


class LevelVote(models.Model):
    """One version of what a member of a level says: append-only."""

    escalation = models.ForeignKey(
        Escalation, on_delete=models.PROTECT, related_name="votes"
    )
    member = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=30)
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "member", "version"],
                name="votes_of_a_member_are_numbered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.escalation}, {self.member}: {self.verdict}"


class LevelOutcome(models.Model):
    """What a level decided, or that it lapsed: append-only."""

    escalation = models.OneToOneField(
        Escalation, on_delete=models.PROTECT, related_name="outcome"
    )
    verdict = models.CharField(max_length=30, blank=True)
    how = models.CharField(max_length=20)
    counts = models.JSONField(default=dict)
    outvoted = models.JSONField(default=list)
    on = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.escalation}: {self.verdict or self.how}"


class DocumentMark(models.Model):
    """Who may read a document and whose it is; the newest counts: append-only."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="marks"
    )
    marking = models.CharField(max_length=40)
    owner = models.CharField(max_length=40)
    gist = models.TextField(blank=True)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document}: {self.marking}"


class SeeRequest(models.Model):
    """A body asks to see what is withheld from it: append-only."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="see_requests"
    )
    team = models.CharField(max_length=40)
    owner = models.CharField(max_length=40)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.team}: {self.document}"


class SeeAnswer(models.Model):
    """What the owner of a withheld document answered: append-only."""

    request = models.OneToOneField(
        SeeRequest, on_delete=models.PROTECT, related_name="answer"
    )
    granted = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}: {self.granted}"


class ConditionRequest(models.Model):
    """The wish to change or drop a condition that somebody else owns: append-only."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="condition_requests"
    )
    owner = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}, {self.owner}"


class ConditionAnswer(models.Model):
    """What the owner of a condition answered: append-only."""

    request = models.OneToOneField(
        ConditionRequest, on_delete=models.PROTECT, related_name="answer"
    )
    agrees = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}: {self.agrees}"
