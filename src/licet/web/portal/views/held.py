"""Data held about us: counted on a page, whole in a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.services.keeping import subject_access

KINDS = {
    "cases": _("Applications"),
    "erased cases": _("Applications that were erased"),
    "licences": _("Applications with a licence"),
    "opinions": _("Opinions"),
    "people": _("People who act for it, now or before"),
}


@access("see_held_data")
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    context = {
        "held": subject_access.held(viewer=actor_of(request)),
        "kinds": KINDS,
    }
    return render(request, "portal/held.html", context)


@access("see_held_data")
@require_POST
def held_file(request: HttpRequest, organisation: str) -> HttpResponse:
    made = subject_access.export_held_data(
        by=actor_of(request), organisation=organisation
    )
    return HttpResponse(
        made.content,
        content_type=made.media_type,
        headers={"Content-Disposition": f'attachment; filename="{made.name}"'},
    )
