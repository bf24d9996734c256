"""Addresses of others to which events go, and what became of each sending."""

import uuid

from django.db import models

from licet.web.casework.models.case import CaseEvent
from licet.web.casework.models.people import Organisation, Person, Team

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Webhook(models.Model):
    """An address that an organisation or a body registered; each change is an act in the record.

    Attributes:
        kinds: Names of ``webhooks.kinds.EVENTS`` that are wanted.
        secret: Sealed; it is shown once when it is made.
        old_secret: Sealed; signs as well until ``old_until``.
        state: ``on``, ``off`` or ``ended``.
        off_because: ``failing``, ``gone`` or ``asked``.
        scanned: The newest event that was looked at.
        failures: Failed attempts since the last that went through.
        rest_until: Before that moment nothing is tried.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="webhooks",
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="webhooks"
    )
    url = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, default="on")
    off_because = models.CharField(max_length=20, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    scanned = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, team__isnull=True)
                | models.Q(organisation__isnull=True, team__isnull=False),
                name="a_webhook_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event on its way to one address; sent again it keeps its id.

    Attributes:
        event: The line of the timeline; ``None`` for a trial.
        status: HTTP status of the last answer; nought when there was none.
        failure: A code of ours: what went wrong last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(
        Webhook, on_delete=models.PROTECT, related_name="deliveries"
    )
    event = models.ForeignKey(
        CaseEvent, on_delete=models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event"], name="an_event_goes_once_to_an_address"
            )
        ]
        indexes = [
            models.Index(
                fields=["done_at", "given_up_at", "next_at"], name="deliveries_due"
            ),
            models.Index(fields=["webhook", "made_at"], name="deliveries_of"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
