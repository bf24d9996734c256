"""The practice of the governing law's authority, applied to stored applications."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licet.facts import core_vocabulary
from licet.regimes import SHIPPED, in_words
from licet.review import (
    FILE,
    ApplicationKind,
    Asked,
    Practice,
    Stated,
    holds,
    load_practice,
)
from licet.web.casework.models import Case, Document
from licet.web.casework.ports import legal_day, now

INDIVIDUAL = "individual"
STARTER = "model"


@lru_cache(maxsize=16)
def practice(package: str) -> Practice:
    """The practice beside a shipped law package, or the starter practice where it has none.

    Raises:
        PracticeError: It is wrong: no application is taken then.
    """
    own = SHIPPED / package
    return load_practice(own if (own / FILE).exists() else SHIPPED / STARTER)


def shown_as(case: Case, state: str) -> str:
    """A state as the applicant of a case may know it: the coarse one where there is one."""
    sight = practice(case.profile).sights.get(state)
    return (sight.shown_as or state) if sight else state


def kind_name(case: Case) -> str:
    """The kind of an application; those from before kinds were noted are individual."""
    filed = getattr(case, "filing", None)
    return filed.kind if filed is not None else INDIVIDUAL


def kind_of(case: Case) -> ApplicationKind:
    """The kind of an application, with what it asks."""
    return practice(case.profile).kinds[kind_name(case)]


def with_kind(case: Case) -> dict[str, Any]:
    """The saved sections, and beside them what the choice of the kind states."""
    sets = kind_of(case).sets
    if not sets:
        return dict(case.sections)
    said = {"content": {"facts": dict(sets)}, "saved_at": case.started_at.isoformat()}
    return {**case.sections, "kind": said}


def omitted(kind: ApplicationKind) -> frozenset[str]:
    """Sections that this kind does not need, or whose one required answer it gives."""
    given = {"activity"} if "activity.type" in kind.sets else set()
    return kind.leaves_out | given


def questions_of(case: Case, section: str) -> tuple[Asked, ...]:
    """What the kind asks in a section, and in the plan what every kind asks."""
    asked = tuple(one for one in kind_of(case).asks if one.section == section)
    if section != "propagation":
        return asked
    known = {one.fact for one in asked}
    plan = practice(case.profile).plan
    return (
        *asked,
        *(Asked(fact=one, section=section) for one in plan if one not in known),
    )


def kind_problems(case: Case) -> tuple[tuple[str, str, str], ...]:
    """What stands against submitting an application of its kind, between its answers.

    Args:
        case: The application.

    Returns:
        Section, field and words of each problem, in the order of the practice.
    """
    kind, rules = kind_of(case), practice(case.profile)
    stated = stated_of(with_kind(case))
    found = [
        (
            one.section,
            one.fact,
            _("Answer: %(question)s") % {"question": _asked(rules, one)},
        )
        for one in kind.asks
        if one.required and not stated.of(one.fact)
    ]
    if kind.who is not None and not holds(kind.who, stated):
        found.append(("parties", "parties", kind.who_words))
    found += [(one.section, one.field, one.words) for one in rules.failed(kind, stated)]
    return tuple(found)


def _asked(rules: Practice, one: Asked) -> str:
    known = rules.questions.get(one.fact) or core_vocabulary().get(one.fact)
    return in_words(known.question) if known else one.fact


def old_documents(case: Case, documents: Iterable[Document]) -> dict[str, str]:
    """Documents of a draft that count no longer, each with how to mend it, by purpose."""
    rules, day = practice(case.profile), legal_day(now())
    sent = first_sent_days(case)
    found = {}
    for row in documents:
        rule = rules.expired(row.purpose, sent[row.sha256], on=day)
        if row.standing == "current" and rule is not None:
            found[f"documents.{row.purpose}"] = _(
                "%(name)s was first sent on %(day)s and counts for %(months)s months. Take it off and send a new one."
            ) % {
                "name": row.name,
                "day": date_format(sent[row.sha256], "j F Y"),
                "months": rule.months,
            }
    return found


def first_sent_days(case: Case) -> dict[str, date]:
    """The legal day on which each document of a case was first sent by the organisation.

    The age of evidence is that of its bytes: a copy does not make it younger.
    """
    hashes = Document.objects.filter(case=case).values("sha256")
    rows = (
        Document.objects.filter(
            sha256__in=hashes, case__organisation=case.organisation_id
        )
        .values_list("sha256")
        .annotate(first=Min("uploaded_at"))
    )
    return {sha256: legal_day(first) for sha256, first in rows}


def _values(facts: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    return [
        (prefix + path, one if isinstance(one, bool) else str(one))
        for path, value in facts.items()
        if value not in (None, "", [])
        for one in (value if isinstance(value, list) else [value])
    ]


def stated_of(sections: Mapping[str, Any]) -> Stated:
    """What saved sections state, as the checks of the practice read it."""
    values: dict[str, set[Any]] = {}
    roles: set[str] = set()
    for saved in sections.values():
        content = saved["content"]
        found = _values(content.get("facts") or {})
        for item in content.get("items") or ():
            found += _values(item.get("facts") or {}, "item.")
        for party in content.get("parties") or ():
            role = str(party["role"])
            roles.add(role)
            found += _values(
                {"country": party.get("country"), **(party.get("facts") or {})},
                f"{role}.",
            )
        for path, value in found:
            values.setdefault(path, set()).add(value)
    return Stated(
        values={path: frozenset(held) for path, held in values.items()},
        roles=frozenset(roles),
    )
