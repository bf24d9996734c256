"""What needs me now, my applications, my licences; beginning a new one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.application.practice import INDIVIDUAL
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.applying.templates import offered_templates
from licet.web.casework.selectors.parts.pages import page_of
from licet.web.casework.selectors.people.organisations import startable
from licet.web.casework.services.applying import applications as acts
from licet.web.casework.services.applying.self_checks import start_with_self_check
from licet.web.casework.services.applying.templates import start_from_template
from licet.web.casework.services.people import organisations
from licet.web.casework.views import ApplicationView
from licet.web.portal.forms import OrganisationForm, StartForm
from licet.web.portal.kinds import kind_choices, kind_views
from licet.web.portal.tones import OWN_WORDS, TONES


@access("see_home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer, asked = actor_of(request), request.GET
    pages: dict[str, Page[Any]] = {
        "needs": page_of(
            reads.own_cases(viewer=viewer, waiting=True), asked.get("needs")
        ),
        "page": page_of(reads.own_cases(viewer=viewer), asked.get("page")),
        "licences": page_of(reads.own_licences(viewer=viewer), asked.get("licences")),
    }
    places = {name: page.number for name, page in pages.items()}
    context = {
        "organisations": reads.own_organisations(viewer=viewer),
        "pages": pages,
        "address": {
            name: lambda number, name=name: f"?{urlencode(places | {name: number})}"
            for name in pages
        },
        "tones": TONES,
        "own_words": OWN_WORDS,
    }
    return render(request, "portal/home.html", context)


@access("found_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(sent(request))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form, lambda: organisations.found_organisation(by=by, **form.cleaned_data)
        )
    ):
        messages.success(
            request, _("The organisation is entered. You can apply for it now.")
        )
        return redirect("portal:start")
    return render(request, "portal/found.html", {"form": form})


@access("start_application")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    by = actor_of(request)
    bodies = startable(by)
    if not bodies:
        return redirect("portal:found")
    form = StartForm(sent(request), request.FILES or None)
    offer(form, "organisation", bodies)
    offer(form, "kind", kind_choices())
    # On the page it has an answer from the start; a program may leave it out.
    form.fields["kind"].required = request.method != "POST"
    code = request.POST.get("template") or request.GET.get("template", "")
    template = next(
        (one for one in offered_templates(viewer=by) if one.code == code), None
    )
    form.fields["template"].initial = code if template else ""
    if request.method == "POST" and form.is_valid():
        begun: list[str] = []
        if attempt(form, lambda: begun.append(_begin(by, form).number)):
            return redirect("portal:application", number=begun[0])
    context = {"form": form, "template": template, "kinds": kind_views()}
    return render(request, "portal/start.html", context)


@access("see_templates")
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    found = offered_templates(viewer=actor_of(request))
    return render(request, "portal/templates.html", {"templates": found})


def _begin(by: Actor, form: StartForm) -> ApplicationView:
    given = dict(form.cleaned_data)
    saved, template = given.pop("self_check"), given.pop("template")
    kind = given.pop("kind")
    if template:
        return start_from_template(by=by, template=template, **given)
    if not saved:
        return acts.start_application(by=by, kind=kind or INDIVIDUAL, **given)
    text = saved.read().decode("utf-8", "replace")
    return start_with_self_check(by=by, self_check=text, **given)
