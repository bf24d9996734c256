"""Copies of a case with parts withheld, each with its ground."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.services.keeping import redaction
from licet.web.workbench.retention_forms import CopyForm


@access("redact_case")
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, number: str) -> HttpResponse:
    by, form = actor_of(request), CopyForm(sent(request))
    parts = redaction.parts(viewer=by, case=number)
    if form.is_valid():
        withheld = {
            one.id: ground
            for one in parts
            if (ground := request.POST.get(f"part-{one.id}", ""))
        }
        if attempt(
            form,
            lambda: redaction.redact_case(
                by=by, case=number, withheld=withheld, **form.cleaned_data
            ),
        ):
            messages.success(request, _("The copy is made; every ground is on record."))
            return redirect("workbench:copies", number=number)
    context = {
        "number": number,
        "form": form,
        "parts": parts,
        "chosen": {
            one.id: request.POST.get(f"part-{one.id}", one.withhold) for one in parts
        },
        "grounds": redaction.GROUNDS,
        "copies": redaction.copies(viewer=by, case=number),
    }
    return render(request, "workbench/copies.html", context)


@access("redact_case")
@require_safe
def copy(request: HttpRequest, number: str, copy: str) -> HttpResponse:
    found = redaction.copy_content(viewer=actor_of(request), case=number, copy=copy)
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={"Content-Disposition": f'attachment; filename="{found.name}"'},
    )
