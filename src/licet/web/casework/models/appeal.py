"""Appeals, what happened in them, what was laid before the reviewer, and what they changed."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.decision import ConditionRow, Decision
from licet.web.casework.models.licence import Licence
from licet.web.casework.models.opinion import Opinion
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Appeal(models.Model):
    """An appeal against an adverse act, with its reviewer and outcome.

    ``kind`` names what is appealed and ``object`` the row of it; ``subject`` is the case or
    opinion under whose key its content stands. ``stated`` holds the grounds by their name in
    the law's list, ``findings`` what was found on each, ``proof`` who had a part in the act
    and why the reviewer is none of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, default="refusal")
    object = models.CharField(max_length=60, blank=True)
    subject = models.UUIDField(null=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    licence = models.ForeignKey(
        Licence, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    contested = models.TextField(blank=True)
    grounds = models.TextField()
    stated = models.JSONField(default=list)
    standing = models.CharField(max_length=40, default="addressee")
    acted_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    last_day = models.DateField(null=True)
    late = models.BooleanField(default=False)
    excuse = models.CharField(max_length=40, blank=True)
    late_reasons = models.TextField(blank=True)
    decide_by = models.DateField(null=True)
    lodged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField()
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    advocate = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proof = models.JSONField(default=dict)
    hearing_on = models.DateField(null=True)
    interim = models.CharField(max_length=20, blank=True)  # asked, granted, rejected
    outcome = models.CharField(max_length=20, blank=True)
    findings = models.JSONField(default=list)
    reasons = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["decided_at", "lodged_at"])]

    def __str__(self) -> str:
        return f"{self.case or self.opinion}: {self.state}"


class AppealStep(models.Model):
    """One act in an appeal, with what was said: append-only."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=40)
    on = models.DateField(null=True)
    words = models.TextField(blank=True)
    closed = models.BooleanField(default=False)  # not for the appellant
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    side = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%F} {self.kind}"


class AppealDocument(models.Model):
    """A document laid before the reviewer, by either side: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appeal = models.ForeignKey(
        Appeal, on_delete=models.PROTECT, related_name="documents"
    )
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    side = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ConditionChange(models.Model):
    """What an appeal made of a condition; the newest change is what binds: append-only.

    ``standing`` is ``varied``, ``annulled``, ``stayed`` while the appeal is pending, or
    ``restored`` after that.
    """

    condition = models.ForeignKey(
        ConditionRow, on_delete=models.PROTECT, related_name="changes"
    )
    appeal = models.ForeignKey(
        Appeal, on_delete=models.PROTECT, related_name="condition_changes"
    )
    standing = models.CharField(max_length=20)
    terms = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.condition}: {self.standing}"
