"""The form of a letter's template: one field of the right sort for each that it names."""

import pytest

from licet.web.casework.views import LetterFieldView, LetterTemplateView
from licet.web.workbench.together_forms import letter_form


def template(*fields: LetterFieldView) -> LetterTemplateView:
    return LetterTemplateView(
        id="reminder", version="1", title="A", subject="B", body="C", fields=fields
    )


@pytest.mark.parametrize(
    ("kind", "choices", "widget"),
    [
        ("date", (), "DateInput"),
        ("decimal", (), "TextInput"),
        ("choice", ("yes", "no"), "RadioSelect"),
        ("text", (), "Textarea"),
    ],
)
def test_a_field_is_asked_for_as_its_kind_is_written(
    kind: str, choices: tuple[str, ...], widget: str
) -> None:
    asked = LetterFieldView(name="what", kind=kind, title="What", choices=choices)
    form = letter_form(template(asked))()
    assert form.fields["what"].widget.__class__.__name__ == widget
    assert form.fields["what"].label == "What"


def test_a_field_that_is_left_out_is_asked_for_again() -> None:
    asked = LetterFieldView(name="what", kind="date", title="What")
    form = letter_form(template(asked))({"what": ""})
    assert form.errors["what"] == ["Fill this in"]
