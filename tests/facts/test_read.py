"""Both forms are read; what is malformed is refused with where and how to mend it."""

import json
from decimal import Decimal

import jsonschema
import pytest

from licet.facts import (
    Basis,
    FactState,
    MalformedFactsError,
    Transaction,
    parse_facts,
    read_transaction,
    transaction_schema,
)
from licet.kernel import ImpossibleDateError, UnknownCountryError

SAID = {
    "value": "software",
    "by": "exporter",
    "at": "2026-07-01T11:00:00+02:00",
    "evidence": ["sha256:00"],
    "basis": "stated",
}
FULL = {
    "format": "licet-facts/1",
    "as_of": "2026-07-31",
    "items": [
        {
            "name": "Console",
            "facts": {
                "kind": {"state": "known", "statements": [SAID]},
                "number_of_targets": 3,
                "persistence": None,
            },
        }
    ],
    "parties": [
        {
            "role": "end_user",
            "name": "Invented Bank",
            "country": "BR",
            "facts": {"type": "private"},
        },
        {"role": "host", "name": "Invented Cloud"},
    ],
    "facts": {"destination": "BR", "transit": ["PA"], "end_use": "defence"},
}


def changed(**parts: object) -> dict[str, object]:
    return {**FULL, **parts}


def test_the_full_form_keeps_who_said_what_when_on_what_evidence() -> None:
    transaction = read_transaction(FULL)
    said = transaction.view()["item.kind"].statements[0]
    assert (said.value, said.by, said.evidence, said.basis) == (
        "software",
        "exporter",
        ("sha256:00",),
        Basis.STATED,
    )
    assert said.to_json()["at"] == "2026-07-01T09:00:00Z"


def test_a_plain_value_is_known_and_stated_by_the_applicant() -> None:
    fact = read_transaction(FULL).view()["item.number_of_targets"]
    assert fact.state is FactState.KNOWN
    assert fact.value == 3
    assert fact.statements[0].by == "applicant"


def test_null_is_unknown_and_not_no() -> None:
    fact = read_transaction(FULL).view()["item.persistence"]
    assert fact.state is FactState.UNKNOWN
    assert fact.value is None


def test_writing_and_reading_again_changes_nothing() -> None:
    written = read_transaction(FULL).to_json()
    assert read_transaction(json.loads(json.dumps(written))).to_json() == written


def test_the_short_form_finds_item_and_parties_by_their_prefix() -> None:
    transaction = read_transaction(
        {
            "as_of": "2026-07-31",
            "item": {"crypto": {"bits": 256}, "roles": []},
            "destination": "CA",
            "end_user": {"name": "Invented Clinic", "country": "CA", "type": "private"},
            "activity": "brokering",
        }
    )
    view = transaction.view()
    assert transaction.as_of is not None
    assert view["item.crypto.bits"].value == 256
    assert view["item.roles"].value == ()
    assert view["end_user.name"].value == "Invented Clinic"
    assert view["end_user.country"].value == "CA"
    assert view["activity.type"].value == "brokering"


def test_any_destination_is_an_open_one() -> None:
    view = read_transaction({"destination": "any", "host": {"country": "any"}}).view()
    assert view["destination"].state is FactState.UNKNOWN
    assert "host.country" not in view


def test_the_short_form_takes_a_whole_fact_as_well() -> None:
    view = read_transaction({"end_use": {"state": "not_applicable"}}).view()
    assert view["end_use"].state is FactState.NOT_APPLICABLE


def test_a_fact_called_state_is_a_fact_of_its_own() -> None:
    view = read_transaction({"prior_denial": {"state": "DE", "years_ago": 1}}).view()
    assert view["prior_denial.state"].value == "DE"


def test_two_sources_that_disagree_make_a_disputed_fact() -> None:
    document = {"statements": [{"value": "BR"}, {"value": "PY", "by": "carrier"}]}
    fact = read_transaction({"destination": document}).view()["destination"]
    assert fact.state is FactState.DISPUTED
    assert fact.value is None
    assert len(fact.statements) == 2


def test_a_fact_without_statements_is_unknown() -> None:
    assert (
        read_transaction({"end_use": {"statements": []}}).view()["end_use"].value
        is None
    )


def test_a_disputed_fact_may_have_one_statement() -> None:
    document = {"state": "disputed", "statements": [{"value": "BR"}]}
    fact = read_transaction({"destination": document}).view()["destination"]
    assert fact.state is FactState.DISPUTED


def test_numbers_stay_exact() -> None:
    transaction = parse_facts('{"item": {"share": 0.1}}')
    assert transaction.view()["item.share"].value == Decimal("0.1")
    assert '"0.1"' in json.dumps(transaction.to_json())


@pytest.mark.parametrize(
    ("document", "words"),
    [
        pytest.param([], "not an object", id="no-object"),
        pytest.param(changed(format="licet-facts/9"), "format", id="other-format"),
        pytest.param(changed(extra=1), "extra", id="extra-key"),
        pytest.param(changed(parties=[{"role": "king"}]), "role", id="no-such-role"),
        pytest.param(
            changed(facts={"end use": 1}), "words joined by dots", id="bad-path"
        ),
        pytest.param(
            changed(facts={"end_use": {"state": "known", "statements": []}}),
            "said to be known",
            id="known-without-statement",
        ),
        pytest.param({"end_use": {"statements": [{}]}}, "end_use", id="bad-statement"),
        pytest.param({"item": {"kind": [1]}}, "a list of texts", id="list-of-numbers"),
        pytest.param(
            {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": 1}}}}}}}}},
            "too deeply",
            id="too-deep",
        ),
    ],
)
def test_what_has_neither_form_is_refused(document: object, words: str) -> None:
    with pytest.raises(MalformedFactsError, match=words) as refused:
        read_transaction(document)
    assert refused.value.code == "malformed_facts"
    assert "docs/reference/facts.md" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "not JSON", id="cut"),
        pytest.param(b"\xff", "not JSON", id="not-utf-8"),
        pytest.param("[" * 100_000, "not JSON", id="bomb"),
        pytest.param('{"end_use": 1, "end_use": 2}', "twice", id="twice"),
    ],
)
def test_text_that_is_not_json_is_refused(text: str | bytes, words: str) -> None:
    with pytest.raises(MalformedFactsError, match=words):
        parse_facts(text)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"destination": "XX"}, id="destination"),
        pytest.param({"end_user": {"country": "Brazil"}}, id="party"),
        pytest.param({"transit": ["PA", "QQ"]}, id="transit"),
        pytest.param(
            changed(parties=[{"role": "host", "country": "ZZ"}]), id="full-party"
        ),
        pytest.param(
            {"destination": {"statements": [{"value": "XX"}]}}, id="statement"
        ),
    ],
)
def test_an_unknown_country_is_refused(document: object) -> None:
    with pytest.raises(UnknownCountryError):
        read_transaction(document)


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(changed(as_of="2026-02-30"), id="full"),
        pytest.param({"as_of": "31.07.2026"}, id="short"),
    ],
)
def test_an_impossible_date_is_refused(document: object) -> None:
    with pytest.raises(ImpossibleDateError):
        read_transaction(document)


def test_nothing_stated_is_nothing_known() -> None:
    assert read_transaction({"format": "licet-facts/1"}) == Transaction()
    assert Transaction().view() == {}


def test_the_published_schema_accepts_what_the_reader_writes() -> None:
    schema = transaction_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(read_transaction(FULL).to_json(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": "other"}, schema)
