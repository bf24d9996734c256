"""The types of condition, how often each was signed, and what fitted none of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of
from licet.web.casework.selectors.review.conditions import condition_figures
from licet.web.workbench.review_labels import DUTIES


@access("see_conditions")
@require_safe
def conditions(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "figures": condition_figures(viewer=viewer),
        "duties": DUTIES,
        "may_case": viewer.may("see_case"),
    }
    return render(request, "workbench/condition_types.html", context)
