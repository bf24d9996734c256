"""Checkpoints (C2SP tlog-checkpoint) and cosignatures on them (C2SP tlog-cosignature)."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from licet.ledger.encoding import (
    decode_decimal,
    decode_hash,
    encode_base64,
)
from licet.ledger.errors import MalformedError, SignatureError
from licet.ledger.keys import SignatureKind, Signer, VerifierKey, verify_bytes
from licet.ledger.notes import Note, NoteSignature, parse_note

_TIME = struct.Struct(">Q")
_MIN_LINES = 3
_MAX_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a log states about itself: it has ``size`` entries and this root.

    Attributes:
        origin: The unique name of the log.
        size: How many entries the tree has.
        root: The root hash at that size.
        extensions: Further lines; Licet writes none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), encode_base64(self.root))
        return "\n".join((*lines, *self.extensions)) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature that was checked.

    Attributes:
        key: Whose it is.
        at: The time it states in seconds since 1970, or ``None`` for the untimed kind.
    """

    key: VerifierKey
    at: int | None


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; it must write back the same.

    Raises:
        MalformedError: Missing lines, an odd number, or a root that is no hash.
    """
    what = "checkpoint"
    lines = text.split("\n")
    if len(lines) <= _MIN_LINES or lines.pop() or not all(lines):
        raise MalformedError(what, "it does not have three full lines")
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin=origin,
        size=decode_decimal(size, what=what),
        root=decode_hash(root, what=what),
        extensions=tuple(extensions),
    )


def signed_message(checkpoint: Checkpoint, key: VerifierKey, at: int) -> bytes:
    """The bytes that a key of this kind signs for a checkpoint.

    Args:
        checkpoint: What is signed.
        key: Who signs; ML-DSA-44 binds the name.
        at: Seconds since 1970; the untimed kind does not use it.

    Raises:
        MalformedError: A name too long for the ML-DSA-44 form, or extension lines there.
    """
    kind = key.kind
    match kind:
        case SignatureKind.ED25519:
            return checkpoint.text.encode()
        case SignatureKind.ED25519_COSIGNATURE:
            return f"cosignature/v1\ntime {at}\n{checkpoint.text}".encode()
        case SignatureKind.ML_DSA_44_COSIGNATURE:
            return _subtree_message(checkpoint, key.name, at)
        case _:
            assert_never(kind)


def _subtree_message(checkpoint: Checkpoint, name: str, at: int) -> bytes:
    names = [part.encode() for part in (name, checkpoint.origin)]
    if any(len(part) > _MAX_NAME for part in names):
        raise MalformedError("name", f"it is longer than {_MAX_NAME} bytes")
    cosigner, origin = (bytes([len(part)]) + part for part in names)
    sizes = _TIME.pack(0) + _TIME.pack(checkpoint.size)
    return (
        b"subtree/v1\n\x00" + cosigner + _TIME.pack(at) + origin + sizes
        + checkpoint.root
    )  # fmt: skip


def cosign(checkpoint: Checkpoint, signer: Signer, *, at: int = 0) -> NoteSignature:
    """Sign a checkpoint: by the log itself, or by a witness that saw it grow.

    Args:
        checkpoint: What is signed.
        signer: A key of any kind.
        at: When, in seconds since 1970; only timed kinds carry it.

    Returns:
        The line to add to the note.
    """
    key = signer.key
    bare = signer.sign(signed_message(checkpoint, key, at))
    stamp = _TIME.pack(at) if key.kind.timed else b""
    return NoteSignature(name=key.name, key_id=key.key_id, signature=stamp + bare)


def sign_checkpoint(
    checkpoint: Checkpoint, signers: Iterable[Signer], *, at: int = 0
) -> Note:
    """A checkpoint as a signed note.

    Raises:
        MalformedError: The checkpoint would not read back as it is.
    """
    signatures = tuple(cosign(checkpoint, signer, at=at) for signer in signers)
    note = parse_note(
        Note(text=checkpoint.text, signatures=signatures).render().encode()
    )
    if parse_checkpoint(note.text) != checkpoint:
        raise MalformedError("checkpoint", "it would not read back as it is")
    return note


def check_line(checkpoint: Checkpoint, key: VerifierKey, sign: NoteSignature) -> Signed:
    """Check one signature line of a known key.

    Raises:
        SignatureError: It is cut, or not the key's signature over this checkpoint.
    """
    raw, at = sign.signature, None
    if key.kind.timed:
        stamp, raw = raw[: _TIME.size], raw[_TIME.size :]
        at = int.from_bytes(stamp, "big")
    if len(raw) != key.kind.signature_size or (at or 0) >= 1 << 63:
        raise SignatureError(key.name, "its signature has an impossible form")
    verify_bytes(key, raw, signed_message(checkpoint, key, at or 0))
    return Signed(key=key, at=at)


def check_signatures(
    checkpoint: Checkpoint, note: Note, keys: Sequence[VerifierKey]
) -> tuple[Signed, ...]:
    """Check every signature line of a known key; lines of others are passed over.

    Raises:
        SignatureError: A line of a known key is false.
    """
    return tuple(
        check_line(checkpoint, key, sign)
        for key in keys
        for sign in note.signatures
        if sign.is_by(key)
    )


def open_checkpoint(
    data: bytes,
    *,
    log: Sequence[VerifierKey],
    witnesses: Sequence[VerifierKey] = (),
    quorum: int = 0,
) -> tuple[Checkpoint, tuple[Signed, ...]]:
    """Read a signed checkpoint and hold it only when enough trusted keys signed it.

    Args:
        data: The signed note.
        log: The keys of the log, present and past; one of them must have signed.
        witnesses: Keys of witnesses that are trusted.
        quorum: How many of these witnesses must have cosigned.

    Returns:
        The checkpoint, and the signatures that hold.

    Raises:
        MalformedError: Not a checkpoint.
        SignatureError: The log or too few witnesses signed, or a known key's line is false.
    """
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    signed = check_signatures(checkpoint, note, [*log, *witnesses])
    by = {one.key for one in signed}
    if by.isdisjoint(log):
        raise SignatureError(checkpoint.origin, "the log's own key did not sign it")
    seen = len({key.name for key in by.intersection(witnesses)})
    if seen < quorum:
        raise SignatureError(
            "witnesses", f"{seen} of {quorum} required ones cosigned it"
        )
    return checkpoint, signed
