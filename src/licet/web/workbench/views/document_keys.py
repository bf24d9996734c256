"""The keys that sign documents: their state, and the acts on them by two people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.keeping import document_keys as reads
from licet.web.casework.services.keeping import document_keys as acts
from licet.web.workbench.document_key_forms import (
    ACTS,
    PURPOSES,
    STATES,
    DecideForm,
    LossForm,
    ProposeForm,
)


def _page(request: HttpRequest, name: str, **more: object) -> HttpResponse:
    words = {"states": STATES, "purposes": PURPOSES, "acts": ACTS}
    return render(request, f"workbench/{name}.html", words | more)


@access("see_document_keys")
@require_safe
def document_keys(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    return _page(
        request,
        "document_keys",
        page=reads.document_keys(viewer=viewer),
        may_propose=viewer.may("propose_key_act"),
        may_end=viewer.may("end_key_act"),
        may_report=viewer.may("report_key_loss"),
    )


@access("propose_key_act")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    by, form = actor_of(request), ProposeForm(sent(request))
    if form.is_valid() and attempt(
        form,
        lambda: acts.propose_key_act(
            by=by, proposal=acts.KeyProposal(**form.cleaned_data)
        ),
    ):
        messages.success(request, _("Proposed. A second person decides."))
        return redirect("workbench:document_keys")
    return _page(
        request,
        "document_key_act",
        form=form,
        title=_("Propose an act on the keys"),
        words=_(
            "Nothing changes until a second person approves. Old keys go on proving what they "
            "signed in their time."
        ),
        does=_("Propose"),
    )


@access("report_key_loss")
@require_http_methods(["GET", "HEAD", "POST"])
def loss(request: HttpRequest, key: str) -> HttpResponse:
    by, form = actor_of(request), LossForm(sent(request))
    if form.is_valid() and attempt(
        form, lambda: acts.report_key_loss(by=by, key=key, **form.cleaned_data)
    ):
        messages.success(request, _("The loss is published and the key replaced."))
        return redirect("workbench:document_keys")
    return _page(
        request,
        "document_key_act",
        form=form,
        title=_("Report that key %(key)s is lost") % {"key": key},
        words=_(
            "This takes effect at once: the key is replaced, and what it signed is not confirmed "
            "without a proof from the public log that it is older than the loss. A second person "
            "confirms it or takes it back."
        ),
        does=_("Report the loss"),
    )


@access("end_key_act")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, act: str) -> HttpResponse:
    by, form = actor_of(request), DecideForm(sent(request))
    proposal = reads.key_act(viewer=by, act=act)
    if form.is_valid():
        given = form.cleaned_data
        if given["decision"] == "return":
            if attempt(
                form,
                lambda: acts.return_key_act(by=by, act=act, reason=given["reason"]),
            ):
                messages.success(request, _("Given back."))
                return redirect("workbench:document_keys")
        elif attempt(form, lambda: acts.approve_key_act(by=by, act=act)):
            messages.success(request, _("Done, and entered in the record."))
            return redirect("workbench:document_keys")
    return _page(request, "document_key_decide", form=form, proposal=proposal)
