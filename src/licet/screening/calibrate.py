"""From the evidence on a pair of names to a probability.

The score is a sum of small decision trees fitted on labelled pairs (``benchmarks/
screening_fit.py``), each forced to move only one way with each item of evidence: more
letters alike never lowers it, a heavier word left over never raises it. A curve measured
on other pairs turns the sum into a probability.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.screening.tables import fitted

Array = npt.NDArray[Any]

DEPTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Complete trees: seven questions and eight answers each."""

    column: Array
    limit: Array
    answer: Array
    start: float
    curve: tuple[Array, Array]


@cache
def trees(algorithm: str) -> Trees:
    """The fitted trees and curve of an algorithm."""
    table = fitted(f"score_{algorithm}")
    return Trees(
        column=np.array(table["column"], np.int64).reshape(-1, 2**DEPTH - 1),
        limit=np.array(table["limit"], np.float32).reshape(-1, 2**DEPTH - 1),
        answer=np.array(table["answer"], np.float32).reshape(-1, 2**DEPTH),
        start=table["start"][0],
        curve=(np.array(table["curve_sum"]), np.array(table["curve_share"])),
    )


def sums(evidence: Array, model: Trees) -> Array:
    """The sum of all answers for each row of evidence, in log-odds."""
    columns = np.ascontiguousarray(evidence.T)
    out = np.full(evidence.shape[0], model.start, np.float32)
    for column, limit, answer in zip(
        model.column.tolist(), model.limit, model.answer, strict=True
    ):
        one, two, three, four, five, six, seven = (
            np.greater(columns[c], edge) for c, edge in zip(column, limit, strict=True)
        )
        # Chosen by bits: ``a ^ (b & (a ^ c))`` is ``c`` where ``b`` is true, else ``a``.
        second = two ^ (one & (two ^ three))
        left, right = four ^ (second & (four ^ five)), six ^ (second & (six ^ seven))
        third = left ^ (one & (left ^ right))
        place = one.view(np.uint8) << 2 | second.view(np.uint8) << 1
        out += answer.take(place | third.view(np.uint8))
    return out


def probability(summed: Array, model: Trees) -> Array:
    """The share of such pairs that are the same party: the published curve."""
    out: Array = np.interp(summed, *model.curve)
    return out
