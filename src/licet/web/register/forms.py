"""Forms of the public pages."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LegalOrderForm(forms.Form):
    """Whose law, and on which day."""

    law = forms.ChoiceField(
        label=_("Whose law do you ask about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whose law you ask about")},
    )
    on = forms.DateField(
        label=_("On which day will it leave?"),
        help_text=_("The law of that day is applied."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the day on which it will leave"),
            "invalid": _("Give a day that exists, for example 2026-07-31"),
        },
    )

    def __init__(
        self, *args: object, laws: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["law"].choices = laws  # type: ignore[attr-defined]  # a ChoiceField

    def clean_on(self) -> date:
        """A day in living memory; a slip of the keyboard otherwise."""
        on: date = self.cleaned_data["on"]
        if not 1990 <= on.year <= 2100:  # noqa: PLR2004  # no package reaches beyond
            raise forms.ValidationError(_("Give a year between 1990 and 2100"))
        return on


class QuestionForm(forms.Form):
    """One question of the self-check."""

    def __init__(self, *args: object, asked: forms.Field, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["answer"] = asked


READERS: tuple[tuple[str, Any], ...] = (
    ("public", _("Anybody")),
    ("customs", _("Customs")),
    ("partner_authority", _("A partner authority")),
    ("end_user", _("The end user")),
    ("licensee", _("The holder of the licence")),
)


def _reader() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who looks at it?"),
        help_text=_(
            "Only limits what is shown. Nobody sees more than the document itself holds."
        ),
        choices=READERS,
        required=False,
    )


class CodeForm(forms.Form):
    """The code printed on a licence."""

    code = forms.CharField(
        label=_("Code printed on the licence"),
        help_text=_(
            "The text that a scanner reads from the square; it begins with LICET1. The long signed form may be pasted as well."
        ),
        widget=forms.Textarea,
        max_length=200_000,
        error_messages={"required": _("Paste the code that is printed on the licence")},
    )
    role = _reader()


class PdfForm(forms.Form):
    """The licence as a PDF."""

    pdf = forms.FileField(
        label=_("The licence as PDF"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose the PDF of the licence")},
    )
    role = _reader()


class DraftCommentForm(forms.Form):
    """What somebody says about a draft of law; the service counts the characters."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=_("For which organisation you write"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    text = forms.CharField(
        label=_("Your comment"),
        help_text=_(
            "At most 20,000 characters. Name the leaf of law that you speak of."
        ),
        widget=forms.Textarea,
        error_messages={"required": _("Write what you think of the draft.")},
    )
