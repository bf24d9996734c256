"""Opinions over the API: ask, work, sign, end; and whether a letter still holds, for everybody."""

from django.http import HttpRequest
from ninja import Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import (
    OpinionBody,
    OpinionDraftBody,
    Problem,
    ReasonsBody,
    VersionBody,
)
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.opinions import opinions as reads
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.services.opinions import opinions

router = Router(tags=["opinions"], auth=Token("work"))
READ = Token("apply", "work", "read")
EXPORTER = Token("apply")
Answer = {
    200: views.OpinionView,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
}


@router.get(
    "/opinions/kinds",
    response=list[views.OpinionKindView],
    auth=None,
    summary="Kinds of opinion, their validity and legal effect",
)
@paged
def kinds(request: HttpRequest) -> list[views.OpinionKindView]:  # noqa: ARG001  # ninja's signature
    return list(reads.kinds().values())


@router.get(
    "/opinions/verify",
    response=views.OpinionCheckView,
    auth=None,
    summary="Does a letter of this number with this SHA-256 still hold?",
)
def verify(request: HttpRequest, number: str, sha256: str) -> views.OpinionCheckView:  # noqa: ARG001  # ninja's signature
    return reads.check_opinion(number=number, sha256=sha256)


@router.get(
    "/opinions",
    response=list[views.OpinionView],
    auth=READ,
    summary="Opinions within my standing",
)
@paged
def all_opinions(request: HttpRequest) -> Lines[views.OpinionView]:
    return reads.opinions(viewer=actor(request))


@router.post(
    "/opinions", response=Answer, auth=EXPORTER, summary="Ask for an opinion on facts"
)
def ask(request: HttpRequest, body: OpinionBody) -> views.OpinionView:
    asked = opinions.OpinionRequest(**body.dict())
    return opinions.request_opinion(by=actor(request), asked=asked)


@router.get("/opinions/{number}", response=Answer, auth=READ, summary="One opinion")
def opinion(request: HttpRequest, number: str) -> views.OpinionView:
    return reads.opinion(viewer=actor(request), number=number)


@router.post(
    "/opinions/{number}/withdraw",
    response=Answer,
    auth=EXPORTER,
    summary="Take a request back",
)
def withdraw(request: HttpRequest, number: str, body: VersionBody) -> views.OpinionView:
    return opinions.withdraw_opinion(by=actor(request), number=number, **body.dict())


@router.post("/opinions/{number}/take", response=Answer, summary="Take a request")
def take(request: HttpRequest, number: str, body: VersionBody) -> views.OpinionView:
    return opinions.take_opinion(by=actor(request), number=number, **body.dict())


@router.post("/opinions/{number}/draft", response=Answer, summary="Draft the answer")
def draft(
    request: HttpRequest, number: str, body: OpinionDraftBody
) -> views.OpinionView:
    return opinions.draft_opinion(by=actor(request), number=number, **body.dict())


@router.post(
    "/opinions/{number}/send", response=Answer, summary="Send for countersignature"
)
def send(request: HttpRequest, number: str, body: VersionBody) -> views.OpinionView:
    return opinions.send_opinion(by=actor(request), number=number, **body.dict())


@router.post(
    "/opinions/{number}/return", response=Answer, summary="Give the draft back"
)
def give_back(
    request: HttpRequest, number: str, body: ReasonsBody
) -> views.OpinionView:
    return opinions.return_opinion(by=actor(request), number=number, **body.dict())


@router.post("/opinions/{number}/issue", response=Answer, summary="Sign and issue")
def issue(request: HttpRequest, number: str, body: VersionBody) -> views.OpinionView:
    return opinions.issue_opinion(by=actor(request), number=number, **body.dict())


@router.post(
    "/opinions/{number}/revoke", response=Answer, summary="Revoke for the future"
)
def revoke(request: HttpRequest, number: str, body: ReasonsBody) -> views.OpinionView:
    return opinions.revoke_opinion(by=actor(request), number=number, **body.dict())
