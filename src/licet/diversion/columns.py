"""Statements as columns of integers, so that a day is cut out of millions at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any, assert_never

import numpy as np
import numpy.typing as npt

from licet.diversion.model import (
    WHOLE,
    ControlStatement,
    Declared,
    DirectorshipStatement,
    Entity,
    Measure,
    OwnershipStatement,
    Statement,
)

Array = npt.NDArray[Any]

# A basis point in the columns. What is left below it tells "more than" from "at least":
# one part more or less. Owners of one entity would have to be 16 million to add up to a point.
POINT = 1 << 24
# What control weighs: more than any threshold.
FULL = (WHOLE + 1) * POINT
ALWAYS = np.iinfo(np.int32).max


class Tie(IntEnum):
    """The sorts of edges, as they stand in the columns."""

    SHARES = 0
    VOTES = 1
    INDIRECT_SHARES = 2
    INDIRECT_VOTES = 3
    CONTROL = 4
    DIRECTORSHIP = 5


@dataclass(frozen=True, kw_only=True)
class Network:
    """All statements of all days; one row a statement.

    Attributes:
        ids: Node number -> id of the entity.
        owner, owned: int32 (rows,), node numbers.
        tie: int8 (rows,), a ``Tie``.
        low, high: int64 (rows,), basis points times ``POINT``; one part more for "more
            than", one part less for "less than". Control: nought or ``FULL``.
        first, last: int32 (rows,), ordinals of the first and the last day.
        statements: Row -> statement; empty when the columns were made elsewhere.
        entities: What is known of entities, by id.
    """

    ids: tuple[str, ...]
    owner: Array
    owned: Array
    tie: Array
    low: Array
    high: Array
    first: Array
    last: Array
    statements: tuple[Statement, ...] = ()
    entities: Mapping[str, Entity]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Id -> node number."""
        return {name: number for number, name in enumerate(self.ids)}

    def name(self, entity: str) -> str:
        """What an entity is called; its id when nothing is known of it."""
        known = self.entities.get(entity)
        return entity if known is None else known.name


def network_of(declared: Declared) -> Network:
    """Make what was declared into columns.

    Args:
        declared: What a file declares, or several joined.

    Returns:
        The network: its nodes are the entities described and those referred to, by id.
    """
    statements = declared.statements
    ids = sorted(
        {
            *declared.entities,
            *(one.owner for one in statements),
            *(one.owned for one in statements),
        }
    )
    number = {name: place for place, name in enumerate(ids)}
    weighed = [_weighed(one) for one in statements]
    return Network(
        ids=tuple(ids),
        owner=np.array([number[one.owner] for one in statements], np.int32),
        owned=np.array([number[one.owned] for one in statements], np.int32),
        tie=np.array([tie for tie, _, _ in weighed], np.int8),
        low=np.array([low for _, low, _ in weighed], np.int64),
        high=np.array([high for _, _, high in weighed], np.int64),
        first=_ordinals((one.force.first for one in statements), 0),
        last=_ordinals((one.force.last for one in statements), ALWAYS),
        statements=statements,
        entities=declared.entities,
    )


def _ordinals(days: Iterable[date | None], absent: int) -> Array:
    return np.array(
        [absent if day is None else day.toordinal() for day in days], np.int32
    )


def _weighed(statement: Statement) -> tuple[Tie, int, int]:
    match statement:
        case OwnershipStatement():
            votes = statement.measure is Measure.VOTES
            if statement.direct:
                tie = Tie.VOTES if votes else Tie.SHARES
            else:
                tie = Tie.INDIRECT_VOTES if votes else Tie.INDIRECT_SHARES
            share = statement.share
            return (
                tie,
                share.low * POINT + share.above_low,
                share.high * POINT - share.below_high,
            )
        case ControlStatement():
            return Tie.CONTROL, FULL if statement.certain else 0, FULL
        case DirectorshipStatement():
            return Tie.DIRECTORSHIP, 0, 0
        case _:
            assert_never(statement)
