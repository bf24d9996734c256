"""Facts as form fields, the same for every face. A fact left open stays unknown; it never becomes no."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, assert_never, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from licet.facts import FactKind, FactTerm
from licet.kernel import InputError, require_territory, territories
from licet.regimes import Regime, in_words
from licet.web.casework.ports import ports

if TYPE_CHECKING:
    from licet.web.casework.engines import Law

# Second spellings that programs may send, and kinds that are no item: nobody should have to choose between them.
_NOT_OFFERED = frozenset(
    {("item.kind", "hardware"), ("item.kind", "funds"), ("item.kind", "record")}
)
_LONGEST = 4000


def package_of(name: str) -> Regime:
    """A package of law, loaded once for the whole process."""
    return cast("Law", ports().determiner).package(name)


def claimed_entries(law: Regime) -> tuple[str, ...]:
    """The facts in which a package reads the entry that is claimed, its own list's first."""
    claims = law.header.data.get("claims")
    return (
        tuple(map(str, claims)) if isinstance(claims, list | tuple) else ("item.eccn",)
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


def _day_field(common: dict[str, Any]) -> forms.Field:
    chosen = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=chosen, **common)


def _number_field(kind: FactKind, common: dict[str, Any]) -> forms.Field:
    whole = kind is FactKind.INTEGER
    common["error_messages"]["invalid"] = (
        _("Answer with a whole number")
        if whole
        else _("Answer with a number, for example 12 or 0.5")
    )
    widget = forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal"})
    return (forms.IntegerField if whole else forms.DecimalField)(
        widget=widget, **common
    )


def _entry_field(law: Regime, common: dict[str, Any]) -> forms.Field:
    first = (
        _("Choose an entry") if common["required"] else _("Not known, or on no list")
    )
    listed = [
        (one.id, f"{one.id}: {in_words(one.title)}") for one in law.entries.values()
    ]
    return forms.ChoiceField(choices=[("", first), *listed], **common)


def _chosen_field(fact: FactTerm, common: dict[str, Any]) -> forms.Field:
    answers: list[tuple[str, Any]] = (
        [("true", _("Yes")), ("false", _("No"))]
        if fact.kind is FactKind.BOOLEAN
        else [
            (value, words)
            for value, words in fact.choices.items()
            if (fact.path, value) not in _NOT_OFFERED
        ]
    )
    if not common["required"]:
        answers.append(("", _("Not known yet")))
    return forms.ChoiceField(widget=forms.RadioSelect, choices=answers, **common)


def fact_field(
    fact: FactTerm,
    law: Regime,
    *,
    question: str = "",
    help_text: str = "",
    required: bool = False,
) -> forms.Field:
    """The field that asks for one fact.

    Args:
        fact: The fact.
        law: The package that asks; its entries are offered where an entry is wanted.
        question: Its question when it is put in other words than the fact's own.
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
    if fact.path in claimed_entries(law):
        return _entry_field(law, common)
    return _field_of(fact, common)


def _field_of(fact: FactTerm, common: dict[str, Any]) -> forms.Field:
    match fact.kind:
        case FactKind.BOOLEAN | FactKind.CHOICE:
            field = _chosen_field(fact, common)
        case FactKind.CHOICES:
            several = forms.CheckboxSelectMultiple
            answers = list(fact.choices.items())
            field = forms.MultipleChoiceField(widget=several, choices=answers, **common)
        case FactKind.COUNTRY:
            field = forms.ChoiceField(choices=country_choices(), **common)
        case FactKind.NUMBER | FactKind.INTEGER:
            field = _number_field(fact.kind, common)
        case FactKind.DATE:
            field = _day_field(common)
        case FactKind.TEXTS if fact.path in {"transit", "propagation.markets"}:
            common["help_text"] = _("Countries, separated by commas")
            field = CountriesField(**common)
        case FactKind.TEXT | FactKind.TEXTS:
            field = forms.CharField(
                widget=forms.Textarea, max_length=_LONGEST, **common
            )
        case _:
            assert_never(fact.kind)
    return field


def stated(fact: FactTerm, value: Any) -> Any:  # noqa: ANN401  # a cleaned field of any kind
    """What a field gave, as a facts document holds it.

    Args:
        fact: The fact.
        value: The cleaned value; not empty.

    Returns:
        Plain JSON.
    """
    match fact.kind:
        case FactKind.BOOLEAN:
            return value == "true"
        case FactKind.INTEGER:
            return int(value)
        case FactKind.NUMBER:
            return format(value, "f")
        case FactKind.DATE:
            return value.isoformat()
        case FactKind.TEXTS if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        case _:
            return value


def shown(facts: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """Saved facts as the first values of a form."""
    words = {True: "true", False: "false"}
    return {
        f"{prefix}{path}": words[value] if isinstance(value, bool) else value
        for path, value in facts.items()
    }
