"""Agreements on the sharing of information, and what left under them: every row stays as written."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Agreement(models.Model):
    """An agreement as it was entered: append-only. Approval and every change are rows of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)  # panel or partner
    party = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    purposes = models.JSONField(default=list)
    classes = models.JSONField(default=list)
    onward = models.TextField()
    first = models.DateField()
    last = models.DateField()
    document_sha256 = models.CharField(max_length=64)
    partner_key = models.TextField(blank=True)  # X25519 as PEM, for sealed packs
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class AgreementReview(models.Model):
    """What the second person said of an agreement: append-only."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.PROTECT, related_name="review"
    )
    approved = models.BooleanField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agreement}: {'approved' if self.approved else 'returned'}"


class AgreementAct(models.Model):
    """That an agreement was suspended, resumed or ended: append-only, the newest counts."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="acts"
    )
    act = models.CharField(max_length=10)  # suspend, resume or end
    reasons = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agreement}: {self.act}"


class Composite(models.Model):
    """A case closed for those who may not see it, made by an officer: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="composites")
    title = models.CharField(max_length=300)
    text = models.TextField()
    document = models.JSONField(default=dict)
    facts_version = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class CompositeCheck(models.Model):
    """What the second person said of a composite: append-only."""

    composite = models.OneToOneField(
        Composite, on_delete=models.PROTECT, related_name="check_row"
    )
    approved = models.BooleanField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.composite}: {'approved' if self.approved else 'returned'}"


class SharedPack(models.Model):
    """What went to a panel or partner, under which agreement: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="packs"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="shared_packs"
    )
    composite = models.ForeignKey(
        Composite, on_delete=models.PROTECT, null=True, related_name="packs"
    )
    party = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    classes = models.JSONField(default=list)
    what = models.CharField(max_length=300)
    pack = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    onward = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} to {self.party}"


class SharedPackRecall(models.Model):
    """That what was disclosed was called back: append-only."""

    pack = models.OneToOneField(
        SharedPack, on_delete=models.PROTECT, related_name="recall"
    )
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pack}: recalled"


class PartnerAnswer(models.Model):
    """What a partner said of a case after it had a pack of it: append-only."""

    pack = models.ForeignKey(
        SharedPack, on_delete=models.PROTECT, related_name="answers"
    )
    position = models.CharField(max_length=30)
    words = models.TextField()
    signed_by = models.CharField(max_length=200)
    received_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pack}: {self.position}"
