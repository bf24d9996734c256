"""From the parties of a case upwards: who is stated to own, control or direct them, in all sources.

Whether listed parties own somebody depends on its owners, their owners and so on, and on nobody
else. So only those are read, level by level, two queries each; never a whole register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Subquery

from licet.diversion import (
    ControlStatement,
    DirectorshipStatement,
    Entity,
    Measure,
    OwnershipStatement,
    Share,
    Source,
    Statement,
    name_key,
    number_key,
)
from licet.kernel import Interval
from licet.web.casework.models import (
    Case,
    NamesakeVerdict,
    OwnershipEntity,
    OwnershipLine,
    OwnershipMark,
    OwnershipRun,
    OwnershipSet,
    StatedOwner,
)
from licet.web.casework.ownership.stating import PARTY_MARK, stated_in
from licet.web.casework.ownership.writing import entity_json, statement_json
from licet.web.casework.views import Json

NAME, NUMBER, ADDRESS, LISTED = "name", "number", "address", "listed"
MOST_LEVELS = 30
MOST_OWNERS = 300
MOST_LINES = 5_000
_CHUNK = 500


def serving_sets() -> tuple[OwnershipSet, ...]:
    """The newest set of every source, by source."""
    newest: dict[str, OwnershipSet] = {}
    for row in OwnershipSet.objects.order_by("pk").defer("troubles", "unread"):
        newest[row.source] = row
    return tuple(newest[name] for name in sorted(newest))


def standing_statements(case: Case) -> tuple[StatedOwner, ...]:
    """What officers stated in a case and nobody withdrew, the oldest first."""
    rows = list(
        StatedOwner.objects.filter(case=case).select_related("case").order_by("pk")
    )
    gone = {row.withdraws_id for row in rows}
    return tuple(row for row in rows if row.withdraws_id is None and row.pk not in gone)


@dataclass(slots=True)
class Gathering:
    """A walk upwards that is under way."""

    sets: Mapping[int, OwnershipSet]
    verdicts: Mapping[tuple[str, str, str], bool]
    entities: dict[str, Entity] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    same: set[tuple[str, str]] = field(default_factory=set)
    namesakes: set[tuple[str, str]] = field(default_factory=set)
    aside: set[tuple[str, str]] = field(default_factory=set)
    looked_up: set[tuple[str, str]] = field(default_factory=set)
    expanded: set[str] = field(default_factory=set)
    cut: bool = False

    def climb(self, start: Iterable[str]) -> None:
        """Read level by level who stands above the entities given."""
        front = sorted(set(start))
        for _ in range(MOST_LEVELS):
            front = sorted({*front, *self._namesakes_of(front)})
            front = self._owners_of(front)
            if not front or self.cut:
                return
        self.cut = True

    def _namesakes_of(self, front: Sequence[str]) -> list[str]:
        """Entities of the sources that may be those of the front."""
        keys: dict[tuple[str, str], list[str]] = {}
        for name in front:
            for key in _marks(self.entities[name]):
                keys.setdefault(key, []).append(name)
        wanted = sorted({value for _, value in keys.keys() - self.looked_up})
        self.looked_up |= keys.keys()
        found: dict[tuple[int, str], set[str]] = {}
        for part in _parts(wanted):
            rows = OwnershipMark.objects.filter(
                set__in=list(self.sets), value__in=part, kind__in=(NAME, NUMBER)
            )
            for pk, entity, kind, value in rows.values_list(
                "set", "entity", "kind", "value"
            ):
                for name in keys.get((kind, value), ()):
                    found.setdefault((pk, entity), set()).add(name)
        self._know(found)
        return [
            identity
            for (pk, entity), names in sorted(found.items())
            if self._link(identity := self._id(pk, entity), names)
        ]

    def _id(self, pk: int, entity: str) -> str:
        return f"{self.sets[pk].source}:{entity}"

    def _know(self, wanted: Iterable[tuple[int, str]]) -> None:
        """Read what the sources know of entities."""
        by_set: dict[int, list[str]] = {}
        for pk, entity in sorted(wanted):
            if self._id(pk, entity) not in self.entities:
                by_set.setdefault(pk, []).append(entity)
        for pk, names in by_set.items():
            for part in _parts(names):
                for row in OwnershipEntity.objects.filter(set=pk, entity__in=part):
                    identity = self._id(pk, row.entity)
                    self.entities[identity] = Entity(
                        id=identity,
                        kind=row.kind,
                        name=row.name,
                        countries=tuple(row.countries),
                        identifiers=tuple(row.identifiers),
                        addresses=tuple(row.addresses),
                    )
            for name in names:  # referred to and never described
                identity = self._id(pk, name)
                self.entities.setdefault(
                    identity, Entity(id=identity, kind="", name=name)
                )

    def _link(self, identity: str, names: Iterable[str]) -> bool:
        """Say how an entity of a source and its namesakes belong together; whether at all."""
        linked = False
        other = self.entities[identity]
        for name in sorted(names):
            if name == identity:
                continue
            pair = (min(name, identity), max(name, identity))
            said = self._said(self.entities[name], identity)
            if said is False:
                self.aside.add(pair)
                continue
            if said or _same_number_and_name(self.entities[name], other):
                self.same.add(pair)
            elif _elsewhere(self.entities[name], other):
                self.aside.add(pair)
                continue
            else:
                self.namesakes.add(pair)
            linked = True
        return linked

    def _said(self, party: Entity, identity: str) -> bool | None:
        source, _, entity = identity.partition(":")
        return self.verdicts.get((name_key(party.name), source, entity))

    def _owners_of(self, front: Sequence[str]) -> list[str]:
        """Read the statements on whom the front is held by, and go one level up."""
        by_set: dict[int, list[str]] = {}
        number = {row.source: pk for pk, row in self.sets.items()}
        for identity in front:
            source, mark, entity = identity.partition(":")
            if identity in self.expanded or not mark or source not in number:
                continue
            self.expanded.add(identity)
            by_set.setdefault(number[source], []).append(entity)
        above: dict[tuple[int, str], None] = {}
        for pk, names in by_set.items():
            for row in self._lines(pk, names):
                self.statements.append(self._statement(self.sets[pk], row))
                self.used.setdefault(self.sets[pk].source, self.sets[pk].version)
                above[pk, row.owner] = None
        self._know(above)
        owners = {self._id(pk, entity) for pk, entity in above}
        if len(self.entities) > MOST_LINES:
            self.cut = True
        return sorted(owners - self.expanded)

    def _lines(self, pk: int, names: Sequence[str]) -> Iterator[OwnershipLine]:
        for part in _parts(names):
            rows = OwnershipLine.objects.filter(set=pk, owned__in=part)
            # Where there are too many, the largest holders come first.
            held = list(rows.order_by("-high", "-low", "pk")[: MOST_LINES + 1])
            if len(held) > MOST_LINES:
                self.cut = True
            yield from held[:MOST_LINES]

    @staticmethod
    def _statement(held: OwnershipSet, row: OwnershipLine) -> Statement:
        ends = {
            "owner": f"{held.source}:{row.owner}",
            "owned": f"{held.source}:{row.owned}",
        }
        force = Interval(first=row.first, last=row.last)
        source = Source(
            file=held.file,
            line=row.line,
            id=row.source_id,
            publisher=row.publisher or held.source,
        )
        if row.kind == "control":
            return ControlStatement(
                **ends,
                certain=row.certain,
                manner=row.manner,
                force=force,
                source=source,
            )
        if row.kind == "tie":
            return DirectorshipStatement(
                **ends, manner=row.manner, force=force, source=source
            )
        share = Share(
            low=row.low,
            high=row.high,
            above_low=row.above_low,
            below_high=row.below_high,
        )
        return OwnershipStatement(
            **ends,
            share=share,
            measure=Measure(row.kind),
            direct=row.direct,
            force=force,
            source=source,
        )


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(values), _CHUNK):
        yield values[begin : begin + _CHUNK]


def _marks(entity: Entity) -> list[tuple[str, str]]:
    marks = [(NAME, name_key(entity.name))]
    marks += [(NUMBER, number_key(one)) for one in entity.identifiers]
    return [(kind, value) for kind, value in marks if value]


def _numbers(entity: Entity) -> set[str]:
    return {key for one in entity.identifiers if (key := number_key(one))}


def _same_number_and_name(one: Entity, other: Entity) -> bool:
    named = name_key(one.name) == name_key(other.name)
    return (
        named and bool(_numbers(one) & _numbers(other)) and not _elsewhere(one, other)
    )


def _elsewhere(one: Entity, other: Entity) -> bool:
    """Both say where they are, and it is not the same country; a number would still tie them."""
    apart = bool(one.countries and other.countries) and not (
        set(one.countries) & set(other.countries)
    )
    return apart and not _numbers(one) & _numbers(other)


def gather(case: Case) -> dict[str, Any]:
    """The web around the parties of a case, as JSON that a computation keeps.

    Args:
        case: The case; its facts and its officers' statements are read.

    Returns:
        ``parties`` (role, name, country, node), ``entities``, ``statements``, ``same`` and
        ``namesakes`` (pairs of ids), ``aside`` (namesakes elsewhere, or ruled out), ``owners``
        (who is screened besides the parties), ``sets`` (what was used), ``wrong`` and ``cut``:
        more owners than can be read and screened, so that nothing is a no.
    """
    stated = stated_in(case, standing_statements(case))
    rows = NamesakeVerdict.objects.filter(case=case).order_by("pk")
    walk = Gathering(
        sets={row.pk: row for row in serving_sets()},
        verdicts={
            (name_key(row.party), row.source, row.entity): row.same for row in rows
        },
        entities=dict(stated.entities),
        statements=list(stated.statements),
    )
    walk.climb(stated.entities)
    owners, cut = _owners(case, walk)
    return {
        "parties": list(stated.parties),
        "entities": [
            entity_json(walk.entities[name]) for name in sorted(walk.entities)
        ],
        "statements": [statement_json(one) for one in walk.statements],
        "same": sorted(list(pair) for pair in walk.same),
        "namesakes": sorted(list(pair) for pair in walk.namesakes),
        "aside": sorted(list(pair) for pair in walk.aside),
        "owners": owners,
        "sets": [f"{source} {walk.used[source]}" for source in sorted(walk.used)],
        "wrong": [*stated.wrong],
        "cut": walk.cut or cut,
    }


def _owners(case: Case, walk: Gathering) -> tuple[list[dict[str, Any]], bool]:
    """Everybody above the parties who is not screened as a party of the application."""
    screened = {
        name_key(str(one["name"]))
        for one in case.transaction.get("parties") or ()
        if one.get("name")
    }
    found: dict[str, dict[str, Any]] = {}
    ties = {
        one.owner for one in walk.statements if isinstance(one, DirectorshipStatement)
    }
    for one in walk.statements:
        body = walk.entities[one.owner]
        key = name_key(body.name)
        if key in screened or key in found:
            continue
        found[key] = {
            "role": "director" if one.owner in ties else "owner",
            "name": body.name[:300],
            "country": (body.countries or ("",))[0],
            "facts": _known(body),
        }
    people = [found[key] for key in sorted(found)]
    return people[:MOST_OWNERS], len(people) > MOST_OWNERS


def _known(body: Entity) -> dict[str, Any]:
    """What the sources say of somebody, in the form of stated facts; silence is left out."""
    said = {
        "type": (body.kind,),
        "nationality": body.countries[1:],
        "identifiers": body.identifiers,
        "address": body.addresses,
    }
    return {
        path: {"state": "known", "statements": [{"value": one} for one in values]}
        for path, values in said.items()
        if any(values)
    }


def owners_behind() -> Mapping[object, Sequence[Json]]:
    """Who was screened behind the parties of each case, by its id; one query for all cases."""
    newest = OwnershipRun.objects.filter(case=OuterRef("case")).order_by("-pk")
    rows = OwnershipRun.objects.annotate(
        newest=Subquery(newest.values("pk")[:1])
    ).filter(pk=F("newest"))
    return {
        case: owners
        for case, owners in rows.values_list("case_id", "document__owners")
        if owners
    }


__all__ = [
    "ADDRESS",
    "LISTED",
    "NAME",
    "NUMBER",
    "PARTY_MARK",
    "gather",
    "owners_behind",
    "serving_sets",
    "standing_statements",
]
