"""Where one entity turns up: the cases and the parties of all exporters that are it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Appearance:
    """A party of a case that has been confirmed to be an entity.

    Attributes:
        entity: Id of the entity.
        case: The case.
        party: The party as the case names it.
        role: In what role.
    """

    entity: str
    case: str
    party: str
    role: str


def by_entity(
    appearances: Iterable[Appearance],
) -> Mapping[str, tuple[Appearance, ...]]:
    """All appearances of each entity, by entity, then by case; told twice counts once."""
    found: dict[str, list[Appearance]] = {}
    for one in sorted(set(appearances)):
        found.setdefault(one.entity, []).append(one)
    return {entity: tuple(ones) for entity, ones in found.items()}


def cases_of(appearances: Iterable[Appearance], entity: str) -> tuple[str, ...]:
    """The cases in which an entity turns up, in order."""
    return tuple(sorted({one.case for one in appearances if one.entity == entity}))


def in_several_cases(
    appearances: Iterable[Appearance],
) -> Mapping[str, tuple[Appearance, ...]]:
    """Those entities that turn up in more than one case, with all their appearances."""
    return {
        entity: ones
        for entity, ones in by_entity(appearances).items()
        if len({one.case for one in ones}) > 1
    }
