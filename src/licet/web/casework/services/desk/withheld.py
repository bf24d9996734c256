"""Documents under a marking: marking them, asking to see one, and the owner's answer."""

from licet.web.casework.acts.acting import Act, case_act, promise
from licet.web.casework.acts.words import required_text
from licet.web.casework.errors import (
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import (
    Document,
    DocumentMark,
    SeeAnswer,
    SeeRequest,
    Team,
)
from licet.web.casework.rights.markings import require_marking
from licet.web.casework.rights.marks import answer_of, marks_of
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.desk.desk import case as case_page
from licet.web.casework.selectors.parts.parts import as_id, row_number
from licet.web.casework.views import CaseView


def mark_document(  # noqa: PLR0913  # a marking has a level, a gist for those who may not read, and reasons
    *,
    by: Actor,
    case: str,
    document: str,
    marking: str,
    gist: str,
    reasons: str,
    version: int | None,
) -> CaseView:
    """Put a document under a marking; who may not read it sees its gist and whom to ask.

    Args:
        by: Somebody of the body whose document it is, or of the authority while nobody owns it.
        case: Number of the case.
        document: Its id.
        marking: One of the markings.
        gist: What may be said of it to everybody with standing.
        reasons: Why.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No such marking, above the writer's clearance, no gist or reasons.
        NotFoundError: No such document.
        NotAllowedError: Another body owns it.
    """
    require_marking(by, marking)
    about = required_text("gist", gist, "Say what may be told of it.")
    words = required_text("reasons", reasons, "Say why.")
    with case_act("mark_document", by=by, case=case, version=version) as act:
        row = _document(act, document)
        owner = _owner(act, row)
        mark = DocumentMark.objects.create(
            document=row,
            marking=marking,
            owner=owner,
            gist=about,
            reasons=words,
            by_id=by.id,
            at=act.at,
        )
        _tell_mark(act, mark)
    return case_page(viewer=by, case=case)


def _owner(act: Act, row: Document) -> str:
    before = marks_of(act.case).of(row)
    owner = before.owner if before else next(iter(sorted(act.by.teams)), "")
    if owner not in act.by.teams:
        raise NotAllowedError(f"Only its owner, {owner}, changes the marking.")
    return owner


def _tell_mark(act: Act, mark: DocumentMark) -> None:
    act.tells(
        document=str(mark.document_id),
        sha256=mark.document.sha256,
        marking=mark.marking,
        owner=mark.owner,
        gist=mark.gist,
        reasons=mark.reasons,
    )


def _document(act: Act, document: str) -> Document:
    row = (
        Document.objects.filter(case=act.case, pk=as_id(document))
        .exclude(standing="removed")
        .first()
    )
    if row is None:
        raise NotFoundError("document")
    return row


def ask_to_see(
    *, by: Actor, case: str, document: str, reasons: str, version: int | None
) -> CaseView:
    """Ask the owner of a withheld document to let one's body see it.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such document.
        WrongStateError: It is not withheld from the person, or its owner was asked already.
    """
    words = required_text("reasons", reasons, "Say why your agency needs to see it.")
    with case_act("ask_to_see", by=by, case=case, version=version) as act:
        row = _document(act, document)
        marks = marks_of(act.case)
        mark = marks.of(row)
        if mark is None or marks.readable(by, row):
            raise WrongStateError("It is not withheld from you.")
        if any(answer_of(one) is None for one in marks.asked(by, row)):
            raise WrongStateError("Its owner was asked and has not answered yet.")
        team = min(by.teams, default="")  # every role of the act is held in a team
        made = SeeRequest.objects.create(
            document=row,
            team=team,
            owner=mark.owner,
            reasons=words,
            by_id=by.id,
            at=act.at,
        )
        _tell(act, mark.owner, f"see:{made.pk}", "You are asked to show a document")
        act.tells(
            document=str(row.pk),
            request=str(made.pk),
            team=team,
            owner=mark.owner,
            reasons=words,
        )
    return case_page(viewer=by, case=case)


def _tell(act: Act, team: str, key: str, subject: str) -> None:
    address = Team.objects.filter(code=team).values_list("email", flat=True).first()
    if address:
        notice = {"to": address, "subject": subject, "case": act.case.number}
        promise("notice", key, act.at, notice)


def answer_to_see(  # an answer names its question, says yes or no, and why
    *,
    by: Actor,
    case: str,
    request: str,
    granted: bool,
    words: str,
    version: int | None,
) -> CaseView:
    """Answer, as the owner of a withheld document, whether a body may see it.

    Raises:
        InvalidInputError: No reasons.
        NotFoundError: No such wish.
        NotAllowedError: The document is not the person's.
        WrongStateError: It is answered.
    """
    said = required_text("words", words, "Give the reasons of your answer.")
    with case_act("answer_to_see", by=by, case=case, version=version) as act:
        row = (
            SeeRequest.objects.select_related("answer", "document")
            .filter(document__case=act.case, pk=row_number(request))
            .first()
        )
        if row is None:
            raise NotFoundError("wish to see a document")
        if row.owner not in by.teams:
            raise NotAllowedError("Only the owner of a document answers for it.")
        if answer_of(row) is not None:
            raise WrongStateError("It is answered, and the answer stands.")
        SeeAnswer.objects.create(
            request=row, granted=granted, words=said, by_id=by.id, at=act.at
        )
        _tell(
            act, row.team, f"seen:{row.pk}", "Your wish to see a document is answered"
        )
        act.tells(
            document=str(row.document_id),
            request=str(row.pk),
            team=row.team,
            granted=granted,
            words=said,
        )
    return case_page(viewer=by, case=case)
