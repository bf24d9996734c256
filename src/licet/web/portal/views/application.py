"""One application: its task list while it is written, its status afterwards."""

import uuid
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.gathered import gathering
from licet.web.casework.selectors.appeals.appeals import contestable
from licet.web.casework.selectors.applying import applications as reads
from licet.web.casework.selectors.desk import documents as files
from licet.web.casework.services.applying import applications as acts
from licet.web.casework.services.decision import delivery
from licet.web.casework.services.desk import information_requests
from licet.web.casework.views import ApplicationView, DocumentContent
from licet.web.portal.fields import FactsForm, asked_field
from licet.web.portal.forms import MessageForm, ReasonsForm, SubmitForm
from licet.web.portal.summary import answers
from licet.web.portal.tones import OUTCOMES, OWN_WORDS, TASKS, TONES


def seen(request: HttpRequest, number: str) -> ApplicationView:
    """The application as its applicant may see it."""
    return reads.application(viewer=actor_of(request), case=number)


def shared(found: ApplicationView) -> dict[str, object]:
    """What every page of an application shows."""
    return {
        "application": found,
        "can": {one.act: one.words for one in found.acts},
        "tones": TONES,
        "own_words": OWN_WORDS,
        "tasks": TASKS,
        "outcomes": OUTCOMES,
    }


def download(found: DocumentContent) -> HttpResponse:
    """Bytes to keep, never to be shown inside the site."""
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )


@access("see_application")
@require_safe
def application(request: HttpRequest, number: str) -> HttpResponse:
    with gathering():
        found = seen(request, number)
        if found.state != "draft":
            context = {
                **shared(found),
                "answers": answers(found),
                "message": MessageForm(),
                "contestable": contestable(viewer=actor_of(request), case=number),
            }
            return render(request, "portal/status.html", context)
    asked = {
        section
        for section, facts in found.questions.items()
        if any(required for _fact, required in facts)
    }
    optional = _OPTIONAL - asked
    ready = not found.problems and all(
        one.state == "complete" for one in found.sections if one.id not in optional
    )
    context = {**shared(found), "ready": ready, "optional": optional}
    return render(request, "portal/tasks.html", context)


_OPTIONAL = frozenset({"end_use", "propagation", "documents"})


@access("submit_application")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    first = {"version": found.version, "key": uuid.uuid4().hex}
    form = SubmitForm(sent(request), initial=first)
    for one in found.required:
        if one.may_follow and not one.there:
            form.ask_why(one.id, one.title)
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.submit_application(
                by=by,
                case=number,
                key=form.cleaned_data["key"],
                version=form.seen,
                following=form.following(),
            ),
        )
    ):
        return redirect("portal:confirmation", number=number)
    if found.state != "draft":
        return redirect("portal:application", number=number)
    context = {**shared(found), "form": form, "answers": answers(found)}
    return render(request, "portal/check.html", context)


@access("see_application")
@require_safe
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    if found.submitted_at is None:
        return redirect("portal:application", number=number)
    return render(request, "portal/confirmation.html", shared(found))


@access("see_document")
@require_safe
def document(request: HttpRequest, number: str, document: str) -> HttpResponse:
    return download(
        files.document(viewer=actor_of(request), case=number, document=document)
    )


@access("see_document")
@require_safe
def letter(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    by = actor_of(request)
    found = files.letter_document(viewer=by, case=number, letter=letter)
    if by.may("open_letter"):  # whoever has the content has been served
        delivery.open_letter(by=by, case=number, letter=letter)
    return download(found)


@access("withdraw_application")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    form = ReasonsForm(sent(request), initial={"version": found.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.withdraw_application(
                by=by,
                case=number,
                reasons=form.cleaned_data["reasons"],
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request,
            _("The application is withdrawn. Nothing more will be decided on it."),
        )
        return redirect("portal:application", number=number)
    context = {
        **shared(found),
        "form": form,
        "title": _("Withdraw the application"),
        "happens": [
            _("The authority stops work on it and decides nothing."),
            _("It cannot be taken up again; you can apply anew at any time."),
            _("It stays in the record as withdrawn."),
        ],
        "send": _("Withdraw the application"),
        "warning": True,
    }
    return render(request, "portal/act.html", context)


@access("answer_information_request")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, question: str) -> HttpResponse:
    found = seen(request, number)
    asked = next((one for one in found.requests if one.id == question), None)
    if asked is None or asked.answered_at is not None:
        return redirect("portal:application", number=number)
    wanted = {path: asked_field(path) for path in asked.facts}
    wanted = {
        "answer": forms.CharField(
            label=_("Your answer"),
            widget=forms.Textarea,
            max_length=20_000,
            error_messages={"required": _("Write your answer")},
        ),
        **wanted,
    }
    form = FactsForm(sent(request), wanted=wanted, initial={"version": found.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: information_requests.answer_information_request(
                by=by,
                case=number,
                request=question,
                answer=form.cleaned_data["answer"],
                facts=form.facts(asked.facts),
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request, _("Your answer is with the authority. The clock runs again.")
        )
        return redirect("portal:application", number=number)
    context = {**shared(found), "form": form, "asked": asked}
    return render(request, "portal/answer.html", context)


@access("send_message")
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    form = MessageForm(sent(request), initial={"version": found.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.send_message(
                by=by, case=number, text=form.cleaned_data["text"]
            ),
        )
    ):
        messages.success(request, _("Your message is sent."))
        return redirect("portal:application", number=number)
    context = {
        **shared(found),
        "form": form,
        "title": _("Write to the authority"),
        "happens": [],
        "send": _("Send"),
        "warning": False,
    }
    return render(request, "portal/act.html", context)
