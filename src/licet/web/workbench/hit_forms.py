"""Forms of the work on hits. Nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.screening.hit_standing import DECIDED, UNDECIDED
from licet.web.casework.screening.reason_codes import CODES, SOURCES
from licet.web.workbench.labels import HIT_STANDINGS

_LONG = 20_000
VERDICTS = (
    ("match", _("Match: it is the same")),
    ("not_a_match", _("Not a match: it is somebody else")),
    ("need_more", _("Need more: it cannot be told yet")),
    ("reopen", _("Open it again: take back what was said")),
)
_BETWEEN = ":"


def reason_groups() -> list[tuple[object, list[tuple[str, str]]]]:
    """The codes of reasons under the finding to which each belongs."""
    return [
        (
            words,
            [
                (f"{verdict}{_BETWEEN}{code}", said)
                for code, said in CODES[verdict].items()
            ],
        )
        for verdict, words in VERDICTS
    ]


class WordForm(VersionedForm):
    """A word on one hit or on several of the same evidence."""

    verdict = forms.ChoiceField(
        label=_("Is this the same person or body?"),
        widget=forms.RadioSelect,
        choices=list(VERDICTS),
        error_messages={
            "required": _("Say whether it is a match, not a match, or needs more")
        },
    )
    code = forms.CharField(
        label=_("The reason in short"),
        help_text=_("One of those under the finding that you chose."),
        error_messages={"required": _("Choose the reason in short")},
    )
    reasons = forms.CharField(
        label=_("Why"),
        help_text=_("Name what you compared: dates, places, numbers, owners."),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={
            "required": _("Say why: the next officer who meets this pair will read it")
        },
    )
    needed = forms.CharField(
        label=_("If it needs more: what"),
        required=False,
        max_length=1000,
    )
    needed_from = forms.ChoiceField(
        label=_("If it needs more: from whom"),
        required=False,
        choices=[("", _("nobody chosen")), *SOURCES.items()],
    )

    def clean(self) -> dict[str, Any]:
        """The reason must belong to the finding, and a need must be told whole."""
        told: dict[str, Any] = super().clean() or {}
        verdict = told.get("verdict", "")
        belongs, _between, code = str(told.get("code", "")).partition(_BETWEEN)
        if verdict and told.get("code") and belongs != verdict:
            self.add_error(
                "code", _("This reason belongs to another finding. Choose one of yours")
            )
        told["code"] = code
        if verdict == "need_more" and not told.get("needed"):
            self.add_error("needed", _("Say what is needed"))
        if verdict == "need_more" and not told.get("needed_from"):
            self.add_error("needed_from", _("Say from whom it is needed"))
        return told

    @property
    def word(self) -> dict[str, str]:
        """The word as the service takes it."""
        names = ("verdict", "reasons", "code", "needed", "needed_from")
        return {name: self.cleaned_data.get(name) or "" for name in names}


class SecondForm(VersionedForm):
    """The second officer's word."""

    agrees = forms.ChoiceField(
        label=_("Does the first word hold?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("It holds: I confirm it")),
            ("no", _("It does not: open the hit again")),
        ],
        error_messages={"required": _("Say whether the first word holds")},
    )
    reasons = forms.CharField(
        label=_("What you compared yourself"),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Say what you compared, and what it shows")},
    )


class HitFilterForm(forms.Form):
    """Which hits to show."""

    standing = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[
            ("undecided", _("Everything that waits")),
            *((key, HIT_STANDINGS[key][1]) for key in (*UNDECIDED, *DECIDED)),
            ("all", _("Everything")),
        ],
    )
    list = forms.ChoiceField(label=_("List"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    mine = forms.BooleanField(label=_("Only my cases"), required=False)
    text = forms.CharField(
        label=_("Party, listed name, entry or case"), required=False, max_length=100
    )
