"""What the application and the officers of a case state of owners, controllers and directors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from licet.diversion import (
    ControlStatement,
    DirectorshipStatement,
    Entity,
    ImpossibleShareError,
    Measure,
    OwnershipStatement,
    Share,
    Source,
    Statement,
    name_key,
    share_between,
)
from licet.facts import BEHIND
from licet.kernel import ImpossibleDateError, Interval, parse_day
from licet.web.casework.models import Case, StatedOwner
from licet.web.casework.views import Json

BY_APPLICANT = "stated by the applicant"
PARTY_MARK = "*"  # sorts before the name of every source


def node_of(name: str) -> str:
    """The id of a party of a case in its web: the same name is the same party there."""
    return PARTY_MARK + name_key(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What one case states by itself.

    Attributes:
        parties: Role, name, country and id of each party that takes part in the deal.
        entities: Everybody named, by id.
        statements: What is stated of them.
        wrong: What could not be taken as it stands, in words.
    """

    parties: tuple[Json, ...]
    entities: Mapping[str, Entity]
    statements: tuple[Statement, ...]
    wrong: tuple[str, ...]


def stated_in(case: Case, owners: Iterable[StatedOwner]) -> Stated:
    """Read the parties of a case and what its officers added.

    Args:
        case: The case; its facts document is read.
        owners: Statements of officers that stand.
    """
    people = [one for one in case.transaction.get("parties") or () if one.get("name")]
    deal = [one for one in people if one["role"] not in BEHIND]
    entities = {node_of(one["name"]): _entity(one) for one in people}
    statements: list[Statement] = []
    wrong: list[str] = []
    for place, one in enumerate(people, 1):
        if one["role"] in BEHIND:
            found, trouble = _of_applicant(case, one, place, deal)
            statements += found
            wrong += trouble
    for row in owners:
        statements.append(statement_of(row))
        for name, land in ((row.owner, row.owner_country), (row.owned, "")):
            known = Entity(
                id=node_of(name),
                kind="",
                name=name,
                countries=(land,) if land else (),
            )
            entities.setdefault(known.id, known)
    return Stated(
        parties=tuple(
            {
                "role": one["role"],
                "name": one["name"],
                "country": str(one.get("country") or ""),
                "node": node_of(one["name"]),
            }
            for one in deal
        ),
        entities=entities,
        statements=tuple(statements),
        wrong=tuple(wrong),
    )


def said(facts: Mapping[str, Any], key: str) -> list[Any]:
    """Every value stated of one fact of a party, disputed ones included."""
    fact = facts.get(key)
    if not isinstance(fact, Mapping):
        return [] if fact in (None, "") else [fact]
    return [
        one["value"]
        for one in fact.get("statements") or ()
        if one.get("value") not in (None, "")
    ]


def _entity(party: Json) -> Entity:
    facts = party.get("facts") or {}
    kinds = [str(one) for one in said(facts, "type")]
    person = {"person", "natural_person", "individual"} & set(kinds)
    land = str(party.get("country") or "")
    return Entity(
        id=node_of(party["name"]),
        kind="person" if person or party["role"] == "director" else (kinds or [""])[0],
        name=str(party["name"]),
        countries=(land,) if land else (),
        identifiers=tuple(str(one) for one in said(facts, "registration")),
        addresses=tuple(str(one) for one in said(facts, "address")),
    )


def _of_applicant(
    case: Case, party: Json, place: int, deal: Iterable[Json]
) -> tuple[list[Statement], list[str]]:
    facts = party.get("facts") or {}
    wrong: list[str] = []
    force, certain = _force(party, facts, wrong)
    named = [str(one) for one in said(facts, "of")]
    # Of whom, is not said: of each of them perhaps. Silence is no answer.
    others = [one for one in deal if one["role"] != "exporter"]
    whom = named or [str(one["name"]) for one in others]
    share = _share(party, facts, wrong)
    if not (named and certain):
        share = Share(low=0, high=share.high, below_high=share.below_high)
    source = _source(case, place)
    ends = [(node_of(party["name"]), node_of(one)) for one in whom]
    found: list[Statement] = []
    for owner, owned in ends:
        if party["role"] == "director":
            office = ", ".join(str(one) for one in said(facts, "office")) or "director"
            found.append(
                DirectorshipStatement(
                    owner=owner, owned=owned, manner=office, force=force, source=source
                )
            )
            continue
        votes = "votes" in said(facts, "measure")
        found.append(
            OwnershipStatement(
                owner=owner,
                owned=owned,
                share=share,
                force=force,
                source=source,
                measure=Measure.VOTES if votes else Measure.SHARES,
            )
        )
        if True in said(facts, "controls"):
            found.append(
                _control(owner, owned, source, force, certain=bool(named and certain))
            )
    return found, wrong


def _source(case: Case, place: int) -> Source:
    return Source(
        file=case.number,
        line=place,
        id=f"{case.number}/parties/{place}",
        publisher=BY_APPLICANT,
    )


def _share(party: Json, facts: Mapping[str, Any], wrong: list[str]) -> Share:
    lows, highs = (
        list(_percents(said(facts, key))) for key in ("share_low", "share_high")
    )
    try:
        return share_between(
            min(lows, default=Decimal(0)), max(highs, default=Decimal(100))
        )
    except ImpossibleShareError as error:
        wrong.append(f"{party['name']}: {error} It counts as an unknown share.")
        return Share()


def _percents(values: Iterable[Any]) -> Iterator[Decimal]:
    for one in values:
        try:
            number = Decimal(str(one))
        except InvalidOperation:
            continue
        if number.is_finite():
            yield number


def _force(
    party: Json, facts: Mapping[str, Any], wrong: list[str]
) -> tuple[Interval, bool]:
    """The days of a statement, and whether they are certain."""
    days: list[date | None] = []
    for key in ("from", "until"):
        told = [str(one) for one in said(facts, key)]
        try:
            days.append(parse_day(told[0]) if told else None)
        except ImpossibleDateError as error:
            wrong.append(f"{party['name']}: {error} It counts on every day, perhaps.")
            return Interval(), False
    first, last = days
    if first and last and last < first:
        wrong.append(
            f"{party['name']}: the last day {last} comes before the first {first}. "
            "It counts on every day, perhaps."
        )
        return Interval(), False
    return Interval(first=first, last=last), True


def stated_names(rows: Iterable[StatedOwner]) -> dict[str, str]:
    """How those are called of whom officers stated something, by id."""
    return {node_of(name): name for row in rows for name in (row.owner, row.owned)}


def statement_of(row: StatedOwner) -> Statement:
    """What an officer stated, with the source that was named."""
    source = Source(
        file=row.case.number,
        line=row.pk,
        id=f"{row.case.number}/owners/{row.pk}",
        publisher=row.source,
    )
    owner, owned = node_of(row.owner), node_of(row.owned)
    force = Interval(first=row.first, last=row.last)
    if row.kind == "control":
        return ControlStatement(
            owner=owner,
            owned=owned,
            certain=True,
            manner=row.manner,
            force=force,
            source=source,
        )
    if row.kind == "tie":
        return DirectorshipStatement(
            owner=owner,
            owned=owned,
            manner=row.manner or "director",
            force=force,
            source=source,
        )
    return OwnershipStatement(
        owner=owner,
        owned=owned,
        share=Share(low=row.low, high=row.high),
        measure=Measure(row.kind),
        force=force,
        source=source,
    )


def _control(
    owner: str, owned: str, source: Source, force: Interval, *, certain: bool
) -> ControlStatement:
    return ControlStatement(
        owner=owner,
        owned=owned,
        certain=certain,
        manner=BY_APPLICANT,
        force=force,
        source=source,
    )
