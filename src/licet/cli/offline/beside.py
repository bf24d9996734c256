"""What a reader may hold beside a licence: receipts of its issue, and status lists seen before."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from licet.kernel import EvidenceError
from licet.licence import (
    KeySet,
    LoggedIssue,
    Verdict,
    read_status_list,
    status_trusted,
)

_ISSUES = frozenset({"keep_licence_documents", "keep_letter"})
_BROKEN = frozenset({"status_rolled_back", "status_undone"})
_HASH = 64


def logged_issue(receipt: bytes, log_keys: tuple[str, ...]) -> LoggedIssue | None:
    """What a receipt proves of the issue of documents.

    Args:
        receipt: The tlog-proof with the act inside.
        log_keys: The published keys of the log.

    Returns:
        Entry and hashes; ``None`` for a receipt of another act.

    Raises:
        EvidenceError: It proves nothing.
    """
    from licet.ledger import parse_key, parse_receipt, verify_receipt

    parsed = parse_receipt(receipt.decode("utf-8", "replace"))
    if parsed.opening is None:
        return None
    proven = verify_receipt(parsed, log=[parse_key(text) for text in log_keys])
    try:
        act = json.loads(parsed.opening.payload)
        if act["kind"] not in _ISSUES:
            return None
    except (ValueError, KeyError, TypeError):
        return None
    return LoggedIssue(
        index=proven.index, digests=frozenset(_hashes(act.get("payload")))
    )


def logged_issues(
    receipts: Iterable[bytes], log_keys: tuple[str, ...]
) -> tuple[LoggedIssue, ...]:
    """Every issue that receipts of a bundle prove; those that prove nothing prove nothing."""
    found = []
    for receipt in receipts:
        try:
            issue = logged_issue(receipt, log_keys)
        except EvidenceError:
            continue  # the receipt itself is reported by its own check
        found += [issue] if issue else []
    return tuple(found)


def _hashes(tree: object) -> Iterable[str]:
    if isinstance(tree, dict):
        for inner in tree.values():
            yield from _hashes(inner)
    elif isinstance(tree, str) and len(tree) == _HASH:
        yield tree


def remembered(folder: Path | None) -> tuple[str, ...]:
    """The status lists that were relied on before."""
    if folder is None or not folder.is_dir():
        return ()
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob("*.jwt")))


def remember(
    folder: Path | None, status: str | None, keys: KeySet | None, verdict: Verdict
) -> None:
    """Keep a status list for the next time: the newest one of each address.

    A list that was not signed by the authority, goes back in time or undoes an end is not
    kept: what is remembered can only grow truer.
    """
    if folder is None or status is None or keys is None:
        return
    codes = {reason.code for reason in verdict.reasons}
    if codes & _BROKEN or not status_trusted(status, keys):
        return
    listed = read_status_list(status)[1]
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(listed.uri.encode()).hexdigest()[:16]
    kept = folder / f"{name}.jwt"
    if kept.exists() and _newer(kept.read_text("utf-8"), listed.issued_at.timestamp()):
        return
    fresh = kept.with_suffix(".new")
    fresh.write_text(status, "utf-8")
    fresh.replace(kept)


def _newer(kept: str, at: float) -> bool:
    try:
        return read_status_list(kept)[1].issued_at.timestamp() >= at
    except EvidenceError:
        return False
