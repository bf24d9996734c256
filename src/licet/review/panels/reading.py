"""Rules of panels from plain values: checked part by part."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from licet.kernel import Citation
from licet.review.panels.model import (
    CompositeRule,
    Panel,
    PanelRules,
    PanelsError,
    PanelSilence,
    PanelTrigger,
)
from licet.review.wanted import read_wanted

SIGHTS = frozenset({"live", "composite", "draft"})
HIGHEST_TIER = 4
_WAYS = ("tier_from", "criterion", "when")


def read_panels(told: Mapping[str, Any]) -> PanelRules:
    """The rules of panels from plain values.

    Raises:
        PanelsError: A part has another form, or names what is not there.
        KeyError: A part is missing.
        ValueError: The version is no day.
        WantedError: A trigger states its facts in another form.
    """
    raw = told["panels"]
    classes = {str(name): str(one["en"]) for name, one in raw["classes"].items()}
    panels = {
        str(name): _panel(str(name), one, classes)
        for name, one in raw["bodies"].items()
    }
    return PanelRules(
        package=str(raw["package"]),
        version=date.fromisoformat(str(raw["version"])),
        panels=panels,
        classes=classes,
        purposes={str(name): str(one["en"]) for name, one in raw["purposes"].items()},
        composite=_composite(raw["composite"]),
    )


def _law(row: Mapping[str, Any]) -> Citation:
    law = row["law"]
    return Citation(
        instrument=str(law["instrument"]),
        pinpoint=str(law["pinpoint"]),
        verified=law.get("verified") is True,
    )


def _count(where: str, given: object, least: int) -> int:
    if type(given) is not int or given < least:
        raise PanelsError(where, f"a whole number of {least} or more is needed")
    return given


def _panel(name: str, row: Mapping[str, Any], classes: Mapping[str, str]) -> Panel:
    sees = frozenset(map(str, row["sees"]))
    shown = frozenset(map(str, row["classes"]))
    if not sees or sees - SIGHTS:
        raise PanelsError(name, f"sees is some of {', '.join(sorted(SIGHTS))}")
    if shown - classes.keys():
        raise PanelsError(
            name, f"no such class: {', '.join(sorted(shown - classes.keys()))}"
        )
    if "live" in sees and not row["vetting_months"]:
        raise PanelsError(name, "who sees live cases is vetted, for so many months")
    silence = row["silence"]
    return Panel(
        id=name,
        title=str(row["title"]["en"]),
        purpose=str(row["purpose"]["en"]),
        sees=sees,
        classes=shown,
        marking=str(row["marking"]),
        working_days=_count(name, row["working_days"], 1),
        quorum=_count(name, row["quorum"], 1),
        vetting_months=_count(name, row["vetting_months"], 0),
        answered=row["answered"] is True,
        silence=PanelSilence(
            consent_up_to_tier=_count(name, silence["consent_up_to_tier"], 0),
            words=str(silence["words"]["en"]),
            citation=_law(silence),
        ),
        triggers=tuple(_trigger(name, one) for one in row.get("triggers", ())),
        citation=_law(row),
    )


def _trigger(panel: str, row: Mapping[str, Any]) -> PanelTrigger:
    where = f"{panel}.{row['id']}"
    if len([way for way in _WAYS if way in row]) != 1:
        raise PanelsError(where, f"exactly one of {', '.join(_WAYS)} is needed")
    tier = _count(where, row.get("tier_from", 0), 0)
    if tier > HIGHEST_TIER:
        raise PanelsError(where, f"there is no tier above {HIGHEST_TIER}")
    return PanelTrigger(
        id=str(row["id"]),
        because=str(row["because"]["en"]),
        mandatory=row.get("mandatory") is True,
        citation=_law(row),
        tier_from=tier,
        criterion=str(row.get("criterion", "")),
        when=read_wanted(row["when"]) if "when" in row else None,
    )


def _composite(row: Mapping[str, Any]) -> CompositeRule:
    return CompositeRule(
        bands={str(name): _edges(str(name), one) for name, one in row["bands"].items()},
        plain_words=frozenset(str(one).casefold() for one in row["plain_words"]),
        citation=_law(row),
    )


def _edges(name: str, told: object) -> tuple[Decimal, ...]:
    try:
        edges = tuple(Decimal(str(one)) for one in list(told))  # type: ignore[call-overload]  # a list, or it fails
    except (InvalidOperation, TypeError):
        raise PanelsError(f"bands.{name}", "a list of numbers is needed") from None
    if not edges or any(low >= high for low, high in pairwise(edges)):
        raise PanelsError(f"bands.{name}", "the edges rise from one to the next")
    return edges
