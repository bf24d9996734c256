"""What differs between two versions of a list; versions that were stopped; lists as files."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.screening import list_differences as reads
from licet.web.casework.selectors.screening import list_questions as question_reads
from licet.web.casework.services.screening.list_questions import answer_list_question
from licet.web.casework.views import EntryDifferenceView
from licet.web.workbench.own_forms import field_words
from licet.web.workbench.views.drafts import inert
from licet.web.workbench.views.lists import CHANGES, QUESTIONS
from licet.web.workbench.views.own_lists import marked

COLUMNS = (
    "entry", "name", "change", "field", "old", "new", "old_hash", "new_hash",
    "cases", "licences",
)  # fmt: skip
TYPES = {
    "ftm": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
ENDINGS = {"ftm": "ftm.jsonl", "csv": "csv", "json": "json"}


class AnswerForm(forms.Form):
    """Is the version that was stopped right?"""

    answer = forms.ChoiceField(
        label=lazy("Is the new version right?"),
        choices=[
            ("accepted", lazy("Accept: the publisher really removed these entries")),
            ("rejected", lazy("Reject: the version in service stays")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Accept it, or reject it")},
    )
    reasons = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("Say whom you asked or what you compared. It stays on record."),
        widget=forms.Textarea,
        max_length=20_000,
        error_messages={"required": lazy("Say why")},
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    change = request.GET.get("change", "")
    return {
        "older": request.GET.get("older", ""),
        "newer": request.GET.get("newer", ""),
        "words": request.GET.get("words", "").strip(),
        "change": change if change in reads.CHANGES else "all",
    }


@access("see_lists")
@require_safe
def changes(request: HttpRequest, source: str) -> HttpResponse:
    viewer, asked = actor_of(request), _asked(request)
    page = request.GET.get("page", "1")
    found = reads.differences(viewer=viewer, source=source, page=page, **asked)
    context = {
        "found": found,
        "changes": CHANGES,
        "choices": reads.CHANGES,
        "query": f"?{urlencode(asked)}",
        "address": lambda number: f"?{urlencode(asked | {'page': number})}",
        "marked": marked,
        "field_words": field_words,
    }
    return render(request, "workbench/list_changes.html", context)


def _every(request: HttpRequest, source: str) -> Iterator[EntryDifferenceView]:
    return reads.every_difference(
        viewer=actor_of(request), source=source, **_asked(request)
    )


@access("see_lists")
@require_safe
def as_csv(request: HttpRequest, source: str) -> StreamingHttpResponse:
    every = _every(request, source)
    return _file(_rows(every), f"{source}-changes.csv", TYPES["csv"])


def _rows(every: Iterator[EntryDifferenceView]) -> Iterator[str]:
    yield _row(COLUMNS)
    for one in every:
        told = asdict(one)
        told["cases"] = " ".join(sorted({str(alert["case"]) for alert in one.alerts}))
        told["licences"] = " ".join(
            sorted({str(alert["licence"]) for alert in one.alerts if alert["licence"]})
        )
        for field in one.fields:
            cells = told | {
                "field": field["field"],
                "old": "; ".join(field["old"]),
                "new": "; ".join(field["new"]),
            }
            yield _row(tuple(inert(str(cells[name])) for name in COLUMNS))


def _row(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


@access("see_lists")
@require_safe
def as_json(request: HttpRequest, source: str) -> StreamingHttpResponse:
    every = _every(request, source)
    head = {"source": source, **_asked(request)}
    return _file(_document(head, every), f"{source}-changes.json", TYPES["json"])


def _document(
    head: dict[str, str], every: Iterator[EntryDifferenceView]
) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "entries": ['
    between = "\n"
    for one in every:
        yield between + json.dumps(asdict(one), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


@access("see_lists")
@require_safe
def export(request: HttpRequest, source: str, form: str) -> StreamingHttpResponse:
    pieces = reads.exported(
        viewer=actor_of(request),
        source=source,
        version=request.GET.get("version", ""),
        form=form,
    )
    return _file(pieces, f"{source}.{ENDINGS[form]}", TYPES[form])


def _file(pieces: Iterator[str], name: str, kind: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        (piece.encode() for piece in pieces),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@access("see_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question: int) -> HttpResponse:
    by = actor_of(request)
    form = AnswerForm(sent(request))

    def act() -> Any:  # noqa: ANN401  # the view of the question
        return answer_list_question(by=by, question=question, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("Your answer is recorded and carried out at once."))
        return redirect("workbench:lists")
    found = question_reads.question(viewer=by, question=question)
    compared, gone = question_reads.would_change(viewer=by, question=question)
    context = {
        "found": found,
        "compared": compared,
        "gone": gone,
        "form": form,
        "standings": QUESTIONS,
        "may_answer": found.standing == "open" and by.may("answer_list_question"),
    }
    return render(request, "workbench/list_question.html", context)
