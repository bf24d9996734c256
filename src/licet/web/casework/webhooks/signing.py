"""Signatures as Standard Webhooks has them: HMAC-SHA-256 over id, timestamp and body.

A receiver recomputes them with the secret, compares in constant time, and refuses what is older
than five minutes; ``docs/how-to/receive-webhooks.md`` shows how.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """A secret as its owner gets it: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")


def _vault() -> Fernet:
    key = salted_hmac("licet.webhook", settings.SECRET_KEY, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(key.digest()))


def seal(secret: str) -> str:
    """A secret as it rests: a stolen database signs nothing."""
    return _vault().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """A secret that is to sign."""
    return _vault().decrypt(sealed.encode("ascii")).decode()


def signature(secret: str, *, identity: str, timestamp: int, body: bytes) -> str:
    """One signature, with its version before it.

    Args:
        secret: As its owner got it.
        identity: The id of the delivery.
        timestamp: Seconds since 1970 at which it is sent.
        body: The very bytes that are sent.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    told = f"{identity}.{timestamp}.".encode() + body
    digest = hmac.new(key, told, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode('ascii')}"


def headers_of(
    found: Sequence[str], *, identity: str, at: datetime, body: bytes
) -> dict[str, str]:
    """The three headers of a delivery, signed with every secret that counts.

    Args:
        found: The secrets, the newest first.
        identity: The id of the delivery: a receiver that saw it drops the repeat.
        at: When it is sent.
        body: The very bytes that are sent.
    """
    moment = int(at.timestamp())
    signed = (
        signature(one, identity=identity, timestamp=moment, body=body) for one in found
    )
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(signed),
    }


def body_of(*, identity: str, kind: str, number: str, at: datetime) -> bytes:
    """What is sent: id, kind, time and number, and nothing of what happened."""
    told = {
        "id": identity,
        "type": kind,
        "timestamp": at.astimezone(UTC).isoformat(timespec="seconds"),
        "data": {"number": number},
    }
    return json.dumps(told, separators=(",", ":"), sort_keys=True).encode()
