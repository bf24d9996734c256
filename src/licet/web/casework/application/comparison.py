"""What is otherwise between two determinations, and between the facts under them: in plain values."""

from collections.abc import Mapping
from typing import Any

from licet.kernel import digest
from licet.web.casework.application.facts import exact
from licet.web.casework.views import Json


def facts_digest(document: Json) -> str:
    """The hash under which a facts document is known in the record."""
    return digest(exact(document))


def _facts_by_place(document: Json) -> dict[tuple[str, str], Json]:
    groups = [("case", "", document.get("facts") or {})]
    groups += [
        (f"item {number}", "item.", item.get("facts") or {})
        for number, item in enumerate(document.get("items") or (), start=1)
    ]
    groups += [
        (f"{one['role']}: {one['name']}", f"{one['role']}.", one.get("facts") or {})
        for one in document.get("parties") or ()
    ]
    return {
        (scope, prefix + key): fact
        for scope, prefix, facts in groups
        for key, fact in facts.items()
    }


def said(fact: Json | None) -> str:
    """What a fact says, in words: its values, or that it is not known."""
    if fact is None:
        return "not stated"
    values = [one.get("value") for one in fact.get("statements") or ()]
    if fact.get("state") in {"known", "disputed"} and values:
        return " against ".join(_words(value) for value in values)
    return str(fact.get("state", "unknown")).replace("_", " ")


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return str(value)


def changed_between(before: Json, after: Json) -> list[dict[str, str]]:
    """Facts that say something else in the later document.

    Args:
        before: The earlier facts document.
        after: The later one.

    Returns:
        Scope, path, what was said and what is said, in a steady order.
    """
    old, new = _facts_by_place(before), _facts_by_place(after)
    places = dict.fromkeys([*old, *new])
    return [
        {
            "scope": scope,
            "path": path,
            "before": said(old.get((scope, path))),
            "after": said(new.get((scope, path))),
        }
        for scope, path in places
        if said(old.get((scope, path))) != said(new.get((scope, path)))
    ]


def _fired(found: Json) -> dict[str, Json]:
    return {str(one["id"]): one for one in found.get("rules") or () if one["fired"]}


def _rule(one: Json) -> dict[str, object]:
    return {"id": one["id"], "title": one["title"], "citation": one["citation"]}


def _only(
    left: Mapping[str, Json], right: Mapping[str, Json]
) -> list[dict[str, object]]:
    return [_rule(one) for key, one in left.items() if key not in right]


def _named(found: Json, part: str, key: str) -> list[str]:
    return [str(one[key]) for one in found.get(part) or ()]


def _gone_and_new(before: Json, after: Json, part: str, key: str) -> dict[str, Any]:
    old, new = _named(before, part, key), _named(after, part, key)
    return {
        "gone": [one for one in old if one not in new],
        "new": [one for one in new if one not in old],
    }


def _texts(before: Json, after: Json) -> list[dict[str, object]]:
    """Rules that speak in both and whose words or place in the law differ."""
    old = {str(one["id"]): one for one in before.get("rules") or ()}
    return [
        {"id": one["id"], "before": _rule(old[one["id"]]), "after": _rule(one)}
        for one in after.get("rules") or ()
        if one["id"] in old
        and (one["fired"] or old[one["id"]]["fired"])
        and _rule(one) != _rule(old[one["id"]])
    ]


def difference(before: Json, after: Json) -> dict[str, Any]:
    """What is otherwise between two determinations of one item under one law.

    Args:
        before: The earlier determination as JSON.
        after: The later one.

    Returns:
        Outcomes, entries, rules that fire now and no longer, documents, open questions,
        changed words of rules, versions of the law; ``same`` when nothing of it differs
        but the version.
    """
    old, new = _fired(before), _fired(after)
    found: dict[str, Any] = {
        "outcome": [before["outcome"], after["outcome"]],
        "entries": _gone_and_new(before, after, "classification", "entry"),
        "fires": _only(new, old),
        "no_longer": _only(old, new),
        "documents": _gone_and_new(before, after, "documents", "title"),
        "questions": _gone_and_new(before, after, "questions", "question"),
        "texts": _texts(before, after),
        "versions": [before["regime_version"], after["regime_version"]],
    }
    lists = (found["fires"], found["no_longer"], found["texts"])
    pairs = (found["entries"], found["documents"], found["questions"])
    found["same"] = (
        before["outcome"] == after["outcome"]
        and not any(lists)
        and not any(one["gone"] or one["new"] for one in pairs)
    )
    return found
