"""Keeping, holds and erasure of opinions over the API: the same acts as on the screens."""

from django.http import HttpRequest
from ninja import Router

from licet.web.api.contract.pages import paged
from licet.web.api.retention import READ, REFUSED, ReasonBody
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.keeping import opinion_retention as reads
from licet.web.casework.services.keeping import opinion_keeping
from licet.web.casework.views import retention as views

router = Router(tags=["retention"], auth=Token("work"))


@router.get(
    "/retention/opinions",
    response={200: list[views.KeptCaseView], **REFUSED},
    auth=READ,
    summary="Ended opinions by the first day on which they may go",
)
@paged
def due(request: HttpRequest) -> list[views.KeptCaseView]:
    return list(reads.due_opinions(viewer=actor(request)))


@router.get(
    "/opinions/{number}/retention",
    response={200: views.RetentionView, **REFUSED},
    auth=READ,
    summary="Holds and proposals of an opinion",
)
def opinion(request: HttpRequest, number: str) -> views.RetentionView:
    return reads.opinion_retention(viewer=actor(request), number=number)


@router.get(
    "/opinions/{number}/erasure",
    response={200: views.ErasureView, **REFUSED},
    auth=READ,
    summary="When, by whom and under which rule an opinion was erased",
)
def erasure(request: HttpRequest, number: str) -> views.ErasureView:
    return reads.opinion_erasure(viewer=actor(request), number=number)


@router.post(
    "/opinions/{number}/holds",
    response={200: views.RetentionView, **REFUSED},
    summary="Hold an opinion",
)
def hold(request: HttpRequest, number: str, body: ReasonBody) -> views.RetentionView:
    return opinion_keeping.hold_opinion(
        by=actor(request), number=number, reason=body.reason
    )


@router.post(
    "/opinion-holds/{hold}/lift",
    response={200: views.RetentionView, **REFUSED},
    summary="Lift a hold on an opinion",
)
def lift(request: HttpRequest, hold: str, body: ReasonBody) -> views.RetentionView:
    return opinion_keeping.lift_opinion_hold(
        by=actor(request), hold=hold, reason=body.reason
    )


@router.post(
    "/opinions/{number}/disposals",
    response={200: views.RetentionView, **REFUSED},
    summary="Propose that an opinion is erased",
)
def propose(request: HttpRequest, number: str, body: ReasonBody) -> views.RetentionView:
    return opinion_keeping.propose_opinion_erasure(
        by=actor(request), number=number, reason=body.reason
    )


@router.post(
    "/opinion-disposals/{disposal}/approve",
    response={200: views.ErasureView, **REFUSED},
    summary="Approve as a second person: the content of the opinion is erased",
)
def approve(request: HttpRequest, disposal: str) -> views.ErasureView:
    return opinion_keeping.approve_opinion_erasure(by=actor(request), disposal=disposal)


@router.post(
    "/opinion-disposals/{disposal}/return",
    response={200: views.RetentionView, **REFUSED},
    summary="Give a proposal on an opinion back",
)
def give_back(
    request: HttpRequest, disposal: str, body: ReasonBody
) -> views.RetentionView:
    return opinion_keeping.return_opinion_erasure(
        by=actor(request), disposal=disposal, reason=body.reason
    )
