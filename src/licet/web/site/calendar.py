"""A person's calendar of deadlines: the page about its secret address, and the address itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.errors import NotFoundError
from licet.web.casework.selectors.notices import calendars as reads
from licet.web.casework.services.notices import calendars as acts


@access("make_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines, and the address: shown in the answer to its making and never again."""
    by = actor_of(request)
    made = acts.make_calendar(by=by) if request.method == "POST" else None
    context = {"calendar": reads.calendar(viewer=by), "made": made}
    answer = render(request, "notices/calendar.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@access("revoke_calendar")
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    try:
        acts.revoke_calendar(by=actor_of(request))
    except NotFoundError:
        messages.info(request, _("You have no calendar address."))
    else:
        messages.success(
            request, _("The calendar address leads nowhere now. Calendars keep what they read before.")
        )  # fmt: skip
    return redirect("calendar")


@access("public")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The calendar behind a secret address; whoever has it needs no sign-in."""
    answer = HttpResponse(
        reads.calendar_file(token), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
