"""Consulting another state, and recording what it answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, offer, sent
from licet.web.casework.law.asking import country_choices
from licet.web.casework.services.review import consultations
from licet.web.workbench.forms import ConsultationAnswerForm, ConsultationForm
from licet.web.workbench.views.case import form_page, seen_case, to_case


@access("ask_consultation")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    case = seen_case(request, number)
    form = ConsultationForm(sent(request), initial={"version": case.version})
    offer(form, "partner", country_choices())
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: consultations.ask_consultation(
                by=by,
                case=number,
                partner=form.cleaned_data["partner"],
                because=form.cleaned_data["because"],
                version=form.seen,
            ),
        )
    ):
        messages.success(
            request,
            _("The consultation is recorded. Its text stands on the case page."),
        )
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Consult another state"),
        about=_(
            "The text is written from the case. Send it by the channel that your authorities use, and record the answer here."
        ),
        send=_("Record the consultation"),
    )


@access("record_consultation_answer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, consultation: str) -> HttpResponse:
    case = seen_case(request, number)
    asked = next((one for one in case.consultations if one.id == consultation), None)
    if asked is None:
        raise Http404(consultation)
    form = ConsultationAnswerForm(sent(request), initial={"version": case.version})
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: consultations.record_consultation_answer(
                by=by,
                case=number,
                consultation=consultation,
                position=form.cleaned_data["position"],
                words=form.cleaned_data["words"],
                received_on=form.cleaned_data["received_on"],
                version=form.seen,
            ),
        )
    ):
        messages.success(request, _("The answer is recorded. It cannot be undone."))
        return to_case(number)
    return form_page(
        request,
        case,
        form,
        title=_("Record the answer of another state"),
        about=_("Every answer stays on the case; the newest one counts."),
        send=_("Record the answer"),
        quoted=asked.text,
    )
