"""The form behind a sealed bundle: what it is for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BundleForm(forms.Form):
    """Why the bundle is made; the record keeps it."""

    purpose = forms.CharField(
        label=_("What is it for?"),
        help_text=_("For example: the hearing of 4 May. It stands in the bundle."),
        max_length=300,
        error_messages={"required": _("Say what the bundle is for")},
    )
