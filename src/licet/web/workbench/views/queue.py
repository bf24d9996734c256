"""The queue: the team's work in the order of its lawful dates."""

from collections.abc import Callable, Iterable
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
from licet.web.casework.selectors.hits import undecided
from licet.web.casework.selectors.list_questions import alarms
from licet.web.casework.selectors.lists import stale_lists
from licet.web.casework.selectors.queues import searched
from licet.web.casework.views import CaseSummary
from licet.web.workbench.forms import QueueFilterForm
from licet.web.workbench.labels import TONES
from licet.web.workbench.queue_tools import offer_teams, queue_tools

_PAGE = 25


def _in_order(
    bands: list[str],
) -> Callable[[CaseSummary], tuple[date, int, datetime]]:
    """By lawful date, then the band that gets most work, then the oldest change."""
    place = {name: number for number, name in enumerate(bands)}

    def order(case: CaseSummary) -> tuple[date, int, datetime]:
        due = case.clock.due or date.max
        return due, -place.get(case.band, -1), case.updated_at

    return order


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
    bands = desk.bands()
    offer(form, "band", [("", _("Any band")), *reversed(bands)])
    offer_teams(form, viewer)
    form.is_valid()
    wanted = ("state", "text", "band", "team", "officer")
    filtered = {key: form.cleaned_data.get(key) or "" for key in wanted}
    order = _in_order([name for name, _title in bands])
    mine: tuple[CaseSummary, ...] = ()
    waiting: tuple[CaseSummary, ...] = ()
    if any(filtered.values()):
        others: Iterable[CaseSummary] = searched(viewer=viewer, **filtered)
    else:
        found = desk.queue(viewer=viewer)
        mine, waiting, others = found.mine, found.waiting, found.others
    pages = Paginator(sorted(others, key=order), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": any(filtered.values()),
        "groups": [
            (
                _("Mine"),
                sorted(mine, key=order),
                _("You have taken no case. Take one below."),
            ),
            (
                _("Waiting for somebody"),
                sorted(waiting, key=order),
                _(
                    "No case waits. A submitted application appears here once it has been checked automatically."
                ),
            ),
        ],
        "page": page,
        "address": lambda number: f"?{urlencode({**filtered, 'page': number})}",
        "tones": TONES,
        "stale": stale_lists(viewer=viewer),
        "list_alarms": [
            one for one in alarms(viewer=viewer) if one.kind in {"refused", "question"}
        ],
        "may_appeals": viewer.may("see_appeals"),
        "may_lists": viewer.may("see_lists"),
        "may_screen": viewer.may("screen_at_desk"),
        "today": legal_day(now()),
        "open_hits": undecided(viewer=viewer),
        "may_hits": viewer.may("see_hits"),
        "sees_opinions": viewer.may("see_opinion_desk"),
        "may_retention": viewer.may("see_retention"),
        "may_keys": viewer.may("see_document_keys"),
        "may_access_log": viewer.may("see_access_log"),
        **queue_tools(viewer, filtered),
    }
    return render(request, "workbench/queue.html", context)
