"""Evidence as it comes to the weighing: what is said, by which source, of which day. No number without a source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from licet.kernel import InputError, parse_day

FOUND = "found"


class UnsourcedEvidenceError(InputError):
    """A level or a number that nobody stands for."""

    code: ClassVar[str] = "unsourced_evidence"

    def __init__(self, about: str) -> None:
        super().__init__(
            f"The evidence on {about or 'nothing'} names no source. Say who or what says so; a number without a source is not weighed."
        )


class UnreadableEvidenceError(InputError):
    """Evidence that is neither a word nor a number with its interval in order."""

    code: ClassVar[str] = "unreadable_evidence"

    def __init__(self, about: str, why: str) -> None:
        super().__init__(
            f"The evidence on {about or 'nothing'} cannot be read: {why}. Give `answers`, or `low`, `best` and `high` in order."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one source says of one question.

    Attributes:
        about: The name under which a regime reads it, for example ``screening.party``.
        source: Who or what says so. There is none without.
        dated: The day for which it speaks.
        answers: Every word that may be true; one word where the source is sure.
        low: Lower end of a number, on the scale of the source.
        best: The number.
        high: Upper end of it.
        verified: False for what was recalled or never read in its source; it is shown and
            narrows nothing.
        basis: ``stated``, ``documented``, ``found``, ``officer`` or ``derived``.
        subject: Whom or what it concerns: a party, a country, an item.
        words: The same in a sentence.
    """

    about: str
    source: str
    dated: date
    answers: tuple[str, ...] = ()
    low: Decimal | None = None
    best: Decimal | None = None
    high: Decimal | None = None
    verified: bool = True
    basis: str = FOUND
    subject: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        """Refuse what has no source or no readable content.

        Raises:
            UnsourcedEvidenceError: Nobody stands for it.
            UnreadableEvidenceError: It says nothing, or its interval is not in order.
        """
        if not self.source.strip():
            raise UnsourcedEvidenceError(self.about)
        if self.answers:
            return
        if self.low is None or self.best is None or self.high is None:
            raise UnreadableEvidenceError(
                self.about, "it has neither a word nor a whole interval"
            )
        if not self.low <= self.best <= self.high:
            raise UnreadableEvidenceError(self.about, "its interval is not in order")

    def to_json(self) -> dict[str, object]:
        """Plain values; numbers as text."""
        return {
            "about": self.about,
            "source": self.source,
            "dated": self.dated.isoformat(),
            "answers": list(self.answers),
            "low": _plain(self.low),
            "best": _plain(self.best),
            "high": _plain(self.high),
            "verified": self.verified,
            "basis": self.basis,
            "subject": self.subject,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, given: "dict[str, object]") -> Self:
        """Evidence as ``to_json`` writes it, or a shorter form of it.

        Raises:
            UnsourcedEvidenceError: Nobody stands for it.
            UnreadableEvidenceError: It says nothing that can be read.
            ImpossibleDateError: Its day is none.
        """
        about = str(given.get("about", ""))
        answers = given.get("answers") or ()
        if not isinstance(answers, list | tuple):
            raise UnreadableEvidenceError(about, "`answers` is not a list")
        low, best, high = (_number(about, given.get(key)) for key in _ENDS)
        return cls(
            about=about,
            source=str(given.get("source") or ""),
            dated=parse_day(str(given.get("dated", ""))),
            answers=tuple(str(one) for one in answers),
            low=best if low is None else low,
            best=best,
            high=best if high is None else high,
            verified=given.get("verified", True) is True,
            basis=str(given.get("basis") or FOUND),
            subject=str(given.get("subject") or ""),
            words=str(given.get("words") or ""),
        )


_ENDS = ("low", "best", "high")


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(about: str, given: object) -> Decimal | None:
    """An exact number from text or a whole number; floats have no exact value."""
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int | Decimal):
        raise UnreadableEvidenceError(about, f"{given!r} is not an exact number")
    try:
        found = Decimal(given)
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite():
        raise UnreadableEvidenceError(about, f"{given!r} is not a number")
    return found
