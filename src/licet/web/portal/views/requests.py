"""What an applicant may ask later: to amend, to go first, and for changes of a licence."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import VersionedForm, actor_of, attempt, sent
from licet.web.casework.application.practice import practice
from licet.web.casework.law.asking import country_choices
from licet.web.casework.selectors.licences import licences as licence_reads
from licet.web.casework.services.applying.amendments import CHANGES
from licet.web.casework.services.applying.changes import ACTS, request_change
from licet.web.casework.services.desk.urgency import ask_urgency
from licet.web.casework.views.organisations import CopyView
from licet.web.portal.views.application import seen, shared


class UrgencyForm(VersionedForm):
    """Who asks that a case goes first, and what they say."""

    asked_by = forms.CharField(
        label=gettext_lazy("Who asks?"),
        help_text=gettext_lazy(
            "Name and office. It is written down and weighs nothing."
        ),
        max_length=300,
        error_messages={"required": gettext_lazy("Say who asks")},
    )
    words = forms.CharField(
        label=gettext_lazy("What do they say?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": gettext_lazy("Write down what they say")},
    )


class ChangeForm(forms.Form):
    """Why a licence should change."""

    reasons = forms.CharField(
        label=gettext_lazy("Why do you ask for it?"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": gettext_lazy("Say why you ask for it")},
    )


class TransferForm(ChangeForm):
    """To which exporter a licence should pass."""

    registration = forms.CharField(
        label=gettext_lazy("Registration number of the other exporter"),
        max_length=100,
        error_messages={"required": gettext_lazy("Give the registration number")},
    )
    country = forms.ChoiceField(label=gettext_lazy("Where it is established"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]  # a ChoiceField


@access("amend_application")
@require_safe
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Which part to amend."""
    found = seen(request, number)
    rule = practice(settings.LICET_PROFILE).acts["amend_application"]
    context = {
        **shared(found),
        "rule": rule,
        "parts": [one for one in found.sections if one.id in CHANGES],
    }
    return render(request, "portal/amend.html", context)


@access("ask_urgency")
@require_http_methods(["GET", "HEAD", "POST"])
def urgent(request: HttpRequest, number: str) -> HttpResponse:
    found = seen(request, number)
    form = UrgencyForm(sent(request), initial={"version": found.version})
    by = actor_of(request)
    said: list[str] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: said.append(
                ask_urgency(
                    by=by,
                    case=number,
                    asked_by=form.cleaned_data["asked_by"],
                    words=form.cleaned_data["words"],
                    version=form.seen,
                )
            ),
        )
    ):
        words = _("The rule puts it first: %(ground)s.") % {"ground": said[0]}
        if not said[0]:
            words = _(
                "It is written down. No ground of the rule holds on the facts stated, so the case keeps its place. If a fact is wrong, amend it."
            )
        messages.success(request, words)
        return redirect("portal:application", number=number)
    rules = practice(settings.LICET_PROFILE)
    context = {
        **shared(found),
        "form": form,
        "title": _("Ask that it goes first"),
        "happens": [
            _("A rule decides, on the facts of the application: %(grounds)s.")
            % {"grounds": "; ".join(one.title for one in rules.urgency)},
            _("Who asks is written down, and weighs nothing."),
        ],
        "send": _("Ask"),
        "warning": False,
    }
    return render(request, "portal/act.html", context)


@access("request_change")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, act: str) -> HttpResponse:
    by = actor_of(request)
    licence = licence_reads.licence(viewer=by, licence=number)
    if act not in ACTS:
        raise Http404(act)
    form_of = TransferForm if act == "transfer_licence" else ChangeForm
    form = form_of(sent(request))
    made: list[CopyView] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: made.append(
                request_change(by=by, licence=number, act=act, **form.cleaned_data)
            ),
        )
    ):
        if act == "transfer_licence":
            messages.success(
                request,
                _("The other exporter was told and goes on with the application."),
            )
            return redirect("portal:licence", number=number)
        messages.success(
            request,
            _(
                "The application is begun. Change what should be different, and submit it."
            ),
        )
        return redirect("portal:application", number=made[0].number)
    rule = practice(settings.LICET_PROFILE).acts[act]
    context = {"licence": licence, "form": form, "title": rule.title, "rule": rule}
    return render(request, "portal/change.html", context)
