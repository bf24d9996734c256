"""Problem documents (RFC 9457): the one form of everything that is refused or fails."""

import json
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/v1/"
SERVER_ERROR = HTTPStatus.INTERNAL_SERVER_ERROR
# What a program should do about an answer that did not come from an act of ours.
_GENERAL = {
    HTTPStatus.BAD_REQUEST: (
        "unreadable_request",
        "The request cannot be read. Mend it and send it again.",
    ),
    HTTPStatus.FORBIDDEN: (
        "not_allowed",
        "You may not do this.",
    ),
    HTTPStatus.NOT_FOUND: (
        "not_found",
        "There is no such address, or nothing there for you. See /api/v1/openapi.json.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "no_such_method",
        "This address does not take this method. The header Allow says which it takes.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "too_large",
        "The body is larger than this address takes. Send a smaller one, or split it.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "unavailable",
        "Something that is needed is not there now. Send the call again in a moment.",
    ),
    SERVER_ERROR: (
        "failed",
        "Something of ours failed and is noted. Send it again with the same idempotency key.",
    ),
}


def problem(  # the members of the form
    status: int,
    code: str,
    detail: str,
    fields: dict[str, str] | None = None,
    *,
    headers: dict[str, str] | None = None,
    **members: object,
) -> HttpResponse:
    """A problem document as an answer.

    Args:
        status: HTTP status.
        code: For machines; never changes its meaning.
        detail: What happened and how to mend it.
        fields: What is wrong with which field of the request.
        headers: Further headers.
        members: Further members, for example the present version.
    """
    document: dict[str, Any] = {
        "type": f"urn:licet:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": int(status),
        "detail": detail,
        "code": code,
        "fields": fields or {},
        **members,
    }
    request = structlog.contextvars.get_contextvars().get("request")
    if request:
        document["instance"] = f"urn:licet:request:{request}"
    return HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )


def as_problem(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """An error that did not come from the API's own handlers, in the API's form.

    What a page would say, or a trace of ours, never leaves here.
    """
    ours = request.path.startswith(PREFIX) and answer.status_code >= 400  # noqa: PLR2004  # HTTP's own border
    if not ours or answer.get("Content-Type", "").startswith(MEDIA_TYPE):
        return answer
    known = HTTPStatus(answer.status_code)
    usual = _GENERAL[HTTPStatus.BAD_REQUEST if known < SERVER_ERROR else SERVER_ERROR]
    code, detail = _GENERAL.get(known, usual)
    made = problem(known, code, detail)
    for name in ("Allow", "Retry-After", "Connection", "WWW-Authenticate"):
        if name in answer:
            made[name] = answer[name]
    return made
