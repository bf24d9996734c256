"""The destination's profile frozen into a case: what was known on the day of the computation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from licet.facts import Transaction, read_transaction
from licet.kernel import UnknownCountryError, digest
from licet.risk import destination as engine
from licet.web.casework.errors import UnavailableError
from licet.web.casework.gathered import read
from licet.web.casework.models import DestinationProfile, FindingsRun
from licet.web.casework.ports import ports
from licet.web.casework.views import DestinationProfileView, Json

DESTINATION, TRANSIT = "destination", "transit"
# Thirty years show every trend that a decision can rest on; the versions' hashes name the rest.
MOST_VALUES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The profile of one country of a case; nothing of it is stored yet."""

    role: str
    country: str
    on: date
    document: Json = field(default_factory=dict)
    unavailable: str = ""

    @property
    def digest(self) -> str:
        """The hash of everything it says, or of why it says nothing."""
        return digest(self.document or {"unavailable": self.unavailable})


def _countries(transaction: Transaction) -> Iterator[tuple[str, str]]:
    """Role and country of everywhere the facts say it goes, disputed answers included."""
    for role in (DESTINATION, TRANSIT):
        fact = transaction.facts.get(role)
        for said in fact.statements if fact is not None else ():
            values = said.value if isinstance(said.value, tuple) else (said.value,)
            for country in values:
                yield role, str(country)


def freeze(document: Json, *, on: date) -> tuple[Frozen, ...]:
    """The profiles of a transaction's destination and transit countries. Writes nothing.

    Args:
        document: The facts document.
        on: The legal day of the computation.

    Returns:
        One for each country in each role, the destination first. Damaged country data stop
        no computation: they are recorded as the reason why there is no profile.
    """
    concerned = dict.fromkeys(_countries(read_transaction(document)))
    return tuple(_frozen(role, country, on) for role, country in concerned)


def _frozen(role: str, country: str, on: date) -> Frozen:
    try:
        found = ports().destinations.profile(country, on=on, most=MOST_VALUES)
    except (UnavailableError, UnknownCountryError) as error:
        return Frozen(role=role, country=country[:2], on=on, unavailable=str(error))
    return Frozen(role=role, country=country, on=on, document=found)


def keep_profiles(
    run: FindingsRun, frozen: Sequence[Frozen], *, before: FindingsRun | None
) -> list[dict[str, Any]]:
    """Write down the profiles of a computation; nothing changes them afterwards.

    Args:
        run: The computation.
        frozen: Its profiles.
        before: The computation before it.

    Returns:
        What the ledger entry says of each: role, country, day, digest, versions, and
        whether it is another than before.
    """
    earlier = {
        (row.role, row.country): row
        for row in DestinationProfile.objects.filter(run=before)
        if row.document
    }
    told = []
    for one in frozen:
        old = earlier.get((one.role, one.country))
        moved = (
            engine.differences(old.document, one.document)
            if old is not None and one.document
            else {}
        )
        DestinationProfile.objects.create(
            run=run, role=one.role, country=one.country, on=one.on, document=one.document,
            digest=one.digest, difference=moved, unavailable=one.unavailable,
        )  # fmt: skip
        told.append(
            {
                "role": one.role,
                "country": one.country,
                "on": one.on,
                "digest": one.digest,
                "versions": list(one.document.get("versions", ())),
                "changed": bool(moved) and not moved["same"],
            }
        )
    return told


def profile_views(run: FindingsRun | None) -> tuple[DestinationProfileView, ...]:
    """The profiles of a computation as they were frozen; one query."""
    return tuple(
        DestinationProfileView(
            role=row.role,
            country=row.country,
            on=row.on,
            digest=row.digest,
            document=row.document,
            difference=row.difference,
            unavailable=row.unavailable,
        )
        for row in (read(profiles_of, run) if run else ())
    )


def profiles_of(run: FindingsRun) -> QuerySet[DestinationProfile]:
    """The profiles of destinations as they were frozen."""
    return DestinationProfile.objects.filter(run=run).order_by("pk")
