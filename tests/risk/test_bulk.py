"""A caseload weighed in columns is weighed as case by case."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.risk.test_weighing_laws import BARS, FACTORS, METHOD, METHODS, findings

from licet.regimes import RiskMethod
from licet.risk import Bar, FactorFinding, weigh_findings
from licet.risk.bulk import level_rows, weigh_rows

UNBALANCED = replace(METHOD, balance=None)


@given(
    st.lists(st.tuples(findings(), BARS), max_size=6),
    st.one_of(METHODS, st.just(UNBALANCED)),
)
def test_columns_and_single_cases_agree(
    many: list[tuple[list[FactorFinding], list[Bar]]], method: RiskMethod
) -> None:
    singly = [weigh_findings(found, bars, method) for found, bars in many]
    rows = level_rows([one.to_json() for one in singly], FACTORS)
    weighed = weigh_rows(rows, method, FACTORS)
    assert weighed.points.tolist() == [
        [one.points.low, one.points.best, one.points.high] for one in singly
    ]
    assert weighed.bands.tolist() == [
        [one.bands.low, one.bands.best, one.bands.high] for one in singly
    ]
    assert weighed.points.dtype == np.int64


def test_a_factor_that_was_not_weighed_then_is_silent_now() -> None:
    told = {"factors": [], "bars": []}
    rows = level_rows([told], FACTORS)
    assert rows.levels[0].tolist() == [[0, 4, 4], [0, 4, 4], [0, 4, 4], [0, 0, 4]]
