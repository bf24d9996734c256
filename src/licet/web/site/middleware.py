"""What every request passes: an id, the second factor of staff, the access decision."""

import uuid
from collections.abc import Callable
from typing import cast

import structlog
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from licet.kernel import LicetError
from licet.web.api.contract.problems import as_problem
from licet.web.casework.access import actor_for, require_decision
from licet.web.casework.application.files import upload_limit as limit_of_upload
from licet.web.casework.errors import FileTooLargeError
from licet.web.site.pages import failure

_log = structlog.get_logger("licet.web")
_FORM_ALLOWANCE = 1024 * 1024  # the other fields of the form
Answer = Callable[[HttpRequest], HttpResponseBase]


def request_id(get_response: Answer) -> Answer:
    """Give the request an id that stands in every log line and in the answer."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        identity = uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request=identity):
            response = get_response(request)
            response["X-Request-ID"] = identity
            _log.info("answered", method=request.method, status=response.status_code)
        return response

    return answer


def api_problems(get_response: Answer) -> Answer:
    """Answer programs in their own form, whatever refused the call or failed on its way."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return as_problem(request, get_response(request))

    return answer


def upload_limit(get_response: Answer) -> Answer:
    """Refuse a body that is far too large before a byte of it is read."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        most = limit_of_upload(request.path)
        if size > most + _FORM_ALLOWANCE:
            error = FileTooLargeError(most)
            refused = HttpResponse(
                f"{error}\n",
                status=error.status,
                content_type="text/plain; charset=utf-8",
            )
            refused["Connection"] = "close"
            return refused
        return get_response(request)

    return answer


def _has_second_factor(request: HttpRequest) -> bool:
    return bool(
        Authenticator.objects.filter(
            user_id=request.user.pk, type=Authenticator.Type.TOTP
        ).exists()
    )


def second_factor(get_response: Answer) -> Answer:
    """Let staff do nothing before they have set up their second factor."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.actor = actor_for(request.user)  # type: ignore[attr-defined]  # declared nowhere in Django
        free = ("/account/", settings.STATIC_URL, "/healthz", "/readyz", "/language/")
        bound = request.actor.is_staff  # type: ignore[attr-defined]  # set above
        if (
            bound
            and not request.path.startswith(free)
            and not _has_second_factor(request)
        ):
            return redirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return answer


class _AccessDecision:
    """Deny by default: no view answers without its declared access."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object
    ) -> HttpResponseBase | None:
        """Ask the policy table before the view runs."""
        try:
            return require_decision(request, view)
        except LicetError as error:
            return failure(request, error)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponseBase | None:
        """Turn an error of ours into its page; others stay errors."""
        return failure(request, error) if isinstance(error, LicetError) else None


def access_decision(get_response: Answer) -> Answer:
    """The middleware that asks the policy table and answers refusals."""
    return cast(Answer, _AccessDecision(get_response))
