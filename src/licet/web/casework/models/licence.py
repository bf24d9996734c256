"""The licence, its events, what was used of it, and what checks found."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.decision import ConditionRow, Decision

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Licence(models.Model):
    """One licence; what it allows stands in its decision and its claims."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="licences")
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="licence"
    )
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    status_index = models.PositiveIntegerField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "valid_until"]),
            models.Index(fields=["-issued_at", "id"], name="licences_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class ReplacedEdition(models.Model):
    """An edition of a licence that a newer one replaced, with its place in the status list: append-only."""

    licence = models.ForeignKey(
        Licence, on_delete=models.PROTECT, related_name="replaced_editions"
    )
    edition = models.PositiveSmallIntegerField()  # 1 as it was issued
    status_index = models.PositiveIntegerField(unique=True)
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "edition"], name="an_edition_is_replaced_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence} edition {self.edition}"


class LicenceDocument(models.Model):
    """One form of the licence document (pdf, sdjwt, code): append-only."""

    licence = models.ForeignKey(
        Licence, on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "kind"], name="one_document_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence} {self.kind}"


class LicenceEvent(models.Model):
    """One event in the life of a licence: append-only."""

    licence = models.ForeignKey(
        Licence, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=40)
    reasons = models.TextField(blank=True)
    actor = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.licence} {self.kind}"


class DeliveryReport(models.Model):
    """What left under a licence, as the exporter reports it: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(
        Licence, on_delete=models.PROTECT, related_name="deliveries"
    )
    on = models.DateField()
    way = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    consignee = models.CharField(max_length=300)
    reference = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.licence}: {self.quantity} {self.unit}"


class CheckResult(models.Model):
    """What a check of one condition found: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(
        Licence, on_delete=models.PROTECT, related_name="checks"
    )
    condition = models.ForeignKey(
        ConditionRow, on_delete=models.PROTECT, related_name="checks"
    )
    on = models.DateField()
    standing = models.CharField(max_length=20)
    found = models.TextField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.licence}: {self.standing}"
