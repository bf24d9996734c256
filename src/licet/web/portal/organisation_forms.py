"""Forms about an organisation: who acts for it, and for whom it acts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.law.asking import CountriesField, country_choices
from licet.web.casework.selectors.people.organisations import RIGHT_WORDS, ROLE_WORDS


class InvitationForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "The link in the mail works once, for a week, and only for this address."
        ),
        error_messages={
            "required": _("Give an e-mail address"),
            "invalid": _("Give an e-mail address, for example name@company.example"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What may they do?"),
        widget=forms.RadioSelect,
        choices=list(reversed(ROLE_WORDS.items())),
        error_messages={"required": _("Choose what they may do")},
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(
        label=_("What may they do?"),
        widget=forms.RadioSelect,
        choices=list(reversed(ROLE_WORDS.items())),
        error_messages={"required": _("Choose what they may do")},
    )


class MandateForm(forms.Form):
    """Who may act for us, how far, until when."""

    registration = forms.CharField(
        label=_("Registration number of the agent"),
        help_text=_("Exactly as the agent entered it here."),
        max_length=100,
        error_messages={"required": _("Give the agent's registration number")},
    )
    country = forms.ChoiceField(
        label=_("Where the agent is established"),
        error_messages={"required": _("Choose the agent's country")},
    )
    rights = forms.MultipleChoiceField(
        label=_("What may the agent do for you?"),
        widget=forms.CheckboxSelectMultiple,
        choices=list(RIGHT_WORDS.items()),
        error_messages={"required": _("Choose at least one")},
    )
    cases = forms.ChoiceField(
        label=_("In which applications?"),
        widget=forms.RadioSelect,
        choices=[
            ("own", _("Only those that the agent begins")),
            ("all", _("All of ours, earlier ones as well")),
        ],
        initial="own",
        error_messages={"required": _("Choose in which applications")},
    )
    countries = CountriesField(
        label=_("Only for these destinations"),
        help_text=_("Countries, separated by commas. Empty: any."),
        max_length=400,
        required=False,
    )
    first = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the first day"), "invalid": _("Give a day that exists, for example 2026-07-31")},
    )  # fmt: skip
    last = forms.DateField(
        label=_("Last day"),
        help_text=_("Three years later at most. You can end it at any time before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the last day"), "invalid": _("Give a day that exists, for example 2026-07-31")},
    )  # fmt: skip

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]  # a ChoiceField


class EndMandateForm(forms.Form):
    """Why a mandate ends."""

    reasons = forms.CharField(
        label=_("Why does it end?"),
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": _("Say why it ends")},
    )
