"""The documents that the governing law asks for, known from the first facts on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licet.regimes import Regime, RuleKind
from licet.review import ApplicationKind
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import Document
from licet.web.casework.views import Json, RequiredDocumentView

FOLLOWING = "following"


def following(sections: Mapping[str, Json]) -> Mapping[str, str]:
    """Why a document was left to follow, by the document, as the applicant gave it."""
    content: Mapping[str, Any] = (sections.get("documents") or {}).get("content") or {}
    reasons: Mapping[str, str] = content.get(FOLLOWING) or {}
    return reasons


def require_documents(
    required: Iterable[RequiredDocumentView], reasons: Mapping[str, str]
) -> dict[str, str]:
    """Refuse a submission that lacks a document the law asks for.

    Args:
        required: What is asked for, and what is there.
        reasons: Why a document that may follow is not there yet, by document.

    Returns:
        The documents left to follow, with the reasons.

    Raises:
        InvalidInputError: Names every document that is missing.
    """
    fields: dict[str, str] = {}
    left: dict[str, str] = {}
    for one in required:
        if one.there:
            continue
        if one.may_follow and reasons.get(one.id):
            left[one.id] = reasons[one.id]
            continue
        words = _("%(title)s is missing. Add it under Documents.")
        if one.may_follow:
            words = _("%(title)s is missing. Add it, or say why it will follow.")
        fields[f"documents.{one.id}"] = words % {"title": one.title}
    if fields:
        raise InvalidInputError(fields)
    return left


def _may_follow(law: Regime) -> frozenset[str]:
    """The documents that the law lets come after the application."""
    found: set[str] = set()
    for rule in law.rules.values():
        if rule.kind is RuleKind.DOCUMENT and rule.data.get("may_follow") is True:
            given = rule.data["document"]
            found |= set(given) if isinstance(given, list | tuple) else {str(given)}
    return frozenset(found)


def of_kind(
    kind: ApplicationKind,
    asked: Iterable[RequiredDocumentView],
    there: Sequence[Document],
    *,
    reasons: Mapping[str, str] | None = None,
) -> tuple[RequiredDocumentView, ...]:
    """What the law asks for, and what the kind of application asks for besides."""
    found = tuple(asked)
    known = {one.id for one in found}
    held: dict[str, list[str]] = {}
    for row in there:
        if row.standing == "current":
            held.setdefault(row.purpose, []).append(row.name)
    return (
        *found,
        *(
            RequiredDocumentView(
                id=one.id,
                title=one.title,
                why=one.why,
                citation=one.citation.to_json(),
                there=one.id in held,
                may_follow=one.may_follow,
                items=(),
                documents=tuple(held.get(one.id, ())),
                reason=(reasons or {}).get(one.id, ""),
            )
            for one in kind.documents
            if one.id not in known
        ),
    )


def required_documents(
    determined: Iterable[tuple[int, Json]],
    there: Sequence[Document],
    law: Regime,
    *,
    reasons: Mapping[str, str] | None = None,
) -> tuple[RequiredDocumentView, ...]:
    """What is asked for, why, by which law, and what is there.

    Args:
        determined: Item, counted from 0, and its determination under the governing law.
        there: The documents of the case.
        law: The governing package.
        reasons: Why the applicant left a document to follow, by document.

    Returns:
        Each document once, in the order in which the law names them.
    """
    asked: dict[str, Json] = {}
    items: dict[str, list[int]] = {}
    for item, found in determined:
        for one in found.get("documents") or ():
            asked.setdefault(str(one["id"]), one)
            items.setdefault(str(one["id"]), []).append(item + 1)
    later = _may_follow(law) if asked else frozenset()
    held: dict[str, list[str]] = {}
    for row in there:
        if row.standing == "current":
            held.setdefault(row.purpose, []).append(row.name)
    return tuple(
        RequiredDocumentView(
            id=key,
            title=str(one["title"]),
            why=str(one["why"]),
            citation=one.get("citation") or {},
            there=key in held,
            may_follow=key in later,
            items=tuple(items[key]),
            documents=tuple(held.get(key, ())),
            reason=(reasons or {}).get(key, ""),
        )
        for key, one in asked.items()
    )
