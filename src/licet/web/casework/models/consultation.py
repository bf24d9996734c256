"""Consultations of partner authorities and their answers; nothing of them ever changes."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Consultation(models.Model):
    """A question to the authority of another state: append-only.

    Whether it waits, is answered or has lapsed follows from its answers and the law's clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="consultations"
    )
    partner = models.CharField(max_length=2)
    named = models.CharField(max_length=60, blank=True)  # as the rule names whom to ask
    because = models.TextField()
    citation = models.JSONField(default=dict)
    text = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.case} to {self.partner}"


class ConsultationAnswer(models.Model):
    """One answer of a partner, as it was received: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="answers"
    )
    version = models.PositiveSmallIntegerField()
    position = models.CharField(max_length=30)
    words = models.TextField()
    received_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "version"],
                name="consultation_answers_are_numbered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.position}"
