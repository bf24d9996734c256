"""The API: OpenAPI 3.1, one form for everything refused, a rate limit for each person."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.throttling import SimpleRateThrottle

from licet.kernel import LicetError
from licet.web.api import (
    agreements,
    applications,
    bulk,
    cases,
    deciding,
    destinations,
    document_keys,
    drafts,
    hits,
    law,
    library,
    licences,
    lists,
    opinion_retention,
    opinions,
    organisations,
    own_lists,
    ownership,
    panels,
    record,
    requests,
    retention,
    review,
    risk,
    templates,
    together,
    verification,
)
from licet.web.casework.access import Actor
from licet.web.casework.errors import InvalidInputError, status_of

RATE = "1200/m"


class PersonThrottle(SimpleRateThrottle):
    """So many calls a minute for each person, whatever token they use."""

    scope: str | None = "person"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """One bucket a person; calls without a token have none."""
        actor: Actor | None = getattr(request, "auth", None)
        return f"api-{actor.id}" if actor else None


api = NinjaAPI(
    title="Licet",
    version="1",
    description=(
        "Everything that a person can do on the screens. Tokens carry scopes and never more "
        "than their person's roles. Everything refused answers with code, detail and fields."
    ),
    urls_namespace="api",
    docs_url=None,
    throttle=[PersonThrottle(RATE)],
)
for part in (
    law,
    destinations,
    drafts,
    applications,
    cases,
    hits,
    bulk,
    lists,
    own_lists,
    ownership,
    verification,
    risk,
    licences,
    opinions,
    record,
    retention,
    deciding,
    together,
    document_keys,
    organisations,
    library,
    templates,
    requests,
    review,
    opinion_retention,
    panels,
    agreements,
):
    api.add_router("", part.router)


def refuse(
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    fields: dict[str, str] | None = None,
) -> HttpResponse:
    """The one form of a refusal."""
    body = {"code": code, "detail": detail, "fields": fields or {}}
    return api.create_response(request, body, status=status)


@api.exception_handler(LicetError)
def refused(request: HttpRequest, error: LicetError) -> HttpResponse:
    """One of our errors: its code, its words, its fields."""
    fields = dict(error.fields) if isinstance(error, InvalidInputError) else {}
    return refuse(request, status_of(error), error.code, str(error), fields)


@api.exception_handler(AuthenticationError)
def unknown_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001  # ninja's signature
    """No token, an ended one, or one without the scope."""
    detail = "Send `Authorization: Bearer TOKEN` with a token that is alive and has the scope for this call."
    response = refuse(request, HTTPStatus.UNAUTHORIZED, "unknown_token", detail)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that is not of the published form."""
    fields = {
        ".".join(str(step) for step in each["loc"][1:] if step != "body"): each["msg"]
        for each in error.errors
    }
    detail = "The body is not of the published form: see /api/v1/openapi.json."
    return refuse(
        request, HTTPStatus.UNPROCESSABLE_ENTITY, "malformed_body", detail, fields
    )


@api.exception_handler(Throttled)
def throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Too many calls."""
    response = refuse(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many_calls",
        f"At most {RATE} calls for a person. Wait and send it again.",
    )
    response["Retry-After"] = str(error.wait or 60)
    return response


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is not JSON at all."""
    detail = "The body cannot be read. Send valid JSON with `Content-Type: application/json`."
    return refuse(request, error.status_code, "unreadable_body", detail)
