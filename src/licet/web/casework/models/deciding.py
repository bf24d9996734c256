"""What stands beside a decision: disagreements, notice and answer, signatures on the way, dispatch."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.decision import DecisionDraft, Letter
from licet.web.casework.models.people import Organisation, Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class DraftDetail(models.Model):
    """What a draft says besides outcome, grounds and reasons: append-only."""

    draft = models.OneToOneField(
        DecisionDraft, on_delete=models.PROTECT, related_name="detail"
    )
    disagreements = models.JSONField(default=list)
    secret = models.JSONField(default=list)
    without_notice = models.CharField(max_length=60, blank=True)
    without_notice_reasons = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.draft_id)


class RefusalNotice(models.Model):
    """A notice of an intended refusal, on the grounds of one draft: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    draft = models.ForeignKey(DecisionDraft, on_delete=models.PROTECT, related_name="+")
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="notice"
    )
    grounds = models.JSONField(default=list)
    days = models.PositiveSmallIntegerField()
    law = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}: {self.at:%F}"


class NoticeAnswer(models.Model):
    """What the applicant answered to a notice: append-only."""

    notice = models.OneToOneField(
        RefusalNotice, on_delete=models.PROTECT, related_name="answer"
    )
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class Endorsement(models.Model):
    """A signature below the last one, where the tier asks for several: append-only.

    ``returns`` is how often the draft had been given back by then: a return undoes what was
    signed before it.
    """

    draft = models.ForeignKey(
        DecisionDraft, on_delete=models.PROTECT, related_name="endorsements"
    )
    level = models.PositiveSmallIntegerField()
    returns = models.PositiveSmallIntegerField(default=0)
    delegation = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.by}, level {self.level}"


class Dispatch(models.Model):
    """That a letter was sent on its way, and how: append-only."""

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="dispatches"
    )
    on = models.DateField()
    manner = models.CharField(max_length=20)
    reference = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on}, {self.manner}"


class CaseNote(models.Model):
    """A note of somebody who works on a case, under a marking: append-only.

    ``team`` is that of its writer; a note that is agency-only stays with that team.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    marking = models.CharField(max_length=20)
    team = models.CharField(max_length=40)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class NoteMention(models.Model):
    """Somebody whom a note names: append-only."""

    note = models.ForeignKey(
        CaseNote, on_delete=models.PROTECT, related_name="mentions"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="mentions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["note", "person"], name="mentioned_once_a_note"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class InterestDeclared(models.Model):
    """A conflict of interest that somebody declared, on an exporter or one case: append-only."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="interests"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="interests"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="interests"
    )
    reasons = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: {self.case or self.organisation}"


class InterestEnded(models.Model):
    """That a declared interest is over, as a manager recorded it: append-only."""

    declared = models.OneToOneField(
        InterestDeclared, on_delete=models.PROTECT, related_name="end"
    )
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reasons


class SavedFilter(models.Model):
    """A search of the queue that somebody keeps under a name."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filters")
    name = models.CharField(max_length=60)
    query = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="one_filter_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class LetterDraft(models.Model):
    """One version of a letter on the way, from a versioned template: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="letter_drafts"
    )
    template = models.CharField(max_length=60)
    template_version = models.CharField(max_length=20)
    filled = models.JSONField(default=dict)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject


class LetterReview(models.Model):
    """A second person's word on a drafted letter; agreement issues it: append-only."""

    draft = models.OneToOneField(
        LetterDraft, on_delete=models.PROTECT, related_name="review"
    )
    agrees = models.BooleanField()
    reasons = models.TextField(blank=True)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="drafted_as"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.draft_id)


class PartMark(models.Model):
    """The marking of one part of a case, the newest one counts: append-only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="part_marks")
    part = models.CharField(max_length=40)
    marking = models.CharField(max_length=20)
    team = models.CharField(max_length=40, blank=True)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part}: {self.marking}"
