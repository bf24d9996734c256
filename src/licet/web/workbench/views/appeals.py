"""Appeals in the work tool: the list, an appeal, who hears it, hearing, interim measure, decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.review.appeals import GroundFinding
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import (
    VersionedForm,
    actor_of,
    attempt,
    offer,
    sent,
)
from licet.web.casework.selectors.appeals import appeals as reads
from licet.web.casework.selectors.desk import desk
from licet.web.casework.services.appeals import appeal_hearing, appeal_ruling
from licet.web.casework.services.appeals import appeals as acts
from licet.web.casework.views import AppealView
from licet.web.workbench.appeal_forms import (
    AdvocateForm,
    AnswerForm,
    AppealFilterForm,
    FileForm,
    HearingForm,
    HearingRecordForm,
    InterimForm,
    RulingForm,
)
from licet.web.workbench.forms import AssignForm
from licet.web.workbench.labels import TONES
from licet.web.workbench.views.case import download

METHODS = ["GET", "HEAD", "POST"]


@access("see_appeals")
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    form = AppealFilterForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("text") or ""
    state = form.cleaned_data.get("state") or ""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 9 else 1  # noqa: PLR2004  # more digits than any page has
    context = {
        "form": form,
        "found": reads.appeals(viewer=viewer, text=text, state=state, page=page),
        "tones": TONES,
        "address": lambda number: (
            f"?{urlencode({'text': text, 'state': state, 'page': number})}"
        ),
    }
    return render(request, "workbench/appeals.html", context)


@access("see_appeals")
@require_safe
def appeal(request: HttpRequest, appeal: str) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "appeal": reads.appeal(viewer=viewer, appeal=appeal),
        "record": reads.record_of(viewer=viewer, appeal=appeal),
        "may_case": viewer.may("see_case"),
        "tones": TONES,
    }
    return render(request, "workbench/appeal.html", context)


@access("see_appeals")
@require_safe
def document(request: HttpRequest, appeal: str, document: str) -> HttpResponse:
    viewer = actor_of(request)
    return download(
        reads.appeal_document(viewer=viewer, appeal=appeal, document=document)
    )


def _seen(request: HttpRequest, appeal: str) -> AppealView:
    return reads.appeal(viewer=actor_of(request), appeal=appeal)


def _act(
    request: HttpRequest,
    found: AppealView,
    form: VersionedForm,
    call: Callable[[], Any],
    *,
    done: str,
    **words: object,
) -> HttpResponse:
    """The page of one act in an appeal; back to the appeal when it is done."""
    form.initial.setdefault("version", found.version)
    if request.method == "POST" and form.is_valid() and attempt(form, call):
        messages.success(request, done)
        return redirect("workbench:appeal", appeal=found.id)
    context = {"form": form, "appeal": found, "tones": TONES, **words}
    return render(request, "workbench/appeal_act.html", context)


@access("assign_appeal")
@require_http_methods(METHODS)
def assign(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = AssignForm(sent(request))
    people = desk.reviewers(viewer=by)
    choices = [("", _("Choose a reviewer")), *((one.id, one.name) for one in people)]
    offer(form, "to", choices)
    return _act(
        request,
        found,
        form,
        lambda: appeal_hearing.assign_appeal(
            by=by, appeal=appeal, reviewer=form.cleaned_data["to"], version=form.seen
        ),
        done=_("The appeal is assigned."),
        title=_("Assign the appeal"),
        about=_(
            "The reviewer must have had no part in the decision and must not report to anybody who had. The system refuses anybody else."
        ),
        send=_("Assign"),
    )


@access("name_advocate")
@require_http_methods(METHODS)
def advocate(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = AdvocateForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: appeal_hearing.name_advocate(
            by=by,
            appeal=appeal,
            advocate=form.cleaned_data["advocate"],
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        done=_("The advocate is named."),
        title=_("Name a cleared advocate"),
        about=_(
            "The advocate reads the secret reasons for the appellant and may tell nobody. Every reading is on record."
        ),
        send=_("Name the advocate"),
    )


@access("answer_appeal")
@require_http_methods(METHODS)
def answer(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = AnswerForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: acts.answer_appeal(
            by=by, appeal=appeal, text=form.cleaned_data["text"], version=form.seen
        ),
        done=_("The answer is given."),
        title=_("Answer the appeal"),
        about=_("What the authority says to the grounds."),
        send=_("Send the answer"),
    )


@access("lay_appeal_document")
@require_http_methods(METHODS)
def lay(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = FileForm(sent(request), request.FILES or None)
    return _act(
        request,
        found,
        form,
        lambda: acts.lay_appeal_document(
            by=by,
            appeal=appeal,
            name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"],
            version=form.seen,
        ),
        done=_("The document is laid before the reviewer."),
        title=_("Lay a document before the reviewer"),
        about=_("Both sides see it."),
        send=_("Upload"),
    )


@access("set_hearing")
@require_http_methods(METHODS)
def set_hearing(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = HearingForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: appeal_hearing.set_hearing(
            by=by,
            appeal=appeal,
            on=form.cleaned_data["on"],
            place=form.cleaned_data["place"],
            version=form.seen,
        ),
        done=_("The hearing is set."),
        title=_("Set a hearing"),
        about=_("The appellant is told the day and the place."),
        send=_("Set the hearing"),
    )


@access("record_hearing")
@require_http_methods(METHODS)
def record_hearing(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = HearingRecordForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: appeal_hearing.record_hearing(
            by=by,
            appeal=appeal,
            on=form.cleaned_data["on"],
            record=form.cleaned_data["record"],
            version=form.seen,
        ),
        done=_("The record of the hearing is entered."),
        title=_("Enter what was said at the hearing"),
        about=_("Both sides read it. It cannot be changed; enter a further one."),
        send=_("Enter the record"),
    )


@access("decide_interim")
@require_http_methods(METHODS)
def interim(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = InterimForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: appeal_hearing.decide_interim(
            by=by,
            appeal=appeal,
            measure=form.cleaned_data["measure"],
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
        done=_("The interim measure is decided."),
        title=_("Decide the interim measure"),
        about=_("Granted, the act has no effect until the appeal is decided."),
        send=_("Decide"),
    )


def _ruling(form: RulingForm, found: AppealView) -> appeal_ruling.Ruling:
    said = form.cleaned_data
    changed = said["outcome"] == "varied"
    return appeal_ruling.Ruling(
        outcome=said["outcome"],
        findings=tuple(
            GroundFinding(
                ground=one.ground,
                finding=said[f"finding_{one.ground}"],
                reasons=said[f"because_{one.ground}"],
            )
            for one in found.stated
        ),
        reasons=said["reasons"],
        remedy=said["remedy"],
        words=said.get("words", "") if changed else "",
        terms={
            name.removeprefix("term_"): value
            for name, value in said.items()
            if name.startswith("term_") and value
        }
        if changed
        else {},
    )


@access("decide_appeal")
@require_http_methods(METHODS)
def decide(request: HttpRequest, appeal: str) -> HttpResponse:
    by, found = actor_of(request), _seen(request, appeal)
    form = RulingForm(sent(request))
    form.ask(found, reads.condition_terms(viewer=by, appeal=appeal))
    return _act(
        request,
        found,
        form,
        lambda: appeal_ruling.decide_appeal(
            by=by, appeal=appeal, ruling=_ruling(form, found), version=form.seen
        ),
        done=_("The appeal is decided."),
        title=_("Decide the appeal"),
        about=_(
            "The appellant reads your findings and reasons. This cannot be undone."
        ),
        send=_("Decide"),
    )
