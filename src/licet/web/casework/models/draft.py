"""Drafts of law that are open for public comment, and the comments: append-only."""

import uuid

from django.db import models

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Draft(models.Model):
    """One draft package, as it was opened for comment; nothing of it changes afterwards.

    Attributes:
        package: The name that the draft gives itself.
        digest: The version hash of the draft.
        against: The package with which it is compared.
        against_digest: The version hash of that package.
        compared_on: The day as of which both were read.
        closes_on: The last legal day on which comments are accepted.
        files: Text by file name.
        comparison: ``differences``, ``unsaid``, ``solver`` and ``outcomes``, as
            ``licet.cli.drafting.comparison`` makes them.
        row: Its row in the record.
    """

    slug = models.SlugField(max_length=140, unique=True)
    title = models.CharField(max_length=300)
    package = models.CharField(max_length=120)
    version = models.DateField()
    digest = models.CharField(max_length=64)
    against = models.CharField(max_length=120)
    against_version = models.DateField()
    against_digest = models.CharField(max_length=64)
    compared_on = models.DateField()
    closes_on = models.DateField()
    files = models.JSONField()
    comparison = models.JSONField()
    by = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    row = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.slug


class DraftComment(models.Model):
    """What somebody said about a draft.

    Attributes:
        folded: Name, organisation and text without case and form, to search in.
        row: Its row in the record; rows count up, so they are the order of arrival.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    folded = models.TextField()
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["draft", "at"], name="draft_comment_arrival")]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.pk}"
