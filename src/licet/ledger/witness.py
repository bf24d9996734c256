"""What a witness does with a checkpoint (C2SP tlog-witness): pure, the server is elsewhere.

The caller holds the state and must check and store in one step: two requests at once must
not both see the same old tree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.ledger.checkpoints import (
    Checkpoint,
    check_signatures,
    cosign,
    parse_checkpoint,
)
from licet.ledger.encoding import decode_decimal, decode_hash, encode_base64
from licet.ledger.errors import MalformedError, ProofError, SignatureError
from licet.ledger.keys import Signer, VerifierKey
from licet.ledger.notes import Note, parse_note
from licet.ledger.proofs import verify_consistency
from licet.ledger.tree import EMPTY_ROOT

MAX_PROOF = 63
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessAnswer:
    """What the witness replies.

    Attributes:
        status: The HTTP status of the protocol.
        body: The reply.
        content_type: Its media type.
        keep: The checkpoint to store before the reply leaves; ``None`` changes nothing.
    """

    status: int
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"
    keep: Checkpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    old: int
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint


def render_request(old: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """The body that a log sends to ``add-checkpoint``.

    Args:
        old: The size that the witness last cosigned.
        proof: Consistency proof from there; empty when ``old`` is 0.
        checkpoint: The signed checkpoint.
    """
    lines = [f"old {old}", *(encode_base64(node) for node in proof), "", ""]
    return "\n".join(lines).encode() + checkpoint


def _parse(body: bytes) -> _Request:
    what = "witness request"
    head, blank, note_bytes = body.partition(b"\n\n")
    lines = head.decode("utf-8", errors="replace").split("\n")
    if not blank or not lines[0].startswith("old ") or len(lines) > MAX_PROOF + 1:
        raise MalformedError(what, "it has no old size, no end, or too many hashes")
    note = parse_note(note_bytes)
    return _Request(
        old=decode_decimal(lines[0].removeprefix("old "), what=what),
        proof=tuple(decode_hash(line, what=what) for line in lines[1:]),
        note=note,
        checkpoint=parse_checkpoint(note.text),
    )


def add_checkpoint(
    body: bytes,
    *,
    seen: Mapping[str, Checkpoint],
    logs: Mapping[str, Sequence[VerifierKey]],
    signers: Sequence[Signer],
    at: int,
) -> WitnessAnswer:
    """Cosign a checkpoint when it continues the one seen last, and only then.

    Args:
        body: The request.
        seen: The last cosigned checkpoint of each origin.
        logs: The keys trusted for each origin.
        signers: The witness's own keys.
        at: Now, in seconds since 1970.

    Returns:
        The reply, and what must be stored before it is sent.
    """
    try:
        request = _parse(body)
    except MalformedError as error:
        return WitnessAnswer(status=400, body=f"{error}\n")
    origin = request.checkpoint.origin
    if origin not in logs:
        return WitnessAnswer(status=404, body="This log is not known here.\n")
    try:
        signed = check_signatures(request.checkpoint, request.note, logs[origin])
    except SignatureError as error:
        return WitnessAnswer(status=403, body=f"{error}\n")
    if not signed:
        return WitnessAnswer(status=403, body="The log's own key did not sign.\n")
    return _judge(request, seen.get(origin)) or WitnessAnswer(
        status=200,
        body="".join(cosign(request.checkpoint, one, at=at).line for one in signers),
        keep=request.checkpoint,
    )


def _judge(request: _Request, last: Checkpoint | None) -> WitnessAnswer | None:
    """Why the witness refuses, or ``None`` when it may cosign."""
    size = last.size if last else 0
    now = request.checkpoint
    if request.old > now.size:
        return WitnessAnswer(status=400, body="The old size is above the new one.\n")
    if request.old != size:
        return _conflict(size)
    if last and now.size == size and now.root != last.root:
        return _conflict(size)
    try:
        _verify_growth(request, last)
    except ProofError as error:
        return WitnessAnswer(status=422, body=f"{error}\n")
    return None


def _conflict(size: int) -> WitnessAnswer:
    return WitnessAnswer(status=409, body=f"{size}\n", content_type=SIZE_TYPE)


def _verify_growth(request: _Request, last: Checkpoint | None) -> None:
    now = request.checkpoint
    if request.old == 0 or last is None:
        if request.proof:
            raise ProofError("nothing can be proven from an empty tree")
        if now.size == 0 and now.root != EMPTY_ROOT:
            raise ProofError("an empty tree has another root")
        return
    verify_consistency(
        last.size,
        now.size,
        old_root=last.root,
        new_root=now.root,
        proof=request.proof,
    )
