"""Forms of the public pages."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.facts import FactKind, FactTerm
from licet.kernel import territories
from licet.regimes import Regime, in_words


class LegalOrderForm(forms.Form):
    """Whose law, and on which day."""

    law = forms.ChoiceField(
        label=_("Whose law do you ask about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whose law you ask about")},
    )
    on = forms.DateField(
        label=_("On which day will it leave?"),
        help_text=_("The law of that day is applied."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the day on which it will leave"),
            "invalid": _("Give a day that exists, for example 2026-07-31"),
        },
    )

    def __init__(
        self, *args: object, laws: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["law"].choices = laws  # type: ignore[attr-defined]  # a ChoiceField

    def clean_on(self) -> date:
        """A day in living memory; a slip of the keyboard otherwise."""
        on: date = self.cleaned_data["on"]
        if not 1990 <= on.year <= 2100:  # noqa: PLR2004  # no package reaches beyond
            raise forms.ValidationError(_("Give a year between 1990 and 2100"))
        return on


def country_choices() -> list[tuple[str, str]]:
    """Every territory by name, for a select."""
    named = sorted(territories().items(), key=lambda pair: pair[1])
    return [("", str(_("Choose a country"))), *named]


def _claims(regime: Regime) -> tuple[str, ...]:
    claims = regime.header.data.get("claims")
    return tuple(claims) if isinstance(claims, list | tuple) else ("item.eccn",)


def question_field(  # noqa: PLR0911  # one field for each kind of fact
    term: FactTerm, regime: Regime, label: str
) -> forms.Field:
    """The field that asks for one fact.

    Args:
        term: The fact.
        regime: The package that asks; its entries are offered where an entry is wanted.
        label: The question in the reader's words.

    Returns:
        A field of the fact's kind.
    """
    common: dict[str, Any] = {
        "label": label,
        "help_text": in_words(term.help) if term.help else "",
        "error_messages": {
            "required": _("Answer the question, or say that you do not know")
        },
    }
    if term.path in _claims(regime):
        entries = [
            (one.id, f"{one.id}: {in_words(one.title)}")
            for one in regime.entries.values()
        ]
        return forms.ChoiceField(
            choices=[("", str(_("Choose an entry"))), *entries], **common
        )
    match term.kind:
        case FactKind.BOOLEAN:
            yes_no = [("true", _("Yes")), ("false", _("No"))]
            return forms.ChoiceField(widget=forms.RadioSelect, choices=yes_no, **common)
        case FactKind.CHOICE:
            return forms.ChoiceField(
                widget=forms.RadioSelect, choices=list(term.choices.items()), **common
            )
        case FactKind.CHOICES:
            return forms.MultipleChoiceField(
                widget=forms.CheckboxSelectMultiple,
                choices=list(term.choices.items()),
                **common,
            )
        case FactKind.COUNTRY:
            return forms.ChoiceField(choices=country_choices(), **common)
        case FactKind.NUMBER | FactKind.INTEGER:
            return forms.DecimalField(
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                **{
                    **common,
                    "error_messages": {
                        **common["error_messages"],
                        "invalid": _("Answer with a number, for example 12 or 0.5"),
                    },
                },
            )
        case FactKind.DATE:
            return forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                **common,
            )
        case FactKind.TEXT | FactKind.TEXTS:
            return forms.CharField(max_length=500, **common)


class QuestionForm(forms.Form):
    """One question of the self-check."""

    def __init__(self, *args: object, asked: forms.Field, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.fields["answer"] = asked


class CodeForm(forms.Form):
    """The code printed on a licence."""

    code = forms.CharField(
        label=_("Code printed on the licence"),
        help_text=_(
            "The text that a scanner reads from the square; it begins with LICET1. The long signed form may be pasted as well."
        ),
        widget=forms.Textarea,
        max_length=200_000,
        error_messages={"required": _("Paste the code that is printed on the licence")},
    )


class PdfForm(forms.Form):
    """The licence as a PDF."""

    pdf = forms.FileField(
        label=_("The licence as PDF"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose the PDF of the licence")},
    )
