"""A pair: one party by what identifies it, and one entry as it reads. Decisions are about pairs.

The role that a party plays is no part of its identity, nor is what the law made of it: a
party that is the end user here and the consignee there is the same party.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from licet.kernel import digest
from licet.web.casework.application.facts import exact
from licet.web.casework.models import Hit
from licet.web.casework.views import Json

IDENTIFYING = (
    "native_name", "former_names", "aliases", "type", "address", "registration",
    "identifiers", "birth_date", "birth_place", "nationality", "website",
)  # fmt: skip
_ENTRY = (
    "names", "kind", "programs", "countries", "addresses", "identifiers", "birth_dates",
    "listed_on", "remarks", "url",
)  # fmt: skip


def identity(party: Json) -> dict[str, Any]:
    """What identifies a party of a transaction: name, country and its identifying facts.

    Args:
        party: The party as the facts document has it.

    Returns:
        Plain values; a fact that nobody stated is absent.
    """
    found: dict[str, Any] = {
        "name": str(party["name"]),
        "country": str(party.get("country") or ""),
    }
    facts: Mapping[str, Any] = party.get("facts") or {}
    for path in IDENTIFYING:
        if values := _values(facts.get(path)):
            found[path] = values
    return found


def _values(fact: object) -> list[object]:
    """The values of a fact, whoever said them and when."""
    if fact is None or fact == "":
        return []
    if not isinstance(fact, Mapping):
        return [exact(fact)]
    said = [exact(one.get("value")) for one in fact.get("statements") or ()]
    return [one for one in said if one not in (None, "")]


def pair_digest(who: Json, entry_hash: str) -> str:
    """The name of a pair: the digest of both sides as they now are."""
    return digest([digest(dict(who)), entry_hash])


def sides(hit: Hit) -> tuple[str, str]:
    """The digests of party and entry of a hit; of the party none for a hit of old."""
    who = hit.document.get("party")
    return digest(who) if who else "", str(hit.document.get("entry_hash") or "")


def what_differs(before: Hit, after: Hit) -> tuple[tuple[str, str], ...]:
    """Which side of a pair changed between two hits, and in what.

    Returns:
        ``party`` or ``entry`` with the name of what differs, in a steady order.
    """
    found = [("party", one) for one in _party_differs(before, after)]
    old, new = before.document.get("entry") or {}, after.document.get("entry") or {}
    if before.document.get("entry_hash") != after.document.get("entry_hash"):
        changed = [("entry", one) for one in _ENTRY if old.get(one) != new.get(one)]
        found += changed or [("entry", "content")]
    return tuple(found)


def _party_differs(before: Hit, after: Hit) -> Iterator[str]:
    old, new = before.document.get("party"), after.document.get("party") or {}
    if old is None:
        yield "unrecorded"
        return
    for path in ("name", "country", *IDENTIFYING):
        if old.get(path) != new.get(path):
            yield path
