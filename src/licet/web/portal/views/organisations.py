"""An organisation: its people, invitations, and mandates to agents."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.errors import WrongStateError
from licet.web.casework.selectors.people import organisations as reads
from licet.web.casework.services.people import mandates
from licet.web.casework.services.people import organisations as acts
from licet.web.portal.organisation_forms import (
    EndMandateForm,
    InvitationForm,
    MandateForm,
    RoleForm,
)

STANDINGS = {
    "open": ("wait", gettext_lazy("waits for an answer")),
    "used": ("good", gettext_lazy("accepted")),
    "revoked": ("", gettext_lazy("taken back")),
    "expired": ("", gettext_lazy("expired")),
    "in_force": ("good", gettext_lazy("in force")),
    "to_come": ("wait", gettext_lazy("not yet in force")),
    "ended": ("bad", gettext_lazy("ended")),
}


@access("see_organisation")
@require_safe
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    found = reads.organisation_page(viewer=actor_of(request), organisation=organisation)
    context = {"body": found, "standings": STANDINGS, "roles": reads.ROLE_WORDS}
    return render(request, "portal/organisation.html", context)


def _form(
    request: HttpRequest, organisation: str, form: forms.Form, **words: object
) -> HttpResponse:
    body = reads.organisation_page(viewer=actor_of(request), organisation=organisation)
    context = {"body": body, "form": form, "happens": [], "warning": False, **words}
    return render(request, "portal/organisation_act.html", context)


@access("invite_member")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    form = InvitationForm(sent(request))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.invite_member(
                by=by, organisation=organisation, **form.cleaned_data
            ),
        )
    ):
        messages.success(request, _("The invitation is on its way."))
        return redirect("portal:organisation", organisation)
    return _form(
        request,
        organisation,
        form,
        title=_("Invite somebody"),
        send=_("Send the invitation"),
    )


@access("revoke_invitation")
@require_POST
def revoke(request: HttpRequest, organisation: str, invitation: str) -> HttpResponse:
    try:
        acts.revoke_invitation(
            by=actor_of(request), organisation=organisation, invitation=invitation
        )
    except WrongStateError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The invitation is taken back. Its link leads nowhere now.")
        )
    return redirect("portal:organisation", organisation)


@access("accept_invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    by = actor_of(request)
    try:
        found = acts.invited(by=by, token=token)
        if request.method == "POST":
            body = acts.accept_invitation(by=by, token=token)
            messages.success(
                request, _("You act for %(name)s now.") % {"name": found.organisation}
            )
            return redirect("portal:organisation", body)
    except WrongStateError as error:
        return render(request, "portal/join.html", {"why": str(error)}, status=409)
    return render(request, "portal/join.html", {"invited": found})


@access("change_member")
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, organisation: str, person: str) -> HttpResponse:
    """Change a role, or end the membership."""
    by = actor_of(request)
    page = reads.organisation_page(viewer=by, organisation=organisation)
    found = next((one for one in page.members if one.person == person), None)
    if found is None:
        return redirect("portal:organisation", organisation)
    ending = "end" in request.POST
    form = RoleForm(None if ending else sent(request), initial={"role": found.role})
    if ending:
        form = RoleForm({"role": found.role})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: (
                acts.end_membership(by=by, organisation=organisation, person=person)
                if ending
                else acts.change_member(
                    by=by,
                    organisation=organisation,
                    person=person,
                    role=form.cleaned_data["role"],
                )
            ),
        )
        if done:
            words = _("%(name)s acts for the organisation no more.") if ending else _("%(name)s has another role now.")  # fmt: skip
            messages.success(request, words % {"name": found.name})
            if ending and person == by.id:
                return redirect("portal:home")
            return redirect("portal:organisation", organisation)
    return _form(
        request,
        organisation,
        form,
        title=found.name,
        send=_("Change the role"),
        member=found,
    )


@access("give_mandate")
@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest, organisation: str) -> HttpResponse:
    form = MandateForm(sent(request))
    by = actor_of(request)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        terms = mandates.MandateTerms(
            registration=given["registration"],
            country=given["country"],
            rights=tuple(given["rights"]),
            first=given["first"],
            last=given["last"],
            all_cases=given["cases"] == "all",
            countries=tuple(given["countries"]),
        )
        if attempt(
            form,
            lambda: mandates.give_mandate(
                by=by, organisation=organisation, terms=terms
            ),
        ):
            messages.success(request, _("The mandate is given."))
            return redirect("portal:organisation", organisation)
    happens = [
        _(
            "The agent's people may then act for you within these bounds, and nowhere else."
        ),
        _(
            "Every act says under which mandate it was done; the authority and you see it."
        ),
        _("Letters are addressed to you, in care of the agent."),
        _("You can end it at any time; it counts at once."),
    ]
    return _form(
        request,
        organisation,
        form,
        title=_("Let an agent act for you"),
        send=_("Give the mandate"),
        happens=happens,
    )


@access("end_mandate")
@require_http_methods(["GET", "HEAD", "POST"])
def end_mandate(request: HttpRequest, organisation: str, mandate: str) -> HttpResponse:
    form = EndMandateForm(sent(request))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: mandates.end_mandate(
                by=by, number=mandate, reasons=form.cleaned_data["reasons"]
            ),
        )
    ):
        messages.success(request, _("The mandate has ended."))
        return redirect("portal:organisation", organisation)
    happens = [
        _("From this moment nobody may act under %(number)s.") % {"number": mandate},
        _(
            "Applications stay where they stand; their own organisation goes on with them."
        ),
    ]
    return _form(
        request,
        organisation,
        form,
        title=_("End the mandate"),
        send=_("End it now"),
        happens=happens,
        warning=True,
    )
