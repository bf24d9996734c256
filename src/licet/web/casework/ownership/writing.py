"""Statements and entities as JSON, exactly, and back: what a computation stood on can be read again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, assert_never

from licet.diversion import (
    ControlStatement,
    Declared,
    DirectorshipStatement,
    Entity,
    Measure,
    OwnershipStatement,
    Share,
    Source,
    Statement,
    Web,
)
from licet.kernel import Interval
from licet.web.casework.views import Json

CONTROL, TIE = "control", "tie"


def statement_json(one: Statement) -> dict[str, Any]:
    """A statement with its source; shares are basis points, days ISO text or null."""
    common: dict[str, Any] = {
        "owner": one.owner,
        "owned": one.owned,
        "first": one.force.first.isoformat() if one.force.first else None,
        "last": one.force.last.isoformat() if one.force.last else None,
        "file": one.source.file,
        "line": one.source.line,
        "id": one.source.id,
        "publisher": one.source.publisher,
    }
    match one:
        case OwnershipStatement():
            share = one.share
            return common | {
                "kind": one.measure.value,
                "low": share.low,
                "high": share.high,
                "above_low": share.above_low,
                "below_high": share.below_high,
                "direct": one.direct,
            }
        case ControlStatement():
            return common | {
                "kind": CONTROL,
                "certain": one.certain,
                "manner": one.manner,
            }
        case DirectorshipStatement():
            return common | {"kind": TIE, "manner": one.manner}
        case _:
            assert_never(one)


def read_statement(one: Json) -> Statement:
    """The statement that ``statement_json`` wrote."""
    ends = {"owner": str(one["owner"]), "owned": str(one["owned"])}
    force = Interval(first=_day(one["first"]), last=_day(one["last"]))
    source = Source(
        file=one["file"], line=one["line"], id=one["id"], publisher=one["publisher"]
    )
    match one["kind"]:
        case "control":
            return ControlStatement(
                **ends,
                certain=one["certain"],
                manner=one["manner"],
                force=force,
                source=source,
            )
        case "tie":
            return DirectorshipStatement(
                **ends, manner=one["manner"], force=force, source=source
            )
        case measure:
            share = Share(
                low=one["low"],
                high=one["high"],
                above_low=one["above_low"],
                below_high=one["below_high"],
            )
            return OwnershipStatement(
                **ends,
                share=share,
                measure=Measure(measure),
                direct=one["direct"],
                force=force,
                source=source,
            )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def entity_json(one: Entity) -> dict[str, Any]:
    """An entity."""
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "countries": list(one.countries),
        "identifiers": list(one.identifiers),
        "addresses": list(one.addresses),
    }


def read_entity(one: Json) -> Entity:
    """The entity that ``entity_json`` wrote."""
    return Entity(
        id=one["id"],
        kind=one["kind"],
        name=one["name"],
        countries=tuple(one["countries"]),
        identifiers=tuple(one["identifiers"]),
        addresses=tuple(one["addresses"]),
    )


def web_of(document: Json, standings: Mapping[str, str]) -> Web:
    """The web that a computation stood on.

    Args:
        document: What it stored.
        standings: How the hits of each entity stood: ``match``, ``open``, or absent.
    """
    return Web(
        declared=Declared(
            entities={one["id"]: read_entity(one) for one in document["entities"]},
            statements=tuple(read_statement(one) for one in document["statements"]),
        ),
        same=_pairs(document["same"]),
        namesakes=_pairs(document["namesakes"]),
        listed=frozenset(key for key, said in standings.items() if said == "match"),
        perhaps_listed=frozenset(
            key for key, said in standings.items() if said == "open"
        ),
        cut=bool(document["cut"]),
    )


def _pairs(written: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in written)
