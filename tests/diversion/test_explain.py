"""Statements in words."""

from dataclasses import replace
from datetime import date

import pytest
from tests.diversion.invented import controls, directs, holds, network

from licet.diversion import Measure, Statement, in_sentence
from licet.kernel import Interval

PLACE = "invented.jsonl line 1]"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (holds("a", "b", 5050), f"a holds 50.5 % of the shares of b [a-b, {PLACE}"),
        (
            holds("a", "b", 2500, 5000, measure=Measure.VOTES, direct=False),
            f"a holds 25 % to 50 % of the votes of b through others [a-b, {PLACE}",
        ),
        (
            holds(
                "a",
                "b",
                0,
                10_000,
                force=Interval(first=date(2026, 1, 1), last=date(2026, 1, 2)),
            ),
            f"a holds an unknown share of the shares of b from 2026-01-01 to 2026-01-02 [a-b, {PLACE}",
        ),
        (
            controls("a", "b"),
            f"a controls b by influence or control of another kind [a-controls-b, {PLACE}",
        ),
        (
            controls("a", "b", certain=False),
            f"a may control b (settlor) [a-controls-b, {PLACE}",
        ),
        (directs("a", "b"), f"a is tied to b (boardMember) [a-directs-b, {PLACE}"),
        (
            replace(directs("a", "b"), force=Interval(last=date(2026, 1, 2))),
            f"a is tied to b (boardMember) to 2026-01-02 [a-directs-b, {PLACE}",
        ),
    ],
)
def test_a_statement_is_a_sentence_with_its_days_and_its_source(
    statement: Statement, said: str
) -> None:
    assert in_sentence(statement, network()) == said
