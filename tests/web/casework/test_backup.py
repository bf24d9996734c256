"""Backups: whole, sealed, without keys; what comes back is checked and resurrects nobody."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from tests.web.casework import builders
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.test_erased_everywhere import (
    MARK,
    database_files,
    erase,
    marked,
    speaking_files,
    speaking_rows,
    state,
    world,
)

from licet.web.casework.errors import CaseErasedError
from licet.web.casework.models import (
    Case,
    Document,
    Erasure,
    LedgerRow,
    PartyFile,
)
from licet.web.casework.ports import now, ports
from licet.web.casework.record import backup as making
from licet.web.casework.record import restore as returning
from licet.web.casework.record.backup import create_backup
from licet.web.casework.record.erasure import evidence_folder
from licet.web.casework.record.errors import (
    BackupBrokenError,
    BackupRefusedError,
    KeyMissingError,
    RecordBehindError,
)
from licet.web.casework.record.events import read_act
from licet.web.casework.record.export import log_directory
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.keybackup import backup_keys, restore_keys
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.restore import MARKER, restore_backup, verify_backup
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.keeping import retention as reads

__all__ = ["state", "world"]  # the fixtures that these tests share


@pytest.fixture
def told(world: World, clock: MovingClock, tmp_path: Path) -> tuple[str, Path]:
    """A case that says the mark, and a backup that holds it."""
    number = marked(world, clock)
    create_backup(tmp_path / "backup", at=now())
    return number, tmp_path / "backup"


def lose_everything() -> None:
    """The machine burns; keys and backups lie elsewhere."""
    call_command("flush", verbosity=0, interactive=False)
    shutil.rmtree(evidence_folder().root, ignore_errors=True)
    shutil.rmtree(log_directory(), ignore_errors=True)


def test_a_backup_holds_no_key_and_nothing_that_can_be_read(
    told: tuple[str, Path],
) -> None:
    _number, backup = told
    assert speaking_files(backup) == []
    names = {path.name for path in backup.rglob("*") if path.is_file()}
    assert not [name for name in names if name.endswith(".key")]
    secret = (key_store().root / "data" / "backup.key").read_bytes()
    assert not [
        path
        for path in backup.rglob("*")
        if path.is_file() and secret in path.read_bytes()
    ]
    assert verify_backup(backup)["cases"] == Case.objects.count()


def test_what_was_backed_up_comes_back_as_it_was(
    world: World, told: tuple[str, Path], tmp_path: Path
) -> None:
    number, backup = told
    before = list(LedgerRow.objects.order_by("pk").values_list("entry", flat=True))
    saw = builders.see(world, number, "auditor")
    known = sorted(PartyFile.objects.values_list("name", flat=True))
    assert any(MARK in name for name in known)
    backup_keys(key_store(), tmp_path / "keys-copy")
    lose_everything()
    shutil.rmtree(key_store().root)
    assert not Case.objects.exists()
    restore_keys(key_store(), tmp_path / "keys-copy")
    came = restore_backup(backup, at=now())
    kept = Case.objects.count()
    assert (came.faults, came.erased, came.cases) == ((), (), kept)
    assert sorted(PartyFile.objects.values_list("name", flat=True)) == known
    after = list(LedgerRow.objects.order_by("pk").values_list("entry", flat=True))
    held = verify_backup(backup)["rows"]["casework_ledgerrow"]
    # The backup knows all but its own entry, which came after; its return is entered.
    assert (after[:held], held) == (before[:held], len(before) - 1)
    kinds = [read_act(row).kind for row in LedgerRow.objects.order_by("pk")[held:]]
    assert kinds[0] == "restore_backup"
    again = builders.see(world, number, "auditor")
    assert (again.title, again.facts, again.messages) == (
        saw.title,
        saw.facts,
        saw.messages,
    )
    document = Document.objects.get(case__number=number, name=f"{MARK}.txt")
    read = ports().evidence.read(document.sha256, key=str(document.case_id))
    assert MARK.encode() in read
    assert not (Path(settings.LICET_STATE) / MARKER).exists()
    builders.start(world)
    run_sequencer(at=now(), flush=True)
    assert check_database().faults == ()


def test_a_restore_resurrects_no_erased_case(
    world: World, clock: MovingClock, told: tuple[str, Path], tmp_path: Path
) -> None:
    number, backup = told
    key = str(Case.objects.get(number=number).pk)
    erase(world, number)
    backup_keys(key_store(), tmp_path / "keys-copy")
    lose_everything()
    came = restore_backup(backup, at=now())
    assert came.faults == ()
    # Beside the case: the files of parties that no case names any more, in no stated order.
    assert key in came.erased
    assert (speaking_rows(), database_files()) == ([], [])
    assert speaking_files(Path(settings.LICET_STATE), backup) == []
    said = reads.erasure(viewer=world.auditor, case=number)
    assert (said.proposed_by, said.approved_by) == ("Officer", "Head")
    assert "row 1" in said.rule
    with pytest.raises(CaseErasedError):
        builders.see(world, number, "auditor")
    assert not evidence_folder().holds(key)
    run_sequencer(at=now(), flush=True)
    assert check_database().faults == ()


def test_an_older_copy_of_the_keys_does_not_help_against_a_newer_database(
    world: World, clock: MovingClock, told: tuple[str, Path], tmp_path: Path
) -> None:
    number, _backup = told
    key = str(Case.objects.get(number=number).pk)
    backup_keys(key_store(), tmp_path / "keys-copy")
    erase(world, number)
    create_backup(tmp_path / "newer", at=now())
    lose_everything()
    shutil.rmtree(key_store().root)
    restore_keys(key_store(), tmp_path / "keys-copy")
    assert key_store().holds(key)
    came = restore_backup(tmp_path / "newer", at=now())
    assert came.faults == ()
    assert not key_store().holds(key)
    assert speaking_rows() == []


def test_the_key_backup_keeps_only_the_newest_copy(
    world: World, clock: MovingClock, told: tuple[str, Path], tmp_path: Path
) -> None:
    number, _backup = told
    key = str(Case.objects.get(number=number).pk)
    copy = tmp_path / "keys-copy"
    backup_keys(key_store(), copy)
    assert (copy / "data" / f"{key}.key").exists()
    erase(world, number)
    backup_keys(key_store(), copy)
    assert not (copy / "data" / f"{key}.key").exists()
    assert [path.name for path in tmp_path.glob(".keys-copy*")] == []
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "thesis.txt").write_text("mine")
    with pytest.raises(BackupRefusedError, match="no copy of keys"):
        backup_keys(key_store(), tmp_path / "else")
    with pytest.raises(BackupRefusedError, match="here already"):
        restore_keys(key_store(), copy)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda path: path.write_bytes(_flipped(path)), id="changed"),
        pytest.param(lambda path: path.unlink(), id="removed"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-1]), id="cut"),
        pytest.param(
            lambda path: path.with_name("more").write_bytes(b"more"), id="added"
        ),
    ],
)
def test_a_tampered_backup_is_refused_and_nothing_is_touched(
    told: tuple[str, Path], harm: Callable[[Path], None]
) -> None:
    _number, backup = told
    lose_everything()
    for path in sorted(path for path in backup.rglob("*") if path.is_file())[::7]:
        kept = path.read_bytes()
        harm(path)
        with pytest.raises(BackupBrokenError) as caught:
            restore_backup(backup, at=now())
        assert caught.value.code == "backup_broken"
        path.write_bytes(kept)
        path.with_name("more").unlink(missing_ok=True)
    assert not Case.objects.exists()
    assert restore_backup(backup, at=now()).faults == ()


def _flipped(path: Path) -> bytes:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    return bytes(data)


def test_a_manifest_written_anew_over_altered_files_is_refused(
    told: tuple[str, Path],
) -> None:
    _number, backup = told
    manifest = backup / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"tree": ', '"tree": 1'))
    with pytest.raises(BackupBrokenError, match="json was altered"):
        verify_backup(backup)
    shutil.rmtree(key_store().root / "data")
    with pytest.raises(KeyMissingError):
        verify_backup(backup)


def test_a_restore_over_something_living_is_refused_unless_moved_aside(
    world: World, told: tuple[str, Path]
) -> None:
    number, backup = told
    with pytest.raises(BackupRefusedError, match="lives here already") as caught:
        restore_backup(backup, at=now())
    assert caught.value.code == "backup_refused"
    assert Case.objects.filter(number=number).exists()


def test_a_log_that_was_published_further_is_never_taken_back(
    world: World, told: tuple[str, Path]
) -> None:
    _number, backup = told
    builders.start(world)
    run_sequencer(at=now(), flush=True)
    with pytest.raises(RecordBehindError):
        restore_backup(backup, at=now(), force=True)


def test_a_full_disk_leaves_no_half_backup(
    world: World, clock: MovingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked(world, clock)
    for after in (0, 3, 30):
        with monkeypatch.context() as patch:
            patch.setattr(making, "write_lines", _full(making.write_lines, after))
            with pytest.raises(OSError, match="No space"):
                create_backup(tmp_path / "backup", at=now())
        assert not (tmp_path / "backup").exists()
        assert list(tmp_path.glob(".backup*")) == []
    create_backup(tmp_path / "backup", at=now())
    with pytest.raises(BackupRefusedError, match="there already"):
        create_backup(tmp_path / "backup", at=now())


def _full(real: Callable[..., None], after: int) -> Callable[..., None]:
    left = [after]

    def write(*args: object, **kwargs: object) -> None:
        if left[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        real(*args, **kwargs)

    return write


@pytest.mark.parametrize(
    "step", ["_files_back", "_rows_back", "learn_erasures", "check_database"]
)
def test_a_restore_cut_off_anywhere_does_not_serve_and_is_run_again(
    world: World,
    clock: MovingClock,
    told: tuple[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    number, backup = told
    erase(world, number)
    lose_everything()

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(returning, step, dies)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(backup, at=now())
    assert (Path(settings.LICET_STATE) / MARKER).exists()
    assert Case.objects.exists() == (step == "check_database")
    came = restore_backup(backup, at=now())
    assert (came.faults, speaking_rows()) == ((), [])
    assert Erasure.objects.filter(case__number=number).exists()
