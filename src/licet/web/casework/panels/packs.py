"""What of a case is put into a pack: only the classes that panel and agreement name, as text."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from licet.review.panels import CompositeRule, band
from licet.web.casework.casefile.casefile import CaseFile

_VALUES = ("quantity", "value", "price", "currency")


def _stated(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Known facts as texts, by path."""
    return {
        path: [str(one["value"]) for one in fact.get("statements") or ()]
        for path, fact in sorted(facts.items())
        if isinstance(fact, Mapping) and fact.get("state") == "known"
    }


def _is_value(path: str) -> bool:
    return any(word in path for word in _VALUES)


def _entries(file: CaseFile) -> dict[int, list[str]]:
    return {
        row.item: sorted(
            f"{one.get('entry', '')} (tier {one.get('tier', '')})"
            for one in row.document.get("classification") or ()
        )
        for row in file.findings.determinations
        if row.governing
    }


def _items(file: CaseFile, *, values: bool) -> list[dict[str, Any]]:
    entries = _entries(file)
    return [
        {
            "name": str(item.get("name", "")),
            "entries": entries.get(place, []),
            "facts": {
                path: said
                for path, said in _stated(item.get("facts") or {}).items()
                if values or not _is_value(path)
            },
        }
        for place, item in enumerate(file.case.transaction.get("items") or ())
    ]


def pack_of(file: CaseFile, classes: Iterable[str]) -> dict[str, Any]:
    """The pack of a live case.

    Args:
        file: The case as it stands.
        classes: The data classes that may be in it.

    Returns:
        Texts by class; a class that nobody named is not there at all.
    """
    wanted = frozenset(classes)
    document = file.case.transaction
    found: dict[str, Any] = {}
    if "items" in wanted:
        found["items"] = _items(file, values="values" in wanted)
    if "end_use" in wanted:
        facts = _stated(document.get("facts") or {})
        found["end_use"] = {k: v for k, v in facts.items() if not _is_value(k)}
    if "parties" in wanted:
        found["parties"] = [
            {key: str(one.get(key, "")) for key in ("role", "name", "country")}
            for one in document.get("parties") or ()
        ]
    if "criteria" in wanted:
        found["criteria"] = [
            {
                "title": str(row.document.get("title", row.criterion)),
                "standing": row.standing,
            }
            for row in file.findings.criteria
        ]
    return found


def composite_of(file: CaseFile, rule: CompositeRule) -> dict[str, Any]:
    """What of a case stays in a composite: kinds, entries and ranges; no name, place or price."""
    entries = _entries(file)
    items = []
    for place, item in enumerate(file.case.transaction.get("items") or ()):
        facts = _stated(item.get("facts") or {})
        ranges = {
            path: banded
            for path, edges in sorted(rule.bands.items())
            for banded in _banded(facts.get(path, ()), edges)
        }
        kinds = next((v for k, v in facts.items() if k.endswith("kind")), [])
        items.append({"kind": kinds, "entries": entries.get(place, []), "ranges": ranges})  # fmt: skip
    return {"items": items}


def _banded(said: Iterable[str], edges: tuple[Decimal, ...]) -> Iterable[str]:
    for one in said:
        try:
            yield band(Decimal(one), edges)
        except InvalidOperation:
            continue  # not a number: nothing of it is shown


def sealed_phrases(file: CaseFile) -> Iterable[str]:
    """Everything of a case that a composite must not betray."""
    case = file.case
    document = case.transaction
    yield from (case.number, case.organisation.name, case.organisation.address)
    for party in document.get("parties") or ():
        yield str(party.get("name", ""))
    for item in document.get("items") or ():
        yield str(item.get("name", ""))
        for path, said in _stated(item.get("facts") or {}).items():
            if _is_value(path):
                yield from said
    contact = (case.sections.get("organisation") or {}).get("content") or {}
    yield from map(str, (contact.get("contact") or {}).values())
    for row in file.documents:
        yield row.name.rsplit(".", 1)[0] if row.name != f"{row.purpose}.txt" else ""
