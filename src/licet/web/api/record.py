"""The record of a case over the API: acts with proofs, receipts, sealed bundles."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from licet.web.api.documents import BundleBody, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.keeping import record as reads
from licet.web.casework.services.keeping.bundles import make_bundle

READ = Token("apply", "work", "read")
router = Router(tags=["record"], auth=READ)
Answer = {200: views.CaseRecordView, 403: Problem, 404: Problem}


@router.get(
    "/cases/{number}/record",
    response=Answer,
    summary="Every act of a case with its place in the log; checked on request",
)
def record(
    request: HttpRequest,
    number: str,
    check: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> views.CaseRecordView:
    return reads.case_record(viewer=actor(request), case=number, check=check)


@router.get(
    "/cases/{number}/record/{entry}",
    response={403: Problem, 404: Problem},
    summary="The offline receipt of one act, as text",
)
def receipt(request: HttpRequest, number: str, entry: int) -> HttpResponse:
    found = reads.receipt(viewer=actor(request), case=number, entry=entry)
    return HttpResponse(found.content, content_type=found.media_type)


@router.post(
    "/cases/{number}/bundle",
    auth=Token("apply", "work"),
    response={403: Problem, 404: Problem, 422: Problem},
    summary="The whole case as one sealed archive",
)
def bundle(request: HttpRequest, number: str, body: BundleBody) -> HttpResponse:
    made = make_bundle(by=actor(request), case=number, purpose=body.purpose)
    return HttpResponse(made.content, content_type=made.media_type)
