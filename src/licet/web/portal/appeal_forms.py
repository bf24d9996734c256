"""Forms of an appeal as its appellant fills them in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm

_LONG = 20_000


class LodgeForm(VersionedForm):
    """An appeal: against what, on which grounds, why."""

    act = forms.ChoiceField(
        label=_("What do you appeal against?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you appeal against")},
    )
    on_grounds = forms.MultipleChoiceField(
        label=_("On which grounds?"),
        help_text=_("Choose all that apply. The reviewer must answer each of them."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one ground")},
    )
    grounds = forms.CharField(
        label=_("Why should the act be different?"),
        help_text=_(
            "Name what was overlooked or judged wrongly. Somebody who had no part in it will read it."
        ),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Say why the act should be different")},
    )
    excuse = forms.ChoiceField(
        label=_("If the last day is over: what kept you from it?"), required=False
    )
    late_reasons = forms.CharField(
        label=_("If the last day is over: what happened?"),
        widget=forms.Textarea,
        max_length=_LONG,
        required=False,
    )


class AppealReasonsForm(VersionedForm):
    """Reasons for what an appellant asks in an appeal."""

    reasons = forms.CharField(
        label=_("Your reasons"),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Give your reasons")},
    )


class AppealFileForm(VersionedForm):
    """A document for the reviewer."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_(
            "The reviewer and the authority see it. The same file under the same name is laid once; give it another name to lay it for something else."
        ),
        error_messages={"required": _("Choose a file")},
    )


class AdvocateWordsForm(VersionedForm):
    """What the cleared advocate says of the secret grounds."""

    text = forms.CharField(
        label=_("What the reviewer should consider"),
        help_text=_("The reviewer reads it. The appellant does not."),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Write what the reviewer should consider")},
    )
