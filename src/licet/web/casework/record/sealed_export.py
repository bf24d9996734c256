"""A folder of files in one sealed file that only the holder of another's secret key opens.

X25519 with a key used once, HKDF-SHA-256, AES-256-GCM; inside, a ZIP with a manifest that names
every file with its hash. The form is described in docs/how-to/erase-a-case.md.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import ClassVar

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

from licet.kernel import EvidenceError
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.record.errors import SealBrokenError
from licet.web.casework.record.wrapping import seal_bytes, unseal_bytes

FORM = b"licet-export-1\n"
MANIFEST = "manifest.json"
_SIZE = 32
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no time of this machine in the file


class ExportBrokenError(EvidenceError):
    """An export is not as it was made, or was made for another."""

    code: ClassVar[str] = "export_broken"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The export does not open: {what}. Ask for it again, or use the key for which it "
            "was made."
        )


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files with a manifest of their hashes; the same files give the same bytes."""
    told = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in sorted(files.items())
    }
    manifest = json.dumps({"format": "licet-export/1", "files": told}, indent=1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, manifest.encode()), *sorted(files.items())]:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return out.getvalue()


def sealed_for(content: bytes, *, public_key: bytes) -> bytes:
    """Seal content so that only the holder of the secret key opens it.

    Args:
        content: What :func:`packed` made.
        public_key: The receiver's X25519 key as PEM.

    Raises:
        InvalidInputError: The key is none of this kind.
    """
    try:
        to = load_pem_public_key(public_key)
    except ValueError:
        to = None
    if not isinstance(to, X25519PublicKey):
        raise InvalidInputError(
            {
                "key": "Give an X25519 public key as PEM (openssl genpkey -algorithm X25519)."
            }
        )
    once = X25519PrivateKey.generate()
    ours, theirs = once.public_key().public_bytes_raw(), to.public_bytes_raw()
    key = _key(once.exchange(to), ours, theirs)
    return FORM + ours + seal_bytes(key, content, FORM)


def opened(sealed: bytes, *, secret_key: bytes) -> dict[str, bytes]:
    """The files of an export, each checked against the manifest.

    Raises:
        ExportBrokenError: Altered, cut off, or made for another key.
    """
    own = load_pem_private_key(secret_key, None)
    if not sealed.startswith(FORM) or not isinstance(own, X25519PrivateKey):
        raise ExportBrokenError("it is no export, or the key is not X25519")
    at = len(FORM)
    theirs = sealed[at : at + _SIZE]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(theirs))
        key = _key(shared, theirs, own.public_key().public_bytes_raw())
        content = unseal_bytes(key, sealed[at + _SIZE :], FORM, "export")
    except (SealBrokenError, ValueError):
        raise ExportBrokenError("bytes were altered, or it is for another") from None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(files.pop(MANIFEST))["files"]
    for name, data in files.items():
        if told.get(name, {}).get("sha256") != hashlib.sha256(data).hexdigest():
            raise ExportBrokenError(f"{name} is not in its manifest as it is")
    return files


def _key(shared: bytes, ours: bytes, theirs: bytes) -> bytes:
    return HKDF(SHA256(), _SIZE, salt=None, info=FORM + ours + theirs).derive(shared)
