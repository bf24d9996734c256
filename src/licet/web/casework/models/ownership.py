"""Who owns, controls and directs whom: what was stated, what was computed of it, what was found.

Everything here is append-only. What stands in one set of one source is never changed: a newer
set of the same source takes its place.
"""

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.findings import FindingsRun
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class OwnershipSet(models.Model):
    """One version of what one source states: a register's extract, a journal's data.

    ``sha256`` is of the file as it came. ``troubles`` holds what cannot all be true of the
    day of the import, ``by`` is nobody when the operator of the machine took it in.
    """

    source = models.CharField(max_length=120, db_index=True)
    version = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    published = models.DateField(null=True, blank=True)
    entities = models.PositiveIntegerField()
    statements = models.PositiveIntegerField()
    trouble_count = models.PositiveIntegerField()
    troubles = models.JSONField(default=list)
    unread = models.JSONField(default=dict)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "sha256"], name="one_ownership_set_of_a_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.version}"


class OwnershipEntity(models.Model):
    """A person, company or body of a set."""

    set = models.ForeignKey(
        OwnershipSet, on_delete=models.PROTECT, related_name="bodies"
    )
    entity = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=500)
    countries = models.JSONField(default=list)
    identifiers = models.JSONField(default=list)
    addresses = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["set", "entity"], name="one_entity_of_an_ownership_set"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OwnershipMark(models.Model):
    """A key under which an entity of a set is found: of its name, a number, an address."""

    set = models.ForeignKey(
        OwnershipSet, on_delete=models.PROTECT, related_name="marks"
    )
    entity = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["value", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class OwnershipLine(models.Model):
    """One statement of a set, with its place in the file. Shares are basis points."""

    set = models.ForeignKey(
        OwnershipSet, on_delete=models.PROTECT, related_name="lines"
    )
    kind = models.CharField(max_length=12)
    owner = models.CharField(max_length=200)
    owned = models.CharField(max_length=200)
    low = models.PositiveSmallIntegerField(default=0)
    high = models.PositiveSmallIntegerField(default=0)
    above_low = models.BooleanField(default=False)
    below_high = models.BooleanField(default=False)
    direct = models.BooleanField(default=True)
    certain = models.BooleanField(default=False)
    manner = models.CharField(max_length=200, blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=200)
    line = models.PositiveIntegerField()
    publisher = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["set", "owned"]),
            models.Index(fields=["set", "owner"]),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.kind} {self.owned}"


class StatedOwner(models.Model):
    """What an officer states of an owner, controller or director, from a source that is named.

    ``withdraws`` names an earlier statement of the same case that stands no longer; such a row
    states nothing by itself.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="stated_owners"
    )
    kind = models.CharField(max_length=12)
    owner = models.CharField(max_length=300)
    owner_country = models.CharField(max_length=2, blank=True)
    owned = models.CharField(max_length=300)
    low = models.PositiveSmallIntegerField(default=0)
    high = models.PositiveSmallIntegerField(default=0)
    manner = models.CharField(max_length=200, blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    withdraws = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawn_by",
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.owner} {self.kind} {self.owned}"


class NamesakeVerdict(models.Model):
    """What an officer found of a party and an entity of a source that bears its name."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="namesake_verdicts"
    )
    party = models.CharField(max_length=300)
    source = models.CharField(max_length=120)
    entity = models.CharField(max_length=200)
    same = models.BooleanField()
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party} ~ {self.entity}: {self.same}"


class OwnershipCall(models.Model):
    """That the ownership of a case has to be computed again, and why; done by a later run."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="ownership_calls"
    )
    because = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case}: {self.because}"


class OwnershipRun(models.Model):
    """One computation of who stands behind the parties of a case.

    ``call`` is the newest call that it answers, ``document`` the web it stood on (entities,
    statements, namesakes, what cannot all be true), ``standings`` how the hits of everybody in
    it stood, ``digest`` the hash of all three, which the entry of the record carries.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="ownership_runs"
    )
    findings = models.ForeignKey(
        FindingsRun, on_delete=models.PROTECT, related_name="ownership_runs"
    )
    call = models.PositiveBigIntegerField(default=0)
    on = models.DateField()
    document = models.JSONField()
    standings = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        indexes = [models.Index(fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.case}: {self.digest[:16]}"


class OwnershipFinding(models.Model):
    """How far listed parties own one party under one law: surely, possibly, not, unstated.

    ``matter`` is the hash of what a verdict is about: party, law, standing and the statements
    that carry it. The verdict stays until one of them changes.
    """

    run = models.ForeignKey(
        OwnershipRun, on_delete=models.PROTECT, related_name="findings_made"
    )
    party = models.CharField(max_length=300)
    role = models.CharField(max_length=40)
    regime = models.CharField(max_length=60)
    rule = models.CharField(max_length=120)
    standing = models.CharField(max_length=12)
    unsettled = models.BooleanField(default=False)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    path = models.JSONField(default=list)
    law = models.JSONField()
    matter = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.party}, {self.regime}: {self.standing}"


class OwnershipVerdict(models.Model):
    """What an officer found of an ownership finding, with the reasons."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="ownership_verdicts"
    )
    finding = models.ForeignKey(
        OwnershipFinding, on_delete=models.PROTECT, related_name="verdicts"
    )
    matter = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "matter"])]

    def __str__(self) -> str:
        return self.verdict


class PartyMark(models.Model):
    """A key under which a party or owner of a case is found across cases."""

    run = models.ForeignKey(
        OwnershipRun, on_delete=models.PROTECT, related_name="marks"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=300)
    role = models.CharField(max_length=40)
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["value", "kind"])]

    def __str__(self) -> str:
        return f"{self.party}: {self.kind} {self.value}"


class OrderedAmount(models.Model):
    """How much of one item a case asks for, as the run found it. Exact decimals."""

    run = models.ForeignKey(
        OwnershipRun, on_delete=models.PROTECT, related_name="amounts"
    )
    item = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300, blank=True)
    entry = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(
        max_digits=24, decimal_places=6, null=True, blank=True
    )
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.quantity} {self.value}"
