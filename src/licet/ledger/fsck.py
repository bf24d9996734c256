"""Check a whole log from its files alone: every byte of every file is accounted for."""

from collections.abc import Iterator, Sequence

from licet.ledger.body import check_body, short_reason
from licet.ledger.checkpoints import Checkpoint, Signed, check_line, parse_checkpoint
from licet.ledger.encoding import HASH_SIZE
from licet.ledger.entries import decode_bundle
from licet.ledger.errors import MalformedError, SignatureError, UnusableKeyError
from licet.ledger.keys import VerifierKey, parse_key
from licet.ledger.model import Examination, Fault, FaultKind, Source
from licet.ledger.notes import Note, NoteSignature, parse_note
from licet.ledger.policy import WitnessPolicy
from licet.ledger.store import CHECKPOINT, KEYS, render_keys
from licet.ledger.tiles import HEIGHT, WIDTH, Tile, layout, parse_path


def fsck(source: Source, keys: Sequence[VerifierKey] = ()) -> tuple[Fault, ...]:
    """What is wrong with a log; nothing when it is whole.

    Args:
        source: Its files.
        keys: The keys that the reader trusts: of the log, and of its witnesses. Without
            them only the keys that came with the log can be used.
    """
    return examine(source, keys).faults


def examine(
    source: Source,
    keys: Sequence[VerifierKey] = (),
    *,
    quorum: int = 0,
    policy: WitnessPolicy | None = None,
) -> Examination:
    """Check a log and say what it states, who signed it and everything that is wrong.

    Args:
        source: Its files.
        keys: The keys that the reader trusts.
        quorum: How many witnesses must have cosigned. With ``keys`` only those count that
            are among them.
        policy: Which witnesses must have cosigned; its keys are trusted as well.
    """
    if policy is not None:
        keys = tuple(dict.fromkeys((*keys, *policy.logs, *policy.witness_keys)))
    data = source.read(CHECKPOINT)
    if data is None:
        return Examination(faults=(_fault(FaultKind.MISSING_FILE, CHECKPOINT),))
    try:
        note = parse_note(data)
        checkpoint = parse_checkpoint(note.text)
    except MalformedError as error:
        fault = _fault(FaultKind.MALFORMED, CHECKPOINT, short_reason(error))
        return Examination(faults=(fault,))
    carried, key_faults = _carried_keys(source, keys)
    signed, sign_faults = _signatures(checkpoint, note, [*keys, *carried])
    sign_faults += _lacking(checkpoint, signed, keys, quorum, policy)
    body_faults = check_body(source, checkpoint)
    stray_faults, files = _strays(source, checkpoint.size)
    return Examination(
        faults=(*key_faults, *sign_faults, *body_faults, *stray_faults),
        checkpoint=checkpoint,
        signed=signed,
        files=files,
        own_keys=not keys,
    )


def _lacking(
    checkpoint: Checkpoint,
    signed: Sequence[Signed],
    keys: Sequence[VerifierKey],
    quorum: int,
    policy: WitnessPolicy | None,
) -> Iterator[Fault]:
    """That fewer witnesses signed than must have."""
    seen = {
        one.key.name
        for one in signed
        if one.key.name != checkpoint.origin and (one.key in keys or not keys)
    }
    if len(seen) < quorum:
        why = f"{len(seen)} of {quorum} witnesses cosigned"
        yield _fault(FaultKind.SIGNATURE, CHECKPOINT, why)
    if policy and not policy.is_reached([one.key for one in signed]):
        why = policy.explain([one.key for one in signed])
        yield _fault(FaultKind.SIGNATURE, CHECKPOINT, why)


def _fault(kind: FaultKind, file: str, detail: str = "") -> Fault:
    return Fault(kind=kind, file=file, detail=detail)


def _carried_keys(
    source: Source, trusted: Sequence[VerifierKey]
) -> tuple[list[VerifierKey], list[Fault]]:
    data = source.read(KEYS)
    if data is None:
        return [], []
    try:
        keys = [parse_key(line) for line in data.decode("utf-8").split("\n")[:-1]]
    except (UnicodeDecodeError, UnusableKeyError) as error:
        return [], [_fault(FaultKind.MALFORMED, KEYS, short_reason(error))]
    if render_keys(keys) != data or len(set(keys)) != len(keys):
        return [], [_fault(FaultKind.MALFORMED, KEYS, "a line is cut or doubled")]
    if trusted and not set(trusted) & set(keys):
        why = "none of its keys is one that you trust"
        return [], [_fault(FaultKind.SIGNATURE, KEYS, why)]
    return [key for key in keys if key not in trusted], []


def _signatures(
    checkpoint: Checkpoint, note: Note, keys: Sequence[VerifierKey]
) -> tuple[tuple[Signed, ...], list[Fault]]:
    if not keys:
        return (), [_fault(FaultKind.NO_KEY, CHECKPOINT, "give --key")]
    checked = [_one_signature(checkpoint, sign, keys) for sign in note.signatures]
    signed = tuple(one for one in checked if isinstance(one, Signed))
    faults = [one for one in checked if isinstance(one, Fault)]
    if len(set(note.signatures)) != len(note.signatures):
        why = "a signature stands there twice"
        faults.append(_fault(FaultKind.SIGNATURE, CHECKPOINT, why))
    if not faults and checkpoint.origin not in {one.key.name for one in signed}:
        why = f"{checkpoint.origin} itself did not sign"
        faults.append(_fault(FaultKind.SIGNATURE, CHECKPOINT, why))
    return signed, faults


def _one_signature(
    checkpoint: Checkpoint, sign: NoteSignature, keys: Sequence[VerifierKey]
) -> Signed | Fault:
    key = next((key for key in keys if sign.is_by(key)), None)
    if key is None:
        return _fault(FaultKind.UNKNOWN_SIGNATURE, CHECKPOINT, sign.name)
    try:
        return check_line(checkpoint, key, sign)
    except (SignatureError, UnusableKeyError) as error:
        return _fault(FaultKind.SIGNATURE, CHECKPOINT, short_reason(error))


def _strays(source: Source, size: int) -> tuple[list[Fault], int]:
    """Files that no log of this size has; older partial tiles must be its beginnings."""
    expected = {tile.path for tile in layout(size)} | {CHECKPOINT, KEYS}
    paths = source.paths()
    if paths is None:
        return [], len(expected) - (source.read(KEYS) is None)
    strays = [
        _fault(FaultKind.UNKNOWN_FILE, path)
        for path in paths
        if path not in expected and not _is_beginning(source, path, size)
    ]
    return strays, len(paths)


def _is_beginning(source: Source, path: str, size: int) -> bool:
    """Whether a file is an older partial tile that begins a tile of this log."""
    try:
        tile = parse_path(path)
        width = min(WIDTH, (size >> (HEIGHT * (tile.level or 0))) - tile.index * WIDTH)
        if width <= tile.width:
            return False
        part = source.read(path)
        whole = source.read(Tile(level=tile.level, index=tile.index, width=width).path)
        if part is None or whole is None:
            return False
        if tile.level is None:
            return decode_bundle(part) == decode_bundle(whole)[: tile.width]
    except MalformedError:
        return False
    return part == whole[: tile.width * HASH_SIZE]
