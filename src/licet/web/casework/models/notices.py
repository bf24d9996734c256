"""What people are told: their inbox, how they want it, whether mail reaches them, calendars."""

import uuid

from django.db import models

from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Notice(models.Model):
    """One line in somebody's inbox: that there is something, never what.

    Attributes:
        key: That of the promised effect; the same effect tells a person once.
        kind: One of ``notice_kinds.KINDS``.
        number: Of the case, licence or opinion that it is about; empty for none.
        due: The day that must be kept, where there is one.
        mail: How it goes out: ``at_once``, ``daily``, ``weekly``, ``limit`` (too many in an
            hour: it waits for the next digest) or ``none``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    mail = models.CharField(max_length=10)
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], name="one_notice_an_effect"
            )
        ]
        indexes = [
            models.Index(fields=["person", "read_at"], name="notices_unread"),
            models.Index(fields=["mail", "mailed_at"], name="notices_to_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class NoticeSetting(models.Model):
    """How somebody wants to be told of one kind of thing."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="notice_settings"
    )
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], name="one_setting_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"


class MailAddress(models.Model):
    """What is known of an address: how much went there lately, and whether it takes mail.

    Attributes:
        hour_from: Since when ``in_hour`` counts.
        failures: Failed attempts since mail last arrived.
        bounced_at: Since when the address is known to take no mail.
        why: A code of ours, never words of the other side.
    """

    address = models.EmailField(primary_key=True)
    hour_from = models.DateTimeField()
    in_hour = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.address


class CalendarToken(models.Model):
    """The secret address of somebody's calendar of deadlines; only its digest rests here."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="calendars"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_calendar_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
