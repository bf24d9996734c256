"""Keeping, holds, erasure and what is held, over the API: the same acts as on the screens."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from licet.web.api.contract.pages import paged
from licet.web.api.documents import Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.keeping import accesses as access_reads
from licet.web.casework.selectors.keeping import retention as reads
from licet.web.casework.services.keeping import redaction, retention, subject_access
from licet.web.casework.views import disclosures as told
from licet.web.casework.views import retention as views

router = Router(tags=["retention"], auth=Token("work"))
READ = Token("apply", "work", "read")
EXPORTER = Token("apply")
REFUSED = {403: Problem, 404: Problem, 409: Problem, 410: Problem, 422: Problem}


class ReasonBody(Schema):
    """Why."""

    reason: str


class DisposalBody(Schema):
    """What shall happen to a case, and why now."""

    outcome: str
    reason: str


class TransferBody(Schema):
    """What the archive has, and what it gave in return."""

    sha256: str
    size: int
    receipt: str


class CopyBody(Schema):
    """For whom a copy is; ground by id of each part withheld."""

    purpose: str
    withheld: dict[str, str] = {}


@router.get(
    "/retention",
    response={200: views.RetentionPage, **REFUSED},
    auth=READ,
    summary="Closed cases by the first day on which they may go",
)
def page(
    request: HttpRequest, page: int = 1, *, due: bool = True
) -> views.RetentionPage:
    return reads.retention_page(viewer=actor(request), only_due=due, page=page)


@router.get(
    "/cases/{number}/retention",
    response={200: views.RetentionView, **REFUSED},
    auth=READ,
    summary="Holds and proposals of a case",
)
def case(request: HttpRequest, number: str) -> views.RetentionView:
    return reads.retention(viewer=actor(request), case=number)


@router.get(
    "/cases/{number}/erasure",
    response={200: views.ErasureView, **REFUSED},
    auth=READ,
    summary="When, by whom and under which rule a case was erased",
)
def erasure(request: HttpRequest, number: str) -> views.ErasureView:
    return reads.erasure(viewer=actor(request), case=number)


@router.post(
    "/cases/{number}/holds",
    response={200: views.RetentionView, **REFUSED},
    summary="Hold a case",
)
def hold(request: HttpRequest, number: str, body: ReasonBody) -> views.RetentionView:
    return retention.set_hold(by=actor(request), case=number, reason=body.reason)


@router.post(
    "/holds/{hold}/lift",
    response={200: views.RetentionView, **REFUSED},
    summary="Lift a hold",
)
def lift(request: HttpRequest, hold: str, body: ReasonBody) -> views.RetentionView:
    return retention.lift_hold(by=actor(request), hold=hold, reason=body.reason)


@router.post(
    "/cases/{number}/disposals",
    response={200: views.RetentionView, **REFUSED},
    summary="Propose that a case goes",
)
def propose(
    request: HttpRequest, number: str, body: DisposalBody
) -> views.RetentionView:
    return retention.propose_disposal(by=actor(request), case=number, **body.dict())


@router.post(
    "/disposals/{disposal}/receipt",
    response={200: views.RetentionView, **REFUSED},
    summary="Record the archive's receipt",
)
def receipt(
    request: HttpRequest, disposal: str, body: TransferBody
) -> views.RetentionView:
    return retention.record_transfer(
        by=actor(request), disposal=disposal, **body.dict()
    )


@router.post(
    "/disposals/{disposal}/approve",
    response={200: views.ErasureView, **REFUSED},
    summary="Approve as a second person: the content is erased",
)
def approve(request: HttpRequest, disposal: str) -> views.ErasureView:
    return retention.approve_disposal(by=actor(request), disposal=disposal)


@router.post(
    "/disposals/{disposal}/return",
    response={200: views.RetentionView, **REFUSED},
    summary="Give a proposal back",
)
def give_back(
    request: HttpRequest, disposal: str, body: ReasonBody
) -> views.RetentionView:
    return retention.return_disposal(
        by=actor(request), disposal=disposal, reason=body.reason
    )


@router.get(
    "/access-log",
    response={200: told.AccessPage, **REFUSED},
    auth=READ,
    summary="Who looked at which case, when and for what",
)
def access_log(request: HttpRequest, words: str = "", page: int = 1) -> told.AccessPage:
    return access_reads.accesses(viewer=actor(request), words=words, page=page)


@router.post(
    "/cases/{number}/copies",
    response={200: told.CopyView, **REFUSED},
    summary="Make a copy with parts withheld",
)
def copy(request: HttpRequest, number: str, body: CopyBody) -> told.CopyView:
    return redaction.redact_case(by=actor(request), case=number, **body.dict())


@router.get(
    "/held",
    response={200: list[told.HeldView], **REFUSED},
    auth=EXPORTER,
    summary="What is held about my organisations, counted",
)
@paged
def held(request: HttpRequest) -> list[told.HeldView]:
    return list(subject_access.held(viewer=actor(request)))


@router.post(
    "/held/{organisation}",
    auth=EXPORTER,
    summary="Everything held about an organisation as a ZIP with an index",
)
def held_file(request: HttpRequest, organisation: str) -> HttpResponse:
    made = subject_access.export_held_data(by=actor(request), organisation=organisation)
    return HttpResponse(made.content, content_type=made.media_type)
