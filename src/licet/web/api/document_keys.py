"""The keys that sign documents, over the API: the same acts by two people as on the screens."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from licet.web.api.documents import REFUSED
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.keeping import document_keys as reads
from licet.web.casework.services.keeping import document_keys as acts
from licet.web.casework.views.document_keys import KeyPage

router = Router(tags=["keys"], auth=Token("work"))


class KeyProposalBody(Schema):
    """What shall happen to which keys, and why."""

    kind: str
    reason: str
    key: str = ""
    purposes: list[str] = []


class KeyLossBody(Schema):
    """From when a key may be in other hands, with its zone, and what happened."""

    since: datetime
    reason: str


class KeyReturnBody(Schema):
    """Why it does not happen."""

    reason: str


@router.get(
    "/document-keys",
    response={200: KeyPage, **REFUSED},
    auth=Token("work", "read"),
    summary="Keys that sign documents with their state, and the acts on them",
)
def page(request: HttpRequest) -> KeyPage:
    return reads.document_keys(viewer=actor(request))


@router.post(
    "/document-keys/acts",
    response={200: KeyPage, **REFUSED},
    summary="Propose that keys are made, replaced or retired",
)
def propose(request: HttpRequest, body: KeyProposalBody) -> KeyPage:
    proposal = acts.KeyProposal(
        kind=body.kind, reason=body.reason, key=body.key, purposes=tuple(body.purposes)
    )
    return acts.propose_key_act(by=actor(request), proposal=proposal)


@router.post(
    "/document-keys/acts/{act}/approve",
    response={200: KeyPage, **REFUSED},
    summary="Approve as a second person",
)
def approve(request: HttpRequest, act: str) -> KeyPage:
    return acts.approve_key_act(by=actor(request), act=act)


@router.post(
    "/document-keys/acts/{act}/return",
    response={200: KeyPage, **REFUSED},
    summary="Give a proposal back, or take a loss back",
)
def give_back(request: HttpRequest, act: str, body: KeyReturnBody) -> KeyPage:
    return acts.return_key_act(by=actor(request), act=act, reason=body.reason)


@router.post(
    "/document-keys/{key}/loss",
    response={200: KeyPage, **REFUSED},
    summary="Report that a key may be in other hands; takes effect at once",
)
def loss(request: HttpRequest, key: str, body: KeyLossBody) -> KeyPage:
    return acts.report_key_loss(by=actor(request), key=key, **body.dict())
