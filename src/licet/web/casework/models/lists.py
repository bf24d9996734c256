"""What was done with official lists, and what their changes touched: append-only."""

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.licence import Licence
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


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


class ListRescreen(models.Model):
    """One change of one list, after which all open cases and live licences were screened.

    ``older`` is empty when every entry counted as new.
    """

    source = models.CharField(max_length=120, db_index=True)
    older = models.CharField(max_length=120, blank=True)
    newer = models.CharField(max_length=120)
    entries = models.PositiveIntegerField()
    parties = models.PositiveIntegerField()
    alerts = models.PositiveIntegerField()
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.source} {self.older} - {self.newer}"


class ListAlert(models.Model):
    """A change of an entry that touches an open case or a live licence.

    ``change`` is ``added``, ``changed`` or ``removed``; ``gone`` says that a confirmed match
    no longer stands on the entry. ``content_hash`` is of the entry as it came, or as it last
    read when it went.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="list_alerts")
    licence = models.ForeignKey(
        Licence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="list_alerts",
    )
    party = models.CharField(max_length=300)
    role = models.CharField(max_length=40)
    entry = models.CharField(max_length=200)
    entry_name = models.TextField()
    content_hash = models.CharField(max_length=64)
    change = models.CharField(max_length=20)
    gone = models.BooleanField()
    source = models.CharField(max_length=120)
    older = models.CharField(max_length=120, blank=True)
    newer = models.CharField(max_length=120)
    score = models.CharField(max_length=10)
    words = models.TextField()
    document = models.JSONField()
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party", "content_hash", "gone"],
                condition=models.Q(licence__isnull=True),
                name="one_list_alert_of_a_case",
            ),
            models.UniqueConstraint(
                fields=["licence", "party", "content_hash", "gone"],
                condition=models.Q(licence__isnull=False),
                name="one_list_alert_of_a_licence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}, {self.party}: {self.entry} {self.change}"


class ListAlertHandling(models.Model):
    """What an officer did about an alert, and why."""

    alert = models.OneToOneField(
        ListAlert, on_delete=models.PROTECT, related_name="handling"
    )
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.alert}: {self.reasons[:40]}"
