"""Due-diligence files of parties, what was asked of them, signs, conduct, undertakings: append-only."""

import uuid

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class PartyFile(models.Model):
    """One party by its identifying facts, whichever cases it appears in.

    ``key`` is the hash of name, country and identifiers; ``name_key`` finds files that bear
    the same name. ``made_by`` is empty for one that the system opened.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=300)
    name_key = models.CharField(max_length=300, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    identifiers = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        indexes = [models.Index(fields=["country", "name_key"])]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class PartyAppearance(models.Model):
    """A party in one role of one case, on the facts of one version."""

    file = models.ForeignKey(
        PartyFile, on_delete=models.PROTECT, related_name="appearances"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="party_appearances"
    )
    role = models.CharField(max_length=40)
    facts_version = models.PositiveIntegerField()
    address = models.TextField(blank=True)
    address_key = models.CharField(max_length=64, blank=True, db_index=True)
    end_use_key = models.CharField(max_length=64, blank=True, db_index=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "case", "role", "facts_version"],
                name="one_appearance_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} in {self.case}: {self.role}"


class PartyCheck(models.Model):
    """One answer to one question of the catalogue; a newer one supersedes it."""

    file = models.ForeignKey(PartyFile, on_delete=models.PROTECT, related_name="checks")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.CharField(max_length=60)
    result = models.CharField(max_length=20)
    answer = models.JSONField(null=True)
    words = models.TextField()
    source = models.TextField()
    document_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    marking = models.CharField(max_length=40)
    on = models.DateField()
    expires = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.file} {self.question}: {self.result}"


class SignalRun(models.Model):
    """What every rule of misrepresentation said of one party in one case, as the engine gave it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signal_runs")
    file = models.ForeignKey(
        PartyFile, on_delete=models.PROTECT, related_name="signal_runs"
    )
    on = models.DateField()
    results = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.case} {self.file}: {self.digest[:16]}"


class SignalAnswer(models.Model):
    """What an officer made of a rule that fired; it stands while the evidence stands."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="signal_answers"
    )
    file = models.ForeignKey(
        PartyFile, on_delete=models.PROTECT, related_name="signal_answers"
    )
    rule = models.CharField(max_length=60)
    basis = models.CharField(max_length=64)
    standing = models.CharField(max_length=20)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.rule}: {self.standing}"


class ConductEntry(models.Model):
    """One line of a conduct record, graded; a correction is a new row."""

    file = models.ForeignKey(
        PartyFile, on_delete=models.PROTECT, related_name="conduct"
    )
    firmness = models.CharField(max_length=20)
    grade = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    words = models.TextField()
    happened = models.CharField(max_length=40, blank=True)
    found_on = models.DateField()
    source = models.TextField()
    source_url = models.URLField(max_length=500, blank=True)
    answer = models.TextField(blank=True)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )
    reasons = models.TextField()
    marking = models.CharField(max_length=40)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


class ConductConfirmation(models.Model):
    """The second person's word on an entry of the top grade; once."""

    entry = models.OneToOneField(
        ConductEntry, on_delete=models.PROTECT, related_name="confirmation"
    )
    confirmed = models.BooleanField()
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.entry}: {self.confirmed}"


class Undertaking(models.Model):
    """An undertaking as generated: its content, its hash, and the document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="undertakings"
    )
    number = models.CharField(max_length=60, unique=True)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return self.number


class UndertakingReturn(models.Model):
    """A signed undertaking that came back, taken or refused, with the fields that differ."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="undertaking_returns"
    )
    undertaking = models.ForeignKey(
        Undertaking,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="returns",
    )
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    signatory = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    signed_on = models.DateField()
    code = models.CharField(max_length=20)
    words = models.TextField()
    differences = models.JSONField(default=list)
    by_eye = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.name}: {self.code}"


class UndertakingConfirmation(models.Model):
    """How an officer confirmed, or could not confirm, the signature; once."""

    returned = models.OneToOneField(
        UndertakingReturn, on_delete=models.PROTECT, related_name="confirmation"
    )
    genuine = models.BooleanField()
    manner = models.CharField(max_length=40)
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    def __str__(self) -> str:
        return f"{self.returned}: {self.manner}"
