"""Time and agreement of the work on hits: for those who answer for it."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from pydantic import TypeAdapter

from licet.kernel import InputError
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.selectors.screening.hit_measures import hit_measures
from licet.web.casework.views import HitMeasures, Week
from licet.web.workbench.views.hit_list import as_file

SHARES = {
    "remembered": _("Remembered from another case, of all that was settled"),
    "agreement": _("Second officers who agreed with the first"),
    "reversal": _("Words that a later word in the same case reversed"),
}
WIDTH, HEIGHT, FOOT = 640, 160, 18


def _found(request: HttpRequest) -> HitMeasures:
    told = {name: request.GET.get(name, "") for name in ("since", "until")}
    return hit_measures(viewer=actor_of(request), **told)


def _bars(weeks: Sequence[Week]) -> list[dict[str, Any]]:
    """Two bars a week, hits that came and decisions, in whole units of the drawing."""
    most = max((max(one.came, one.decided) for one in weeks), default=0) or 1
    step = WIDTH // max(len(weeks), 1)
    room = HEIGHT - FOOT - 16
    return [
        {
            "x": place * step,
            "width": max(step // 3, 1),
            "week": one,
            "came": one.came * room // most,
            "decided": one.decided * room // most,
        }
        for place, one in enumerate(weeks)
    ]


@access("see_hit_measures")
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    problem = ""
    try:
        found = _found(request)
    except InputError as error:
        problem = str(error)
        found = hit_measures(viewer=actor_of(request))
    context = {
        "found": found,
        "problem": problem,
        "bars": _bars(found.weeks),
        "shares": SHARES,
        "chart": {"width": WIDTH, "height": HEIGHT, "foot": HEIGHT - FOOT},
    }
    return render(request, "workbench/hit_measures.html", context)


@access("see_hit_measures")
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    told = TypeAdapter(HitMeasures).dump_python(_found(request), mode="json")
    body = json.dumps(told, ensure_ascii=False, indent=2)
    return as_file(body, "hit-measures.json", "application/json")


@access("see_hit_measures")
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    names = list(Week.__dataclass_fields__)
    writer.writerow(names)
    for one in _found(request).weeks:
        writer.writerow([getattr(one, name) for name in names])
    return as_file(out.getvalue(), "hit-measures.csv", "text/csv; charset=utf-8")
