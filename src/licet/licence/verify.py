"""The check of a licence: valid, not valid, or not confirmed, and why.

Not valid is said only of what is proven: altered, out of its days, ended. What cannot be
settled with the keys and the status at hand is not confirmed, and never valid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from licet.licence import explain
from licet.licence.beside import NOTHING, Beside, document_digest
from licet.licence.disclose import visible, withheld
from licet.licence.errors import SignatureError, UnreadableDocumentError
from licet.licence.keys import KeySet, PublishedKey, Purpose
from licet.licence.model import (
    Answer,
    LicenceStatus,
    Reason,
    Role,
    StatusReference,
    Verdict,
    require_utc,
)
from licet.licence.opened import WHAT, OpenedLicence, open_document
from licet.licence.status import StatusList, read_status_list

SKEW: Final = timedelta(minutes=5)  # clocks of two honest machines
_UNDONE: Final = frozenset({LicenceStatus.VALID, LicenceStatus.SUSPENDED})

_Ground = tuple[Answer, Reason]


def verify(  # noqa: PLR0913 - each is a fact of its own
    document: str,
    *,
    keys: KeySet,
    status: str | None,
    at: datetime,
    max_status_age: timedelta,
    role: Role = Role.PUBLIC,
    beside: Beside = NOTHING,
) -> Verdict:
    """Check a licence without a network.

    Args:
        document: The SD-JWT, or the text of the printed code.
        keys: The authority's published keys.
        status: The status list (JWT) that the licence refers to, or ``None``.
        at: The time asked about, aware.
        max_status_age: How old a status may be and still be relied on; the list's own
            end can only shorten it.
        role: Who asks; limits what the verdict discloses.
        beside: Proofs of the log and lists seen before, if the reader has any.

    Returns:
        The answer with its reasons, the status with its age, and the visible fields.

    Raises:
        LicenceClaimsError: ``at`` has no time zone.
    """
    now = require_utc(at)
    try:
        opened = open_document(document)
        ground = _key_ground(opened, keys, beside.logged(document_digest(document)))
    except UnreadableDocumentError as error:
        return Verdict(answer=Answer.NOT_VALID, reasons=(explain.unreadable(error),))
    except SignatureError as error:
        return Verdict(answer=Answer.NOT_VALID, reasons=(explain.altered(error),))
    if ground is not None and ground[1].code in {"unknown_key", "key_set_older"}:
        return Verdict(answer=ground[0], reasons=(ground[1],), form=opened.form)
    grounds = [] if ground is None else [ground]
    grounds += _day_grounds(opened, keys, now)
    found = _status_found(opened.status, keys, status, now, max_status_age)
    grounds.append(found.ground)
    grounds += _seen_grounds(opened.status, keys, found, beside.seen)
    return _verdict(opened, role, grounds, found)


def _verdict(
    opened: OpenedLicence, role: Role, grounds: list[_Ground], found: "_StatusFound"
) -> Verdict:
    answer = _weigh(grounds)
    return Verdict(
        answer=answer,
        reasons=tuple(reason for own, reason in grounds if own is answer)
        + tuple(reason for own, reason in grounds if own not in {answer, Answer.VALID}),
        form=opened.form,
        number=opened.number,
        status=found.status,
        status_age=found.age,
        disclosed=visible(opened.fields, role),
        withheld=withheld(opened.fields, role),
    )


def _weigh(grounds: list[_Ground]) -> Answer:
    answers = {answer for answer, _ in grounds}
    for answer in (Answer.NOT_VALID, Answer.NOT_CONFIRMED):
        if answer in answers:
            return answer
    return Answer.VALID


def _key_ground(
    opened: OpenedLicence, keys: KeySet, logged: int | None
) -> _Ground | None:
    key = keys.find(opened.key_id, Purpose.LICENCE)
    if key is None:
        return _no_key(opened, keys)
    opened.check(WHAT, key)
    return judge_key_time(key, opened.issued_at, logged)


def _no_key(opened: OpenedLicence, keys: KeySet) -> _Ground:
    if opened.issued_at > keys.published_at:
        reason = explain.key_set_older(opened.key_id, keys.published_at)
        return Answer.NOT_CONFIRMED, reason
    return Answer.NOT_VALID, explain.unknown_key(opened.key_id, keys.published_at)


def judge_key_time(
    key: PublishedKey, signed_at: datetime, logged: int | None = None
) -> tuple[Answer, Reason] | None:
    """Whether a signature counts that a key made at a time.

    Args:
        key: The published key.
        signed_at: The time that the signed document states.
        logged: Number of the proven entry of the log that names the document, if any.

    Returns:
        ``None`` when it counts by itself, else the answer and its reason: valid where the
        log shows that the document is older than the loss of its key.
    """
    if not key.in_force(signed_at):
        return Answer.NOT_VALID, explain.key_not_in_force(key.key_id)
    since, size = key.compromised_at, key.compromised_log_size
    if since is None:
        return None
    proven = logged is not None and size is not None and logged < size
    if proven and signed_at < since:
        reason = explain.issued_before_loss(key.key_id, logged or 0, size or 0)
        return Answer.VALID, reason
    # Whoever has the secret can write any time into what they sign: a signature dated
    # before the loss is not proven false, but proves nothing either.
    answer = Answer.NOT_VALID if signed_at >= since else Answer.NOT_CONFIRMED
    return answer, explain.key_compromised(key.key_id, since)


def _day_grounds(opened: OpenedLicence, keys: KeySet, now: datetime) -> list[_Ground]:
    reasons: list[Reason] = []
    if opened.issuer != keys.authority:
        reasons.append(explain.other_authority(opened.issuer, keys.authority))
    if opened.issued_at > now + SKEW:
        reasons.append(explain.issued_later(opened.issued_at))
    if now < opened.not_before:
        reasons.append(explain.not_yet(opened.not_before))
    if now >= opened.not_after:
        reasons.append(explain.over(opened.not_after))
    return [(Answer.NOT_VALID, reason) for reason in reasons]


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatusFound:
    ground: _Ground
    status: LicenceStatus | None = None
    age: timedelta | None = None
    issued_at: datetime | None = None


def _status_found(
    reference: StatusReference,
    keys: KeySet,
    text: str | None,
    now: datetime,
    limit: timedelta,
) -> _StatusFound:
    if text is None:
        return _StatusFound(ground=(Answer.NOT_CONFIRMED, explain.no_status()))
    try:
        listed = _trusted_list(text, keys)
        status = listed.at(reference.index)
    except (UnreadableDocumentError, SignatureError) as error:
        reason = explain.status_unusable(str(error))
        return _StatusFound(ground=(Answer.NOT_CONFIRMED, reason))
    if listed.uri != reference.uri:
        reason = explain.other_status_list(listed.uri, reference.uri)
        return _StatusFound(ground=(Answer.NOT_CONFIRMED, reason))
    span = max(now - listed.issued_at, timedelta())
    relied = min(limit, listed.expires_at - listed.issued_at)
    return _StatusFound(
        ground=_status_ground(status, listed.issued_at, now, relied),
        status=status,
        age=span,
        issued_at=listed.issued_at,
    )


def _seen_grounds(
    reference: StatusReference, keys: KeySet, found: _StatusFound, seen: tuple[str, ...]
) -> Iterator[_Ground]:
    """What lists of an earlier time say about the one given: an end stays, time goes on."""
    for text in seen:
        try:
            earlier = _trusted_list(text, keys)
            told = earlier.at(reference.index)
        except (UnreadableDocumentError, SignatureError):
            continue  # a memory that proves nothing takes nothing away
        if earlier.uri != reference.uri:
            continue
        if found.issued_at is not None and _goes_back(found, earlier.issued_at, told):
            reason = explain.status_rolled_back(found.issued_at, earlier.issued_at)
            yield Answer.NOT_CONFIRMED, reason
        if told in _UNDONE or found.status not in {None, *_UNDONE}:
            continue
        yield Answer.NOT_VALID, explain.ended(told)
        if found.status is not None:
            yield Answer.NOT_CONFIRMED, explain.status_undone(told, found.status)


def _goes_back(found: _StatusFound, seen_at: datetime, told: LicenceStatus) -> bool:
    """Two servers or a cache may be minutes apart, as long as they say the same."""
    gap = seen_at - (found.issued_at or seen_at)
    return gap > SKEW or (gap > timedelta() and told is not found.status)


def _status_ground(
    status: LicenceStatus, issued_at: datetime, now: datetime, relied: timedelta
) -> _Ground:
    if status not in _UNDONE:
        return Answer.NOT_VALID, explain.ended(status)  # an end does not grow stale
    if issued_at > now + SKEW:
        return Answer.NOT_CONFIRMED, explain.status_later(issued_at)
    if now - issued_at > relied:
        reason = explain.status_stale(status, now - issued_at, relied)
        return Answer.NOT_CONFIRMED, reason
    if status is LicenceStatus.SUSPENDED:
        return Answer.NOT_VALID, explain.ended(status)
    return Answer.VALID, explain.ended(status)


def status_trusted(text: str, keys: KeySet) -> bool:
    """Whether a status list is signed by a key of the authority that counts for it."""
    try:
        _trusted_list(text, keys)
    except (UnreadableDocumentError, SignatureError):
        return False
    return True


def _trusted_list(text: str, keys: KeySet) -> StatusList:
    token, listed = read_status_list(text)
    key = keys.find(token.key_id, Purpose.STATUS)
    if key is None:
        raise SignatureError("status list", token.key_id)
    token.check("status list", key)
    ground = judge_key_time(key, listed.issued_at)  # a list is never proven by the log
    if ground is not None:
        raise UnreadableDocumentError("status list", ground[1].words)
    return listed
