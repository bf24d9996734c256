"""ETag, If-None-Match and If-Match (RFC 9110): reading what changed, acting on what was seen.

A tag is ``"VERSION.HASH"`` for a resource that counts its versions, else ``"HASH"``. The hash
tells whether the answer is the same, down to a day of the clock; an act asks only whether the
version is, and asks again when it has locked the row.
"""

import copy
import hashlib
import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from ninja.operation import Operation

from licet.web.api.contract.rules import needs, template
from licet.web.casework.errors import (
    ChangedMeanwhileError,
    NothingToMatchError,
    VersionNeededError,
)
from licet.web.casework.record.called import Call

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_DIGITS = 20
_PREFIX = "api/v1/"
_READABLE: set[str] = set()  # filled while the operations are bound to their addresses


def tagged(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """An answer to a reading with its tag, or 304 when the program has the same already."""
    if answer.streaming or answer.status_code != HTTPStatus.OK:
        return answer
    content: bytes = answer.content  # type: ignore[attr-defined]  # it does not stream
    tag = hashlib.sha256(content).hexdigest()[:_DIGITS]
    version = getattr(request, "seen_version", None)
    answer["ETag"] = f'"{tag}"' if version is None else f'"{version}.{tag}"'
    answer["Cache-Control"] = "private, no-cache"
    known = _TAG.findall(request.headers.get("If-None-Match", ""))
    if answer["ETag"].strip('"') not in known:
        return answer
    same = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    for name in ("ETag", "Cache-Control", "Link"):
        if name in answer:
            same[name] = answer[name]
    del same["Content-Type"]
    return same


def note_version(request: HttpRequest, result: object) -> None:
    """Remember the version of what a reading found, for its tag."""
    version = getattr(result, "version", None)
    request.seen_version = version if isinstance(version, int) else None  # type: ignore[attr-defined]  # ours


def readable(operation: Operation) -> None:
    """Remember where a single resource can be read: at an address that ends with its name."""
    if "GET" in operation.methods and operation.path.endswith("}"):
        _READABLE.add(re.sub(r"{\w+:", "{", operation.path))


def resource_of(request: HttpRequest) -> str:
    """The address of the single resource on which a call acts; empty when there is none."""
    match = request.resolver_match
    if match is None:
        return ""
    names = template(match.route).strip("/").split("/")
    steps = request.path.removeprefix(f"/{_PREFIX}").strip("/").split("/")
    for count in range(len(names), 0, -1):
        if "/" + "/".join(names[:count]) in _READABLE:
            return f"/{_PREFIX}" + "/".join(steps[:count])
    return ""


def read_again(request: HttpRequest, address: str) -> HttpResponseBase:
    """What the person of this call reads at another address now."""
    asked = copy.copy(request)
    asked.method = "GET"
    asked.path = asked.path_info = address
    asked.META = {
        key: value
        for key, value in request.META.items()
        if key not in {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "QUERY_STRING"}
    }
    asked.__dict__.pop("headers", None)
    asked.__dict__.pop("GET", None)
    match = resolve(address)
    asked.resolver_match = match
    answer: HttpResponseBase = match.func(asked, *match.args, **match.kwargs)
    return answer


def require_seen(request: HttpRequest, body: object, call: Call) -> None:
    """Hold an act against the version that the program names.

    Args:
        request: The call.
        body: What it sends, which may name a version too.
        call: Gets the version, for the act to ask again under its lock.

    Raises:
        VersionNeededError: The act must name a version and names none.
        NothingToMatchError: There is no resource to hold it against, or no tag in it.
        ChangedMeanwhileError: The resource is not as the program saw it.
    """
    sent = request.headers.get("If-Match", "").strip()
    match = request.resolver_match
    if not sent:
        route = match.route if match else ""
        if needs("version_needed", request.method, route) and (
            getattr(body, "version", None) is None
        ):
            raise VersionNeededError
        return
    if sent == "*":
        return
    tags = _TAG.findall(sent)
    address = resource_of(request)
    if not tags or not address:
        raise NothingToMatchError(sent)
    now = read_again(request, address)
    if now.status_code != HTTPStatus.OK:
        return  # the act itself says what is wrong
    _hold(call, tags, now["ETag"].strip('"'), address.rpartition("/")[2])


def _hold(call: Call, tags: list[str], present: str, subject: str) -> None:
    version, dot, _hash = present.partition(".")
    if dot and any(tag.partition(".")[0] == version for tag in tags):
        call.subject, call.version = subject, int(version)
    elif present not in tags:
        raise ChangedMeanwhileError(subject, int(version) if dot else None)
