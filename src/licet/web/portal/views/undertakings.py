"""The applicant's side of an undertaking: generate, download, have it signed, send it back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from licet.kernel import InputError
from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, attempt, sent
from licet.web.casework.errors import NotAllowedError, NotFoundError
from licet.web.casework.selectors.verification import verification as reads
from licet.web.casework.services.verification import undertakings as acts
from licet.web.portal.views.application import download, seen, shared

STANDINGS = {
    "generated": ("wait", lazy("waits for the signature")),
    "returned": ("wait", lazy("signed; the authority examines the signature")),
    "confirmed": ("good", lazy("signature confirmed")),
    "expired": ("bad", lazy("expired unsigned")),
}
RETURNS = {
    "refused": ("bad", lazy("refused")),
    "waiting": ("wait", lazy("taken in")),
    "genuine": ("good", lazy("signature confirmed")),
}


class SignedForm(forms.Form):
    """A signed undertaking."""

    file = forms.FileField(
        label=lazy("The signed document"),
        help_text=lazy(
            "The file as downloaded, signed; or a scan as PDF, PNG or JPEG."
        ),
        error_messages={"required": lazy("Choose the signed document")},
    )
    signatory = forms.CharField(
        label=lazy("Who signed it"),
        max_length=200,
        error_messages={"required": lazy("Say who signed it")},
    )
    post = forms.CharField(
        label=lazy("In which post"),
        max_length=200,
        error_messages={"required": lazy("Say in which post")},
    )
    signed_on = forms.DateField(
        label=lazy("Day beside the signature"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": lazy("Give the day beside the signature"),
            "invalid": lazy("Give a day that exists, for example 2026-07-31"),
        },
    )
    number = forms.CharField(
        label=lazy("Number printed on it"),
        help_text=lazy("Only for a scan, which carries no data."),
        max_length=60,
        required=False,
    )
    content_hash = forms.CharField(
        label=lazy("Content hash printed on it"),
        help_text=lazy("Only for a scan."),
        max_length=80,
        required=False,
    )


def _page(request: HttpRequest, number: str, form: forms.Form) -> HttpResponse:
    found = seen(request, number)
    context = {
        **shared(found),
        "form": form,
        "made": reads.undertakings(viewer=actor_of(request), case=number),
        "undertaking_standings": STANDINGS,
        "return_standings": RETURNS,
    }
    return render(request, "portal/undertaking.html", context)


@access("return_undertaking")
@require_http_methods(["GET", "HEAD", "POST"])
def undertaking(request: HttpRequest, number: str) -> HttpResponse:
    form = SignedForm(sent(request), request.FILES or None)
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _return(by, number, form.cleaned_data))
    ):
        messages.success(
            request, _("It fits. The authority will now examine the signature.")
        )
        return redirect("portal:undertaking", number=number)
    return _page(request, number, form)


def _return(by: object, number: str, said: dict[str, object]) -> None:
    upload = said["file"]
    rest = {name: value for name, value in said.items() if name != "file"}
    acts.return_undertaking(
        by=by,  # type: ignore[arg-type]  # the actor of the request
        case=number,
        signed=acts.SignedUndertaking(
            name=upload.name,  # type: ignore[attr-defined]  # an uploaded file
            content=upload.file,  # type: ignore[attr-defined]  # as above
            **rest,  # type: ignore[arg-type]  # the fields of the form
        ),
    )


@access("make_undertaking")
@require_POST
def make(request: HttpRequest, number: str) -> HttpResponse:
    try:
        acts.make_undertaking(by=actor_of(request), case=number)
    except (NotAllowedError, NotFoundError):
        raise
    except InputError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The undertaking is generated. Have it signed as it is.")
        )
    return redirect("portal:undertaking", number=number)


@access("see_undertakings")
@require_safe
def document(request: HttpRequest, number: str, undertaking: str) -> HttpResponse:
    return download(
        reads.undertaking_document(
            viewer=actor_of(request), case=number, undertaking=undertaking
        )
    )
