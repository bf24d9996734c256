"""The API: OpenAPI 3.1, one form for everything refused, a rate limit for each person."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.throttling import SimpleRateThrottle

from licet.kernel import LicetError
from licet.web.api import (
    agreements,
    appeals,
    applications,
    bulk,
    cases,
    deciding,
    destinations,
    document_keys,
    drafts,
    files,
    hits,
    law,
    library,
    licences,
    lists,
    notices,
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
    webhooks,
)
from licet.web.api.contract.calls import governed, ready
from licet.web.api.contract.described import described
from licet.web.api.contract.problems import problem
from licet.web.casework.access import Actor
from licet.web.casework.errors import (
    ChangedMeanwhileError,
    InvalidInputError,
    status_of,
)

RATE = "1200/m"


class PersonThrottle(SimpleRateThrottle):
    """So many calls a minute for each person, whatever token they use."""

    scope: str | None = "person"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """One bucket a person; calls without a token have none."""
        actor: Actor | None = getattr(request, "auth", None)
        return f"api-{actor.id}" if actor else None


class Described(NinjaAPI):
    """An API whose OpenAPI document says what every call keeps to."""

    def get_openapi_schema(
        self,
        *,
        path_prefix: str | None = None,
        path_params: dict[str, Any] | None = None,
    ) -> OpenAPISchema:
        """The document."""
        made = super().get_openapi_schema(
            path_prefix=path_prefix, path_params=path_params
        )
        described(made)
        return made


api = Described(
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
api.add_decorator(governed, mode="view")  # ninja's word for the whole operation
api.add_decorator(ready, mode="operation")  # and for the function inside
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
    notices,
    appeals,
    webhooks,
    panels,
    agreements,
    files,
):
    api.add_router("", part.router)


@api.exception_handler(LicetError)
def refused(_request: HttpRequest, error: LicetError) -> HttpResponse:
    """One of our errors: its code, its words, its fields."""
    fields = dict(error.fields) if isinstance(error, InvalidInputError) else {}
    if isinstance(error, ChangedMeanwhileError):
        tag = {} if error.version is None else {"ETag": f'"{error.version}"'}
        return problem(
            status_of(error), error.code, str(error), headers=tag, version=error.version
        )
    return problem(status_of(error), error.code, str(error), fields)


@api.exception_handler(AuthenticationError)
def unknown_token(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """No token, an ended one, or one without the scope."""
    detail = "Send `Authorization: Bearer TOKEN` with a token that is alive and has the scope for this call."
    response = problem(HTTPStatus.UNAUTHORIZED, "unknown_token", detail)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def malformed(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body that is not of the published form."""
    fields = {
        ".".join(str(step) for step in each["loc"][1:] if step != "body"): each["msg"]
        for each in error.errors
    }
    detail = "The body is not of the published form: see /api/v1/openapi.json."
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "malformed_body", detail, fields)


@api.exception_handler(Throttled)
def throttled(_request: HttpRequest, error: Throttled) -> HttpResponse:
    """Too many calls."""
    response = problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_many_calls",
        f"At most {RATE} calls for a person. Wait and send it again.",
    )
    response["Retry-After"] = str(error.wait or 60)
    return response


@api.exception_handler(HttpError)
def unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is not JSON at all."""
    detail = "The body cannot be read. Send valid JSON with `Content-Type: application/json`."
    return problem(error.status_code, "unreadable_body", detail)
