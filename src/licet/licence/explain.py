"""Verdicts in plain words. The code of a reason is stable; its words may improve."""

from datetime import UTC, datetime, timedelta
from typing import Final, assert_never

from licet.licence.errors import UnreadableDocumentError
from licet.licence.model import LicenceStatus, Reason

_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def moment(at: datetime) -> str:
    """A time as people write it: ``9 July 2026, 14:05 UTC``."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}, {utc:%H:%M} UTC"


def age_in_words(span: timedelta) -> str:
    """A span in its largest fitting unit, rounded down."""
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        count = span // length
        if count >= 1:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"


def unreadable(error: UnreadableDocumentError) -> Reason:
    """The document has not the published form."""
    return Reason(code="unreadable", words=str(error))


def altered(error: Exception) -> Reason:
    """The signature does not hold."""
    return Reason(code="altered", words=str(error))


def unknown_key(key_id: str, published_at: datetime) -> Reason:
    """The key set is newer than the document and does not hold its key."""
    return Reason(
        code="unknown_key",
        words=f"It says that key {key_id} signed it. The authority's key set of "
        f"{moment(published_at)} does not hold that key for this use.",
    )


def key_set_older(key_id: str, published_at: datetime) -> Reason:
    """The document is newer than the key set."""
    return Reason(
        code="key_set_older",
        words=f"It is signed with key {key_id}, which came after the key set of "
        f"{moment(published_at)}. Fetch the authority's key set again.",
    )


def key_not_in_force(key_id: str) -> Reason:
    """The key was not in use when it signed."""
    return Reason(
        code="key_not_in_force",
        words=f"Key {key_id} was not in use at the time at which it says it signed.",
    )


def key_compromised(key_id: str, since: datetime) -> Reason:
    """The secret key is in other hands."""
    return Reason(
        code="key_compromised",
        words=f"Key {key_id} has been in other hands since {moment(since)}. Ask the "
        "authority for the licence signed anew, or for the receipt of its issue.",
    )


def issued_before_loss(key_id: str, index: int, size: int) -> Reason:
    """The log proves that the document is older than the loss of its key."""
    return Reason(
        code="issued_before_loss",
        words=f"Key {key_id} is in other hands, but the public log shows this document "
        f"in entry {index}, before entry {size}, up to which the key was safe.",
    )


def other_authority(issuer: str, authority: str) -> Reason:
    """Key set and document name different authorities."""
    return Reason(
        code="other_authority",
        words=f"It names {issuer} as issuer, but the key set is that of {authority}.",
    )


def issued_later(issued_at: datetime) -> Reason:
    """The document did not exist yet at the time asked about."""
    return Reason(
        code="issued_later",
        words=f"It was issued only on {moment(issued_at)}, after the time asked about.",
    )


def not_yet(begins: datetime) -> Reason:
    """The first day has not come."""
    return Reason(
        code="not_yet_in_force", words=f"It is in force only from {moment(begins)}."
    )


def over(ended: datetime) -> Reason:
    """The last day is over."""
    return Reason(code="expired", words=f"It expired on {moment(ended)}.")


def no_status() -> Reason:
    """Nobody gave a status list."""
    return Reason(
        code="no_status",
        words="No status list was given, so it may have been suspended or revoked.",
    )


def status_unusable(why: str) -> Reason:
    """A status list was given that proves nothing."""
    return Reason(code="status_unusable", words=f"Its status is not known. {why}")


def other_status_list(given: str, wanted: str) -> Reason:
    """The list given is not the one the licence refers to."""
    return Reason(
        code="other_status_list",
        words=f"The status list given is {given}; the licence refers to {wanted}.",
    )


def status_later(issued_at: datetime) -> Reason:
    """The list is younger than the time asked about."""
    return Reason(
        code="status_later",
        words=f"The status list is of {moment(issued_at)}, after the time asked about, "
        "and does not tell how things stood then.",
    )


def status_stale(status: LicenceStatus, span: timedelta, limit: timedelta) -> Reason:
    """The list is too old to rely on."""
    return Reason(
        code="status_stale",
        words=f"Its last known status ({status.value}) is {age_in_words(span)} old; it may be "
        f"relied on for {age_in_words(limit)}. Fetch the status list again.",
    )


def status_rolled_back(given: datetime, seen: datetime) -> Reason:
    """An older list was given than one that this reader had already."""
    return Reason(
        code="status_rolled_back",
        words=f"The status list given is of {moment(given)}, older than the one of "
        f"{moment(seen)} that was seen here before. Fetch the status list again.",
    )


def status_undone(told: LicenceStatus, now: LicenceStatus) -> Reason:
    """An end that an earlier list told is gone from the later one."""
    return Reason(
        code="status_undone",
        words=f"An earlier list said {told.value}, the later one says {now.value}. An end "
        "cannot be undone: ask the authority.",
    )


def ended(status: LicenceStatus) -> Reason:
    """What a status says about the licence."""
    match status:
        case LicenceStatus.VALID:
            words = "It is signed by the authority, in force, and stands in its list."
        case LicenceStatus.SUSPENDED:
            words = "It is suspended: nothing may leave until the authority lifts that."
        case LicenceStatus.REVOKED:
            words = "It was revoked by the authority."
        case LicenceStatus.ANNULLED:
            words = "It was annulled and counts as never issued."
        case LicenceStatus.SURRENDERED:
            words = "Its holder surrendered it."
        case LicenceStatus.EXPIRED:
            words = "It has expired."
        case LicenceStatus.EXHAUSTED:
            words = "Its quantity is used up."
        case LicenceStatus.REPLACED:
            words = "A newer edition took its place. Ask its holder for that one."
        case _:
            assert_never(status)
    return Reason(code=status.value, words=words)
