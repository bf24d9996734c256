"""What of the record can be checked offline: receipts, promises, sealed bundles."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.kernel import EvidenceError
from licet.licence import Answer, Reason, Verdict

if TYPE_CHECKING:
    from licet.ledger import (
        BundleCheck,
        Checkpoint,
        Signed,
        VerifierKey,
        WitnessPolicy,
    )

RECEIPT = b"c2sp.org/tlog-proof@v1"
PROMISE = b"licet promise v1"
MANIFEST_FILE = "manifest.json"
SEALED = "sealed bundle"


def unsettled(code: str, words: str, form: str | None = None) -> Verdict:
    """The third answer: nothing is proven, and why."""
    reason = Reason(code=code, words=words)
    return Verdict(answer=Answer.NOT_CONFIRMED, reasons=(reason,), form=form)


def check_record(
    data: bytes,
    log_keys: tuple[str, ...],
    later: str | None = None,
    *,
    policy: Path | None = None,
) -> Verdict:
    """A receipt or a promise of the public log.

    Args:
        data: The document.
        log_keys: The published keys of the log.
        later: Folder or address of the log as it is now; the receipt must stand in it.
        policy: File of a witness policy: without its quorum nothing is confirmed.
    """
    if not log_keys:
        words = "The key set names no key of the public log. Fetch it again."
        return unsettled("no_log_keys", words, "receipt")
    try:
        if data.startswith(PROMISE):
            return _check_promise(data, log_keys)
        return _check_receipt(data, log_keys, later, _asked(policy))
    except EvidenceError as error:
        reason = Reason(code=error.code, words=str(error))
        return Verdict(answer=Answer.NOT_VALID, reasons=(reason,), form="receipt")


def _check_promise(data: bytes, log_keys: tuple[str, ...]) -> Verdict:
    from licet.ledger import parse_key, verify_promise

    promise = verify_promise(data, [parse_key(text) for text in log_keys])
    return unsettled(
        "promised",
        f"The log {promise.origin} signed at {promise.at:%Y-%m-%d %H:%M} UTC that this "
        "act will be in it. Ask for the proof.",
        "receipt",
    )


def _asked(policy: Path | None) -> "WitnessPolicy | None":
    from licet.cli.fsck import read_policy

    return None if policy is None else read_policy(policy)


def _confirmed(
    verdict: Verdict, policy: "WitnessPolicy | None", *ways: "Iterable[Signed]"
) -> Verdict:
    """A valid verdict, unless the policy asks for witnesses that signed in none of the ways."""
    if policy is None or verdict.answer is not Answer.VALID:
        return verdict
    signers = [[one.key for one in signed] for signed in ways]
    if any(policy.is_reached(keys) for keys in signers):
        words = f"The quorum of witnesses is reached: {policy.explain(signers[-1])}."
        said = Reason(code="quorum_reached", words=words)
        return replace(verdict, reasons=(*verdict.reasons, said))
    words = (
        f"The quorum of witnesses is not reached: {policy.explain(signers[-1])}. Without it "
        "another tree may have been shown to others. Ask for a newer receipt, or give --log."
    )
    said = Reason(code="no_quorum", words=words)
    return replace(
        verdict, answer=Answer.NOT_CONFIRMED, reasons=(said, *verdict.reasons)
    )


def _check_receipt(
    data: bytes,
    log_keys: tuple[str, ...],
    later: str | None,
    policy: "WitnessPolicy | None",
) -> Verdict:
    from licet.ledger import parse_key, parse_receipt, verify_receipt

    receipt = parse_receipt(data.decode("utf-8", "replace"))
    if receipt.opening is None:
        words = (
            "The receipt does not hold the act that it proves. Ask for the whole one."
        )
        return unsettled("closed_receipt", words, "receipt")
    keys = [parse_key(text) for text in log_keys]
    witnesses = policy.witness_keys if policy else ()
    proven = verify_receipt(receipt, log=keys, witnesses=witnesses)
    grown: tuple[Reason, ...] = ()
    signed_now: tuple[Signed, ...] = ()
    if later is not None:
        reason, signed_now = _grown(proven.checkpoint, keys, later, witnesses)
        grown = (reason,)
    reason = Reason(
        code="in_log",
        words=f"The act is entry {proven.index} of the log "
        f"{proven.checkpoint.origin}, as signed at {proven.checkpoint.size} entries.",
    )
    verdict = Verdict(
        answer=Answer.VALID,
        reasons=(reason, *grown),
        form="receipt",
        disclosed=(("index", proven.index), ("act", _act(receipt.opening.payload))),
    )
    # The newest tree contains all earlier ones: its cosignatures confirm them too.
    return _confirmed(verdict, policy, signed_now, proven.signed)


def _grown(
    earlier: "Checkpoint",
    keys: "list[VerifierKey]",
    later: str,
    witnesses: "tuple[VerifierKey, ...]",
) -> "tuple[Reason, tuple[Signed, ...]]":
    """That the log of now begins with the tree in which the act stands, and who signed it."""
    from licet.cli.fsck import log_source
    from licet.ledger import witnessed_growth

    now, signed = witnessed_growth(
        earlier, source=log_source(later), log=keys, witnesses=witnesses
    )
    words = (
        f"The log at {later} has {now.size} entries and begins with those "
        f"{earlier.size}: nothing before them was changed since."
    )
    return Reason(code="still_in_log", words=words), signed


def _act(payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError:
        return payload.hex()  # what is no JSON is shown as it stands


def check_sealed(
    files: Mapping[str, bytes],
    log_keys: tuple[str, ...],
    *,
    policy: Path | None = None,
) -> Verdict:
    """A sealed bundle of the record: seal, files, and a proof for every act.

    With a policy every receipt must have the quorum: two trees could hide behind one of them.
    """
    if not log_keys:
        words = "No key of the public log was given. Give licet-keys.json with --keys."
        return unsettled("no_log_keys", words, SEALED)
    from licet.ledger import check_bundle, explain_bundle_fault, parse_key

    try:
        asked = _asked(policy)
        found = check_bundle(
            files,
            log=[parse_key(text) for text in log_keys],
            witnesses=asked.witness_keys if asked else (),
        )
    except EvidenceError as error:
        reason = Reason(code=error.code, words=str(error))
        return Verdict(answer=Answer.NOT_VALID, reasons=(reason,), form=SEALED)
    manifest = found.manifest
    faults = tuple(
        Reason(code=f"bundle_{one.kind}", words=explain_bundle_fault(one))
        for one in found.faults
    )
    whole = _whole(found)
    verdict = Verdict(
        answer=Answer.NOT_VALID if faults else Answer.VALID,
        reasons=faults or (whole,),
        form=SEALED,
        disclosed=(
            ("made", dict(manifest.made)),
            ("withheld", [dict(one) for one in manifest.withheld]),
            ("acts", [_told(one.index, one.payload) for one in found.proven]),
        ),
    )
    ways = _ways(found, asked)
    return _confirmed(verdict, asked, *ways)


def _ways(
    found: "BundleCheck", asked: "WitnessPolicy | None"
) -> "Sequence[Sequence[Signed]]":
    """The signatures by which the bundle is confirmed, those that lack the quorum first."""
    lacking = [
        one.signed
        for one in found.proven
        if asked and not asked.is_reached([sign.key for sign in one.signed])
    ]
    return lacking[:1] or [one.signed for one in found.proven[-1:]] or [()]


def _whole(found: "BundleCheck") -> Reason:
    manifest = found.manifest
    return Reason(
        code="sealed",
        words=f"{manifest.subject}: {len(manifest.files)} files as sealed by "
        f"{manifest.origin}; {len(found.proven)} acts proven to stand in its log; "
        f"{len(manifest.withheld)} withheld.",
    )


def _told(index: int, payload: bytes | None) -> dict[str, object]:
    """One proven act in a line: what and when, where the bundle opens it."""
    act = None if payload is None else _act(payload)
    if not isinstance(act, Mapping):
        return {"entry": index}
    return {"entry": index, "kind": act.get("kind"), "at": act.get("at")}


def sealed_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """What a sealed bundle discloses, line by line."""
    for name, value in told.get("made", {}).items():
        yield f"  {name.replace('_', ' ')}: {in_words(value)}"
    for one in told.get("acts", ()):
        yield f"  entry {one['entry']}: {one.get('at', '')} {one.get('kind', 'closed')}"
    for one in told.get("withheld", ()):
        yield f"  withheld: {one['what']}: {one['why']}"


def in_words(value: object) -> str:
    """A value of JSON in a line of plain words."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {in_words(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "; ".join(in_words(inner) for inner in value)
    return "none" if value is None else str(value)
