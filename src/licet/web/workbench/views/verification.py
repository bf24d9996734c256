"""Verification inside a case: signs answered, undertakings generated, taken back and confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
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
from licet.web.casework.services.verification import signals as signal_acts
from licet.web.casework.services.verification import undertakings as acts
from licet.web.casework.views import UndertakingReturnView
from licet.web.workbench.party_forms import GenuineForm, SignalForm, SignedForm
from licet.web.workbench.views.case import download, to_case
from licet.web.workbench.views.parties import act_page


@access("renew_signals")
@require_POST
def renew(request: HttpRequest, number: str) -> HttpResponse:
    signal_acts.renew_signals(by=actor_of(request), case=number)
    messages.success(request, _("Every rule was asked again on what is known now."))
    return to_case(number)


@access("answer_signal")
@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: HttpRequest, number: str, party: str, rule: str) -> HttpResponse:
    by = actor_of(request)
    found = reads.of_case(viewer=by, case=number)
    basis = request.GET.get("basis", "")
    about = next(
        (
            sign
            for one in found.parties
            if one.number == party
            for sign in one.signals
            if sign.rule == rule and sign.outcome == "fires"
            if basis in {"", sign.basis}
        ),
        None,
    )
    if about is None:
        raise NotFoundError("sign that fires")
    form = SignalForm(sent(request), initial={"basis": about.basis})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: signal_acts.answer_signal(
                by=by,
                case=number,
                party=party,
                word=signal_acts.SignalWord(rule=rule, **form.cleaned_data),
            ),
        )
    ):
        messages.success(request, _("Your word on the sign is on record."))
        return to_case(number)
    return act_page(
        request,
        form,
        case_number=number,
        sign=about,
        title=about.title,
        about=about.words,
        send=_("Put my word on record"),
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
    return to_case(number)


@access("see_undertakings")
@require_safe
def document(request: HttpRequest, number: str, undertaking: str) -> HttpResponse:
    return download(
        reads.undertaking_document(
            viewer=actor_of(request), case=number, undertaking=undertaking
        )
    )


@access("see_undertakings")
@require_safe
def returned_document(request: HttpRequest, number: str, returned: str) -> HttpResponse:
    return download(
        reads.undertaking_document(
            viewer=actor_of(request), case=number, undertaking="", returned=returned
        )
    )


@access("return_undertaking")
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    by = actor_of(request)
    reads.undertakings(viewer=by, case=number)
    form = SignedForm(sent(request), request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.return_undertaking(
                by=by, case=number, signed=signed_of(form.cleaned_data)
            ),
        )
    ):
        messages.success(
            request, _("It is the undertaking that was generated for this case.")
        )
        return to_case(number)
    return act_page(
        request,
        form,
        case_number=number,
        title=_("Take in a signed undertaking"),
        about=_(
            "Every field is compared with what was generated. What does not fit is refused, kept, and named field by field."
        ),
        send=_("Compare and take in"),
    )


def signed_of(said: dict[str, object]) -> acts.SignedUndertaking:
    """What the form said, as the service wants it."""
    upload = said.pop("file")
    return acts.SignedUndertaking(
        name=upload.name,  # type: ignore[attr-defined]  # an uploaded file
        content=upload.file,  # type: ignore[attr-defined]  # as above
        **said,  # type: ignore[arg-type]  # the fields of the form
    )


def _returned(
    request: HttpRequest, number: str, returned: str
) -> UndertakingReturnView:
    for one in reads.undertakings(viewer=actor_of(request), case=number):
        for back in one.returns:
            if back.id == returned:
                return back
    raise NotFoundError("returned undertaking")


@access("confirm_undertaking")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: str, returned: str) -> HttpResponse:
    back = _returned(request, number, returned)
    form = GenuineForm(sent(request))
    by = actor_of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            form,
            lambda: acts.confirm_undertaking(
                by=by,
                case=number,
                returned=returned,
                genuine=form.cleaned_data["genuine"] == "yes",
                manner=form.cleaned_data["manner"],
                words=form.cleaned_data["words"],
            ),
        )
    ):
        messages.success(request, _("How the signature was examined is on record."))
        return redirect("workbench:case", number=number)
    return act_page(
        request,
        form,
        case_number=number,
        title=_("Confirm the signature of an undertaking"),
        about=_(
            "Signed by %(signatory)s, %(post)s, on %(day)s. Do not use a telephone number that stands on the document itself. %(words)s"
        )
        % {
            "signatory": back.signatory,
            "post": back.post,
            "day": back.signed_on,
            "words": back.words,
        },
        send=_("Put it on record"),
    )
