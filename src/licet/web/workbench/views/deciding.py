"""Notice before a refusal, the register of delegations, letters sent, the decision run again and made public."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.decision.deciding import procedure
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.decision import deciding as reads
from licet.web.casework.selectors.public.public_version import public_version
from licet.web.casework.services.decision import delegations as acts
from licet.web.casework.services.decision import delivery, hearing
from licet.web.casework.services.findings.today import same_today
from licet.web.workbench.deciding_forms import (
    DelegationForm,
    DispatchForm,
    EndDelegationForm,
    split,
)
from licet.web.workbench.forms import ConfirmForm
from licet.web.workbench.labels import DECISIONS, OUTCOMES
from licet.web.workbench.views.case import form_page, seen_case, to_case


@access("give_notice_of_refusal")
@require_POST
def notice(request: HttpRequest, number: str) -> HttpResponse:
    form, by = ConfirmForm(request.POST), actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: hearing.give_notice_of_refusal(by=by, case=number, version=form.seen),
    ):
        messages.success(
            request,
            _("The notice is given. The time to answer runs from its service."),
        )
        return to_case(number)
    context = {
        "form": form,
        "case": seen_case(request, number),
        "title": _("No notice was given"),
    }
    return render(request, "workbench/refused.html", context)


@access("dispatch_letter")
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    case, by = seen_case(request, number), actor_of(request)
    found = next((one for one in case.letters if one.id == letter), None)
    if found is None:
        raise Http404(letter)
    form = DispatchForm(sent(request), initial={"version": case.version})
    manners = procedure().manners.values()
    offer(form, "manner", [(one.id, one.title) for one in manners])
    if form.is_valid() and attempt(
        form,
        lambda: delivery.dispatch_letter(
            by=by,
            case=number,
            letter=letter,
            on=form.cleaned_data["on"],
            manner=form.cleaned_data["manner"],
            reference=form.cleaned_data["reference"],
        ),
    ):
        messages.success(request, _("The sending is recorded."))
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Record that the letter was sent"),
        about=found.subject,
        send=_("Record it"),
    )


@access("see_delegations")
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "lines": reads.delegations(viewer=viewer),
        "may_give": viewer.may("give_delegation"),
        "may_end": viewer.may("end_delegation"),
        "decisions": DECISIONS,
        "today": legal_day(now()),
        "procedure": procedure(),
    }
    return render(request, "workbench/delegations.html", context)


@access("give_delegation")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    form, by = DelegationForm(sent(request)), actor_of(request)
    people = acts.people_in_post(legal_day(now()))
    offer(form, "holder", [("", _("Choose a person")), *people])
    if form.is_valid():
        said = form.cleaned_data
        given = acts.Given(
            holder=said["holder"],
            acts=tuple(said["acts"]),
            highest_tier=said["highest_tier"],
            first=said["first"],
            last=said["last"],
            instrument=said["instrument"],
            regimes=split(said["regimes"]),
            kinds=split(said["kinds"]),
            highest_value=said["highest_value"],
            currency=said["currency"].strip().upper(),
        )
        if attempt(form, lambda: acts.give_delegation(by=by, given=given)):
            messages.success(request, _("The delegation is in the register."))
            return redirect("workbench:delegations")
    return render(request, "workbench/delegation_give.html", {"form": form})


@access("end_delegation")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, delegation: int) -> HttpResponse:
    form, by = EndDelegationForm(sent(request)), actor_of(request)
    lines = reads.delegations(viewer=by)
    line = next((one for one in lines if one.id == delegation), None)
    if line is None:
        raise Http404(delegation)
    if form.is_valid() and attempt(
        form,
        lambda: acts.end_delegation(by=by, delegation=delegation, **form.cleaned_data),
    ):
        messages.success(request, _("The delegation ends on that day."))
        return redirect("workbench:delegations")
    return render(
        request, "workbench/delegation_end.html", {"form": form, "line": line}
    )


@access("see_case")
@require_safe
def today(request: HttpRequest, number: str) -> HttpResponse:
    context = {
        "case": seen_case(request, number),
        "found": same_today(viewer=actor_of(request), case=number),
        "outcomes": OUTCOMES,
        "today": legal_day(now()),
    }
    return render(request, "workbench/today.html", context)


@access("see_public_version")
@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    found = public_version(viewer=actor_of(request), case=number)
    return render(request, "workbench/public_version.html", {"found": found})
