"""What needs me now, my applications, my licences; beginning a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.policy import Actor
from licet.web.casework.selectors import applications as reads
from licet.web.casework.services import applications as acts
from licet.web.casework.services.self_checks import start_with_self_check
from licet.web.casework.views import ApplicationView
from licet.web.portal.forms import OrganisationForm, StartForm
from licet.web.portal.tones import OWN_WORDS, TONES


@access("see_home")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    found = reads.home(viewer=actor_of(request))
    return render(
        request,
        "portal/home.html",
        {"home": found, "tones": TONES, "own_words": OWN_WORDS},
    )


@access("found_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(sent(request))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: acts.found_organisation(by=by, **form.cleaned_data))
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
    organisations = reads.home(viewer=by).organisations
    if not organisations:
        return redirect("portal:found")
    form = StartForm(sent(request), request.FILES or None)
    offer(form, "organisation", [(one.id, one.name) for one in organisations])
    if request.method == "POST" and form.is_valid():
        begun: list[str] = []
        if attempt(form, lambda: begun.append(_begin(by, form).number)):
            return redirect("portal:application", number=begun[0])
    return render(request, "portal/start.html", {"form": form})


def _begin(by: Actor, form: StartForm) -> ApplicationView:
    given = dict(form.cleaned_data)
    saved = given.pop("self_check")
    if not saved:
        return acts.start_application(by=by, **given)
    text = saved.read().decode("utf-8", "replace")
    return start_with_self_check(by=by, self_check=text, **given)
