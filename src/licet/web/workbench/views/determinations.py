"""The law inside a case: every determination with its differences, run again, and classified by an officer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.regimes import in_words
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.law.asking import package_of
from licet.web.casework.services.findings import classification
from licet.web.casework.services.findings import replay as running
from licet.web.casework.views import CaseView
from licet.web.workbench import labels
from licet.web.workbench.forms import OverrideForm
from licet.web.workbench.views.case import form_page, seen_case, to_case


@access("see_case")
@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    context = {"case": seen_case(request, number), "outcomes": labels.OUTCOMES}
    return render(request, "workbench/determinations.html", context)


@access("see_case")
@require_safe
def replay(request: HttpRequest, number: str) -> HttpResponse:
    context = {
        "case": seen_case(request, number),
        "outcomes": labels.OUTCOMES,
        "replayed": running.replay(viewer=actor_of(request), case=number),
    }
    return render(request, "workbench/replay.html", context)


def _entries(case: CaseView) -> list[tuple[str, str]]:
    law = package_of(case.profile)
    listed = [
        (one.id, f"{one.id}: {in_words(one.title)}") for one in law.entries.values()
    ]
    unlisted = [
        (word, _("%(word)s: on no list") % {"word": word})
        for word in sorted(law.header.unlisted)
    ]
    own = ("", _("By its own facts alone, without a claimed entry"))
    return [own, *unlisted, *listed]


@access("override_classification")
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, number: str, item: int) -> HttpResponse:
    case = seen_case(request, number)
    named = {one.item: one for one in case.classification}
    if item not in named:
        raise Http404(str(item))
    form = OverrideForm(sent(request), initial={"version": case.version})
    offer(form, "entry", _entries(case))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: classification.override_classification(
                by=by,
                case=number,
                item=item,
                entry=form.cleaned_data["entry"],
                law=form.cleaned_data["law"],
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request, _("The classification is set; everything is computed anew.")
        )
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Classify: %(item)s") % {"item": named[item].name},
        about=_(
            "It stands as your finding, with reasons and law, and the countersigner sees it beside what was "
            "computed. What the facts certainly show stays shown: where both fit, the strictest answer governs."
        ),
        send=_("Set the classification"),
    )
