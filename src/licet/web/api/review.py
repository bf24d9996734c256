"""The review between bodies over the API: clocks, dissent, agreed conditions, withheld evidence."""

from django.http import HttpRequest
from ninja import Router

from licet.web.api.cases import condition
from licet.web.api.contract.pages import paged
from licet.web.api.documents import (
    REFUSED,
    ConditionBody,
    Problem,
    ReasonsBody,
    VersionBody,
)
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.desk import desk
from licet.web.casework.selectors.review import conditions as figures
from licet.web.casework.selectors.review import review as reads
from licet.web.casework.services.desk import withheld
from licet.web.casework.services.review import condition_changes, escalations

router = Router(tags=["review"], auth=Token("work"))
READ = Token("work", "read")
Answer = {200: views.CaseView, **REFUSED}


class VoteBody(VersionBody):
    """A vote on a level."""

    verdict: str
    words: str


class ChangeBody(ReasonsBody):
    """A wish to change a condition; without a change it shall go."""

    change: ConditionBody | None = None


class AgreeBody(VersionBody):
    """An owner's answer about a condition."""

    agrees: bool
    words: str


class MarkBody(ReasonsBody):
    """A marking of a document."""

    marking: str
    gist: str


class ShowBody(VersionBody):
    """An owner's answer about a withheld document."""

    granted: bool
    words: str


@router.get(
    "/cases/{number}/review",
    response={200: views.ReviewView, 403: Problem, 404: Problem},
    auth=READ,
    summary="Clocks, sides, levels, agreed conditions and withheld evidence",
)
def review(request: HttpRequest, number: str) -> views.ReviewView:
    return reads.review(viewer=actor(request), case=number)


@router.post(
    "/cases/{number}/escalations",
    response=Answer,
    summary="Take dissent to the next level of the law",
)
def escalate(request: HttpRequest, number: str, body: ReasonsBody) -> views.CaseView:
    return escalations.escalate_dissent(by=actor(request), case=number, **body.dict())


@router.post(
    "/cases/{number}/votes", response=Answer, summary="Vote on the level at work"
)
def vote(request: HttpRequest, number: str, body: VoteBody) -> views.CaseView:
    return escalations.vote_at_level(by=actor(request), case=number, **body.dict())


@router.post(
    "/cases/{number}/conditions/{key}/changes",
    response=Answer,
    summary="Ask the owner of a condition to change it",
)
def ask_change(
    request: HttpRequest, number: str, key: str, body: ChangeBody
) -> views.CaseView:
    return condition_changes.ask_condition_change(
        by=actor(request),
        case=number,
        condition=key,
        reasons=body.reasons,
        change=condition(body.change) if body.change else None,
        version=body.version,
    )


@router.post(
    "/cases/{number}/condition-changes/{wish}",
    response=Answer,
    summary="Answer as the owner of a condition",
)
def answer_change(
    request: HttpRequest, number: str, wish: str, body: AgreeBody
) -> views.CaseView:
    return condition_changes.answer_condition_change(
        by=actor(request), case=number, request=wish, **body.dict()
    )


@router.post(
    "/cases/{number}/documents/{document}/marking",
    response=Answer,
    summary="Put a document under a marking",
)
def mark(
    request: HttpRequest, number: str, document: str, body: MarkBody
) -> views.CaseView:
    return withheld.mark_document(
        by=actor(request), case=number, document=document, **body.dict()
    )


@router.post(
    "/cases/{number}/documents/{document}/wishes",
    response=Answer,
    summary="Ask to see a withheld document",
)
def ask_to_see(
    request: HttpRequest, number: str, document: str, body: ReasonsBody
) -> views.CaseView:
    return withheld.ask_to_see(
        by=actor(request), case=number, document=document, **body.dict()
    )


@router.post(
    "/cases/{number}/wishes/{wish}",
    response=Answer,
    summary="Answer as the owner of a withheld document",
)
def answer_to_see(
    request: HttpRequest, number: str, wish: str, body: ShowBody
) -> views.CaseView:
    return withheld.answer_to_see(
        by=actor(request), case=number, request=wish, **body.dict()
    )


@router.get(
    "/conditions/types",
    response={200: list[views.ConditionTypeView], 403: Problem},
    auth=READ,
    summary="The types of condition with their rules",
)
@paged
def types(request: HttpRequest) -> list[views.ConditionTypeView]:
    actor(request)
    return list(desk.condition_types())


@router.get(
    "/conditions/figures",
    response={200: views.ConditionFiguresView, 403: Problem},
    auth=READ,
    summary="How often each type was signed, and what fitted none",
)
def condition_figures(request: HttpRequest) -> views.ConditionFiguresView:
    return figures.condition_figures(viewer=actor(request))
