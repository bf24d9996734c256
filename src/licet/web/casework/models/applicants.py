"""Who may act for an organisation besides its first contact, and how an application came."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Organisation, Person
from licet.web.casework.models.templates import TemplateVersion

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class Invitation(models.Model):
    """An invitation by mail to act for an organisation; used once, or revoked, or expired.

    The link is signed from the row's id when the mail is sent, so that no secret rests here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=20)
    invited_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} for {self.organisation}"


class Mandate(models.Model):
    """One organisation may act for another: which rights, which cases, until when.

    Attributes:
        rights: ``prepare``, ``submit``, ``use``: what the agent's people may do at most.
        cases: ``own`` for those that the agent began, ``all`` for every case of the principal.
        countries: Destinations to which it is limited; empty for any.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    principal = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates_given"
    )
    agent = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates_held"
    )
    rights = models.JSONField(default=list)
    cases = models.CharField(max_length=10, default="own")
    countries = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    end_reasons = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.number


class Filing(models.Model):
    """How an application came: which kind, under which mandate, from what: append-only.

    Attributes:
        kind: Kind of application, as the regime names it.
        source: The earlier application from which it was copied.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="filing")
    kind = models.CharField(max_length=40, default="individual")
    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
    )
    source = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    template = models.ForeignKey(
        TemplateVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
    )
    # The licence that this application would change, and by which act.
    changes = models.ForeignKey(
        "casework.Licence",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changed_by",
    )
    change = models.CharField(max_length=40, blank=True)
    left_out = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}: {self.kind}"


class LibraryEntry(models.Model):
    """An item or a party that an organisation keeps for its applications.

    A newer wording is a new row; the older one is retired and stays.

    Attributes:
        kind: ``item`` or ``party``.
        role: The part that the party usually has.
        facts: Value by path, as a section of an application holds them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="library"
    )
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    facts = models.JSONField(default=dict)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "kind", "retired_at"], name="library_of"
            )
        ]

    def __str__(self) -> str:
        return self.name


class UrgencyCall(models.Model):
    """That somebody wanted a case to go first, and what the rule said: append-only.

    Attributes:
        asked_by: Who asked, as they named themselves; empty where the rule spoke by itself.
        ground: The ground of the practice that holds; empty when none does.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urgency")
    asked_by = models.TextField(blank=True)
    words = models.TextField(blank=True)
    ground = models.CharField(max_length=60, blank=True)
    facts_version = models.PositiveIntegerField()
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}: {self.ground or 'no ground'}"
