"""Which facts a page asks for: those that everybody states, and those the law still needs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from licet.facts import PARTY_ROLES, FactKind, FactTerm, core_vocabulary
from licet.regimes import Regime
from licet.web.casework.application.practice import practice
from licet.web.casework.law.asking import claimed_entries, package_of

Json = Mapping[str, Any]

SHEET = (
    "item.description",
    "item.quantity",
    "item.delivery",
    "item.persistence",
    "item.number_of_targets",
    "item.operator_runs_it",
    "item.hosting",
    "item.territory_limit",
    "item.logs",
    "item.update_channel",
    "item.remote_disable",
)
# The plan's structured questions come from the practice of the authority.
PLAN = ("propagation.markets", "propagation.undertaking")


def governing() -> Regime:
    """The law by which the authority decides."""
    return package_of(settings.LICET_PROFILE)


def sheet() -> tuple[str, ...]:
    """What is asked of every item: kind, claimed entry, capability sheet."""
    return ("item.kind", claimed_entries(governing())[0], *SHEET)


def term(path: str) -> FactTerm:
    """A fact's kind, question and choices; the law's own words before the general ones."""
    asked = practice(settings.LICET_PROFILE).questions.get(path)
    known = governing().facts.get(path) or core_vocabulary().get(path) or asked
    return known or FactTerm(path=path, kind=FactKind.TEXT, question={"en": path})


def section_of(path: str) -> str:
    """The section of an application in which a fact is asked."""
    head = path.partition(".")[0]
    if head == "item":
        return "items"
    if head in PARTY_ROLES:
        return "parties"
    if head in {"destination", "transit"}:
        return "destination"
    if head in {"activity", "propagation"}:
        return head
    return "end_use"


def still_asked(preview: Iterable[Json], section: str) -> dict[str, Json]:
    """The open questions of the determinations so far that belong to a section.

    Args:
        preview: A determination per item, as JSON.
        section: Id of the section.

    Returns:
        Question by fact, each once, in the order in which the engine asks.
    """
    return {
        one["fact"]: one
        for found in preview
        for one in found["questions"]
        if section_of(one["fact"]) == section
    }
