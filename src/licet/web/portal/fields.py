"""Facts as form fields, and back. A fact left open stays unknown; it never becomes no."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.facts import FactKind, FactTerm
from licet.kernel import InputError, require_territory, territories
from licet.regimes import in_words
from licet.web.portal.acts import VersionedForm
from licet.web.portal.vocabulary import claimed_entry, governing, term

Json = Mapping[str, Any]
# Second spellings that programs may send, and kinds that are no item: nobody should have to choose between them.
_NOT_OFFERED = frozenset(
    {("item.kind", "hardware"), ("item.kind", "funds"), ("item.kind", "record")}
)


def country_choices() -> list[tuple[str, str]]:
    """Every territory by name, for a select."""
    named = sorted(territories().items(), key=lambda pair: pair[1])
    return [("", str(_("Choose a country"))), *named]


class CountriesField(forms.CharField):
    """Several countries, by name or code, separated by commas."""

    def prepare_value(self, value: object) -> object:
        """Show codes as names."""
        if isinstance(value, list | tuple):
            return ", ".join(
                territories().get(str(code)) or str(code) for code in value
            )
        return value

    def clean(self, value: object) -> list[str]:
        """Codes in the order given."""
        by_name = {name.casefold(): code for code, name in territories().items()}
        codes = []
        for part in (super().clean(value) or "").split(","):
            given = part.strip()
            if not given:
                continue
            code: str = by_name.get(given.casefold()) or given.upper()
            try:
                codes.append(require_territory(code))
            except InputError as error:
                raise forms.ValidationError(str(error)) from error
        return codes


def _entry_field(common: dict[str, Any]) -> forms.Field:
    entries = governing().entries.values()
    claimed = [(one.id, f"{one.id}: {in_words(one.title)}") for one in entries]
    return forms.ChoiceField(
        choices=[("", _("Not known, or on no list")), *claimed], **common
    )


def fact_field(  # noqa: C901, PLR0911  # one field for each kind of fact
    fact: FactTerm, *, question: str = "", help_text: str = "", required: bool = False
) -> forms.Field:
    """The field that asks for one fact.

    Args:
        fact: The fact.
        question: Its question when the law puts it in other words.
        help_text: Why it is asked, when there is more to say than the fact's own help.
        required: Whether the page cannot be left without it.

    Returns:
        A field of the fact's kind.
    """
    common: dict[str, Any] = {
        "label": question or in_words(fact.question),
        "help_text": help_text or (in_words(fact.help) if fact.help else ""),
        "required": required,
        "error_messages": {"required": _("Answer this question")},
    }
    if fact.path == claimed_entry():
        return _entry_field(common)
    match fact.kind:
        case FactKind.BOOLEAN:
            yes_no = [("true", _("Yes")), ("false", _("No")), ("", _("Not known yet"))]
            return forms.ChoiceField(widget=forms.RadioSelect, choices=yes_no, **common)
        case FactKind.CHOICE:
            answers: list[tuple[str, Any]] = [
                (value, words)
                for value, words in fact.choices.items()
                if (fact.path, value) not in _NOT_OFFERED
            ]
            if not required:
                answers.append(("", _("Not known yet")))
            return forms.ChoiceField(
                widget=forms.RadioSelect, choices=answers, **common
            )
        case FactKind.CHOICES:
            return forms.MultipleChoiceField(
                widget=forms.CheckboxSelectMultiple,
                choices=list(fact.choices.items()),
                **common,
            )
        case FactKind.COUNTRY:
            return forms.ChoiceField(choices=country_choices(), **common)
        case FactKind.NUMBER:
            common["error_messages"]["invalid"] = _(
                "Answer with a number, for example 12 or 0.5"
            )
            number = forms.TextInput(attrs={"inputmode": "decimal"})
            return forms.DecimalField(widget=number, **common)
        case FactKind.INTEGER:
            common["error_messages"]["invalid"] = _("Answer with a whole number")
            number = forms.TextInput(attrs={"inputmode": "numeric"})
            return forms.IntegerField(widget=number, **common)
        case FactKind.DATE:
            return forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                **common,
            )
        case FactKind.TEXTS:
            return CountriesField(
                **{**common, "help_text": _("Countries, separated by commas")}
            )
        case FactKind.TEXT:
            return forms.CharField(widget=forms.Textarea, max_length=4000, **common)


class FactsForm(VersionedForm):
    """A page of facts, each under its path."""

    def __init__(
        self, *args: object, wanted: Mapping[str, forms.Field], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        for path, field in wanted.items():
            self.fields[path] = field

    def facts(self, paths: Iterable[str], *, prefix: str = "") -> dict[str, Any]:
        """What was answered, as a facts document holds it; open questions are left out.

        Args:
            paths: The paths to take.
            prefix: What to cut from the front of each path (``item.`` for an item).
        """
        found: dict[str, Any] = {}
        for path in paths:
            value = self.cleaned_data.get(path)
            if value in (None, "", []):
                continue
            found[path.removeprefix(prefix)] = _plain(term(path), value)
        return found


def _plain(fact: FactTerm, value: Any) -> object:  # noqa: ANN401  # a cleaned field of any kind
    match fact.kind:
        case FactKind.BOOLEAN:
            return value == "true"
        case FactKind.INTEGER:
            return int(value)
        case FactKind.NUMBER:
            return format(value, "f")
        case FactKind.DATE:
            return value.isoformat()
        case _:
            return value


def shown(facts: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """Saved facts as first values of a form."""
    return {
        f"{prefix}{path}": {True: "true", False: "false"}[value]
        if isinstance(value, bool)
        else value
        for path, value in facts.items()
    }
