"""Opinions as people and programs see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.people import PossibleAct
from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionKindView:
    """A kind of opinion as the regime has it.

    Attributes:
        effect: Its legal effect, in words.
        validity_years: How long it holds from the day of issue.
    """

    id: str
    title: str
    effect: str
    validity_years: int
    citation: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionEventView:
    """One act on an opinion."""

    words: str
    by: str
    at: datetime
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """An opinion, from request to end.

    Attributes:
        facts: The facts relied on: question and answer in words.
        determination: What the law says of them (JSON), under the law of ``on``.
        letter: The SHA-256 of the signed letter; empty until it is made.
    """

    id: str
    number: str
    kind: OpinionKindView
    title: str
    question: str
    organisation: str
    officer: str
    signer: str
    state: str
    state_words: str
    version: int
    profile: str
    facts: tuple[tuple[str, str], ...]
    self_check: str
    on: date
    determination: Json
    answer: str
    entry: str
    reasons: str
    requested_at: datetime
    issued_at: datetime | None
    valid_until: date | None
    ended_at: datetime | None
    ended_because: str
    letter: str
    timeline: tuple[OpinionEventView, ...]
    acts: tuple[PossibleAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionCheckView:
    """Whether a letter is an opinion of the authority, and whether it holds today.

    Attributes:
        standing: ``valid``, ``revoked``, ``expired`` or ``unknown``.
    """

    number: str
    standing: str
    words: str
    valid_until: date | None
