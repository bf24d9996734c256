"""Official lists: versions, freshness, what was done, what changed between two versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from licet.screening import OWN_TITLES
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.selectors.screening import list_questions as question_reads
from licet.web.casework.selectors.screening import lists as reads

RESULTS = {
    "new": ("good", _("Taken into service")),
    "changed": ("good", _("New version")),
    "unchanged": ("", _("Unchanged")),
    "refused": ("bad", _("Refused")),
    "found": ("", _("Found in service")),
}
ALARMS = {
    "none": _("No list"),
    "stale": _("Stale"),
    "refused": _("Last look failed"),
    "question": _("Waits for an answer"),
}
QUESTIONS = {
    "open": ("wait", _("Waits for an answer")),
    "accepted": ("good", _("Accepted")),
    "rejected": ("bad", _("Rejected")),
    "gone": ("", _("No longer asked")),
}
CHANGES = {
    "added": ("good", _("Added")),
    "changed": ("wait", _("Changed")),
    "removed": ("bad", _("Removed")),
}


@access("see_lists")
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    asked = {key: request.GET.get(key, "") for key in ("source", "older", "newer")}
    context = {
        "found": reads.lists(viewer=viewer),
        "asked": asked,
        "difference": reads.difference(viewer=viewer, **asked)
        if all(asked.values())
        else None,
        "results": RESULTS,
        "changes": CHANGES,
        "own": OWN_TITLES,
        "alarms": question_reads.alarms(viewer=viewer),
        "alarm_kinds": ALARMS,
        "questions": question_reads.questions(viewer=viewer),
        "question_standings": QUESTIONS,
        "may_answer": viewer.may("answer_list_question"),
        "may_alerts": viewer.may("see_list_alerts"),
    }
    return render(request, "workbench/lists.html", context)
