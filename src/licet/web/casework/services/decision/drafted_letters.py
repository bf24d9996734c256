"""Letters that are no decision: drafted from a template, reviewed by a second person, then issued."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from licet.review import require_second_person
from licet.web.casework.acts.acting import Act, locked_case, record_on_case, refusals
from licet.web.casework.acts.telling import tell_applicant
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import NotAllowedError, NotFoundError, WrongStateError
from licet.web.casework.letter_templates import filled_in, template_of
from licet.web.casework.models import Case, Letter, LetterDraft, LetterReview
from licet.web.casework.ports import now
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.selectors.decision.drafted_letters import drafted_letters
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import DraftedLetterView

KIND = "drafted"


def _case(by: Actor, number: str) -> Case:
    pk = visible_cases(by).filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise NotFoundError("case")
    return locked_case(pk)


def draft_letter(
    *, by: Actor, case: str, template: str, filled: Mapping[str, Any]
) -> tuple[DraftedLetterView, ...]:
    """Draft a letter from a template.

    Raises:
        InvalidInputError: No such template, or a field that is empty or of another kind.
        NotAllowedError: Another officer has the case.
    """
    require(by, "draft_letter")
    chosen = template_of(template)
    subject, body = filled_in(chosen, case, filled)
    with transaction.atomic():
        found = _case(by, case)
        if str(found.officer_id) != by.id:
            raise NotAllowedError("Another officer has this case.")
        row = LetterDraft.objects.create(
            case=found,
            template=chosen.id,
            template_version=chosen.version,
            filled={name: str(value) for name, value in filled.items()},
            subject=subject[:300],
            body=body,
            by_id=by.id,
            at=now(),
        )
        act = Act(name="draft_letter", by=by, at=row.at, case=found)
        act.tells(
            draft=str(row.pk),
            template=chosen.id,
            template_version=chosen.version,
            filled=row.filled,
        )
        record_on_case(act, kind=act.name, public=False)
    return drafted_letters(viewer=by, case=case)


def review_letter(
    *, by: Actor, case: str, draft: str, agrees: bool, reasons: str = ""
) -> tuple[DraftedLetterView, ...]:
    """Agree to a drafted letter, which issues it, or give it back with the reason.

    Raises:
        InvalidInputError: Given back without a reason.
        NotIndependentActError: The person who drafted it.
        NotFoundError: No such draft.
        WrongStateError: It was reviewed already.
    """
    words = reasons.strip()
    if not agrees:
        words = required_text("reasons", reasons, "Say what must change.")
    touched: list[Case] = []
    with refusals("review_letter", by, touched), transaction.atomic():
        require(by, "review_letter")
        found = _case(by, case)
        touched.append(found)
        row = LetterDraft.objects.filter(case=found, pk=as_id(draft)).first()
        if row is None:
            raise NotFoundError("drafted letter")
        require_second_person(by.id, drafters=frozenset({str(row.by_id)}))
        if LetterReview.objects.filter(draft=row).exists():
            raise WrongStateError("This letter was reviewed already.")
        at = now()
        act = Act(
            name="issue_letter" if agrees else "return_letter",
            by=by,
            at=at,
            case=found,
        )
        letter = _issue(act, row) if agrees else None
        LetterReview.objects.create(
            draft=row, agrees=agrees, reasons=words, letter=letter, by_id=by.id, at=at
        )
        act.tells(
            draft=str(row.pk),
            drafted_by=str(row.by_id),
            reasons=words,
            letter=str(letter.pk) if letter else "",
        )
        record_on_case(act, kind=act.name, public=agrees)
    return drafted_letters(viewer=by, case=case)


def _issue(act: Act, row: LetterDraft) -> Letter:
    letter = Letter.objects.create(
        case=act.case,
        decision=None,
        kind=KIND,
        subject=row.subject,
        body=row.body,
        made_at=act.at,
    )
    tell_applicant(act, f"letter:{letter.pk}", "A letter about your application")
    return letter
