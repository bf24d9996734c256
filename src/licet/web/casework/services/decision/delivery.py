"""Service of letters: sent, opened, or taken for served by rule; each starts the clocks once."""

from datetime import date
from uuid import UUID

from django.db import transaction

from licet.web.casework.acts.acting import Act, record_on_case
from licet.web.casework.acts.words import required_text
from licet.web.casework.decision.deciding import procedure
from licet.web.casework.decision.delivery import ELECTRONIC, deemed_by
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import Case, Dispatch, Letter, Service
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.rights.standing import require_content, visible_cases
from licet.web.casework.selectors.parts.parts import as_id, letter_view
from licet.web.casework.views import LetterView


def _locked(by: Actor, case: str, letter: str) -> Letter:
    """A letter of a case in which somebody has standing; its case stays locked."""
    row = (
        Letter.objects.filter(
            case__in=visible_cases(by), case__number=case, pk=as_id(letter)
        )
        .select_related("case__erasure")
        .first()
    )
    if row is None:
        raise NotFoundError("letter")
    require_content(row.case)
    Case.objects.select_for_update().get(pk=row.case_id)
    return row


def _view(row: Letter) -> LetterView:
    found = Letter.objects.select_related("service", "document").get(pk=row.pk)
    return letter_view(found)


def dispatch_letter(  # a sending has day, way and reference
    *, by: Actor, case: str, letter: str, on: date, manner: str, reference: str
) -> LetterView:
    """Enter that a letter was sent; by some ways the law later takes it for served.

    Args:
        by: The officer.
        case: Number of the case.
        letter: Id of the letter.
        on: The day on which it left.
        manner: One of the ways that the governing law knows.
        reference: What proves the sending, for example the number of the postal receipt.

    Raises:
        InvalidInputError: No such way, no reference, or a day that cannot be.
        WrongStateError: The letter is served.
    """
    shown = required_text("reference", reference, "Name what proves the sending.")
    require(by, "dispatch_letter")
    known = procedure().manners
    if manner not in known:
        raise InvalidInputError({"manner": f"Choose one of: {', '.join(known)}."})
    with transaction.atomic():
        row = _locked(by, case, letter)
        at = now()
        if not legal_day(row.made_at) <= on <= legal_day(at):
            raise InvalidInputError(
                {"on": "The day must lie between the letter and today."}
            )
        if Service.objects.filter(letter=row).exists():
            raise WrongStateError("The letter is served; nothing more need be sent.")
        Dispatch.objects.create(
            letter=row, on=on, manner=manner, reference=shown, by=by.id, at=at
        )
        act = Act(name="dispatch_letter", by=by, at=at, case=row.case)
        act.tells(letter=str(row.pk), on=on, manner=manner, reference=shown)
        record_on_case(act, kind=act.name, public=False)
    return _view(row)


def open_letter(*, by: Actor, case: str, letter: str) -> LetterView:
    """Open a letter in the account: that is its service, unless it was served before.

    Args:
        by: The applicant's contact.
        case: Number of the case.
        letter: Id of the letter.

    Returns:
        The letter; opened a second time, as it was served the first.

    Raises:
        NotFoundError: No such letter for this person.
    """
    require(by, "open_letter")
    with transaction.atomic():
        row = _locked(by, case, letter)
        if not Service.objects.filter(letter=row).exists():
            title = procedure().manners[ELECTRONIC].title
            _serve(
                row, by, "open_letter", legal_day(now()), title, f"Opened by {by.name}"
            )
    return _view(row)


def _serve(
    row: Letter, by: Actor, act: str, on: date, manner: str, proof: str
) -> None:  # one row, written in two ways
    at = now()
    done = Act(name=act, by=by, at=at, case=row.case)
    done.tells(letter=str(row.pk), on=on, manner=manner, proof=proof)
    entry = record_on_case(done, kind=act)
    Service.objects.create(
        letter=row,
        on=on,
        manner=manner[:80],
        proof=f"{proof}; row {entry} of the record",
        by=by.id,
        at=at,
    )


def serve_deemed() -> int:
    """Enter the service of letters that the law takes for served by now; an hourly job.

    Returns:
        How many were entered.
    """
    if all(one.deemed_after_days is None for one in procedure().manners.values()):
        return 0
    waiting = Letter.objects.filter(service__isnull=True, case__erasure__isnull=True)
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            done += _serve_by_rule(pk)
    return done


def _serve_by_rule(pk: UUID) -> bool:
    row = Letter.objects.select_related("case").get(pk=pk)
    Case.objects.select_for_update().get(pk=row.case_id)
    found = deemed_by(row)
    served = Service.objects.filter(letter=row).exists()
    if served or found is None or found[0] > legal_day(now()):
        return False
    day, manner = found
    rule = procedure().manners[manner]
    proof = f"{rule.deemed_after_days} days after it was sent nobody had confirmed it; {rule.citation}"
    title = f"{rule.title}, served by rule"
    _serve(row, SYSTEM, "serve_deemed", day, title, proof)
    return True
