"""Letters of the authority: opened here, and a notice of an intended refusal answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.services.decision import delivery, hearing
from licet.web.portal.forms import NoticeAnswerForm
from licet.web.portal.views.application import seen, shared


@access("open_letter")
@require_POST
def open_letter(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    delivery.open_letter(by=actor_of(request), case=number, letter=letter)
    messages.success(request, _("The letter is open below. It is served today."))
    return redirect("portal:application", number=number)


@access("answer_notice")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_notice(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    form = NoticeAnswerForm(sent(request), initial={"version": found.version})
    by = actor_of(request)
    if form.is_valid() and attempt(
        form,
        lambda: hearing.answer_notice(
            by=by, case=number, answer=form.cleaned_data["answer"], version=form.seen
        ),
    ):
        messages.success(
            request, _("Your answer is with the officer, who must consider it.")
        )
        return redirect("portal:application", number=number)
    context = {
        **shared(found),
        "form": form,
        "title": _("Answer the intended refusal"),
        "happens": [
            _("Nothing is refused before an officer has considered your answer."),
            _("You can answer once. Upload documents with a message if you need to."),
        ],
        "send": _("Send the answer"),
        "warning": False,
    }
    return render(request, "portal/act.html", context)
