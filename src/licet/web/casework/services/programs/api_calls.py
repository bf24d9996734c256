"""Idempotency keys: a call that is sent again is answered again, never done again.

A key is taken before the act in a transaction of its own, marked in the act's transaction
(``casework.called``), and given its answer after it. The answer is sealed under a key made of the
program's token and the idempotency key, neither of which is stored: who holds the database, or
the operator, cannot read it.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from licet.web.casework.errors import CallKeyReusedError, CallRunningError
from licet.web.casework.models import Case, KeptCall
from licet.web.casework.ports import now
from licet.web.casework.record.called import Call
from licet.web.casework.rights.member_rights import as_id

LEASE = timedelta(seconds=90)  # a try that is silent for longer counts as dead
KEPT = timedelta(hours=48)
LARGEST = 4 * 1024 * 1024  # a larger answer is read anew instead of kept
_INFO = b"licet-kept-answer-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer that a call was given.

    Attributes:
        status: HTTP status.
        headers: The headers that belong to it.
        body: The bytes.
    """

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A call whose act happened, and whose answer is not there or cannot be opened.

    Attributes:
        row: The ledger row of the act.
        case: Number of the case of the act, or empty.
    """

    row: int | None
    case: str


def fingerprint(*, person: str, method: str, address: str, body: str) -> str:
    """What makes two requests the same, as a keyed hash: a body cannot be guessed from it."""
    parts = json.dumps([person, method, address, body])
    return salted_hmac("licet.kept-call", parts, algorithm="sha256").hexdigest()


def take_key(
    *, person: str, key: str, request: str, token: str
) -> Call | Answered | Done:
    """Take an idempotency key for a call.

    Args:
        person: Who calls; empty without a token.
        key: The key as sent.
        request: The fingerprint of the call.
        token: The token as sent; it opens the kept answer.

    Returns:
        The call to be made; or what a former try left: its answer, or that it is done.

    Raises:
        CallKeyReusedError: The key belongs to another request.
        CallRunningError: The same call is still at work.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    at = now()
    mine = {"person": person, "digest": digest}
    fresh = {"fingerprint": request, "begun_at": at, "leased_until": at + LEASE}
    try:
        with transaction.atomic():
            row, made = KeptCall.objects.get_or_create(**mine, defaults=fresh)
    except IntegrityError:  # both looked before either wrote
        row, made = KeptCall.objects.get(**mine), False
    if made:
        return Call(key=row.pk)
    if row.fingerprint and row.fingerprint != request:
        raise CallKeyReusedError
    if row.row is not None or row.status is not None:
        return _opened(row, token, key) or Done(row=row.row, case=_case_of(row))
    return _taken_over(row, fresh)


def _taken_over(row: KeptCall, fresh: dict[str, Any]) -> Call:
    """Go on where a former try died without an act, or was refused."""
    still = KeptCall.objects.filter(
        pk=row.pk,
        attempt=row.attempt,
        row__isnull=True,
        status__isnull=True,
        leased_until__lte=fresh["begun_at"],
    )
    if not still.update(attempt=F("attempt") + 1, **fresh):
        raise CallRunningError
    return Call(key=row.pk, attempt=row.attempt + 1)


def _case_of(row: KeptCall) -> str:
    found = Case.objects.filter(pk=as_id(row.subject)).values_list("number", flat=True)
    return found.first() or ""


def keep_answer(call: Call, answer: Answered, *, token: str, key: str) -> None:
    """Keep what a call was answered, so that only its sender can read it again."""
    if call.key is None:
        return
    sealed = None
    if len(answer.body) <= LARGEST:
        head = json.dumps(answer.headers).encode()
        content = len(head).to_bytes(4) + head + answer.body
        nonce = secrets.token_bytes(12)
        sealed = nonce + _cipher(token, key).encrypt(nonce, content, _INFO)
    KeptCall.objects.filter(pk=call.key, attempt=call.attempt).update(
        status=answer.status, sealed=sealed
    )


def free_key(call: Call) -> bool:
    """Let the key be used again after a refusal that changed nothing.

    Returns:
        Whether it is free; it is not when an act was entered all the same.
    """
    if call.key is None:
        return False
    freed = KeptCall.objects.filter(
        pk=call.key, attempt=call.attempt, row__isnull=True, status__isnull=True
    ).update(fingerprint="", leased_until=now())
    return freed > 0


def forget_calls() -> int:
    """Delete keys that are older than anybody repeats a call.

    Returns:
        How many went.
    """
    return KeptCall.objects.filter(begun_at__lt=now() - KEPT).delete()[0]


def _cipher(token: str, key: str) -> AESGCM:
    secret = f"{token}\n{key}".encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=_INFO).derive(secret))  # 256 bits


def _opened(row: KeptCall, token: str, key: str) -> Answered | None:
    """The kept answer; nothing when there is none, or the token is another one."""
    if row.sealed is None or row.status is None:
        return None
    sealed = bytes(row.sealed)
    try:
        content = _cipher(token, key).decrypt(sealed[:12], sealed[12:], _INFO)
    except InvalidTag:
        return None
    size = int.from_bytes(content[:4])
    headers = json.loads(content[4 : 4 + size])
    return Answered(status=row.status, headers=headers, body=content[4 + size :])
