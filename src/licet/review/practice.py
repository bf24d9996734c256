"""How an authority takes applications, as dated data of its regime: read, checked, asked.

Kinds of application with what each asks; how long a document counts; which acts an
applicant has and what they do to the clock; when a case goes first; what an applicant sees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from licet.facts import FactKind, FactTerm
from licet.kernel import Citation, InputError
from licet.review.wanted import Stated, Wanted, holds, read_wanted

CLOCKS = frozenset({"none", "stops", "anew", "ends", "own"})
DESKS = frozenset({"exact", "coarse"})


class PracticeError(InputError):
    """A practice file that cannot be used as it is written."""

    code: ClassVar[str] = "practice"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"The practice of the authority is wrong at {where}: {what}. No application is "
            "taken until it is put right; see docs/how-to/apply.md."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that a kind asks, in a section of the application."""

    fact: str
    section: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocument:
    """A document that a kind of application asks for, known before applying."""

    id: str
    title: str
    why: str
    citation: Citation
    may_follow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check between answers: where ``when`` holds, ``then`` must hold as well.

    Attributes:
        section: Where it is mended.
        field: What to mend there.
        words: How to mend it.
    """

    id: str
    section: str
    field: str
    when: Wanted
    then: Wanted
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationKind:
    """One kind of application.

    Attributes:
        sets: Facts that the choice of this kind states, by path.
        who: What must hold of whoever applies; ``None`` for anybody.
        who_words: How to meet it.
        leaves_out: Sections that this kind does not need.
    """

    id: str
    title: str
    help: str
    citation: Citation
    sets: Mapping[str, Any] = field(default_factory=dict)
    who: Wanted | None = None
    who_words: str = ""
    leaves_out: frozenset[str] = frozenset()
    asks: tuple[Asked, ...] = ()
    documents: tuple[AskedDocument, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How many calendar months a document counts from the day it was first sent."""

    months: int
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantAct:
    """An act of the applicant's side.

    Attributes:
        on: ``case`` or ``licence``.
        states: In which states it is open.
        clock: ``none``, ``stops``, ``anew``, ``ends`` or ``own`` (a new application's).
        effect: What it does, in words.
        within_days: For a licence: how long before its end it opens; 0 for any day.
    """

    id: str
    title: str
    on: str
    states: frozenset[str]
    clock: str
    effect: str
    citation: Citation
    within_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyGround:
    """A ground on which a case goes first."""

    id: str
    title: str
    when: Wanted
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What an applicant sees of a state.

    Attributes:
        words: The state in words.
        exact: Whether the desk is named.
        shown_as: The state under which it is shown, where its own is not to be known.
    """

    words: str
    exact: bool
    shown_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The practice of one authority on one day.

    Attributes:
        questions: Facts that only the practice asks for, by path.
        plan: Questions of the propagation plan, asked in every kind.
        urgent_days: Working days that an urgent case may take.
        silence: What silence means, with its law.
        least_similar: Fewer cases than these are not shown as a range.
    """

    package: str
    version: str
    questions: Mapping[str, FactTerm]
    kinds: Mapping[str, ApplicationKind]
    checks: tuple[Check, ...]
    plan: tuple[str, ...]
    validity: Mapping[str, Validity]
    acts: Mapping[str, ApplicantAct]
    urgency: tuple[UrgencyGround, ...]
    urgent_days: int
    sights: Mapping[str, Sight]
    silence: str
    silence_law: Citation
    least_similar: int
    similar_law: Citation

    def failed(self, kind: ApplicationKind, stated: Stated) -> tuple[Check, ...]:
        """The checks of all kinds and of this one that the answers fail, in their order."""
        return tuple(
            one
            for one in (*self.checks, *kind.checks)
            if holds(one.when, stated) and not holds(one.then, stated)
        )

    def urgent(self, stated: Stated) -> UrgencyGround | None:
        """The first ground on which a case goes first; ``None`` when none holds."""
        return next((one for one in self.urgency if holds(one.when, stated)), None)

    def expired(self, document: str, first_sent: date, *, on: date) -> Validity | None:
        """The rule under which a document counts no longer; ``None`` while it counts.

        Args:
            document: What the document is.
            first_sent: The legal day on which these very bytes were first sent.
            on: The legal day asked about; the last day of the period still counts.
        """
        rule = self.validity.get(document)
        if rule is None or on <= _months_later(first_sent, rule.months):
            return None
        return rule


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)


def read_practice(told: Mapping[str, Any]) -> Practice:
    """A practice from plain values.

    Raises:
        PracticeError: A part has another form, or names what is not there.
        KeyError: Something that must be said is not.
    """
    raw = told["practice"]
    questions = {str(k): _question(str(k), v) for k, v in raw["questions"].items()}
    silence, similar = raw["silence"], raw["similar"]
    return Practice(
        package=str(raw["package"]),
        version=str(raw["version"]),
        questions=questions,
        kinds={str(k): _kind(str(k), v) for k, v in raw["kinds"].items()},
        checks=tuple(_check(one) for one in raw["checks"]),
        plan=tuple(map(str, raw["plan"])),
        validity={
            str(k): Validity(months=int(v["months"]), citation=_law(v))
            for k, v in raw["validity"].items()
        },
        acts={str(k): _act(str(k), v) for k, v in raw["acts"].items()},
        urgency=tuple(_ground(one) for one in raw["urgency"]),
        urgent_days=int(raw["urgent_days"]),
        sights={str(k): _sight(str(k), v) for k, v in raw["visibility"].items()},
        silence=_en(silence["words"]),
        silence_law=_law(silence),
        least_similar=int(similar["least"]),
        similar_law=_law(similar),
    )


def _en(words: Mapping[str, Any]) -> str:
    return str(words["en"])


def _law(row: Mapping[str, Any]) -> Citation:
    law = row["law"]
    return Citation(
        instrument=str(law["instrument"]),
        pinpoint=str(law["pinpoint"]),
        verified=law.get("verified") is True,
    )


def _question(path: str, row: Mapping[str, Any]) -> FactTerm:
    choices = {str(k): _en(v) for k, v in row.get("choices", {}).items()}
    help_words = {"en": _en(row["help"])} if "help" in row else {}
    return FactTerm(
        path=path,
        kind=FactKind(row["type"]),
        question={"en": _en(row["question"])},
        choices=choices,
        help=help_words,
    )


def _check(row: Mapping[str, Any]) -> Check:
    return Check(
        id=str(row["id"]),
        section=str(row["section"]),
        field=str(row["field"]),
        when=read_wanted(row["if"]),
        then=read_wanted(row["then"]),
        words=_en(row["words"]),
    )


def _kind(name: str, row: Mapping[str, Any]) -> ApplicationKind:
    who = row.get("who")
    return ApplicationKind(
        id=name,
        title=_en(row["title"]),
        help=_en(row["help"]),
        citation=_law(row),
        sets=dict(row.get("sets", {})),
        who=read_wanted(who["if"]) if who else None,
        who_words=_en(who["words"]) if who else "",
        leaves_out=frozenset(map(str, row.get("leaves_out", ()))),
        asks=tuple(
            Asked(
                fact=str(one["fact"]),
                section=str(one["section"]),
                required=one.get("required") is True,
            )
            for one in row.get("asks", ())
        ),
        documents=tuple(
            AskedDocument(
                id=str(one["id"]),
                title=_en(one["title"]),
                why=_en(one["why"]),
                citation=_law(one),
                may_follow=one.get("may_follow") is True,
            )
            for one in row.get("documents", ())
        ),
        checks=tuple(_check(one) for one in row.get("checks", ())),
    )


def _act(name: str, row: Mapping[str, Any]) -> ApplicantAct:
    if row["clock"] not in CLOCKS:
        raise PracticeError(name, f"clock is one of {', '.join(sorted(CLOCKS))}")
    return ApplicantAct(
        id=name,
        title=_en(row["title"]),
        on=str(row["on"]),
        states=frozenset(map(str, row["states"])),
        clock=str(row["clock"]),
        effect=_en(row["effect"]),
        citation=_law(row),
        within_days=int(row.get("within_days", 0)),
    )


def _ground(row: Mapping[str, Any]) -> UrgencyGround:
    return UrgencyGround(
        id=str(row["id"]),
        title=_en(row["title"]),
        when=read_wanted(row["when"]),
        citation=_law(row),
    )


def _sight(state: str, row: Mapping[str, Any]) -> Sight:
    if row["desk"] not in DESKS:
        raise PracticeError(state, f"desk is one of {', '.join(sorted(DESKS))}")
    return Sight(
        words=_en(row["words"]),
        exact=row["desk"] == "exact",
        shown_as=str(row.get("as", "")),
    )
