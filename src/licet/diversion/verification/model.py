"""Questions, checks and how they stand."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.kernel import Citation


class Heading(StrEnum):
    """The parts of a due-diligence file, in its order."""

    PURPOSE = "purpose"
    FINANCE = "finance"
    SUPPLY_CHAIN = "supply_chain"
    OWNERS = "owners"


class Scope(StrEnum):
    """What a check speaks of: the party wherever it appears, or the party in one case."""

    PARTY = "party"
    CASE = "case"


class CheckResult(StrEnum):
    """What was found. Neither of the first two may be read into a question nobody asked."""

    ESTABLISHED = "established"
    NOT_ESTABLISHED = "not_established"
    CONTRADICTED = "contradicted"


class Standing(StrEnum):
    """How a check stands on a day."""

    CURRENT = "current"
    STALE = "stale"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the catalogue.

    Attributes:
        id: Its name.
        heading: The part of the file.
        words: The question.
        how: Where the answer is usually found.
        scope: Whether the answer may be used in other cases.
        months: For how many months an answer may be relied on.
        fact: The path of evidence that an answer fills; empty for none.
        wanted: The kind of that value; empty for none.
        law: Where law or guidance asks it; ``None`` for this house's own question.
    """

    id: str
    heading: Heading
    words: str
    how: str
    scope: Scope
    months: int
    fact: str
    wanted: str
    law: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One answer to one question, as recorded.

    Attributes:
        number: Grows with every answer; the greater is the newer.
        question: Id of the question.
        case: The case in which it was answered; empty for none.
        result: What was found.
        on: The legal day.
        expires: The last day on which it may be relied on, included.
    """

    number: int
    question: str
    case: str
    result: CheckResult
    on: date
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingProgress:
    """One part of a file, counted on a day.

    Attributes:
        asked: How many questions the catalogue asks.
        established: How many hold today.
        contradicted: How many are contradicted by their newest answer.
        stale: How many have only an answer that is too old.
        open: How many nobody has answered, or whose newest answer established nothing.
    """

    heading: Heading
    asked: int
    established: int
    contradicted: int
    stale: int
    open: int
