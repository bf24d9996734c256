"""Who may not act because of who they are or what they did before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from licet.kernel import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy:
    """Who reports to whom, on one day.

    Attributes:
        superior_of: Person to direct superior; nobody has two.
    """

    superior_of: Mapping[str, str] = field(default_factory=dict)

    def superiors(self, person: str) -> frozenset[str]:
        """Everybody above ``person``; a circle in the data ends the walk."""
        above: set[str] = set()
        current = self.superior_of.get(person)
        while current is not None and current not in above:
            above.add(current)
            current = self.superior_of.get(current)
        return frozenset(above)


class NotIndependentError(InputError):
    """Somebody who may not act, and the reason."""

    code: ClassVar[str] = "not_independent"


def require_second_person(signer: str, *, drafters: frozenset[str]) -> None:
    """Refuse a countersignature by anybody who drafted the decision.

    Args:
        signer: Who wants to countersign.
        drafters: Everybody who wrote a version of the draft.

    Raises:
        NotIndependentError: The signer is one of them.
    """
    if signer in drafters:
        msg = (
            "You drafted this decision, so you cannot countersign it. "
            "Ask another officer who holds the delegation."
        )
        raise NotIndependentError(msg)


def require_uninvolved(
    reviewer: str, *, involved: frozenset[str], hierarchy: Hierarchy
) -> None:
    """Refuse an appeal reviewer who had a part, or stands above or below one who had.

    Args:
        reviewer: Who is to hear the appeal.
        involved: Everybody who acted on the case on the authority's side.
        hierarchy: Who reports to whom on the day of assignment.

    Raises:
        NotIndependentError: The reviewer acted on the case, is subordinate to somebody who
            did, or is their superior.
    """
    if reviewer in involved:
        msg = "This person acted on the case. Choose a reviewer who had no part in it."
        raise NotIndependentError(msg)
    if hierarchy.superiors(reviewer) & involved:
        msg = (
            "This person reports to somebody who acted on the case. "
            "Choose a reviewer outside that line."
        )
        raise NotIndependentError(msg)
    if any(reviewer in hierarchy.superiors(person) for person in involved):
        msg = (
            "Somebody who acted on the case reports to this person. "
            "Choose a reviewer outside that line."
        )
        raise NotIndependentError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceProof:
    """Why a reviewer is none of those who had a part, nor above nor below one of them.

    Attributes:
        reviewer: Who hears the appeal.
        involved: Everybody who acted, in order.
        above: Everybody above the reviewer, in order; none of them acted.
        chains: Every person who acted, with everybody above them; the reviewer is in none.
    """

    reviewer: str
    involved: tuple[str, ...]
    above: tuple[str, ...]
    chains: Mapping[str, tuple[str, ...]]


def prove_uninvolved(
    reviewer: str, *, involved: frozenset[str], hierarchy: Hierarchy
) -> IndependenceProof:
    """Prove that a reviewer is independent, in values that anybody can check again.

    Args:
        reviewer: Who is to hear the appeal.
        involved: Everybody who acted on the authority's side.
        hierarchy: Who reports to whom on the day.

    Returns:
        What was compared.

    Raises:
        NotIndependentError: See :func:`require_uninvolved`.
    """
    require_uninvolved(reviewer, involved=involved, hierarchy=hierarchy)
    people = tuple(sorted(involved))
    return IndependenceProof(
        reviewer=reviewer,
        involved=people,
        above=tuple(sorted(hierarchy.superiors(reviewer))),
        chains={one: tuple(sorted(hierarchy.superiors(one))) for one in people},
    )
