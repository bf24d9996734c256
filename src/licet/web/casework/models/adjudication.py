"""What stands behind an officer's word on a hit, the second officer's word, and what is remembered.

All of it is append-only but ``HitPlace``, which is a projection for the work list and can be
rebuilt at any time.
"""

from django.db import models

from licet.web.casework.models.case import Case
from licet.web.casework.models.findings import Adjudication, Hit
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class AdjudicationBasis(models.Model):
    """On what a word on a hit stood: both sides by digest, code of the reason, tier of the day.

    ``needs_second`` says whether four eyes were asked for then; ``together`` joins the words
    that were given in one act on the same evidence.
    """

    adjudication = models.OneToOneField(
        Adjudication, on_delete=models.PROTECT, related_name="basis"
    )
    party_digest = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)
    list_name = models.CharField(max_length=120)
    entity = models.CharField(max_length=200)
    party = models.CharField(max_length=300)
    code = models.CharField(max_length=40)
    needed = models.TextField(blank=True)
    needed_from = models.CharField(max_length=40, blank=True)
    tier = models.PositiveSmallIntegerField()
    needs_second = models.BooleanField()
    second_because = models.TextField(blank=True)
    together = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["list_name", "entity"], name="basis_of_entry")]

    def __str__(self) -> str:
        return f"{self.adjudication}: {self.code}"


class CarriedWord(models.Model):
    """A word of another case that a case took over, because both sides are the same."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="carried_words"
    )
    hit = models.ForeignKey(Hit, on_delete=models.PROTECT, related_name="carried_words")
    pair = models.CharField(max_length=64)
    source = models.ForeignKey(
        Adjudication, on_delete=models.PROTECT, related_name="carried_to"
    )
    tier = models.PositiveSmallIntegerField()
    asks_second = models.BooleanField()
    because = models.TextField(blank=True)
    at = models.DateTimeField()
    row = models.PositiveBigIntegerField()  # its row in the record

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "pair", "source"], name="one_carried_word"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.source}"


class SecondWord(models.Model):
    """What a second officer said of a word in this case, or of one that was carried into it."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="second_words"
    )
    adjudication = models.ForeignKey(
        Adjudication, on_delete=models.PROTECT, related_name="second_words"
    )
    pair = models.CharField(max_length=64)
    agrees = models.BooleanField()
    reasons = models.TextField()
    tier = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "pair"], name="second_of_pair")]

    def __str__(self) -> str:
        return "agrees" if self.agrees else "differs"


class HitPlace(models.Model):
    """Where a hit of the newest findings stands, for the work list: a projection.

    ``weight`` is the place of the measure in its table, ``likeness`` the score in tenths,
    ``rank`` the place of the role, each small for what comes first.
    """

    hit = models.OneToOneField(Hit, on_delete=models.PROTECT, related_name="place")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hit_places")
    run = models.PositiveBigIntegerField()
    standing = models.CharField(max_length=20)
    pair = models.CharField(max_length=64, db_index=True)
    list_name = models.CharField(max_length=120)
    party = models.CharField(max_length=300)
    role = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    likeness = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()
    tier = models.PositiveSmallIntegerField()
    due = models.DateField(null=True, blank=True)
    since = models.DateTimeField()
    first_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remembered = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["standing", "weight", "-likeness", "rank", "-tier"],
                name="hits_in_order",
            ),
            models.Index(fields=["case", "standing"], name="hits_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.hit}: {self.standing}"
