"""The form of an entry of an own list: lines of text on screen, the document of the service."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from licet.web.casework.acts.form_acts import VersionedForm

_LONG = 20_000
Words = Any  # a text, or one that waits for the reader's language
KINDS = (
    ("person", _("Person")),
    ("organisation", _("Organisation")),
    ("vessel", _("Vessel")),
    ("aircraft", _("Aircraft")),
    ("unknown", _("Not known")),
)
_NAMES = (("aliases", "strong"), ("former", "former"), ("weak", "weak"))


def _lines(label: Words, hint: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea,
        required=False,
        max_length=_LONG,
    )


def _line(label: Words, need: Words, hint: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=1000,
        error_messages={"required": need},
    )


def _day(label: Words, *, required: bool, hint: Words = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the first day in force"),
            "invalid": _("Give a day that exists, for example 2026-07-31"),
        },
    )


class OwnReasonsForm(VersionedForm):
    """Why, where reasons must be given."""

    reasons = forms.CharField(
        label=_("Why"),
        help_text=_("It stays with the entry, and whoever reads it must follow you."),
        widget=forms.Textarea,
        max_length=_LONG,
        error_messages={"required": _("Say why")},
    )


class OwnAnswerForm(forms.Form):
    """An answer to a proposal."""

    reasons = forms.CharField(
        label=_("Why"),
        help_text=_("Needed for a refusal."),
        widget=forms.Textarea,
        required=False,
        max_length=_LONG,
    )


class OwnEntryForm(OwnReasonsForm):
    """What an entry shall say."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it is")},
    )
    name = _line(_("Main name"), _("Give the main name"))
    aliases = _lines(
        _("Also known as"),
        _("One name on a line, in any script."),
    )
    former = _lines(_("Former names"), _("One on a line."))
    weak = _lines(
        _("Weak names"),
        _("Nicknames and short forms that many others bear; one on a line."),
    )
    countries = _lines(_("Countries"), _("A code or a name on each line."))
    addresses = _lines(_("Addresses"), _("One on a line."))
    identifiers = _lines(
        _("Numbers"),
        _("One on a line as kind: number (country), for example Passport: 12345 (AE)."),
    )
    birth_dates = _lines(
        _("Dates of birth"), _("1975-06-14, 1975-06 or 1975; one on a line.")
    )
    legal_basis = _line(_("Legal basis"), _("Say under which power it is listed"))
    citation = _line(
        _("Citation"),
        _("Cite the instrument and the provision"),
        _("Instrument and provision, so that another can look it up."),
    )
    first = _day(_("In force from"), required=True)
    last = _day(_("In force until"), required=False, hint=_("Leave empty for no end."))
    case = forms.CharField(
        label=_("Case"),
        help_text=_("The number of the case in which it was refused, if there is one."),
        required=False,
        max_length=40,
    )
    field_order: Iterable[str] | None = (
        "kind", "name", "aliases", "former", "weak", "countries", "addresses",
        "identifiers", "birth_dates", "legal_basis", "citation", "first", "last",
        "case", "reasons", "version",
    )  # fmt: skip

    def document(self) -> dict[str, Any]:
        """The document that the service takes."""
        given = self.cleaned_data
        names = [[given["name"], "primary"]]
        for field, strength in _NAMES:
            names += [[line, strength] for line in split(given[field])]
        last = given["last"]
        return {
            "kind": given["kind"],
            "names": names,
            "countries": split(given["countries"]),
            "addresses": split(given["addresses"]),
            "identifiers": [_identifier(one) for one in split(given["identifiers"])],
            "birth_dates": split(given["birth_dates"]),
            "legal_basis": given["legal_basis"],
            "citation": given["citation"],
            "first": given["first"].isoformat(),
            "last": last.isoformat() if last else None,
        }

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401  # as Django has it
        """Put what the service says of the names at the main name."""
        super().add_error("name" if field == "names" else field, error)


def split(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _identifier(line: str) -> list[str]:
    """``Passport: 12345 (AE)`` in its parts; what cannot be told apart the service refuses."""
    kind, mark, rest = line.partition(":")
    if not mark:
        return [line]
    value, opened, land = rest.partition("(")
    return [kind.strip(), value.strip(), land.rstrip(") ").strip() if opened else ""]


def lines_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows first, for an entry that is there."""
    by_strength: dict[str, list[str]] = {}
    for text, strength in document["names"]:
        by_strength.setdefault(strength, []).append(text)
    return {
        "kind": document["kind"],
        "name": "".join(by_strength.get("primary", [])),
        **{field: _text(by_strength.get(weight, ())) for field, weight in _NAMES},
        **{
            key: _text(document[key])
            for key in ("countries", "addresses", "birth_dates")
        },
        "identifiers": _text(
            f"{kind}: {value}" + (f" ({land})" if land else "")
            for kind, value, land in document["identifiers"]
        ),
        "legal_basis": document["legal_basis"],
        "citation": document["citation"],
        "first": document["first"],
        "last": document["last"] or "",
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def field_words(name: str) -> str:
    """The name of a field of an entry, in the reader's language."""
    return {
        "kind": now_("What it is"),
        "names": now_("Names"),
        "countries": now_("Countries"),
        "addresses": now_("Addresses"),
        "identifiers": now_("Numbers"),
        "birth_dates": now_("Dates of birth"),
        "legal_basis": now_("Legal basis"),
        "citation": now_("Citation"),
        "first": now_("In force from"),
        "last": now_("In force until"),
        "programs": now_("Programmes"),
        "listed_on": now_("Listed on"),
        "url": now_("Address of the entry"),
        "remarks": now_("Remarks"),
    }.get(name, name)
