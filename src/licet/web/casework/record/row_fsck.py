"""Rows of evidence against what the tree says of them: missing, extra, altered, reordered."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from licet.web.casework.keeping.evidence_tables import sealed_tables
from licet.web.casework.models.record import Leaf, UnsealedRow
from licet.web.casework.record.keystore import KeyStore
from licet.web.casework.record.row_seals import (
    RowSeal,
    RowSealer,
    columns_of,
    destroyed_keys,
    keys_in,
    models_by_table,
    row_key,
)

_TRIED = 50  # altered rows of one table among which an exchange is looked for
_CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """A row of an evidence table that is not as it was sealed.

    Attributes:
        kind: missing, extra, altered or reordered.
        words: One plain sentence that names table and row.
        entry: The entry of the act that sealed it, when one did.
    """

    kind: str
    words: str
    entry: int | None


@dataclass(slots=True, kw_only=True)
class RowCheck:
    """One pass over the sealing acts in the order of the tree, then over the tables.

    Attributes:
        keys: Where data keys are.
    """

    keys: KeyStore
    _destroyed: frozenset[str] = field(default_factory=destroyed_keys)
    _sealed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _news: bool = False

    def act(
        self, payload: Mapping[str, Any], *, entry: int, first: int
    ) -> Iterator[RowFault]:
        """Compare the rows that one act sealed with the tables.

        Args:
            payload: What the act says.
            entry: Its entry.
            first: The first entry of its batch, or of a full one before: no row that it seals
                names an older act.
        """
        if payload["old"] and self._news:
            words = f"Entry {entry} calls rows old although younger ones were sealed before."
            yield RowFault(kind="extra", words=words, entry=entry)
        self._news = self._news or not payload["old"]
        sealer = RowSealer(keys=self.keys, record=payload["record"])
        for table, told in sorted(payload["tables"].items()):
            if table not in models_by_table() or not set(told["columns"]) <= set(
                columns_of(table)
            ):
                words = f"{table} has no longer the columns that entry {entry} sealed."
                yield RowFault(kind="altered", words=words, entry=entry)
                continue
            seals = [
                RowSeal(key=key, case=case, content=content, kept=kept)
                for key, case, content, kept in told["rows"]
            ]
            yield from self._rows(sealer, table, seals, told["columns"], entry)
            if not payload["old"]:
                yield from self._young(table, seals, entry, first)

    def _rows(
        self,
        sealer: RowSealer,
        table: str,
        seals: list[RowSeal],
        columns: list[str],
        entry: int,
    ) -> Iterator[RowFault]:
        self._sealed[table].update(seal.key for seal in seals)
        here = sealer.seals(table, [seal.key for seal in seals], columns)
        altered: list[RowSeal] = []
        for seal in seals:
            found = here.get(seal.key)
            if found is None:
                words = f"{table} {seal.key} is missing: entry {entry} sealed it."
                yield RowFault(kind="missing", words=words, entry=entry)
            elif not self._same(seal, found):
                altered.append(seal)
        yield from _named(sealer, table, altered, columns, entry)

    def _same(self, seal: RowSeal, found: RowSeal) -> bool:
        if seal.kept != found.kept or seal.case != found.case:
            return False
        if seal.case in self._destroyed or (seal.content and not found.content):
            return True  # erased: blank is asked elsewhere; lost: its acts do not open
        return seal.content == found.content

    def _young(
        self, table: str, seals: list[RowSeal], entry: int, first: int
    ) -> Iterator[RowFault]:
        """A row that names its act came with it; one put in later names an old act."""
        model = models_by_table()[table]
        if not any(one.name == "row" for one in model._meta.concrete_fields):  # noqa: SLF001  # Django's own name for what is public
            return
        wanted = [seal.key for seal in seals]
        for at in range(0, len(wanted), _CHUNK):
            rows = model._base_manager.filter(pk__in=wanted[at : at + _CHUNK])  # noqa: SLF001  # as above
            told = dict(rows.values_list("pk", "row"))
            places = Leaf.objects.filter(row__in=set(told.values()), index__lt=first)
            before = set(places.values_list("row_id", flat=True))
            for key, row in told.items():
                if row in before:
                    words = (
                        f"{table} {key} was put in after the act that it names (row {row}) "
                        f"had entered the tree."
                    )
                    yield RowFault(kind="extra", words=words, entry=entry)

    def outside(self) -> Iterator[RowFault]:
        """Every row that is there was sealed, or waits for the next batch."""
        waiting: dict[str, set[str]] = defaultdict(set)
        for table, key in UnsealedRow.objects.values_list("table", "key"):
            if table in models_by_table():
                waiting[table].add(row_key(table, key))
        for table in sealed_tables():
            known = self._sealed[table] | waiting[table]
            for key in keys_in(table):
                if key not in known:
                    words = f"{table} {key} was never sealed and does not wait to be: it was put in from outside."
                    yield RowFault(kind="extra", words=words, entry=None)
            for key in sorted(
                waiting[table] - self._sealed[table] - set(keys_in(table))
            ):
                words = f"{table} {key} is missing: it waits to be sealed."
                yield RowFault(kind="missing", words=words, entry=None)


def _named(
    sealer: RowSealer,
    table: str,
    altered: list[RowSeal],
    columns: list[str],
    entry: int,
) -> Iterator[RowFault]:
    """Say of each changed row whether it holds what belongs to another."""
    tried = altered[:_TRIED]
    elsewhere: dict[str, str] = {}
    for seal in tried:
        for other in tried:
            if seal is not other and sealer.holds(table, other.key, seal, columns):
                elsewhere[seal.key] = other.key
    for seal in altered:
        other_key = elsewhere.get(seal.key)
        if other_key:
            words = f"What {table} {seal.key} held stands at {other_key} (entry {entry} sealed it)."
            yield RowFault(kind="reordered", words=words, entry=entry)
        else:
            words = f"{table} {seal.key} was altered after entry {entry} sealed it."
            yield RowFault(kind="altered", words=words, entry=entry)
