"""Agreements, disclosures and composites for programs: the same acts as on the screens."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body
from licet.web.api.panels import ReasonsBody
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.panels import agreements as reads
from licet.web.casework.selectors.panels import composites as composite_reads
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.services.panels import (
    agreements,
    composites,
    disclosing,
    partner_answers,
)
from licet.web.casework.views import agreements as views

router = Router(tags=["agreements"], auth=Token("work"))
READ = Token("read", "work")


class AgreementBody(Body):
    """What an agreement says."""

    kind: str
    party: str
    title: str
    purposes: tuple[str, ...]
    classes: tuple[str, ...]
    onward: str
    first: date
    last: date
    document_sha256: str
    partner_key: str = ""


class ReviewBody(Body):
    """What the second person says."""

    approved: bool
    reasons: str = ""


class ChangeBody(Body):
    """``suspend``, ``resume`` or ``end``, and why."""

    change: str
    reasons: str


class DisclosureBody(Body):
    """What goes to a partner, under which agreement, for what."""

    agreement: str
    purpose: str
    classes: tuple[str, ...]


class PartnerAnswerBody(Body):
    """What a partner says of a case: ``agrees``, ``agrees_with_conditions``, ``objects`` or ``asks``."""

    position: str
    words: str
    signed_by: str
    received_on: date


class CompositeBody(Body):
    """A case in words that name nobody."""

    title: str
    text: str


AGREEMENT = {200: views.AgreementView, **REFUSED}
COMPOSITE = {200: views.CompositeView, **REFUSED}
DISCLOSURE = {200: views.SharedPackView, **REFUSED}


@router.get(
    "/agreements",
    response={200: list[views.AgreementView], **REFUSED},
    auth=READ,
    summary="Agreements on the sharing of information",
)
@paged
def every(request: HttpRequest) -> Lines[views.AgreementView]:
    return reads.agreements(viewer=actor(request))


@router.post("/agreements", response=AGREEMENT, summary="Enter an agreement")
def draft(request: HttpRequest, body: AgreementBody) -> views.AgreementView:
    terms = agreements.Terms(**body.dict())
    return agreements.draft_agreement(by=actor(request), terms=terms)


@router.get(
    "/agreements/{agreement}", response=AGREEMENT, auth=READ, summary="An agreement"
)
def one(request: HttpRequest, agreement: str) -> views.AgreementView:
    return reads.agreement(viewer=actor(request), number=agreement)


@router.post(
    "/agreements/{agreement}/review",
    response=AGREEMENT,
    summary="Approve or return an agreement as the second person",
)
def review(
    request: HttpRequest, agreement: str, body: ReviewBody
) -> views.AgreementView:
    return agreements.review_agreement(
        by=actor(request), number=agreement, **body.dict()
    )


@router.post(
    "/agreements/{agreement}/changes",
    response=AGREEMENT,
    summary="Suspend, resume or end an agreement",
)
def change(
    request: HttpRequest, agreement: str, body: ChangeBody
) -> views.AgreementView:
    return agreements.change_agreement(
        by=actor(request), number=agreement, **body.dict()
    )


@router.get(
    "/disclosures",
    response={200: views.SharedPackPage, **REFUSED},
    auth=READ,
    summary="The register of what went to panels and partners",
)
def disclosures(
    request: HttpRequest, agreement: str = "", page: int = 1
) -> views.SharedPackPage:
    return reads.disclosures(viewer=actor(request), agreement=agreement, page=page)


@router.post(
    "/cases/{number}/disclosures",
    response=DISCLOSURE,
    summary="Enter a sealed pack of a case for a partner",
)
def disclose(
    request: HttpRequest, number: str, body: DisclosureBody
) -> views.SharedPackView:
    given = disclosing.Disclosing(**body.dict())
    return disclosing.disclose_to_partner(
        by=actor(request), case=number, disclosing=given
    )


@router.post(
    "/disclosures/{disclosure}/pack",
    summary="The pack, sealed so that only the partner opens it",
)
def pack(request: HttpRequest, disclosure: str) -> HttpResponse:
    made = disclosing.sealed_pack(by=actor(request), number=disclosure)
    return HttpResponse(made.content, content_type=made.media_type)


@router.post(
    "/disclosures/{disclosure}/recall",
    response=DISCLOSURE,
    summary="Call a disclosure back",
)
def recall(
    request: HttpRequest, disclosure: str, body: ReasonsBody
) -> views.SharedPackView:
    return disclosing.recall_disclosure(
        by=actor(request), number=disclosure, reasons=body.reasons
    )


@router.post(
    "/disclosures/{disclosure}/answers",
    response=DISCLOSURE,
    summary="Enter what a partner answered to its sealed pack",
)
def partner_answer(
    request: HttpRequest, disclosure: str, body: PartnerAnswerBody
) -> views.SharedPackView:
    return partner_answers.enter_partner_answer(
        by=actor(request),
        number=disclosure,
        answering=partner_answers.Answering(**body.dict()),
    )


@router.get(
    "/composites",
    response={200: list[views.CompositeView], **REFUSED},
    auth=READ,
    summary="Closed composites",
)
@paged
def composite_list(request: HttpRequest) -> Lines[views.CompositeView]:
    return composite_reads.composites(viewer=actor(request))


@router.post(
    "/cases/{number}/composites",
    response=COMPOSITE,
    summary="Close a case for those who may not see it",
)
def make(request: HttpRequest, number: str, body: CompositeBody) -> views.CompositeView:
    return composites.make_composite(by=actor(request), case=number, **body.dict())


@router.get(
    "/composites/{composite}", response=COMPOSITE, auth=READ, summary="A composite"
)
def composite(request: HttpRequest, composite: str) -> views.CompositeView:
    return composite_reads.composite(viewer=actor(request), number=composite)


@router.post(
    "/composites/{composite}/check",
    response=COMPOSITE,
    summary="Approve or return a composite as the second officer",
)
def check(
    request: HttpRequest, composite: str, body: ReviewBody
) -> views.CompositeView:
    return composites.check_composite(
        by=actor(request), number=composite, **body.dict()
    )
