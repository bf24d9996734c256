"""Calls of programs that carry a key: done once, answered as often as they are sent."""

from django.db import models

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class KeptCall(models.Model):
    """One idempotency key of one person; neither key nor answer can be read from the row.

    Attributes:
        person: Who called; empty for everybody who calls without a token.
        digest: SHA-256 of the key.
        fingerprint: Keyed hash of method, address and body; empty when the key is free again.
        attempt: Counts the tries: an older one that still runs can no longer act.
        leased_until: Until then a try counts as running.
        row: The ledger row of the first act that the call made, once its transaction committed.
        subject: The case of that act, or empty.
        status: The answer's HTTP status, once it is kept.
        sealed: The answer, under a key made of token and idempotency key.
    """

    person = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, blank=True)
    attempt = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField()
    row = models.BigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest"], name="one_call_for_each_key"
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]
