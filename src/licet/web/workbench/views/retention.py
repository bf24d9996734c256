"""How long cases are kept, what stops their end, and their end by two people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.selectors.keeping import retention as reads
from licet.web.casework.services.keeping import retention as acts
from licet.web.workbench.retention_forms import (
    DisposalForm,
    LiftForm,
    ReceiptForm,
    ReturnForm,
    WhyForm,
)


def page_of(request: HttpRequest) -> int:
    """The page that was asked for, counted from 1; the first for anything else."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1  # noqa: PLR2004  # more pages than there can be


@access("see_retention")
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    everything = request.GET.get("show") == "all"
    context = {
        "found": reads.retention_page(
            viewer=viewer, only_due=not everything, page=page_of(request)
        ),
        "everything": everything,
        "waiting": reads.open_disposals(viewer=viewer),
        "held": reads.standing_holds(viewer=viewer),
        "erased": reads.erasures(viewer=viewer),
        "address": lambda number: (
            f"?{urlencode({'show': 'all' if everything else 'due', 'page': number})}"
        ),
    }
    return render(request, "workbench/retention.html", context)


@access("see_retention")
@require_safe
def keeping(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "kept": reads.retention(viewer=viewer, case=number),
        "may_hold": viewer.may("set_hold"),
        "may_lift": viewer.may("lift_hold"),
        "may_propose": viewer.may("propose_disposal"),
        "may_receipt": viewer.may("record_transfer"),
        "may_end": viewer.may("end_disposal"),
        "may_redact": viewer.may("redact_case"),
    }
    return render(request, "workbench/keeping.html", context)


@access("set_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, number: str) -> HttpResponse:
    by, form = actor_of(request), WhyForm(sent(request))
    kept = reads.retention(viewer=by, case=number)
    if form.is_valid() and attempt(
        form, lambda: acts.set_hold(by=by, case=number, **form.cleaned_data)
    ):
        messages.success(request, _("The case is held. Nothing of it can go."))
        return redirect("workbench:keeping", number=number)
    context = {
        "kept": kept,
        "form": form,
        "title": _("Hold the case"),
        "words": _("Nothing of the case can go until somebody else lifts the hold."),
        "does": _("Hold the case"),
    }
    return render(request, "workbench/keeping_act.html", context)


@access("lift_hold")
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, number: str, hold: str) -> HttpResponse:
    by, form = actor_of(request), LiftForm(sent(request))
    kept = reads.retention(viewer=by, case=number)
    if form.is_valid() and attempt(
        form, lambda: acts.lift_hold(by=by, hold=hold, **form.cleaned_data)
    ):
        messages.success(request, _("The hold is lifted; your reason is on record."))
        return redirect("workbench:keeping", number=number)
    context = {
        "kept": kept,
        "form": form,
        "title": _("Lift the hold"),
        "words": _(
            "The schedule applies again. Other holds on the case go on standing."
        ),
        "does": _("Lift the hold"),
    }
    return render(request, "workbench/keeping_act.html", context)


@access("propose_disposal")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: str) -> HttpResponse:
    by, form = actor_of(request), DisposalForm(sent(request))
    kept = reads.retention(viewer=by, case=number)
    if form.is_valid() and attempt(
        form, lambda: acts.propose_disposal(by=by, case=number, **form.cleaned_data)
    ):
        messages.success(request, _("Proposed. A second person decides."))
        return redirect("workbench:keeping", number=number)
    context = {
        "kept": kept,
        "form": form,
        "title": _("Propose the end of keeping"),
        "words": _(
            "A second person approves. Then the key is destroyed: everything said in the case and "
            "every document is gone for good, for everybody, in older backups too."
        ),
        "does": _("Propose"),
    }
    return render(request, "workbench/keeping_act.html", context)


@access("record_transfer")
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, number: str, disposal: str) -> HttpResponse:
    by, form = actor_of(request), ReceiptForm(sent(request))
    kept = reads.retention(viewer=by, case=number)
    if form.is_valid() and attempt(
        form,
        lambda: acts.record_transfer(by=by, disposal=disposal, **form.cleaned_data),
    ):
        messages.success(request, _("The archive's receipt is on record."))
        return redirect("workbench:keeping", number=number)
    context = {
        "kept": kept,
        "form": form,
        "title": _("Record the archive's receipt"),
        "words": _("Hash and size are those of the export as it was handed over."),
        "does": _("Record"),
    }
    return render(request, "workbench/keeping_act.html", context)


@access("end_disposal")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str, disposal: str) -> HttpResponse:
    by, form = actor_of(request), ReturnForm(sent(request))
    kept = reads.retention(viewer=by, case=number)
    proposal = next((one for one in kept.disposals if one.id == disposal), None)
    if form.is_valid():
        given = form.cleaned_data
        if given["decision"] == "return":
            if attempt(
                form,
                lambda: acts.return_disposal(
                    by=by, disposal=disposal, reason=given["reason"]
                ),
            ):
                messages.success(request, _("Given back. The case stays."))
                return redirect("workbench:keeping", number=number)
        elif attempt(form, lambda: acts.approve_disposal(by=by, disposal=disposal)):
            messages.success(request, _("The content of the case is erased."))
            return redirect("workbench:case", number=number)
    context = {"kept": kept, "form": form, "proposal": proposal}
    return render(request, "workbench/keeping_decide.html", context)
