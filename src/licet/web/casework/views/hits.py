"""Hits over all cases: the work list, one hit beside its evidence, and what is measured of the work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from licet.web.casework.views.evidence import AdjudicationView, HitView
from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLine:
    """One hit in the work list.

    Attributes:
        version: The version of its case, to be sent back with a word on it.
        measure: The kind of measure behind the list, and ``measure_words`` its title.
        same: How many other undecided hits rest on the same evidence.
        first_by_me: Whether the reader gave the first word, and so cannot give the second.
        due: The day by which the case is due; ``None`` while its clock stands.
    """

    id: str
    case: str
    title: str
    version: int
    officer: str
    party: str
    role: str
    matched_name: str
    entity: str
    list: str
    list_version: str
    measure: str
    measure_words: str
    score: str
    words: str
    tier: int
    due: date | None
    since: datetime
    standing: str
    remembered: bool
    first_by: str
    first_by_me: bool
    pair: str
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """One page of the work list.

    Attributes:
        count: How many hits fit the question.
        lists: Lists that have a hit in the work list.
        roles: Roles that have.
        teams: Code and name of the teams whose officers hold cases.
    """

    lines: tuple[HitLine, ...]
    count: int
    page: int
    pages: int
    lists: tuple[str, ...]
    roles: tuple[str, ...]
    teams: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierWord:
    """What was said of the same pair, or of the same party and entry as they were then.

    Attributes:
        case: The other case; empty when the reader has no standing in it.
        differs: What has changed since, each as side and name; empty for the same pair.
    """

    case: str
    word: AdjudicationView
    differs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Where a hit stands in the work list: the ones before and after, each case and hit."""

    before: tuple[str, str] | None
    after: tuple[str, str] | None
    place: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitEvidence:
    """One hit with both sides and everything that bears on it.

    Attributes:
        version: The version of the case.
        measure: Title, words and law of what stands behind the list.
        second_because: Why a second officer is needed; empty when none is.
        party: What identifies the party, as stated in the case.
        entry: The entry as its list has it.
        others: Other hits of the same party in this case.
        earlier: Words on the same pair, in this case and others, the newest first.
        lapsed: Words on this party and entry before one of them changed.
        same: Other undecided hits of the same evidence.
        alerts: Open alerts of list changes that name this entry in this case.
        facts: Facts of the case on owners and control of the party: path and value.
        may: Whether the reader may give a word, and ``may_second`` the second one.
    """

    case: str
    title: str
    state: str
    version: int
    hit: HitView
    list_day: date | None
    measure: Json
    tier: int
    second_because: str
    party: Mapping[str, tuple[str, ...]]
    entry: Json
    others: tuple[HitView, ...]
    earlier: tuple[EarlierWord, ...]
    lapsed: tuple[EarlierWord, ...]
    same: tuple[HitLine, ...]
    alerts: tuple[Json, ...]
    facts: tuple[tuple[str, str], ...]
    neighbours: Neighbours
    may: bool
    may_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long decisions took: hours from hit to decision, of those decided.

    Attributes:
        count: How many decisions.
        median: Half took at most so many hours; ``None`` without any.
        ninetieth: Nine of ten took at most so many.
        few: Whether the count is too small to say much.
    """

    name: str
    count: int
    median: str | None
    ninetieth: str | None
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its counts and a 95 % interval, as texts of whole tenths of a per cent.

    Attributes:
        of: The whole, ``count`` the part.
        value: The share; ``None`` of nothing.
        low: Lower end of the Wilson interval, ``high`` the upper.
        few: Whether the whole is too small to say much.
    """

    name: str
    count: int
    of: int
    value: str | None
    low: str | None
    high: str | None
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week: hits that came, decisions, second words and reversals in it."""

    start: date
    came: int
    decided: int
    remembered: int
    seconded: int
    differed: int
    reversed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HitMeasures:
    """Time and agreement over a span of days, both days included."""

    since: date
    until: date
    open_now: int
    waiting_now: int
    all: Duration
    by_list: tuple[Duration, ...]
    by_role: tuple[Duration, ...]
    remembered: Share
    agreement: Share
    reversal: Share
    weeks: tuple[Week, ...] = field(default=())
