"""Parties by their identifying facts: the key of a file, who has standing in it, what a case says of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from licet.diversion.misrepresentation.wording import address_key, words_of
from licet.kernel import digest
from licet.web.casework.application.sections import transaction_of
from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Case, PartyFile
from licet.web.casework.rights.policy import SYSTEM, Actor
from licet.web.casework.rights.standing import visible_cases

_AUTHORITY = frozenset({"officer", "manager", "countersigner", "auditor"})
# Parties that receive, hold or use the item; who sends and who carries is not asked here.
VERIFIED_ROLES = (
    "end_user", "ultimate_end_user", "operator", "consignee", "intermediate_consignee", "reseller", "host",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party as a case names it."""

    role: str
    name: str
    country: str
    identifiers: Mapping[str, str]
    facts: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The key of its file."""
        return file_key(self.name, self.country, self.identifiers)


def name_key(name: str) -> str:
    """A name without case, signs and width; legal forms stay: they tell bodies apart."""
    return " ".join(words_of(name))[:300]


def file_key(name: str, country: str, identifiers: Mapping[str, str]) -> str:
    """The hash of what identifies a party."""
    numbers = sorted(
        [scheme, "".join(words_of(number)).upper()]
        for scheme, number in identifiers.items()
        if number.strip()
    )
    return digest({"name": name_key(name), "country": country, "numbers": numbers})


def text_key(text: str) -> str:
    """The hash of a text's words; empty for an empty one."""
    spoken = words_of(text)
    return digest(list(spoken)) if spoken else ""


def place_key(address: str) -> str:
    """The hash of an address's words; empty for an empty one."""
    spoken = address_key(address)
    return digest(list(spoken)) if spoken else ""


def known(facts: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  # a fact is any plain JSON value
    """The value of a known fact of a stored document; ``None`` for everything else."""
    fact = facts.get(path) or {}
    statements = fact.get("statements") or ()
    return (
        statements[0]["value"] if fact.get("state") == "known" and statements else None
    )


def facts_document(case: Case, *, day: str) -> Mapping[str, Any]:
    """The facts of a case: as computed, or while it is a draft as saved so far."""
    if case.transaction:
        document: Mapping[str, Any] = case.transaction
        return document
    body = case.organisation
    exporter = {"name": body.name, "country": body.country}
    return transaction_of(case.sections, exporter=exporter, day=day)


def named_parties(document: Mapping[str, Any]) -> Iterator[Named]:
    """The parties to be verified, each with its registration as a number."""
    for party in document.get("parties") or ():
        if party["role"] in VERIFIED_ROLES and str(party["name"]).strip():
            registration = known(party["facts"], "registration")
            yield Named(
                role=party["role"],
                name=str(party["name"])[:300],
                country=str(party["country"] or "")[:2],
                identifiers={"registration": str(registration)} if registration else {},
                facts=party["facts"],
            )


def visible_files(viewer: Actor) -> QuerySet[PartyFile]:
    """The files in which somebody has standing.

    Args:
        viewer: Who asks.

    Returns:
        All for the authority and auditors; for agencies, inspectors and the appeal body those
        of parties to cases in which they have standing; none for everybody else.
    """
    if viewer == SYSTEM or viewer.roles & _AUTHORITY:
        return PartyFile.objects.all()
    if not viewer.is_staff:
        return PartyFile.objects.none()
    cases = visible_cases(viewer).values("pk")
    return PartyFile.objects.filter(Q(appearances__case__in=cases)).distinct()


def file_for(viewer: Actor, number: str) -> PartyFile:
    """One visible file by its number.

    Raises:
        NotFoundError: There is none, or the viewer has no standing in it.
    """
    found = visible_files(viewer).filter(number=number).first()
    if found is None:
        raise NotFoundError("party file")
    return found
