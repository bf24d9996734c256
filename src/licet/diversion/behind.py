"""Who stands behind a party, by a law: what is proved and what is only proposed kept apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from licet.diversion.columns import network_of
from licet.diversion.excess import without_excess
from licet.diversion.graph import discrepancies, graph_of
from licet.diversion.law import OwnershipLaw
from licet.diversion.model import (
    WHOLE,
    Declared,
    Discrepancy,
    Extent,
    Measure,
    OwnershipStatement,
    Share,
    Source,
    Statement,
)
from licet.diversion.ownership import Owned, Ownership, ownership_in
from licet.diversion.sameness import joined, representatives
from licet.kernel import Interval

NOBODY = "nobody stated"
_OWNERLESS = frozenset(
    {
        "person",
        "Person",
        "knownPerson",
        "anonymousPerson",
        "unknownPerson",
        "PublicBody",
        "state",
        "stateBody",
    }
)


class Standing(StrEnum):
    """How far listed parties own a party; that no owner is stated is not a no."""

    LISTED = "listed"
    SURELY = "surely"
    POSSIBLY = "possibly"
    NOT = "not"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Everything stated around some parties, and what officers have settled of it.

    Attributes:
        declared: Statements and entities of all sources.
        same: Pairs of ids that are one and the same party.
        namesakes: Pairs of ids that bear one name, and nobody has said more.
        listed: Ids confirmed to be on a list.
        perhaps_listed: Ids with a hit that nobody has settled.
        cut: Owners were left aside because there were too many; then nothing is a no.
    """

    declared: Declared
    same: tuple[tuple[str, str], ...] = ()
    namesakes: tuple[tuple[str, str], ...] = ()
    listed: frozenset[str] = frozenset()
    perhaps_listed: frozenset[str] = frozenset()
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What stands behind one party under one law on one day.

    Attributes:
        party: Its id.
        law: The rule.
        standing: How far listed parties own it.
        shares: Basis points of its capital that listed parties and those who fall to them
            hold directly: at least, on what is settled; at most, on all that is proposed.
        path: The statements that carry it, from the listed parties down.
        unsettled: It rests on a namesake or on a hit that nobody has settled.
    """

    party: str
    law: OwnershipLaw
    standing: Standing
    shares: tuple[int, int]
    path: tuple[Statement, ...] = ()
    unsettled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The web of one day, cut out once for all laws."""

    on: date
    settled: "_Side"
    proposed: "_Side"
    unstated: "_Side"
    discrepancies: tuple[Discrepancy, ...]
    cut: bool

    def behind(self, party: str, law: OwnershipLaw) -> Behind:
        """What stands behind a party under a law.

        Args:
            party: An id of the web, as any source writes it.
            law: A rule that is applied on the day.

        Returns:
            Surely only on what is settled; possibly on whatever is proposed. Not, when what is
            stated leads to people and states of whom none is listed; unstated, when so much
            is stated of nobody that a listed party could hold it.
        """
        sure, perhaps = self.settled.of(party, law), self.proposed.of(party, law)
        found = self.settled.owned(sure, perhaps)
        standing = self._standing(party, law, sure, perhaps)
        carried = sure if standing is Standing.SURELY else perhaps
        return Behind(
            party=party,
            law=law,
            standing=standing,
            shares=found,
            path=carried.path if carried is not None else (),
            unsettled=standing is Standing.POSSIBLY
            and (sure is None or sure.extent is Extent.NOT),
        )

    def _standing(
        self, party: str, law: OwnershipLaw, sure: Owned | None, perhaps: Owned | None
    ) -> Standing:
        if sure is not None and sure.extent in {Extent.LISTED, Extent.SURELY}:
            return Standing(sure.extent.value)
        if perhaps is not None and perhaps.extent is not Extent.NOT:
            return Standing.POSSIBLY
        if self.cut:
            return Standing.POSSIBLY
        known = self.unstated.extent(party, law) is Extent.NOT
        return Standing.NOT if known else Standing.UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two webs: of what is settled, or of all that is proposed."""

    declared: Declared
    names: Mapping[str, str]
    listed: frozenset[str]
    on: date
    _found: dict[tuple[str, str], Ownership] = field(default_factory=dict)

    def of(self, party: str, law: OwnershipLaw) -> Owned | None:
        found = self._ownership(law)
        name = self.names.get(party, party)
        return found.of(name) if name in found.graph.network.numbers else None

    def extent(self, party: str, law: OwnershipLaw) -> Extent | None:
        found = self._ownership(law)
        name = self.names.get(party, party)
        return found.extent(name) if name in found.graph.network.numbers else None

    def _ownership(self, law: OwnershipLaw) -> Ownership:
        key = (law.regime, law.id)
        if key not in self._found:
            graph = graph_of(network_of(self.declared), on=self.on)
            self._found[key] = ownership_in(graph, self.listed, law)
        return self._found[key]

    @staticmethod
    def owned(sure: Owned | None, perhaps: Owned | None) -> tuple[int, int]:
        least = sure.shares[0] if sure is not None else 0
        most = perhaps.shares[1] if perhaps is not None else 0
        return least, max(least, most)


def trace(web: Web, *, on: date) -> Traced:
    """Cut a day out of a web.

    Args:
        web: What is stated and what is settled.
        on: The day whose statements count, first and last days included.
    """
    settled = _side(web, web.same, web.listed, on)
    proposed = _side(
        web, (*web.same, *web.namesakes), web.listed | web.perhaps_listed, on
    )
    # What is wrong is told of the statements as they stand, before they are loosened.
    plain = graph_of(network_of(joined(web.declared, web.same)), on=on)
    return Traced(
        on=on,
        settled=settled,
        proposed=proposed,
        unstated=_with_nobody(proposed, on),
        discrepancies=(*web.declared.unnamed, *discrepancies(plain)),
        cut=web.cut,
    )


def _with_nobody(proposed: _Side, on: date) -> _Side:
    """The proposed web where whatever is stated of nobody is held by somebody listed."""
    least: dict[str, int] = dict.fromkeys(_owned_bodies(proposed.declared), 0)
    for one in proposed.declared.statements:
        if (
            isinstance(one, OwnershipStatement)
            and one.direct
            and one.measure is Measure.SHARES
            and one.owned in least
        ):
            least[one.owned] += one.share.low
    rest = tuple(
        OwnershipStatement(
            owner=NOBODY,
            owned=body,
            share=Share(low=0, high=WHOLE - held),
            force=Interval(),
            source=Source(file="", line=1, id=NOBODY),
        )
        for body, held in sorted(least.items())
        if held < WHOLE
    )
    statements = (*proposed.declared.statements, *rest)
    return _Side(
        declared=replace(proposed.declared, statements=statements),
        names=proposed.names,
        listed=proposed.listed | {NOBODY},
        on=on,
    )


def _owned_bodies(declared: Declared) -> Iterable[str]:
    """Everybody that somebody can own: all but people, states and their organs."""
    known = declared.entities
    names = {
        *known,
        *(end for one in declared.statements for end in (one.owner, one.owned)),
    }
    return sorted(
        name
        for name in names
        if name not in known or known[name].kind not in _OWNERLESS
    )


def _side(
    web: Web,
    pairs: Iterable[tuple[str, str]],
    listed: frozenset[str],
    on: date,
) -> _Side:
    pairs = tuple(pairs)
    one = joined(web.declared, pairs)
    names = representatives(pairs)
    return _Side(
        declared=replace(one, statements=without_excess(one.statements, on=on)),
        names=names,
        listed=frozenset(names.get(name, name) for name in listed),
        on=on,
    )
