"""Appeals: who hears them, and how they end."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.selectors import appeals as reads
from licet.web.casework.selectors import desk
from licet.web.casework.services import appeals as acts
from licet.web.casework.views import AppealView, CaseView
from licet.web.workbench.forms import AppealDecisionForm, AssignForm
from licet.web.workbench.labels import TONES
from licet.web.workbench.views.case import form_page, seen_case


def _appeal(case: CaseView, appeal: str) -> AppealView:
    found = next((one for one in case.appeals if one.id == appeal), None)
    if found is None:
        raise Http404(appeal)
    return found


@access("see_queue")
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "appeals": reads.appeals(viewer=viewer),
        "may_assign": viewer.may("assign_appeal"),
        "may_decide": viewer.may("decide_appeal"),
        "tones": TONES,
    }
    return render(request, "workbench/appeals.html", context)


@access("assign_appeal")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, number: str, appeal: str) -> HttpResponse:
    by = actor_of(request)
    case = seen_case(request, number)
    found = _appeal(case, appeal)
    form = AssignForm(sent(request), initial={"version": found.version})
    people = desk.reviewers(viewer=by)
    offer(
        form,
        "to",
        [
            ("", _("Choose a reviewer")),
            *((one.id, one.name) for one in people),
        ],
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.assign_appeal(
                by=by,
                appeal=appeal,
                reviewer=form.cleaned_data["to"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("The appeal is assigned."))
        return redirect("workbench:appeals")
    return form_page(
        request,
        case,
        form,
        title=_("Assign the appeal"),
        about=_(
            "The reviewer must have had no part in the decision and must not report to anybody who had. The system refuses anybody else."
        ),
        send=_("Assign"),
        quoted=found.grounds,
    )


@access("decide_appeal")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, appeal: str) -> HttpResponse:
    by = actor_of(request)
    case = seen_case(request, number)
    found = _appeal(case, appeal)
    form = AppealDecisionForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.decide_appeal(
                by=by,
                appeal=appeal,
                outcome=form.cleaned_data["outcome"],
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("The appeal is decided."))
        return redirect("workbench:appeals")
    return form_page(
        request,
        case,
        form,
        title=_("Decide the appeal"),
        about=_("The appellant reads your reasons."),
        send=_("Decide"),
        quoted=found.grounds,
    )
