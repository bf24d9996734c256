"""Due-diligence files: the list, a file, its checks and its conduct record."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import TypeAdapter

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.errors import NotFoundError
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.verification import parties as reads
from licet.web.casework.services.verification import conduct as conduct_acts
from licet.web.casework.services.verification import parties as acts
from licet.web.casework.views import PartyFileView
from licet.web.workbench.party_forms import (
    CheckForm,
    ConductForm,
    ConfirmConductForm,
    NewPartyForm,
    PartySearchForm,
)
from licet.web.workbench.verification_labels import verification_words
from licet.web.workbench.views.case import download


@access("see_parties")
@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    form = PartySearchForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("text") or ""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and len(asked) < 9 else 1  # noqa: PLR2004  # more digits than any page has
    context = {
        "form": form,
        "found": reads.parties(viewer=viewer, text=text, page=page),
        "address": lambda number: f"?{urlencode({'text': text, 'page': number})}",
        "may_open": viewer.may("open_party_file"),
    }
    return render(request, "workbench/parties.html", context)


def _seen(request: HttpRequest, number: str) -> PartyFileView:
    return reads.party(viewer=actor_of(request), number=number)


@access("see_parties")
@require_safe
def party(request: HttpRequest, number: str) -> HttpResponse:
    viewer = actor_of(request)
    context = {
        "party": _seen(request, number),
        "may_check": viewer.may("record_party_check"),
        "may_conduct": viewer.may("record_conduct"),
        "may_confirm": viewer.may("confirm_conduct"),
        **verification_words(),
    }
    return render(request, "workbench/party.html", context)


@access("see_parties")
@require_safe
def export(request: HttpRequest, number: str) -> HttpResponse:
    found = _seen(request, number)
    told = TypeAdapter(PartyFileView).dump_python(found, mode="json")
    return HttpResponse(
        json.dumps(told, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{found.number}.json"'},
    )


@access("see_parties")
@require_safe
def document(request: HttpRequest, number: str, check: int) -> HttpResponse:
    return download(
        reads.check_document(viewer=actor_of(request), number=number, check=check)
    )


@access("open_party_file")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewPartyForm(sent(request))
    by = actor_of(request)
    made: list[PartyFileView] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: made.append(_opened(by, form.cleaned_data)))
    ):
        messages.success(request, _("The file is open."))
        return redirect("workbench:party", number=made[0].number)
    return act_page(request, form, title=_("Open a file"), send=_("Open the file"))


def _opened(by: Any, said: dict[str, Any]) -> PartyFileView:  # noqa: ANN401  # an actor
    numbers = {"registration": said["registration"]} if said["registration"] else {}
    return acts.open_party_file(
        by=by, name=said["name"], country=said["country"], identifiers=numbers
    )


def act_page(request: HttpRequest, form: forms.Form, **words: object) -> HttpResponse:
    """The page of one act of verification: its form, and what it is about."""
    context = {"form": form, "party": None, "case_number": "", "about": "", **words}
    return render(request, "workbench/party_act.html", context)


@access("record_party_check")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str, question: str) -> HttpResponse:
    found = _seen(request, number)
    asked = next((one for one in found.questions if one.id == question), None)
    if asked is None:
        raise NotFoundError("question")
    first = {"on": legal_day(now()), "case": request.GET.get("case", "")}
    form = CheckForm(sent(request), request.FILES or None, initial=first)
    if asked.wanted:
        form.ask_value(asked.wanted)
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.record_party_check(
                by=by, party=number, check=_check_of(form, asked.id, asked.wanted)
            ),
        )
    ):
        messages.success(request, _("The answer is on file; earlier ones stay."))
        back = form.cleaned_data["case"]
        return (
            redirect("workbench:case", number=back)
            if back
            else redirect("workbench:party", number=number)
        )
    return act_page(
        request,
        form,
        party=found,
        asked=asked,
        title=asked.words,
        about=asked.how,
        send=_("Put the answer on file"),
    )


def _check_of(form: CheckForm, question: str, wanted: str) -> acts.NewCheck:
    said = form.cleaned_data
    upload = said["document"]
    return acts.NewCheck(
        question=question,
        result=said["result"],
        words=said["words"],
        source=said["source"],
        answer=form.value(wanted),
        case=said["case"],
        on=said["on"],
        marking=said["marking"],
        document=(upload.name, upload.file) if upload else None,
    )


@access("record_conduct")
@require_http_methods(["GET", "HEAD", "POST"])
def conduct(request: HttpRequest, number: str) -> HttpResponse:
    found = _seen(request, number)
    asked = request.GET.get("corrects", "")
    corrected = next((one for one in found.conduct if str(one.id) == asked), None)
    first = {}
    if corrected is not None:
        names = (*ConductForm.base_fields,)
        first = {name: getattr(corrected, name) for name in names if name != "reasons"}
    form = ConductForm(sent(request), initial=first)
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: conduct_acts.record_conduct(
                by=by,
                party=number,
                entry=conduct_acts.NewConduct(
                    **form.cleaned_data, corrects=corrected.id if corrected else None
                ),
            ),
        )
    ):
        messages.success(
            request, _("The entry is on record; a judgment waits for a second person.")
        )
        return redirect("workbench:party", number=number)
    return act_page(
        request,
        form,
        party=found,
        title=_("Correct an entry of the conduct record")
        if corrected
        else _("Enter into the conduct record"),
        about=_(
            "Findings of courts, authorities, the United Nations and forensic laboratories. What a threat bundle names is a lead."
        ),
        send=_("Enter it"),
    )


@access("confirm_conduct")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: str, entry: int) -> HttpResponse:
    found = _seen(request, number)
    about = next((one for one in found.conduct if one.id == entry), None)
    if about is None:
        raise NotFoundError("entry")
    form = ConfirmConductForm(sent(request))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: conduct_acts.confirm_conduct(
                by=by,
                party=number,
                entry=entry,
                confirmed=form.cleaned_data["confirmed"] == "yes",
                reasons=form.cleaned_data["reasons"],
            ),
        )
    ):
        messages.success(request, _("Your word on the entry is on record."))
        return redirect("workbench:party", number=number)
    return act_page(
        request,
        form,
        party=found,
        title=_("Confirm an entry as the second person"),
        about=f"{about.title}: {about.words} ({about.source}, {about.grade})",
        send=_("Put my word on record"),
    )
