"""The public record: its newest checkpoint, its files, the keys and the status list."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licet.web.casework.access import access
from licet.web.register import published

_SHORT = "public, max-age=60"
_FOR_EVER = "public, max-age=31536000, immutable"


@access("public")
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    note = published.checkpoint()
    origin, size, root = note.splitlines()[:3]
    context = {
        "note": note,
        "origin": origin,
        "size": int(size),
        "root": root,
        "keys": published.key_set().log_keys,
        "address": settings.LICET_URL,
    }
    return render(request, "register/record.html", context)


def _text(body: str | bytes, kind: str, cache: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Cache-Control": cache, "Access-Control-Allow-Origin": "*"},
    )


@access("public")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return _text(published.key_set().to_bytes(), "application/json", _SHORT)


@access("public")
@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    if number != published.STATUS_LIST:
        raise Http404(str(number))
    return _text(published.status_list(), "application/statuslist+jwt", _SHORT)


@access("public")
@require_safe
def log(request: HttpRequest, path: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    if path == "checkpoint":
        return _text(published.checkpoint(), "text/plain; charset=utf-8", "no-cache")
    whole = ".p/" not in path
    return _text(
        published.log_file(path),
        "application/octet-stream",
        _FOR_EVER if whole else _SHORT,
    )
