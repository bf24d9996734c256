"""Forms of retention, erasure and copies. Nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_LONG = 2000
Words = Any  # a text, or one that waits for the reader's language


def _why(label: Words, need: Words, hint: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": need},
    )


class WhyForm(forms.Form):
    """Why a case is held."""

    reason = _why(
        _("Why must the case be held?"),
        _("Say why the case must be held"),
        _(
            "Name the court, claim or inquiry. Write no content of the case: this stays."
        ),
    )


class LiftForm(forms.Form):
    """Why a hold ends."""

    reason = _why(_("Why may the hold go?"), _("Say why the hold may go"))


class DisposalForm(forms.Form):
    """Erase, or hand to the archive first."""

    outcome = forms.ChoiceField(
        label=_("What shall happen?"),
        widget=forms.RadioSelect,
        choices=[
            ("erase", _("Erase the content")),
            ("archive", _("Hand it to the archive, then erase it here")),
        ],
        error_messages={"required": _("Choose what shall happen")},
    )
    reason = _why(
        _("Why now?"),
        _("Say why now"),
        _("Write no content of the case: this reason stays when the case is gone."),
    )


class ReceiptForm(forms.Form):
    """What the archive gave in return."""

    receipt = forms.CharField(
        label=_("Receipt of the archive"),
        max_length=300,
        error_messages={"required": _("Give the archive's receipt")},
    )
    sha256 = forms.CharField(
        label=_("SHA-256 of the export"),
        max_length=64,
        error_messages={"required": _("Give the hash of the export")},
    )
    size = forms.IntegerField(
        label=_("Size in bytes"),
        min_value=1,
        error_messages={"required": _("Give the size of the export")},
    )


class ReturnForm(forms.Form):
    """Approve, or give back."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("Approve: the content is erased now")),
            ("return", _("Give back: the case stays")),
        ],
        error_messages={"required": _("Choose whether the case goes")},
    )
    reason = forms.CharField(
        label=_("Why it stays, when you give it back"),
        widget=forms.Textarea,
        required=False,
        max_length=_LONG,
    )


class CopyForm(forms.Form):
    """For whom a copy is; the parts stand beside it."""

    purpose = _why(
        _("For whom is the copy, and for what?"), _("Say for whom the copy is")
    )


class OpinionHoldForm(forms.Form):
    """Why an opinion is held."""

    reason = _why(
        _("Why must the opinion be held?"),
        _("Say why the opinion must be held"),
        _(
            "Name the court, claim or inquiry. Write no content of the opinion: this stays."
        ),
    )


class OpinionErasureForm(forms.Form):
    """Why an opinion goes now."""

    reason = _why(
        _("Why now?"),
        _("Say why now"),
        _(
            "Write no content of the opinion: this reason stays when the opinion is gone."
        ),
    )


class OpinionDecisionForm(forms.Form):
    """Approve, or give back."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("Approve: the content is erased now")),
            ("return", _("Give back: the opinion stays")),
        ],
        error_messages={"required": _("Choose whether the opinion goes")},
    )
    reason = forms.CharField(
        label=_("Why it stays, when you give it back"),
        widget=forms.Textarea,
        required=False,
        max_length=_LONG,
    )
