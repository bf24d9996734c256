"""Markings of what is kept of parties, and who may read which."""

from collections.abc import Iterable, Mapping

from licet.web.casework.errors import InvalidInputError
from licet.web.casework.rights.policy import Actor

# The lowest first. Above the last, nothing is held here: only originator, level, gist and hash.
MARKINGS: tuple[str, ...] = ("official", "restricted", "confidential")
_RANK: Mapping[str, int] = {name: rank for rank, name in enumerate(MARKINGS)}


def may_read(viewer: Actor, marking: str) -> bool:
    """Whether the viewer's clearance reaches a marking; an unknown clearance is the lowest."""
    if viewer.id == "system":
        return True
    return _RANK.get(marking, len(MARKINGS)) <= _RANK.get(viewer.clearance, 0)


def highest(markings: Iterable[str]) -> str:
    """The highest of some markings; the lowest there is for none."""
    return max(markings, key=lambda name: _RANK[name], default=MARKINGS[0])


def require_marking(by: Actor, marking: str) -> str:
    """The marking under which something is written.

    Raises:
        InvalidInputError: No such marking, or one that its writer may not read.
    """
    if marking not in MARKINGS:
        raise InvalidInputError(
            {"marking": f"Give one of these markings: {', '.join(MARKINGS)}."}
        )
    if not may_read(by, marking):
        raise InvalidInputError(
            {"marking": f"Your clearance does not reach {marking}. Choose a lower one."}
        )
    return marking
