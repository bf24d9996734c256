"""Forms of verification. Nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.law.asking import country_choices
from licet.web.workbench import verification_labels as labels

_LONG = 20_000
Words = Any  # a text, or one that waits for the reader's language


def _long(
    label: Words, need: Words = "", hint: Words = "", *, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": need} if need else {},
    )


def _line(
    label: Words, need: Words = "", hint: Words = "", *, most: int = 300, required: bool = True
) -> forms.CharField:  # fmt: skip
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        error_messages={"required": need} if need else {},
    )


def _day(label: Words, need: Words = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": need,
            "invalid": _("Give a day that exists, for example 2026-07-31"),
        },
    )


def _choice(label: Words, need: Words, choices: Any) -> forms.ChoiceField:  # noqa: ANN401  # pairs of value and lazy words
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        choices=list(choices),
        error_messages={"required": need},
    )


def _marking() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Marking: who may read it"),
        choices=list(labels.MARKINGS.items()),
        initial="official",
    )


class PartySearchForm(forms.Form):
    """What to look for among the files."""

    text = _line(_("Name, number or country"), required=False)


class NewPartyForm(forms.Form):
    """A party that no case names yet."""

    name = _line(_("Registered name"), _("Give the registered name"))
    country = forms.ChoiceField(
        label=_("Country of establishment"),
        error_messages={"required": _("Choose the country of establishment")},
    )
    registration = _line(_("Registration number"), most=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]  # a choice field


class CheckForm(forms.Form):
    """An answer to one question; the field of the value is of the kind that the question wants."""

    result = _choice(
        _("What did you find?"),
        _("Say what you found"),
        [(name, label) for name, (_tone, label) in labels.RESULTS.items()],
    )
    words = _long(
        _("In words"),
        _("Say what you found, or where you looked"),
    )
    source = _line(
        _("Source"),
        _("Name the source"),
        _("A register, a document, a person asked: so that somebody else finds it again."),
        most=2000,
    )  # fmt: skip
    on = _day(_("Found on"), _("Give the day of the finding"))
    document = forms.FileField(label=_("Document"), required=False)
    case = _line(
        _("Case in which you found it"),
        hint=_("The number of the case."),
        most=40,
        required=False,
    )
    marking = _marking()

    def ask_value(self, wanted: str) -> None:
        """Add the field of the value, of the kind that is wanted."""
        hints: dict[str, Words] = {
            "amount": _("An exact number, for example 1250.00."),
            "texts": _("One a line."),
            "pairs": _("One a line: the scheme, a blank, the number. For example VAT-DE DE123456789."),
        }  # fmt: skip
        label, hint = _("The answer as a value, for the rules"), hints.get(wanted, "")
        field: forms.Field
        if wanted in {"texts", "pairs"}:
            field = _long(label, hint=hint, required=False)
        elif wanted == "day":
            field = _day(label, required=False)
        elif wanted == "answer":
            field = forms.ChoiceField(
                label=label,
                required=False,
                widget=forms.RadioSelect,
                choices=[("yes", _("Yes")), ("no", _("No"))],
            )
        else:
            field = _line(label, hint=hint, most=2000, required=False)
        self.fields["answer"] = field
        if wanted == "texts":
            self.fields["none"] = forms.BooleanField(
                label=_("The answer is: none"), required=False
            )
        self.order_fields(["result", "answer", "none"])

    def value(self, wanted: str) -> object:
        """The value in its plain form; ``None`` when nothing was given."""
        given = self.cleaned_data.get("answer")
        if wanted == "texts" and self.cleaned_data.get("none"):
            return []
        if not given:
            return None
        if wanted in {"texts", "pairs"}:
            lines = [line.strip() for line in given.splitlines() if line.strip()]
            pairs = [list(line.partition(" ")[::2]) for line in lines]
            return lines if wanted == "texts" else pairs
        if wanted == "answer":
            return given == "yes"
        return given.isoformat() if wanted == "day" else given


class ConductForm(forms.Form):
    """An entry of the conduct record."""

    title = _line(_("What it is about"), _("Say in a line what it is about"))
    words = _long(
        _("What was found"),
        _("Say what was found"),
        _("In your own words, with what it does not say."),
    )
    firmness = _choice(
        _("How firmly was it found?"),
        _("Say how firmly it was found"),
        labels.FIRMNESS.items(),
    )
    grade = _line(
        _("Grade of the source"),
        _("Give the grade"),
        _("Reliability A to F, then credibility 1 to 6: B2 is usually reliable and probably true."),
        most=2,
    )  # fmt: skip
    happened = _line(
        _("When it happened"), hint=_("A year, a month or a span."), most=40, required=False
    )  # fmt: skip
    found_on = _day(_("Day of the judgment, report or statement"), _("Give the day"))
    source = _line(_("Source"), _("Name the source"), most=2000)
    source_url = _line(_("Where it can be read"), most=500, required=False)
    answer = _long(
        _("What the entity says to it"),
        hint=_("Leave it empty when no answer is on record."),
        required=False,
    )
    reasons = _long(
        _("Why it belongs to this entity"),
        _("Say why it belongs to this entity"),
        _("What you compared: number, address, owners. For a correction: what was wrong."),
    )  # fmt: skip
    marking = _marking()


class ConfirmConductForm(forms.Form):
    """The second person's word."""

    confirmed = _choice(
        _("Does the entry stand?"),
        _("Say whether it stands"),
        [("yes", _("It stands")), ("no", _("It does not stand"))],
    )
    reasons = _long(
        _("What did you compare it with?"), _("Say what you compared it with")
    )


class SignalForm(forms.Form):
    """What to make of a rule that fired."""

    basis = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    standing = _choice(
        _("What do you make of it?"),
        _("Say whether it is explained, stands, or needs more"),
        [
            ("explained", _("Explained: there is an ordinary reason")),
            ("stands", _("Stands: the question is not answered, and it matters")),
            ("needs_more", _("Needs more: it cannot be told yet")),
        ],
    )
    reasons = _long(_("Why"), _("Say why, and on what you rely"))


class SignedForm(forms.Form):
    """A signed undertaking."""

    file = forms.FileField(
        label=_("The signed document"),
        error_messages={"required": _("Choose the signed document")},
    )
    signatory = _line(_("Who signed it"), _("Say who signed it"), most=200)
    post = _line(_("In which post"), _("Say in which post"), most=200)
    signed_on = _day(
        _("Day beside the signature"), _("Give the day beside the signature")
    )
    number = _line(
        _("Number printed on it"),
        hint=_("Only for a scan, which carries no data."),
        most=60,
        required=False,
    )
    content_hash = _line(
        _("Content hash printed on it"),
        hint=_("Only for a scan."),
        most=80,
        required=False,
    )


class GenuineForm(forms.Form):
    """How the signature was examined."""

    genuine = _choice(
        _("Does the end user stand by it?"),
        _("Say whether the signature is genuine"),
        [("yes", _("Yes, it is genuine")), ("no", _("No, it is not genuine"))],
    )
    manner = _choice(
        _("How did you find out?"),
        _("Say how you found out"),
        labels.MANNERS.items(),
    )
    words = _long(
        _("Whom you asked, when, and what was said"),
        _("Say whom you asked, when, and how you found the number"),
    )
