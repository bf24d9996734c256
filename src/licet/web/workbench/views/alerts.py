"""Alerts of list changes: what waits, what was handled, and handling one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.selectors.screening import list_alerts as reads
from licet.web.casework.services.screening.list_alerts import handle_list_alert
from licet.web.workbench.forms import ReasonsForm
from licet.web.workbench.views.lists import CHANGES

_LONGEST = 40  # of a number
STANDINGS = (
    ("open", lazy("Open")),
    ("handled", lazy("Handled")),
    ("all", lazy("All")),
)


@access("see_list_alerts")
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    asked = request.GET.get("standing", "")
    standing = asked if asked in {name for name, _words in STANDINGS} else "open"
    one = {
        name: request.GET[name][:_LONGEST]
        for name in ("case", "licence")
        if request.GET.get(name)
    }
    found = reads.alerts(viewer=viewer, standing=standing, **one)
    context = {
        "case": one.get("case", ""),
        "licence": one.get("licence", ""),
        "page": page_of(found, request.GET.get("page")),
        "address": lambda number: (
            f"?{urlencode({'standing': standing, **one, 'page': number})}"
        ),
        "only": lambda name: f"?{urlencode({'standing': name, **one})}",
        "standing": standing,
        "standings": STANDINGS,
        "changes": CHANGES,
        "may_handle": viewer.may("handle_list_alert"),
        "may_licence": viewer.may("see_licence"),
    }
    return render(request, "workbench/list_alerts.html", context)


@access("handle_list_alert")
@require_http_methods(["GET", "HEAD", "POST"])
def handle(request: HttpRequest, alert: int) -> HttpResponse:
    by = actor_of(request)
    found = reads.alert(viewer=by, alert=alert)
    form = ReasonsForm(sent(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: handle_list_alert(
                by=by, alert=alert, reasons=form.cleaned_data["reasons"]
            ),
        )
    ):
        messages.success(
            request, _("The alert is handled; your reasons are on record.")
        )
        return redirect("workbench:list_alerts")
    context = {"alert": found, "form": form, "changes": CHANGES}
    return render(request, "workbench/list_alert.html", context)
