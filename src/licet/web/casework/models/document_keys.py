"""Acts on the keys that sign documents, by two people, and every edition of each published key."""

import uuid

from django.db import models

from licet.web.casework.models.people import Person


class DocumentKeyAct(models.Model):
    """A proposal, or the report of a loss, by one person: append-only.

    ``kind`` is ``create``, ``rotate``, ``retire`` or ``loss``. A loss takes effect at once, the
    others when a second person approves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=16, blank=True)
    purposes = models.JSONField(default=list)
    since = models.DateTimeField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()


class DocumentKeyActEnd(models.Model):
    """What a second person made of it: ``approved`` or ``returned``: append-only."""

    act = models.OneToOneField(
        DocumentKeyAct, on_delete=models.PROTECT, related_name="end"
    )
    result = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.act}: {self.result}"


class DocumentKeyEntry(models.Model):
    """That the record knows a key as it was published at some time: append-only.

    ``fingerprint`` is the SHA-256 of its public JSON form, so each change of a key is a row.
    """

    fingerprint = models.CharField(max_length=64, primary_key=True)
    key = models.CharField(max_length=16)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return self.key
