"""What stands behind a list: the kind of measure, from the table beside this module."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from ruamel.yaml import YAML

from licet.kernel import DefectError
from licet.web.casework.views import Json

TABLE = Path(__file__).with_name("measures.yaml")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One kind of measure.

    Attributes:
        id: Its name in the table.
        weight: Its place in the table; 0 is the weightiest.
        title: A few words.
        words: What it does.
        lists: Lists that carry it.
        law: Instrument, pinpoint, and whether somebody checked it.
    """

    id: str
    weight: int
    title: str
    words: str
    lists: frozenset[str]
    law: Json


@cache
def measures() -> tuple[Measure, ...]:
    """Every kind of measure, the weightiest first."""
    told: dict[str, Any] = YAML(typ="safe").load(TABLE)
    return tuple(
        Measure(
            id=name,
            weight=weight,
            title=raw["title"],
            words=raw["words"],
            lists=frozenset(raw["lists"]),
            law={"uri": None, **raw["law"]} if "law" in raw else {},
        )
        for weight, (name, raw) in enumerate(told.items())
    )


def measure_of(document: Json) -> Measure:
    """The weightiest measure behind a hit; ``unknown`` when no list of it stands in the table.

    Args:
        document: The hit as screening gives it.
    """
    named = set(document.get("programs") or ())
    known = [one for one in measures() if one.lists & named]
    return known[0] if known else measures()[0]


def four_eyes_weight() -> int:
    """The lightest measure from which a verdict needs a second officer.

    Raises:
        DefectError: The setting names no kind of measure.
    """
    found = {one.id: one.weight for one in measures()}
    if settings.LICET_FOUR_EYES_MEASURE not in found:
        raise DefectError(
            f"LICET_FOUR_EYES_MEASURE is {settings.LICET_FOUR_EYES_MEASURE!r}. "
            f"Name one of {', '.join(found)}."
        )
    return found[settings.LICET_FOUR_EYES_MEASURE]
