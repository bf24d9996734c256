"""Copies of a licence that show what a reader needs and nothing else."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from licet.web.casework.access import access
from licet.web.casework.acts.form_acts import actor_of, sent
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.selectors.desk import documents as files
from licet.web.casework.selectors.licences import licences as reads
from licet.web.portal.views.application import download

OWN = "own"
FIELDS: tuple[tuple[str, Any], ...] = (
    ("licensee", _("Who may export")),
    ("consignee", _("Consignee")),
    ("end_user", _("End user")),
    ("destination", _("Destination")),
    ("items", _("Items with quantities")),
    ("value", _("Prices of the items")),
    ("conditions", _("Conditions")),
    ("end_use", _("End use")),
)


class PresentForm(forms.Form):
    """For whom the copy is, or what it shows."""

    reader = forms.ChoiceField(
        label=_("For whom is the copy?"),
        widget=forms.RadioSelect,
        choices=[
            ("customs", _("Customs: parties, items, conditions; no price, no end use")),
            ("partner_authority", _("A partner authority: everything but the price")),
            (
                "end_user",
                _("The end user: items, conditions, end use; no consignee, no price"),
            ),
            ("public", _("Anybody: number, kind and days alone")),
            (OWN, _("Somebody else: I choose")),
        ],
        error_messages={"required": _("Choose for whom the copy is")},
    )
    fields_shown = forms.MultipleChoiceField(
        label=_("If you choose: what does it show?"),
        widget=forms.CheckboxSelectMultiple,
        choices=FIELDS,
        required=False,
    )


@access("present_licence")
@require_http_methods(["GET", "HEAD", "POST"])
def present(request: HttpRequest, number: str) -> HttpResponse:
    viewer, form = actor_of(request), PresentForm(sent(request))
    found = reads.licence(viewer=viewer, licence=number)
    if form.is_valid():
        given = form.cleaned_data
        own = given["reader"] == OWN
        try:
            return download(
                files.presentation(
                    viewer=viewer,
                    licence=number,
                    reader="" if own else given["reader"],
                    fields=given["fields_shown"] if own else (),
                )
            )
        except InvalidInputError as error:
            form.add_error("fields_shown", next(iter(error.fields.values())))
    return render(request, "portal/present.html", {"licence": found, "form": form})
