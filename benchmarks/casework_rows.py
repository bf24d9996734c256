"""An authority of many cases, made in bulk: whole cases of the services are copied row by row.

Three cases are made by the services: one in review with its findings, referrals and advice, one
granted with its licence, letters and conditions, one refused and appealed. Every row that hangs
on them, in whatever table, is copied under an identity of its own. What is copied is not entered
in the record: a copied line of a timeline names the entry of the case that it was copied from,
and only every ``step``-th case carries the long documents of its determinations.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

BATCH = 250
PARTIES = 500  # told apart, so that a party has a score of cases
OFFICERS = 30  # besides those of the tests' authority
NOTICES, DELIVERIES, AGREEMENTS = 2_000, 5_000, 120
LONG = frozenset({"DeterminationRecord", "CriterionRecord", "RiskRecord"})
# Seven of ten cases are open, which is more than an authority would stand for long.
STATES = (
    "triage", "in_review", "referred", "granted", "in_review", "deciding", "refused",
    "information_requested", "granted", "referred",
)  # fmt: skip
UNTAKEN = frozenset({"triage"})


def models() -> Any:  # noqa: ANN401  # a module, known only after the settings
    """The models of casework."""
    return importlib.import_module("licet.web.casework.models")


@dataclass(slots=True, kw_only=True)
class Original:
    """A case of the services and every row that hangs on it, parents before children."""

    case: Any
    rows: list[Any] = field(default_factory=list)
    officers: list[Any] = field(default_factory=list)


def original(case: Any, officers: list[Any]) -> Original:  # noqa: ANN401  # a case
    """Gather what hangs on a case, in whatever table."""
    found = Original(case=case, officers=officers)
    known, waiting = {case.pk}, [case]
    for row in waiting:
        for one in row._meta.related_objects:  # noqa: SLF001  # django's own way to relations
            if not (one.one_to_many or one.one_to_one):
                continue
            named = {one.field.name: row.pk}
            for child in one.related_model._base_manager.filter(**named):  # noqa: SLF001
                if child.pk not in known or child.pk.__class__ is int:
                    if any(child == held for held in found.rows):
                        continue
                    known.add(child.pk)
                    found.rows.append(child)
                    waiting.append(child)
    found.rows = _parents_first(found.rows)
    return found


def _parents_first(rows: list[Any]) -> list[Any]:
    """Every row after those that it names."""
    ordered: list[Any] = []
    left = list(rows)
    while left:
        held = {(type(one), one.pk) for one in left}
        ready = [one for one in left if not held & set(_named(one))]
        ordered += ready
        left = [one for one in left if one not in ready]
    return ordered


def _named(row: Any) -> Iterator[tuple[type, object]]:  # noqa: ANN401  # any model
    for one in row._meta.concrete_fields:  # noqa: SLF001  # django's own way to the fields
        value = getattr(row, one.attname)
        if one.is_relation and value is not None:
            yield one.related_model, value


@dataclass(slots=True, kw_only=True)
class Copier:
    """Writes copies of one row after another; what the database stores of a row is asked once.

    Attributes:
        next: By table: the number that its next copy gets, where rows are numbered.
        known: By row of an original: the identities of its copies, in the order of the cases.
    """

    next: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[type, object], list[Any]] = field(default_factory=dict)

    def copy(self, row: Any, changes: list[dict[str, object]]) -> None:  # noqa: ANN401
        """Copy a row as often as there are changes to its columns."""
        meta, connection = row._meta, importlib.import_module("django.db").connection  # noqa: SLF001
        fields = list(meta.concrete_fields)
        stored = [
            one.get_db_prep_save(getattr(row, one.attname), connection)
            for one in fields
        ]
        identities = self._identities(row, len(changes))
        above = {
            place: copies
            for place, one in enumerate(fields)
            if one.is_relation
            and (copies := self.known.get((one.related_model, getattr(row, one.attname))))
        }  # fmt: skip
        lines = []
        for number, own in enumerate(changes):
            line = list(stored)
            for place, one in enumerate(fields):
                if one.primary_key:
                    line[place] = one.get_db_prep_save(identities[number], connection)
                elif place in above:
                    line[place] = one.get_db_prep_save(above[place][number], connection)
                elif one.attname in own:
                    line[place] = one.get_db_prep_save(own[one.attname], connection)
            lines.append(line)
        quote = connection.ops.quote_name
        columns = ", ".join(quote(one.column) for one in fields)
        marks = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608  # names of our own tables
                lines,
            )
        self.known[type(row), row.pk] = identities

    def _identities(self, row: Any, wanted: int) -> list[Any]:  # noqa: ANN401
        meta = row._meta  # noqa: SLF001
        if meta.pk.get_internal_type() == "UUIDField":
            return [uuid4() for _ in range(wanted)]
        newest = type(row)._base_manager.order_by("-pk").values_list("pk", flat=True)  # noqa: SLF001
        begin = self.next.get(meta.db_table) or newest.first() + 1
        self.next[meta.db_table] = begin + wanted
        return list(range(begin, begin + wanted))


def copied(made: dict[str, Original], numbers: range, step: int) -> None:
    """Copy cases, one for each number, in one transaction.

    Args:
        made: The original for ``open``, ``granted`` and ``refused`` cases.
        numbers: Of the new cases.
        step: Every so manieth case keeps the long documents of its determinations.
    """
    copier = Copier()
    with importlib.import_module("django.db.transaction").atomic():
        for kind, one in made.items():
            wanted = [number for number in numbers if _kind(number) == kind]
            for begin in range(0, len(wanted), BATCH):
                some = wanted[begin : begin + BATCH]
                copier.copy(one.case, [_case(one, number) for number in some])
                for row in one.rows:
                    copier.copy(row, [_own(row, number, step) for number in some])


def _kind(number: int) -> str:
    state = STATES[number % len(STATES)]
    return state if state in {"granted", "refused"} else "open"


def _own(row: Any, number: int, step: int) -> dict[str, object]:  # noqa: ANN401
    """What of a row is not like the original's."""
    name, own = type(row).__name__, {}
    if name in LONG and number % step:
        own["document"] = {}
    if name == "Licence":
        own["status_index"] = 100_000 + number
        own["issued_at"] = row.issued_at - timedelta(days=number % 300)
    if name == "ClockRow":
        own["on"] = row.on - timedelta(days=number % 300)
    if name == "PartyMark":
        own["value"] = f"{row.value} {number % PARTIES}"
    if name in {"Licence", "Undertaking"}:
        own["number"] = f"{row.number}-{number:05}"
    return own


def _case(one: Original, number: int) -> dict[str, object]:
    row, state = one.case, STATES[number % len(STATES)]
    day = row.submitted_at - timedelta(days=number % 300)
    ended = state in {"granted", "refused"}
    officer = one.officers[number // len(STATES) % len(one.officers)].pk
    return {
        "number": f"MLA-2025-{number:05}",
        "title": f"Platform {number % 97} for office {number}",
        "state": row.state if ended else state,
        "officer_id": None if state in UNTAKEN else officer,
        "end_user": f"Office {number} of Port {number % 53} (invented)",
        "submitted_at": day,
        "updated_at": day,
        "decided_at": day if ended else None,
    }
