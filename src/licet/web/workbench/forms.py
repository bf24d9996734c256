"""Forms of the work tool. Nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.workbench.labels import DECISIONS, POSITIONS

_LONG = 20_000
Words = Any  # a text, or one that waits for the reader's language


def _text(label: Words, need: Words, hint: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": need},
    )


def _choice(
    label: Words, need: Words, choices: list[tuple[str, Any]]
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        choices=choices,
        error_messages={"required": need},
    )


def _day(label: Words, need: Words, hint: Words = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": need,
            "invalid": _("Give a day that exists, for example 2026-07-31"),
        },
    )


def day_field(label: Words, need: Words, *, required: bool = True) -> forms.DateField:
    """A day that may be left out."""
    field = _day(label, need)
    field.required = required
    return field


text_field, choice_field = _text, _choice


class InformationForm(VersionedForm):
    """A question to the applicant."""

    question = _text(
        _("What do you need to know?"),
        _("Write the question to the applicant"),
        _("The clock stands still until the applicant answers."),
    )
    facts = forms.MultipleChoiceField(
        label=_("Facts that the answer will settle"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ConsultationForm(VersionedForm):
    """Which other state is asked."""

    partner = forms.ChoiceField(
        label=_("Which state?"),
        error_messages={"required": _("Choose the state to ask")},
    )
    because = forms.CharField(
        label=_("Why, when no rule asks for it"),
        widget=forms.Textarea,
        required=False,
        max_length=_LONG,
    )


class ConsultationAnswerForm(VersionedForm):
    """What another state answered."""

    position = _choice(
        _("What did it answer?"),
        _("Say what it answered"),
        [
            ("no_objection", _("No objection")),
            ("objection", _("It objects")),
            ("more_time", _("It asks for more time")),
        ],
    )
    received_on = _day(_("Received on"), _("Give the day on which it came"))
    words = _text(
        _("The answer"),
        _("Write down the answer as it came"),
        _("Word for word, with its reference. It cannot be changed afterwards."),
    )


class FactForm(VersionedForm):
    """What was found of one fact, on what evidence, and why."""

    reasons = _text(
        _("What shows it"),
        _("Say what shows it"),
        _("Name the source and the day. The next reader must be able to find it."),
    )

    def __init__(
        self,
        *args: object,
        asked: forms.Field,
        scopes: list[tuple[str, str]],
        evidence: list[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        fields: dict[str, forms.Field] = {
            "version": self.fields["version"],
            "value": asked,
        }
        if len(scopes) > 1:
            fields["scope"] = _choice(
                _("Of which one?"), _("Choose which one"), list(scopes)
            )
        if evidence:
            fields["evidence"] = forms.MultipleChoiceField(
                label=_("Documents that carry it"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=evidence,
            )
        fields["reasons"] = self.fields["reasons"]
        self.fields = fields


class OverrideForm(VersionedForm):
    """An officer's own classification of one item."""

    entry = forms.ChoiceField(
        label=_("Where does the item fall?"),
        required=False,
    )
    law = forms.CharField(
        label=_("By which provision"),
        max_length=300,
        help_text=_("For example: Annex I 4D004, Note 1."),
        error_messages={"required": _("Name the provision on which it rests")},
    )
    reasons = _text(
        _("Reasons"),
        _("Say why the item falls there"),
        _("The countersigner reads them beside what was computed."),
    )


class OpinionDraftForm(VersionedForm):
    """The answer of an opinion."""

    answer = forms.CharField(
        label=_("The answer, in one sentence"),
        max_length=1000,
        help_text=_("The exporter reads it in the letter."),
        error_messages={"required": _("Write the answer in one sentence")},
    )
    entry = forms.ChoiceField(label=_("Entry"), required=False)
    reasons = _text(
        _("Reasons"),
        _("Give the reasons"),
        _("Name the paragraph and the facts on which it turns."),
    )


class ReferralForm(VersionedForm):
    """Which agencies to ask."""

    teams = forms.MultipleChoiceField(
        label=_("Which agencies do you refer it to?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one agency")},
    )
    because = forms.CharField(
        label=_("Why these, where no rule asks for it"),
        required=False,
        widget=forms.Textarea,
        max_length=_LONG,
        help_text=_("Needed for an agency that no referral rule names."),
    )


class ReasonsForm(VersionedForm):
    """An act that needs nothing but its reasons."""

    reasons = _text(_("Reasons"), _("Give the reasons"))


class AdviceForm(VersionedForm):
    """An agency's advice."""

    position = _choice(
        _("Your agency's position"),
        _("Choose your agency's position"),
        [(key, words) for key, (_tone, words) in POSITIONS.items()],
    )
    reasons = _text(
        _("Reasons"),
        _("Give the reasons for the position"),
        _("Name the evidence. Earlier versions of your advice stay on the case."),
    )


class DraftForm(VersionedForm):
    """The outcome and the reasons of a draft; grounds and conditions stand beside."""

    outcome = _choice(
        _("What do you propose?"),
        _("Choose what you propose"),
        [(key, words) for key, (_tone, words) in DECISIONS.items()],
    )
    reasons = _text(
        _("Reasons"),
        _("Give the reasons. The applicant will read them"),
        _("The applicant reads these words in the letter."),
    )


class ConfirmForm(VersionedForm):
    """An act that needs nothing but the press of its button."""


class AssignForm(VersionedForm):
    """To whom."""

    to = forms.ChoiceField(
        label=_("To whom?"),
        error_messages={"required": _("Choose a person")},
    )


class ServiceForm(VersionedForm):
    """That a letter reached the applicant."""

    on = _day(
        _("Served on"),
        _("Give the day on which it was served"),
        _("The time to appeal runs from this day."),
    )
    manner = _choice(
        _("How"),
        _("Say how it was served"),
        [
            ("portal", _("Opened in the applicant's account")),
            ("post", _("Registered post")),
            ("hand", _("By hand")),
            ("mail", _("Qualified electronic delivery")),
        ],
    )
    proof = forms.CharField(
        label=_("Proof"),
        max_length=300,
        help_text=_("The number of the receipt, or where it is kept."),
        error_messages={"required": _("Name the proof of service")},
    )


class MessageForm(VersionedForm):
    """A message."""

    text = _text(_("Message to the applicant"), _("Write the message"))


class CheckForm(VersionedForm):
    """What a check of a condition found."""

    on = _day(_("Checked on"), _("Give the day of the check"))
    condition = forms.ChoiceField(
        label=_("Which condition?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the condition that was checked")},
    )
    standing = _choice(
        _("What was found?"),
        _("Say what was found"),
        [
            ("kept", _("It is kept")),
            ("broken", _("It is broken")),
            ("not_seen", _("It could not be seen")),
        ],
    )
    found = _text(_("Findings"), _("Write down what was seen, and where"))


class QueueFilterForm(forms.Form):
    """Which cases to show."""

    state = forms.ChoiceField(label=_("State"), required=False)
    text = forms.CharField(
        label=_("Number, exporter, end user or entry"), required=False, max_length=100
    )
    band = forms.ChoiceField(label=_("Work it gets"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    officer = forms.CharField(required=False, max_length=40)
