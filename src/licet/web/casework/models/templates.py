"""Templates of applications: made by policy officers, approved by a second person, versioned."""

import uuid

from django.db import models

from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class ApplicationTemplate(models.Model):
    """A template for recurring legitimate trade; its versions hold what it says."""

    code = models.SlugField(max_length=60, unique=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.CharField(max_length=200, blank=True)
    retire_reasons = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.code


class TemplateVersion(models.Model):
    """One version as it was written: append-only. An approval is a row of its own.

    Attributes:
        content: ``sections``, ``conditions`` and ``documents``, as ``licet.web.casework
            .template_content`` reads them.
        reviewed_with: With whom it was worked out, for example a meeting of the panel.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(
        ApplicationTemplate, on_delete=models.PROTECT, related_name="versions"
    )
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    purpose = models.TextField()
    kind = models.CharField(max_length=40)
    content = models.JSONField()
    reviewed_with = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "version"], name="one_template_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.version}"


class TemplateReview(models.Model):
    """What the second person said of a version: append-only."""

    version = models.OneToOneField(
        TemplateVersion, on_delete=models.PROTECT, related_name="review"
    )
    approved = models.BooleanField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version}: {'approved' if self.approved else 'returned'}"
