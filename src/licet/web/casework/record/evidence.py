"""Evidence at rest: every file sealed under the data key of its case, under a name only that key tells.

A file lies under ``evidence/<key id>/<name>``; the name is a keyed hash of the content's hash,
so that nobody without the key can ask whether a known document is here. Files of the first form
(plain, ``evidence/<two digits>/<SHA-256>``) are still read until they are sealed.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from licet.kernel import EvidenceError
from licet.web.casework.application.files import (
    EvidenceFolder,
    EvidenceLostError,
    write_whole,
)
from licet.web.casework.record.errors import KeyDestroyedError, KeyMissingError
from licet.web.casework.record.keystore import KeyStore, key_store
from licet.web.casework.record.private_files import sync_folder

_FORM = b"licet-sealed-1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEvidence:
    """Evidence as sealed files, a folder for each data key.

    Attributes:
        root: ``LICET_STATE/evidence``.
    """

    root: Path

    def keep(self, content: bytes, *, key: str) -> str:
        """Seal, write, sync and rename; the same bytes are kept once under a key.

        Args:
            content: All of it; uploads are capped before they come here.
            key: The data key that seals it: that of its case or opinion.

        Returns:
            The SHA-256 of the content in hexadecimal.

        Raises:
            KeyDestroyedError: The case was erased.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        keys = key_store()
        path = self._path(keys, sha256, key, make=True)
        if path.exists():
            return sha256
        sealed = _FORM + keys.seal(key, content, _context(key, sha256))
        write_whole(path, sealed)
        return sha256

    def read(self, sha256: str, *, key: str) -> bytes:
        """The bytes, opened and checked; a file of the first form as it lies.

        Raises:
            KeyDestroyedError: The case was erased.
            EvidenceLostError: Gone, or altered.
        """
        keys = key_store()
        try:
            path = self._path(keys, sha256, key, make=False)
            sealed = path.read_bytes()
        except (OSError, KeyMissingError):
            if key in keys.destroyed():
                raise KeyDestroyedError(key) from None
            return self.plain.read(sha256)
        if not sealed.startswith(_FORM):
            raise EvidenceLostError(sha256)
        try:
            content = keys.unseal(key, sealed[len(_FORM) :], _context(key, sha256))
        except EvidenceError:
            raise EvidenceLostError(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise EvidenceLostError(sha256)
        return content

    def is_sealed(self, sha256: str, *, key: str) -> bool:
        """Whether a file lies here sealed under the key."""
        keys = key_store()
        return keys.holds(key) and self._path(keys, sha256, key, make=False).exists()

    def holds(self, key: str) -> bool:
        """Whether a folder of the key is here, be it empty."""
        return (self.root / key).is_dir()

    def empty(self, key: str) -> None:
        """Remove every file sealed under a key; the empty folder stays until all is settled."""
        folder = self.root / key
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        sync_folder(folder)

    def forget(self, key: str) -> None:
        """Remove the emptied folder of a key; again does no harm."""
        shutil.rmtree(self.root / key, ignore_errors=True)

    @property
    def plain(self) -> EvidenceFolder:
        """The files of the first form."""
        return EvidenceFolder(root=self.root)

    def plain_files(self) -> Iterator[Path]:
        """Every file that still lies here as it came."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path for path in folder.iterdir() if path.is_file())

    def sealed_files(self) -> Iterator[Path]:
        """Every sealed file."""
        for folder in sorted(self.root.glob("*-*")):
            for path in sorted(folder.iterdir()):
                if not path.name.startswith("."):
                    yield path

    def _path(self, keys: KeyStore, sha256: str, key: str, *, make: bool) -> Path:
        name = keys.name(key, b"evidence\n" + bytes.fromhex(sha256), make=make)
        return self.root / key / name


def _context(key: str, sha256: str) -> bytes:
    return b"licet-evidence-1\n" + key.encode() + b"\n" + sha256.encode()
