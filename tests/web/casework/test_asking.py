"""Every kind of fact has its field, and what the field gives stands exactly in the document."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from licet.facts import FactKind, FactTerm
from licet.regimes import Regime, load_regime
from licet.web.casework.law.asking import (
    CountriesField,
    claimed_entries,
    country_choices,
    fact_field,
    shown,
    stated,
)


@pytest.fixture(scope="module")
def law() -> Regime:
    return load_regime("eu/2021-821")


def _term(kind: FactKind, path: str = "a.fact") -> FactTerm:
    choices = {"one": "The one", "two": "The other"}
    return FactTerm(path=path, kind=kind, question={"en": "What?"}, choices=choices)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        pytest.param(FactKind.BOOLEAN, "true", True, id="yes"),
        pytest.param(FactKind.BOOLEAN, "false", False, id="no"),
        pytest.param(FactKind.CHOICE, "two", "two", id="choice"),
        pytest.param(FactKind.CHOICES, ["one", "two"], ["one", "two"], id="choices"),
        pytest.param(FactKind.COUNTRY, "BR", "BR", id="country"),
        pytest.param(FactKind.NUMBER, "0.50", "0.50", id="exact amount"),
        pytest.param(FactKind.INTEGER, "7", 7, id="whole number"),
        pytest.param(FactKind.DATE, "2026-07-09", "2026-07-09", id="day"),
        pytest.param(FactKind.TEXT, "words", "words", id="text"),
        pytest.param(FactKind.TEXTS, "a, b,", ["a", "b"], id="several words"),
    ],
)
def test_what_is_given_is_kept_exactly(
    law: Regime, kind: FactKind, given: object, kept: object
) -> None:
    term = _term(kind)
    assert stated(term, fact_field(term, law).clean(given)) == kept


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        pytest.param(FactKind.NUMBER, "many", id="number"),
        pytest.param(FactKind.INTEGER, "1.5", id="whole number"),
        pytest.param(FactKind.CHOICE, "three", id="choice"),
        pytest.param(FactKind.DATE, "2026-02-30", id="day"),
        pytest.param(FactKind.COUNTRY, "ZZ", id="country"),
    ],
)
def test_what_cannot_be_is_refused(law: Regime, kind: FactKind, given: str) -> None:
    with pytest.raises(forms.ValidationError):
        fact_field(_term(kind), law).clean(given)


def test_silence_is_allowed_unless_the_page_needs_an_answer(law: Regime) -> None:
    term = _term(FactKind.BOOLEAN)
    assert fact_field(term, law).clean("") == ""
    with pytest.raises(forms.ValidationError, match="Answer this question"):
        fact_field(term, law, required=True).clean("")


def test_entries_of_the_law_are_offered_where_an_entry_is_claimed(law: Regime) -> None:
    path = claimed_entries(law)[0]
    field = fact_field(_term(FactKind.TEXT, path), law)
    assert isinstance(field, forms.ChoiceField)
    assert "4D004" in dict(field.choices)  # type: ignore[arg-type]  # pairs


def test_a_package_that_names_no_claims_reads_the_maker_s() -> None:
    plain = load_regime("us/ear")
    assert claimed_entries(plain)[0].startswith("item.")


def test_a_second_spelling_is_not_offered(law: Regime) -> None:
    field = fact_field(law.facts["item.kind"], law)
    assert isinstance(field, forms.ChoiceField)
    assert "hardware" not in dict(field.choices)  # type: ignore[arg-type]  # pairs


def test_countries_are_read_by_name_or_code_and_shown_by_name(law: Regime) -> None:
    field = fact_field(_term(FactKind.TEXTS, "transit"), law)
    assert isinstance(field, CountriesField)
    assert field.clean("Portugal, es, ") == ["PT", "ES"]
    assert field.prepare_value(["PT", "ES"]) == "Portugal, Spain"
    assert field.prepare_value("Portugal") == "Portugal"
    with pytest.raises(forms.ValidationError, match="ATLANTIS"):
        field.clean("Atlantis")


def test_countries_are_listed_by_name() -> None:
    names = [name for _code, name in country_choices()[1:]]
    assert names == sorted(names)


def test_saved_facts_fill_the_form_again() -> None:
    saved = {"logs": True, "limit": False, "name": "x"}
    assert shown(saved, prefix="item.") == {
        "item.logs": "true",
        "item.limit": "false",
        "item.name": "x",
    }
    assert stated(_term(FactKind.TEXTS), ["a"]) == ["a"]
    assert stated(_term(FactKind.DATE), date(2026, 7, 9)) == "2026-07-09"
    assert stated(_term(FactKind.NUMBER), Decimal("1E+2")) == "100"
