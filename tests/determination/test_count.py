"""Counts over parties and items: known when every one can be told, open until then."""

from dataclasses import replace

import pytest
from tests.regimes.small import DAY, files, small

from licet.determination import OutcomeKind, determine
from licet.determination.count import with_counts
from licet.facts import FactState, Transaction, read_transaction
from licet.regimes import Count, Regime, read_regime

LAW_TEXT = """
facts:
  deal.governments:
    type: integer
    question: {en: How many governments take part?}
    counts: {parties: [end_user, operator], where: {type: government}}
  deal.consoles:
    type: integer
    question: {en: How many items are consoles and published?}
    counts: {items: true, where: {roles: [console], published: true}}
rules:
  - id: several-governments
    kind: prohibition
    title: {en: More than one government}
    law: {pinpoint: Art. 40}
    when: {fact: deal.governments, at_least: 2}
    examples:
      - {holds: true, on: 2026-07-31, facts: {deal: {governments: 2}}}
      - {holds: false, on: 2026-07-31, facts: {deal: {governments: 1}}}
"""


def law() -> Regime:
    return small(more=LAW_TEXT)


def transaction(*parties: tuple[str, str | None], items: int = 0) -> Transaction:
    return read_transaction(
        {
            "format": "licet-facts/1",
            "items": [
                {"name": "x", "facts": {"eccn": "none", "roles": ["console"], "published": items > 0}}
            ]
            * max(items, 1),
            "parties": [
                {"role": role, "name": "N", "facts": {} if sort is None else {"type": sort}}
                for role, sort in parties
            ],
            "facts": {"destination": "CA", "end_use": "x"},
        }
    )  # fmt: skip


def counted(given: Transaction, path: str) -> object:
    found = with_counts(given.view(), given, law())
    return found[path].value if path in found else None


def test_parties_of_the_roles_are_counted_when_each_can_be_told() -> None:
    two = transaction(("end_user", "government"), ("operator", "government"))
    one = transaction(("end_user", "government"), ("carrier", "government"))
    assert counted(two, "deal.governments") == 2
    assert counted(one, "deal.governments") == 1
    assert counted(transaction(), "deal.governments") == 0


def test_one_party_of_whom_nothing_is_known_leaves_the_count_open() -> None:
    given = transaction(("end_user", "government"), ("operator", None))
    assert counted(given, "deal.governments") is None
    answer = determine(given, law(), on=DAY)
    assert OutcomeKind.PROHIBITED in answer.possible_outcomes
    assert "deal.governments" in [one.fact for one in answer.questions]


def test_a_count_decides_like_any_other_number() -> None:
    two = transaction(("end_user", "government"), ("operator", "government"))
    assert determine(two, law(), on=DAY).kind is OutcomeKind.PROHIBITED


def test_who_states_the_number_is_believed_first() -> None:
    view = read_transaction({"deal": {"governments": 1}}).view()
    two = transaction(("end_user", "government"), ("operator", "government"))
    found = with_counts({**two.view(), **view}, two, law())
    assert found["deal.governments"].value == 1


def test_items_are_counted_with_every_condition() -> None:
    assert counted(transaction(items=3), "deal.consoles") == 3
    away = read_transaction(
        {"item": {"roles": ["implant"], "published": {"state": "not_applicable"}}}
    )
    assert counted(away, "deal.consoles") == 0
    found = with_counts(away.view(), away, law())
    assert found["deal.consoles"].state is FactState.KNOWN


def test_a_country_of_a_party_can_be_counted() -> None:
    count = Count(
        parties=("end_user",), items=False, where={"country": frozenset({"BR"})}
    )
    given = read_transaction({"end_user": {"name": "x", "country": "BR"}})
    counting = replace(law(), counts={"deal.governments": count})
    assert with_counts(given.view(), given, counting)["deal.governments"].value == 1


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ("{parties: [end_user, spy], where: {type: government}}", "spy is not a role"),
        ("{parties: [end_user], items: true}", "over parties or over items"),
        ("{where: {type: government}}", "over parties or over items"),
        ("[end_user]", "A count is a mapping"),
    ],
)
def test_a_count_that_cannot_be_read_says_how_to_mend_it(
    counts: str, words: str
) -> None:
    text = LAW_TEXT.replace(
        "{parties: [end_user, operator], where: {type: government}}", counts
    )
    found = small_problems(text)
    assert any(words in one for one in found), found


def small_problems(text: str) -> list[str]:
    _, problems = read_regime(files(more=text))
    return [f"{one.what} {one.mend}" for one in problems]
