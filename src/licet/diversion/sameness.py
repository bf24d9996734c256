"""When two writings may mean the same party: keys of names, numbers and addresses.

A key is for finding, never a proof: equal names make a namesake, equal numbers of one
register make the same party.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from licet.diversion.model import Declared, Entity, Statement

_WORD = re.compile(r"[^\W_]+")
_FORMS = {
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "street": "st",
    "avenue": "ave",
    "road": "rd",
}
_SHORTEST_NUMBER = 4  # digits and letters; shorter ones are numbers of a street


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return [_FORMS.get(word, word) for word in _WORD.findall(kept)]


def name_key(name: str) -> str:
    """A name without case, accents, punctuation and differences of its legal form.

    Examples:
        >>> name_key("Ácme  Trading, Limited")
        'acme trading ltd'
    """
    return " ".join(_words(name))[:300]


def address_key(address: str) -> str:
    """An address without case, accents and the order of its parts.

    Examples:
        >>> address_key("12 Quay Road, Halden") == address_key("HALDEN, 12 quay rd")
        True
    """
    words = sorted(set(_words(address)))
    return " ".join(words)[:300] if len(words) > 1 else ""


def number_key(number: str) -> str:
    """A register number without spaces and signs; empty when too short to tell anything.

    Examples:
        >>> number_key("HRB 12-345")
        'hrb12345'
    """
    joined = "".join(_words(number))
    return joined[:100] if len(joined) >= _SHORTEST_NUMBER else ""


def joined(declared: Declared, pairs: Iterable[tuple[str, str]]) -> Declared:
    """What is declared when each pair of ids means one and the same party.

    Args:
        declared: Statements under the ids of their sources.
        pairs: Ids that are taken for the same; the first of a group by alphabet stands.

    Returns:
        The same statements under one id each. Sources stay as they are.
    """
    known = representatives(pairs)
    return replace(
        declared,
        entities=_merged(declared.entities, known),
        statements=tuple(_moved(one, known) for one in declared.statements),
    )


def representatives(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The one id that stands for each id of the pairs: the first of its group by alphabet."""
    parent: dict[str, str] = {}

    def top(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for first, second in pairs:
        kept, gone = sorted((top(first), top(second)))
        parent[gone] = kept
    return {one: top(one) for one in list(parent)}


def _merged(
    entities: Mapping[str, Entity], known: Mapping[str, str]
) -> Mapping[str, Entity]:
    found: dict[str, Entity] = {}
    for name in sorted(entities):
        kept = known.get(name, name)
        one, before = entities[name], found.get(kept)
        found[kept] = (
            replace(one, id=kept)
            if before is None
            else replace(
                before,
                addresses=tuple(dict.fromkeys((*before.addresses, *one.addresses))),
                identifiers=tuple(
                    dict.fromkeys((*before.identifiers, *one.identifiers))
                ),
                countries=tuple(dict.fromkeys((*before.countries, *one.countries))),
            )
        )
    return found


def _moved(one: Statement, known: Mapping[str, str]) -> Statement:
    owner, owned = known.get(one.owner, one.owner), known.get(one.owned, one.owned)
    if (owner, owned) == (one.owner, one.owned):
        return one
    return replace(one, owner=owner, owned=owned)
