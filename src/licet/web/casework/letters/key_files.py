"""Secret keys in files: each encrypted with the passphrase, in a folder closed to others."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.x509.oid import NameOID

from licet.licence import PublishedKey, Purpose, SeedSigner, key_id
from licet.web.casework.letters.errors import KeyStoreError
from licet.web.casework.letters.sign import DocumentSigner

_RSA_BITS: Final = 3072  # P-256 or Ed25519 would make the file PDF 2.0, not PDF/A-3
_CERTIFICATE_LIFE: Final = timedelta(days=3653)
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_SHORTEST: Final = 20  # PKCS#8 stretches little: the passphrase must be drawn at random

_Secret = ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVault:
    """The vault of a plain machine: ``<key id>.pem`` (PKCS#8, encrypted) in one folder.

    Attributes:
        folder: Where they live; made if absent, closed to others.
        passphrase: At least 20 bytes, drawn at random.
    """

    folder: Path
    passphrase: bytes = field(repr=False)

    def draw(self, purpose: Purpose, *, authority: str, at: datetime) -> bytes:
        """Make a key and keep its secret half.

        Raises:
            KeyStoreError: The passphrase is short.
        """
        if len(self.passphrase) < _SHORTEST:
            raise KeyStoreError(
                f"The passphrase has fewer than {_SHORTEST} bytes. Give a longer one."
            )
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        secret: _Secret
        if purpose is Purpose.DOCUMENT:
            secret = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
            public = _certificate(secret, authority, at)
        else:
            secret = ed25519.Ed25519PrivateKey.generate()
            public = secret.public_key().public_bytes_raw()
        _write_secret(self._path(key_id(public)), secret, self.passphrase)
        return public

    def signer(self, key: PublishedKey) -> SeedSigner:
        """The signer of an Ed25519 key.

        Raises:
            KeyStoreError: Missing, open to others, locked, or not the published key.
        """
        secret = self._secret(key.key_id)
        if (
            not isinstance(secret, ed25519.Ed25519PrivateKey)
            or secret.public_key().public_bytes_raw() != key.public_key
        ):
            raise self._other_key(key)
        return SeedSigner(seed=secret.private_bytes_raw())

    def document_signer(self, key: PublishedKey) -> DocumentSigner:
        """The signer of a certificate.

        Raises:
            KeyStoreError: Missing, open to others, locked, or not the published key.
        """
        secret = self._secret(key.key_id)
        certificate = x509.load_der_x509_certificate(key.public_key)
        if secret.public_key() != certificate.public_key():
            raise self._other_key(key)
        return DocumentSigner(
            certificate=key.public_key,
            private_key=secret.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )

    def require_sound(self) -> None:
        """Refuse a folder that other accounts may read.

        Raises:
            KeyStoreError: It is missing or open to others.
        """
        _require_closed(self.folder, [self.folder])

    def holds(self, identifier: str) -> bool:
        """Whether the secret half is still there."""
        return self._path(identifier).exists()

    def destroy(self, identifier: str) -> None:
        """Overwrite and remove a secret half; doing it twice does no harm."""
        path = self._path(identifier)
        if path.exists():
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def _path(self, identifier: str) -> Path:
        return self.folder / f"{identifier}.pem"

    def _secret(self, identifier: str) -> _Secret:
        path = self._path(identifier)
        _require_closed(self.folder, [path])
        try:
            secret = serialization.load_pem_private_key(
                path.read_bytes(), self.passphrase, unsafe_skip_rsa_key_validation=True
            )  # its public half is held against the published one
        except (ValueError, TypeError):
            raise KeyStoreError(
                f"{path} does not open with this passphrase. Set the one it was locked with."
            ) from None
        if not isinstance(secret, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
            raise KeyStoreError(f"{path} is neither an Ed25519 nor an RSA key.")
        return secret

    def _other_key(self, key: PublishedKey) -> KeyStoreError:
        return KeyStoreError(
            f"{self._path(key.key_id)} is not the key that was published. Restore it."
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
