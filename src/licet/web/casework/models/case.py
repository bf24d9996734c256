"""The case: what was applied for, its documents, questions, messages, events and clock."""

import uuid

from django.db import models

from licet.web.casework.models.people import Organisation, Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Counter(models.Model):
    """A gap-free sequence, counted under a row lock."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Case(models.Model):
    """One application and everything the authority does with it.

    ``version`` grows with every act and is what people saw; ``facts_version`` grows when a
    fact changes and tells which findings and advice still stand on present facts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="cases"
    )
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    profile = models.CharField(max_length=60)
    state = models.CharField(max_length=40)
    state_before = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0)
    facts_version = models.PositiveIntegerField(default=0)
    sections = models.JSONField(default=dict)
    transaction = models.JSONField(default=dict)
    submit_key = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    # A rebuildable projection for lists and search.
    destination = models.CharField(max_length=2, blank=True)
    end_user = models.CharField(max_length=300, blank=True)
    entries = models.JSONField(default=list)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "submitted_at"]),
            models.Index(fields=["organisation", "started_at"]),
            models.Index(fields=["officer", "state"]),
            # Everything by which the work is put in order, so that no case is read for it.
            models.Index(
                fields=[
                    "submitted_at",
                    "state",
                    "officer",
                    "updated_at",
                    "profile",
                    "number",
                    "id",
                ],
                name="cases_in_order",
            ),
            models.Index(
                fields=["organisation", "updated_at", "number", "state", "id"],
                name="cases_of_a_body",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Document(models.Model):
    """One uploaded file of a case; its bytes rest under their hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=80)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    standing = models.CharField(max_length=20, default="current")
    standing_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class FactChange(models.Model):
    """One change of one fact after submission: append-only."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="fact_changes"
    )
    scope = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scope} {self.path}"


class InformationRequest(models.Model):
    """A question to the applicant, which stops the clock, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    question = models.TextField()
    facts = models.JSONField(default=list)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.question


class Message(models.Model):
    """A message between applicant and authority: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to_applicant = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class CaseEvent(models.Model):
    """One line of the timeline, written in the transaction of its act: append-only.

    ``side`` is that of the person: exporter, authority, agency, appeal, audit or system.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60, blank=True)
    actor = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    side = models.CharField(max_length=20)
    public = models.BooleanField(default=True)  # whether the applicant sees the line
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        indexes = [models.Index(fields=["case", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%F} {self.kind}"


class ClockRow(models.Model):
    """One event of the statutory clock: append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock")
    on = models.DateField()
    effect = models.CharField(max_length=10)
    reason = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.on} {self.effect}"
