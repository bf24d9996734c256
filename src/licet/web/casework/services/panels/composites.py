"""Closed composites: a case without parties, prices and marks, made by one officer and checked by a second."""

from typing import Any

from django.db import transaction

from licet.review import require_second_person
from licet.review.panels import leaks, sealed_words
from licet.web.casework.acts.acting import locked_case, next_number, refusals
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Composite, CompositeCheck
from licet.web.casework.panels.packs import composite_of, sealed_phrases
from licet.web.casework.panels.rules import panel_rules
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.part_marks import require_all_seen
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.panels.composites import composite as composite_page
from licet.web.casework.views.agreements import CompositeView


def make_composite(*, by: Actor, case: str, title: str, text: str) -> CompositeView:
    """Close a case for those who may not see it: ranges instead of amounts, and your own words.

    Args:
        by: An officer.
        case: Number of the case.
        title: What kind of case it is.
        text: The story, in words that betray nobody.

    Raises:
        NotFoundError: No such case for this person.
        InvalidInputError: No title or text, or words of the sealed facts: each is named.
    """
    texts = {
        "title": required_text("title", title, "Give it a title."),
        "text": required_text("text", text, "Tell the case in words that name nobody."),
    }
    with refusals("make_composite", by, []), transaction.atomic():
        require(by, "make_composite")
        pk = visible_cases(by).filter(number=case).values_list("pk", flat=True).first()
        if pk is None:
            raise NotFoundError("case")
        found = locked_case(pk)
        require_all_seen(by, found)
        file = load(found)
        require_no_leak(file, texts)
        at = now()
        row = Composite.objects.create(
            number=f"CMP-{legal_day(at).year}-{next_number('composite'):04d}",
            case=found,
            document=composite_of(file, panel_rules(found.profile).composite),
            facts_version=found.facts_version,
            by_id=by.id,
            at=at,
            **texts,
        )
        record_event(
            kind="make_composite",
            case=str(found.pk),
            actor=actor_ref(by),
            payload={"composite": row.number, **texts, "document": row.document},
            at=at,
        )
    return composite_page(viewer=by, number=row.number)


def require_no_leak(file: CaseFile, texts: dict[str, str]) -> None:
    """Refuse words of the sealed facts.

    Raises:
        InvalidInputError: Names each word at its field.
    """
    plain = panel_rules(file.case.profile).composite.plain_words
    found = leaks(texts, sealed_words(sealed_phrases(file), plain=plain))
    if found:
        wrong: dict[str, list[str]] = {}
        for one in found:
            wrong.setdefault(one.field, []).append(one.word)
        raise InvalidInputError(
            {
                name: "These words stand in the sealed facts: "
                + ", ".join(words)
                + ". Say it with other words."
                for name, words in wrong.items()
            }
        )


def check_composite(
    *, by: Actor, number: str, approved: bool, reasons: str = ""
) -> CompositeView:
    """Approve or return a composite as the second person; the leak check runs once more.

    Raises:
        InvalidInputError: Returned without a reason, or it now holds words of the sealed facts.
        NotFoundError: No such composite for this person.
        NotIndependentActError: One's own.
        WrongStateError: Checked already, or the facts changed since it was made.
    """
    words = reasons.strip()
    if not approved:
        words = required_text("reasons", reasons, "Say what must change.")
    with refusals("check_composite", by, []), transaction.atomic():
        require(by, "check_composite")
        row = (
            Composite.objects.select_for_update(of=("self",))
            .filter(number=number, case__in=visible_cases(by))
            .first()
        )
        if row is None:
            raise NotFoundError("composite")
        require_second_person(by.id, drafters=frozenset({str(row.by_id)}))
        if CompositeCheck.objects.filter(composite=row).exists():
            raise WrongStateError("This composite was checked already.")
        if approved:
            require_fresh(row)
        at = now()
        CompositeCheck.objects.create(
            composite=row, approved=approved, reasons=words, by_id=by.id, at=at
        )
        record_event(
            kind="check_composite",
            case=str(row.case_id),
            actor=actor_ref(by),
            payload={"composite": row.number, "approved": approved, "reasons": words},
            at=at,
        )
    return composite_page(viewer=by, number=number)


def require_fresh(row: Composite) -> None:
    """Refuse a composite of facts that have changed, or one that betrays what is sealed now.

    Raises:
        WrongStateError: The facts changed since it was made.
        InvalidInputError: Names the words.
    """
    case = locked_case(row.case_id)
    if case.facts_version != row.facts_version:
        raise WrongStateError(
            "The facts changed since this composite was made. Make a new one."
        )
    require_no_leak(load(case), {"title": row.title, "text": row.text})


def require_closed(row: Composite) -> dict[str, Any]:
    """What of a composite may go to a panel.

    Raises:
        WrongStateError: It is not approved, or the facts changed since.
        InvalidInputError: It holds words of the sealed facts.
    """
    check = CompositeCheck.objects.filter(composite=row).first()
    if check is None or not check.approved:
        raise WrongStateError("A second officer has not approved this composite.")
    require_fresh(row)
    document: dict[str, Any] = row.document
    return document
