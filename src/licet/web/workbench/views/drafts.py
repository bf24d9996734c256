"""What the public says about drafts of law: read, searched, taken away as a file."""

import csv
import io
import json
from dataclasses import asdict
from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.selectors.law import drafts as reads
from licet.web.casework.views import DraftCommentView

COLUMNS = ("id", "at", "name", "organisation", "text", "row")
# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@access("see_drafts")
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    found = reads.desk(viewer=actor_of(request))
    return render(request, "workbench/drafts.html", {"found": found})


@access("see_drafts")
@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    words = _words(request)
    found = reads.comments(
        viewer=actor_of(request),
        slug=slug,
        words=words,
        page=request.GET.get("page", "1"),
    )
    context = {
        "found": found,
        "query": f"?{urlencode({'words': words})}" if words else "",
        "address": lambda number: f"?{urlencode({'words': words, 'page': number})}",
    }
    return render(request, "workbench/draft_comments.html", context)


@access("see_drafts")
@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for one in _every(request, slug):
        told = _told(one)
        lines.writerow([inert(str(told[name])) for name in COLUMNS])
    return _file(out.getvalue(), slug, "csv", "text/csv; charset=utf-8")


@access("see_drafts")
@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    told = {
        "draft": slug,
        "words": _words(request),
        "comments": [_told(one) for one in _every(request, slug)],
    }
    body = json.dumps(told, ensure_ascii=False, indent=2)
    return _file(body, slug, "json", "application/json")


def _words(request: HttpRequest) -> str:
    return request.GET.get("words", "").strip()


def _every(request: HttpRequest, slug: str) -> tuple[DraftCommentView, ...]:
    return reads.every_comment(
        viewer=actor_of(request), slug=slug, words=_words(request)
    )


def _told(one: DraftCommentView) -> dict[str, object]:
    at = one.at.astimezone(UTC).isoformat(timespec="seconds")
    return asdict(one) | {"at": at}


def inert(cell: str) -> str:
    """A cell that a spreadsheet shows and does not compute; the public wrote it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _file(body: str, slug: str, form: str, kind: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="comments-{slug}.{form}"'
        },
    )
