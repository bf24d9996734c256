"""What stands beside grounds and conditions in a draft: disagreements, secret reasons, the exception."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from licet.decision import (
    DecisionOutcome,
    Disagreement,
    NoticeException,
    SecretReason,
)
from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.decision.deciding import procedure
from licet.web.casework.panels.in_case import BEFORE
from licet.web.casework.rights.markings import MARKINGS
from licet.web.casework.views import CaseView, DraftView
from licet.web.workbench.forms import day_field, text_field
from licet.web.workbench.labels import DECISIONS

BLANK_ROWS = 1


def read_disagreements(posted: QueryDict, case: CaseView) -> tuple[Disagreement, ...]:
    """What the officer wrote beside findings that are not followed."""
    said = [(one.id, posted.get(f"disagree-{one.id}", "")) for one in case.criteria]
    # Opinions of panels stand beside the findings: their words come as they were sent.
    said += [
        (key.removeprefix("disagree-"), posted.get(key, ""))
        for key in posted
        if key.startswith(f"disagree-{BEFORE}")
    ]
    return tuple(
        Disagreement(finding=finding, reasons=words.strip())
        for finding, words in said
        if words.strip()
    )


def disagreed(posted: QueryDict, earlier: DraftView | None) -> dict[str, str]:
    """What the form shows beside each finding: as sent, or as in the draft before."""
    if posted:
        return {
            key.removeprefix("disagree-"): str(posted[key])
            for key in posted
            if key.startswith("disagree-")
        }
    before = earlier.disagreements if earlier else ()
    return {one.finding: one.reasons for one in before}


def secret_rows(posted: QueryDict, earlier: DraftView | None) -> list[dict[str, str]]:
    """Secret reasons of the form: those sent or held, and an empty row for one more."""
    if posted:
        count = len([key for key in posted if key.endswith("-gist")])
        return [
            {
                part: posted.get(f"secret-{place}-{part}", "")
                for part in ("marking", "words", "gist")
            }
            for place in range(count)
        ]
    before = [one for one in (earlier.secret if earlier else ()) if not one.withheld]
    held = [
        {"marking": one.marking, "words": one.words, "gist": one.gist} for one in before
    ]
    return held + [{"marking": "", "words": "", "gist": ""}] * BLANK_ROWS


def read_secret(posted: QueryDict) -> tuple[SecretReason, ...]:
    """The secret reasons that were filled in, in part or whole."""
    return tuple(
        SecretReason(**one)
        for one in secret_rows(posted, None)
        if one["words"].strip() or one["gist"].strip()
    )


def markings() -> Iterable[str]:
    """The markings that can be chosen."""
    return MARKINGS


def exceptions() -> Iterable[NoticeException]:
    """The cases in which the governing law refuses without a notice."""
    rule = procedure().notice
    return () if rule is None else tuple(rule.exceptions.values())


class DelegationForm(forms.Form):
    """A line of the register of delegations."""

    holder = forms.ChoiceField(
        label=_("Who may sign"), error_messages={"required": _("Choose a person")}
    )
    acts = forms.MultipleChoiceField(
        label=_("Which outcomes"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, DECISIONS[one.value][1]) for one in DecisionOutcome],
        error_messages={"required": _("Choose at least one outcome")},
    )
    highest_tier = forms.IntegerField(
        label=_("Up to which tier"),
        widget=forms.NumberInput(attrs={"min": 1, "max": 4}),
        error_messages={"required": _("Give the highest tier, from 1 to 4")},
    )
    regimes = forms.CharField(
        label=_("Only under these laws"),
        required=False,
        max_length=300,
        help_text=_("Names of law packages with commas between; empty for every one."),
    )
    kinds = forms.CharField(
        label=_("Only for these ways of leaving"),
        required=False,
        max_length=300,
        help_text=_("For example: transmission, hosted_access; empty for every one."),
    )
    highest_value = forms.DecimalField(
        label=_("Up to which value"), required=False, max_digits=20, decimal_places=2
    )
    currency = forms.CharField(
        label=_("Currency of the value"), required=False, max_length=3
    )
    first = day_field(_("First day"), _("Give the first day, today or later"))
    last = day_field(_("Last day"), "", required=False)
    instrument = forms.CharField(
        label=_("Instrument"),
        max_length=200,
        help_text=_("The document that delegates, as it stands in the decision."),
        error_messages={"required": _("Name the document that delegates")},
    )


class EndDelegationForm(forms.Form):
    """The end of a delegation."""

    last = day_field(_("Last day, included"), _("Give the last day, today or later"))
    reasons = text_field(_("Reasons"), _("Say why it ends"))


class DispatchForm(VersionedForm):
    """That a letter was sent."""

    on = day_field(_("Sent on"), _("Give the day on which it was sent"))
    manner = forms.ChoiceField(
        label=_("How"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it was sent")},
    )
    reference = forms.CharField(
        label=_("Proof of sending"),
        max_length=300,
        error_messages={"required": _("Name what proves the sending")},
    )


def split(text: str) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
