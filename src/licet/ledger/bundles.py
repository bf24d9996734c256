"""Sealed bundles: files, receipts and what was withheld, under one signed manifest.

The seal says that these files belong together and that none was added, taken away or
altered since; the receipts say that the acts in it stand in the log.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from licet.kernel import NotCanonicalError, canonical_bytes
from licet.ledger.entries import entry_of
from licet.ledger.errors import MalformedError, ProofError, SignatureError
from licet.ledger.keys import Signer, VerifierKey
from licet.ledger.notes import parse_note, sign_text, verify_text
from licet.ledger.receipts import ProvenReceipt, parse_receipt, verify_receipt

FORMAT = "licet-bundle/1"
SEAL = "licet bundle v1"
MANIFEST_FILE = "manifest.json"
SEAL_FILE = "manifest.seal"
_SEAL_LINES = 3
_FOLDERS = ("", ".", "..")


class BundleFaultKind(StrEnum):
    """What is wrong with one place of a bundle."""

    MISSING = "missing"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    NOT_PROVEN = "not_proven"
    NOT_NAMED = "not_named"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleFault:
    """One thing that is wrong with a bundle.

    Attributes:
        kind: What is wrong.
        file: Path of the file inside the bundle.
        detail: What a reader needs beyond that.
    """

    kind: BundleFaultKind
    file: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledFile:
    """One file as the manifest names it.

    Attributes:
        path: Where it lies in the bundle.
        sha256: Its hash in hexadecimal.
        size: Its length in bytes.
        about: What it is, in plain words.
        receipt: Whether it is a receipt of the log.
        entry: The entry that names the file's hash, or that the receipt proves; ``None``
            when no entry does.
        commitment: For a receipt that does not open its act, the commitment that it proves.
    """

    path: str
    sha256: str
    size: int
    about: str
    receipt: bool = False
    entry: int | None = None
    commitment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle holds and what was kept out of it.

    Attributes:
        origin: The log that sealed it.
        subject: What it is about, by its number.
        made: Purpose, maker and time as the maker stated them; JSON.
        files: Every file but the manifest and its seal, in the order of their paths.
        withheld: What was kept out, each with ``what`` and ``why``.
    """

    origin: str
    subject: str
    made: Mapping[str, Any]
    files: tuple[BundledFile, ...]
    withheld: tuple[Mapping[str, Any], ...] = ()

    def to_bytes(self) -> bytes:
        """The canonical bytes that the seal is over."""
        return canonical_bytes(
            {
                "format": FORMAT,
                "origin": self.origin,
                "subject": self.subject,
                "made": self.made,
                "files": [
                    {
                        "path": one.path,
                        "sha256": one.sha256,
                        "size": one.size,
                        "about": one.about,
                        "receipt": one.receipt,
                        "entry": one.entry,
                        "commitment": one.commitment,
                    }
                    for one in self.files
                ],
                "withheld": list(self.withheld),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleCheck:
    """What a check of a bundle found; nothing in it is proven where ``faults`` names it.

    Attributes:
        manifest: What the bundle states, under a seal that holds.
        faults: Everything that is wrong, in the order of the paths.
        proven: The receipts that hold, in the order of their entries.
    """

    manifest: Manifest
    faults: tuple[BundleFault, ...]
    proven: tuple[ProvenReceipt, ...]


def file_in_bundle(  # one parameter for each particular of a file
    path: str,
    content: bytes,
    *,
    about: str,
    receipt: bool = False,
    entry: int | None = None,
    commitment: str = "",
) -> BundledFile:
    """Name a file with its hash and size."""
    return BundledFile(
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        about=about,
        receipt=receipt,
        entry=entry,
        commitment=commitment,
    )


def seal_manifest(manifest: Manifest, signer: Signer) -> bytes:
    """The log's signature over a manifest, as a signed note.

    Args:
        manifest: What the bundle holds.
        signer: The log; its name is the manifest's origin.

    Raises:
        SignatureError: The signer is not the origin that the manifest names.
    """
    if signer.key.name != manifest.origin:
        raise SignatureError(manifest.origin, "another log would seal the bundle")
    digest = hashlib.sha256(manifest.to_bytes()).hexdigest()
    return (
        sign_text(f"{SEAL}\n{manifest.origin}\n{digest}\n", [signer]).render().encode()
    )


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; it must write back the same.

    Raises:
        MalformedError: Not a manifest of this format.
    """
    try:
        told = json.loads(data)
        manifest = Manifest(
            origin=told["origin"],
            subject=told["subject"],
            made=told["made"],
            files=tuple(_file(one) for one in told["files"]),
            withheld=tuple(told["withheld"]),
        )
        same = manifest.to_bytes() == data
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        NotCanonicalError,
    ) as error:
        raise MalformedError("manifest", "it lacks what a manifest states") from error
    if not same:
        raise MalformedError("manifest", "it has another spelling")
    paths = [one.path for one in manifest.files]
    if paths != sorted(set(paths)) or not all(map(_is_plain, paths)):
        raise MalformedError("manifest", "its paths are no ordered list of plain names")
    return manifest


_TYPES: Mapping[str, tuple[type, ...]] = {
    "path": (str,),
    "sha256": (str,),
    "size": (int,),
    "about": (str,),
    "receipt": (bool,),
    "entry": (int, type(None)),
    "commitment": (str,),
}


def _file(told: Mapping[str, Any]) -> BundledFile:
    if told.keys() != _TYPES.keys() or not all(
        isinstance(told[name], kinds) for name, kinds in _TYPES.items()
    ):
        raise ValueError(told)
    return BundledFile(**told)


def _is_plain(path: str) -> bool:
    return not any(step in _FOLDERS for step in path.split("/")) and "\\" not in path


def check_bundle(
    files: Mapping[str, bytes],
    *,
    log: Sequence[VerifierKey],
    witnesses: Sequence[VerifierKey] = (),
    quorum: int = 0,
) -> BundleCheck:
    """Check a bundle offline: seal, files, receipts, and the entries that name the files.

    Args:
        files: Every file of the bundle by its path.
        log: The keys of the log, present and past.
        witnesses: Trusted witnesses.
        quorum: How many of them must have cosigned each receipt's checkpoint.

    Returns:
        What is proven and what is wrong.

    Raises:
        MalformedError: There is no manifest or no seal that can be read.
        SignatureError: The seal is not the log's.
    """
    manifest = _sealed_manifest(files, log)
    faults: list[BundleFault] = []
    proven: dict[str, ProvenReceipt] = {}
    for one in manifest.files:
        content = files.get(one.path)
        if content is None:
            faults.append(BundleFault(kind=BundleFaultKind.MISSING, file=one.path))
        elif _is_altered(content, one):
            faults.append(BundleFault(kind=BundleFaultKind.ALTERED, file=one.path))
        elif one.receipt:
            try:
                proven[one.path] = _prove(one, content, log, witnesses, quorum)
            except (MalformedError, SignatureError, ProofError) as error:
                faults.append(_not_proven(one.path, str(error)))
    faults += _unnamed(manifest.files, proven.values())
    faults += _unknown(files, manifest)
    return BundleCheck(
        manifest=manifest,
        faults=tuple(sorted(faults, key=lambda fault: fault.file)),
        proven=tuple(sorted(proven.values(), key=lambda one: one.index)),
    )


def _is_altered(content: bytes, one: BundledFile) -> bool:
    return len(content) != one.size or hashlib.sha256(content).hexdigest() != one.sha256


def _unknown(files: Mapping[str, bytes], manifest: Manifest) -> list[BundleFault]:
    known = {one.path for one in manifest.files} | {MANIFEST_FILE, SEAL_FILE}
    return [
        BundleFault(kind=BundleFaultKind.UNKNOWN, file=path)
        for path in files.keys() - known
    ]


def _sealed_manifest(
    files: Mapping[str, bytes], log: Sequence[VerifierKey]
) -> Manifest:
    for name in (MANIFEST_FILE, SEAL_FILE):
        if name not in files:
            raise MalformedError("sealed bundle", f"{name} is missing")
    data = files[MANIFEST_FILE]
    note = parse_note(files[SEAL_FILE])
    verify_text(note, [key for key in log if not key.kind.timed])
    lines = note.text.split("\n")
    if len(lines) != _SEAL_LINES + 1 or lines[0] != SEAL:
        raise MalformedError("seal", "it is a signature over something else")
    if lines[2] != hashlib.sha256(data).hexdigest():
        raise SignatureError(lines[1], "the seal is over another manifest")
    manifest = read_manifest(data)
    if manifest.origin != lines[1]:
        raise MalformedError("manifest", "it names another log than its seal")
    return manifest


def _not_proven(path: str, why: str) -> BundleFault:
    return BundleFault(kind=BundleFaultKind.NOT_PROVEN, file=path, detail=why)


def _prove(
    named: BundledFile,
    content: bytes,
    log: Sequence[VerifierKey],
    witnesses: Sequence[VerifierKey],
    quorum: int,
) -> ProvenReceipt:
    try:
        entry = entry_of(bytes.fromhex(named.commitment)) if named.commitment else None
        receipt = parse_receipt(content.decode())
    except ValueError as error:
        raise MalformedError("receipt", "it is no text of this format") from error
    found = verify_receipt(
        receipt, log=log, witnesses=witnesses, quorum=quorum, entry=entry
    )
    if found.index != named.entry:
        raise ProofError(
            f"it proves entry {found.index}, the manifest says {named.entry}"
        )
    return found


def _unnamed(
    files: Iterable[BundledFile], proven: Iterable[ProvenReceipt]
) -> list[BundleFault]:
    """Files that say an entry names them, where the opened entry does not."""
    opened = {one.index: one.payload for one in proven if one.payload is not None}
    return [
        BundleFault(
            kind=BundleFaultKind.NOT_NAMED, file=one.path, detail=f"entry {one.entry}"
        )
        for one in files
        if not one.receipt
        and one.entry is not None
        and one.sha256.encode() not in opened.get(one.entry, b"")
    ]
