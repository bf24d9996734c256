"""Entering that somebody wants a case to go first; the rule answers."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import VersionedForm, actor_of, attempt, sent
from licet.web.casework.services.desk.urgency import ask_urgency
from licet.web.workbench.views.case import seen_case, to_case


class UrgencyForm(VersionedForm):
    """Who asks, and what they say."""

    asked_by = forms.CharField(
        label=gettext_lazy("Who asks?"),
        help_text=gettext_lazy(
            "Name and office. It is written down and weighs nothing."
        ),
        max_length=300,
        error_messages={"required": gettext_lazy("Say who asks")},
    )
    words = forms.CharField(
        label=gettext_lazy("What do they say?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": gettext_lazy("Write down what they say")},
    )


@access("ask_urgency")
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = UrgencyForm(sent(request), initial={"version": case.version})
    by = actor_of(request)
    said: list[str] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: said.append(
                ask_urgency(
                    by=by,
                    case=number,
                    asked_by=form.cleaned_data["asked_by"],
                    words=form.cleaned_data["words"],
                    version=form.seen,
                )
            ),
        )
    ):
        first = _("The rule puts it first: %(ground)s.") % {"ground": said[0]}
        kept = _(
            "It is written down. No ground of the rule holds: the case keeps its place."
        )
        messages.success(request, first if said[0] else kept)
        return to_case(number)
    context = {"case": case, "form": form}
    return render(request, "workbench/urgency.html", context)
