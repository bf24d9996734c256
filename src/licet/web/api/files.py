"""Documents and letters over the API, as they were stored; and what both sides write meanwhile."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from licet.web.api.contract.sending import as_file
from licet.web.api.documents import AnswerToSuspensionBody, MessageBody, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.desk import documents as reads
from licet.web.casework.selectors.opinions import opinions
from licet.web.casework.selectors.verification.verification import undertaking_document
from licet.web.casework.services.applying import applications
from licet.web.casework.services.keeping.redaction import copy_content
from licet.web.casework.services.licences import licences

router = Router(tags=["documents"], auth=Token("work", "read"))
EXPORTER = Token("apply", "read")
EITHER = Token("apply", "work", "read")
REFUSED = {403: Problem, 404: Problem, 410: Problem, 422: Problem}
FILE = {200: bytes, **REFUSED}


@router.get(
    "/cases/{number}/documents/{document}",
    response=FILE,
    summary="A document of a case",
)
def document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    return as_file(
        reads.document(viewer=actor(request), case=number, document=document)
    )


@router.get(
    "/applications/{number}/letters/{letter}",
    response=FILE,
    auth=EXPORTER,
    summary="A letter to the applicant, as PDF",
)
@router.get(
    "/cases/{number}/letters/{letter}",
    response=FILE,
    operation_id="case_letter",
    summary="A letter of a case, as PDF",
)
def letter(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    return as_file(
        reads.letter_document(viewer=actor(request), case=number, letter=letter)
    )


@router.get(
    "/licences/{number}/documents/{kind}",
    response=FILE,
    auth=EITHER,
    summary="A licence as pdf, sdjwt or code",
)
def licence_document(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    return as_file(
        reads.licence_document(viewer=actor(request), licence=number, kind=kind)
    )


@router.get(
    "/opinions/{number}/letter",
    response=FILE,
    auth=EITHER,
    summary="The letter of an opinion, as PDF",
)
def opinion_letter(request: HttpRequest, number: str) -> HttpResponse:
    return as_file(opinions.opinion_letter(viewer=actor(request), number=number))


@router.get(
    "/cases/{number}/undertakings/returns/{returned}/document",
    response=FILE,
    auth=EITHER,
    summary="A signed undertaking as it came back",
)
def returned_undertaking(
    request: HttpRequest, number: str, returned: str
) -> HttpResponse:
    return as_file(
        undertaking_document(
            viewer=actor(request), case=number, undertaking="", returned=returned
        )
    )


@router.get(
    "/cases/{number}/copies/{made}",
    response=FILE,
    summary="A copy with parts withheld, as text",
)
def copy(request: HttpRequest, number: str, made: str) -> HttpResponse:
    return as_file(copy_content(viewer=actor(request), case=number, copy=made))


@router.post(
    "/cases/{number}/messages",
    response={200: views.MessageView, **REFUSED},
    auth=Token("work"),
    summary="Write to the applicant",
)
def write(request: HttpRequest, number: str, body: MessageBody) -> views.MessageView:
    return applications.send_message(by=actor(request), case=number, text=body.text)


@router.post(
    "/licences/{number}/answer",
    response={200: views.LicenceView, 409: Problem, **REFUSED},
    auth=Token("apply"),
    summary="Answer to the suspension of a licence",
)
def answer(
    request: HttpRequest, number: str, body: AnswerToSuspensionBody
) -> views.LicenceView:
    return licences.answer_suspension(by=actor(request), licence=number, **body.dict())
