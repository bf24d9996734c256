"""Each rule of misrepresentation fires, is silent, and cannot tell where something is unknown."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licet.diversion.misrepresentation import (
    PATHS,
    Outcome,
    SignalFinding,
    WrongEvidenceError,
    evidence_of,
    in_sentence,
    judge,
    rules,
)
from licet.kernel import ImpossibleDateError

Facts = dict[str, Any]
PRICES = ["90", "95", "100", "100", "105", "110"]
ORDERS = ["1000", "1100", "1200", "1300", "1400"]
TEXT = "We test our own payment systems twice a year with a team of eight people who work in Recife."


def ask(rule: str, facts: Facts) -> SignalFinding:
    told = {
        path: {"value": value, "source": "invented", "on": "2026-03-02"}
        for path, value in facts.items()
    }
    return next(one for one in judge(evidence_of(told)) if one.rule.id == rule)


YOUNG = {
    "party.founded": "2025-09-01",
    "application.on": "2026-03-02",
    "contract.value": "2400",
    "comparable.order_values": ORDERS,
}
SHARED = [["Blue Agents (invented)", "12 Harbour Road, Suite 4, Port Vell"]]
FIRING: list[tuple[str, str, Facts]] = [
    ("far above", "price_far_from_comparable", {"item.unit_price": "900", "comparable.prices": PRICES}),
    ("far below", "price_far_from_comparable", {"item.unit_price": "4", "comparable.prices": PRICES}),
    ("a trading company pays", "payer_not_a_party", {"payer.name": "Gulf Horizon Trading LLC", "parties.names": ["Banco Aurora S.A."]}),
    ("bank elsewhere", "bank_in_third_country", {"bank.country": "AE", "parties.countries": ["BR"]}),
    ("a quarter", "commission_above_usual", {"contract.commission": "250", "contract.value": "1000"}),
    ("just above a tenth", "commission_above_usual", {"contract.commission": "100.01", "contract.value": "1000"}),
    ("half a year old, twice the median", "new_company_large_order", YOUNG),
    ("same words in another order", "address_shared_with_unrelated", {"party.address": "Port Vell, Suite 4, 12 Harbour Rd", "parties.addresses": SHARED}),
    ("a bakery tests intrusion", "end_use_outside_purpose", {"end_use.fields": ["security_testing"], "party.fields": ["bakery"]}),
    ("one too many", "quantity_above_capacity", {"item.quantity": "21", "party.capacity": "20"}),
    ("declines training", "declines_support", {"item.services": ["installation", "training"], "contract.declined": ["training"]}),
    ("forwarder", "forwarder_as_end_user", {"party.business": "freight_forwarder"}),
    ("another domain", "contact_domain_mismatch", {"contact.domain": "aurora-bank.example", "party.domain": "aurora.example"}),
    ("a free mail address", "contact_domain_mismatch", {"contact.domain": "someone@gmail.com", "party.domain": "gmail.com"}),
    ("wrong digit", "registration_number_impossible", {"party.numbers": [["VAT-DE", "DE136695978"]]}),
    ("wrong form", "registration_number_impossible", {"party.numbers": [["LEI", "123"]]}),
    ("signed before it existed", "undertaking_out_of_time", {"undertaking.signed_on": "2025-01-01", "party.founded": "2025-06-01"}),
    ("signed after the application", "undertaking_out_of_time", {"undertaking.signed_on": "2026-03-03", "application.on": "2026-03-02"}),
    ("word for word", "end_use_text_repeated", {"end_use.text": TEXT, "end_use.others": [["MLA-2026-00001", TEXT.upper()]]}),
    ("no such network", "item_does_not_fit_infrastructure", {"item.needs": ["gsm_core"], "party.infrastructure": ["office_network"]}),
    ("nothing at all", "item_does_not_fit_infrastructure", {"item.needs": ["gsm_core"], "party.infrastructure": []}),
    ("pages of another country", "web_presence_contradicts", {"party.country": "BR", "web.countries": ["CY"]}),
    ("pages about something else", "web_presence_contradicts", {"party.country": "BR", "party.fields": ["banking"], "web.fields": ["used_cars"]}),
    ("a detour", "unnecessary_route", {"route.transit": ["AE"], "route.usual": ["PT"]}),
    ("a detour where none is usual", "unnecessary_route", {"route.transit": ["AE"], "route.usual": []}),
    ("kept quiet", "refusal_undisclosed", {"refusals.known": ["MLA-2025-00009"], "refusals.disclosed": False}),
]  # fmt: skip
SILENT: list[tuple[str, str, Facts]] = [
    ("among them", "price_far_from_comparable", {"item.unit_price": "108", "comparable.prices": PRICES}),
    ("outside the quartiles, near the median", "price_far_from_comparable", {"item.unit_price": "150", "comparable.prices": PRICES}),
    ("far from the median, within reach", "price_far_from_comparable", {"item.unit_price": "300", "comparable.prices": ["50", "100", "150", "200", "350", "400"]}),
    ("the end user pays, form and dots apart", "payer_not_a_party", {"payer.name": "BANCO AURORA", "parties.names": ["Banco Aurora S.A."]}),
    ("bank at home", "bank_in_third_country", {"bank.country": "BR", "parties.countries": ["BR"]}),
    ("exactly a tenth", "commission_above_usual", {"contract.commission": "100", "contract.value": "1000"}),
    ("none", "commission_above_usual", {"contract.commission": "0", "contract.value": "1000"}),
    ("a year old to the day", "new_company_large_order", {**YOUNG, "party.founded": "2025-03-02"}),
    ("young, an ordinary order", "new_company_large_order", {**YOUNG, "contract.value": "2399.99"}),
    ("old, the order unknown", "new_company_large_order", {"party.founded": "2000-01-01", "application.on": "2026-03-02"}),
    ("the next suite", "address_shared_with_unrelated", {"party.address": "12 Harbour Road, Suite 5, Port Vell", "parties.addresses": SHARED}),
    ("one field in common", "end_use_outside_purpose", {"end_use.fields": ["security_testing"], "party.fields": ["banking", "security_testing"]}),
    ("as many as it can use", "quantity_above_capacity", {"item.quantity": "20", "party.capacity": "20"}),
    ("declines nothing", "declines_support", {"item.services": ["training"], "contract.declined": []}),
    ("declines what never comes with it", "declines_support", {"item.services": ["training"], "contract.declined": ["painting"]}),
    ("a bank", "forwarder_as_end_user", {"party.business": "bank"}),
    ("its own domain", "contact_domain_mismatch", {"contact.domain": "post@mail.aurora.com.br", "party.domain": "https://www.aurora.com.br/"}),
    ("right digit", "registration_number_impossible", {"party.numbers": [["VAT-DE", "DE 136 695 976"], ["OTHER", "1"]]}),
    ("between founding and application", "undertaking_out_of_time", {"undertaking.signed_on": "2026-03-02", "party.founded": "2026-03-02", "application.on": "2026-03-02"}),
    ("another text", "end_use_text_repeated", {"end_use.text": TEXT, "end_use.others": [["MLA-2026-00001", TEXT + " More."]]}),
    ("short texts are alike by chance", "end_use_text_repeated", {"end_use.text": "Office network", "end_use.others": [["MLA-2026-00001", "Office network"]]}),
    ("it fits", "item_does_not_fit_infrastructure", {"item.needs": ["gsm_core"], "party.infrastructure": ["gsm_core", "office_network"]}),
    ("pages agree", "web_presence_contradicts", {"party.country": "BR", "party.fields": ["banking"], "web.countries": ["BR", "PT"], "web.fields": ["banking"]}),
    ("the usual way", "unnecessary_route", {"route.transit": ["PT"], "route.usual": ["PT", "ES"]}),
    ("no transit", "unnecessary_route", {"route.transit": [], "route.usual": []}),
    ("no refusal, disclosure unknown", "refusal_undisclosed", {"refusals.known": []}),
    ("disclosed", "refusal_undisclosed", {"refusals.known": ["MLA-2025-00009"], "refusals.disclosed": True}),
]  # fmt: skip
UNABLE: list[tuple[str, str, Facts]] = [
    *((f"nothing known: {name}", name, {}) for name in rules()),
    ("four comparable licences", "price_far_from_comparable", {"item.unit_price": "900", "comparable.prices": PRICES[:4]}),
    ("the contract is worth nothing", "commission_above_usual", {"contract.commission": "1", "contract.value": "0"}),
    ("young, no orders to compare", "new_company_large_order", {**YOUNG, "comparable.order_values": ORDERS[:4]}),
    ("young, the order unknown", "new_company_large_order", {"party.founded": "2025-09-01", "application.on": "2026-03-02"}),
    ("young, its order unknown", "new_company_large_order", {"party.founded": "2025-09-01", "application.on": "2026-03-02", "comparable.order_values": ORDERS}),
    ("a town is no address", "address_shared_with_unrelated", {"party.address": "Port Vell", "parties.addresses": [["Blue", "Port Vell"]]}),
    ("no field of the end use", "end_use_outside_purpose", {"end_use.fields": [], "party.fields": ["banking"]}),
    ("no field of the party", "end_use_outside_purpose", {"end_use.fields": ["banking"], "party.fields": []}),
    ("a register that is not known", "registration_number_impossible", {"party.numbers": [["registration", "12-34"]]}),
    ("no number", "registration_number_impossible", {"party.numbers": []}),
    ("founded on a day not known", "undertaking_out_of_time", {"undertaking.signed_on": "2026-03-02", "application.on": "2026-03-02"}),
    ("nobody said what it needs", "item_does_not_fit_infrastructure", {"item.needs": [], "party.infrastructure": ["gsm_core"]}),
    ("pages say nothing", "web_presence_contradicts", {"party.country": "BR", "party.fields": [], "web.countries": [], "web.fields": []}),
    ("pages agree in what is known", "web_presence_contradicts", {"party.country": "BR", "web.countries": ["BR"]}),
    ("refused, disclosure unknown", "refusal_undisclosed", {"refusals.known": ["MLA-2025-00009"]}),
]  # fmt: skip


def _rows(table: list[tuple[str, str, Facts]]) -> list[Any]:
    return [pytest.param(rule, facts, id=f"{rule}: {name}") for name, rule, facts in table]  # fmt: skip


@pytest.mark.parametrize(("rule", "facts"), _rows(FIRING))
def test_a_rule_fires_as_a_question(rule: str, facts: Facts) -> None:
    found = ask(rule, facts)
    assert found.outcome is Outcome.FIRES
    assert found.rule.question in in_sentence(found)
    assert found.rule.clears
    assert set(found.read) <= set(facts)
    assert all(told.source == "invented" for told in found.read.values())


@pytest.mark.parametrize(("rule", "facts"), _rows(SILENT))
def test_a_rule_is_silent_on_an_ordinary_answer(rule: str, facts: Facts) -> None:
    found = ask(rule, facts)
    assert found.outcome is Outcome.SILENT
    assert found.rule.question not in in_sentence(found)


@pytest.mark.parametrize(("rule", "facts"), _rows(UNABLE))
def test_what_is_unknown_is_never_silence(rule: str, facts: Facts) -> None:
    assert ask(rule, facts).outcome is Outcome.CANNOT_TELL


def test_every_rule_has_a_firing_a_silent_and_an_unknown_case() -> None:
    for table in (FIRING, SILENT, UNABLE):
        assert {rule for _name, rule, _facts in table} == set(rules())
    assert len(rules()) >= 12


def test_every_rule_names_its_source_and_every_path_that_it_reads() -> None:
    for rule in rules().values():
        assert rule.guidance.instrument
        assert rule.guidance.verified is False  # known from memory or secondary sources
        assert set(rule.suffices) <= set(rule.reads) <= set(PATHS)
    read = {path for rule in rules().values() for path in rule.reads}
    assert read == set(PATHS)


def test_a_missing_path_never_turns_a_firing_rule_into_silence() -> None:
    for _name, rule, facts in FIRING:
        for path in facts:
            less = {key: value for key, value in facts.items() if key != path}
            assert ask(rule, less).outcome is not Outcome.SILENT, (rule, path)


def test_a_text_is_told_as_it_is() -> None:
    told = evidence_of({"payer.name": {"value": "A", "source": "contract"}})
    assert told["payer.name"].to_json() == {
        "value": "A",
        "source": "contract",
        "on": None,
    }


def test_the_basis_changes_with_the_evidence_and_not_with_its_source() -> None:
    facts = {"payer.name": "A", "parties.names": ["B"]}
    first = ask("payer_not_a_party", facts)
    told = {path: {"value": value, "source": "elsewhere"} for path, value in facts.items()}  # fmt: skip
    again = next(
        one for one in judge(evidence_of(told)) if one.rule.id == "payer_not_a_party"
    )
    assert first.basis == again.basis
    assert ask("payer_not_a_party", {**facts, "payer.name": "C"}).basis != first.basis


def test_a_finding_is_plain_json_with_everything_an_officer_needs() -> None:
    told = ask("new_company_large_order", YOUNG).to_json()
    assert told["outcome"] == "fires"
    assert told["terms"] == {"days": "365", "times": "2", "least": "5"}
    read: Any = told["read"]
    assert read["party.founded"] == {
        "value": "2025-09-01",
        "source": "invented",
        "on": "2026-03-02",
    }
    assert read["comparable.order_values"]["value"] == ORDERS
    assert told["guidance"]["verified"] is False  # type: ignore[index]  # a citation


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        pytest.param("no.such", "x", "no rule reads it", id="unknown path"),
        pytest.param("contract.value", "ten", "number", id="no number"),
        pytest.param("contract.value", "-1", "number", id="below nought"),
        pytest.param("contract.value", "NaN", "number", id="not finite"),
        pytest.param("contract.value", True, "number", id="a truth is no number"),
        pytest.param("comparable.prices", "1", "list", id="one for several"),
        pytest.param("comparable.prices", ["x"], "number", id="one of several"),
        pytest.param("party.founded", "2025-02-30", "a day", id="no such day"),
        pytest.param("payer.name", 1, "a text", id="no text"),
        pytest.param("party.fields", ["a", 1], "a text", id="not all texts"),
        pytest.param("refusals.disclosed", "yes", "yes or no", id="no truth"),
        pytest.param("party.numbers", [["a"]], "pairs", id="half a pair"),
        pytest.param("party.numbers", "a", "pairs", id="no pairs"),
    ],
)  # fmt: skip
def test_evidence_of_another_kind_is_refused(
    path: str, value: object, words: str
) -> None:
    with pytest.raises(WrongEvidenceError) as refused:
        evidence_of({path: {"value": value, "source": "invented"}})
    assert words in str(refused.value)
    assert refused.value.code == "evidence_wrong_kind"


def test_evidence_without_a_source_is_refused_and_without_a_value_unknown() -> None:
    with pytest.raises(WrongEvidenceError, match="no source"):
        evidence_of({"payer.name": {"value": "A"}})
    assert evidence_of({"payer.name": {"value": None, "source": "x"}}) == {}
    with pytest.raises(ImpossibleDateError):
        evidence_of({"payer.name": {"value": "A", "source": "x", "on": "soon"}})


def test_days_and_exact_numbers_are_taken_as_they_are() -> None:
    told = evidence_of(
        {
            "party.founded": {"value": date(2025, 1, 1), "source": "register"},
            "contract.value": {"value": Decimal("1.10"), "source": "contract"},
            "item.quantity": {"value": 3, "source": "contract"},
        }
    )
    assert told["party.founded"].value == date(2025, 1, 1)
    assert told["contract.value"].to_json()["value"] == "1.10"
    assert told["party.founded"].to_json()["value"] == "2025-01-01"
    assert told["item.quantity"].value == Decimal(3)
