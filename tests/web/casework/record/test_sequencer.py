"""Batches: when they close, what fills them, what a failure leaves behind."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from licet.kernel import LicetError
from licet.ledger import (
    DirectorySource,
    Tree,
    examine,
    leaf_hashes,
    open_checkpoint,
    parse_receipt,
    published_size,
    verify_promise,
    verify_receipt,
)
from licet.web.casework.models.record import (
    Batch,
    Checkpoint,
    Leaf,
    LedgerRow,
    OutboxRow,
    TreeState,
)
from licet.web.casework.record import ActorRef, export, sequencer
from licet.web.casework.record.checkpoints import (
    log_keys,
    newest_checkpoint,
    newest_note,
    served_note,
)
from licet.web.casework.record.errors import RecordBehindError
from licet.web.casework.record.events import PADDING, read_act
from licet.web.casework.record.export import (
    export_log,
    log_directory,
    promise_of,
    prove,
    publish,
    rebuild,
    receipt_of,
)
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer, seal_batch

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]


def served() -> DirectorySource:
    return DirectorySource(root=log_directory())


def test_a_batch_closes_after_sixty_seconds(record: Record, at: datetime) -> None:
    record(3)
    assert run_sequencer(at=at + timedelta(seconds=59)) == 0
    assert run_sequencer(at=at + timedelta(seconds=60)) == 1
    assert not OutboxRow.objects.exists()


def test_a_batch_closes_at_256_entries(record: Record, at: datetime) -> None:
    record(255)
    assert run_sequencer(at=at) == 0
    record(1)
    assert run_sequencer(at=at) == 1
    assert newest_checkpoint().size == 256
    assert LedgerRow.objects.count() == 256


def test_a_batch_closes_on_a_flush(record: Record, at: datetime) -> None:
    record(1)
    assert run_sequencer(at=at, flush=True) == 1
    assert run_sequencer(at=at, flush=True) == 0


@pytest.mark.parametrize(
    ("acts", "size"), [(1, 16), (16, 16), (17, 64), (64, 64), (65, 256), (300, 320)]
)
def test_batches_are_filled_up_to_one_of_three_sizes(
    record: Record, at: datetime, acts: int, size: int
) -> None:
    record(acts)
    run_sequencer(at=at, flush=True)
    assert newest_checkpoint().size == size
    kinds = [read_act(row).kind for row in LedgerRow.objects.order_by("pk")]
    assert kinds.count(PADDING) == size - acts
    padding = LedgerRow.objects.order_by("-pk").first()
    act = LedgerRow.objects.order_by("pk").first()
    assert padding
    assert act
    assert len(padding.entry) == len(act.entry)


def test_the_order_is_that_of_entering(record: Record, at: datetime) -> None:
    rows = record(5)
    run_sequencer(at=at, flush=True)
    places = {leaf.row_id: leaf.index for leaf in Leaf.objects.all()}
    assert [places[row.pk] for row in rows] == [0, 1, 2, 3, 4]


def test_the_published_log_is_whole_and_reveals_nothing(
    record: Record, at: datetime
) -> None:
    record(70)
    run_sequencer(at=at, flush=True)
    found = examine(served(), log_keys())
    assert found.faults == ()
    assert found.checkpoint == newest_checkpoint()
    everything = b"".join(served().read(path) or b"" for path in served().paths())
    for word in (b"adjudicated", b"Ada", b"officer", b"case-1", b"padding", b"2026"):
        assert word not in everything


def test_every_batch_continues_the_one_before(record: Record, at: datetime) -> None:
    tree = Tree()
    for count in (1, 20, 300):
        record(count)
        run_sequencer(at=at, flush=True)
    for batch in Batch.objects.order_by("first"):
        assert batch.first == tree.size
        rows = LedgerRow.objects.filter(leaf__batch=batch).order_by("leaf__index")
        tree = tree.extended(leaf_hashes(bytes(row.entry) for row in rows))
        stated, _ = open_checkpoint(bytes(batch.checkpoint.note), log=log_keys())
        assert (stated.size, stated.root) == (batch.size, tree.root)
    state = TreeState.objects.get()
    assert (state.size, bytes(state.edge)) == (tree.size, b"".join(tree.edge))


class MachineStoppedError(Exception):
    """The machine stopped here."""


def stopping(step: Callable[..., object], *, stored: bool) -> Callable[..., object]:
    """The step that stops the machine: before it did anything, or after it did all."""

    def run(*args: object, **kwargs: object) -> object:
        if stored:
            step(*args, **kwargs)
        raise MachineStoppedError

    return run


STEPS = {
    "lock": (sequencer, "_locked_state"),
    "padding": (sequencer, "_padding"),
    "place": (sequencer, "_place"),
    "sign": (sequencer, "signed_note"),
    "leaves": (Leaf.objects, "bulk_create"),
    "batch": (Batch.objects, "create"),
    "checkpoint": (Checkpoint.objects, "create"),
    "seal": (sequencer, "seal_batch"),
    "publish": (sequencer, "publish"),
    "extend": (export, "extend"),
}


@pytest.mark.parametrize("stored", [False, True], ids=["not-stored", "stored"])
@pytest.mark.parametrize("name", STEPS)
def test_a_failure_at_any_step_loses_nothing_and_forks_nothing(
    record: Record, at: datetime, monkeypatch: pytest.MonkeyPatch, name: str, stored: bool
) -> None:  # fmt: skip
    record(20)
    run_sequencer(at=at, flush=True)
    rows = record(30)
    place, attribute = STEPS[name]
    step = getattr(place, attribute)
    with monkeypatch.context() as patch:
        patch.setattr(place, attribute, stopping(step, stored=stored))
        with pytest.raises(MachineStoppedError):
            run_sequencer(at=at, flush=True)
    run_sequencer(at=at, flush=True)
    assert check_database().faults == ()
    assert newest_checkpoint().size == 128
    places = Leaf.objects.filter(row__in=rows).order_by("row_id")
    assert [leaf.index for leaf in places] == list(range(64, 94))
    assert examine(served(), log_keys()).faults == ()
    assert published_size(log_directory()) == 128


def test_an_old_backup_does_not_sign_a_second_tree(
    record: Record, at: datetime
) -> None:
    record(3)
    run_sequencer(at=at, flush=True)
    TreeState.objects.update(size=0, edge=b"")
    record(1)
    with pytest.raises(RecordBehindError) as caught:
        seal_batch(at=at, flush=True)
    assert caught.value.code == "record_behind"
    assert "16 entries are already published" in " ".join(str(caught.value).split())
    assert Batch.objects.count() == 1


def test_publishing_again_changes_nothing(record: Record, at: datetime) -> None:
    record(3)
    run_sequencer(at=at, flush=True)
    before = {path: served().read(path) for path in served().paths()}
    assert publish() == 16
    assert {path: served().read(path) for path in served().paths()} == before


def test_the_served_log_is_rebuilt_from_the_rows(record: Record, at: datetime) -> None:
    record(20)
    run_sequencer(at=at, flush=True)
    bundle = log_directory() / "tile/entries/000.p/64"
    bundle.write_bytes(bundle.read_bytes()[::-1])
    record(20)
    with pytest.raises(LicetError):
        run_sequencer(at=at, flush=True)
    assert rebuild() == 128
    assert examine(served(), log_keys()).faults == ()
    aside = log_directory().with_name("log.damaged")
    assert (aside / "tile/entries/000.p/64").exists()
    assert rebuild() == 128


def test_a_log_that_was_lost_is_rebuilt_too(record: Record, at: datetime) -> None:
    record(1)
    seal_batch(at=at, flush=True)
    assert not log_directory().exists()
    assert rebuild() == 16
    assert check_database().faults == ()


def test_the_served_checkpoint_never_speaks_of_tiles_that_are_not_there(
    record: Record, at: datetime
) -> None:
    assert served_note() == newest_note()
    record(1)
    run_sequencer(at=at, flush=True)
    before = served_note()
    record(1)
    seal_batch(at=at, flush=True)
    assert newest_note() != before
    assert served_note() == before
    publish()
    assert served_note() == newest_note()


def test_an_empty_log_states_that_it_is_empty(tmp_path: Path) -> None:
    stated, _ = open_checkpoint(newest_note(), log=log_keys())
    assert (stated.size, stated.origin) == (0, settings.LICET_LOG_ORIGIN)
    assert export_log(tmp_path / "out") == 0
    assert examine(DirectorySource(root=tmp_path / "out"), log_keys()).faults == ()


def test_an_export_is_whole(record: Record, at: datetime, tmp_path: Path) -> None:
    record(300)
    run_sequencer(at=at, flush=True)
    assert export_log(tmp_path / "out") == 320
    found = examine(DirectorySource(root=tmp_path / "out"), log_keys())
    assert found.faults == ()
    assert found.files == 7


def test_a_receipt_opens_its_act_to_its_holder(
    record: Record, at: datetime, officer: ActorRef
) -> None:
    row = record(2)[1]
    promised = verify_promise(promise_of(row).encode(), log_keys())
    assert receipt_of(row) is None
    run_sequencer(at=at, flush=True)
    text = receipt_of(row) or ""
    proven = verify_receipt(parse_receipt(text), log=log_keys(), entry=promised.entry)
    assert proven.index == 1
    assert officer.name.encode() in (proven.payload or b"")


def test_a_proof_for_everybody_opens_nothing(record: Record, at: datetime) -> None:
    rows = record(3)
    run_sequencer(at=at, flush=True)
    text = prove(1)
    assert "extra" not in text
    entry = bytes(rows[1].entry)
    assert verify_receipt(parse_receipt(text), log=log_keys(), entry=entry).index == 1
    for outside in (16, -1):
        with pytest.raises(LicetError):
            prove(outside)
