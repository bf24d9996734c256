"""Worked examples are run, with ordinary answers entered as assumed."""

import pytest
from tests.regimes.small import DAY, RULES, facts, small

from licet.determination import assume_ordinary, check_examples, determine
from licet.facts import Basis, FactKind, Item, Party, Transaction, known


def test_the_examples_of_the_small_law_hold() -> None:
    assert check_examples(small()) == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param(
            "holds: true, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: VN}",
            "holds: true, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: CA}",
            "it does not",
            id="does-not-hold",
        ),
        pytest.param(
            "holds: false, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: CA}",
            "holds: false, on: 2026-07-31, facts: {item: {eccn: 4D004}, destination: VN}",
            "it does.",
            id="holds",
        ),
        pytest.param(
            "facts: {item: {eccn: 4D004}, destination: BR, end_user: {type: private}}",
            "facts: {item: {eccn: 4D004}, destination: VN, end_user: {type: government}}",
            "being defeated by government-bar",
            id="defeated",
        ),
        pytest.param(
            "facts: {item: {eccn: 4D004}, destination: BR, end_user: {type: private}}",
            "facts: {item: {eccn: 4D004}, destination: VN}",
            "unsettled",
            id="unsettled",
        ),
        pytest.param(
            "facts: {item: {eccn: 4D004}, destination: VN}",
            "facts: {item: {eccn: 4D004}, destination: XX}",
            "cannot be read",
            id="malformed",
        ),
        pytest.param(
            "holds: true, on: 2026-07-31, facts: {knowledge: true",
            "holds: true, on: 2022-03-06, facts: {knowledge: true",
            "not in force that day",
            id="out-of-force",
        ),
    ],
)  # fmt: skip
def test_an_example_that_does_not_hold_is_found(old: str, new: str, words: str) -> None:
    assert old in RULES
    found = check_examples(small(rules=RULES.replace(old, new, 1)))
    assert any(words in str(one) and one.line for one in found), found


def test_ordinary_answers_are_entered_as_assumed_and_shown_so() -> None:
    law = small()
    stated = facts(
        item={"eccn": "4D004"}, destination="VN", end_user={"type": "private"}
    )
    assumed = assume_ordinary(stated, law)
    fact = assumed.view()["knowledge"]
    assert fact.value is False
    assert fact.statements[0].basis is Basis.ASSUMED
    answer = determine(assumed, law, on=DAY)
    bases = {
        read.basis
        for rule in answer.rules
        for read in rule.facts
        if read.path == "knowledge"
    }
    assert bases == {"assumed"}


def test_who_the_end_user_is_and_what_the_item_is_are_never_assumed() -> None:
    view = assume_ordinary(facts(), small()).view()
    never = {"end_user.type", "destination", "item.eccn", "item.kind"}
    assert not never & view.keys()
    assert view["end_user.voting"].value == 0


def test_what_is_stated_is_not_assumed_over() -> None:
    view = assume_ordinary(facts(knowledge=True, item={"bits": 9}), small()).view()
    assert view["knowledge"].value is True
    assert view["item.bits"].value == 9


def test_the_parameters_of_a_candidate_stay_open() -> None:
    law = small()
    view = assume_ordinary(facts(item={"eccn": "candidate 4D004"}), law).view()
    assert "item.roles" not in view
    assert view["item.bits"].value == 0
    definition = (
        "definitions:\n  long: {law: {pinpoint: L}, when: {fact: item.bits, above: 1}}\n"
        "entries:\n  - {id: 7A001, law: {pinpoint: S}, when: {definition: long}}\n"
        "  - {id: 7A001.x, law: {pinpoint: S}}\n"
    )
    other = small(more=definition)
    view = assume_ordinary(facts(item={"eccn": "candidate 7A001"}), other).view()
    assert "item.bits" not in view


def test_answers_are_entered_for_each_party_of_the_role() -> None:
    parties = (Party(role="end_user", name="A"), Party(role="end_user", name="B"))
    transaction = Transaction(
        items=(Item(), Item(facts={"kind": known("software")})), parties=parties
    )
    assumed = assume_ordinary(transaction, small(), item=1)
    assert [party.facts["voting"].value for party in assumed.parties] == [0, 0]
    assert "bits" not in assumed.items[0].facts
    assert assumed.items[1].facts["bits"].value == 0


def test_a_form_may_say_what_silence_means_for_what_the_exporter_is_asked() -> None:
    more = (
        "facts:\n  a: {type: boolean, question: {en: A?}, asks: [exporter]}\n"
        "  b: {type: boolean, question: {en: B?}, asks: [officer]}\n"
        "  c: {type: text, question: {en: C?}, asks: [exporter]}\n"
    )
    law = small(more=more)
    silence = {FactKind.BOOLEAN: False}
    view = assume_ordinary(facts(), law, silence=silence).view()
    assert view["a"].value is False
    assert "b" not in view
    assert "c" not in view
    assert "a" not in assume_ordinary(facts(), law).view()
