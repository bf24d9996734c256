import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import load_der_x509_certificate
from tests.licence.samples import CLAIMS
from tests.web.letters.samples import BEGIN, PASSPHRASE

from licet.licence import Purpose, read_key_set
from licet.web.casework.letters import (
    DocumentKeys,
    FileVault,
    KeyStoreError,
    create_keys,
    mark_compromised,
    open_keys,
    rotate_keys,
)

LATER = BEGIN + timedelta(days=30)
ENDED = LATER + timedelta(seconds=1)  # documents state whole seconds


@pytest.fixture
def fresh(tmp_path: Path) -> DocumentKeys:
    return create_keys(
        tmp_path / "keys" / "documents",
        PASSPHRASE,
        issuer=CLAIMS.issuer,
        authority=CLAIMS.authority,
        at=BEGIN,
    )


def test_keys_are_closed_to_others_and_locked(fresh: DocumentKeys) -> None:
    assert stat.S_IMODE(fresh.folder.stat().st_mode) == 0o700
    secrets = sorted(fresh.folder.glob("*.pem"))
    assert len(secrets) == 3
    for path in secrets:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"ENCRYPTED PRIVATE KEY" in path.read_bytes()


def test_the_published_set_holds_three_keys_and_no_secret(fresh: DocumentKeys) -> None:
    text = (fresh.folder / "licet-keys.json").read_bytes()
    found = read_key_set(text)
    assert found == fresh.key_set
    assert [sorted(key.purposes) for key in found.keys] == [
        [Purpose.LICENCE],
        [Purpose.STATUS],
        [Purpose.DOCUMENT],
    ]
    assert fresh.licence.seed.hex().encode() not in text


def test_the_certificate_is_rsa_3072_of_the_authority(fresh: DocumentKeys) -> None:
    certificate = load_der_x509_certificate(fresh.document.certificate)
    assert certificate.public_key().key_size == 3072  # type: ignore[union-attr]  # RSA
    assert CLAIMS.authority in certificate.subject.rfc4514_string()
    assert certificate.not_valid_before_utc == BEGIN


def test_signers_do_not_show_their_secrets(fresh: DocumentKeys) -> None:
    shown = repr(fresh)
    assert "private_key=" not in shown
    assert "seed=" not in shown


def test_keys_open_with_their_passphrase_alone(fresh: DocumentKeys) -> None:
    assert open_keys(fresh.folder, PASSPHRASE) == fresh
    with pytest.raises(KeyStoreError, match="passphrase") as caught:
        open_keys(fresh.folder, b"another passphrase")
    assert caught.value.code == "key_store"


def test_keys_are_not_made_over_keys(fresh: DocumentKeys) -> None:
    with pytest.raises(KeyStoreError, match="already"):
        create_keys(fresh.folder, PASSPHRASE, issuer="i", authority="a", at=BEGIN)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreError, match="fewer than 20"):
        create_keys(tmp_path, b"short", issuer="i", authority="a", at=BEGIN)


def test_a_folder_without_keys_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreError, match="how-to"):
        open_keys(tmp_path, PASSPHRASE)
    with pytest.raises(KeyStoreError, match="missing"):
        open_keys(tmp_path / "nowhere", PASSPHRASE)


@pytest.mark.parametrize("target", ["folder", "secret"])
def test_keys_open_to_other_accounts_are_refused(
    fresh: DocumentKeys, target: str
) -> None:
    secret = fresh.folder / f"{fresh.status.key_id}.pem"
    (fresh.folder if target == "folder" else secret).chmod(0o750)
    with pytest.raises(KeyStoreError, match="chmod go="):
        open_keys(fresh.folder, PASSPHRASE)


def test_a_lost_secret_is_named(fresh: DocumentKeys) -> None:
    (fresh.folder / f"{fresh.licence.key_id}.pem").unlink()
    with pytest.raises(KeyStoreError, match=f"{fresh.licence.key_id}.pem is missing"):
        open_keys(fresh.folder, PASSPHRASE)


def _swap(fresh: DocumentKeys, target: str, source: str) -> None:
    to, origin = (fresh.folder / f"{name}.pem" for name in (target, source))
    to.write_bytes(origin.read_bytes())


def test_another_secret_under_a_published_name_is_found(fresh: DocumentKeys) -> None:
    ids = (fresh.licence.key_id, fresh.status.key_id, fresh.document.key_id)
    licence, status, document = ids
    for target, source in (
        (licence, status),
        (licence, document),
        (document, status),
    ):
        kept = (fresh.folder / f"{target}.pem").read_bytes()
        _swap(fresh, target, source)
        with pytest.raises(KeyStoreError, match="not the key that was published"):
            open_keys(fresh.folder, PASSPHRASE)
        (fresh.folder / f"{target}.pem").write_bytes(kept)


def test_a_key_of_another_kind_is_refused(fresh: DocumentKeys) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSPHRASE),
    )
    (fresh.folder / f"{fresh.licence.key_id}.pem").write_bytes(other)
    with pytest.raises(KeyStoreError, match="neither an Ed25519 nor an RSA"):
        open_keys(fresh.folder, PASSPHRASE)


def test_rotation_closes_the_old_keys_and_keeps_them_published(
    fresh: DocumentKeys,
) -> None:
    new = rotate_keys(fresh.folder, PASSPHRASE, authority=CLAIMS.authority, at=LATER)
    again = rotate_keys(
        fresh.folder,
        PASSPHRASE,
        authority=CLAIMS.authority,
        at=LATER + timedelta(days=1),
    )
    assert new.licence.key_id != fresh.licence.key_id
    assert [key.valid_until for key in new.key_set.keys] == [ENDED] * 3 + [None] * 3
    assert [key.valid_until for key in again.key_set.keys][:3] == [ENDED] * 3
    assert new.key_set.published_at == LATER
    old = new.key_set.find(fresh.licence.key_id, Purpose.LICENCE)
    assert old == replace(fresh.key_set.keys[0], valid_until=ENDED)


def test_a_compromised_key_signs_no_more_until_the_keys_are_rotated(
    fresh: DocumentKeys,
) -> None:
    marked = mark_compromised(fresh.folder, fresh.licence.key_id, since=BEGIN, at=LATER)
    assert [key.compromised_at for key in marked.keys] == [BEGIN, None, None]
    assert marked.published_at == LATER
    with pytest.raises(KeyStoreError, match="no usable key for licence"):
        open_keys(fresh.folder, PASSPHRASE)


def test_an_unknown_key_cannot_be_marked(fresh: DocumentKeys) -> None:
    with pytest.raises(KeyStoreError, match="holds no key 00"):
        mark_compromised(fresh.folder, "00", since=BEGIN, at=LATER)


def test_a_damaged_key_signs_nothing(fresh: DocumentKeys) -> None:
    signer = fresh.document
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    der = other.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    swapped = replace(signer, private_key=der).as_pdf_signer()
    with pytest.raises(InvalidSignature):
        swapped.sign_raw(b"data", "sha256")
    with pytest.raises(KeyStoreError, match="SHA-256 alone"):
        signer.as_pdf_signer().sign_raw(b"data", "sha512")


def test_the_first_document_falls_into_the_time_of_its_key(tmp_path: Path) -> None:
    """Documents state whole seconds: a key made within one must count from its begin."""
    within = BEGIN + timedelta(milliseconds=700)
    made = create_keys(
        tmp_path / "keys",
        PASSPHRASE,
        issuer=CLAIMS.issuer,
        authority=CLAIMS.authority,
        at=within,
    )
    assert all(key.in_force(BEGIN) for key in made.key_set.keys)
    rotated = rotate_keys(
        made.folder, PASSPHRASE, authority=CLAIMS.authority, at=within
    )
    assert all(key.in_force(BEGIN) for key in rotated.key_set.keys)


def test_a_secret_is_destroyed_once_and_again_does_no_harm(
    fresh: DocumentKeys,
) -> None:
    vault = FileVault(folder=fresh.folder, passphrase=PASSPHRASE)
    identifier = fresh.licence.key_id
    assert vault.holds(identifier)
    vault.destroy(identifier)
    vault.destroy(identifier)
    assert not vault.holds(identifier)
    assert PASSPHRASE.decode() not in repr(vault)
