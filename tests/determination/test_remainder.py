"""What is kept of a law says what exploring each determination by itself says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.determination.random_packages import DAY, regimes, views
from tests.regimes.small import ENTRIES, facts, small

from licet.determination import (
    OutcomeKind,
    Program,
    compile_regime,
    decide,
    explore,
    remainder,
    run,
)
from licet.determination.codewriter import in_few_names
from licet.determination.decide import _in_words, _order_of_questions, check_facts
from licet.determination.explore import Explored
from licet.determination.generate import GENERATE_AFTER, generate
from licet.determination.remainder import Remainders
from licet.determination.state import CheckedFacts, Evaluation
from licet.determination.weigh import Weighed, weigh
from licet.facts import Transaction
from licet.regimes import Regime

OPEN = facts(item={"eccn": "4D004"}, knowledge=False)


def kept_of(program: Program) -> Remainders:
    return Remainders(program, generate(program), _order_of_questions(program))


def weighed(program: Program, one: CheckedFacts) -> Weighed:
    return weigh(program, Evaluation(values=one.values, claim=one.claim))


def by_itself(program: Program, one: CheckedFacts) -> Explored:
    alone = weighed(program, one)
    kind = explore.settled(alone.residues)
    if kind is not None:
        return Explored(outcomes=frozenset({kind}), questions={}, exact=True)
    return explore.explore(
        alone.residues,
        alone.evaluation.interner,
        program.regime.facts,
        order=_order_of_questions(program),
    )


def found(program: Program, transaction: Transaction) -> Explored | None:
    one = check_facts(program, transaction)[0]
    said = generate(program).read(one.values, one.claim)
    return kept_of(program).explored(one, said)


def warm(law: Regime) -> Program:
    program = compile_regime(law, on=DAY)
    for _ in range(GENERATE_AFTER):
        run(program, facts(knowledge=True))
    return program


@settings(max_examples=60)
@given(st.data())
def test_what_is_kept_says_what_exploring_by_itself_says(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    program = compile_regime(regime, on=DAY)
    kept = kept_of(program)
    for _ in range(3):
        one = check_facts(program, data.draw(views(regime, whole=False)))[0]
        said = generate(program).read(one.values, one.claim)
        told = kept.explored(one, said)
        if told is not None:
            alone = by_itself(program, one)
            assert told == alone
            assert list(told.questions) == list(alone.questions)


@settings(max_examples=40)
@given(st.data())
def test_a_determination_has_the_bytes_of_the_closures(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    program = compile_regime(regime, on=DAY)
    for _ in range(GENERATE_AFTER):
        run(program, facts(knowledge=True))
    for known in (True, False, False):
        view = data.draw(views(regime, whole=known))
        slow = _in_words(program, check_facts(program, view)[0])
        assert run(program, view).canonical() == slow.canonical()


def test_equal_remainders_are_worked_out_once() -> None:
    program = compile_regime(small(), on=DAY)
    kept, code = kept_of(program), generate(program)
    for name in ("Anvil", "Bellows"):
        one = check_facts(
            program, facts(item={"eccn": "4D004"}, end_user={"name": name})
        )
        told = kept.explored(one[0], code.read(one[0].values, one[0].claim))
        assert told == by_itself(program, one[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("BUDGET", 0, id="more remainders than may be looked at"),
        pytest.param("WIDEST", 0, id="more questions than a diagram is begun for"),
    ],
)
def test_where_the_bounds_would_be_met_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    monkeypatch.setattr(remainder, name, value)
    assert found(compile_regime(small(), on=DAY), OPEN) is None


def test_remainders_are_counted_once_where_their_sum_passes_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = compile_regime(small(), on=DAY)
    told = found(program, OPEN)
    assert told is not None
    counted = []
    size = Remainders._size

    def counting(self: Remainders, six: remainder.Six) -> int:
        counted.append(size(self, six))
        return counted[-1]

    monkeypatch.setattr(Remainders, "_size", counting)
    results = []
    for budget in range(200):
        monkeypatch.setattr(remainder, "BUDGET", budget)
        results.append(found(program, OPEN))
    assert counted
    assert results[min(counted) - 1] is None
    assert results[min(counted)] == told


def test_without_an_order_of_questions_nothing_is_said() -> None:
    program = compile_regime(small(), on=DAY)
    one = check_facts(program, OPEN)[0]
    code = generate(program)
    kept = Remainders(program, code, {})
    assert kept.explored(one, code.read(one.values, one.claim)) is None


def test_where_other_limits_tell_more_apart_nothing_is_said() -> None:
    """Between 50.0 and 50.1 lies no value that is tried unless another limit does too."""
    rules = "\n".join(
        f"  - {{id: r{place}, kind: prohibition, law: {{pinpoint: P{place}}},"
        f" title: {{en: R}}, when: {{all: [{{fact: item.share, above: '{low}'}},"
        f" {{fact: item.share, below: '{high}'}}, {{fact: {fact}, is: true}}]}}}}"
        for place, (low, high, fact) in enumerate(
            [("50.0", "50.1", "plague"), ("50.05", "60", "knowledge")]
        )
    )
    program = compile_regime(small(more=f"rules:\n{rules}\n"), on=DAY)
    stated = facts(
        item={"eccn": "none", "published": False},
        knowledge=False,
        destination="CA",
        end_user={"type": "private", "voting": 0},
        transit=[],
    )
    assert found(program, stated) is None


def test_what_is_kept_is_begun_anew_when_it_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = warm(small())
    code = generate(program)
    first = decide._remainders(program, code)
    assert decide._remainders(program, code) is first
    first.explored(
        check_facts(program, OPEN)[0],
        code.read(
            check_facts(program, OPEN)[0].values, check_facts(program, OPEN)[0].claim
        ),
    )
    monkeypatch.setattr(remainder, "MOST_KEPT", 0)
    assert decide._remainders(program, code) is not first


def test_what_the_bounds_leave_unsaid_is_explored_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remainder, "WIDEST", 0)
    program = warm(small())
    answer = run(program, OPEN)
    assert answer.kind is OutcomeKind.UNSETTLED
    assert (
        answer.canonical()
        == _in_words(program, check_facts(program, OPEN)[0]).canonical()
    )


def test_names_are_used_again_and_words_in_quotes_are_not_names() -> None:
    lines = [
        "c = CLAIMS[claim]",
        "r1 = W[get('c', OPEN)]",
        "m2 = r1[0]",
        "m3 = m2",
        "return c, m3",
    ]
    assert in_few_names(lines) == [
        "v0 = CLAIMS[claim]",
        "v1 = W[get('c', OPEN)]",
        "v2 = v1[0]",
        "v1 = v2",
        "return v0, v1",
    ]


def test_an_exclusion_that_always_holds_is_seen_while_its_fact_is_open() -> None:
    entries = (
        ENTRIES
        + """
  - id: 6A001
    title: {en: Never}
    law: {pinpoint: List 6A001}
    when: {fact: item.bits, above: 56}
    unless: {any: [{fact: item.bits, above: 56}, {not: {fact: item.bits, above: 56}}]}
"""
    )
    program = compile_regime(small(entries=entries), on=DAY)
    stated = facts(item={"eccn": "6A001"}, knowledge=False)
    assert found(program, stated) == by_itself(program, check_facts(program, stated)[0])


@pytest.mark.parametrize(
    ("six", "live"),
    [
        pytest.param((True, 0, 0, 0, 0, 0), 1, id="outside: only a red line speaks"),
        pytest.param((0, 0, True, 0, 0, 0), 2, id="forbidden: what is outside speaks"),
        pytest.param((0, 0, 0, True, 0, 0), 4, id="required: what lifts it speaks"),
        pytest.param((0, 0, 0, False, 0, 0), 4, id="not required: the list speaks"),
        pytest.param((0, 0, 0, 0, 0, 0), 6, id="nothing decided: all speak"),
    ],
)
def test_what_is_decided_silences_what_comes_after_it(
    six: tuple[int, ...], live: int
) -> None:
    assert len(remainder._live(six)) == live  # type: ignore[arg-type]  # 0 is open here
