"""Asking the applicant, asking agencies, advising, assigning, writing to the applicant."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licet.decision import Condition
from licet.web.casework.access import Actor, access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.review.advising import subjects_of
from licet.web.casework.selectors.desk import desk
from licet.web.casework.services.applying import applications
from licet.web.casework.services.desk import desk as acts
from licet.web.casework.services.desk import information_requests, referring
from licet.web.casework.views import CaseView
from licet.web.workbench.conditions import offered, read_conditions
from licet.web.workbench.forms import (
    AssignForm,
    InformationForm,
    MessageForm,
    ReferralForm,
)
from licet.web.workbench.review_forms import WholeAdviceForm
from licet.web.workbench.views.case import beside, form_page, seen_case, to_case


@access("request_information")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = InformationForm(sent(request), initial={"version": case.version})
    open_facts = {
        one["fact"]: one["question"]
        for found in case.determinations
        for one in found.document["questions"]
    }
    offer(form, "facts", list(open_facts.items()))
    if not open_facts:
        del form.fields["facts"]
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: information_requests.request_information(
                by=by,
                case=number,
                question=form.cleaned_data["question"],
                facts=tuple(form.cleaned_data.get("facts", ())),
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request, _("The question is with the applicant. The clock stands still.")
        )
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Ask the applicant"),
        about=_(
            "The applicant reads these words. While the question is open, the clock stands still."
        ),
        send=_("Send the question"),
    )


@access("refer_case")
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = ReferralForm(sent(request), initial={"version": case.version})
    by_rule = {one["to"]: one for one in case.suggested_referrals}
    _offer_agencies(form, by_rule)
    by = actor_of(request)
    if request.method == "POST" and form.is_valid():
        chosen = tuple(
            referring.Referral(
                team=code,
                because=by_rule[code]["because"]
                if code in by_rule
                else form.cleaned_data["because"],
            )
            for code in form.cleaned_data["teams"]
        )
        if attempt(
            form,
            lambda: referring.refer_case(
                by=by, case=number, referrals=chosen, version=form.seen
            ),
        ):
            messages.success(
                request,
                _("The case is with the agencies. All of them see the same evidence."),
            )
            return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Refer to agencies"),
        about=_("Every agency with standing sees the same evidence, by marking."),
        send=_("Refer"),
        suggested=case.suggested_referrals,
    )


def _offer_agencies(form: ReferralForm, by_rule: Collection[str]) -> None:
    offer(
        form,
        "teams",
        [
            (
                team.code,
                _("%(name)s (a rule asks for it)") % {"name": team.name}
                if team.code in by_rule
                else team.name,
            )
            for team in desk.agencies()
        ],
    )


@access("give_advice")
@require_http_methods(["GET", "HEAD", "POST"])
def advise(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    kinds = subjects_of(case.transaction)
    form = WholeAdviceForm(
        sent(request),
        initial={"version": case.version},
        subjects=[(kind, name) for kind, names in kinds.items() for name in names],
        criteria=[(str(one["id"]), str(one["title"])) for one in desk.criteria()],
    )
    by = actor_of(request)
    own = next(iter(sorted(by.teams)), "")
    types = desk.condition_types()
    chosen: tuple[Condition, ...] = ()
    if request.method == "POST" and form.is_valid():
        chosen = read_conditions(request.POST, types, owner=own)
        if attempt(
            form,
            lambda: _give_advice(form, by, number, chosen),
        ):
            messages.success(
                request,
                _(
                    "Your agency's advice is on the case. It cannot be dropped; you may add a newer version."
                ),
            )
            return to_case(number)
    context = {
        "form": form,
        "title": _("Your agency's advice"),
        "about": _(
            "Conditions that you set stay yours: they change only with your recorded answer."
        ),
        "send": _("Give the advice"),
        "condition_types": offered(request.POST, types),
        "checkers": desk.teams(),
        **beside(case),
    }
    return render(request, "workbench/advice.html", context)


@access("assign_case")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = AssignForm(sent(request), initial={"version": case.version})
    by = actor_of(request)
    people = desk.officers(viewer=by)
    offer(
        form,
        "to",
        [
            ("", _("Choose an officer")),
            *((one.id, one.name) for one in people),
        ],
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.assign_case(
                by=by, case=number, officer=form.cleaned_data["to"], version=form.seen
            ),
        )
    ):
        messages.success(request, _("The case is assigned."))
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Assign the case"),
        about=_("The officer finds it under “Mine”."),
        send=_("Assign"),
    )


@access("send_message")
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = MessageForm(sent(request), initial={"version": case.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: applications.send_message(
                by=by, case=number, text=form.cleaned_data["text"]
            ),
        )
    ):
        messages.success(request, _("The message is sent."))
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Write to the applicant"),
        about=_(
            "A message asks nothing and stops no clock. To ask, use “Ask the applicant”."
        ),
        send=_("Send"),
    )


def _give_advice(
    form: WholeAdviceForm, by: Actor, number: str, chosen: tuple[Condition, ...]
) -> CaseView:
    return referring.give_advice(
        by=by,
        case=number,
        position=form.cleaned_data["position"],
        reasons=form.cleaned_data["reasons"],
        conditions=chosen,
        grounds=tuple(form.cleaned_data["grounds"]),
        points=form.points(),
        version=form.seen,
    )
