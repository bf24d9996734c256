"""What else is known of a party and an entry, and how far it moves the score."""

from collections.abc import Sequence
from math import exp, log

from licet.screening.model import Entity, Kind, Question, Strength
from licet.screening.text import words

# Steps in log-odds. Nothing here can clear a hit: dates and countries on lists are
# often wrong or missing, so that disagreement only moves it down the queue.
BIRTH_AGREES, BIRTH_NEAR, BIRTH_DIFFERS = 1.5, 0.0, -1.5
COUNTRY_AGREES, COUNTRY_DIFFERS = 0.3, -0.3
ADDRESS_AGREES, ADDRESS_DIFFERS = 1.0, -0.2
# So many words, and this share of the shorter address, must be found in the other.
ADDRESS_WORDS, ADDRESS_SHARE = 3, 0.6
KIND_DIFFERS = -1.5
WEAK_NAME = -0.4
IDENTIFIER_AGREES = 3.0
YEARS_NEAR = 1
_FIRM = {Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL, Kind.AIRCRAFT}


def qualifiers(
    question: Question, entity: Entity, name: str, *, addresses: bool = True
) -> tuple[tuple[str, ...], float]:
    """What bears on a hit besides the name.

    Args:
        question: The party asked about.
        entity: The entry proposed.
        name: The entry's name that was matched.
        addresses: Whether addresses are compared; the first algorithm does not.

    Returns:
        The qualifiers in words, and the sum of their steps in log-odds.
    """
    said: list[tuple[str, float]] = []
    if _identifier(question, entity):
        said.append(("the same identifying number", IDENTIFIER_AGREES))
    if (
        question.kind in _FIRM
        and entity.kind in _FIRM
        and question.kind is not entity.kind
    ):
        said.append((f"the entry is a {entity.kind.value}", KIND_DIFFERS))
    said += _births(question.birth_dates, entity.birth_dates)
    said += _countries(question.countries, entity.countries)
    if addresses:
        said += _addresses(question.addresses, entity.addresses)
    strengths = [n.strength for n in entity.names if n.text == name]
    if strengths == [Strength.WEAK]:
        said.append(("the list calls this name weak", WEAK_NAME))
    return tuple(text for text, _ in said), sum(step for _, step in said)


def _identifier(question: Question, entity: Entity) -> bool:
    asked = {bare(number) for number in question.identifiers} - {""}
    return any(bare(i.value) in asked for i in entity.identifiers)


def bare(number: str) -> str:
    """A number without spaces, dots and dashes; empty when too short to tell parties apart."""
    plain = "".join(c for c in number.casefold() if c.isalnum())
    return plain if len(plain) > 4 else ""  # noqa: PLR2004  # page and room numbers


def _births(asked: Sequence[str], listed: Sequence[str]) -> list[tuple[str, float]]:
    if not asked or not listed:
        return []
    pairs = [(a, b) for a in asked for b in listed]
    if any(a.startswith(b) or b.startswith(a) for a, b in pairs):
        return [("the birth date agrees", BIRTH_AGREES)]
    if min(abs(int(a[:4]) - int(b[:4])) for a, b in pairs) <= YEARS_NEAR:
        return [("the birth date is near", BIRTH_NEAR)]
    return [(f"the birth date differs ({', '.join(listed)})", BIRTH_DIFFERS)]


def _countries(asked: Sequence[str], listed: Sequence[str]) -> list[tuple[str, float]]:
    if not asked or not listed:
        return []
    if set(asked) & set(listed):
        return [("a country agrees", COUNTRY_AGREES)]
    return [(f"no country agrees ({', '.join(listed)})", COUNTRY_DIFFERS)]


def _addresses(asked: Sequence[str], listed: Sequence[str]) -> list[tuple[str, float]]:
    if not asked or not listed:
        return []
    for mine in asked:
        for theirs in listed:
            one, two = set(words(mine)), set(words(theirs))
            both = one & two
            least = ADDRESS_SHARE * min(len(one), len(two))
            if len(both) >= max(ADDRESS_WORDS, least):
                return [(f"an address agrees ({theirs})", ADDRESS_AGREES)]
    return [("no address agrees", ADDRESS_DIFFERS)]


def most_upwards(question: Question) -> float:
    """The farthest that anything known of a party can move a score up, in log-odds."""
    number = IDENTIFIER_AGREES if question.identifiers else 0.0
    return number + most_without_number(question)


def most_without_number(question: Question) -> float:
    """The same for an entry that has none of its numbers."""
    step = BIRTH_AGREES if question.birth_dates else 0.0
    step += ADDRESS_AGREES if question.addresses else 0.0
    return step + (COUNTRY_AGREES if question.countries else 0.0)


def moved(score: float, step: float) -> float:
    """A probability moved by a step in log-odds; 0 and 1 stay inside.

    Examples:
        >>> moved(0.5, 0.0), round(moved(0.5, 1.5), 2)
        (0.5, 0.82)
    """
    if step == 0:
        return score
    inside = min(max(score, 1e-6), 1 - 1e-6)
    return 1 / (1 + exp(-(log(inside / (1 - inside)) + step)))
