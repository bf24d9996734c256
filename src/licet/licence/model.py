"""The values of this part: what a licence says, and what a check of it answers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from licet.kernel import Quantity, require_territory
from licet.licence.errors import LicenceClaimsError


class Role(StrEnum):
    """For whom a licence is opened. Each sees only the fields of ``disclose.SEES``."""

    LICENSEE = "licensee"
    CUSTOMS = "customs"
    PARTNER_AUTHORITY = "partner_authority"
    END_USER = "end_user"
    PUBLIC = "public"


class LicenceStatus(StrEnum):
    """Where a licence stands today. The last six are six different ends.

    ``replaced`` is the end of one edition: the licence lives on in a newer one.
    """

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    ANNULLED = "annulled"
    SURRENDERED = "surrendered"
    EXPIRED = "expired"
    EXHAUSTED = "exhausted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedParty:
    """A person or body as the licence names it, in its own script."""

    name: str
    country: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise LicenceClaimsError("A party on a licence has no name. Give its name.")
        require_territory(self.country)


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensedItem:
    """One line of a licence: which entry, what, how much, and for how much money.

    Attributes:
        line: 1 for the first line.
        entry: Control list entry, for example ``5A004.b``.
        description: The item in the exporter's words.
        quantity: How much may leave, with its UN/ECE Recommendation 20 unit.
        value: Price with its currency, for example ``120000 EUR``; never for customs.
    """

    line: int
    entry: str
    description: str
    quantity: Quantity
    value: str | None = None

    def __post_init__(self) -> None:
        if self.line < 1 or not self.quantity.amount.is_finite():
            raise LicenceClaimsError(
                f"Item line {self.line} with quantity {self.quantity} cannot stand on "
                "a licence. Number lines from 1 and give a finite quantity."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCondition:
    """A duty written on the licence: its type from the table of types, and its words."""

    id: str
    type: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReference:
    """Where the live status stands: the address of the list and the place in it."""

    uri: str
    index: int

    def __post_init__(self) -> None:
        if self.index < 0:
            raise LicenceClaimsError(
                f"Status index {self.index} is below zero. Take the next free place of "
                "the list."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointReference:
    """The state of the public log when the licence was issued."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceClaims:
    """Everything a licence says. Which role sees what stands in ``disclose.SEES``.

    Attributes:
        number: The licence number, unique with the authority.
        kind: ``individual``, ``global`` or another type of the regime.
        authority: Name of the licensing authority.
        issuer: Web address that names the authority in signed claims.
        regime: The legal order, for example ``eu/2021-821``.
        licensee: Who may export.
        consignee: Who receives; ``None`` when nobody but the end user does.
        end_user: Who will have it in the end.
        destination: ISO 3166-1 code of the country of final use.
        items: Lines in order, at least one.
        conditions: Duties in the order of the letter.
        end_use: What for, in the applicant's words; for partner authorities only.
        first_day: First legal day in ``zone``, included.
        last_day: Last legal day in ``zone``, included.
        zone: IANA zone in which the regime counts days.
        issued_at: When it is signed, in UTC.
        status: Where its live status stands.
        checkpoint: State of the public log at issue.
    """

    number: str
    kind: str
    authority: str
    issuer: str
    regime: str
    licensee: NamedParty
    consignee: NamedParty | None = None
    end_user: NamedParty
    destination: str
    items: tuple[LicensedItem, ...]
    conditions: tuple[LicenceCondition, ...] = ()
    end_use: str | None = None
    first_day: date
    last_day: date
    zone: str = "UTC"
    issued_at: datetime
    status: StatusReference
    checkpoint: CheckpointReference

    def __post_init__(self) -> None:
        require_territory(self.destination)
        if not self.items or [item.line for item in self.items] != list(
            range(1, len(self.items) + 1)
        ):
            raise LicenceClaimsError(
                f"Licence {self.number} must list its items as lines 1, 2, 3 ..."
            )
        if self.last_day < self.first_day:
            raise LicenceClaimsError(
                f"Licence {self.number} would end on {self.last_day}, before its first "
                f"day {self.first_day}. Give a last day on or after the first."
            )
        require_utc(self.issued_at)
        _zone(self.zone)

    @property
    def not_before(self) -> datetime:
        """The instant at which the first day begins in the legal zone."""
        return _day_start(self.first_day, self.zone)

    @property
    def not_after(self) -> datetime:
        """The instant at which the last day has ended in the legal zone."""
        return _day_start(self.last_day + timedelta(days=1), self.zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise LicenceClaimsError(
            f"{name!r} is not a time zone. Give an IANA name such as Europe/Brussels."
        ) from None


def _day_start(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, _zone(zone)).astimezone(UTC)


def require_utc(moment: datetime) -> datetime:
    """Return a time that knows its zone, in UTC and cut to the second.

    Raises:
        LicenceClaimsError: The time is naive.
    """
    if moment.tzinfo is None:
        raise LicenceClaimsError(
            f"{moment} has no time zone. Give an aware time, for example in UTC."
        )
    return moment.astimezone(UTC).replace(microsecond=0)


class Answer(StrEnum):
    """The three answers of a check. The third is never taken for the first."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground of a verdict: ``code`` for machines, ``words`` for people."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of one document answers.

    Attributes:
        answer: Valid, not valid or not confirmed.
        reasons: Why, the deciding ones first; never empty.
        form: ``sd-jwt``, ``code`` or ``pdf``; ``None`` when it is none of them.
        number: The licence number, once a signature over it held.
        status: The status that was read, if any.
        status_age: How old that status was at the time asked about.
        disclosed: The fields that the document holds and the role may see.
        withheld: The fields that the role may see and the document does not hold.
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    form: str | None = None
    number: str | None = None
    status: LicenceStatus | None = None
    status_age: timedelta | None = None
    disclosed: tuple[tuple[str, object], ...] = ()
    withheld: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The verdict as one JSON object; the age in whole seconds."""
        age = self.status_age
        return {
            "answer": self.answer.value,
            "reasons": [
                {"code": reason.code, "words": reason.words} for reason in self.reasons
            ],
            "form": self.form,
            "number": self.number,
            "status": None if self.status is None else self.status.value,
            "status_age_seconds": None if age is None else age // timedelta(seconds=1),
            "disclosed": dict(self.disclosed),
            "withheld": list(self.withheld),
        }
