"""The database against the tree: what is missing, extra, altered or in another place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from json import loads
from typing import Any

from django.db.models import Exists, F, OuterRef

from licet.kernel import EvidenceError, canonical_bytes
from licet.ledger import (
    DirectorySource,
    Tree,
    encode_bundle,
    examine,
    explain_fault,
    leaf_hash,
    open_checkpoint,
    parse_path,
)
from licet.web.casework.models.case import CaseEvent
from licet.web.casework.models.record import (
    Batch,
    KeyRecord,
    Leaf,
    LedgerRow,
    OutboxRow,
    TreeState,
)
from licet.web.casework.ports import ports
from licet.web.casework.record.blanking import not_blank
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.erasure import ERASURE
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import ERASED, INTEGRATE, open_row, read_act
from licet.web.casework.record.export import entries_between, log_directory
from licet.web.casework.record.files_named import named_files
from licet.web.casework.record.guards import broken_guards
from licet.web.casework.record.keystore import KeyStore, key_store
from licet.web.casework.record.moment import one_moment
from licet.web.casework.record.row_fsck import RowCheck, RowFault
from licet.web.casework.record.row_seals import SEAL_ROWS
from licet.web.casework.record.sequencer import BATCH_LIMIT, stored_tree
from licet.web.casework.record.state_fsck import StateCheck

_CHUNK = 2000
_WIDTH = 256
SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFault:
    """One thing that is wrong with the record.

    Attributes:
        kind: missing, extra, altered, reordered, unsealed, key, checkpoint, published or
            trigger.
        words: One plain sentence that names row and entry.
        row: The row concerned, when there is one.
        entry: The entry concerned, when there is one.
    """

    kind: str
    words: str
    row: int | None = None
    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReport:
    """What a check of the database found.

    Attributes:
        faults: Everything that is wrong; empty when the record is whole.
        rows: How many rows were looked at.
        size: How many entries the tree has.
        waiting: Rows that wait for the next batch.
        erased: Rows whose content was lawfully erased.
    """

    faults: tuple[RecordFault, ...]
    rows: int
    size: int
    waiting: int
    erased: int


def check_database() -> RecordReport:
    """Compare every row with the tree, the signed checkpoints and the served log.

    Rows and tree are those of one moment: a batch that is sealed meanwhile is neither a fault
    nor seen. Keys, files and the served log are looked at after it, for they change later than
    the rows that name them.
    """
    with one_moment():
        walk = _Walk(keys=key_store())
        walk.batches()
        walk.loose_rows()
        walk.state()
        walk.timelines()
        walk.rows_of_evidence()
        walk.present_states()
        rows = LedgerRow.objects.count()
        waiting = OutboxRow.objects.filter(topic=INTEGRATE).count()
    walk.erasures()
    walk.evidence()
    guards = [RecordFault(kind="trigger", words=words) for words in broken_guards()]
    return RecordReport(
        faults=(*_published(), *walk.faults, *guards),
        rows=rows,
        size=walk.tree.size,
        waiting=waiting,
        erased=walk.erased,
    )


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One pass over batches and rows in the order of the tree."""

    keys: KeyStore
    tree: Tree = field(default_factory=Tree)
    faults: list[RecordFault] = field(default_factory=list)
    erased: int = 0
    before: int = 0
    rows: RowCheck = field(init=False)
    states: StateCheck = field(default_factory=StateCheck)

    def __post_init__(self) -> None:
        self.rows = RowCheck(keys=self.keys)

    def batches(self) -> None:
        """Every batch continues the one before and has the root that was signed."""
        batches = Batch.objects.select_related("checkpoint")
        for batch in batches.order_by("first").iterator(_CHUNK):
            if batch.first != self.tree.size or batch.size > batch.first + BATCH_LIMIT:
                self._add(
                    "missing",
                    f"Batch {batch.pk} covers entries {batch.first} to {batch.size - 1}, "
                    f"but the tree before it ends at {self.tree.size}: a batch was "
                    "removed or added.",
                    entry=self.tree.size,
                )
                return
            self._batch(batch)
            full = batch.size - batch.first == BATCH_LIMIT
            self.before = batch.first if full else batch.size
        self._outside()

    def _batch(self, batch: Batch) -> None:
        places = Leaf.objects.filter(index__gte=batch.first, index__lt=batch.size)
        rows = {leaf.index: leaf.row for leaf in places.select_related("row")}
        leaves = []
        for index in range(batch.first, batch.size):
            row = rows.get(index)
            if row is None:
                words = f"Entry {index} is missing: it has no row in its place."
                self._add("missing", words, entry=index)
            else:
                self._seals(self._opens(row, index), index)
            leaves.append(leaf_hash(bytes(row.entry) if row else b""))
        self.tree = self.tree.extended(leaves)
        self._root(batch)

    def _outside(self) -> None:
        fits = {"index__gte": F("batch__first"), "index__lt": F("batch__size")}
        for leaf in Leaf.objects.exclude(**fits).order_by("index"):
            words = f"Entry {leaf.index} has a place in the tree but is in no batch."
            self._add("extra", words, row=leaf.row_id, entry=leaf.index)

    def _opens(self, row: LedgerRow, index: int | None) -> Mapping[str, Any]:
        """The row is sealed around the act that its entry commits to; what it says."""
        try:
            opening = open_row(row, self.keys)
        except KeyDestroyedError:
            self.erased += 1
            return {}
        except EvidenceError as error:
            self._add(
                "altered",
                f"Row {row.pk} (entry {index}) does not open: {error}",
                row=row.pk,
                entry=index,
            )
            return {}
        told: Mapping[str, Any] = loads(opening.payload)
        exact = canonical_bytes(told) == opening.payload
        if opening.entry != bytes(row.entry) or not exact:
            self._add(
                "altered",
                f"Row {row.pk} (entry {index}) holds another act than its entry says.",
                row=row.pk,
                entry=index,
            )
            return {}
        self.states.note(told)
        return told

    def _seals(self, told: Mapping[str, Any], index: int) -> None:
        """What an act says of rows of evidence is what the tables hold."""
        if told.get("kind") == SEAL_ROWS:
            self._of_rows(
                self.rows.act(told["payload"], entry=index, first=self.before)
            )

    def rows_of_evidence(self) -> None:
        """No row of evidence is there that was never sealed."""
        self._of_rows(self.rows.outside())

    def present_states(self) -> None:
        """Cases and licences stand where their newest act left them."""
        for words in self.states.differences():
            self._add("altered", words)

    def _of_rows(self, found: Iterable[RowFault]) -> None:
        for one in found:
            self._add(one.kind, one.words, entry=one.entry)

    def _root(self, batch: Batch) -> None:
        where = f"Batch {batch.pk} (entries {batch.first} to {batch.size - 1})"
        stored = (bytes(batch.root), bytes(batch.edge))
        if stored != (self.tree.root, b"".join(self.tree.edge)):
            self._add(
                "altered",
                f"{where}: its rows do not have the root that was stored with it; "
                "an entry was changed, removed or moved.",
                entry=batch.first,
            )
        checkpoint = getattr(batch, "checkpoint", None)
        note = bytes(checkpoint.note) if checkpoint else b""
        try:
            stated, _ = open_checkpoint(note, log=log_keys())
            self.tree = stored_tree(batch.size, bytes(batch.edge))
        except EvidenceError as error:
            self._add("checkpoint", f"{where}: {error}", entry=batch.first)
            return
        if (stated.size, stated.root) != (batch.size, self.tree.root):
            self._add(
                "checkpoint",
                f"{where}: the signed checkpoint states another root than its rows have.",
                entry=batch.first,
            )

    def loose_rows(self) -> None:
        """A row without a place must be waiting; a waiting row must have no place."""
        placed = Exists(Leaf.objects.filter(row=OuterRef("pk")))
        waits = Exists(OutboxRow.objects.filter(row=OuterRef("pk"), topic=INTEGRATE))
        loose = LedgerRow.objects.annotate(placed=placed, waits=waits)
        for row in loose.filter(placed=False).order_by("pk").iterator(_CHUNK):
            if row.waits:
                self._opens(row, None)
            else:
                self._add(
                    "extra",
                    f"Row {row.pk} is in no batch and waits for none: it was put in from "
                    "outside.",
                    row=row.pk,
                )
        for row in loose.filter(placed=True, waits=True).order_by("pk"):
            self._add(
                "altered",
                f"Row {row.pk} waits for a batch although it has its place.",
                row=row.pk,
            )

    def state(self) -> None:
        """The state of the sequencer is that of a batch, and not an old one."""
        state = TreeState.objects.filter(pk=1).first() or TreeState()
        batch = Batch.objects.filter(size=state.size).first()
        edge = bytes(batch.edge) if batch else b""
        if state.size < self.tree.size or bytes(state.edge) != edge:
            self._add(
                "altered",
                f"The sequencer believes in a tree of {state.size} entries; the rows "
                f"have {self.tree.size}.",
            )

    def timelines(self) -> None:
        """Every line that a timeline shows is an act of the record, and says the same."""
        lines = CaseEvent.objects.order_by("pk")
        for line in lines.iterator(_CHUNK):
            row = LedgerRow.objects.filter(pk=line.row).first()
            if row is None:
                words = f"A timeline names row {line.row}, which is gone."
                self._add("missing", words, row=line.row)
            elif not self._tells_the_same(line, row):
                words = (
                    f"A timeline says of row {line.row} what was not recorded in it."
                )
                self._add("altered", words, row=line.row)

    def erasures(self) -> None:
        """Every destroyed key was ordered by its entry, is gone, and left blank rows."""
        for gone in KeyRecord.objects.select_related("erasure").order_by("key_id"):
            try:
                act = read_act(gone.erasure, self.keys)
            except EvidenceError:
                continue  # that the row does not open is named where it stands
            if act.kind != ERASURE or act.payload.get("key") != gone.key_id:
                words = f"Key {gone.key_id} counts as destroyed, but its entry orders something else."
                self._add("altered", words, row=gone.erasure_id)
            if self.keys.holds(gone.key_id):
                words = f"Key {gone.key_id} was destroyed and is here again. Run licet ledger checkpoint."
                self._add("key", words, row=gone.erasure_id)
            for table in not_blank(gone.key_id):
                words = f"{table} still holds content of the erased case {gone.key_id}."
                self._add("extra", words, row=gone.erasure_id)
        known = KeyRecord.objects.values_list("key_id", flat=True)
        for key_id in sorted(set(self.keys.destroyed()) - set(known)):
            words = (
                f"Key {key_id} was destroyed, but the database knows no erasure: an old backup "
                "came back. Run licet backup restore again, or licet retention replay."
            )
            self._add("missing", words)

    def evidence(self) -> None:
        """Every file that a row names is here and opens under the key of its case."""
        store = ports().evidence
        for name in named_files():
            try:
                store.read(name.sha256, key=name.key)
            except (EvidenceError, ValueError) as error:  # a forged hash is no hash
                words = f"{name.table} {name.row}: {error}"
                self._add("missing", words)

    def _tells_the_same(self, line: CaseEvent, row: LedgerRow) -> bool:
        if (row.key_id, row.recorded_at) != (str(line.case_id), line.at):
            return False
        try:
            act = read_act(row, self.keys)
        except EvidenceError:
            return True  # that the row does not open is named where it stands
        by = act.actor.person if act.actor else SYSTEM
        return act.kind == ERASED or (act.kind, by) == (line.kind, line.actor)

    def _add(
        self, kind: str, words: str, *, row: int | None = None, entry: int | None = None
    ) -> None:
        self.faults.append(RecordFault(kind=kind, words=words, row=row, entry=entry))


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowsAgainstTiles:
    """The served log with the entries of the database in place of its own."""

    served: DirectorySource

    def paths(self) -> None:
        """The files themselves are listed elsewhere."""

    def read(self, path: str) -> bytes | None:
        """A bundle from the rows, anything else from the served log."""
        if not path.startswith("tile/entries/"):
            return self.served.read(path)
        tile = parse_path(path)
        first = tile.index * _WIDTH
        entries = list(entries_between(first, first + tile.width))
        return encode_bundle(entries)


def _published() -> list[RecordFault]:
    """The served log is whole, and the rows are its entries."""
    served = DirectorySource(root=log_directory())
    if served.read("checkpoint") is None:
        if Batch.objects.exists():
            words = "The served log is missing. Run licet ledger rebuild."
            return [RecordFault(kind="published", words=words)]
        return []
    keys = log_keys()
    faults = [
        RecordFault(
            kind=str(fault.kind),
            words="Rows: " + explain_fault(fault),
            entry=fault.entry,
        )
        for fault in examine(_RowsAgainstTiles(served=served), keys).faults
    ]
    known = {fault.words.removeprefix("Rows: ") for fault in faults}
    faults += [
        RecordFault(
            kind=str(fault.kind),
            words="Served log: " + explain_fault(fault),
            entry=fault.entry,
        )
        for fault in examine(served, keys).faults
        if explain_fault(fault) not in known
    ]
    return faults
