"""Who stands behind a case: the drawn web, what officers find of it, data from registers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.errors import FileTooLargeError
from licet.web.casework.selectors.ownership import ownership as reads
from licet.web.casework.services.ownership import owners
from licet.web.casework.services.ownership.ownership_sets import (
    LARGEST_UPLOAD,
    Sheet,
    import_ownership,
)
from licet.web.workbench.forms import ReasonsForm
from licet.web.workbench.labels_owners import owner_words
from licet.web.workbench.ownership_forms import (
    NamesakeForm,
    OwnerForm,
    OwnershipFileForm,
    OwnershipVerdictForm,
)
from licet.web.workbench.views.case import form_page, seen_case


def _to_web(number: str) -> HttpResponse:
    return redirect("workbench:ownership", number=number)


@access("see_case")
@require_safe
def web(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    asked = {key: request.GET.get(key, "") for key in ("party", "on")}
    found = reads.case_ownership(viewer=viewer, case=number, **asked)
    context = {
        "found": found,
        "asked": asked,
        "may_state": viewer.may("state_owner"),
        "may_judge": viewer.may("judge_ownership"),
        **owner_words(),
    }
    return render(request, "workbench/ownership.html", context)


@access("judge_ownership")
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, number: str, finding: int) -> HttpResponse:
    by, found = actor_of(request), seen_case(request, number)
    about = reads.finding(viewer=by, case=number, finding=finding)
    form = OwnershipVerdictForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: owners.judge_ownership(
                by=by,
                case=number,
                finding=finding,
                verdict=form.cleaned_data["verdict"],
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("Your finding is recorded with its reasons."))
        return _to_web(number)
    context = {"form": form, "case": found, "about": about, **owner_words()}
    return render(request, "workbench/ownership_finding.html", context)


@access("state_owner")
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, number: str) -> HttpResponse:
    by, found = actor_of(request), seen_case(request, number)
    form = OwnerForm(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        said = {
            key: value for key, value in form.cleaned_data.items() if key != "version"
        }
        if attempt(
            form,
            lambda: owners.state_owner(
                by=by, case=number, owner=owners.Owner(**said), version=form.seen
            ),
        ):
            messages.success(
                request,
                _(
                    "The statement is recorded. Who it names is screened within a minute."
                ),
            )
            return _to_web(number)
    return form_page(
        request,
        found,
        form,
        title=_("State an owner or director"),
        about=_(
            "What the application does not say and a source does. It counts beside what the applicant and the registers state."
        ),
        send=_("Record the statement"),
    )


@access("state_owner")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str, statement: int) -> HttpResponse:
    by, found = actor_of(request), seen_case(request, number)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: owners.withdraw_owner(
                by=by,
                case=number,
                statement=statement,
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("The statement counts no longer."))
        return _to_web(number)
    return form_page(
        request,
        found,
        form,
        title=_("Withdraw a statement on an owner"),
        about=_("It stays on record with your reasons, and counts no longer."),
        send=_("Withdraw the statement"),
    )


@access("judge_ownership")
@require_http_methods(["GET", "HEAD", "POST"])
def namesake(request: HttpRequest, number: str) -> HttpResponse:
    by, found = actor_of(request), seen_case(request, number)
    form = NamesakeForm(sent(request), initial={"version": found.version})
    about = {key: request.GET.get(key, "") for key in ("party", "entity")}
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: owners.judge_namesake(
                by=by,
                case=number,
                namesake=owners.Namesake(
                    **about,
                    same=form.cleaned_data["same"] == "yes",
                    reasons=form.cleaned_data["reasons"],
                ),
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("Your finding is recorded with its reasons."))
        return _to_web(number)
    return form_page(
        request,
        found,
        form,
        title=_("Is it the same?"),
        about=_("%(party)s in this case, and %(entity)s in a register.") % about,
        send=_("Record the finding"),
    )


@access("see_ownership_sets")
@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "sets": reads.ownership_sets(viewer=viewer),
        "form": OwnershipFileForm(),
        "may_import": viewer.may("import_ownership"),
    }
    return render(request, "workbench/ownership_sets.html", context)


@access("import_ownership")
@require_http_methods(["POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    form = OwnershipFileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        if given.size > LARGEST_UPLOAD:
            raise FileTooLargeError(LARGEST_UPLOAD)
        sheet = Sheet(
            file=str(given.name),
            content=given.read(),
            source=form.cleaned_data["source"],
            published=form.cleaned_data["published"],
        )
        if attempt(form, lambda: import_ownership(by=viewer, sheet=sheet)):
            messages.success(
                request,
                _(
                    "The file is in service. Open cases that it concerns are traced again."
                ),
            )
            return redirect("workbench:ownership_sets")
    context = {
        "sets": reads.ownership_sets(viewer=viewer),
        "form": form,
        "may_import": True,
    }
    return render(request, "workbench/ownership_sets.html", context)
