"""What outsiders check us with: the key set, the status list, the log as static files."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import Http404

from licet.licence import (
    KeySet,
    LicenceStatus,
    Role,
    Verdict,
    issue_status_list,
    read_key_set,
    verify,
)
from licet.web.casework.decision.papers import Papers
from licet.web.casework.errors import UnavailableError
from licet.web.casework.letters.check import verify_pdf
from licet.web.casework.letters.keys import DocumentKeys
from licet.web.casework.ports import legal_day, now, ports
from licet.web.casework.record.checkpoints import log_keys, served_note
from licet.web.casework.record.export import log_directory
from licet.web.casework.selectors.licences import licences

STATUS_LIST = 1
KEYS, STATUS = "keys.json", "status.jwt"
# How long a verifier without a network may rely on a status list.
LIFETIME = timedelta(hours=24)
# How long one signed edition is handed out while nothing changes.
RENEWAL = timedelta(seconds=30)
_EDITION = "status-list-edition"
_STATES = {"issued": LicenceStatus.VALID}


def _keys(at: datetime) -> DocumentKeys:
    return cast("Papers", ports().documents).keys(at)


def _handed(name: str) -> bytes | None:
    """What casework handed to the public zone, which holds no keys; ``None`` in other zones."""
    if settings.LICET_SERVES != "public":
        return None
    try:
        return (Path(settings.LICET_PUBLISHED) / name).read_bytes()
    except OSError:
        raise UnavailableError(
            "This is not published yet. It follows within a minute once the worker runs."
        ) from None


def hand_over() -> None:
    """Write what the public zone serves but cannot sign: key set and status list."""
    folder = Path(settings.LICET_PUBLISHED)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name, content in (
        (KEYS, served_keys().to_bytes()),
        (STATUS, status_list().encode()),
    ):
        draft = folder / f".{name}"
        draft.write_bytes(content)
        draft.replace(folder / name)


def key_set() -> KeySet:
    """The authority's published keys, those of the log among them."""
    handed = _handed(KEYS)
    if handed is not None:
        return read_key_set(handed)
    at = now()
    logs = tuple(str(key) for key in log_keys())
    return replace(_keys(at).key_set, log_keys=logs, published_at=at)


def served_keys() -> KeySet:
    """The same as it is served: an edition a minute, so that caches can keep it."""
    edition = key_set()
    minute = edition.published_at.replace(second=0, microsecond=0)
    return replace(edition, published_at=minute)


def status_list() -> str:
    """The status list of this moment, signed; in the public zone the last one handed over.

    An edition is signed anew as soon as any status differs from the one before, and
    otherwise once in half a minute: whoever asks again after ``ttl`` gets one that is
    younger than a minute, and many readers do not make the key sign for each.
    """
    handed = _handed(STATUS)
    if handed is not None:
        return handed.decode()
    at = now()
    states = tuple(licences.statuses(on=legal_day(at)))
    keys = _keys(at)
    uri = f"{settings.LICET_URL}/status/{STATUS_LIST}"
    mark = sha256(repr((uri, states, keys.status.key_id)).encode()).hexdigest()
    held = cache.get(_EDITION)
    if held is not None and held["mark"] == mark:
        age = at - held["at"]
        if timedelta() <= age < RENEWAL:
            return str(held["text"])
    text = issue_status_list(
        {place: _STATES.get(state) or LicenceStatus(state) for place, state in states},
        uri=uri,
        issued_at=at,
        lifetime=LIFETIME,
        signer=keys.status,
    )
    cache.set(_EDITION, {"mark": mark, "at": at, "text": text}, 60)
    return text


def check_text(text: str, role: Role = Role.PUBLIC) -> Verdict:
    """Check a printed code or the signed text form, as anybody may."""
    return verify(
        text,
        keys=key_set(),
        status=status_list(),
        at=now(),
        max_status_age=LIFETIME,
        role=role,
    )


def check_pdf(pdf: bytes, role: Role = Role.PUBLIC) -> Verdict:
    """Check a PDF, as anybody may."""
    return verify_pdf(
        pdf,
        keys=key_set(),
        status=status_list(),
        at=now(),
        max_status_age=LIFETIME,
        role=role,
    )


def checkpoint() -> str:
    """The signed checkpoint that the served files belong to."""
    if (
        settings.LICET_SERVES == "public"
        and not (log_directory() / "checkpoint").exists()
    ):
        raise UnavailableError("The public log has no entry yet.")
    return served_note().decode("utf-8")


def log_file(path: str) -> bytes:
    """One file of the published log.

    Args:
        path: Below ``/log/``.

    Raises:
        Http404: The log has no such file.
    """
    root = log_directory().resolve()
    wanted = (root / path).resolve()
    if not wanted.is_relative_to(root) or not wanted.is_file():
        raise Http404(path)
    return Path(wanted).read_bytes()
