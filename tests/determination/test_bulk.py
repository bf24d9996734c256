"""Bulk says what the single determination says, or less; numpy and SQL say the same."""

import importlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.determination.random_packages import DAY, regimes, views
from tests.regimes.small import ENTRIES, facts, small

from licet.determination import Determination, compile_regime, run
from licet.determination import bulk as face
from licet.determination.bulk import (
    OUTCOMES,
    Bulk,
    BulkMissingError,
    caseload_of,
    encode,
    evaluate,
    outcomes,
    plan_of,
    planes,
    run_sql,
    sql_of,
)
from licet.determination.bulk import sql as sql_text
from licet.determination.bulk.columns import narrow
from licet.determination.bulk.graph import (
    FALSE,
    NEVER_OPEN,
    TRUE,
    Graph,
    Leaf,
    LeafSort,
)
from licet.determination.bulk.prepare import Prepared
from licet.determination.domain import Completion
from licet.determination.formula import Interner, Residue, atoms
from licet.determination.leaf import ELEMENT, RECORDED
from licet.determination.solve import _holds
from licet.determination.state import NOT_APPLICABLE, OPEN, begin
from licet.determination.symbolic import symbolic
from licet.facts import MalformedFactsError, Transaction, known
from licet.regimes import Comparator, Regime

SMALL = small()


def bulk_of(regime: Regime, cases: Sequence[Transaction], *, on: date = DAY) -> Bulk:
    plan = plan_of(regime, on=on)
    load = caseload_of((str(number), case) for number, case in enumerate(cases))
    columns = encode(plan, load)
    found = evaluate(plan, columns, len(load))
    assert (outcomes(plan, columns, len(load)) == found.outcome).all()
    return found


def assert_says_no_more(single: Determination, found: Bulk, row: int) -> None:
    possible = {
        kind for place, kind in enumerate(OUTCOMES) if found.possible[row] >> place & 1
    }
    assert set(single.possible_outcomes) <= possible
    outcome = OUTCOMES[found.outcome[row]]
    assert outcome in {single.kind, "unsettled"}
    if len(possible) > 1:
        assert outcome == "unsettled"
    entries = tuple(one.entry for one in single.classification)
    if found.exact[row]:
        assert found.entries.of(row) == entries
        if outcome is single.kind:
            assert found.available.of(row) == single.consequences.available


def texts(found: Bulk, row: int) -> tuple[int, int, str, str, str]:
    return (
        int(found.outcome[row]),
        int(found.possible[row]),
        "".join(f"{one}|" for one in found.reasons.of(row)),
        next(iter(found.exception.of(row)), ""),
        "".join(f"{one}|" for one in found.entries.of(row)),
    )


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_of_partly_known_facts_bulk_never_says_something_else(
    data: st.DataObject,
) -> None:
    regime = data.draw(regimes())
    cases = data.draw(st.lists(views(regime), min_size=1, max_size=4))
    found, program = bulk_of(regime, cases), compile_regime(regime, on=DAY)
    for row, case in enumerate(cases):
        assert_says_no_more(run(program, case), found, row)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_of_wholly_known_facts_bulk_says_the_same(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    cases = data.draw(st.lists(views(regime, whole=True), min_size=1, max_size=4))
    found, program = bulk_of(regime, cases), compile_regime(regime, on=DAY)
    for row, case in enumerate(cases):
        single = run(program, case)
        assert OUTCOMES[found.outcome[row]] is single.kind
        assert found.entries.of(row) == tuple(x.entry for x in single.classification)
        assert found.available.of(row) == single.consequences.available
        fired = {rule.id for rule in single.rules if rule.fired}
        reasons = {regime.rules[name].reason for name in fired if regime.rules[name].kind in {"requirement", "catch_all"}}  # fmt: skip
        assert set(found.reasons.of(row)) == reasons
        if single.kind == "covered":
            authorisation = single.to_json()["authorisation"]
            assert isinstance(authorisation, dict)
            assert found.exception.of(row)[0] == authorisation["id"]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_numpy_and_sql_give_the_same_codes(data: st.DataObject) -> None:
    regime = data.draw(regimes())
    cases = data.draw(st.lists(views(regime), min_size=1, max_size=8))
    plan = plan_of(regime, on=DAY)
    load = caseload_of((str(number), case) for number, case in enumerate(cases))
    columns = encode(plan, load)
    found = evaluate(plan, columns, len(load))
    rows = run_sql(plan, columns, len(load))
    assert [row[1:] for row in rows] == [texts(found, n) for n in range(len(load))]


def formula_answers(regime: Regime, case: Transaction) -> list[str]:
    """The outcomes whose formula, the one that the prover is given, holds of a case."""
    law = symbolic(compile_regime(regime, on=DAY), Interner())
    values = begin(case.view(), regime).values
    chosen: dict[str, Completion] = {}
    for atom in atoms(law.outcomes.values()):
        fact, _, element = atom.variable.partition(ELEMENT)
        value = values.get(fact)
        held: object = value
        if element == RECORDED:
            held = value not in {None, NOT_APPLICABLE}
        elif element in regime.groups or "/" in element:
            members = frozenset[str]().union(
                *(regime.groups[name].members_on(DAY) for name in element.split("/"))
            )
            held = isinstance(value, tuple) and not members.isdisjoint(value)
        elif element:
            held = isinstance(value, tuple) and element in value
        assert atom.test is not None
        told = held is not NOT_APPLICABLE and atom.test.passes(held)
        answers = chosen.setdefault(atom.variable, Completion(value=None, answers={}))
        answers.answers[atom.test.key] = told  # type: ignore[index]
    memo: dict[int, bool | None] = {}

    def holds(residue: Residue) -> bool | None:
        return _holds(residue, chosen, memo)

    return [str(kind) for kind, residue in law.outcomes.items() if holds(residue)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_of_known_facts_bulk_says_what_the_provers_formulas_say(
    data: st.DataObject,
) -> None:
    regime = data.draw(regimes())
    view = data.draw(views(regime, whole=True))
    given_entry = data.draw(st.sampled_from(["4A005", "4D004", "5A001.f.1", "a thing"]))
    case = Transaction(facts={**view.facts, "item.eccn": known(given_entry)})
    found = bulk_of(regime, [case])
    assert formula_answers(regime, case) == [str(OUTCOMES[found.outcome[0]])]


def test_an_item_of_an_entry_that_the_law_lacks_is_not_freed() -> None:
    found = bulk_of(SMALL, [facts(item={"eccn": "7X123"}, destination="CA", knowledge=False, plague=False, transit=[])])  # fmt: skip
    assert OUTCOMES[found.outcome[0]] == "unsettled"


def test_a_claimed_heading_is_listed_though_only_its_paragraphs_are_in_the_law() -> (
    None
):
    case = facts(
        item={"eccn": "5A002", "kind": "equipment", "bits": 0, "published": False},
        destination="CA",
        knowledge=False,
        plague=False,
        transit=[],
    )
    found = bulk_of(SMALL, [case])
    single = run(compile_regime(SMALL, on=DAY), case)
    assert OUTCOMES[found.outcome[0]] is single.kind
    assert single.kind == "no_authorisation_required"


def test_what_cancels_out_is_left_open_and_never_taken_for_no() -> None:
    no = "{not: {fact: knowledge, is: true}}"
    either = f"{{any: [{{fact: knowledge, is: true}}, {{any: [{no}, {{fact: plague, is: true}}]}}]}}"
    entry = f"{{id: 8A001, title: {{en: E}}, law: {{pinpoint: X}}, when: {either}}}"
    law = small(entries=f"{ENTRIES}  - {entry}\n")
    case = facts(item={"eccn": "9A001"})
    single, found = run(compile_regime(law, on=DAY), case), bulk_of(law, [case])
    assert "8A001" in {one.entry for one in single.classification}
    assert found.entries.of(0) == ("9A001",)
    assert not found.exact[0]
    assert_says_no_more(single, found, 0)


def test_a_value_that_the_fact_cannot_have_names_the_case() -> None:
    plan = plan_of(SMALL, on=DAY)
    load = caseload_of([("good", facts(plague=True)), ("bad", facts(plague="yes"))])
    with pytest.raises(MalformedFactsError, match="case bad"):
        encode(plan, load)


def test_many_numbers_are_compared_as_scaled_integers_and_exactly() -> None:
    shares = [
        Decimal(n) / 1000 for n in (*range(50_300, 50_700), 10**9, -5, 50_500_001)
    ]
    item = {"eccn": "5A002.a", "kind": "equipment", "published": False}
    cases = [
        facts(item={**item, "share": one}, destination="BR", knowledge=False)
        for one in shares
    ]
    cases += [facts(item=item, destination="BR", knowledge=False)]
    load = caseload_of((str(number), case) for number, case in enumerate(cases))
    plan = plan_of(SMALL, on=DAY)
    columns = encode(plan, load)
    assert columns["item.share"].scaled is not None
    found = evaluate(plan, columns, len(load))
    covered = [bool(found.exception.of(row)) for row in range(len(cases))]
    assert covered == [*(one < Decimal("50.5") for one in shares), False]
    for number, order in enumerate(["at_least", "above", "at_most", "below"]):
        for limit in (Decimal("50.5"), Decimal("50.50005")):
            leaf = Comparator(order)
            scaled = columns["item.share"].scaled
            told = planes._in_order(scaled, leaf, limit)[1:404]
            by_hand = [(x >= limit, x > limit, x <= limit, x < limit)[number] for x in shares]  # fmt: skip
            assert told.tolist()[:403] == by_hand


def test_numbers_too_large_for_64_bits_are_compared_one_by_one() -> None:
    bits = [10**30 + n for n in range(300)]
    item = {"eccn": "none here", "kind": "equipment", "published": False}
    cases = [facts(item={**item, "bits": one}) for one in bits]
    load = caseload_of((str(number), case) for number, case in enumerate(cases))
    plan = plan_of(SMALL, on=DAY)
    columns = encode(plan, load)
    assert columns["item.bits"].scaled is None
    found = evaluate(plan, columns, len(load))
    assert found.entries.of(299) == ("5A002.a",)


def test_rows_beyond_one_block_and_one_byte_are_answered_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planes, "BLOCK", 128)
    names = [f"Buyer {number}" for number in range(300)]
    cases = [
        facts(item={"eccn": "4D004", "published": False}, destination=("VN", "CA")[n % 2], end_user={"name": name, "type": "private"}, transit=[], knowledge=False, plague=False)
        for n, name in enumerate(names)
    ]  # fmt: skip
    found, program = bulk_of(SMALL, cases), compile_regime(SMALL, on=DAY)
    for row in (0, 1, 127, 128, 299):
        assert OUTCOMES[found.outcome[row]] is run(program, cases[row]).kind


def test_no_rows_are_no_outcomes() -> None:
    assert len(bulk_of(SMALL, []).outcome) == 0


def test_a_law_is_one_text_that_names_its_rules() -> None:
    text = sql_of(plan_of(SMALL, on=DAY), table="past")
    assert text.startswith("-- An invented law\n-- test/small, version ")
    for name in ("listed", "informed", "cyber-exception", "government-bar", "embargo"):
        assert f"rule {name}\n" in text
    assert "  FROM past\n" in text
    assert text.count("SELECT row") == 1


def test_sql_without_duckdb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    plan = plan_of(SMALL, on=DAY)
    with pytest.raises(BulkMissingError, match=r"Install licet\[bulk\]") as caught:
        run_sql(plan, {}, 0)
    assert caught.value.code == "bulk_missing"


def test_a_graph_folds_what_is_certain() -> None:
    graph = Graph()
    assert graph.every([]) == TRUE
    assert graph.every([TRUE, FALSE]) == FALSE
    assert graph.shown(TRUE) == TRUE
    assert graph.named(TRUE, "nothing") == TRUE


def test_what_the_part_offers_is_listed_and_documented() -> None:
    assert sorted(face.__all__, key=str.casefold)
    for name in face.__all__:
        assert getattr(face, name) is not None


def test_codes_take_as_few_bytes_as_they_fit_into() -> None:
    codes = np.array([0, 3], np.int32)
    sizes = [narrow(codes, count).dtype.itemsize for count in (256, 257, 65_537)]
    assert sizes == [1, 2, 4]


def test_a_name_of_a_node_is_noted_once() -> None:
    graph = Graph()
    leaf = Leaf(sort=LeafSort.TEST, column="x", key=("is", 1), passes=bool)
    ref = graph.leaf(leaf)
    assert graph.named(ref, "one") == graph.named(ref, "one") == ref
    assert list(graph.names.values()) == [["one"]]


def test_a_test_that_no_value_of_a_column_can_pass_is_false() -> None:
    leaf = Leaf(sort=LeafSort.TEST, column="x", key=("is", "one"), passes=bool)
    assert sql_text._test(leaf, "DECIMAL") == "FALSE"


@pytest.mark.parametrize("sort", sorted(NEVER_OPEN))
def test_what_is_on_record_is_never_open(sort: LeafSort) -> None:
    leaf = Leaf(sort=sort, column="x", key=("known",), passes=bool)
    column = Prepared(codes=np.zeros(1, np.uint8), table=(OPEN,), stated=())
    assert not planes.open_for(leaf, column).any()


@pytest.mark.parametrize(
    ("values", "tables"),
    [
        pytest.param(5, 2, id="few values: the rows of each"),
        pytest.param(250, 1, id="many values: looked up"),
        pytest.param(250, 11, id="many values and tables: eight at a time"),
        pytest.param(1_000, 3, id="codes of two bytes"),
    ],
)
@pytest.mark.parametrize("rows", [1, 64, 129])
def test_planes_hold_the_answer_for_the_code_of_each_row(
    values: int, tables: int, rows: int
) -> None:
    chance = np.random.default_rng(7)
    codes = narrow(chance.integers(0, values, rows, dtype=np.int32), values)
    answers = [chance.random(values) < share for share in np.linspace(0, 1, tables)]
    every = planes.packed(np.ones(rows, np.bool_))
    found = planes.Answers(answers).words(codes, every)
    for table, words in zip(answers, found, strict=True):
        assert planes.unpacked(words, rows).tolist() == table[codes].tolist()
        assert not (words & ~every).any()
