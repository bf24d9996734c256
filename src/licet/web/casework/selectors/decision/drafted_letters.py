"""Letters on the way, as those who draft and review them see them."""

from licet.web.casework.letter_templates import templates
from licet.web.casework.models import LetterDraft
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for
from licet.web.casework.views import DraftedLetterView, LetterTemplateView


def letter_templates() -> tuple[LetterTemplateView, ...]:
    """The templates from which a letter can be drafted."""
    return tuple(templates().values())


def drafted_letters(*, viewer: Actor, case: str) -> tuple[DraftedLetterView, ...]:
    """The letters of a case that were drafted, the newest first.

    Raises:
        NotAllowedError: Somebody who neither drafts nor reviews letters.
        NotFoundError: No such case, or no standing in it.
    """
    require(viewer, "review_letter")
    rows = (
        LetterDraft.objects.filter(case=case_for(viewer, case))
        .select_related("by", "review__by", "review__letter")
        .order_by("-at", "-pk")
    )
    return tuple(_view(row) for row in rows)


def _view(row: LetterDraft) -> DraftedLetterView:
    review = getattr(row, "review", None)
    state = "drafted"
    if review is not None:
        state = "issued" if review.agrees else "returned"
    return DraftedLetterView(
        id=str(row.pk),
        template=row.template,
        template_version=row.template_version,
        subject=row.subject,
        body=row.body,
        filled=row.filled,
        by=str(row.by),
        at=row.at,
        state=state,
        reviewed_by=str(review.by) if review else "",
        reasons=review.reasons if review else "",
        letter=str(review.letter_id) if review and review.letter_id else "",
    )
