"""The document keys in files: encrypted, closed to others, published without the secret.

One folder holds, for each key that ever signed, ``<key id>.pem`` (PKCS#8, encrypted with
the passphrase) and ``licet-keys.json``, the key set as published. An adapter for a token
or a key service offers the same three signers and the same set.
"""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.x509.oid import NameOID

from licet.licence import (
    KeySet,
    PublishedKey,
    Purpose,
    SeedSigner,
    Signer,
    key_id,
    read_key_set,
)
from licet.web.casework.letters.errors import KeyStoreError
from licet.web.casework.letters.sign import DocumentSigner

PUBLISHED: Final = "licet-keys.json"
_RSA_BITS: Final = 3072  # P-256 or Ed25519 would make the file PDF 2.0, not PDF/A-3
_CERTIFICATE_LIFE: Final = timedelta(days=3653)
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_SHORTEST: Final = 20  # PKCS#8 stretches little: the passphrase must be drawn at random

_Secret = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


class DocumentKeyPort(Protocol):
    """What issuing needs of any key store."""

    @property
    def key_set(self) -> KeySet:
        """The set as published."""

    @property
    def licence(self) -> Signer:
        """Signs licences and codes."""

    @property
    def status(self) -> Signer:
        """Signs status lists."""

    @property
    def document(self) -> DocumentSigner:
        """Signs PDF files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKeys:
    """The file adapter, unlocked."""

    folder: Path
    key_set: KeySet
    licence: SeedSigner
    status: SeedSigner
    document: DocumentSigner


def create_keys(
    folder: Path, passphrase: bytes, *, issuer: str, authority: str, at: datetime
) -> DocumentKeys:
    """Make the first keys of an authority.

    Args:
        folder: Where they are to live; made if absent, closed to others.
        passphrase: At least 20 bytes, drawn at random.
        issuer: Web address that names the authority in signed claims.
        authority: Its name, for the certificate.
        at: From when the keys count.

    Returns:
        The keys, unlocked.

    Raises:
        KeyStoreError: The folder holds keys already, or the passphrase is short.
    """
    if (folder / PUBLISHED).exists():
        raise KeyStoreError(
            f"{folder} holds keys already. Rotate them, or choose another folder."
        )
    empty = KeySet(authority=issuer, published_at=at, keys=())
    return _renew(folder, passphrase, empty, authority, at)


def rotate_keys(
    folder: Path, passphrase: bytes, *, authority: str, at: datetime
) -> DocumentKeys:
    """Replace all three keys; the old ones go on proving what they signed.

    Args:
        folder: The key folder.
        passphrase: Opens the old keys and locks the new ones.
        authority: Name for the new certificate.
        at: When the old keys end and the new ones begin.

    Returns:
        The new keys, unlocked.

    Raises:
        KeyStoreError: The folder holds no usable keys.
    """
    old = open_keys(folder, passphrase).key_set
    ends = _second(at) + timedelta(seconds=1)  # documents state whole seconds
    closed = tuple(
        key if key.valid_until is not None else replace(key, valid_until=ends)
        for key in old.keys
    )
    return _renew(folder, passphrase, replace(old, keys=closed), authority, at)


def mark_compromised(
    folder: Path, compromised: str, *, since: datetime, at: datetime
) -> KeySet:
    """Publish that a secret key is in other hands. Rotate first if it is in use.

    Args:
        folder: The key folder.
        compromised: Identifier of the key.
        since: From when its signatures prove nothing.
        at: Time of this edition of the set.

    Returns:
        The set as it is now published.

    Raises:
        KeyStoreError: The set does not hold that key.
    """
    old = _read_published(folder)
    if compromised not in {key.key_id for key in old.keys}:
        raise KeyStoreError(
            f"{folder} holds no key {compromised}. Take the identifier from {PUBLISHED}."
        )
    keys = tuple(
        replace(key, compromised_at=since) if key.key_id == compromised else key
        for key in old.keys
    )
    marked = replace(old, keys=keys, published_at=at)
    _publish(folder, marked)
    return marked


def open_keys(folder: Path, passphrase: bytes) -> DocumentKeys:
    """Unlock the keys in use.

    Args:
        folder: The key folder.
        passphrase: What locked them.

    Returns:
        The newest key of each purpose, with the published set.

    Raises:
        KeyStoreError: Missing, open to others, locked with another passphrase, or not
            the key that was published.
    """
    _require_closed(folder, [folder])
    key_set = _read_published(folder)
    newest = {
        purpose: _newest(key_set, purpose, folder)
        for purpose in (Purpose.LICENCE, Purpose.STATUS, Purpose.DOCUMENT)
    }
    return DocumentKeys(
        folder=folder,
        key_set=key_set,
        licence=_seed_signer(folder, newest[Purpose.LICENCE], passphrase),
        status=_seed_signer(folder, newest[Purpose.STATUS], passphrase),
        document=_document_signer(folder, newest[Purpose.DOCUMENT], passphrase),
    )


def _renew(
    folder: Path, passphrase: bytes, old: KeySet, authority: str, at: datetime
) -> DocumentKeys:
    begins = _second(at)
    if len(passphrase) < _SHORTEST:
        raise KeyStoreError(
            f"The passphrase has fewer than {_SHORTEST} bytes. Give a longer one."
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made: list[PublishedKey] = []
    for purpose in (Purpose.LICENCE, Purpose.STATUS):
        secret = ed25519.Ed25519PrivateKey.generate()
        public = secret.public_key().public_bytes_raw()
        made.append(_published("EdDSA", public, purpose, begins))
        _write_secret(folder / f"{key_id(public)}.pem", secret, passphrase)
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    certificate = _certificate(rsa_key, authority, begins)
    made.append(_published("RS256", certificate, Purpose.DOCUMENT, begins))
    _write_secret(folder / f"{key_id(certificate)}.pem", rsa_key, passphrase)
    _publish(folder, replace(old, keys=(*old.keys, *made), published_at=at))
    return open_keys(folder, passphrase)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _published(
    algorithm: str, public: bytes, purpose: Purpose, at: datetime
) -> PublishedKey:
    return PublishedKey(
        key_id=key_id(public),
        algorithm=algorithm,
        public_key=public,
        purposes=frozenset({purpose}),
        valid_from=at,
    )


def _certificate(secret: rsa.RSAPrivateKey, authority: str, at: datetime) -> bytes:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, authority[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, "Document signing"),
        ]
    )
    public = secret.public_key()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + _CERTIFICATE_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(public), critical=False
        )
        .sign(secret, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def _write_secret(path: Path, secret: _Secret, passphrase: bytes) -> None:
    text = secret.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _publish(folder: Path, key_set: KeySet) -> None:
    fresh = folder / f"{PUBLISHED}.new"
    with fresh.open("wb") as file:
        file.write(key_set.to_bytes())
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o644)
    fresh.replace(folder / PUBLISHED)


def _read_published(folder: Path) -> KeySet:
    try:
        return read_key_set((folder / PUBLISHED).read_bytes())
    except FileNotFoundError:
        raise KeyStoreError(
            f"{folder} holds no keys. Make them first (docs/how-to/keys.md)."
        ) from None


def _newest(key_set: KeySet, purpose: Purpose, folder: Path) -> PublishedKey:
    usable = [
        key
        for key in key_set.keys
        if purpose in key.purposes
        and key.valid_until is None
        and key.compromised_at is None
    ]
    if not usable:
        raise KeyStoreError(
            f"{folder} holds no usable key for {purpose.value}. Rotate the keys."
        )
    return usable[-1]


def _require_closed(folder: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            raise KeyStoreError(
                f"{path} is missing. Restore {folder} from the key backup."
            ) from None
        if mode & _OTHERS:
            raise KeyStoreError(
                f"{path} is open to other accounts ({stat.filemode(mode)}). Close it: "
                f"chmod go= {path}"
            )


def _secret(folder: Path, identifier: str, passphrase: bytes) -> _Secret:
    path = folder / f"{identifier}.pem"
    _require_closed(folder, [path])
    try:
        secret = serialization.load_pem_private_key(
            path.read_bytes(), passphrase, unsafe_skip_rsa_key_validation=True
        )  # its public half is held against the certificate below
    except (ValueError, TypeError):
        raise KeyStoreError(
            f"{path} does not open with this passphrase. Set the one it was locked with."
        ) from None
    if not isinstance(secret, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise KeyStoreError(f"{path} is neither an Ed25519 nor an RSA key.")
    return secret


def _seed_signer(folder: Path, key: PublishedKey, passphrase: bytes) -> SeedSigner:
    secret = _secret(folder, key.key_id, passphrase)
    if (
        not isinstance(secret, ed25519.Ed25519PrivateKey)
        or secret.public_key().public_bytes_raw() != key.public_key
    ):
        raise _other_key(folder, key)
    return SeedSigner(seed=secret.private_bytes_raw())


def _document_signer(
    folder: Path, key: PublishedKey, passphrase: bytes
) -> DocumentSigner:
    secret = _secret(folder, key.key_id, passphrase)
    certificate = x509.load_der_x509_certificate(key.public_key)
    if secret.public_key() != certificate.public_key():
        raise _other_key(folder, key)
    return DocumentSigner(
        certificate=key.public_key,
        private_key=secret.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def _other_key(folder: Path, key: PublishedKey) -> KeyStoreError:
    return KeyStoreError(
        f"{folder / key.key_id}.pem is not the key that was published. Restore it."
    )
