"""How long opinions are kept, what stops their end, and what ended them: nothing of it ever changes."""

import uuid

from django.db import models

from licet.web.casework.models.opinion import Opinion
from licet.web.casework.models.people import Person


class OpinionHold(models.Model):
    """An order that nothing of an opinion may go: append-only. It stands until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="holds")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.opinion}: {self.reason}"


class OpinionHoldLift(models.Model):
    """That a hold ended, and why: append-only."""

    hold = models.OneToOneField(
        OpinionHold, on_delete=models.PROTECT, related_name="lift"
    )
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return self.reason


class OpinionDisposal(models.Model):
    """A proposal to erase an opinion, by one person: append-only.

    ``kind``, ``rule`` and ``citation`` are those of the schedule on that day; ``due`` is the
    first day on which the schedule lets it go.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="disposals"
    )
    kind = models.CharField(max_length=60)
    rule = models.CharField(max_length=300)
    citation = models.JSONField(default=dict)
    due = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.opinion}: erase"


class OpinionDisposalEnd(models.Model):
    """What became of a proposal: ``approved`` by a second person, or ``returned``: append-only."""

    disposal = models.OneToOneField(
        OpinionDisposal, on_delete=models.PROTECT, related_name="end"
    )
    result = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.disposal}: {self.result}"


class OpinionErasure(models.Model):
    """That the content of an opinion is gone: when, by whom, why, under which rule: append-only."""

    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, related_name="erasure"
    )
    rule = models.CharField(max_length=300)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=200)
    blanked = models.JSONField(default=dict)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.opinion}: erased {self.at:%F}"
