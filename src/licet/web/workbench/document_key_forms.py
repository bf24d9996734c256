"""Forms and words of the acts on document keys. Nothing is chosen beforehand."""

from datetime import UTC
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.workbench.retention_forms import _why

Words = Any  # a text that waits for the reader's language
STATES: dict[str, tuple[Words, str]] = {
    "in_use": (_("in use"), "good"),
    "ended": (_("ended"), ""),
    "retired": (_("retired"), ""),
    "lost": (_("lost"), "bad"),
}
PURPOSES: dict[str, Words] = {
    "licence": _("licences and codes"),
    "status": _("status lists"),
    "document": _("PDF letters"),
}
ACTS: dict[str, Words] = {
    "create": _("make the first keys"),
    "rotate": _("replace keys in use"),
    "retire": _("destroy the secret of an ended key"),
    "loss": _("a key was lost"),
}


class ProposeForm(forms.Form):
    """What shall happen to which keys."""

    kind = forms.ChoiceField(
        label=_("What shall happen?"),
        widget=forms.RadioSelect,
        choices=[(kind, ACTS[kind]) for kind in ("create", "rotate", "retire")],
        error_messages={"required": _("Choose what shall happen")},
    )
    purposes = forms.MultipleChoiceField(
        label=_("To replace: which keys?"),
        help_text=_("All three when none is ticked."),
        widget=forms.CheckboxSelectMultiple,
        choices=list(PURPOSES.items()),
        required=False,
    )
    key = forms.CharField(
        label=_("To retire: identifier of the key"), required=False, max_length=16
    )
    reason = _why(_("Why now?"), _("Say why now"))

    def clean_purposes(self) -> tuple[str, ...]:
        """The purposes as the act takes them."""
        return tuple(self.cleaned_data["purposes"])


class LossForm(forms.Form):
    """From when a key is lost, and what happened."""

    since = forms.DateTimeField(
        label=_("The earliest time at which it may have been copied"),
        help_text=_("In UTC, for example 2026-07-09 14:30"),
        error_messages={
            "required": _("Give the earliest time"),
            "invalid": _("Give the time like 2026-07-09 14:30"),
        },
    )
    reason = _why(_("What happened?"), _("Say what happened"))

    def clean_since(self) -> Any:  # noqa: ANN401  # a time
        """The time as it was written, in UTC."""
        return self.cleaned_data["since"].replace(tzinfo=UTC)


class DecideForm(forms.Form):
    """Approve, or give back."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("Approve: it happens now")),
            ("return", _("Give back: it does not happen")),
        ],
        error_messages={"required": _("Choose whether it happens")},
    )
    reason = forms.CharField(
        label=_("Why it does not happen, when you give it back"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )
