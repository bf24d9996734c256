"""The public record: its newest checkpoint, its files, the keys and the status list."""

from hashlib import sha256
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
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


def _tagged(
    request: HttpRequest, body: str | bytes, kind: str, cache: str
) -> HttpResponse:
    """With a strong tag: who has this edition already is told so and sent nothing."""
    content = body.encode() if isinstance(body, str) else body
    response = _text(content, kind, cache)
    response["ETag"] = f'"{sha256(content).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return cast("HttpResponse", answer)


@access("public")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return _tagged(
        request, published.served_keys().to_bytes(), "application/json", _SHORT
    )


@access("public")
@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    if number != published.STATUS_LIST:
        raise Http404(str(number))
    return _tagged(
        request, published.status_list(), "application/statuslist+jwt", _SHORT
    )


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
