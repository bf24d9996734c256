"""What an applicant stated last, and a transaction made anew from it without losing what was found."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.db.models import QuerySet

from licet.web.casework.application.practice import with_kind
from licet.web.casework.application.sections import SECTIONS, transaction_of
from licet.web.casework.gathered import read
from licet.web.casework.models import Case, FactChange

# The newest change of a fact that a section amended after submission already holds.
THROUGH = "through"


def stated_last(case: Case) -> dict[str, Any]:
    """The content of every section as the applicant stated it last, by section.

    Answers to questions of the authority are put where their questions belong; what
    officers found is not in it.
    """
    contents = {
        name: deepcopy(saved["content"])
        for name, saved in case.sections.items()
        if name in SECTIONS
    }
    if case.submitted_at is None:
        return contents
    for change in read(changes_since_stated, case):
        statements = (change.after or {}).get("statements") or []
        if statements and statements[-1]["by"] == "exporter":
            _put(contents, change.scope, change.path, statements[-1]["value"])
    return contents


def changes_since_stated(case: Case) -> QuerySet[FactChange]:
    """The changes of facts that no section holds yet, the oldest first."""
    through = max((one.get(THROUGH, 0) for one in case.sections.values()), default=0)
    return FactChange.objects.filter(case=case, pk__gt=through).order_by("pk")


def _put(contents: dict[str, Any], scope: str, path: str, value: object) -> None:
    head, _dot, rest = path.partition(".")
    if scope == "case":
        others = contents.setdefault("end_use", {}).setdefault("facts", {})
        holder = next(
            (
                one["facts"]
                for one in contents.values()
                if path in (one.get("facts") or {})
            ),
            others,
        )
        holder[path] = value
        return
    for place, item in enumerate(contents.get("items", {}).get("items") or ()):
        if scope == f"item {place + 1}":
            item["facts"][rest] = value
    for party in contents.get("parties", {}).get("parties") or ():
        if scope == f"{head}: {party['name']}":
            party["facts"][rest] = value


def flat(document: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Every fact of a transaction by scope and path; names and countries of parties as well."""
    found: dict[tuple[str, str], Any] = {
        ("case", path): fact for path, fact in document.get("facts", {}).items()
    }
    for place, item in enumerate(document.get("items", ()), start=1):
        scope = f"item {place}"
        found[scope, "item.name"] = item["name"]
        found |= {(scope, f"item.{k}"): v for k, v in item["facts"].items()}
    for party in document.get("parties", ()):
        scope = f"{party['role']}: {party['name']}"
        found[scope, f"{party['role']}.country"] = party["country"]
        found |= {(scope, f"{party['role']}.{k}"): v for k, v in party["facts"].items()}
    return found


def _bare(fact: Any) -> Any:  # noqa: ANN401  # plain JSON
    """A fact without when it was said: saying the same again changes nothing."""
    if not isinstance(fact, Mapping):
        return fact
    said = fact.get("statements") or []
    return fact.get("state"), [(one["value"], one["by"]) for one in said]


def renewed(case: Case, *, day: str) -> dict[str, Any]:
    """The transaction of a case from its sections, with what officers found laid over it.

    What was found of an item or party that is no longer there goes with it.
    """
    document = transaction_of(
        with_kind(case),
        exporter={"name": case.organisation.name, "country": case.organisation.country},
        day=day,
    )
    kept = {"case": document["facts"]}
    kept |= {
        f"item {place}": one["facts"] for place, one in enumerate(document["items"], 1)
    }
    kept |= {
        f"{one['role']}: {one['name']}": one["facts"] for one in document["parties"]
    }
    for change in FactChange.objects.filter(case=case).order_by("pk"):
        said = (change.after or {}).get("statements") or []
        if change.scope in kept and said and said[-1]["by"] != "exporter":
            _head, dot, rest = change.path.partition(".")
            path = change.path if change.scope == "case" or not dot else rest
            kept[change.scope][path] = change.after
    return document


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """One row for each fact that is another, new or gone: scope, path, before, after."""
    old, new = flat(before), flat(after)
    return [
        {"scope": scope, "path": path, "before": old.get((scope, path)), "after": new.get((scope, path))}
        for scope, path in sorted({*old, *new})
        if _bare(old.get((scope, path))) != _bare(new.get((scope, path)))
    ]  # fmt: skip
