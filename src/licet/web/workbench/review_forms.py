"""Forms of the review between bodies. Nothing is chosen beforehand."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.review import AdvicePoint, Position
from licet.web.casework.acts.form_acts import VersionedForm
from licet.web.workbench.forms import AdviceForm, choice_field, text_field
from licet.web.workbench.labels import POSITIONS
from licet.web.workbench.review_labels import VERDICTS

Choices = list[tuple[str, Any]]


def _several(label: Any, choices: Choices) -> forms.MultipleChoiceField:  # noqa: ANN401  # a text that may wait
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=choices,
    )


class WholeAdviceForm(AdviceForm):
    """An agency's advice: of the whole case, and of single items and parties."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # passed on as they come
        subjects: Sequence[tuple[str, str]],
        criteria: Choices,
        **kwargs: Any,  # noqa: ANN401  # passed on as they come
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = tuple(subjects)
        self.fields["grounds"] = _several(_("Grounds in the law"), criteria)
        positions: Choices = [
            ("", _("Nothing apart from the whole")),
            *((key, words) for key, (_tone, words) in POSITIONS.items()),
        ]
        for place in range(len(self.subjects)):
            self.fields[f"point{place}_position"] = forms.ChoiceField(
                label=_("Position on it"), required=False, choices=positions
            )
            self.fields[f"point{place}_grounds"] = _several(_("Grounds"), criteria)
            self.fields[f"point{place}_words"] = forms.CharField(
                label=_("Reasons"),
                required=False,
                widget=forms.Textarea,
                max_length=20_000,
            )

    def whole(self) -> list[forms.BoundField]:
        """The fields on the whole case."""
        return [one for one in self if not one.name.startswith("point")]

    def parts(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """Kind, name and fields of each item and party."""
        for place, (kind, subject) in enumerate(self.subjects):
            names = ("position", "grounds", "words")
            yield kind, subject, [self[f"point{place}_{name}"] for name in names]

    def points(self) -> tuple[AdvicePoint, ...]:
        """What was said of single items and parties."""
        given = self.cleaned_data
        return tuple(
            AdvicePoint(
                kind=kind,
                subject=subject,
                position=Position(given[f"point{place}_position"]),
                grounds=tuple(given[f"point{place}_grounds"]),
                words=given[f"point{place}_words"].strip(),
            )
            for place, (kind, subject) in enumerate(self.subjects)
            if given[f"point{place}_position"]
        )


class VoteForm(VersionedForm):
    """A vote on a level."""

    verdict = choice_field(
        _("What does your agency say?"),
        _("Choose what your agency says"),
        [(key, words) for key, (_tone, words) in VERDICTS.items()],
    )
    words = text_field(
        _("Reasons"),
        _("Give the reasons of your agency"),
        _("Every member reads them. An earlier vote stays in view."),
    )


class MarkForm(VersionedForm):
    """A marking of a document."""

    marking = choice_field(
        _("Marking"),
        _("Choose the marking"),
        [
            ("official", _("Official: everybody with standing reads it")),
            ("restricted", _("Restricted")),
            ("confidential", _("Confidential")),
        ],
    )
    gist = forms.CharField(
        label=_("What may be told of it"),
        max_length=300,
        help_text=_("Whoever may not read it sees this and whom to ask."),
        error_messages={"required": _("Say what may be told of it")},
    )
    reasons = text_field(_("Reasons"), _("Say why"))


class YesNoForm(VersionedForm):
    """An owner's answer; it cannot be taken back."""

    answer = choice_field(
        _("Your answer"),
        _("Choose your answer"),
        [("yes", _("Yes")), ("no", _("No"))],
    )
    words = text_field(
        _("Reasons"), _("Give the reasons of your answer"), _("Your answer stands.")
    )


class ConditionChangeForm(VersionedForm):
    """What a condition of somebody else shall become."""

    how = choice_field(
        _("What do you ask?"),
        _("Say what you ask"),
        [("drop", _("Let it go")), ("change", _("Change its terms"))],
    )
    reasons = text_field(
        _("Reasons"), _("Say why it should change"), _("Its owner reads them.")
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # passed on as they come
        terms: dict[str, str],
        **kwargs: Any,  # noqa: ANN401  # passed on as they come
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(terms)
        for name, value in terms.items():
            self.fields[f"term_{name}"] = forms.CharField(
                label=name.replace("_", " ").capitalize(),
                required=False,
                initial=value,
                max_length=2000,
            )

    def terms(self) -> dict[str, str]:
        """The terms as they shall be."""
        return {name: self.cleaned_data[f"term_{name}"] for name in self.names}
