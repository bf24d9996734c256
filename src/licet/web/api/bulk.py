"""Files of parties over the API: given, watched, read while they are sent, stopped, deleted."""

from http import HTTPStatus
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import File, Form, Router, Status, UploadedFile

from licet.bulk import csv_lines
from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.selectors.screening import bulk_screenings as reads
from licet.web.casework.services.screening import bulk_screenings as acts

router = Router(tags=["screening"])


@router.post(
    "/screen/files",
    response={
        202: views.BulkScreeningView,
        403: Problem,
        413: Problem,
        422: Problem,
        503: Problem,
    },
    auth=Token("work"),
    summary="Have a file of parties screened: CSV, Parquet or FollowTheMoney lines",
)
def start(
    request: HttpRequest,
    response: HttpResponse,
    file: File[UploadedFile],
    column: Form[list[str]] = [],  # noqa: B006  # ninja copies it
) -> Status[views.BulkScreeningView]:
    wrong = [one for one in column if not all(one.partition("=")[::2])]
    if wrong:
        raise InvalidInputError(
            {"column": f"{wrong[0][:60]!r} cannot be read. Write name=HEADING."}
        )
    found = acts.start_bulk_screening(
        by=actor(request),
        name=file.name or "parties",
        content=cast("BinaryIO", file),
        columns=dict(one.partition("=")[::2] for one in column),
    )
    response["Location"] = f"/api/v1/screen/files/{found.id}"
    return Status(HTTPStatus.ACCEPTED, found)


@router.get(
    "/screen/files",
    response={200: list[views.BulkScreeningView], 403: Problem},
    auth=Token("read"),
    summary="Screenings of files, the newest first",
)
@paged
def screenings(request: HttpRequest) -> list[views.BulkScreeningView]:
    return list(reads.bulk_screenings(viewer=actor(request)))


@router.get(
    "/screen/files/{screening}",
    response={200: views.BulkScreeningView, 403: Problem, 404: Problem},
    auth=Token("read"),
    summary="How far a screening is, against which lists, and what was done",
)
def progress(request: HttpRequest, screening: str) -> views.BulkScreeningView:
    return reads.bulk_screening(viewer=actor(request), screening=screening)


@router.get(
    "/screen/files/{screening}/hits",
    response={200: str, 403: Problem, 404: Problem, 422: Problem},
    auth=Token("read"),
    summary="Every hit while it is read: JSON lines, or CSV",
)
def hits(  # one parameter a filter
    request: HttpRequest,
    screening: str,
    form: str = "jsonl",
    least: str = "",
    source: str = "",
    words: str = "",
) -> StreamingHttpResponse:
    if form not in {"jsonl", "csv"}:
        raise InvalidInputError({"form": "Ask for jsonl or csv."})
    lines = reads.every_hit(
        viewer=actor(request),
        screening=screening,
        asked=reads.HitFilter(least=least, source=source, words=words),
    )
    if form == "csv":
        return StreamingHttpResponse(csv_lines(lines), content_type="text/csv")
    return StreamingHttpResponse(lines, content_type="application/jsonl")


@router.get(
    "/screen/files/{screening}/set-aside",
    response={200: views.BulkAsideView, 403: Problem, 404: Problem},
    auth=Token("read"),
    summary="Rows that could not be read and were not screened, fifty at a time",
)
def set_aside(
    request: HttpRequest, screening: str, after: str = ""
) -> views.BulkAsideView:
    return reads.set_aside(viewer=actor(request), screening=screening, after=after)


@router.post(
    "/screen/files/{screening}/cancel",
    response={200: views.BulkScreeningView, **REFUSED},
    auth=Token("work"),
    summary="Stop a screening; what is done stays",
)
def cancel(request: HttpRequest, screening: str) -> views.BulkScreeningView:
    return acts.cancel_bulk_screening(by=actor(request), screening=screening)


@router.post(
    "/screen/files/{screening}/resume",
    response={200: views.BulkScreeningView, **REFUSED},
    auth=Token("work"),
    summary="Go on with a screening that was stopped or failed",
)
def resume(request: HttpRequest, screening: str) -> views.BulkScreeningView:
    return acts.resume_bulk_screening(by=actor(request), screening=screening)


@router.delete(
    "/screen/files/{screening}",
    response={200: views.BulkScreeningView, **REFUSED},
    auth=Token("work"),
    summary="Delete file and results; it cannot be undone",
)
def delete(request: HttpRequest, screening: str) -> views.BulkScreeningView:
    return acts.delete_bulk_screening(by=actor(request), screening=screening)
