"""Notes, like cases, assignment, interests and letters from templates, over the API."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.decision import drafted_letters as letter_reads
from licet.web.casework.selectors.desk import interests as interest_reads
from licet.web.casework.selectors.desk import notes as note_reads
from licet.web.casework.selectors.desk import queues
from licet.web.casework.selectors.desk.precedents import precedents
from licet.web.casework.selectors.desk.work_list import WorkList
from licet.web.casework.services.decision import drafted_letters
from licet.web.casework.services.desk import assignment, interests, notes, part_marks

router = Router(tags=["work"], auth=Token("work"))
READ = Token("work", "read")


class NoteBody(Body):
    """A note; ``@name`` names a colleague."""

    text: str
    marking: str = Field(default="official", examples=["agency_only"])


class MarkBody(Body):
    """The marking of a part of a case."""

    part: str = Field(examples=["risk"])
    marking: str = Field(examples=["confidential"])
    reasons: str


class InterestBody(Body):
    """A conflict of interest of one's own, in a case or an exporter."""

    reasons: str
    case: str = ""
    organisation: str = ""


class OverBody(Body):
    """Why something is over."""

    reasons: str


class ChosenBody(Body):
    """One case with the version that was seen."""

    case: str
    version: int | None = None


class AssignBody(Body):
    """Cases to give to an officer."""

    officer: str
    cases: list[ChosenBody]


class FilterBody(Body):
    """A search of the queue under a name."""

    name: str
    query: dict[str, str]


class LetterDraftBody(Body):
    """A template and the value of each of its fields."""

    template: str
    filled: dict[str, Any]


class LetterReviewBody(Body):
    """A second person's word on a drafted letter."""

    agrees: bool
    reasons: str = ""


@router.get(
    "/cases/{number}/notes",
    response={200: list[views.NoteView], **REFUSED},
    auth=READ,
    summary="Notes on a case, by marking",
)
@paged
def case_notes(request: HttpRequest, number: str) -> list[views.NoteView]:
    return list(note_reads.notes(viewer=actor(request), case=number))


@router.post(
    "/cases/{number}/notes",
    response={200: list[views.NoteView], **REFUSED},
    summary="Write a note",
)
def write_note(
    request: HttpRequest, number: str, body: NoteBody
) -> list[views.NoteView]:
    return list(notes.write_note(by=actor(request), case=number, **body.dict()))


@router.post(
    "/cases/{number}/markings",
    response={200: views.CaseView, **REFUSED},
    summary="Mark a part of a case",
)
def mark(request: HttpRequest, number: str, body: MarkBody) -> views.CaseView:
    return part_marks.mark_part(by=actor(request), case=number, **body.dict())


@router.get(
    "/mentions",
    response={200: list[views.MentionView], **REFUSED},
    auth=READ,
    summary="Notes that name me and that I have not seen",
)
@paged
def mentions(request: HttpRequest) -> list[views.MentionView]:
    return list(note_reads.mentions(viewer=actor(request)))


@router.get(
    "/cases/{number}/together",
    response={200: views.TogetherView, **REFUSED},
    auth=READ,
    summary="What changed since my last look, and who else has the case open",
)
def together(request: HttpRequest, number: str) -> views.TogetherView:
    return note_reads.together(viewer=actor(request), case=number)


@router.get(
    "/cases/{number}/precedents",
    response={200: list[views.PrecedentView], **REFUSED},
    auth=READ,
    summary="Like cases, how far they are and how they ended",
)
@paged
def like_cases(request: HttpRequest, number: str) -> list[views.PrecedentView]:
    return list(precedents(viewer=actor(request), case=number))


@router.get(
    "/queue/next",
    response={200: dict[str, str], **REFUSED},
    auth=READ,
    summary="The next case to look at",
)
def next_case(request: HttpRequest, after: str = "") -> dict[str, str]:
    return {"case": queues.next_case(viewer=actor(request), after=after)}


@router.get(
    "/queue/search",
    response={200: list[views.CaseSummary], **REFUSED},
    auth=READ,
    summary="Search the queue by state, words, band, team and officer",
)
@paged
def search(  # one for each field of the search
    request: HttpRequest,
    state: str = "",
    text: str = "",
    band: str = "",
    team: str = "",
    officer: str = "",
) -> WorkList:
    wanted = {"state": state, "text": text, "band": band}
    return queues.searched(viewer=actor(request), team=team, officer=officer, **wanted)


@router.post(
    "/queue/assign",
    response={200: list[views.AssignedView], **REFUSED},
    summary="Give several cases to an officer, each an act of its own",
)
def assign(request: HttpRequest, body: AssignBody) -> list[views.AssignedView]:
    chosen = [(one.case, one.version) for one in body.cases]
    return list(
        assignment.assign_cases(by=actor(request), cases=chosen, officer=body.officer)
    )


@router.get(
    "/queue/workload",
    response={200: list[views.WorkloadView], **REFUSED},
    auth=READ,
    summary="How much every officer has",
)
@paged
def workload(request: HttpRequest) -> list[views.WorkloadView]:
    return list(queues.workload(viewer=actor(request)))


@router.get(
    "/queue/filters",
    response={200: list[views.SavedFilterView], **REFUSED},
    auth=READ,
    summary="My saved searches",
)
@paged
def filters(request: HttpRequest) -> list[views.SavedFilterView]:
    return list(queues.saved_filters(viewer=actor(request)))


@router.post(
    "/queue/filters",
    response={200: list[views.SavedFilterView], **REFUSED},
    summary="Keep a search under a name",
)
def save_filter(request: HttpRequest, body: FilterBody) -> list[views.SavedFilterView]:
    return list(
        assignment.save_filter(by=actor(request), name=body.name, query=body.query)
    )


@router.delete(
    "/queue/filters/{saved}",
    response={200: list[views.SavedFilterView], **REFUSED},
    summary="Keep a search no longer",
)
def forget_filter(request: HttpRequest, saved: int) -> list[views.SavedFilterView]:
    return list(assignment.forget_filter(by=actor(request), saved=saved))


@router.get(
    "/interests",
    response={200: list[views.InterestView], **REFUSED},
    auth=READ,
    summary="Declared conflicts of interest: everybody's for managers, else mine",
)
@paged
def all_interests(request: HttpRequest) -> list[views.InterestView]:
    viewer = actor(request)
    if viewer.may("see_interests"):
        return list(interest_reads.interests(viewer=viewer))
    return list(interest_reads.own_interests(viewer=viewer))


@router.post(
    "/interests",
    response={200: list[views.InterestView], **REFUSED},
    summary="Declare a conflict of interest of mine",
)
def declare(request: HttpRequest, body: InterestBody) -> list[views.InterestView]:
    return list(interests.declare_interest(by=actor(request), **body.dict()))


@router.post(
    "/interests/{interest}/end",
    response={200: views.InterestView, **REFUSED},
    summary="Record that a declared interest is over",
)
def end_interest(
    request: HttpRequest, interest: int, body: OverBody
) -> views.InterestView:
    return interests.end_interest(
        by=actor(request), interest=interest, reasons=body.reasons
    )


@router.get(
    "/letter-templates",
    response={200: list[views.LetterTemplateView], **REFUSED},
    auth=READ,
    summary="Templates of letters, with their typed fields",
)
@paged
def templates(request: HttpRequest) -> list[views.LetterTemplateView]:
    actor(request)
    return list(letter_reads.letter_templates())


@router.get(
    "/cases/{number}/drafted-letters",
    response={200: list[views.DraftedLetterView], **REFUSED},
    auth=READ,
    summary="Letters of a case on the way and issued",
)
@paged
def drafted(request: HttpRequest, number: str) -> list[views.DraftedLetterView]:
    return list(letter_reads.drafted_letters(viewer=actor(request), case=number))


@router.post(
    "/cases/{number}/drafted-letters",
    response={200: list[views.DraftedLetterView], **REFUSED},
    summary="Draft a letter from a template",
)
def draft_letter(
    request: HttpRequest, number: str, body: LetterDraftBody
) -> list[views.DraftedLetterView]:
    return list(
        drafted_letters.draft_letter(by=actor(request), case=number, **body.dict())
    )


@router.post(
    "/cases/{number}/drafted-letters/{draft}/review",
    response={200: list[views.DraftedLetterView], **REFUSED},
    summary="Agree to a drafted letter, which issues it, or give it back",
)
def review_letter(
    request: HttpRequest, number: str, draft: str, body: LetterReviewBody
) -> list[views.DraftedLetterView]:
    return list(
        drafted_letters.review_letter(
            by=actor(request), case=number, draft=draft, **body.dict()
        )
    )
