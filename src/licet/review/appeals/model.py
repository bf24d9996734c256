"""Frozen values of appeals: what can be appealed, in which time, with which remedies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from licet.kernel import Citation, InputError, WorkingCalendar
from licet.review.clock import Counting


class AppealKind(StrEnum):
    """What an appeal is brought against."""

    REFUSAL = "refusal"
    CONDITION = "condition"
    CLASSIFICATION = "classification"
    OPINION = "opinion"
    CATCH_ALL_LETTER = "catch_all_letter"
    SUSPENSION = "suspension"
    REVOCATION = "revocation"
    ANNULMENT = "annulment"
    FAILURE_TO_DECIDE = "failure_to_decide"


class AppealOutcome(StrEnum):
    """How an appeal ends."""

    DISMISSED = "dismissed"
    VARIED = "varied"
    ANNULLED = "annulled"
    REMITTED = "remitted"


class AppealRulesError(InputError):
    """Rules of appeals that cannot be used as they are written; no appeal is taken under them."""

    code: ClassVar[str] = "appeal_rules"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"The rules of appeals are wrong at {where}: {what}. No appeal is taken until "
            "they are put right; see docs/how-to/appeal.md."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A time that the law sets.

    Attributes:
        days: How many; the day of the event does not count.
        counting: In which days.
        citation: Where it stands written.
    """

    days: int
    counting: Counting
    citation: Citation

    def end(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day of the time; it still counts."""
        if self.counting is Counting.WORKING:
            return calendar.after(start, self.days)
        return start + timedelta(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """One line of a closed list: its name and its words."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextInstance:
    """Who hears the matter after the appeal body; ``term`` is ``None`` where it sets no time."""

    title: str
    term: Term | None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule:
    """When an appeal after its time is still taken.

    Attributes:
        excuses: The excuses that the law knows, by name.
        longest: Calendar days after the last day within which it must come at the latest.
        citation: Where it stands written.
    """

    excuses: Mapping[str, Titled]
    longest: int
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRule:
    """The appeal against one kind of act.

    Attributes:
        kind: Against what.
        closed: Why there is none; empty where it is open.
        runs_from: ``service``, ``act`` or ``due`` (the last day on which it should have been
            decided).
        term: The time to lodge it; ``None`` for as long as the failure lasts.
        standing: Who may bring it: ``addressee`` or the role of a party that the law names.
        remedies: How it may end.
        stays: Whether lodging it alone stops the effect of the act.
        interim: Whether the appeal body may stop the effect while it is pending.
        citation: Where it stands written.
    """

    kind: AppealKind
    closed: str
    runs_from: str
    term: Term | None
    standing: frozenset[str]
    remedies: tuple[AppealOutcome, ...]
    stays: bool
    interim: bool
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRules:
    """The rules of appeals of one law package.

    Attributes:
        package: The law package that they belong to.
        version: The day of this version.
        body: Who hears appeals.
        kinds: The rule of every kind of act.
        grounds: The closed list of grounds, by name.
        decide: The time in which an appeal is to be decided; ``None`` where the law sets none.
        late: When a late appeal is taken; ``None`` for never.
        after: Who hears the matter next; ``None`` where the decision is final.
    """

    package: str
    version: date
    body: str
    kinds: Mapping[AppealKind, AppealRule]
    grounds: Mapping[str, Titled]
    decide: Term | None
    late: LateRule | None
    after: NextInstance | None
