"""Asking witnesses to cosign: after commit, again and again until they answer.

``LICET_STATE/witnesses.txt`` names them, one a line: address, then one or more verifier keys.
Without the file nobody is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction

from licet.kernel import EvidenceError, InputError
from licet.ledger import Note as SignedNote
from licet.ledger import (
    NoteSignature,
    VerifierKey,
    check_signatures,
    consistency_proof,
    open_reader,
    parse_checkpoint,
    parse_key,
    parse_note,
    parse_signature_line,
    render_request,
)
from licet.web.casework.models.record import (
    Batch,
    Cosignature,
    LedgerRow,
    OutboxRow,
)
from licet.web.casework.record.errors import WitnessRefusedError
from licet.web.casework.record.places import log_directory

COSIGN = "cosign"
TIMEOUT = 5
LARGEST = 1 << 16
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
OK, CONFLICT = 200, 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Somebody outside who cosigns.

    Attributes:
        address: Where ``add-checkpoint`` is below.
        keys: Its verifier keys; at least one must sign.
    """

    address: str
    keys: tuple[VerifierKey, ...]


def witnesses() -> tuple[Witness, ...]:
    """The witnesses of this installation.

    Raises:
        InputError: A line that is no witness.
    """
    path = Path(settings.LICET_STATE) / "witnesses.txt"
    if not path.exists():
        return ()
    found = []
    for line in path.read_text("utf-8").splitlines():
        address, *keys = line.split() or ["#"]
        if address.startswith("#"):
            continue
        if not address.startswith(("http://", "https://")) or not keys:
            msg = f"{path}: {line!r} is no witness. Write its address, then its keys."
            raise InputError(msg)
        known = tuple(parse_key(key) for key in keys)
        found.append(Witness(address=address.rstrip("/"), keys=known))
    return tuple(found)


def want_cosignatures(first: LedgerRow, *, at: datetime) -> None:
    """Promise, in the transaction of a batch, to have it cosigned by every witness.

    Args:
        first: The first row of the batch.
        at: When the batch was sealed.
    """
    for witness in witnesses():
        OutboxRow.objects.create(
            topic=COSIGN, row=first, reference=witness.address, not_before=at
        )


def gather_cosignatures(*, at: datetime) -> int:
    """Ask for what is due; what fails is asked again later, with growing pauses.

    Args:
        at: Now, aware.

    Returns:
        How many witnesses cosigned.
    """
    cosigned = 0
    for witness in witnesses():
        mine = OutboxRow.objects.filter(topic=COSIGN, reference=witness.address)
        newest = mine.select_related("row__leaf__batch").order_by("-pk").first()
        if newest is None or newest.not_before > at:
            continue
        try:
            lines = ask(witness, newest.row.leaf.batch)
        except WitnessRefusedError as error:
            _postpone(newest, error, at)
            continue
        with transaction.atomic():
            for key, line in lines:
                Cosignature.objects.get_or_create(
                    batch=newest.row.leaf.batch,
                    key=key.text,
                    defaults={"line": line.line, "at": at},
                )
            # The newest tree contains all earlier ones: older wishes are granted with it.
            mine.filter(pk__lte=newest.pk).delete()
        cosigned += 1
    return cosigned


def _postpone(wish: OutboxRow, error: WitnessRefusedError, at: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(wish.attempts, 10), LONGEST_PAUSE)
    wish.attempts += 1
    wish.not_before = at + pause
    wish.last_error = str(error)[:200]
    wish.save()


def ask(witness: Witness, batch: Batch) -> list[tuple[VerifierKey, NoteSignature]]:
    """One witness's cosignatures on the checkpoint of a batch, checked.

    Raises:
        WitnessRefusedError: It cannot be reached, refuses, or signs something else.
    """
    last = Cosignature.objects.filter(
        key__in=[key.text for key in witness.keys]
    ).order_by("-batch__size")
    seen = last.values_list("batch__size", flat=True).first() or 0
    status, body = _send(witness, batch, seen)
    if status == CONFLICT and body.strip().isdecimal():
        # It knows another size than we remember: an answer of its got lost on the way.
        status, body = _send(witness, batch, int(body))
    if status != OK:
        raise WitnessRefusedError(witness.address, f"it answers {status}: {body[:80]}")
    return _checked(witness, batch, body)


def _send(witness: Witness, batch: Batch, old: int) -> tuple[int, str]:
    if old > batch.size:
        raise WitnessRefusedError(
            witness.address, f"it has seen {old} entries, more than {batch.size}"
        )
    proof: Sequence[bytes] = ()
    if old:
        proof = consistency_proof(old, batch.size, open_reader(log_directory()))
    body = render_request(old, proof, bytes(batch.checkpoint.note))
    request = Request(  # noqa: S310  # witnesses() lets only http and https in
        f"{witness.address}/add-checkpoint", data=body, method="POST"
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  # as above
            return answer.status, answer.read(LARGEST).decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, error.read(LARGEST).decode("utf-8", "replace")
    except (URLError, OSError) as error:
        raise WitnessRefusedError(witness.address, str(error)) from error


def _checked(
    witness: Witness, batch: Batch, body: str
) -> list[tuple[VerifierKey, NoteSignature]]:
    note = parse_note(bytes(batch.checkpoint.note))
    checkpoint = parse_checkpoint(note.text)
    found = []
    try:
        for line in map(parse_signature_line, body.splitlines()):
            single = SignedNote(text=note.text, signatures=(line,))
            signed = check_signatures(checkpoint, single, witness.keys)
            found += [(one.key, line) for one in signed]
    except EvidenceError as error:
        raise WitnessRefusedError(witness.address, str(error)) from error
    if not found:
        raise WitnessRefusedError(witness.address, "none of its known keys signed")
    return found
