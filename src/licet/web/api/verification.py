"""Verification over the API: due-diligence files, checks, conduct, signs and undertakings."""

import io
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, UploadedFile
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import Body, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.verification import parties as files
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.verification import (
    conduct,
    parties,
    signals,
    undertakings,
)

router = Router(tags=["verification"], auth=Token("work"))
READ = Token("work", "read")
EITHER = Token("work", "apply")
EITHER_READ = Token("work", "apply", "read")
Refusals = {403: Problem, 404: Problem, 409: Problem, 413: Problem, 422: Problem}


class PartyBody(Body):
    """A party by its identifying facts."""

    name: str
    country: str = Field(examples=["BR"])
    identifiers: dict[str, str] = Field(default_factory=dict)


class CheckBody(Body):
    """An answer to one question of the catalogue."""

    question: str = Field(examples=["payer"])
    result: str = Field(description="established, not_established or contradicted")
    words: str
    source: str
    answer: Any = Field(
        default=None, description="The value, of the kind that the question wants"
    )
    case: str = ""
    on: date | None = None
    marking: str = "official"


class ConductBody(Body):
    """An entry of the conduct record."""

    firmness: str = Field(examples=["judgment"])
    grade: str = Field(examples=["B2"])
    title: str
    words: str
    found_on: date
    source: str
    reasons: str
    happened: str = ""
    source_url: str = ""
    answer: str = ""
    corrects: int | None = None
    marking: str = "official"


class ConfirmBody(Body):
    """The second person's word."""

    confirmed: bool
    reasons: str


class SignalBody(Body):
    """What an officer makes of a rule that fired."""

    standing: str = Field(description="explained, stands or needs_more")
    reasons: str
    basis: str = ""


class GenuineBody(Body):
    """How a signature was examined."""

    genuine: bool
    manner: str = Field(examples=["called_back"])
    words: str


@router.get(
    "/parties",
    response={200: views.PartiesPage, 403: Problem},
    auth=READ,
    summary="Due-diligence files by name, one page of them",
)
def list_parties(request: HttpRequest, q: str = "", page: int = 1) -> views.PartiesPage:
    return files.parties(viewer=actor(request), text=q, page=page)


@router.post(
    "/parties",
    response={200: views.PartyFileView, **Refusals},
    summary="Open a file, or find the one that is there",
)
def open_party(request: HttpRequest, body: PartyBody) -> views.PartyFileView:
    return parties.open_party_file(by=actor(request), **body.dict())


@router.get(
    "/parties/{number}",
    response={200: views.PartyFileView, 403: Problem, 404: Problem},
    auth=READ,
    summary="A file: checks with their standing, conduct, cases; the read is entered",
)
def party(request: HttpRequest, number: str) -> views.PartyFileView:
    return files.party(viewer=actor(request), number=number)


@router.post(
    "/parties/{number}/checks",
    response={200: views.PartyFileView, **Refusals},
    summary="Put an answer to a question on file; earlier answers stay",
)
def check(request: HttpRequest, number: str, body: CheckBody) -> views.PartyFileView:
    return parties.record_party_check(
        by=actor(request), party=number, check=parties.NewCheck(**body.dict())
    )


@router.get(
    "/parties/{number}/checks/{check}/document",
    response={200: bytes, 403: Problem, 404: Problem},
    auth=READ,
    summary="The document of a check",
)
def check_document(request: HttpRequest, number: str, check: int) -> HttpResponse:
    found = files.check_document(viewer=actor(request), number=number, check=check)
    return HttpResponse(found.content, content_type=found.media_type)


@router.post(
    "/parties/{number}/conduct",
    response={200: views.PartyFileView, **Refusals},
    summary="Enter into the conduct record; a judgment waits for a second person",
)
def record_conduct(
    request: HttpRequest, number: str, body: ConductBody
) -> views.PartyFileView:
    return conduct.record_conduct(
        by=actor(request), party=number, entry=conduct.NewConduct(**body.dict())
    )


@router.post(
    "/parties/{number}/conduct/{entry}/confirmation",
    response={200: views.PartyFileView, **Refusals},
    summary="The second person's word on an entry of the top grade",
)
def confirm_conduct(
    request: HttpRequest, number: str, entry: int, body: ConfirmBody
) -> views.PartyFileView:
    return conduct.confirm_conduct(
        by=actor(request), party=number, entry=entry, **body.dict()
    )


@router.get(
    "/cases/{number}/verification",
    response={200: views.CaseVerificationView, 403: Problem, 404: Problem},
    auth=READ,
    summary="Parties beside their files, signs of misrepresentation, undertakings",
)
def of_case(request: HttpRequest, number: str) -> views.CaseVerificationView:
    return reads.of_case(viewer=actor(request), case=number)


@router.post(
    "/cases/{number}/signals",
    response={200: views.CaseVerificationView, **Refusals},
    summary="Ask every rule of misrepresentation again",
)
def renew_signals(request: HttpRequest, number: str) -> views.CaseVerificationView:
    return signals.renew_signals(by=actor(request), case=number)


@router.post(
    "/cases/{number}/signals/{party}/{rule}",
    response={200: views.CaseVerificationView, **Refusals},
    summary="Say what you make of a rule that fired",
)
def answer_signal(
    request: HttpRequest, number: str, party: str, rule: str, body: SignalBody
) -> views.CaseVerificationView:
    return signals.answer_signal(
        by=actor(request),
        case=number,
        party=party,
        word=signals.SignalWord(rule=rule, **body.dict()),
    )


@router.get(
    "/cases/{number}/undertakings",
    response={200: list[views.UndertakingView], 403: Problem, 404: Problem},
    auth=EITHER_READ,
    summary="The undertakings of a case; applicants see their own",
)
@paged
def list_undertakings(request: HttpRequest, number: str) -> list[views.UndertakingView]:
    return list(reads.undertakings(viewer=actor(request), case=number))


@router.post(
    "/cases/{number}/undertakings",
    response={200: views.UndertakingView, **Refusals},
    auth=EITHER,
    summary="Generate an undertaking on the facts as they stand",
)
def make_undertaking(request: HttpRequest, number: str) -> views.UndertakingView:
    return undertakings.make_undertaking(by=actor(request), case=number)


@router.get(
    "/cases/{number}/undertakings/{undertaking}/document",
    response={200: bytes, 403: Problem, 404: Problem},
    auth=EITHER_READ,
    summary="The PDF for signature, its data attached",
)
def undertaking_document(
    request: HttpRequest, number: str, undertaking: str
) -> HttpResponse:
    found = reads.undertaking_document(
        viewer=actor(request), case=number, undertaking=undertaking
    )
    return HttpResponse(found.content, content_type=found.media_type)


class SignedForm(Body):
    """What stands beside the signature; number and hash only for a scan."""

    signatory: str
    post: str
    signed_on: date
    number: str = ""
    content_hash: str = ""


@router.post(
    "/cases/{number}/undertakings/returns",
    response={200: views.UndertakingView, **Refusals},
    auth=EITHER,
    summary="Send back a signed undertaking; what differs is named field by field",
)
def return_undertaking(
    request: HttpRequest,
    number: str,
    signed: Form[SignedForm],
    file: File[UploadedFile],
) -> views.UndertakingView:
    return undertakings.return_undertaking(
        by=actor(request),
        case=number,
        signed=undertakings.SignedUndertaking(
            name=file.name or "", content=io.BytesIO(file.read()), **signed.dict()
        ),
    )


@router.post(
    "/cases/{number}/undertakings/returns/{returned}/confirmation",
    response={200: views.UndertakingView, **Refusals},
    summary="Say how the signature was confirmed, or why it is not genuine",
)
def confirm_undertaking(
    request: HttpRequest, number: str, returned: str, body: GenuineBody
) -> views.UndertakingView:
    return undertakings.confirm_undertaking(
        by=actor(request), case=number, returned=returned, **body.dict()
    )
