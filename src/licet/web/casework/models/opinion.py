"""Opinions: what the authority says of facts before anybody applies, and what became of it."""

import uuid

from django.db import models

from licet.web.casework.models.people import Organisation, Person


class Opinion(models.Model):
    """A classification opinion, advance ruling or no-licence-required letter, from request to end.

    ``facts`` holds value by path, as they were stated and are relied on; ``determination``
    is that of the newest draft, made under the law of ``on``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    question = models.TextField(blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="opinions"
    )
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    profile = models.CharField(max_length=60)
    state = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)
    self_check = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    determination = models.JSONField(default=dict)
    answer = models.TextField(blank=True)
    entry = models.CharField(max_length=60, blank=True)
    reasons = models.TextField(blank=True)
    drafters = models.JSONField(default=list)
    requested_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.number


class OpinionEvent(models.Model):
    """One act on an opinion, written in its transaction: append-only."""

    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=60)
    reasons = models.TextField(blank=True)
    actor_name = models.CharField(max_length=200)
    side = models.CharField(max_length=20)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.at:%F} {self.kind}"


class OpinionLetter(models.Model):
    """The signed PDF of an opinion, made after commit: append-only."""

    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, related_name="letter"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
