"""Evidence rests sealed under its case; rows change only when erased, and only to the blank."""

import contextlib
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World, refused, start, submit

from licet.web.casework.application.files import EvidenceFolder, EvidenceLostError
from licet.web.casework.keeping.content import CONTENT, Blank
from licet.web.casework.models import Case, Document, KeyRecord, Message
from licet.web.casework.ports import now, ports
from licet.web.casework.record import files_named
from licet.web.casework.record.blanking import not_blank, stored_id
from licet.web.casework.record.erasure import erase_case, evidence_folder
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import record_event
from licet.web.casework.record.evidence import SealedEvidence
from licet.web.casework.record.files_named import named_files, seal_evidence
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.keystore import key_store
from licet.web.casework.services.applying import applications

KEY = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-2222-3333-4444-555555555555"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> SealedEvidence:
    settings.LICET_STATE = tmp_path
    return evidence_folder()


def test_a_file_is_sealed_under_a_name_that_says_nothing(
    folder: SealedEvidence,
) -> None:
    sha256 = folder.keep(b"technical data", key=KEY)
    assert sha256 == hashlib.sha256(b"technical data").hexdigest()
    (path,) = folder.sealed_files()
    assert path.name != sha256
    assert path.parent.name == KEY
    assert b"technical" not in path.read_bytes()
    assert path.parent.stat().st_mode & 0o077 == 0
    assert folder.read(sha256, key=KEY) == b"technical data"
    assert folder.keep(b"technical data", key=KEY) == sha256
    assert len(list(folder.sealed_files())) == 1


def test_the_same_bytes_in_two_cases_are_two_files_that_do_not_open_each_other(
    folder: SealedEvidence,
) -> None:
    sha256 = folder.keep(b"same", key=KEY)
    folder.keep(b"same", key=OTHER)
    first, second = folder.sealed_files()
    assert first.name != second.name
    first.write_bytes(second.read_bytes())
    with pytest.raises(EvidenceLostError):
        folder.read(sha256, key=KEY)
    assert folder.read(sha256, key=OTHER) == b"same"


def test_every_changed_byte_of_a_sealed_file_is_refused(
    folder: SealedEvidence,
) -> None:
    sha256 = folder.keep(b"abc", key=KEY)
    (path,) = folder.sealed_files()
    kept = path.read_bytes()
    for place in range(len(kept)):
        wrong = bytearray(kept)
        wrong[place] ^= 1
        path.write_bytes(bytes(wrong))
        with pytest.raises(EvidenceLostError):
            folder.read(sha256, key=KEY)


def test_nothing_is_kept_or_read_under_a_destroyed_key(folder: SealedEvidence) -> None:
    sha256 = folder.keep(b"abc", key=KEY)
    key_store().destroy(KEY)
    with pytest.raises(KeyDestroyedError):
        folder.read(sha256, key=KEY)
    with pytest.raises(KeyDestroyedError):
        folder.keep(b"more", key=KEY)


def test_a_full_disk_leaves_no_half_file(
    folder: SealedEvidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("licet.web.casework.application.files.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            folder.keep(b"abc", key=KEY)
    assert list(folder.sealed_files()) == []
    assert [path for path in folder.root.rglob("*") if path.is_file()] == []


def _laid_plain(world: World) -> tuple[str, EvidenceFolder]:
    """A case whose documents lie as they lay before evidence was sealed."""
    number = start(world).number
    store: Any = ports().evidence
    plain = EvidenceFolder(root=store.root)
    key = str(Case.objects.get(number=number).pk)
    for row in Document.objects.filter(case__number=number):
        plain.keep(store.read(row.sha256, key=key))
    for path in (store.root / key).iterdir():
        path.unlink()
    return key, plain


def test_plain_files_are_read_and_then_sealed_once(world: World) -> None:
    key, plain = _laid_plain(world)
    hashes = list(Document.objects.values_list("sha256", flat=True))
    for sha256 in hashes:
        assert ports().evidence.read(sha256, key=key)
    done = seal_evidence()
    assert (done.sealed, done.removed) == (5, 5)
    for sha256 in hashes:
        assert ports().evidence.read(sha256, key=key)
        with pytest.raises(EvidenceLostError):
            plain.read(sha256)
    assert seal_evidence().sealed == 0


def test_sealing_cut_off_anywhere_loses_nothing_and_is_taken_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _plain = _laid_plain(world)
    hashes = list(Document.objects.values_list("sha256", flat=True))
    for name in ("is_destroyed", "destroy_private"):
        for after in (0, 2, 4):
            left = [after]
            real = getattr(files_named, name)

            def dies(*given: Any, real: Any = real, left: list[int] = left) -> Any:
                if left[0] == 0:
                    raise KeyboardInterrupt
                left[0] -= 1
                return real(*given)

            with monkeypatch.context() as patch:
                patch.setattr(files_named, name, dies)
                with contextlib.suppress(KeyboardInterrupt):
                    seal_evidence()
            for sha256 in hashes:
                assert ports().evidence.read(sha256, key=key)
    seal_evidence()
    store: Any = ports().evidence
    named = {one.sha256 for one in named_files()}
    assert named.isdisjoint(path.name for path in store.plain_files())


def _try(statement: str, *given: object) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
            return "passed" if cursor.rowcount else "no row"
    except DatabaseError as error:
        return str(error)


def test_a_kept_row_changes_only_when_erased_and_only_to_the_blank(
    world: World,
) -> None:
    number = submit(world).number
    applications.send_message(by=world.officer, case=number, text="Confidential.")
    case = Case.objects.get(number=number)
    blank = "UPDATE casework_message SET text = ''"
    assert "append-only" in _try(blank)
    with transaction.atomic():
        row = record_event(
            kind="erasure",
            case=None,
            actor=None,
            payload={"key": str(case.pk)},
            at=now(),
        )
        KeyRecord.objects.create(
            key_id=str(case.pk), destroyed_at=timezone.now(), erasure=row
        )
    for other in ("rewritten", None):
        assert _try("UPDATE casework_message SET text = %s", other) != "passed"
    assert "append-only" in _try(
        "UPDATE casework_message SET text = '', to_applicant = NOT to_applicant"
    )
    assert "append-only" in _try("DELETE FROM casework_message")
    assert _try(blank) == "passed"
    assert Message.objects.get().text == ""


def test_the_erasure_of_one_case_opens_no_row_of_another(
    world: World, clock: MovingClock
) -> None:
    first, second = refused(world).number, submit(world, "vigil").number
    applications.send_message(by=world.officer, case=second, text="Stays.")
    erase_case(
        case=str(Case.objects.get(number=first).pk),
        actor=None,
        rule="s. 1",
        reason="x",
        at=now(),
    )
    assert not_blank(str(Case.objects.get(number=first).pk)) == ()
    assert "append-only" in _try("UPDATE casework_message SET text = ''")
    assert len(not_blank(str(Case.objects.get(number=second).pk))) > 5


def test_every_kind_of_blank_is_in_use() -> None:
    used = {blank for one in CONTENT for blank in one.columns.values()}
    assert used == set(Blank)


def test_fsck_names_a_file_that_is_gone(world: World) -> None:
    number = submit(world).number
    store: Any = ports().evidence
    key = str(Case.objects.get(number=number).pk)
    path = next(path for path in store.sealed_files() if path.parent.name == key)
    kept = path.read_bytes()
    path.unlink()
    try:
        found = [
            fault for fault in check_database().faults if "Document" in fault.words
        ]
        assert [fault.kind for fault in found] == ["missing"]
    finally:
        path.write_bytes(kept)


def test_fsck_names_what_an_erasure_left(world: World) -> None:
    number = submit(world).number
    key = str(Case.objects.get(number=number).pk)
    erase_case(case=key, actor=None, rule="s. 1", reason="x", at=now())
    key_store().destroy(key)
    assert [
        fault.words for fault in check_database().faults if "erased" in fault.words
    ] == []
    with connection.cursor() as cursor:
        cast = "%s::uuid" if connection.vendor == "postgresql" else "%s"
        cursor.execute(
            f"UPDATE casework_case SET end_user = 'Again' WHERE id = {cast}",  # noqa: S608  # our own words
            [stored_id(Case.objects.get(number=number).pk)],
        )
    words = [fault.words for fault in check_database().faults]
    assert f"casework_case still holds content of the erased case {key}." in words


def test_fsck_names_an_erasure_that_nobody_ordered(world: World) -> None:
    number = submit(world).number
    key = str(Case.objects.get(number=number).pk)
    with transaction.atomic():
        row = record_event(kind="other", case=None, actor=None, payload={}, at=now())
        KeyRecord.objects.create(key_id=key, destroyed_at=now(), erasure=row)
    words = " ".join(fault.words for fault in check_database().faults)
    assert (
        f"Key {key} counts as destroyed, but its entry orders something else." in words
    )
    assert f"Key {key} was destroyed and is here again." in words
    assert settings.LICET_STATE
