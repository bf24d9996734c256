"""What the case knows of a party, asked of the matcher: one question wherever it is screened.

Submission, renewal, rescreening after a change of a list and whoever stands behind a party ask
the same. A fact that nobody stated is not asked with; of a disputed one every value is. All
that is read here identifies the party (``pairs.IDENTIFYING``): a word on a hit lapses when it
changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from licet.screening import Kind, Question
from licet.screening.lists import fields
from licet.web.casework.views import Json

_PEOPLE = frozenset({"person", "individual", "natural_person"})
# Sorts of bodies; a reseller or a broker may be either, and so may "private".
_BODIES = frozenset(
    {
        "organisation", "organization", "company", "private_company", "unspecified",
        "legalentity", "legal_entity", "entity", "publicbody", "registeredentity",
        "state", "statebody", "bank", "telecom_operator",
        "hospital", "military_hospital", "university", "government_research", "ngo",
        "csirt", "subsidiary", "sister", "affiliate", "state_owned_enterprise",
        "government", "us_government_agency", "municipality", "police",
        "intelligence_service", "military", "paramilitary", "state_security",
        "international_organisation",
    }
)  # fmt: skip
_THINGS = {"vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT, "airplane": Kind.AIRCRAFT}
_NAMES = ("native_name", "former_names", "aliases")
_NUMBERS = ("registration", "identifiers")


def party_question(party: Json) -> Question:
    """How a party of a case is screened: by everything known of it, and by nothing else.

    Args:
        party: The party as the facts document has it, or one who stands behind a party.

    Returns:
        All its names, and what sort of party it is, its countries, dates of birth, numbers
        and addresses where they are stated and can be read.
    """
    facts: Mapping[str, Any] = party.get("facts") or {}

    def known(*paths: str) -> Iterator[str]:
        return (text for path in paths for text in _texts(facts.get(path)))

    nations = (fields.country(one) for one in known("nationality"))
    return Question(
        names=_distinct([str(party["name"]), *known(*_NAMES)]),
        kind=_kind(known("type")),
        countries=_distinct([str(party.get("country") or ""), *nations]),
        birth_dates=_distinct(map(fields.partial_date, known("birth_date"))),
        identifiers=_distinct(known(*_NUMBERS)),
        addresses=_distinct(known("address")),
    )


def without_what_lowers(question: Question) -> Question:
    """The same party by its names and numbers alone.

    What an applicant states of a party may move a hit down the queue, and never out of it: a
    hit is shown where either question reaches the threshold.
    """
    return replace(question, kind=None, countries=(), birth_dates=(), addresses=())


def _texts(fact: object) -> Iterator[str]:
    """Every value stated of a fact, as texts; a fact may hold one, several, or be disputed."""
    if isinstance(fact, Mapping) and "statements" in fact:
        for one in fact["statements"] or ():
            yield from _texts(one.get("value"))
    elif isinstance(
        fact, Mapping
    ):  # a number with its kind and country, a text with its sort
        yield from _texts(fact.get("value"))
    elif isinstance(fact, list | tuple):
        for one in fact:
            yield from _texts(one)
    elif isinstance(fact, str | int) and not isinstance(fact, bool):
        yield str(fact).strip()


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _kind(sorts: Iterable[str]) -> Kind | None:
    """What sort of party it is; ``None`` where that is open or disputed."""
    found: set[Kind | None] = set()
    for sort in sorts:
        plain = sort.casefold()
        if plain in _PEOPLE:
            found.add(Kind.PERSON)
        else:
            found.add(Kind.ORGANISATION if plain in _BODIES else _THINGS.get(plain))
    return found.pop() if len(found) == 1 else None
