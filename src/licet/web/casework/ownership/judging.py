"""The findings of a web: each party under each law that binds, with the statements that carry it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from licet.diversion import (
    Behind,
    NotApplied,
    OwnershipLaw,
    OwnershipRuleError,
    Standing,
    Statement,
    Traced,
    in_sentence,
    name_key,
    ownership_law,
    trace,
)
from licet.kernel import digest
from licet.regimes import list_regimes
from licet.web.casework.casefile.casefile import Findings
from licet.web.casework.law.asking import package_of
from licet.web.casework.ownership.stating import node_of
from licet.web.casework.ownership.writing import statement_json, web_of
from licet.web.casework.views import Json

OPEN_STANDINGS = frozenset({Standing.SURELY, Standing.POSSIBLY})


def binding_laws() -> tuple[str, ...]:
    """The packages that bind here: the governing law, the others, and what binds with each."""
    named = (settings.LICET_PROFILE, *settings.LICET_OTHER_LAWS)
    found: dict[str, None] = {}
    for name in named:
        found |= dict.fromkeys((name, *package_of(name).header.binds))
    return tuple(found)


def rules_on(on: date, laws: Iterable[str]) -> Iterator[OwnershipLaw | NotApplied]:
    """The rule on listed owners of each law that has one."""
    for name in laws:
        try:
            yield ownership_law(package_of(name), on=on)
        except OwnershipRuleError:
            continue


def every_law() -> tuple[str, ...]:
    """Every package shipped here."""
    return tuple(header.id for header in list_regimes())


def standings_of(document: Json, findings: Findings) -> dict[str, str]:
    """How everybody in a web stands on the lists: ``match``, ``open`` (or more needed), by id.

    Who was never screened is ``open`` too: nobody has looked.
    """
    said: dict[str, str] = {}
    looked: set[str] = set()
    for row in findings.screenings:
        key = name_key(row.party)
        looked.add(key)
        for hit in findings.hits_of(row):
            verdict = findings.standing(hit)
            if verdict == "match":
                said[key] = "match"
            elif verdict != "not_a_match":
                said.setdefault(key, "open")
    owners = {one["owner"] for one in document["statements"] if one["kind"] != "tie"}
    found = {}
    for one in document["entities"]:
        key = name_key(one["name"])
        standing = said.get(key) or (
            "open" if key not in looked and one["id"] in owners else ""
        )
        if standing:
            found[one["id"]] = standing
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """How the entities of a web are called."""

    known: Mapping[str, str]

    def name(self, entity: str) -> str:
        """The name, or the id when nothing is known."""
        return self.known.get(entity, entity)


def names_of(document: Json) -> Names:
    """The names of a stored web."""
    return Names({one["id"]: one["name"] for one in document["entities"]})


def path_json(path: Iterable[Statement], names: Names) -> list[dict[str, Any]]:
    """The statements that carry a finding, each with its sentence and its source."""
    return [
        statement_json(one)
        | {
            "words": in_sentence(one, names),
            "source": str(one.source),
            "owner_name": names.name(one.owner),
            "owned_name": names.name(one.owned),
        }
        for one in path
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One party under one law; nothing of it is stored yet."""

    party: str
    role: str
    found: Behind
    path: list[dict[str, Any]]

    @property
    def matter(self) -> str:
        """The hash of what a verdict on it is about."""
        kept = ("kind", "owner", "owned", "low", "high", "first", "last", "id")
        return digest(
            [
                name_key(self.party),
                self.found.law.regime,
                self.found.law.id,
                self.found.standing.value,
                [[str(one.get(key)) for key in kept] for one in self.path],
            ]
        )


def judge(
    document: Json, standings: Mapping[str, str], *, on: date, laws: Iterable[str]
) -> tuple[tuple[Judged, ...], Traced]:
    """Every party of a web under each law that applies a rule on a day.

    Args:
        document: The web.
        standings: How everybody in it stands on the lists.
        on: The day of the law and of the statements.
        laws: Names of packages.

    Returns:
        The findings by party and law, and the traced web.
    """
    traced = trace(web_of(document, standings), on=on)
    names = names_of(document)
    rules = [one for one in rules_on(on, laws) if isinstance(one, OwnershipLaw)]
    found = []
    for party in document["parties"]:
        for rule in rules:
            behind = traced.behind(party["node"], rule)
            found.append(
                Judged(
                    party=party["name"],
                    role=party["role"],
                    found=behind,
                    path=path_json(behind.path, names),
                )
            )
    return tuple(found), traced


__all__ = [
    "OPEN_STANDINGS",
    "Judged",
    "Names",
    "binding_laws",
    "every_law",
    "judge",
    "names_of",
    "node_of",
    "path_json",
    "rules_on",
    "standings_of",
]
