"""Profiles of destinations as they stood when a case was computed: append-only."""

from django.db import models

from licet.web.casework.models.findings import FindingsRun


class DestinationProfile(models.Model):
    """What was known of one country of a case on the day of one computation.

    ``document`` is the profile with the version hashes it was read from, ``digest`` the hash
    that the ledger entry of the computation carries, ``difference`` what it says otherwise
    than the profile of the computation before. ``unavailable`` says why there is none.
    """

    run = models.ForeignKey(
        FindingsRun, on_delete=models.PROTECT, related_name="destinations"
    )
    role = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    on = models.DateField()
    document = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    difference = models.JSONField(default=dict)
    unavailable = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.role}: {self.country} on {self.on}"
