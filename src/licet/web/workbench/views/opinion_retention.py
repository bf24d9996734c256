"""How long opinions are kept, what stops their end, and their end by two people."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.keeping import opinion_retention as reads
from licet.web.casework.services.keeping import opinion_keeping as acts
from licet.web.casework.views.retention import DisposalView
from licet.web.workbench.retention_forms import (
    LiftForm,
    OpinionDecisionForm,
    OpinionErasureForm,
    OpinionHoldForm,
)


@access("see_retention")
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "found": reads.due_opinions(viewer=viewer),
        "erased": reads.opinion_erasures(viewer=viewer),
    }
    return render(request, "workbench/opinions_due.html", context)


@access("see_retention")
@require_safe
def keeping(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "kept": reads.opinion_retention(viewer=viewer, number=number),
        "may_hold": viewer.may("set_hold"),
        "may_lift": viewer.may("lift_hold"),
        "may_propose": viewer.may("propose_disposal"),
        "may_end": viewer.may("end_disposal"),
    }
    return render(request, "workbench/opinion_keeping.html", context)


def _act(
    request: HttpRequest,
    number: str,
    form: forms.Form,
    act: Callable[[], object],
    said: tuple[str, str, str, str],
    proposal: DisposalView | None = None,
) -> HttpResponse:
    """One act on its own page: title, words, button, and what is said when it is done."""
    kept = reads.opinion_retention(viewer=actor_of(request), number=number)
    title, words, does, done = said
    if form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return redirect("workbench:opinion_keeping", number=number)
    context = {
        "kept": kept,
        "form": form,
        "title": title,
        "words": words,
        "does": does,
        "proposal": proposal,
    }
    return render(request, "workbench/opinion_keeping_act.html", context)


@access("set_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, number: str) -> HttpResponse:
    by, form = actor_of(request), OpinionHoldForm(sent(request))
    said = (
        _("Hold the opinion"),
        _("Nothing of the opinion can go until somebody else lifts the hold."),
        _("Hold the opinion"),
        _("The opinion is held. Nothing of it can go."),
    )
    return _act(
        request,
        number,
        form,
        lambda: acts.hold_opinion(by=by, number=number, **form.cleaned_data),
        said,
    )


@access("lift_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, number: str, hold: str) -> HttpResponse:
    by, form = actor_of(request), LiftForm(sent(request))
    said = (
        _("Lift the hold"),
        _("The schedule applies again. Other holds on the opinion go on standing."),
        _("Lift the hold"),
        _("The hold is lifted; your reason is on record."),
    )
    return _act(
        request,
        number,
        form,
        lambda: acts.lift_opinion_hold(by=by, hold=hold, **form.cleaned_data),
        said,
    )


@access("propose_disposal")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: str) -> HttpResponse:
    by, form = actor_of(request), OpinionErasureForm(sent(request))
    said = (
        _("Propose the erasure"),
        _(
            "A second person approves. Then the key is destroyed: facts, reasons and letter are "
            "gone for good, for everybody, in older backups too."
        ),
        _("Propose"),
        _("Proposed. A second person decides."),
    )
    return _act(
        request,
        number,
        form,
        lambda: acts.propose_opinion_erasure(by=by, number=number, **form.cleaned_data),
        said,
    )


@access("end_disposal")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, disposal: str) -> HttpResponse:
    by, form = actor_of(request), OpinionDecisionForm(sent(request))
    kept = reads.opinion_retention(viewer=by, number=number)
    proposal = next((one for one in kept.disposals if one.id == disposal), None)
    approves = form.is_valid() and form.cleaned_data["decision"] == "approve"
    # What stands against it is then on the form, which is shown again below.
    if approves and attempt(
        form, lambda: acts.approve_opinion_erasure(by=by, disposal=disposal)
    ):
        messages.success(request, _("The content of the opinion is erased."))
        return redirect("workbench:opinions_due")
    said = (
        _("Decide on the proposal"),
        _(
            "Approving destroys the key of the opinion. Everything said in it and its letter are "
            "gone for good, in older backups too. The entries still prove that it existed."
        ),
        _("Decide"),
        _("Given back. The opinion stays."),
    )
    return _act(
        request,
        number,
        form,
        lambda: acts.return_opinion_erasure(
            by=by, disposal=disposal, reason=form.cleaned_data["reason"]
        ),
        said,
        proposal,
    )
