"""The generated code says what the closures say, byte for byte, and what the solver says."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.determination.random_packages import DAY, regimes, views
from tests.regimes.small import ENTRIES, facts, small

from licet.determination import (
    Determination,
    OutcomeKind,
    compile_regime,
    decide,
    run,
)
from licet.determination.decide import _in_words, check_facts
from licet.determination.formula import Formula, Interner, Residue, Sort
from licet.determination.generate import GENERATE_AFTER, MOST_ROWS, generate, whole
from licet.determination.leaf import ELEMENT, RECORDED
from licet.determination.state import NOT_APPLICABLE, OPEN, ClaimSort
from licet.determination.symbolic import symbolic

WHOLE = {
    "item.eccn": "4D004",
    "item.kind": "software",
    "item.roles": ["delivery"],
    "item.bits": 56,
    "item.share": "50.4",
    "item.published": False,
    "item.made_on": "2020-01-01",
    "destination": "VN",
    "transit": ["PA"],
    "end_user.type": "private",
    "end_user.name": "Anvil",
    "end_user.voting": "0",
    "end_use": "trade",
    "knowledge": False,
    "plague": False,
}


@settings(max_examples=60)
@given(st.data())
def test_the_code_gives_the_bytes_of_the_closures(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    program = compile_regime(regime, on=DAY)
    code = generate(program)
    for known in (True, False):
        one = check_facts(program, data.draw(views(regime, whole=known)))[0]
        slow = _in_words(program, one)
        said = code.read(one.values, one.claim)
        fast = _in_words(program, one, code.known(said))
        assert fast.canonical() == slow.canonical()
        if said[0] is not None and one.claim.sort is not ClaimSort.FOREIGN:
            assert slow.possible_outcomes == (said[0],)


@settings(max_examples=25)
@given(st.data())
def test_the_code_gives_the_outcome_of_the_proofs_formula(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    program = compile_regime(regime, on=DAY)
    one = check_facts(program, data.draw(views(regime, whole=True)))[0]
    said = generate(program).read(one.values, one.claim)
    if one.claim.sort in {ClaimSort.ENTRY, ClaimSort.OPEN} and (
        one.claim.entry in {"", *regime.entries}
    ):
        asked = dict(one.values)
        asked[regime.header.claims[0]] = one.claim.entry
        outcomes = symbolic(program, Interner()).outcomes
        assert [kind for kind, so in outcomes.items() if _holds(so, asked)] == [said[0]]


def _holds(residue: Residue, values: dict[str, object]) -> bool:
    if isinstance(residue, bool):
        return residue
    match residue.sort:
        case Sort.ATOM:
            return _passes(residue, values)
        case Sort.NOT:
            return not _holds(residue.parts[0], values)
        case Sort.ALL:
            return all(_holds(part, values) for part in residue.parts)
        case Sort.ANY:
            return any(_holds(part, values) for part in residue.parts)


def _passes(atom: Formula, values: dict[str, object]) -> bool:
    assert atom.test is not None
    fact, _, element = atom.variable.partition(ELEMENT)
    value = values.get(fact, NOT_APPLICABLE)
    if value is NOT_APPLICABLE:
        return False
    if element == RECORDED:
        return True
    if element:
        return not atom.test.members.isdisjoint(value)  # type: ignore[arg-type]
    return atom.test.passes(value)


def _warm() -> Determination:
    program = compile_regime(small(), on=DAY)
    for _ in range(GENERATE_AFTER):
        run(program, facts(**WHOLE))
    return run(program, facts(**WHOLE))


def test_words_are_written_when_they_are_read() -> None:
    answer = _warm()
    plain = run(compile_regime(small(), on=DAY), facts(**WHOLE))
    assert answer.kind is plain.kind is OutcomeKind.COVERED
    assert answer.canonical() == plain.canonical()
    assert answer.to_json() == plain.to_json()


def test_a_deferred_determination_can_be_copied_stored_and_replaced() -> None:
    assert copy.deepcopy(_warm()).kind is OutcomeKind.COVERED
    stored = pickle.loads(pickle.dumps(_warm()))  # noqa: S301  # our own bytes
    assert (stored.kind, stored.canonical()) == (
        OutcomeKind.COVERED,
        _warm().canonical(),
    )
    assert copy.replace(_warm(), item=2).item == 2 if hasattr(copy, "replace") else True
    with pytest.raises(AttributeError):
        _ = object.__new__(type(_warm()))._words


def test_what_is_open_is_left_to_the_closures() -> None:
    program = compile_regime(small(), on=DAY)
    generate(program)
    asked = {path: value for path, value in WHOLE.items() if path != "destination"}
    for _ in range(GENERATE_AFTER + 1):
        answer = run(program, facts(**asked))
    assert answer.kind is OutcomeKind.UNSETTLED
    assert answer.questions[0].fact == "destination"


def test_a_foreign_entry_stays_open_in_the_code_too() -> None:
    program = compile_regime(small(), on=DAY)
    foreign = WHOLE | {"item.eccn": "9X999"}
    answers = [run(program, facts(**foreign)) for _ in range(GENERATE_AFTER + 2)]
    assert {one.canonical() for one in answers} == {answers[0].canonical()}
    assert answers[-1].kind is OutcomeKind.UNSETTLED


def test_an_entry_may_rest_on_another_and_on_a_test_that_cancels_out() -> None:
    entries = (
        ENTRIES
        + """
  - id: 6A001
    title: {en: Whatever holds such software}
    law: {pinpoint: List 6A001}
    when: {entry: 4D004}
  - id: 6A002
    title: {en: Never}
    law: {pinpoint: List 6A002}
    when: {fact: item.bits, above: 56}
    unless: {fact: item.bits, above: 56}
"""
    )
    program = compile_regime(small(entries=entries), on=DAY)
    code = generate(program)
    for stated in (
        {"item.eccn": "6A001"},
        {"item.bits": 57},
        {"item.eccn": "6A002"},
        {},
    ):
        one = check_facts(program, facts(**stated))[0]
        said = code.read(one.values, one.claim)
        slow = _in_words(program, one).canonical()
        assert _in_words(program, one, code.known(said)).canonical() == slow


def test_shapes_are_kept_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "MOST_SHAPES", 0)
    program = compile_regime(small(), on=DAY)
    answers = [run(program, facts(knowledge=True)) for _ in range(GENERATE_AFTER + 2)]
    assert answers[-1].canonical() == answers[0].canonical()


def test_tables_of_answers_are_bounded() -> None:
    program = compile_regime(small(), on=DAY)
    code = generate(program)
    table = code.whole.__globals__["W0"]  # type: ignore[attr-defined]
    claims = code.whole.__globals__["CLAIMS"]  # type: ignore[attr-defined]
    one = check_facts(program, facts(**WHOLE))[0]
    table.clear()
    claims.clear()
    table.update({str(number): (False,) for number in range(MOST_ROWS)})
    claims.update(dict.fromkeys(range(MOST_ROWS), ()))
    assert whole(code.read(one.values, one.claim))
    assert (len(table), len(claims)) == (MOST_ROWS, MOST_ROWS)
    table.clear()
    claims.clear()
    assert table[OPEN] == (False,)


def test_a_long_condition_is_cut_into_named_parts() -> None:
    words = ", ".join(f"{{fact: item.bits, is: {number}}}" for number in range(120))
    definitions = f"""
definitions:
  government: {{law: {{pinpoint: Art. 1}}, title: {{en: G}}, when: {{any: [{words}]}}}}
  recent: {{law: {{pinpoint: Art. 1a}}, when: {{on_or_after: 2026-01-01}}}}
  early: {{law: {{pinpoint: Art. 1b}}, when: {{before: 2020-01-01}}}}
"""
    code = generate(compile_regime(small(definitions=definitions), on=DAY))
    assert max(len(line) for line in code.source.splitlines()) < 20_000
    assert code.source.startswith("def whole(get, claim):")


def test_determinations_are_equal_by_what_they_say() -> None:
    warm, plain = _warm(), run(compile_regime(small(), on=DAY), facts(**WHOLE))
    assert warm == plain == warm
    assert hash(warm) == hash(_warm())
    assert warm != "a determination"
    assert warm != copy.copy(run(compile_regime(small(), on=DAY), facts(plague=True)))
