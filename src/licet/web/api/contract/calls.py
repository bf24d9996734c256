"""Every call passes here: media type, idempotency key, version; and its answer on the way out.

```ready`` stands around the view, when person and body are known; ``governed`` stands around the
whole operation, when the answer is there.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.operation import Operation

from licet.web.api.contract.problems import problem
from licet.web.api.contract.rules import needs
from licet.web.api.contract.versions import (
    note_version,
    read_again,
    readable,
    require_seen,
    resource_of,
    tagged,
)
from licet.web.casework.errors import CallKeyNeededError
from licet.web.casework.record.called import Call, calling
from licet.web.casework.services.programs.api_calls import (
    Answered,
    Done,
    fingerprint,
    free_key,
    keep_answer,
    take_key,
)

Answer = Callable[..., HttpResponseBase]
ACTS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_KEPT_HEADERS = ("Content-Type", "Content-Disposition", "ETag", "Location")
_ADDRESSES = {"case": "/api/v1/cases/{}", "application": "/api/v1/applications/{}"}


def governed(run: Answer) -> Answer:
    """An operation that keeps to the contract; for ``NinjaAPI.add_decorator``."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]  # a bound method
    readable(operation)

    @wraps(run)
    def answer(request: HttpRequest, *args: object, **named: object) -> Any:  # noqa: ANN401  # as ninja has it
        if refused := _media_type(request, operation):
            return refused
        try:
            made = run(request, *args, **named)
        except Exception:
            free_key(_call_of(request))
            raise
        if request.method == "GET":
            _link(request, made)
            return tagged(request, made)
        call = _call_of(request)
        if call.key is not None:
            _finish(request, call, made)
        return made

    return answer


def _link(request: HttpRequest, made: HttpResponseBase) -> None:
    """The ways from one page of a list to its neighbours (RFC 8288)."""
    links = getattr(request, "links", {})
    if links:
        made["Link"] = ", ".join(f'<{to}>; rel="{name}"' for name, to in links.items())


def _call_of(request: HttpRequest) -> Call:
    """The call under way; one without a key before it was ready."""
    return getattr(request, "call", None) or Call()


def _media_type(request: HttpRequest, operation: Operation) -> HttpResponse | None:
    """A refusal of a body in a form that the operation does not take."""
    if not request.META.get("CONTENT_LENGTH") or request.META["CONTENT_LENGTH"] == "0":
        return None
    asked = {model.__ninja_param_source__ for model in operation.models}
    sent = request.content_type or ""
    if "file" in asked or "form" in asked:
        takes, fits = "multipart/form-data", sent.startswith("multipart/")
    elif "body" in asked:
        takes = "application/json"
        fits = sent == takes or sent.endswith("+json")
    else:
        return None
    if fits:
        return None
    return problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "wrong_media_type",
        f"This call takes `Content-Type: {takes}`, not {sent[:80] or 'none'}.",
        headers={"Accept-Post": takes},
    )


def ready(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that is reached only by a call which may go on; for ``NinjaAPI.add_decorator``."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> Any:  # noqa: ANN401  # as ninja has it
        if request.method not in ACTS:
            found = view(request, **named)
            note_version(request, found)
            return found
        taken = _taken(request)
        if isinstance(taken, HttpResponseBase):
            return taken
        request.call = taken  # type: ignore[attr-defined]  # for ``governed``
        require_seen(request, named.get("body"), taken)
        with calling(taken):
            return view(request, **named)

    return answer


def _taken(request: HttpRequest) -> Call | HttpResponseBase:
    """The call with its key taken, or the answer that it has already been given."""
    key = request.headers.get("Idempotency-Key", "")
    match = request.resolver_match
    needed = needs("key_needed", request.method, match.route if match else "")
    if not key and not needed:
        return Call()
    if not _KEY.fullmatch(key):
        raise CallKeyNeededError
    person = _person(request)
    found = take_key(
        person=person,
        key=key,
        request=fingerprint(
            person=person,
            method=request.method or "",
            address=request.get_full_path(),
            body=_body(request),
        ),
        token=_token(request),
    )
    if isinstance(found, Answered):
        again = HttpResponse(found.body, status=found.status, headers=found.headers)
        again["Idempotency-Replayed"] = "true"
        return again
    return _done(request, found) if isinstance(found, Done) else found


def _person(request: HttpRequest) -> str:
    actor = getattr(request, "auth", None)
    return str(actor.id) if actor else ""


def _token(request: HttpRequest) -> str:
    return str(request.headers.get("Authorization", "").partition(" ")[2])


def _body(request: HttpRequest) -> str:
    """The body as its content: how a sender cut a multipart body into parts is no matter."""
    if not (request.content_type or "").startswith("multipart/"):
        return hashlib.sha256(request.body).hexdigest()
    parts: list[str] = [repr(sorted(request.POST.lists()))]
    for name, files in sorted(request.FILES.lists()):
        parts += [f"{name} {one.name} {_digest(one)}" for one in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digest(file: File[bytes]) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _done(request: HttpRequest, done: Done) -> HttpResponseBase:
    """The answer to an act that happened and whose own answer was lost: how things stand now."""
    for address in _places(request, done.case):
        answer = read_again(request, address)
        if answer.status_code == HTTPStatus.OK:
            answer["Idempotency-Replayed"] = "reconstructed"
            answer["Content-Location"] = address
            return answer
    return HttpResponse(
        b'{"done": true}',
        content_type="application/json",
        headers={"Idempotency-Replayed": "reconstructed"},
    )


def _places(request: HttpRequest, case: str) -> list[str]:
    found = [resource_of(request)]
    if case:
        staff = "/cases" in request.path
        found.append(_ADDRESSES["case" if staff else "application"].format(case))
    return [one for one in found if one]


def _finish(request: HttpRequest, call: Call, made: HttpResponseBase) -> None:
    """Keep the answer of what was done; let the key go when nothing was."""
    refused = made.status_code >= HTTPStatus.BAD_REQUEST
    if (refused and free_key(call)) or made.streaming:
        return
    if made.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return  # done all the same: the next try is told how things stand
    content: bytes = made.content  # type: ignore[attr-defined]  # it does not stream
    headers = {name: made[name] for name in _KEPT_HEADERS if name in made}
    keep_answer(
        call,
        Answered(status=made.status_code, headers=headers, body=content),
        token=_token(request),
        key=request.headers["Idempotency-Key"],
    )
