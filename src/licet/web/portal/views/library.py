"""The library of an organisation, and applications copied from earlier ones."""

from django import forms
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
from licet.web.casework.acts.form_acts import VersionedForm, actor_of, attempt, sent
from licet.web.casework.selectors.applying import library as reads
from licet.web.casework.services.applying import library as acts
from licet.web.casework.services.applying.copying import copy_application
from licet.web.casework.views.organisations import CopyView
from licet.web.portal.summary import PARTY_ROLES
from licet.web.portal.views.application import seen, shared
from licet.web.portal.views.sections import content_of


class TitleForm(forms.Form):
    """A short name for the new application."""

    title = forms.CharField(
        label=_("A short name for the new application"),
        max_length=200,
        error_messages={"required": _("Give the application a short name")},
    )


@access("see_library")
@require_safe
def library(request: HttpRequest, organisation: str) -> HttpResponse:
    text = request.GET.get("text", "")
    found = reads.library(
        viewer=actor_of(request), organisation=organisation, text=text
    )
    context = {
        "organisation": organisation,
        "entries": found,
        "text": text,
        "roles": dict(PARTY_ROLES),
    }
    return render(request, "portal/library.html", context)


@access("retire_library_entry")
@require_POST
def retire(request: HttpRequest, organisation: str, entry: str) -> HttpResponse:
    done = acts.retire_library_entry(by=actor_of(request), entry=entry)
    messages.success(request, _("%(name)s is out of use.") % {"name": done.name})
    return redirect("portal:library", organisation)


@access("keep_library_entry")
@require_POST
def keep(request: HttpRequest, number: str, section: str, place: int) -> HttpResponse:
    """Keep an item or party of an application in the library of its organisation."""
    found = seen(request, number)
    kinds = {section: kind for kind, section in acts.KINDS.items()}
    members = (
        list(content_of(found, section).get(section) or ()) if section in kinds else []
    )
    if place >= len(members):
        raise Http404(str(place))
    kept = acts.keep_library_entry(
        by=actor_of(request),
        organisation=found.organisation.id,
        kind=kinds[section],
        content=members[place],
    )
    messages.success(request, _("%(name)s is in the library.") % {"name": kept.name})
    return redirect("portal:members", number, section)


@access("see_library")
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """Choose an entry of the library for an application."""
    found = seen(request, number)
    kinds = {section: kind for kind, section in acts.KINDS.items()}
    if section not in kinds:
        raise Http404(section)
    by = actor_of(request)
    text = request.GET.get("text", "")
    form = VersionedForm(sent(request), initial={"version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.take_from_library(
                by=by,
                case=number,
                entry=request.POST.get("entry", ""),
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request,
            _(
                "Taken over. Look at it: it can be changed here without changing the library."
            ),
        )
        return redirect("portal:members", number, section)
    entries = reads.library(
        viewer=by, organisation=found.organisation.id, kind=kinds[section], text=text
    )
    context = {
        **shared(found),
        "entries": entries,
        "section": section,
        "form": form,
        "text": text,
        "roles": dict(PARTY_ROLES),
    }
    return render(request, "portal/take.html", context)


@access("copy_application")
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    form = TitleForm(sent(request), initial={"title": found.title})
    by = actor_of(request)
    made: list[CopyView] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: made.append(
                copy_application(by=by, source=number, title=form.cleaned_data["title"])
            ),
        )
    ):
        messages.success(
            request,
            _("The new application is begun. What was not copied stands at its head."),
        )
        return redirect("portal:application", made[0].number)
    context = {
        **shared(found),
        "form": form,
        "title": _("Copy into a new application"),
        "happens": [
            _(
                "Facts, items and parties are taken over as you stated them last, and documents that still count."
            ),
            _(
                "Nothing that the authority found is taken over: the new application is screened and determined anew."
            ),
            _("You declare anew that what it states is true."),
        ],
        "send": _("Begin the new application"),
        "warning": False,
    }
    return render(request, "portal/act.html", context)
