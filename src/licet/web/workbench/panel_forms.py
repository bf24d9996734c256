"""Forms of panels, agreements, composites and disclosures. Nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm, offer
from licet.web.workbench.forms import Words, choice_field, day_field, text_field

POSITIONS = [
    ("no_objection", _("No objection")),
    ("conditions", _("Only with conditions, which the reasons name")),
    ("objection", _("Objection")),
]
VOTES = [
    ("favour", _("In favour")),
    ("against", _("Against; the reasons stay as dissent")),
    ("abstain", _("Abstain")),
]

PARTNERS = {
    "agrees": _("It agrees"),
    "agrees_with_conditions": _("It agrees with conditions, which its words name"),
    "objects": _("It objects"),
    "asks": _("It asks before it says anything"),
}


def select_field(label: Words, need: Words) -> forms.ChoiceField:
    """One of several that only the request knows; there may be none."""
    return forms.ChoiceField(label=label, error_messages={"required": need})


def offer_one(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give such a field its choices; the first says that one is to be chosen."""
    offer(form, name, [("", _("Choose one")), *choices])


class SeatForm(forms.Form):
    """A seat on a panel."""

    email = forms.EmailField(
        label=_("E-mail with which the member signs in"),
        help_text=_("An account of its own: of no officer, and of nobody who applies."),
        error_messages={"required": _("Give the e-mail address of the member")},
    )
    first = day_field(_("First day"), _("Give the first day, today or later"))
    last = day_field(_("Last day, included"), _("Give the last day"))
    vetted_on = day_field(_("Vetted on"), "", required=False)
    vetted_until = day_field(_("The vetting counts until"), "", required=False)
    chair = forms.BooleanField(label=_("Takes the chair"), required=False)
    instrument = forms.CharField(
        label=_("The document that appoints"),
        max_length=200,
        error_messages={"required": _("Name the document that appoints")},
    )


class WhyForm(forms.Form):
    """A reason."""

    reasons = text_field(_("Reasons"), _("Say why"))


class AskPanelForm(VersionedForm):
    """What is asked of a panel, under which agreement."""

    panel = select_field(_("Which panel"), _("Choose the panel"))
    question = text_field(_("What do you ask the panel?"), _("Write the question"))
    because = forms.CharField(
        label=_("Why do you ask?"),
        help_text=_("Needed where no rule of the law asks for it."),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )
    agreement = select_field(_("Under which agreement"), _("Choose the agreement"))
    purpose = select_field(_("For which purpose"), _("Choose the purpose"))


class AskDraftForm(AskPanelForm):
    """A draft of rules or a template for a panel."""

    subject = forms.CharField(
        label=_("Which draft"),
        help_text=_("draft: and its short name, or template: and its short name."),
        max_length=160,
        error_messages={"required": _("Name the draft")},
    )


class DeclareForm(forms.Form):
    """Whether a conflict of interest stands against taking part."""

    conflict = choice_field(
        _("Have you, or somebody near to you, an interest in the parties or the outcome?"),
        _("Choose one; nothing is shown before"),
        [("no", _("No")), ("yes", _("Yes: I take no part in this referral"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("What is the interest?"),
        help_text=_("Needed when you answer yes. The officer and the members read it."),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )


class OpinionForm(forms.Form):
    """A version of the opinion."""

    position = choice_field(
        _("What does the panel advise?"), _("Choose what the panel advises"), POSITIONS
    )
    reasons = text_field(_("Reasons"), _("Give the reasons of the panel"))


class VoteForm(forms.Form):
    """A vote on the newest version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    vote = choice_field(_("Your vote"), _("Choose how you vote"), VOTES)
    words = forms.CharField(
        label=_("Reasons, if you dissent"),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )


class QuestionForm(forms.Form):
    """A question that members estimate."""

    text = text_field(_("Question"), _("Write the question"))
    kind = choice_field(
        _("How is it answered?"),
        _("Choose how it is answered"),
        [
            ("scale", _("A step of a scale")),
            ("probability", _("A probability in per cent")),
            ("choice", _("One of several answers")),
        ],
    )
    low = forms.IntegerField(label=_("Lowest step"), initial=1)
    high = forms.IntegerField(label=_("Highest step"), initial=7)
    options = forms.CharField(
        label=_("Answers, one a line"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )


class EstimateForm(forms.Form):
    """One's own estimate."""

    in_round = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.CharField(
        label=_("Your estimate"),
        max_length=200,
        error_messages={"required": _("Give your estimate")},
    )
    words = forms.CharField(
        label=_("What it rests on"),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )


class DiscussForm(forms.Form):
    """A word between the rounds."""

    text = text_field(_("What you want to say"), _("Write what you want to say"))


class CompositeForm(forms.Form):
    """A case closed for those who may not see it."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages={"required": _("Give it a title")},
    )
    text = text_field(
        _("The case in words that name nobody"),
        _("Tell the case in words that name nobody"),
        _("No party, mark, place, number or price of the case. Each such word is refused."),
    )  # fmt: skip


class ReviewForm(forms.Form):
    """What the second person says."""

    approved = choice_field(
        _("What do you say of it?"),
        _("Choose one"),
        [("yes", _("Approve it")), ("no", _("Return it"))],
    )
    reasons = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea, required=False, max_length=4000
    )

    @property
    def said(self) -> dict[str, Any]:
        """The same for the service: whether it is approved, and why not."""
        told = self.cleaned_data
        return {"approved": told["approved"] == "yes", "reasons": told["reasons"]}


class AgreementForm(forms.Form):
    """An agreement on the sharing of information."""

    kind = choice_field(
        _("With whom"),
        _("Choose whether it is with a panel or a partner"),
        [("panel", _("A panel")), ("partner", _("A partner authority"))],
    )
    party = forms.CharField(
        label=_("Panel or partner"),
        help_text=_("The panel's name in the law, or the name of the partner."),
        max_length=60,
        error_messages={"required": _("Name the panel or the partner")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages={"required": _("Give the agreement a title")},
    )
    purposes = forms.MultipleChoiceField(
        label=_("For which purposes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one purpose")},
    )
    classes = forms.MultipleChoiceField(
        label=_("Which data"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one class of data")},
    )
    onward = text_field(
        _("What the receiver may pass on"), _("Say what the receiver may pass on")
    )
    first = day_field(_("First day"), _("Give the first day"))
    last = day_field(_("Last day, included"), _("Give the last day"))
    document_sha256 = forms.CharField(
        label=_("SHA-256 of the signed document"),
        max_length=64,
        error_messages={"required": _("Give the hash of the signed document")},
    )
    partner_key = forms.CharField(
        label=_("Public key of the partner (X25519, PEM)"),
        help_text=_("Packs are sealed for it; without a key no pack can be made."),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )


class ChangeForm(forms.Form):
    """A change of an agreement's standing."""

    change = choice_field(
        _("What shall happen"),
        _("Choose what shall happen"),
        [
            ("suspend", _("Suspend it: nothing goes under it for now")),
            ("resume", _("Resume it")),
            ("end", _("End it for good, from today; this cannot be undone")),
        ],
    )
    reasons = text_field(_("Reasons"), _("Say why"))


class DiscloseForm(forms.Form):
    """What goes to a partner."""

    agreement = select_field(_("Under which agreement"), _("Choose the agreement"))
    purpose = select_field(_("For which purpose"), _("Choose the purpose"))
    classes = forms.MultipleChoiceField(
        label=_("Which data"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what goes to the partner")},
    )


class PartnerAnswerForm(forms.Form):
    """What came from a partner."""

    position = choice_field(
        _("What does the partner say?"), _("Choose one"), list(PARTNERS.items())
    )
    words = text_field(_("In its words"), _("Write what the partner says"))
    signed_by = forms.CharField(
        label=_("Signed there by"),
        max_length=200,
        error_messages={"required": _("Say who signed it")},
    )
    received_on = day_field(_("Arrived on"), _("Give the day on which it arrived"))
