"""What an exporter's program does: write, submit, read the status, answer."""

from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from ninja import File, Header, Query, Router, UploadedFile

from licet.web.api.contract.pages import Pages, note_next
from licet.web.api.contract.sending import as_file
from licet.web.api.documents import (
    REFUSED,
    AnswerBody,
    ApplicationBody,
    MessageBody,
    OrganisationBody,
    Problem,
    ReasonsBody,
    SectionBody,
    SubmitBody,
)
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.desk import documents
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.applying.self_checks import start_with_self_check
from licet.web.casework.services.applying.templates import start_from_template
from licet.web.casework.services.desk import information_requests
from licet.web.casework.services.people import organisations

router = Router(tags=["applications"], auth=Token("apply"))
READ = Token("apply", "read")
Answer = {200: views.ApplicationView, **REFUSED}


@router.post(
    "/organisations",
    response={200: views.OrganisationView, 422: Problem},
    summary="Register an organisation",
)
def found_organisation(
    request: HttpRequest, body: OrganisationBody
) -> views.OrganisationView:
    return organisations.found_organisation(by=actor(request), **body.dict())


@router.get(
    "/applications",
    response=views.HomeView,
    auth=READ,
    summary="My applications and licences, the newest first, page by page",
)
def home(request: HttpRequest, page: Query[Pages.Input]) -> views.HomeView:
    found = reads.home(viewer=actor(request), offset=page.offset, most=page.limit)
    if page.limit in {len(found.cases), len(found.licences)}:
        note_next(request, page.limit, page.offset + page.limit)
    return found


@router.post("/applications", response=Answer, summary="Start an application")
def start(request: HttpRequest, body: ApplicationBody) -> views.ApplicationView:
    by = actor(request)
    given = {"organisation": body.organisation, "title": body.title}
    if body.self_check:
        begun = start_with_self_check(by=by, self_check=body.self_check, **given)
    elif body.template:
        begun = start_from_template(by=by, template=body.template, **given)
    else:
        begun = applications.start_application(by=by, kind=body.kind, **given)
    for section, content in body.sections.items():
        begun = applications.save_section(
            by=by, case=begun.number, section=section, content=content, version=None
        )
    return begun


@router.get(
    "/applications/{number}",
    response=Answer,
    auth=READ,
    summary="Status, clock, questions, decision",
)
def status(request: HttpRequest, number: str) -> views.ApplicationView:
    return reads.application(viewer=actor(request), case=number)


@router.put(
    "/applications/{number}/sections/{section}",
    response=Answer,
    summary="Save a section",
)
def save(
    request: HttpRequest, number: str, section: str, body: SectionBody
) -> views.ApplicationView:
    return applications.save_section(
        by=actor(request),
        case=number,
        section=section,
        content=body.content,
        version=body.version,
    )


@router.post(
    "/applications/{number}/documents",
    response={200: views.DocumentView, 413: Problem, 422: Problem},
    summary="Upload a document",
)
def upload(
    request: HttpRequest, number: str, purpose: str, file: File[UploadedFile]
) -> views.DocumentView:
    return custody.upload_document(
        by=actor(request),
        case=number,
        name=file.name or "unnamed",
        purpose=purpose,
        content=cast("BinaryIO", file),
        version=None,
    )


@router.get(
    "/applications/{number}/documents/{document}",
    response={200: bytes, 403: Problem, 404: Problem, 410: Problem},
    auth=READ,
    summary="A document of an application",
)
def read_document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    return as_file(
        documents.document(viewer=actor(request), case=number, document=document)
    )


@router.delete(
    "/applications/{number}/documents/{document}",
    response=Answer,
    summary="Remove a document",
)
def remove(request: HttpRequest, number: str, document: str) -> views.ApplicationView:
    return custody.remove_document(
        by=actor(request), case=number, document=document, version=None
    )


@router.post(
    "/applications/{number}/submit",
    response=Answer,
    summary="Submit, once for each idempotency key",
)
def submit(
    request: HttpRequest, number: str, body: SubmitBody, idempotency_key: Header[str]
) -> views.ApplicationView:
    return applications.submit_application(
        by=actor(request),
        case=number,
        key=idempotency_key,
        version=body.version,
        following=body.following,
    )


@router.post("/applications/{number}/withdraw", response=Answer, summary="Withdraw")
def withdraw(
    request: HttpRequest, number: str, body: ReasonsBody
) -> views.ApplicationView:
    return applications.withdraw_application(
        by=actor(request), case=number, **body.dict()
    )


@router.post(
    "/applications/{number}/requests/{question}/answer",
    response=Answer,
    summary="Answer a question",
)
def answer(
    request: HttpRequest, number: str, question: str, body: AnswerBody
) -> views.ApplicationView:
    return information_requests.answer_information_request(
        by=actor(request), case=number, request=question, **body.dict()
    )


@router.post(
    "/applications/{number}/messages",
    response={200: views.MessageView, 422: Problem},
    summary="Write a message",
)
def write(request: HttpRequest, number: str, body: MessageBody) -> views.MessageView:
    return applications.send_message(by=actor(request), case=number, text=body.text)
