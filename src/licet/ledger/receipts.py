"""Receipts: a promise at once, an offline proof (C2SP tlog-proof) after the batch.

The proof carries salt and payload of one act in its ``extra`` line, so that its holder can
open that act and no other. Without them it proves a public entry and reveals nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from licet.ledger.checkpoints import Checkpoint, Signed, open_checkpoint
from licet.ledger.encoding import (
    decode_base64,
    decode_decimal,
    decode_hash,
    encode_base64,
)
from licet.ledger.entries import ENTRY_VERSION, SALT_SIZE, commitment, entry_of
from licet.ledger.errors import MalformedError, ProofError
from licet.ledger.keys import Signer, VerifierKey
from licet.ledger.notes import parse_note, sign_text, verify_text
from licet.ledger.proofs import verify_inclusion
from licet.ledger.tree import leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
PROMISE = "licet promise v1"
MAX_HASHES = 63
_PROMISE_LINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opens a commitment: its salt and the payload it stands for."""

    salt: bytes
    payload: bytes

    @property
    def entry(self) -> bytes:
        """The public entry that this opens."""
        return entry_of(commitment(self.salt, self.payload))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An offline proof that an entry stands in the log, as read; not verified yet.

    Attributes:
        index: The entry, counted from 0.
        proof: Sibling hashes from the leaf up.
        checkpoint: The signed checkpoint, byte for byte.
        opening: Salt and payload, when the receipt was given to somebody who may open it.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    opening: Opening | None = None

    def render(self) -> str:
        """The receipt as text."""
        lines = [HEADER]
        if self.opening:
            extra = bytes([ENTRY_VERSION]) + self.opening.salt + self.opening.payload
            lines.append(f"extra {encode_base64(extra)}")
        lines.append(f"index {self.index}")
        lines += [encode_base64(node) for node in self.proof]
        return "\n".join(lines) + "\n\n" + self.checkpoint.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenReceipt:
    """A receipt whose signatures and proof hold.

    Attributes:
        index: The entry.
        checkpoint: The tree it stands in.
        signed: Whose signatures hold on that checkpoint.
        payload: The act's canonical bytes, when the receipt opens it.
    """

    index: int
    checkpoint: Checkpoint
    signed: tuple[Signed, ...]
    payload: bytes | None


def parse_receipt(text: str) -> Receipt:
    """Read a receipt; it must write back the same.

    Raises:
        MalformedError: Not a receipt.
    """
    what = "receipt"
    head, blank, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != HEADER or not lines:
        raise MalformedError(what, f"it does not begin with {HEADER}")
    opening = None
    if lines[0].startswith("extra "):
        opening = _opening(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise MalformedError(what, "it does not say which entry it proves")
    index = decode_decimal(lines.pop(0).removeprefix("index "), what=what)
    if len(lines) > MAX_HASHES:
        raise MalformedError(what, f"it has more than {MAX_HASHES} hashes")
    return Receipt(
        index=index,
        proof=tuple(decode_hash(line, what=what) for line in lines),
        checkpoint=checkpoint.encode(),
        opening=opening,
    )


def _opening(encoded: str) -> Opening:
    raw = decode_base64(encoded, what="receipt")
    if len(raw) <= SALT_SIZE or raw[0] != ENTRY_VERSION:
        raise MalformedError("receipt", "its extra line does not open an act")
    return Opening(salt=raw[1 : 1 + SALT_SIZE], payload=raw[1 + SALT_SIZE :])


def verify_receipt(
    receipt: Receipt,
    *,
    log: Sequence[VerifierKey],
    witnesses: Sequence[VerifierKey] = (),
    quorum: int = 0,
    entry: bytes | None = None,
) -> ProvenReceipt:
    """Check a receipt offline.

    Args:
        receipt: As read.
        log: The keys of the log, present and past.
        witnesses: Trusted witnesses.
        quorum: How many of them must have cosigned.
        entry: The public entry, needed when the receipt does not open the act itself.

    Returns:
        What is now proven.

    Raises:
        SignatureError: Not signed by the log, or by too few witnesses.
        ProofError: The entry does not lead to the signed root, or is not known.
    """
    checkpoint, signed = open_checkpoint(
        receipt.checkpoint, log=log, witnesses=witnesses, quorum=quorum
    )
    opened = receipt.opening.entry if receipt.opening else entry
    if opened is None:
        raise ProofError("it does not open its entry, and no entry was given")
    if entry is not None and opened != entry:
        raise ProofError("it opens another entry than the one given")
    verify_inclusion(
        receipt.index,
        checkpoint.size,
        leaf=leaf_hash(opened),
        proof=receipt.proof,
        root=checkpoint.root,
    )
    payload = receipt.opening.payload if receipt.opening else None
    return ProvenReceipt(
        index=receipt.index, checkpoint=checkpoint, signed=signed, payload=payload
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The log's signed word that an entry will be in it.

    Attributes:
        origin: The log.
        entry: The public entry.
        at: When the act was recorded, aware.
    """

    origin: str
    entry: bytes
    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise MalformedError("promise", "its time has no time zone")

    @property
    def text(self) -> str:
        """The text that is signed; no checkpoint can read like it."""
        when = self.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        lines = (PROMISE, self.origin, encode_base64(self.entry), when)
        return "\n".join(lines) + "\n"


def sign_promise(promise: Promise, signer: Signer) -> str:
    """The promise as a signed note."""
    return sign_text(promise.text, [signer]).render()


def verify_promise(data: bytes, log: Sequence[VerifierKey]) -> Promise:
    """Check a promise.

    Raises:
        MalformedError: Not a promise.
        SignatureError: Not signed by the log.
    """
    note = parse_note(data)
    verify_text(note, [key for key in log if not key.kind.timed])
    lines = note.text.split("\n")
    if len(lines) != _PROMISE_LINES + 1 or lines[0] != PROMISE:
        raise MalformedError("promise", "it has other lines")
    try:
        at = datetime.fromisoformat(lines[3])
    except ValueError:
        raise MalformedError("promise", "its time is no time") from None
    entry = decode_base64(lines[2], what="promise")
    promise = Promise(origin=lines[1], entry=entry, at=at)
    if promise.text != note.text:
        raise MalformedError("promise", "it has another spelling")
    return promise
