"""What was done with official lists: append-only, one line for each source and look."""

from django.db import models


class ListEvent(models.Model):
    """One look at one source: taken into service, unchanged, refused, or found in service."""

    source = models.CharField(max_length=120, db_index=True)
    result = models.CharField(max_length=20)
    version = models.CharField(max_length=120, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.source} {self.version}: {self.result}"
