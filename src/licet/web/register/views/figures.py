"""Aggregates for everybody: a table, a chart and a file with the same numbers."""

import csv
import io
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from licet.disclosure import Figures
from licet.review.appeals import AppealKind
from licet.web.casework.access import access
from licet.web.casework.selectors.appeals.appeal_parts import kind_words
from licet.web.casework.selectors.public import figures as reads

OUTCOMES = {
    "grant": lazy("Granted"),
    "grant_with_conditions": lazy("Granted with conditions"),
    "refuse": lazy("Refused"),
    "no_licence_required": lazy("Returned: no licence required"),
    "withdrawn": lazy("Withdrawn"),
    "lapsed": lazy("Lapsed"),
}
_WIDTH = 560
_BAR = 22
_GAP = 14
_LABEL = 210


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of the chart of processing times, in its own units."""

    label: str
    count: int
    median: int
    ninetieth: int
    y: int
    median_width: int
    ninetieth_width: int


def _bars(found: Figures) -> list[Bar]:
    longest = max((one.ninetieth for one in found.times), default=0) or 1
    room = _WIDTH - _LABEL - 60
    return [
        Bar(
            label=str(OUTCOMES.get(one.outcome, one.outcome)),
            count=one.count,
            median=one.median,
            ninetieth=one.ninetieth,
            y=place * (_BAR + _GAP),
            median_width=one.median * room // longest,
            ninetieth_width=one.ninetieth * room // longest,
        )
        for place, one in enumerate(found.times)
    ]


@access("public")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    found = reads.figures()
    bars = _bars(found)
    context = {
        "figures": found,
        "appeals": reads.appeal_figures(),
        "appeal_kinds": {kind.value: kind_words(kind.value) for kind in AppealKind},
        "appeal_outcomes": {
            "dismissed": _("Dismissed"),
            "varied": _("Varied"),
            "annulled": _("Annulled"),
            "remitted": _("Sent back"),
            "withdrawn": _("Withdrawn"),
        },
        "outcomes": OUTCOMES,
        "bars": bars,
        "chart": {
            "width": _WIDTH,
            "height": max(len(bars) * (_BAR + _GAP), 1),
            "label": _LABEL,
            "bar": _BAR,
        },
        "why": {
            "SMALL": _("withheld: fewer than %(count)s") % {"count": found.threshold},
            "DOMINATED": _("withheld: one exporter has %(share)s %% or more")
            % {"share": found.dominance_percent},
        },
    }
    return render(request, "register/figures.html", context)


@access("public")
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    found = reads.figures()
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["quarter", "family", "region", "outcome", "count", "suppressed"])
    for cell in found.cells:
        count = "" if cell.count is None else cell.count
        why = "" if cell.suppressed is None else cell.suppressed.value
        lines.writerow(
            [cell.quarter, cell.family, cell.region, cell.outcome, count, why]
        )
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="figures.csv"'},
    )


@access("public")
@require_safe
def times_csv(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["outcome", "decisions", "median_days", "ninetieth_percentile_days"])
    for one in reads.figures().times:
        lines.writerow([one.outcome, one.count, one.median, one.ninetieth])
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="processing-times.csv"'},
    )
