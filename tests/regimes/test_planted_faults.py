"""Faults planted in a law are found by proof, each with a case that shows it."""

from datetime import date
from decimal import Decimal

import pytest
from tests.regimes.small import DAY, RULES, facts, small

from licet.determination import (
    OutcomeKind,
    Proof,
    ProofState,
    Property,
    SolverMissingError,
    determine,
    proofs_json,
    prove,
)
from licet.determination.solve import Solver, importlib
from licet.regimes import Regime

SOUND = RULES.replace(
    "when: {fact: plague, is: true}",
    "when: {fact: plague, is: true}\n    overrides: [published]",
)


def law(*changes: tuple[str, str], more: str = "rules: []") -> Regime:
    rules = SOUND
    for old, new in changes:
        assert old in rules
        rules = rules.replace(old, new, 1)
    return small(rules=rules, more=more)


def proofs(regime: Regime, on: date = DAY) -> dict[Property, Proof]:
    return prove(regime, on=on)


def states(found: dict[Property, Proof]) -> dict[str, str]:
    return {str(key): str(proof.state) for key, proof in found.items()}


def test_the_sound_law_is_proved() -> None:
    assert states(proofs(law())) == {
        "complete": "proved",
        "consistent": "proved",
        "no_dead_rule": "proved",
        "red_lines": "proved",
        "general_authorisations": "not_applicable",
    }


def test_a_planted_contradiction_is_found_with_a_case_that_is_in_conflict() -> None:
    found = proofs(small())[Property.CONSISTENT]
    assert found.state is ProofState.BROKEN
    witness = found.failures[0]
    assert witness.facts == {"item.published": True, "plague": True}
    answer = determine(facts(**witness.facts), small(), on=DAY)
    assert answer.kind is OutcomeKind.CONFLICT


def test_a_planted_hole_is_found_with_a_case_that_falls_into_it() -> None:
    holed = law(
        (
            "when: true\n    unless: {definition: early}",
            "when: {fact: item.bits, above: 0}",
        )
    )
    found = proofs(holed)[Property.COMPLETE]
    assert found.state is ProofState.BROKEN
    case = found.failures[0].facts
    answer = determine(facts(**case), holed, on=DAY)
    assert answer.kind is OutcomeKind.AUTHORISATION_REQUIRED
    assert answer.consequences.available == ()


def test_a_law_without_forms_of_licence_has_no_hole_to_look_for() -> None:
    without = law(
        ("kind: availability\n    forms: [individual]", "kind: flag\n    flag: form")
    )
    assert proofs(without)[Property.COMPLETE].state is ProofState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param(
            "when: {all: [{fact: plague, is: true}, {fact: plague, is: false}]}",
            "No transaction",
            id="contradicts-itself",
        ),
        pytest.param(
            "when: {fact: item.bits, above: 9}, unless: {fact: item.bits, at_least: 9}",
            "No transaction",
            id="its-unless-covers-it",
        ),
        pytest.param(
            "when: {entry: 9A001}, unless: {entry: 9A001}", "No transaction", id="entry"
        ),
        pytest.param(
            "when: true, effective: [{first: 2020-01-01, last: 2020-12-31}],"
            " suspended: [{first: 2019-01-01, last: 2021-12-31}]",
            "on no day",
            id="never-in-force",
        ),
    ],
)
def test_a_planted_dead_rule_is_found(rule: str, words: str) -> None:
    more = (
        f"rules:\n  - {{id: dead, kind: flag, flag: x, law: {{pinpoint: D}}, {rule}}}\n"
    )
    found = proofs(law(more=more))[Property.NO_DEAD_RULE]
    assert found.state is ProofState.BROKEN
    assert [failure.rules for failure in found.failures] == [("dead",)]
    assert words in found.failures[0].words


def test_a_rule_of_another_day_is_looked_at_on_its_own_day() -> None:
    more = (
        "rules:\n  - {id: old, kind: flag, flag: x, law: {pinpoint: O}, when: true,"
        " effective: [{last: 2001-01-01}]}\n"
        "  - {id: past, kind: flag, flag: x, law: {pinpoint: O}, when: {rule: old},"
        " effective: [{first: 2000-01-01, last: 2000-12-31}]}\n"
    )
    assert proofs(law(more=more))[Property.NO_DEAD_RULE].state is ProofState.PROVED


def test_a_red_line_that_leaks_through_an_override_is_found() -> None:
    leaky = law(("overrides: [embargo]", "overrides: [embargo, spreading]"))
    found = proofs(leaky)[Property.RED_LINES]
    assert found.state is ProofState.BROKEN
    failure = found.failures[0]
    assert failure.rules == ("spreading", "relief")
    answer = determine(facts(**failure.facts), leaky, on=DAY)
    assert answer.kind is not OutcomeKind.PROHIBITED


def test_a_red_line_that_leaks_through_scope_is_found() -> None:
    leaky = law(
        (
            "law: {pinpoint: Art. 2}",
            "law: {pinpoint: Art. 2}\n    overrides: [spreading]",
        ),
        ("\n    overrides: [published]", ""),
    )
    found = proofs(leaky)[Property.RED_LINES]
    assert found.state is ProofState.BROKEN
    assert "lies outside the law" in found.failures[0].words


def test_a_law_without_red_lines_has_none_to_prove() -> None:
    without = law(("red_line: true", "red_line: false"))
    assert proofs(without)[Property.RED_LINES].state is ProofState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("never", "state"),
    [
        pytest.param(
            "{fact: destination, in_group: watched}", ProofState.PROVED, id="kept"
        ),
        pytest.param("{fact: destination, is: BR}", ProofState.BROKEN, id="leaks"),
    ],
)
def test_a_general_authorisation_stays_inside_what_its_law_excludes(
    never: str, state: ProofState
) -> None:
    bounded = law(("symbol: GEN", f"symbol: GEN\n    never: {never}"))
    found = proofs(bounded)[Property.GENERAL_AUTHORISATIONS]
    assert found.state is state
    if state is ProofState.BROKEN:
        assert found.failures[0].facts["destination"] == "BR"


def test_a_solver_that_gives_up_has_proved_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    z3 = importlib.import_module("z3")
    monkeypatch.setattr(z3.Solver, "check", lambda _: z3.unknown)
    found = proofs(law(("symbol: GEN", "symbol: GEN\n    never: true")))
    assert set(states(found).values()) == {"unknown"}


def test_without_the_solver_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("licet.determination.solve.importlib.import_module", missing)
    with pytest.raises(SolverMissingError, match=r"licet\[prove\]") as refused:
        Solver({}, milliseconds=1)
    assert refused.value.code == "solver_missing"


def test_proofs_are_written_with_their_witnesses() -> None:
    written = proofs_json(proofs(small()), rules=15)
    assert written["consistent"] == "broken"
    assert written["complete"] == "proved"
    witnesses = written["witnesses"]
    assert isinstance(witnesses, dict)
    assert witnesses["consistent"][0]["on"] == "2026-07-31"


def test_a_witness_names_lists_numbers_and_days_as_facts() -> None:
    more = (
        "rules:\n  - id: odd\n    kind: exception\n    symbol: ODD\n    lifts: all\n    law: {pinpoint: O}\n"
        "    never: true\n"
        "    when:\n      all:\n"
        "        - {fact: item.roles, contains: console}\n"
        "        - {fact: transit, contains: PA}\n"
        "        - {known: end_user.name}\n"
        "        - {fact: item.made_on, above: 2020-01-01}\n"
        "        - {fact: item.share, above: 12.5}\n"
        "        - {fact: knowledge, is: true}\n"
        "    examples:\n"
        "      - {holds: true, on: 2026-07-31, facts: {item: {roles: [console], made_on: 2021-01-01, share: 13},"
        " transit: [PA], knowledge: true, end_user: {name: A}}}\n"
        "      - {holds: false, on: 2026-07-31, facts: {destination: CA}}\n"
    )
    found = proofs(law(more=more))[Property.GENERAL_AUTHORISATIONS]
    shown = found.failures[0].facts
    assert shown["item.roles"] == ["console"]
    assert shown["transit"] == ["PA"]
    assert shown["item.made_on"] == "2020-01-02"
    assert Decimal(str(shown["item.share"])) > Decimal("12.5")
    assert shown["knowledge"] is True
