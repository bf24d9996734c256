"""Forms of notes, interests, saved searches and letters from templates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.rights.note_access import NOTE_MARKINGS
from licet.web.casework.rights.part_marks import PARTS
from licet.web.casework.services.desk.part_marks import SETTABLE
from licet.web.casework.views import LetterFieldView, LetterTemplateView
from licet.web.workbench.forms import choice_field, text_field


class NoteForm(forms.Form):
    """A note; ``@name`` names a colleague."""

    text = text_field(
        _("Note"),
        _("Write the note"),
        _("@name tells a colleague, by what stands before the @ of their e-mail."),
    )
    marking = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(one, one.replace("_", " ").capitalize()) for one in NOTE_MARKINGS],
        error_messages={"required": _("Choose who may read it")},
    )


class InterestForm(forms.Form):
    """A conflict of interest of one's own."""

    case = forms.CharField(label=_("Number of the case"), required=False, max_length=40)
    organisation = forms.ChoiceField(
        label=_("Or an exporter, for every case of theirs"), required=False
    )
    reasons = text_field(_("What the interest is"), _("Say what the interest is"))


class MarkForm(VersionedForm):
    """The marking of a part of the case."""

    part = forms.ChoiceField(
        label=_("Which part"),
        choices=[("", _("Choose a part")), *((one, one.capitalize()) for one in PARTS)],
        error_messages={"required": _("Choose the part")},
    )
    marking = choice_field(
        _("Who may read it"),
        _("Choose the marking"),
        [(one, one.replace("_", " ").capitalize()) for one in SETTABLE],
    )
    reasons = text_field(_("Reasons"), _("Say why it bears this marking"))


class SaveFilterForm(forms.Form):
    """The name of a saved search."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        error_messages={"required": _("Give the search a name")},
    )


class ReviewForm(forms.Form):
    """A second person's word on a drafted letter."""

    agrees = choice_field(
        _("Your word"),
        _("Say whether it can go"),
        [("yes", _("It can go")), ("no", _("It goes back"))],
    )
    reasons = forms.CharField(
        label=_("What must change"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
    )


def letter_form(template: LetterTemplateView) -> type[forms.Form]:
    """The form of a template: one typed field each."""
    fields = {one.name: _field(one) for one in template.fields}
    return type("LetterForm", (forms.Form,), fields)


def _field(one: LetterFieldView) -> forms.Field:
    need = {"required": _("Fill this in")}
    match one.kind:
        case "date":
            return forms.CharField(
                label=one.title,
                widget=forms.DateInput(attrs={"type": "date"}),
                error_messages=need,
            )
        case "decimal":
            return forms.CharField(
                label=one.title,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                error_messages=need,
            )
        case "choice":
            return forms.ChoiceField(
                label=one.title,
                widget=forms.RadioSelect,
                choices=[(each, each) for each in one.choices],
                error_messages=need,
            )
        case _:
            return forms.CharField(
                label=one.title,
                widget=forms.Textarea,
                max_length=20_000,
                error_messages=need,
            )
