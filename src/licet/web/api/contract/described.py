"""The OpenAPI document says what every call keeps to: headers, problems, pages."""

from collections.abc import Iterator
from typing import Any

from licet.web.api.contract.problems import MEDIA_TYPE
from licet.web.api.contract.rules import rules

Json = dict[str, Any]
_PREFIX = "/api/v1"
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_ALWAYS = {
    "400": "The request cannot be read, or a header that it must carry is missing",
    "404": "Nothing there, or nothing that this person has standing to see",
    "429": "Too many calls; Retry-After says when to go on",
    "500": "Something of ours failed",
}
_SIGNED = {
    "401": "No token, an ended one, or one without the scope",
    "403": "The person may not do this",
}
_ACTING = {
    "409": "The state of things forbids it, or the same call is still at work",
    "412": "Changed since the version named in If-Match; `version` is the present one",
    "413": "The body is too large",
    "415": "The body is of another media type",
    "422": "Fields to mend, or an idempotency key used for another request",
    "428": "The act must name the version on which it rests",
}
_READING = {"422": "A parameter to mend"}
_TAG = {
    "ETag": {
        "description": "The version of the resource, and a hash of this answer",
        "schema": {"type": "string"},
    }
}
_KNOWN = "The ETag of the answer that the program has; the same is not sent again"
_LINK = {
    "Link": {
        "description": "The next and the previous page (RFC 8288)",
        "schema": {"type": "string"},
    }
}
_REPLAYED = {
    "Idempotency-Replayed": {
        "description": "`true`: the stored answer; `reconstructed`: done before, and how things stand now",
        "schema": {"type": "string", "enum": ["true", "reconstructed"]},
    }
}


def described(document: Json) -> None:
    """The document of ninja with what our contract adds to every operation.

    Args:
        document: The OpenAPI document; it is changed in place.
    """
    for address, method, operation in _operations(document):
        name = f"{method.upper()} {address.removeprefix(_PREFIX)}"
        acts = method != "get"
        listed = operation.setdefault("parameters", [])
        listed += _acting(name, listed) if acts else [_header("If-None-Match", _KNOWN)]
        answers = {str(key): one for key, one in operation["responses"].items()}
        operation["responses"] = answers
        _problems(answers, signed=bool(operation.get("security")), acts=acts)
        _headers(answers, listed, acts=acts)


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for address, methods in document["paths"].items():
        for method, operation in methods.items():
            yield address, method, operation


def _header(name: str, words: str, *, needed: bool = False) -> Json:
    return {
        "in": "header",
        "name": name,
        "required": needed,
        "description": words,
        "schema": {"type": "string", "maxLength": 200},
    }


def _acting(name: str, listed: list[Json]) -> Iterator[Json]:
    known = {one["name"].lower() for one in listed}
    if known & {"idempotency-key", "idempotency_key"}:
        listed[:] = [one for one in listed if one["in"] != "header"]
    yield _header(
        "Idempotency-Key",
        "Made by the program for this one act; the same key is done once",
        needed=name in rules()["key_needed"],
    )
    named = " or its version as `version` in the body; one of them is needed"
    needed = named if name in rules()["version_needed"] else ""
    yield _header("If-Match", f"The ETag of the resource as it was read{needed}")


def _problems(answers: Json, *, signed: bool, acts: bool) -> None:
    told = _ALWAYS | (_SIGNED if signed else {}) | (_ACTING if acts else _READING)
    for status, words in told.items():
        answers.setdefault(status, {"description": words})
    for status, answer in answers.items():
        if status >= "4":
            answer["content"] = {MEDIA_TYPE: _PROBLEM}
    if not acts:
        answers["304"] = {"description": "The same as the program has already"}


def _headers(answers: Json, listed: list[Json], *, acts: bool) -> None:
    paged = {"limit", "offset"} <= {one["name"] for one in listed}
    added = _REPLAYED if acts else _TAG | (_LINK if paged else {})
    for status, answer in answers.items():
        if status.startswith("2"):
            answer["headers"] = {**answer.get("headers", {}), **added}
