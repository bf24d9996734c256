"""The facts of a case: projected for lists, changed by answers and findings, shown flat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from licet.facts import Transaction, read_transaction
from licet.kernel import InputError
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.gathered import read
from licet.web.casework.models import Case, FactChange
from licet.web.casework.views import FactView, Json

_END_USERS = ("end_user", "ultimate_end_user", "operator", "reseller", "consignee")


def project(case: Case) -> None:
    """Renew the clear columns that lists and search read; they can be rebuilt at any time."""
    destination = _saved(case, "destination").get("facts", {}).get("destination")
    case.destination = destination if isinstance(destination, str) else ""
    parties = _saved(case, "parties").get("parties") or []
    by_role = {party.get("role"): party.get("name", "") for party in reversed(parties)}
    names = [by_role[role] for role in _END_USERS if by_role.get(role)]
    case.end_user = (names or [""])[0][:300]
    items = _saved(case, "items").get("items") or []
    claimed = [str(item.get("facts", {}).get("eccn") or "") for item in items]
    case.entries = [entry for entry in claimed if entry and " " not in entry]


def _saved(case: Case, section: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = case.sections.get(section, {}).get("content", {})
    return content


def exact(value: object) -> object:
    """JSON without floats: what is hashed is exact."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {str(key): exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [exact(inner) for inner in value]
    return value


def transaction(case: Case) -> Transaction:
    """The typed transaction of a submitted case."""
    return read_transaction(case.transaction)


def _holder(
    document: dict[str, Any], path: str, scope: str
) -> tuple[dict[str, Any], str, str]:
    """Where a fact is kept: its mapping, its key there, and the scope in words."""
    first, _, rest = path.partition(".")
    if first == "item" and rest:
        for number, item in enumerate(document["items"]):
            if scope in {"", f"item {number + 1}"}:
                return item["facts"], rest, f"item {number + 1}"
    for party in document["parties"]:
        if (
            party["role"] == first
            and rest
            and scope in {"", f"{first}: {party['name']}"}
        ):
            return party["facts"], rest, f"{first}: {party['name']}"
    if first in {"item", *(party["role"] for party in document["parties"])} and rest:
        raise InvalidInputError({path: f"{scope or first} is not part of this case."})
    return document["facts"], path, "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says something, when, and on what.

    Attributes:
        by: ``exporter`` or an officer.
        basis: ``stated`` or ``found``.
        evidence: Hashes of documents.
    """

    by: str
    at: datetime
    basis: str = "stated"
    evidence: tuple[str, ...] = ()


def changed_facts(
    case: Case, facts: Json, *, said: Said, scope: str = ""
) -> list[dict[str, Any]]:
    """Write new statements into the facts of a case and say what changed.

    A later statement of the same source replaces its earlier one. What an officer found
    stands before what was stated; the earlier statements stay in the record.

    Args:
        case: The locked case; its facts document is changed, not saved.
        facts: Value by dotted path.
        said: Who says it, when, and on what.
        scope: ``item 2`` or ``end_user: Name`` where several could be meant.

    Returns:
        One mapping per change: scope, path, before, after.

    Raises:
        InvalidInputError: A path, a value or a party that cannot be.
    """
    document = case.transaction
    changes = []
    for path, value in facts.items():
        kept, key, where = _holder(document, path, scope)
        before = kept.get(key)
        statement = {
            "value": value,
            "by": said.by,
            "at": said.at.isoformat(),
            "evidence": [f"sha256:{one}" for one in said.evidence],
            "basis": said.basis,
        }
        unknown = value is None or value == ""
        after = {
            "state": "unknown" if unknown else "known",
            "statements": [] if unknown else [statement],
        }
        kept[key] = after
        changes.append({"scope": where, "path": path, "before": before, "after": after})
    try:
        read_transaction(document)
    except InputError as error:
        raise InvalidInputError({"facts": str(error)}) from error
    return changes


def without_evidence(case: Case, sha256: str) -> list[dict[str, Any]]:
    """Take back what rested on a document alone; a fact that nothing else carries is unknown.

    Args:
        case: The locked case; its facts document is changed, not saved.
        sha256: The hash of the document that counts no longer.

    Returns:
        One mapping per changed fact: scope, path, before, after.
    """
    gone = f"sha256:{sha256}"
    changes = []
    for scope, prefix, facts in _groups(case.transaction):
        for key, fact in facts.items():
            before = fact if isinstance(fact, Mapping) else {}
            statements = before.get("statements") or []
            if not any(gone in (one.get("evidence") or ()) for one in statements):
                continue
            kept = [_still_said(one, gone) for one in statements]
            left = [one for one in kept if one is not None]
            state = before["state"] if left else "unknown"
            facts[key] = {"state": state, "statements": left}
            changes.append(
                {
                    "scope": scope,
                    "path": prefix + key,
                    "before": fact,
                    "after": facts[key],
                }
            )
    return changes


def _still_said(statement: Json, gone: str) -> dict[str, Any] | None:
    """A statement without one piece of evidence; nothing when it had no other."""
    evidence = list(statement.get("evidence") or ())
    left = [one for one in evidence if one != gone]
    if evidence and not left:
        return None
    return {**statement, "evidence": left}


def _groups(document: Json) -> list[tuple[str, str, dict[str, Any]]]:
    """The mappings that hold facts, each with its scope in words and the front of its paths."""
    if not document:
        return []
    groups: list[tuple[str, str, dict[str, Any]]] = [("case", "", document["facts"])]
    groups += [
        (f"item {number + 1}", "item.", item["facts"])
        for number, item in enumerate(document["items"])
    ]
    groups += [
        (f"{party['role']}: {party['name']}", f"{party['role']}.", party["facts"])
        for party in document["parties"]
    ]
    return groups


def fact_changes_of(case: Case) -> QuerySet[FactChange]:
    """Every change of a fact, the oldest first."""
    return FactChange.objects.filter(case=case).order_by("pk")


def fact_views(case: Case) -> tuple[FactView, ...]:
    """Every fact with who said it, when and on what evidence, in a steady order."""
    changed = {(row.scope, row.path): row.at for row in read(fact_changes_of, case)}
    return tuple(
        _fact_view(scope, prefix + key, fact, changed.get((scope, prefix + key)))
        for scope, prefix, facts in _groups(case.transaction)
        for key, fact in sorted(facts.items())
    )


def _fact_view(scope: str, path: str, fact: Any, changed: datetime | None) -> FactView:  # noqa: ANN401  # plain JSON
    told: Mapping[str, Any] = {"state": "known", "statements": [{"value": fact}]}
    if isinstance(fact, Mapping):
        told = fact
    statements = told.get("statements") or []
    first = statements[0] if statements else {}
    at = first.get("at")
    return FactView(
        path=path,
        scope=scope,
        state=str(told.get("state", "known")),
        values=tuple(_text(one.get("value")) for one in statements),
        by=str(first.get("by", "")),
        at=datetime.fromisoformat(at) if at else None,
        basis=str(first.get("basis", "")),
        evidence=tuple(first.get("evidence") or ()),
        changed_at=changed,
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return str(value)
