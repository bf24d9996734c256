"""Screening outside a case: one name at once, a file of parties by a job."""

from collections.abc import Callable
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.bulk import csv_lines
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.screening import bulk_screenings as reads
from licet.web.casework.services.screening import bulk_screenings as acts
from licet.web.casework.views import BulkScreeningView, NameScreeningView
from licet.web.workbench.bulk_forms import HitsForm, NameForm, PartiesForm

STATES = {
    "waiting": ("wait", lazy("Waiting")),
    "running": ("brand", lazy("At work")),
    "done": ("good", lazy("Done")),
    "cancelled": ("wait", lazy("Stopped")),
    "failed": ("bad", lazy("Failed")),
    "deleted": ("", lazy("Deleted")),
}
EVENTS = {
    "start_bulk_screening": lazy("Given to be screened"),
    "restart_bulk_screening": lazy("Begun anew, because a list changed meanwhile"),
    "finish_bulk_screening": lazy("Screened to the end"),
    "fail_bulk_screening": lazy("Failed"),
    "cancel_bulk_screening": lazy("Stopped"),
    "resume_bulk_screening": lazy("Taken up again"),
    "delete_bulk_screening": lazy("File and results deleted"),
}


@access("screen_at_desk")
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    form = NameForm(sent(request))
    found: list[NameScreeningView] = []
    if request.method == "POST" and form.is_valid():
        attempt(
            form, lambda: found.append(acts.screen_name(by=by, **form.cleaned_data))
        )
    context = {
        "form": form,
        "found": found[0] if found else None,
        "may_bulk": by.may("see_bulk_screenings"),
    }
    return render(request, "workbench/screen.html", context)


@access("see_bulk_screenings")
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    may_start = by.may("start_bulk_screening")
    form = PartiesForm(sent(request), request.FILES or None)
    started: list[BulkScreeningView] = []
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        attempt(
            form,
            lambda: started.append(
                acts.start_bulk_screening(
                    by=by,
                    name=content.name,
                    content=cast("BinaryIO", content),
                    columns=form.cleaned_data["columns"],
                )
            ),
        )
    if started:
        messages.success(request, _("The file is kept and will be screened."))
        return redirect("workbench:bulk_screening", started[0].id)
    context = {
        "form": form,
        "may_start": may_start,
        "screenings": reads.bulk_screenings(viewer=by),
        "states": STATES,
        "may_name": by.may("screen_at_desk"),
    }
    return render(request, "workbench/bulk.html", context)


@access("see_bulk_screenings")
@require_safe
def screening(request: HttpRequest, screening: str) -> HttpResponse:
    viewer = actor_of(request)
    one = reads.bulk_screening(viewer=viewer, screening=screening)
    if request.headers.get("HX-Request") and one.state not in acts.OPEN:
        # It ended while somebody watched: what can be done now is another page.
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "one": one,
        "states": STATES,
        "kinds": EVENTS,
        "may_act": viewer.may("cancel_bulk_screening"),
    }
    return render(request, "workbench/bulk_screening.html", context)


@access("see_bulk_screenings")
@require_safe
def hits(request: HttpRequest, screening: str) -> HttpResponse:
    form = HitsForm(request.GET)
    asked = _asked(form)
    found = reads.hits(
        viewer=actor_of(request),
        screening=screening,
        asked=asked,
        after=request.GET.get("after", ""),
    )
    chosen = {
        name: value
        for name, value in (
            ("least", asked.least),
            ("source", asked.source),
            ("words", asked.words),
        )
        if value
    }
    context = {
        "found": found,
        "one": found.screening,
        "form": form,
        "asked": asked,
        "query": f"?{urlencode(chosen)}" if chosen else "",
        "following": f"?{urlencode({**chosen, 'after': found.following})}",
        "later": bool(request.GET.get("after")),
    }
    return render(request, "workbench/bulk_hits.html", context)


def _asked(form: HitsForm) -> reads.HitFilter:
    """What was asked for; nothing is left out for a filter that cannot be read."""
    if not form.is_valid():
        return reads.HitFilter()
    least = form.cleaned_data["least"]
    return reads.HitFilter(
        least="" if least is None else str(least),
        source=form.cleaned_data["source"],
        words=form.cleaned_data["words"].strip(),
    )


@access("see_bulk_screenings")
@require_safe
def set_aside(request: HttpRequest, screening: str) -> HttpResponse:
    found = reads.set_aside(
        viewer=actor_of(request),
        screening=screening,
        after=request.GET.get("after", ""),
    )
    context = {
        "found": found,
        "one": found.screening,
        "following": f"?{urlencode({'after': found.following})}",
        "later": bool(request.GET.get("after")),
    }
    return render(request, "workbench/bulk_set_aside.html", context)


@access("see_bulk_screenings")
@require_safe
def as_csv(request: HttpRequest, screening: str) -> StreamingHttpResponse:
    lines = reads.every_hit(
        viewer=actor_of(request),
        screening=screening,
        asked=_asked(HitsForm(request.GET)),
    )
    return _file(csv_lines(lines), f"{screening}.csv", "text/csv; charset=utf-8")


@access("see_bulk_screenings")
@require_safe
def as_lines(request: HttpRequest, screening: str) -> StreamingHttpResponse:
    lines = reads.every_hit(
        viewer=actor_of(request),
        screening=screening,
        asked=_asked(HitsForm(request.GET)),
    )
    return _file(lines, f"{screening}.jsonl", "application/jsonl")


def _file(content: object, name: str, media_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=media_type)  # type: ignore[arg-type]  # an iterator of bytes
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("cancel_bulk_screening")
@require_POST
def cancel(request: HttpRequest, screening: str) -> HttpResponse:
    return _done(request, screening, acts.cancel_bulk_screening, _("It is stopped."))


@access("start_bulk_screening")
@require_POST
def resume(request: HttpRequest, screening: str) -> HttpResponse:
    return _done(request, screening, acts.resume_bulk_screening, _("It goes on."))


def _done(
    request: HttpRequest,
    screening: str,
    act: Callable[..., BulkScreeningView],
    words: str,
) -> HttpResponse:
    by: Actor = actor_of(request)
    act(by=by, screening=screening)
    messages.success(request, words)
    return redirect("workbench:bulk_screening", screening)


@access("delete_bulk_screening")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, screening: str) -> HttpResponse:
    by = actor_of(request)
    if request.method == "POST":
        return _done(
            request,
            screening,
            acts.delete_bulk_screening,
            _("File and results are deleted."),
        )
    one = reads.bulk_screening(viewer=by, screening=screening)
    return render(request, "workbench/bulk_delete.html", {"one": one})
