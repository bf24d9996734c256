"""The queue: the team's work in the order of its lawful dates."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from licet.review import machines
from licet.web.casework.access import access
from licet.web.casework.form_acts import actor_of, offer
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors import desk
from licet.web.casework.selectors.lists import stale_lists
from licet.web.casework.views import CaseSummary
from licet.web.workbench.forms import QueueFilterForm
from licet.web.workbench.labels import TONES

_PAGE = 25


def _order(case: CaseSummary) -> tuple[date, datetime]:
    return case.clock.due or date.max, case.updated_at


def _states() -> list[tuple[str, str]]:
    return [
        (name, state.words)
        for name, state in machines()["case"].states.items()
        if name != "draft"
    ]


@access("see_queue")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    form = QueueFilterForm(request.GET)
    offer(form, "state", [("", _("Any state")), *_states()])
    form.is_valid()
    filtered = {key: form.cleaned_data.get(key) or "" for key in ("state", "text")}
    mine: tuple[CaseSummary, ...] = ()
    waiting: tuple[CaseSummary, ...] = ()
    if any(filtered.values()):
        others: Iterable[CaseSummary] = desk.cases(viewer=viewer, **filtered)
    else:
        found = desk.queue(viewer=viewer)
        mine, waiting, others = found.mine, found.waiting, found.others
    pages = Paginator(sorted(others, key=_order), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": any(filtered.values()),
        "groups": [
            (
                _("Mine"),
                sorted(mine, key=_order),
                _("You have taken no case. Take one below."),
            ),
            (
                _("Waiting for somebody"),
                sorted(waiting, key=_order),
                _(
                    "No case waits. A submitted application appears here once it has been checked automatically."
                ),
            ),
        ],
        "page": page,
        "address": lambda number: f"?{urlencode({**filtered, 'page': number})}",
        "tones": TONES,
        "stale": stale_lists(viewer=viewer),
        "may_lists": viewer.may("see_lists"),
        "today": legal_day(now()),
        "sees_opinions": viewer.may("see_opinion_desk"),
    }
    return render(request, "workbench/queue.html", context)
