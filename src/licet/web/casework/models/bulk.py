"""Files of parties that officers had screened: how far each is, and what was done with it."""

import uuid

from django.db import models

from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class BulkScreening(models.Model):
    """One file, screened by a job in slices.

    File and results lie in ``LICET_STATE/bulk/<id>`` and go when the screening is deleted;
    the row stays and says what there was. ``part`` is of a thousand.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    form = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)
    state = models.CharField(max_length=20, default="waiting", db_index=True)
    lists = models.JSONField(default=dict)  # version by source
    algorithm = models.CharField(max_length=20, blank=True)
    threshold = models.CharField(max_length=10, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    parties = models.PositiveBigIntegerField(default=0)
    aside = models.PositiveBigIntegerField(default=0)
    passed = models.PositiveBigIntegerField(default=0)
    hits = models.PositiveBigIntegerField(default=0)
    part = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class BulkScreeningEvent(models.Model):
    """One act on a screening; append-only."""

    screening = models.ForeignKey(
        BulkScreening, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=40)
    document = models.JSONField(default=dict)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.screening}: {self.kind}"
