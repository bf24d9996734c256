"""Forms of the appeal body, and of the authority in an appeal. Nothing is chosen beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.review.appeals import FINDINGS
from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.casework.views import AppealView
from licet.web.workbench.forms import choice_field, day_field, text_field

OUTCOMES: dict[str, Any] = {
    "dismissed": _("Dismissed: the act stands"),
    "varied": _("Varied: the act stands in other words"),
    "annulled": _("Annulled: the act falls"),
    "remitted": _("Sent back to be decided again"),
}


class AppealFilterForm(forms.Form):
    """Which appeals to show."""

    text = forms.CharField(
        label=_("Number, exporter or words"), required=False, max_length=100
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("Open")),
            ("dismissed", _("Dismissed")),
            ("varied", _("Varied")),
            ("annulled", _("Annulled")),
            ("remitted", _("Sent back")),
            ("withdrawn", _("Withdrawn")),
        ],
    )


class HearingForm(VersionedForm):
    """The day of a hearing."""

    on = day_field(_("Day of the hearing"), _("Give the day"))
    place = text_field(_("Where, or by which means"), _("Say where"))


class HearingRecordForm(VersionedForm):
    """What was said at a hearing."""

    on = day_field(_("Day of the hearing"), _("Give the day"))
    record = text_field(
        _("Who was there, and what was said"), _("Write down what was said")
    )


class InterimForm(VersionedForm):
    """The decision on an interim measure."""

    measure = choice_field(
        _("Shall the act have no effect until the appeal is decided?"),
        _("Choose"),
        [("granted", _("Granted: no effect meanwhile")), ("rejected", _("Rejected"))],
    )
    reasons = text_field(_("Reasons"), _("Give the reasons"))


class AdvocateForm(VersionedForm):
    """Who shall be the cleared advocate."""

    advocate = forms.EmailField(
        label=_("E-mail address of the advocate's account"),
        help_text=_(
            "Cleared for confidential, in no office here, no member of the appellant."
        ),
        error_messages={"required": _("Name the advocate")},
    )
    reasons = text_field(_("Why this person?"), _("Say why"))


class AnswerForm(VersionedForm):
    """The authority's answer."""

    text = text_field(
        _("Answer of the authority"),
        _("Write the answer"),
        _("The appellant and the reviewer read it."),
    )


class FileForm(VersionedForm):
    """A document for the reviewer."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_(
            "The reviewer and the appellant see it. The same file under the same name is laid once; give it another name to lay it for something else."
        ),
        error_messages={"required": _("Choose a file")},
    )


class RulingForm(VersionedForm):
    """How an appeal ends: a finding on every ground, the outcome, the reasons."""

    outcome = choice_field(_("Outcome"), _("Choose the outcome"), [])
    reasons = text_field(
        _("Reasons"), _("Give the reasons. The appellant will read them")
    )
    remedy = forms.CharField(
        label=_("What follows: who does what, by when"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )
    words = forms.CharField(
        label=_("If varied: the condition as it binds from now on"),
        widget=forms.Textarea,
        required=False,
        max_length=20_000,
    )

    def ask(self, appeal: AppealView, terms: dict[str, str]) -> None:
        """Ask for a finding on each ground, and for the terms of a condition."""
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [(one, OUTCOMES[one]) for one in appeal.remedies]
        if "varied" not in appeal.remedies:
            del self.fields["words"]
        for one in appeal.stated:
            self.fields[f"finding_{one.ground}"] = choice_field(
                _("What do you find on: %(ground)s?") % {"ground": one.title},
                _("Choose what you find"),
                [(name, _(words)) for name, words in FINDINGS.items()],
            )
            self.fields[f"because_{one.ground}"] = text_field(
                _("Why: %(ground)s") % {"ground": one.title}, _("Give the reasons")
            )
        for name, value in terms.items():
            self.fields[f"term_{name}"] = forms.CharField(
                label=_("If varied: %(term)s") % {"term": name.replace("_", " ")},
                initial=value,
                required=False,
                max_length=500,
            )
        # The grounds first: the outcome follows from what is found on them.
        found = [
            f"{part}_{one.ground}"
            for one in appeal.stated
            for part in ("finding", "because")
        ]
        own = [f"term_{name}" for name in terms]
        self.order_fields([*found, "outcome", "reasons", "words", *own])
