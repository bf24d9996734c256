"""Pages that belong to no face: errors, health, readiness."""

from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from licet.kernel import LicetError
from licet.web.casework.access import access
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    status_of,
)
from licet.web.site.unavailable import cause

_log = structlog.get_logger("licet.web")


def _title(status: int) -> str:
    return {
        400: _("This request cannot be read"),
        403: _("You may not do this"),
        404: _("Page not found"),
        409: _("This is no longer possible"),
        410: _("The content was erased"),
        413: _("The file is too large"),
        422: _("Something needs to be put right"),
        429: _("Too many attempts"),
        503: _("The service is unavailable"),
    }.get(status, _("Something went wrong"))


def failure(request: HttpRequest, error: LicetError) -> HttpResponse:
    """Answer a request that one of our errors ended.

    Args:
        request: The request.
        error: What ended it.

    Returns:
        JSON for the API, a page for everybody else.
    """
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("failed", code=error.code, exc_info=error)
    fields = dict(error.fields) if isinstance(error, InvalidInputError) else {}
    if request.path.startswith("/api/"):
        body = {"code": error.code, "detail": str(error), "fields": fields}
        return JsonResponse(body, status=status)
    return _page(request, status, str(error), fields)


def _page(
    request: HttpRequest,
    status: int,
    message: str,
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "status": status,
        "title": _title(status),
        "message": message,
        "fields": fields or {},
        "contact": settings.LICET_CONTACT,
    }
    return render(request, "error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Say that there is nothing here for this person."""
    return failure(request, NotFoundError())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Say that this is not allowed."""
    return failure(request, NotAllowedError())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Say that the request cannot be read."""
    return _page(
        request, 400, _("The request is not well formed. Go back and try again.")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Say that we failed; nothing is half done, because every act is one transaction."""
    missing = cause()
    if missing:
        return _unavailable(request, missing)
    vars(request)["asks_nothing"] = True
    return _page(request, 500, _("We failed, not you. Nothing was changed. Try again."))


def _unavailable(request: HttpRequest, missing: str) -> HttpResponse:
    """Say that something we need is gone for now; the page itself asks no database."""
    _log.error("unavailable", missing=missing)
    # They may lie in the session, which is gone as well.
    vars(request).pop("_messages", None)
    vars(request)["asks_nothing"] = True
    words = _(
        "We cannot reach our own records at the moment. If you were sending something, it "
        "was stored wholly or not at all. Wait a minute, load the page again, and look "
        "whether it is there before you send it a second time."
    )
    if request.path.startswith("/api/"):
        body = {"code": "unavailable", "detail": words, "fields": {}}
        answer: HttpResponse = JsonResponse(body, status=503)
    else:
        answer = _page(request, HTTPStatus.SERVICE_UNAVAILABLE, words)
    answer["Retry-After"] = "60"
    return answer


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Say that the form was too old or came from elsewhere."""
    return _page(
        request,
        403,
        _("This form was too old. Go back, reload the page and send it again."),
    )


@access("public")
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@access("public")
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The process can do its work: the database answers and the state folder is there."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = settings.LICET_STATE.is_dir()
    except Exception:  # noqa: BLE001  # whatever is wrong with the database, the answer is: not ready
        ready = False
    return HttpResponse(
        "ready\n" if ready else "not ready\n",
        status=200 if ready else 503,
        content_type="text/plain",
    )
