"""The queue: the team's work in the order of its lawful dates."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from licet.review import machines
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, offer
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.desk import desk
from licet.web.casework.selectors.desk.queues import searched
from licet.web.casework.selectors.desk.work_list import WorkList
from licet.web.casework.selectors.parts.pages import PAGE, page_of
from licet.web.casework.selectors.screening.hits import undecided
from licet.web.casework.selectors.screening.list_questions import alarms
from licet.web.casework.selectors.screening.lists import stale_lists
from licet.web.casework.views import CaseSummary
from licet.web.workbench.forms import QueueFilterForm
from licet.web.workbench.labels import TONES
from licet.web.workbench.queue_tools import offer_teams, queue_tools

_GROUPS = (
    (_("Mine"), _("You have taken no case. Take one below.")),
    (
        _("Waiting for somebody"),
        _(
            "No case waits. A submitted application appears here once it has been checked automatically."
        ),
    ),
    (_("Everything else we may see"), _("Nothing.")),
)
_FOUND = ((_("Cases found"), _("No case fits. Widen the search.")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Those cases of a group that stand on a page.

    Attributes:
        heading: Its name.
        nothing: What stands in the place of an empty one.
        total: How many it has on all pages.
        page: The page on which it begins.
        cases: Those on this page.
    """

    heading: Promise
    nothing: Promise
    total: int
    page: int
    cases: tuple[CaseSummary, ...]


def _groups(found: WorkList, page: Page[CaseSummary], *, search: bool) -> list[Group]:
    """The groups of the work list, in its order, as far as they stand on a page."""
    counted = (len(found),) if search else found.counted
    first = page.start_index() - 1 if page.object_list else 0
    groups, begin = [], 0
    for (heading, nothing), total in zip(
        _FOUND if search else _GROUPS, counted, strict=True
    ):
        cut = slice(max(0, begin - first), max(0, begin + total - first))
        groups.append(
            Group(
                heading=heading,
                nothing=nothing,
                total=total,
                page=begin // PAGE + 1,
                cases=tuple(page.object_list[cut]),
            )
        )
        begin += total
    return groups


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
    search = any(filtered.values())
    found = searched(viewer=viewer, **filtered) if search else desk.queue(viewer=viewer)
    page = page_of(found, request.GET.get("page"))
    context = {
        "form": form,
        "filtered": search,
        "groups": _groups(found, page, search=search),
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
