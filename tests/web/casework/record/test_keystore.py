"""Keys: made once, wrapped, private, never replaced, destroyed for good."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from licet.web.casework.record.errors import (
    KeyExposedError,
    KeyMissingError,
    SealBrokenError,
)
from licet.web.casework.record.keystore import FileKeyStore, key_store


@pytest.fixture
def keys(tmp_path: Path) -> FileKeyStore:
    return FileKeyStore(root=tmp_path / "keys")


def test_what_is_sealed_opens_under_its_key_and_context_only(
    keys: FileKeyStore,
) -> None:
    sealed = keys.seal("case-1", b"content", b"context")
    assert b"content" not in sealed
    assert keys.unseal("case-1", sealed, b"context") == b"content"
    keys.seal("case-2", b"", b"")
    for key_id, context in (("case-2", b"context"), ("case-1", b"other")):
        with pytest.raises(SealBrokenError):
            keys.unseal(key_id, sealed, context)


def test_every_changed_byte_of_a_seal_is_refused(keys: FileKeyStore) -> None:
    sealed = keys.seal("case-1", b"content", b"")
    for place in range(len(sealed)):
        wrong = bytearray(sealed)
        wrong[place] ^= 1
        with pytest.raises(SealBrokenError):
            keys.unseal("case-1", bytes(wrong), b"")
    with pytest.raises(SealBrokenError):
        keys.unseal("case-1", b"", b"")


def test_files_are_private_and_hold_no_plain_key(keys: FileKeyStore) -> None:
    keys.seal("case-1", b"content", b"")
    keys.log_seed()
    files = [path for path in keys.root.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {
        "case-1.key",
        "installation.key",
        "log.key",
    }
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    folders = [keys.root, keys.root / "data"]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}
    assert keys.log_seed() not in (keys.root / "log.key").read_bytes()


@pytest.mark.parametrize("name", ["installation.key", "data/case-1.key"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_read_is_refused(
    keys: FileKeyStore, name: str, mode: int
) -> None:
    sealed = keys.seal("case-1", b"content", b"")
    (keys.root / name).chmod(mode)
    with pytest.raises(KeyExposedError) as caught:
        keys.unseal("case-1", sealed, b"")
    assert caught.value.code == "key_exposed"
    assert "chmod 600" in str(caught.value)


def test_a_key_is_not_put_into_a_folder_that_others_can_read(
    keys: FileKeyStore,
) -> None:
    (keys.root / "data").mkdir(parents=True)
    (keys.root / "data").chmod(0o755)
    keys.root.chmod(0o700)
    with pytest.raises(KeyExposedError):
        keys.seal("case-1", b"content", b"")


def test_a_lost_key_is_an_error_not_a_new_key(keys: FileKeyStore) -> None:
    with pytest.raises(KeyMissingError):
        keys.unseal("case-1", b"sealed", b"")
    assert not keys.holds("case-1")


def test_a_destroyed_key_is_gone_and_its_bytes_are_overwritten(
    keys: FileKeyStore, tmp_path: Path
) -> None:
    sealed = keys.seal("case-1", b"content", b"")
    path = keys.root / "data" / "case-1.key"
    os.link(path, tmp_path / "kept")
    keys.destroy("case-1")
    assert (tmp_path / "kept").read_bytes() == bytes(len("licet-wrapped-1 1\n") + 60)
    assert not keys.holds("case-1")
    with pytest.raises(KeyMissingError):
        keys.unseal("case-1", sealed, b"")
    keys.destroy("case-1")


@pytest.mark.parametrize(
    "key_id", ["", "../log", "a/b", ".hidden", "a b", "a\n", "-a", "x" * 65]
)
def test_names_that_are_no_key_names_reach_no_file(
    keys: FileKeyStore, key_id: str
) -> None:
    with pytest.raises(KeyMissingError):
        keys.seal(key_id, b"", b"")


def test_an_installation_key_of_another_length_is_refused(keys: FileKeyStore) -> None:
    keys.seal("case-1", b"", b"")
    (keys.root / "installation.key").write_bytes(b"short")
    with pytest.raises(SealBrokenError):
        keys.seal("case-1", b"", b"")


def test_a_data_key_of_another_installation_does_not_open(
    keys: FileKeyStore, tmp_path: Path
) -> None:
    sealed = keys.seal("case-1", b"content", b"")
    other = FileKeyStore(root=tmp_path / "other")
    other.seal("case-1", b"", b"")
    foreign = (other.root / "data" / "case-1.key").read_bytes()
    (keys.root / "data" / "case-1.key").write_bytes(foreign)
    with pytest.raises(SealBrokenError):
        keys.unseal("case-1", sealed, b"")


def test_eight_at_once_make_one_key(keys: FileKeyStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        sealed = list(
            pool.map(lambda n: keys.seal("case-1", b"%d" % n, b""), range(32))
        )
    opened = [keys.unseal("case-1", one, b"") for one in sealed]
    assert opened == [b"%d" % n for n in range(32)]
    names = [path.name for path in (keys.root / "data").iterdir()]
    assert names == ["case-1.key"]


def test_the_key_store_of_the_installation_lies_under_its_state(tmp_path: Path) -> None:
    store = key_store()
    assert store == FileKeyStore(
        root=tmp_path / "keys", passphrase=settings.LICET_KEY_PASSPHRASE
    )
    assert settings.LICET_KEY_PASSPHRASE not in repr(store)


@pytest.mark.parametrize("given", ["", "another one"])
def test_the_installation_key_opens_under_its_passphrase_only(
    tmp_path: Path, given: str
) -> None:
    kept = FileKeyStore(root=tmp_path / "keys", passphrase="a long sentence")
    sealed = kept.seal("case-1", b"content", b"")
    assert kept.unseal("case-1", sealed, b"") == b"content"
    file = (tmp_path / "keys" / "installation.key").read_bytes()
    assert file.startswith(b"licet-installation-1\n")
    other = FileKeyStore(root=tmp_path / "keys", passphrase=given)
    with pytest.raises(SealBrokenError):
        other.unseal("case-1", sealed, b"")


def test_a_key_made_before_there_was_a_passphrase_still_opens(
    keys: FileKeyStore,
) -> None:
    sealed = keys.seal("case-1", b"content", b"")
    later = FileKeyStore(root=keys.root, passphrase="a long sentence")
    assert later.unseal("case-1", sealed, b"") == b"content"
