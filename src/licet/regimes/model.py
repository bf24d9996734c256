"""A package of law, loaded: dated rules that carry their citation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from licet.facts import FactTerm
from licet.kernel import Citation
from licet.regimes.expression import Expression
from licet.regimes.force import Force
from licet.regimes.profile import ClockProfile
from licet.regimes.reviewing import ReviewProcedure
from licet.regimes.weighing import Factor, RiskMethod

Words = Mapping[str, str]
Data = Mapping[str, object]


class RuleKind(StrEnum):
    """What follows when a rule fires."""

    SCOPE = "scope"
    REQUIREMENT = "requirement"
    CATCH_ALL = "catch_all"
    EXCEPTION = "exception"
    GENERAL_AUTHORISATION = "general_authorisation"
    BAR = "bar"
    PROHIBITION = "prohibition"
    DENIAL_POLICY = "denial_policy"
    REFERRAL = "referral"
    DOCUMENT = "document"
    AVAILABILITY = "availability"
    FLAG = "flag"


REQUIRING = frozenset({RuleKind.REQUIREMENT, RuleKind.CATCH_ALL})
LIFTING = frozenset({RuleKind.EXCEPTION, RuleKind.GENERAL_AUTHORISATION})
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One dated change of a group's membership."""

    first: date
    add: frozenset[str]
    remove: frozenset[str]
    law: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """From a day on, one code is read as another."""

    code: str
    read_as: str
    first: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How a whole-number fact counts the parties or the items of a transaction.

    Attributes:
        parties: The roles whose parties are counted.
        items: Whether items are counted.
        where: What must be so of each: a fact of the party or item, and the values of
            which it has one. Yes and no are written ``true`` and ``false``.
    """

    parties: tuple[str, ...]
    items: bool
    where: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named set of codes with its history.

    Attributes:
        name: The name rules use.
        members: The members on the package's version day.
        stated_on: The package's version day.
        changes: What changed before and after it, each with its first day.
        same_as: Codes that are read as another one.
        law: Where it stands.
    """

    name: str
    law: Citation
    members: frozenset[str]
    stated_on: date
    changes: tuple[Change, ...] = ()
    same_as: tuple[SameAs, ...] = ()

    def members_on(self, on: date) -> frozenset[str]:
        """The members on a day.

        Args:
            on: The day. Changes between it and the day of the statement are undone, the
                latest first, or made, the earliest first.

        Returns:
            The codes; a code that is read as another is in exactly when that other is.
        """
        members = set(self.members)
        in_order = sorted(self.changes, key=lambda one: one.first)
        for change in reversed(in_order):
            if on < change.first <= self.stated_on:
                members = (members - change.add) | change.remove
        for change in in_order:
            if self.stated_on < change.first <= on:
                members = (members | change.add) - change.remove
        for alias in self.same_as:
            if alias.first is None or alias.first <= on:
                members.discard(alias.code)
                if alias.read_as in members:
                    members.add(alias.code)
        return frozenset(members)

    def verified_on(self, on: date) -> bool:
        """Whether every change that shapes the membership on a day has been read in the text."""
        return self.law.verified and all(
            change.law.verified
            for change in self.changes
            if min(on, self.stated_on) < change.first <= max(on, self.stated_on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A named condition."""

    name: str
    title: Words
    law: Citation
    when: Expression
    unless: Expression
    force: Force


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One numbered line of a control list.

    Attributes:
        id: Its number, spelt as the list spells it.
        title: What it is, in plain words.
        law: Where it stands.
        tier: From 1, the lowest, to 4.
        when: The parameters; ``None`` when only a claim can place an item here.
        unless: Notes and exclusions.
        crosswalk: The same line in other packages.
        aliases: Other spellings under which it is claimed.
        force: The days on which the list held it.
        data: The entry as written, for parts that read more of it.
    """

    id: str
    title: Words
    law: Citation
    tier: int
    when: Expression | None
    unless: Expression
    crosswalk: Mapping[str, str]
    aliases: tuple[str, ...]
    force: Force
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example: the rule must hold, or must not, on these facts."""

    holds: bool
    on: date
    facts: Data
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something that follows from facts and entries.

    Attributes:
        id: Its name.
        kind: What follows when it fires.
        title: What it says, in plain words.
        law: Where it stands.
        when: Its condition, ``for`` included.
        unless: What takes it away.
        force: The days on which it holds.
        reason: The reason for control that an exception must lift.
        lifts: The reasons that an exception lifts, or ``all``.
        symbol: The short name of an exception or general authorisation.
        bars: The exceptions that a bar defeats, or ``all``.
        spares: The exceptions that a bar of ``all`` leaves alone.
        overrides: Rules that are defeated while this one fires.
        policies: Review policies that it points to.
        conditions: Duties that an exception carries.
        red_line: Whether no licence can reach what it prohibits.
        preference: Which of several exceptions is named first; the lower number.
        never: Where the law itself excludes an exception; proved, not evaluated.
        examples: Worked examples.
        data: The rule as written, for parts that read more of it.
    """

    id: str
    kind: RuleKind
    title: Words
    law: Citation
    when: Expression
    unless: Expression
    force: Force
    reason: str = ""
    lifts: frozenset[str] = frozenset()
    symbol: str = ""
    bars: frozenset[str] = frozenset()
    spares: frozenset[str] = frozenset()
    overrides: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    red_line: bool = False
    preference: int = 0
    never: Expression | None = None
    examples: tuple[Example, ...] = ()
    data: Data = field(default_factory=dict)

    def bars_symbol(self, symbol: str) -> bool:
        """Whether this bar, when it fires, defeats the exception of that symbol."""
        if ALL in self.bars:
            return symbol not in self.spares
        return symbol in self.bars

    def lifts_reason(self, reason: str) -> bool:
        """Whether this exception lifts that reason for control."""
        return ALL in self.lifts or reason in self.lifts


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time from a day that a fact names.

    Attributes:
        start: The fact that holds the day of the event; the day itself does not count.
        days: Calendar days, negative for a time before the event.
        working_days: Working days.
        months: Calendar months.
        years: Calendar years.
        end_of_year: Whether the time is counted from the end of the event's year.
    """

    start: str
    days: int = 0
    working_days: int = 0
    months: int = 0
    years: int = 0
    end_of_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A procedural rule: in which situation which days and numbers follow.

    Attributes:
        id: Its name.
        title: What it says, in plain words.
        law: Where it stands.
        when: The situation.
        unless: What takes it out of that situation.
        force: The days on which it holds.
        gives: What follows, by key: a time to be counted, a number, a word, or a list.
    """

    id: str
    title: Words
    law: Citation
    when: Expression
    unless: Expression
    force: Force
    gives: Mapping[str, "Span | int | str | tuple[str, ...]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A cited text that rules point to by its id: a review policy or a condition of use."""

    id: str
    words: Words
    law: Citation
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeHeader:
    """What a package is about.

    Attributes:
        id: Its name, for example ``eu/2021-821``.
        title: In plain words.
        jurisdiction: Whose law it is.
        zone: The time zone of its legal day.
        instrument: The instrument it restates, as cited.
        uri: Where that can be read.
        version: The day whose state of the law it describes.
        author: Who wrote the package.
        claims: The facts that name the entry as claimed, the weightiest first.
        unlisted: Words that claim that no entry fits.
        entry_kinds: Which letter of an entry's number stands for which kind of item.
        stands_on: The package of which this one is an overlay, or whose list it reads.
        binds: Further instruments that bind whoever this law binds.
        data: The header as written.
    """

    id: str
    title: Words
    jurisdiction: str
    zone: str
    instrument: str
    uri: str
    version: date
    author: str
    claims: tuple[str, ...]
    unlisted: frozenset[str]
    entry_kinds: Mapping[str, str]
    stands_on: str = ""
    binds: tuple[str, ...] = ()
    data: Data = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The header as a JSON object."""
        return {
            "id": self.id,
            "title": dict(self.title),
            "jurisdiction": self.jurisdiction,
            "zone": self.zone,
            "instrument": self.instrument,
            "uri": self.uri,
            "version": self.version.isoformat(),
            "author": self.author,
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regime:
    """A whole package, checked: every name resolves, every leaf has its citation.

    Attributes:
        header: What it is about.
        facts: The vocabulary.
        groups: Named sets of codes.
        definitions: Named conditions.
        entries: The control list.
        rules: What follows.
        policies: Review policies.
        conditions: Texts of duties.
        criteria: Risk criteria, as written.
        calendar: Reviews, sunset dates and owners, as written.
        clocks: Deadlines and periods.
        holidays: The days on which its working calendar rests.
        profiles: Its statutory clocks by name.
        written: Every leaf as written, by section and name.
        counts: Which facts count parties or items, and how.
        texts: For each pinpoint whose official text was at hand, its SHA-256.
        below: The header of the package it stands on.
        borrowed: Which leaves, by section, were written in that package.
        factors: The weighed factors of risk, by name.
        methods: The methods of weighing, by name; at most one is in force on a day.
        reviews: How several bodies review a case, by name.
        digest: The version hash: SHA-256 over the canonical content, whatever the files.
    """

    header: RegimeHeader
    facts: Mapping[str, FactTerm]
    groups: Mapping[str, Group]
    definitions: Mapping[str, Definition]
    entries: Mapping[str, Entry]
    rules: Mapping[str, Rule]
    policies: Mapping[str, Text]
    conditions: Mapping[str, Text]
    criteria: tuple[Data, ...]
    calendar: tuple[Data, ...]
    clocks: Mapping[str, Clock]
    holidays: frozenset[date]
    profiles: Mapping[str, ClockProfile]
    written: Mapping[str, Mapping[str, Data]]
    digest: str
    counts: Mapping[str, Count] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    below: RegimeHeader | None = None
    borrowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    factors: Mapping[str, Factor] = field(default_factory=dict)
    methods: Mapping[str, RiskMethod] = field(default_factory=dict)
    reviews: Mapping[str, ReviewProcedure] = field(default_factory=dict)

    def origin(self, section: str, name: str) -> str:
        """The package in which a leaf was written."""
        if self.below is not None and name in self.borrowed.get(section, ()):
            return self.below.id
        return self.header.id


def covers(entry: str, other: str) -> bool:
    """Whether ``entry`` is ``other`` or a paragraph above it.

    Examples:
        >>> covers("5A001.f", "5A001.f.1"), covers("5A001.f", "5A001.j")
        (True, False)
    """
    return other == entry or other.startswith(f"{entry}.")


def in_words(words: Words) -> str:
    """The English words, or the first there are."""
    return words.get("en") or next(iter(words.values()), "")
