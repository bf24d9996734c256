"""Forms of an application that ask for no facts of the law."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.law.asking import country_choices

_LONG = 20_000

PURPOSES = (
    ("end_use_statement", _("End-use statement or undertaking")),
    ("contract", _("Contract or order")),
    ("technical_description", _("Technical description")),
    ("self_check", _("Record of a self-check")),
    ("party", _("About a party: register extract, ownership")),
    ("other", _("Something else")),
)
WAYS = (
    ("shipment", _("Shipment")),
    ("download", _("Download")),
    ("activation", _("Activation")),
    ("access", _("Hosted access")),
)

# Codes of UN/ECE Recommendation 20.
UNITS = (
    ("C62", _("Pieces or activations")),
    ("IE", _("Persons with access")),
    ("HUR", _("Hours")),
)


class OrganisationForm(forms.Form):
    """Who applies."""

    name = forms.CharField(
        label=_("Registered name"),
        max_length=300,
        error_messages={"required": _("Give the registered name")},
    )
    country = forms.ChoiceField(
        label=_("Country of establishment"),
        error_messages={"required": _("Choose the country of establishment")},
    )
    registration = forms.CharField(
        label=_("Registration number"),
        max_length=100,
        error_messages={
            "required": _("Give the number in the register of companies or the like")
        },
    )
    address = forms.CharField(
        label=_("Address"),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": _("Give the address")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]  # a ChoiceField


class StartForm(forms.Form):
    """A new application."""

    organisation = forms.ChoiceField(
        label=_("For which organisation?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation you apply for")},
    )
    title = forms.CharField(
        label=_("A short name for this application"),
        help_text=_(
            "For example: red-team platform for a bank in Brazil. Only you and the authority see it."
        ),
        max_length=200,
        error_messages={"required": _("Give the application a short name")},
    )
    kind = forms.ChoiceField(
        label=_("What do you apply for?"),
        required=False,
        help_text=_(
            "If you are not sure, leave it: the determination says what is needed."
        ),
    )
    template = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    self_check = forms.FileField(
        label=_("A saved self-check"),
        help_text=_(
            "The file self-check.json, if you have one: its answers are entered, and the record is attached."
        ),
        required=False,
        max_length=200,
    )


class ContactForm(VersionedForm):
    """Whom to ask."""

    name = forms.CharField(
        label=_("Name of the person we can ask"),
        max_length=200,
        error_messages={"required": _("Give the name of the person we can ask")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Give an e-mail address"),
            "invalid": _("Give an e-mail address, for example name@company.example"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class DeclarationForm(VersionedForm):
    """That it is true."""

    accepted = forms.BooleanField(
        label=_(
            "What is stated here is true and complete as far as I know, and I will say so at once if it changes"
        ),
        error_messages={
            "required": _("Confirm that what you state is true and complete")
        },
    )
    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        error_messages={"required": _("Give the name of the person who declares")},
    )


class UploadForm(VersionedForm):
    """One document."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, PNG, JPEG or plain text, up to 20 MB. Never send a working exploit: its class decides."
        ),
        max_length=200,
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
        },
    )
    purpose = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what the document is")},
    )

    def __init__(
        self, *args: object, asked: Mapping[str, str], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        offered: dict[str, Any] = {**asked}
        offered |= {key: words for key, words in PURPOSES if key not in offered}
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)  # noqa: S101  # as it stands above
        purpose.choices = list(offered.items())


class OpinionForm(VersionedForm):
    """A request for an opinion; the facts asked for stand beside."""

    organisation = forms.ChoiceField(
        label=_("For which organisation?"),
        error_messages={"required": _("Choose the organisation you ask for")},
    )
    kind = forms.ChoiceField(
        label=_("What do you want to know?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to know")},
    )
    title = forms.CharField(
        label=_("What is it about, in a few words?"),
        max_length=200,
        error_messages={"required": _("Say in a few words what it is about")},
    )
    question = forms.CharField(
        label=_("Your question"),
        required=False,
        widget=forms.Textarea,
        max_length=_LONG,
    )
    self_check = forms.FileField(
        label=_("A saved self-check"),
        help_text=_(
            "The file self-check.json: its answers are then the facts. You can leave the questions below open."
        ),
        required=False,
        max_length=200,
    )

    def __init__(
        self, *args: object, wanted: Mapping[str, forms.Field], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields.update(wanted)


class SubmitForm(VersionedForm):
    """The one press that submits; the key makes a second press the same application."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def ask_why(self, document: str, title: str) -> None:
        """Ask why a document that may follow is not there yet."""
        self.fields[f"follow_{document}"] = forms.CharField(
            label=_("Why will this follow: %(title)s") % {"title": title},
            help_text=_(
                "The law lets it come later. Say why, and by when you will send it."
            ),
            widget=forms.Textarea,
            required=False,
            max_length=_LONG,
        )

    def following(self) -> dict[str, str]:
        """The reasons given, by document."""
        return {
            name.removeprefix("follow_"): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("follow_") and value
        }


class ReasonsForm(VersionedForm):
    """Why an application is withdrawn."""

    reasons = forms.CharField(
        label=_("Why do you withdraw it?"),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Say why, in a few words")},
    )


class MessageForm(VersionedForm):
    """A message to the authority."""

    text = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Write a message")},
    )


class NoticeAnswerForm(VersionedForm):
    """The answer to a notice of an intended refusal."""

    answer = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("Say what is wrong in the grounds, and with what you show it."),
        error_messages={"required": _("Write your answer")},
    )


class SuspensionAnswerForm(VersionedForm):
    """What the exporter says to a suspension."""

    answer = forms.CharField(
        label=_("Your answer to the suspension"),
        help_text=_(
            "Say what happened and what you have done. The officer reads it before anything final is decided."
        ),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Write your answer")},
    )


class SurrenderForm(VersionedForm):
    """Why a holder gives a licence back."""

    reasons = forms.CharField(
        label=_("Why do you give it back?"),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Say why you give it back")},
    )


class DeliveryForm(VersionedForm):
    """A report of delivery or use."""

    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the day"),
            "invalid": _("Give a day that exists, for example 2026-07-31"),
        },
    )
    way = forms.ChoiceField(
        label=_("How did it leave?"),
        widget=forms.RadioSelect,
        choices=WAYS,
        error_messages={"required": _("Say how it left")},
    )
    quantity = forms.DecimalField(
        label=_("How much?"),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": _("Give the quantity"),
            "invalid": _("Answer with a number, for example 3"),
        },
    )
    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=UNITS,
        error_messages={"required": _("Say in what it is counted")},
    )
    consignee = forms.CharField(
        label=_("To whom?"),
        max_length=300,
        error_messages={"required": _("Name who received it")},
    )
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_(
            "Number of the customs declaration, the delivery note or the activation log."
        ),
        max_length=200,
        error_messages={"required": _("Give a reference")},
    )
