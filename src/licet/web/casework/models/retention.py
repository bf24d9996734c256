"""How long cases are kept, what stops their end, and what ended them: nothing of it ever changes."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Organisation, Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class LegalHold(models.Model):
    """An order that nothing of a case may go: append-only. It stands until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.case}: {self.reason}"


class HoldLift(models.Model):
    """That a hold ended, and why: append-only."""

    hold = models.OneToOneField(
        LegalHold, on_delete=models.PROTECT, related_name="lift"
    )
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return self.reason


class Disposal(models.Model):
    """A proposal to end the keeping of a case, by one person: append-only.

    ``outcome`` is ``erase`` or ``archive``. ``kind``, ``rule`` and ``citation`` are those of
    the schedule on that day; ``due`` is the first day on which the schedule lets it go.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disposals")
    outcome = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    rule = models.CharField(max_length=300)
    citation = models.JSONField(default=dict)
    due = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"


class DisposalEnd(models.Model):
    """What became of a proposal: ``approved`` by a second person, or ``returned``: append-only."""

    disposal = models.OneToOneField(
        Disposal, on_delete=models.PROTECT, related_name="end"
    )
    result = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.disposal}: {self.result}"


class ArchiveTransfer(models.Model):
    """A sealed export of a case that was handed to the archive, and its receipt: append-only.

    ``sha256`` is of the export as it was handed over; it is salted by the seal inside.
    """

    disposal = models.OneToOneField(
        Disposal, on_delete=models.PROTECT, related_name="transfer"
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    receipt = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.disposal}: {self.receipt}"


class Erasure(models.Model):
    """That the content of a case is gone: when, by whom, why, under which rule: append-only.

    ``blanked`` counts the rows by table; ``files`` the sealed files that went with the key.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="erasure")
    disposal = models.OneToOneField(
        Disposal, on_delete=models.PROTECT, null=True, related_name="erasure"
    )
    outcome = models.CharField(max_length=20)
    rule = models.CharField(max_length=300)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=200)
    blanked = models.JSONField(default=dict)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.case}: erased {self.at:%F}"


class KeyRotation(models.Model):
    """That all data keys were wrapped anew under another wrapping key: append-only."""

    wrapping = models.CharField(max_length=20, primary_key=True)
    before = models.CharField(max_length=20)
    keys = models.PositiveIntegerField()
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.before} to {self.wrapping}"


class Disclosure(models.Model):
    """A copy that left: what is held about a body, or a case with parts withheld: append-only.

    ``kind`` is ``subject_access`` or ``redacted_copy``; ``withheld`` says for each part that
    was left out, why. The copy itself is sealed evidence under ``key``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="disclosures"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="disclosures"
    )
    purpose = models.TextField()
    withheld = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        indexes = [models.Index(fields=["organisation", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F}"
