"""The sections of an application, one page each; items and parties one page per item and party."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import Actor, access
from licet.web.casework.acts.form_acts import VersionedForm, actor_of, attempt, sent
from licet.web.casework.law.asking import country_choices, shown
from licet.web.casework.services.applying import applications as acts
from licet.web.casework.services.applying import custody
from licet.web.casework.services.applying.amendments import amend_application
from licet.web.casework.views import ApplicationView, DocumentView, Json
from licet.web.portal.fields import FactsForm, asked_field
from licet.web.portal.forms import ContactForm, DeclarationForm, UploadForm
from licet.web.portal.summary import BEHIND_ASKS, PARTY_ROLES
from licet.web.portal.views.application import seen, shared
from licet.web.portal.vocabulary import PLAN, sheet, still_asked

_BASE: Mapping[str, tuple[str, ...]] = {
    "destination": ("destination", "transit"),
    "end_use": ("end_use",),
    "activity": ("activity.type",),
    "propagation": PLAN,
}
_REQUIRED = frozenset({"destination", "activity.type"})


def content_of(found: ApplicationView, section: str) -> Json:
    """What is saved of a section."""
    return next(one.content for one in found.sections if one.id == section)


def _save(
    request: HttpRequest, number: str, section: str, form: VersionedForm, content: Json
) -> bool:
    by = actor_of(request)
    if "reasons" not in form.fields:
        return attempt(
            form,
            lambda: acts.save_section(
                by=by, case=number, section=section, content=content, version=form.seen
            ),
        )
    done = attempt(
        form,
        lambda: amend_application(
            by=by,
            case=number,
            section=section,
            content=content,
            reasons=form.cleaned_data["reasons"],
            version=form.seen,
        ),
    )
    if done:
        messages.success(
            request,
            _(
                "Amended. What rested on the earlier facts is renewed before anything is signed; the period starts anew today."
            ),
        )
    return done


def _why_amended(found: ApplicationView) -> dict[str, forms.Field]:
    """After submission a change is an amendment, and says why."""
    if found.state == "draft":
        return {}
    return {
        "reasons": forms.CharField(
            label=_("Why does it change?"),
            help_text=_(
                "This amends a submitted application: findings and advice are renewed, and the period starts anew."
            ),
            widget=forms.Textarea,
            max_length=4000,
            error_messages={"required": _("Say why it changes")},
        )
    }


def _asked_fields(
    found: ApplicationView, section: str, kept: Sequence[str]
) -> dict[str, forms.Field]:
    asked = still_asked(found.preview, section)
    paths = [*asked, *(path for path in kept if path not in asked)]
    return {
        path: asked_field(
            path,
            question=asked[path]["question"] if path in asked else "",
            help_text=_why(asked[path]) if path in asked else "",
        )
        for path in paths
    }


def _why(question: Json) -> str:
    law = question["citation"]
    if not law:
        return str(question["why"])
    return f"{question['why']} ({law['instrument']}, {law['pinpoint']})"


def _finish(
    request: HttpRequest, number: str, here: str, *args: object
) -> HttpResponse:
    if "again" in request.POST:
        messages.success(
            request, _("Saved. If the rules ask for more now, it stands below.")
        )
        return redirect(here, number, *args)
    return redirect("portal:application", number=number)


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    saved = content_of(found, "organisation").get("contact") or {}
    form = ContactForm(sent(request), initial={**saved, "version": found.version})
    if request.method == "POST" and form.is_valid():
        given = {"name": form.cleaned_data["name"], "email": form.cleaned_data["email"]}
        if _save(request, number, "organisation", form, {"contact": given}):
            return redirect("portal:application", number=number)
    context = {
        **shared(found),
        "form": form,
        "title": _("Your organisation and contact"),
        "body": found.organisation,
    }
    return render(request, "portal/section.html", context)


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    saved = content_of(found, "declaration")
    form = DeclarationForm(sent(request), initial={**saved, "version": found.version})
    if request.method == "POST" and form.is_valid():
        given = {"accepted": True, "name": form.cleaned_data["name"]}
        if _save(request, number, "declaration", form, given):
            return redirect("portal:application", number=number)
    context = {**shared(found), "form": form, "title": _("Declaration")}
    return render(request, "portal/section.html", context)


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, number: str, section: str) -> HttpResponse:
    if section not in _BASE:
        raise Http404(section)
    found = seen(request, number)
    saved = content_of(found, section).get("facts") or {}
    base = {
        path: asked_field(path, required=path in _REQUIRED) for path in _BASE[section]
    }
    for path, required in found.questions.get(section, ()):
        base.setdefault(path, asked_field(path))
        base[path].required = base[path].required or required
    more = _asked_fields(found, section, [path for path in saved if path not in base])
    asked = {**base, **{path: one for path, one in more.items() if path not in base}}
    wanted = {**asked, **_why_amended(found)}
    form = FactsForm(
        sent(request),
        wanted=wanted,
        initial={**shown(saved), "version": found.version},
    )
    if request.method == "POST" and form.is_valid():
        content = {"facts": form.facts(asked)}
        if _save(request, number, section, form, content):
            return _finish(request, number, "portal:facts", section)
    title = next(one.title for one in found.sections if one.id == section)
    context = {**shared(found), "form": form, "title": title, "again": True}
    return render(request, "portal/section.html", context)


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, number: str, section: str) -> HttpResponse:
    """The list of items or of parties, with a way to take one off."""
    if section not in {"items", "parties"}:
        raise Http404(section)
    found = seen(request, number)
    saved = list(content_of(found, section).get(section) or [])
    form = FactsForm(
        sent(request), wanted=_why_amended(found), initial={"version": found.version}
    )
    gone = request.POST.get("remove", "")
    if (
        request.method == "POST"
        and form.is_valid()
        and gone.isdigit()
        and int(gone) < len(saved)
    ):
        rest = [one for place, one in enumerate(saved) if place != int(gone)]
        if _save(request, number, section, form, {section: rest}):
            messages.success(request, _("Taken off the application."))
            return redirect("portal:members", number, section)
    context = {
        **shared(found),
        "form": form,
        "section": section,
        "members": saved,
        "roles": PARTY_ROLES,
        "title": _("Items") if section == "items" else _("Parties"),
    }
    return render(request, "portal/members.html", context)


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, number: str, place: int) -> HttpResponse:
    found = seen(request, number)
    saved = list(content_of(found, "items").get("items") or [])
    if place > len(saved):
        raise Http404(str(place))
    held: dict[str, Any] = (
        saved[place] if place < len(saved) else {"name": "", "facts": {}}
    )
    base = sheet()
    wanted, asked = _item_fields(found, place, held, base)
    wanted |= _why_amended(found)
    first = {
        **shown(held.get("facts", {}), prefix="item."),
        "name": held.get("name", ""),
        "version": found.version,
    }
    form = FactsForm(sent(request), wanted=wanted, initial=first)
    if request.method == "POST" and form.is_valid():
        paths = [path for path in wanted if path not in {"name", "reasons"}]
        changed = {
            "name": form.cleaned_data["name"],
            "facts": form.facts(paths, prefix="item."),
        }
        if _save(
            request,
            number,
            "items",
            form,
            {"items": [*saved[:place], changed, *saved[place + 1 :]]},
        ):
            return _finish(request, number, "portal:item", place)
    context = {
        **shared(found),
        "form": form,
        "title": held.get("name") or _("Add an item"),
        "sheet": base,
        "again": True,
        "asked": list(asked),
    }
    return render(request, "portal/section.html", context)


def _item_fields(
    found: ApplicationView, place: int, held: Mapping[str, Any], base: Sequence[str]
) -> tuple[dict[str, forms.Field], dict[str, Any]]:
    """The fields of an item, and the questions that are still open of it."""
    kept = [
        f"item.{path}" for path in held.get("facts", {}) if f"item.{path}" not in base
    ]
    name = forms.CharField(
        label=_("Name of the item"),
        max_length=200,
        error_messages={"required": _("Give the item a name")},
    )
    mine = found.preview[place : place + 1]
    asked = {
        path: one
        for path, one in still_asked(mine, "items").items()
        if path not in base
    }
    wanted: dict[str, forms.Field] = {"name": name}
    wanted |= {path: asked_field(path, required=path == "item.kind") for path in base}
    wanted |= {
        path: asked_field(path, question=one["question"], help_text=_why(one))
        for path, one in asked.items()
    }
    wanted |= {path: asked_field(path) for path in kept if path not in asked}
    return wanted, asked


@access("save_section")
@require_http_methods(["GET", "HEAD", "POST"])
def party(request: HttpRequest, number: str, place: int) -> HttpResponse:
    found = seen(request, number)
    saved = list(content_of(found, "parties").get("parties") or [])
    if place > len(saved):
        raise Http404(str(place))
    held = _held_party(saved, place)
    role = str(held["role"])
    posted_role = request.POST.get("role", role)
    wanted = _party_fields(
        found, posted_role if posted_role in dict(PARTY_ROLES) else role, held
    )
    wanted |= _why_amended(found)
    first = {
        "role": role,
        "name": held.get("name", ""),
        "country": held.get("country", ""),
        **shown(held.get("facts", {}), prefix=f"{role}."),
        "version": found.version,
    }
    form = FactsForm(sent(request), wanted=wanted, initial=first)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["role"]
        paths = [path for path in wanted if path.startswith(f"{chosen}.")]
        changed = {
            "role": chosen,
            "name": form.cleaned_data["name"],
            "country": form.cleaned_data["country"],
            "facts": form.facts(paths, prefix=f"{chosen}."),
        }
        if _save(
            request,
            number,
            "parties",
            form,
            {"parties": [*saved[:place], changed, *saved[place + 1 :]]},
        ):
            return _finish(request, number, "portal:party", place)
    context = {
        **shared(found),
        "form": form,
        "title": held.get("name") or _("Add a party"),
        "again": True,
    }
    return render(request, "portal/section.html", context)


def _held_party(saved: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    held: dict[str, Any] = (
        saved[place]
        if place < len(saved)
        else {"role": "end_user", "name": "", "country": "", "facts": {}}
    )
    return held


def _party_fields(
    found: ApplicationView, role: str, held: Json
) -> dict[str, forms.Field]:
    wanted: dict[str, forms.Field] = {
        "role": forms.ChoiceField(
            label=_("What part does it have?"),
            choices=PARTY_ROLES,
            error_messages={"required": _("Say what part it has")},
        ),
        "name": forms.CharField(
            label=_("Registered name"),
            help_text=_("As it stands in its register, in its own script if you can."),
            max_length=300,
            error_messages={"required": _("Give the party's registered name")},
        ),
        "country": forms.ChoiceField(
            label=_("Country of establishment"),
            choices=country_choices(),
            error_messages={"required": _("Choose the party's country")},
        ),
    }
    base = (
        *BEHIND_ASKS.get(role, ()),
        f"{role}.address",
        f"{role}.registration",
        f"{role}.type",
    )
    asked = {
        path: one
        for path, one in still_asked(found.preview, "parties").items()
        if path.startswith(f"{role}.")
    }
    kept = [f"{role}.{path}" for path in held.get("facts", {})]
    for path in (*base, *asked, *kept):
        if path in wanted or path.removeprefix(f"{role}.") in {"name", "country"}:
            continue
        one = asked.get(path)
        wanted[path] = asked_field(
            path,
            question=one["question"] if one else "",
            help_text=_why(one) if one else "",
        )
    return wanted


@access("upload_document")
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    by = actor_of(request)
    form = UploadForm(
        request.POST if "upload" in request.POST else None,
        request.FILES if "upload" in request.POST else None,
        asked={one.id: one.title for one in found.required},
        initial={"version": found.version},
    )
    if "upload" in request.POST and form.is_valid():
        given = form.cleaned_data["file"]
        if attempt(
            form,
            lambda: _upload(form, by, number),
        ):
            messages.success(
                request, _("%(name)s is with the application.") % {"name": given.name}
            )
            return redirect("portal:documents", number=number)
    taking = VersionedForm(request.POST if "remove" in request.POST else None)
    if (
        "remove" in request.POST
        and taking.is_valid()
        and attempt(
            taking,
            lambda: custody.remove_document(
                by=by, case=number, document=request.POST["remove"], version=taking.seen
            ),
        )
    ):
        messages.success(request, _("The document is taken off the application."))
        return redirect("portal:documents", number=number)
    context = {
        **shared(found),
        "form": form,
        "taking": taking,
        "asked": found.required,
    }
    return render(request, "portal/documents.html", context)


def _upload(form: UploadForm, by: Actor, number: str) -> DocumentView:
    given = form.cleaned_data["file"]
    return custody.upload_document(
        by=by,
        case=number,
        name=given.name,
        purpose=form.cleaned_data["purpose"],
        content=given.file,
        version=form.seen,
    )
