"""People, the organisations they act for, and the posts from which authority comes."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class People(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are compared without regard to case."""

    def create_user(
        self, email: str, password: str | None = None, *, name: str = ""
    ) -> "Person":
        """Make a person who can sign in."""
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find by e-mail in any case of letters."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in: for an exporter, the authority or another body."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    clearance = models.CharField(max_length=40, default="official")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = People()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002  # Django's signature
        """Nothing is decided by Django's permissions; see ``casework.access``."""
        return False


class Organisation(models.Model):
    """A body on whose behalf applications are made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    registration = models.CharField(max_length=100, blank=True)
    address = models.TextField(blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who acts for which organisation, and until when."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    # admin, submitter, preparer or reader: see ``casework.member_rights``.
    role = models.CharField(max_length=20, default="admin")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "first"], name="one_membership_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.organisation}"


REVIEWERS = ("agency", "customs")  # kinds of team to which a case can be referred


class Team(models.Model):
    """A team of the authority or of another body; rules refer to ``code``."""

    KINDS: ClassVar[Mapping[str, str]] = {
        "authority": "Licensing authority",
        "agency": "Reviewing agency",
        "appeal": "Appeal body",
        "audit": "Auditor",
        "customs": "Customs",
        "policy": "Policy unit",
        "panel": "Advisory panel",
    }
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A person in a role of a team on given days, and the post above."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)
    reports_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "first"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}, {self.team}"


class DelegationRow(models.Model):
    """One line of the register of delegations."""

    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="delegations"
    )
    acts = models.JSONField(default=list)
    highest_tier = models.PositiveSmallIntegerField(default=4)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    instrument = models.CharField(max_length=200)
    regimes = models.JSONField(default=list)  # empty for every one
    kinds = models.JSONField(default=list)  # ways of leaving; empty for every one
    highest_value = models.DecimalField(
        max_digits=20, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(max_length=3, blank=True)
    given_by = models.CharField(max_length=40, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_because = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.holder}: {self.instrument}"


class ApiToken(models.Model):
    """A token of a person for programs; only its digest rests here."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
