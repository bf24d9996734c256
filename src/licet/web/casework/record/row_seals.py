"""Rows of evidence are sealed into the tree, so that a forced change of any of them shows.

An act says what happened; the tables hold it in the form that pages and engines read. With each
batch the sequencer enters one act of kind ``seal_rows``: for every row that came since, a keyed
hash of its content and one of what stays after an erasure. The first is keyed by the data key of
the row's case, so that it proves and tells nothing once that key is destroyed; the second by the
record key. Nothing about the rows leaves the installation: the public log shows one entry more.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model

from licet.kernel import canonical_bytes
from licet.web.casework.keeping.content import CONTENT, Content
from licet.web.casework.models.record import KeyRecord, LedgerRow, UnsealedRow
from licet.web.casework.record.errors import KeyDestroyedError, KeyMissingError
from licet.web.casework.record.keystore import KeyStore

SEAL_ROWS = "seal_rows"
MOST_ROWS = 5000
_CHUNK = 400
_PURPOSE = b"licet-rows-1"
_EXACT = 2**53  # JSON of RFC 8785 holds no larger whole number
_ERASABLE = {one.table: one for one in CONTENT if one.append_only}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSeal:
    """What was sealed of one row.

    Attributes:
        key: The row's key as text.
        case: The data key of its content; empty when it has none.
        content: Keyed hash of what an erasure blanks; empty without content, and when the
            key of the case was not there.
        kept: Keyed hash of everything else.
    """

    key: str
    case: str
    content: str
    kept: str


@cache
def models_by_table() -> Mapping[str, type[Model]]:
    """The model of each table."""
    found = apps.get_app_config("casework").get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in found}  # noqa: SLF001  # Django's own name for what is public


@dataclass(slots=True, kw_only=True)
class RowSealer:
    """Makes seals of rows as they are now.

    Attributes:
        keys: Where data keys are.
        record: The record key under which what stays is sealed.
        make: Whether a key that never sealed anything is made, as when rows are sealed.
    """

    keys: KeyStore
    record: str
    make: bool = False
    _derived: dict[str, bytes | None] = field(default_factory=dict)

    def seals(
        self, table: str, keys: Sequence[str], columns: Sequence[str]
    ) -> dict[str, RowSeal]:
        """The seals of some rows that are there, by key.

        Args:
            table: An evidence table.
            keys: Keys of rows as text.
            columns: The columns that are sealed.
        """
        found: dict[str, RowSeal] = {}
        content = _ERASABLE.get(table)
        for chunk in _chunks(keys):
            cases = _cases(content, chunk) if content else {}
            for row in _rows(table, chunk, columns):
                key = row_key(table, row["pk"])
                found[key] = self.seal(table, key, row, cases.get(key, ""))
        return found

    def seal(self, table: str, key: str, row: Mapping[str, Any], case: str) -> RowSeal:
        """The seal of one row with these values in that place."""
        content = _ERASABLE.get(table)
        said = content.columns if content and case else {}
        kept = {name: row[name] for name in row if name not in said and name != "pk"}
        told = {name: row[name] for name in row if name in said}
        return RowSeal(
            key=key,
            case=case if told else "",
            content=self._mac(case, table, key, told) if told else "",
            kept=self._mac(self.record, table, key, kept),
        )

    def holds(
        self, table: str, place: str, sealed: RowSeal, columns: Sequence[str]
    ) -> bool:
        """Whether the row at ``place`` has the values that were sealed of another."""
        wanted = (sealed.content, sealed.kept)
        there = (
            self.seal(table, sealed.key, row, sealed.case)
            for row in _rows(table, [place], columns)
        )
        return any((one.content, one.kept) == wanted for one in there)

    def _mac(self, under: str, table: str, key: str, values: Mapping[str, Any]) -> str:
        secret = self._secret(under)
        if secret is None:
            return ""
        about = canonical_bytes([table, key, _plain(values)])
        return hmac.new(secret, about, hashlib.sha256).hexdigest()

    def _secret(self, under: str) -> bytes | None:
        """The key that only the holder of a data key derives; ``None`` when that is gone."""
        if under not in self._derived:
            try:
                made = self.keys.name(under, _PURPOSE, make=self._makes(under))
                self._derived[under] = bytes.fromhex(made)
            except (KeyMissingError, KeyDestroyedError):
                self._derived[under] = None
        return self._derived[under]

    def _makes(self, under: str) -> bool:
        """A key that sealed an act and is not here is lost: it must not be made anew."""
        return self.make and not LedgerRow.objects.filter(key_id=under).exists()


def row_key(table: str, stored: object) -> str:
    """A row's key in one form for both databases."""
    field_of = models_by_table()[table]._meta.pk  # noqa: SLF001  # as above
    try:
        return str(field_of.to_python(stored))
    except ValidationError:
        return str(stored)


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table except its key, by name."""
    model = models_by_table()[table]
    fields = model._meta.concrete_fields  # noqa: SLF001  # as above
    return tuple(sorted(one.attname for one in fields if not one.primary_key))


def keys_in(table: str) -> Iterator[str]:
    """The keys of all rows of a table."""
    rows = models_by_table()[table]._base_manager.values_list("pk", flat=True)  # noqa: SLF001  # as above
    return (str(key) for key in rows.iterator(_CHUNK))


def places_needed() -> int:
    """How many acts the rows that wait would take; 0 when none waits."""
    waiting = UnsealedRow.objects.count()
    return waiting // MOST_ROWS + 2 if waiting else 0


def seal_waiting(keys: KeyStore, record: str) -> tuple[dict[str, Any], list[int]]:
    """What one act says of the oldest rows that no batch has sealed yet.

    Inside the sequencer's transaction and under its lock.

    Returns:
        The payload of the act, empty when nothing waits; and the rows of the queue it is for.
    """
    queue = list(UnsealedRow.objects.order_by("-old", "pk")[:MOST_ROWS])
    if not queue:
        return {}, []
    queue = [one for one in queue if one.old == queue[0].old]
    waiting: dict[str, list[str]] = defaultdict(list)
    for one in queue:
        if one.table in models_by_table():
            waiting[one.table].append(row_key(one.table, one.key))
    sealer = RowSealer(keys=keys, record=record, make=True)
    tables = {}
    for table, wanted in sorted(waiting.items()):
        columns = columns_of(table)
        made = sealer.seals(table, wanted, columns)
        gone = RowSeal(key="", case="", content="", kept="")
        rows = [(key, made.get(key, gone)) for key in dict.fromkeys(wanted)]
        tables[table] = {
            "columns": list(columns),
            "rows": [[key, one.case, one.content, one.kept] for key, one in rows],
        }
    payload = {"record": record, "old": queue[0].old, "tables": tables}
    return payload, [one.pk for one in queue]


def destroyed_keys() -> frozenset[str]:
    """The data keys whose destruction is on record."""
    return frozenset(KeyRecord.objects.values_list("key_id", flat=True))


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(keys), _CHUNK):
        yield keys[first : first + _CHUNK]


def _rows(
    table: str, keys: Sequence[str], columns: Iterable[str]
) -> Iterator[dict[str, Any]]:
    found = models_by_table()[table]._base_manager.filter(pk__in=keys)  # noqa: SLF001  # as above
    yield from found.order_by("pk").values("pk", *columns)


def _cases(content: Content, keys: Sequence[str]) -> dict[str, str]:
    """The data key of each row's case, by the row's key."""
    model = models_by_table()[content.table]
    own = model._meta.pk  # noqa: SLF001  # as above
    given = [own.get_db_prep_value(own.to_python(key), connection) for key in keys]
    marks = ", ".join(["%s"] * len(given))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, {content.subject('t')} FROM {content.table} t WHERE t.id IN ({marks})",  # noqa: S608  # names of our own table
            given,
        )
        return {
            row_key(content.table, key): str(UUID(str(case)))
            for key, case in cursor.fetchall()
            if case is not None
        }


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a column holds
    """A value in a form that both databases and every version of a driver give alike."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bytes | memoryview):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, bool | str | date) or value is None:
        return value
    if isinstance(value, float | Decimal):
        return {"number": str(value)}
    exact = isinstance(value, int) and abs(value) < _EXACT
    return value if exact else str(value)
