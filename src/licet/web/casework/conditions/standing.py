"""What binds of the conditions of a licence today, after appeals varied, stayed or annulled them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from licet.web.casework.models import ConditionChange, ConditionRow

_OFF = frozenset({"annulled", "stayed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A condition as it binds: its row, with the words and terms of today."""

    row: ConditionRow
    words: str
    terms: Mapping[str, Any]


def changes_of(rows: Iterable[ConditionRow]) -> dict[UUID, ConditionChange]:
    """The newest change of each condition that an appeal touched, by its id."""
    found = ConditionChange.objects.filter(condition__in=[one.pk for one in rows])
    return {one.condition_id: one for one in found.order_by("pk")}


def binding(rows: Iterable[ConditionRow]) -> tuple[Binding, ...]:
    """The conditions that bind, in their order; what is annulled or stayed is left out."""
    given = list(rows)
    changes = changes_of(given)
    found = []
    for row in given:
        change = changes.get(row.pk)
        if change is not None and change.standing in _OFF:
            continue
        varied = change is not None and change.standing == "varied"
        found.append(
            Binding(
                row=row,
                words=change.words if change is not None and varied else row.words,
                terms=change.terms if change is not None and varied else row.terms,
            )
        )
    return tuple(found)
