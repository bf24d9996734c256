"""What outsiders check us with: the key set, the status list, the log as static files."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import Http404

from licet.licence import (
    KeySet,
    LicenceStatus,
    Verdict,
    issue_status_list,
    verify,
)
from licet.web.casework.letters.check import verify_pdf
from licet.web.casework.letters.keys import DocumentKeys
from licet.web.casework.papers import Papers
from licet.web.casework.ports import now, ports
from licet.web.casework.record.checkpoints import log_keys, served_note
from licet.web.casework.record.export import log_directory
from licet.web.casework.selectors import licences

STATUS_LIST = 1
# How long a verifier without a network may rely on a status list.
LIFETIME = timedelta(hours=24)
_STATES = {"issued": LicenceStatus.VALID}


def _keys(at: datetime) -> DocumentKeys:
    return cast("Papers", ports().documents).keys(at)


def key_set() -> KeySet:
    """The authority's published keys, those of the log among them."""
    at = now()
    logs = tuple(str(key) for key in log_keys())
    return replace(_keys(at).key_set, log_keys=logs, published_at=at)


def status_list() -> str:
    """The status list of this moment, signed."""
    states = {
        place: _STATES.get(state) or LicenceStatus(state)
        for place, state in licences.statuses()
    }
    at = now()
    return issue_status_list(
        states,
        uri=f"{settings.LICET_URL}/status/{STATUS_LIST}",
        issued_at=at,
        lifetime=LIFETIME,
        signer=_keys(at).status,
    )


def check_text(text: str) -> Verdict:
    """Check a printed code or the signed text form, as anybody may."""
    return verify(
        text, keys=key_set(), status=status_list(), at=now(), max_status_age=LIFETIME
    )


def check_pdf(pdf: bytes) -> Verdict:
    """Check a PDF, as anybody may."""
    return verify_pdf(
        pdf, keys=key_set(), status=status_list(), at=now(), max_status_age=LIFETIME
    )


def checkpoint() -> str:
    """The signed checkpoint that the served files belong to."""
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
