"""Lists that the authority keeps itself: proposed by one, approved by another, append-only."""

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class OwnProposal(models.Model):
    """What somebody wants an entry to say: ``act`` is ``add``, ``change`` or ``remove``.

    ``base`` is the version of the entry that was before the proposer's eyes, 0 for none.
    ``document`` is the whole wording proposed, as ``casework.own_entries`` gives it; for a
    removal the wording that goes.
    """

    source = models.CharField(max_length=40)
    entry = models.CharField(max_length=40)
    act = models.CharField(max_length=10)
    base = models.PositiveIntegerField()
    document = models.JSONField()
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_proposals",
    )
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        indexes = [models.Index(fields=["source", "entry"], name="own_proposal_entry")]

    def __str__(self) -> str:
        return f"{self.act} {self.source}:{self.entry}"


class OwnAnswer(models.Model):
    """How a proposal ended: ``approved``, ``refused`` or ``withdrawn``; once."""

    proposal = models.OneToOneField(
        OwnProposal, on_delete=models.PROTECT, related_name="answer"
    )
    answer = models.CharField(max_length=10)
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.proposal}: {self.answer}"


class OwnWording(models.Model):
    """One version of one entry as approved; the newest stands. ``removed`` ends the entry.

    ``first`` and ``last`` are the days on which it is in force; ``folded`` is what is searched.
    """

    source = models.CharField(max_length=40)
    entry = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    name = models.TextField()
    folded = models.TextField()
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    removed = models.BooleanField()
    proposal = models.OneToOneField(
        OwnProposal, on_delete=models.PROTECT, related_name="wording"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "entry", "version"], name="one_wording_of_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.entry} {self.version}"


class ListQuestion(models.Model):
    """A version that was stopped because it would lose too much, or is older: is it right?

    ``against`` is the version that was in service then; the question stands only as long
    as that is.
    """

    source = models.CharField(max_length=120)
    version = models.CharField(max_length=120)
    content_hash = models.CharField(max_length=64)
    against = models.CharField(max_length=120)
    code = models.CharField(max_length=40)
    lost = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    words = models.TextField()
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "content_hash", "against"],
                name="one_question_of_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.version}"


class ListAnswer(models.Model):
    """What an authorised person said to such a question: ``accepted`` or ``rejected``."""

    question = models.OneToOneField(
        ListQuestion, on_delete=models.PROTECT, related_name="answer"
    )
    answer = models.CharField(max_length=10)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
