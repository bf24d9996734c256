"""Who looked at which case, when and for what: searched, paged, taken away as a file."""

import csv
import io
from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.selectors.keeping import accesses as reads
from licet.web.workbench.views.drafts import inert
from licet.web.workbench.views.retention import page_of

COLUMNS = ("at", "person", "role", "case", "what", "purpose", "entry")


@access("see_access_log")
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("words", "").strip()
    found = reads.accesses(viewer=actor_of(request), words=words, page=page_of(request))
    context = {
        "found": found,
        "query": f"?{urlencode({'words': words})}" if words else "",
        "address": lambda number: f"?{urlencode({'words': words, 'page': number})}",
    }
    return render(request, "workbench/access_log.html", context)


@access("see_access_log")
@require_safe
def access_csv(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("words", "").strip()
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for one in reads.every_access(viewer=actor_of(request), words=words):
        at = one.at.astimezone(UTC).isoformat(timespec="seconds")
        told = [at, one.person, one.role, one.case, one.what, one.purpose]
        lines.writerow([*map(inert, told), "" if one.entry is None else one.entry])
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="access-log.csv"'},
    )
