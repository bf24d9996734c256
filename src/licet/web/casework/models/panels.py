"""Advisory panels: seats, referrals, declarations, estimates and opinions; every row stays as written."""

import uuid

from django.db import models

from licet.web.casework.models.agreements import Composite, SharedPack
from licet.web.casework.models.case import Case
from licet.web.casework.models.people import Person

# mypy: disable-error-code="mutable-override"
# Django's Meta lists are written as lists, as its own documentation does.


class PanelSeat(models.Model):
    """A member of a panel for a term, with the vetting that it rests on: append-only."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="panel_seats"
    )
    panel = models.CharField(max_length=40)
    chair = models.BooleanField(default=False)
    first = models.DateField()
    last = models.DateField()
    vetted_on = models.DateField(null=True)
    vetted_until = models.DateField(null=True)
    instrument = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}, {self.panel}"


class PanelSeatEnd(models.Model):
    """That a seat ended before its term: append-only."""

    seat = models.OneToOneField(PanelSeat, on_delete=models.PROTECT, related_name="end")
    on = models.DateField()  # the first day without it
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seat}: ended"


class PanelReferral(models.Model):
    """A question to a panel, with the panel's rule as the law wrote it that day: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    panel = models.CharField(max_length=40)
    sort = models.CharField(max_length=10)  # live, composite or draft
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, related_name="panel_referrals"
    )
    composite = models.ForeignKey(
        Composite, on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    shared = models.OneToOneField(
        SharedPack, on_delete=models.PROTECT, related_name="referral"
    )
    question = models.TextField()
    because = models.TextField()
    rule = models.CharField(max_length=60, blank=True)
    mandatory = models.BooleanField(default=False)
    citation = models.JSONField(default=dict)
    document = models.JSONField(default=dict)
    facts_version = models.PositiveIntegerField(default=0)
    on = models.DateField()
    due = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class PanelReferralEnd(models.Model):
    """That a referral was withdrawn: append-only."""

    referral = models.OneToOneField(
        PanelReferral, on_delete=models.PROTECT, related_name="end"
    )
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.referral}: withdrawn"


class PanelSilence(models.Model):
    """That a panel let its time pass, with the effect that its law gives to it: append-only."""

    referral = models.OneToOneField(
        PanelReferral, on_delete=models.PROTECT, related_name="silence"
    )
    on = models.DateField()  # the day after the panel's last day
    tier = models.PositiveSmallIntegerField()
    consent = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.referral}: silent"


class PanelDeclaration(models.Model):
    """What a member declared before anything was shown: append-only, once."""

    referral = models.ForeignKey(
        PanelReferral, on_delete=models.PROTECT, related_name="declarations"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    conflict = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "person"], name="one_declaration_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral}, {self.person}: {self.conflict}"


class Elicitation(models.Model):
    """A question that members estimate each by themselves: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        PanelReferral, on_delete=models.PROTECT, related_name="elicitations"
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=20)
    low = models.SmallIntegerField(default=1)
    high = models.SmallIntegerField(default=7)
    options = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "number"], name="elicitations_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral}, {self.number}"


class ElicitationEstimate(models.Model):
    """One member's estimate in one round: append-only, once."""

    elicitation = models.ForeignKey(
        Elicitation, on_delete=models.PROTECT, related_name="estimates"
    )
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["elicitation", "round", "person"], name="one_estimate_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.elicitation}, round {self.round}"


class ElicitationClose(models.Model):
    """That a round was closed before everybody had answered: append-only."""

    elicitation = models.ForeignKey(
        Elicitation, on_delete=models.PROTECT, related_name="closes"
    )
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["elicitation", "round"], name="a_round_closes_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.elicitation}: round {self.round} closed"


class ElicitationWord(models.Model):
    """What a member said in the discussion between the rounds: append-only."""

    elicitation = models.ForeignKey(
        Elicitation, on_delete=models.PROTECT, related_name="words"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class PanelOpinion(models.Model):
    """One version of a panel's opinion; it is the panel's once it is given: append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        PanelReferral, on_delete=models.PROTECT, related_name="opinions"
    )
    version = models.PositiveSmallIntegerField()
    position = models.CharField(max_length=20)
    reasons = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "version"], name="panel_opinions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral}, version {self.version}"


class PanelOpinionVote(models.Model):
    """One member's vote on one version, with the words of who dissents: append-only, once."""

    opinion = models.ForeignKey(
        PanelOpinion, on_delete=models.PROTECT, related_name="votes"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    vote = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "person"], name="one_vote_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opinion}: {self.vote}"


class PanelOpinionGiven(models.Model):
    """That a version became the panel's opinion, with its count: append-only."""

    opinion = models.OneToOneField(
        PanelOpinion, on_delete=models.PROTECT, related_name="given"
    )
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.opinion}: given"
