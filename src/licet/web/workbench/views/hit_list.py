"""The work list of hits over all cases, the same as files, and one word on several hits."""

import csv
import io
import json
from dataclasses import asdict
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.selectors.screening import hits as reads
from licet.web.casework.selectors.screening.hits import HitQuery
from licet.web.casework.services.screening.adjudication import Chosen, decide_together
from licet.web.casework.views import HitLine, HitPage
from licet.web.workbench.hit_forms import HitFilterForm, WordForm, reason_groups
from licet.web.workbench.labels import HIT_STANDINGS
from licet.web.workbench.views.drafts import inert

COLUMNS = (
    "case", "party", "role", "matched_name", "entity", "list", "list_version", "measure",
    "score", "tier", "due", "since", "standing", "remembered", "officer", "first_by",
    "same", "words", "id",
)  # fmt: skip


def _query(request: HttpRequest) -> HitQuery:
    """What the address asks for; a standing that there is none of is the usual one."""
    told = request.GET
    standing = told.get("standing", "")
    return HitQuery(
        standing=standing if standing in reads.STANDINGS else "undecided",
        list=told.get("list", ""),
        role=told.get("role", ""),
        team=told.get("team", ""),
        mine=told.get("mine", "") in {"on", "1", "true"},
        text=told.get("text", "")[:100],
    )


def _asked(query: HitQuery) -> dict[str, str]:
    told = {key: value for key, value in asdict(query).items() if value}
    return {key: "1" if value is True else str(value) for key, value in told.items()}


def _form(query: HitQuery, found: HitPage) -> HitFilterForm:
    form = HitFilterForm(asdict(query))
    every = ("", _("Any"))
    offer(form, "list", [every, *((one, one) for one in found.lists)])
    offer(form, "role", [every, *((one, one.replace("_", " ")) for one in found.roles)])
    offer(form, "team", [every, *found.teams])
    return form


@access("see_hits")
@require_safe
def hits(request: HttpRequest) -> HttpResponse:
    viewer, query = actor_of(request), _query(request)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004  # beyond any list
    found = reads.work_list(viewer=viewer, query=query, page=page)
    told = _asked(query)
    context = {
        "found": found,
        "form": _form(query, found),
        "filtered": told != {"standing": "undecided"},
        "undecided": reads.undecided(viewer=viewer),
        "query": f"?{urlencode(told)}",
        "address": lambda number: f"?{urlencode({**told, 'page': number})}",
        "standings": HIT_STANDINGS,
        "may": viewer.may("adjudicate_hit"),
        "may_measures": viewer.may("see_hit_measures"),
    }
    return render(request, "workbench/hits.html", context)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _told(line: HitLine) -> dict[str, object]:
    told = asdict(line)
    return {name: _plain(told[name]) for name in COLUMNS}


@access("see_hits")
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in reads.every_hit(viewer=actor_of(request), query=_query(request)):
        told = _told(line)
        writer.writerow(
            [inert("" if told[name] is None else str(told[name])) for name in COLUMNS]
        )
    return as_file(out.getvalue(), "hits.csv", "text/csv; charset=utf-8")


@access("see_hits")
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    query = _query(request)
    found = reads.every_hit(viewer=actor_of(request), query=query)
    told = {"query": _asked(query), "hits": [_told(one) for one in found]}
    body = json.dumps(told, ensure_ascii=False, indent=2)
    return as_file(body, "hits.json", "application/json")


def as_file(body: str, name: str, kind: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _chosen(request: HttpRequest) -> list[Chosen]:
    """What was ticked: case, hit and the version seen, as the page wrote them."""
    found = []
    for one in request.POST.getlist("chosen"):
        case, _first, rest = one.partition("|")
        hit, _second, version = rest.partition("|")
        seen = int(version) if version.isdecimal() else None
        found.append(Chosen(case=case, hit=hit, version=seen))
    return found


@access("adjudicate_hit")
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    by, form = actor_of(request), WordForm(sent(request))
    picked = _chosen(request)
    ids = [one.hit for one in picked] or request.GET.getlist("hit")
    done: list[Chosen] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: done.extend(decide_together(by=by, chosen=picked, **form.word)),
        )
    ):
        messages.success(
            request,
            ngettext(
                "Your word is recorded on %(num)s hit.",
                "Your word is recorded on %(num)s hits, each by itself.",
                len(done),
            )
            % {"num": len(done)},
        )
        return redirect("workbench:hits")
    found = reads.chosen_hits(viewer=by, ids=ids)
    if len(found) == 1 and request.method != "POST":
        found = (*found, *_beside(request, found[0]))
    ticked = {one.hit for one in picked} or {one.id for one in found}
    context = {
        "form": form,
        "found": found,
        "ticked": ticked,
        "pairs": len({one.pair for one in found}),
        "groups": reason_groups(),
        "standings": HIT_STANDINGS,
    }
    return render(request, "workbench/hits_together.html", context)


def _beside(request: HttpRequest, one: HitLine) -> tuple[HitLine, ...]:
    return reads.same_evidence(viewer=actor_of(request), pair=one.pair, besides=one.id)
