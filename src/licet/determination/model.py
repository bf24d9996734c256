"""What a determination says: a closed union of outcomes, with the trace that made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from licet.kernel import Citation, canonical_bytes, digest

ENGINE = 1


class OutcomeKind(StrEnum):
    """The outcomes there are."""

    NOT_SUBJECT = "not_subject"
    NOT_CONTROLLED = "not_controlled"
    NO_AUTHORISATION_REQUIRED = "no_authorisation_required"
    COVERED = "covered"
    AUTHORISATION_REQUIRED = "authorisation_required"
    PROHIBITED = "prohibited"
    UNSETTLED = "unsettled"
    CONFLICT = "conflict"


STRICTEST_FIRST = (
    OutcomeKind.CONFLICT,
    OutcomeKind.PROHIBITED,
    OutcomeKind.UNSETTLED,
    OutcomeKind.AUTHORISATION_REQUIRED,
    OutcomeKind.COVERED,
    OutcomeKind.NO_AUTHORISATION_REQUIRED,
    OutcomeKind.NOT_CONTROLLED,
    OutcomeKind.NOT_SUBJECT,
)
FREE = frozenset({OutcomeKind.NOT_CONTROLLED, OutcomeKind.NO_AUTHORISATION_REQUIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A cited text: a condition, a review policy, a document, a remark.

    Attributes:
        id: The rule or text it comes from.
        words: What it says.
        citation: Where that stands.
    """

    id: str
    words: str
    citation: Citation

    def to_json(self) -> dict[str, object]:
        """The text as a JSON object."""
        return {"id": self.id, "text": self.words, "citation": self.citation.to_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """An exception or general authorisation that covers the transaction."""

    symbol: str
    rule: str
    title: str
    conditions: tuple[Cited, ...]
    citation: Citation

    def to_json(self) -> dict[str, object]:
        """The authorisation as a JSON object."""
        return {
            "id": self.symbol,
            "title": self.title,
            "conditions": [one.words for one in self.conditions],
            "citation": self.citation.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSubject:
    """The law does not reach the transaction."""

    by: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotControlled:
    """No entry fits and no rule asks for an authorisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAuthorisationRequired:
    """No rule asks for an authorisation for this transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """An exception or general authorisation lifts every requirement."""

    authorisation: Authorisation


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorisationRequired:
    """An authorisation is needed."""

    by: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibited:
    """The law forbids it, and no authorisation that this engine knows reaches it."""

    by: tuple[Cited, ...]
    red_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """Open facts still decide. Silence is never clearance."""

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rules of equal rank contradict each other."""

    between: tuple[Cited, ...]


Outcome = (
    NotSubject
    | NotControlled
    | NoAuthorisationRequired
    | Covered
    | AuthorisationRequired
    | Prohibited
    | Unsettled
    | Conflict
)


def kind_of(outcome: Outcome) -> OutcomeKind:
    """The name of an outcome."""
    match outcome:
        case NotSubject():
            kind = OutcomeKind.NOT_SUBJECT
        case NotControlled():
            kind = OutcomeKind.NOT_CONTROLLED
        case NoAuthorisationRequired():
            kind = OutcomeKind.NO_AUTHORISATION_REQUIRED
        case Covered():
            kind = OutcomeKind.COVERED
        case AuthorisationRequired():
            kind = OutcomeKind.AUTHORISATION_REQUIRED
        case Prohibited():
            kind = OutcomeKind.PROHIBITED
        case Unsettled():
            kind = OutcomeKind.UNSETTLED
        case Conflict():
            kind = OutcomeKind.CONFLICT
        case _:
            assert_never(outcome)
    return kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """An entry under which the item falls."""

    entry: str
    title: str
    basis: str
    tier: int
    citation: Citation

    def to_json(self) -> dict[str, object]:
        """The classification as a JSON object."""
        return {
            "entry": self.entry,
            "title": self.title,
            "basis": self.basis,
            "tier": self.tier,
            "citation": self.citation.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRead:
    """A fact as a rule found it."""

    path: str
    state: str
    value: object
    by: str
    basis: str

    def to_json(self) -> dict[str, object]:
        """The reading as a JSON object."""
        return {
            "path": self.path,
            "state": self.state,
            "value": self.value,
            "by": self.by,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRead:
    """A rule as it spoke.

    Attributes:
        id: Its name.
        kind: What follows when it fires.
        title: What it says.
        citation: Where it stands.
        value: Its own condition: ``true``, ``false`` or ``unknown``.
        fired: Whether it took effect.
        defeated_by: What took its effect although its condition holds.
        facts: The facts it read.
    """

    id: str
    kind: str
    title: str
    citation: Citation
    value: str
    fired: bool
    defeated_by: tuple[str, ...]
    facts: tuple[FactRead, ...]

    def to_json(self) -> dict[str, object]:
        """The reading as a JSON object."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "citation": self.citation.to_json(),
            "value": self.value,
            "fired": self.fired,
            "defeated_by": list(self.defeated_by),
            "facts": [fact.to_json() for fact in self.facts],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An open fact whose answer matters."""

    fact: str
    question: str
    why: str
    citation: Citation | None
    settles: tuple[OutcomeKind, ...]

    def to_json(self) -> dict[str, object]:
        """The question as a JSON object."""
        return {
            "fact": self.fact,
            "question": self.question,
            "why": self.why,
            "citation": None if self.citation is None else self.citation.to_json(),
            "settles": [str(outcome) for outcome in self.settles],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A document that is needed, or a body to which the case goes."""

    id: str
    what: str
    words: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What follows beside the outcome."""

    available: tuple[str, ...]
    catch_alls: tuple[str, ...]
    review_policies: tuple[Cited, ...]
    documents: tuple[Duty, ...]
    referrals: tuple[Duty, ...]
    flags: tuple[Duty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination:
    """Facts x regime x day, answered, with the trace.

    Attributes:
        regime: The package's name.
        regime_version: Its version hash.
        on: The day whose law was applied.
        item: Which item, counted from 0.
        outcome: The answer.
        sentence: The answer in one sentence.
        possible_outcomes: What the open facts still allow; one when it is settled.
        exact: False when the possible outcomes are an estimate from above.
        classification: The entries that fit.
        consequences: Licence forms, policies, documents, referrals, remarks.
        rules: Every rule that had a say.
        questions: What to ask, the most settling first.
        parties: The party looked at for each role that several hold.
        verified: False when a fact of law that carries the answer is not yet verified.
    """

    regime: str
    regime_version: str
    on: date
    item: int
    outcome: Outcome
    sentence: str
    possible_outcomes: tuple[OutcomeKind, ...]
    exact: bool
    classification: tuple[Classified, ...]
    consequences: Consequences
    rules: tuple[RuleRead, ...]
    questions: tuple[Question, ...]
    parties: Mapping[str, str]
    verified: bool

    @property
    def kind(self) -> OutcomeKind:
        """The name of the outcome."""
        return kind_of(self.outcome)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every place in the law on which the answer rests, in order, once."""
        fired = {rule.citation for rule in self.rules if rule.fired}
        listed = {entry.citation for entry in self.classification}
        return tuple(sorted(fired | listed, key=_place))

    def to_json(self) -> dict[str, object]:
        """The whole determination with its digest, as stored and shown."""
        body = self.body()
        return {**body, "digest": digest(body)}

    def canonical(self) -> bytes:
        """The bytes under the digest."""
        return canonical_bytes(self.body())

    def body(self) -> dict[str, object]:
        """The whole determination as it goes under its digest."""
        authorisation = (
            self.outcome.authorisation.to_json()
            if isinstance(self.outcome, Covered)
            else None
        )
        follows = self.consequences
        return {
            "engine": ENGINE,
            "regime": self.regime,
            "regime_version": self.regime_version,
            "on": self.on.isoformat(),
            "item": self.item,
            "outcome": str(self.kind),
            "sentence": self.sentence,
            "possible_outcomes": [str(one) for one in self.possible_outcomes],
            "exact": self.exact,
            "classification": [one.to_json() for one in self.classification],
            "authorisation": authorisation,
            "available": list(follows.available),
            "catch_alls": list(follows.catch_alls),
            "review_policies": [one.to_json() for one in follows.review_policies],
            "documents": [_asked_json(one) for one in follows.documents],
            "referrals": [_because_json("to", one) for one in follows.referrals],
            "flags": [_because_json("flag", one) for one in follows.flags],
            "rules": [one.to_json() for one in self.rules],
            "questions": [one.to_json() for one in self.questions],
            "citations": [one.to_json() for one in self.citations],
            "parties": dict(self.parties),
            "verified": self.verified,
        }


def _because_json(name: str, one: Duty) -> dict[str, object]:
    return {name: one.what, "because": one.words, "citation": one.citation.to_json()}


def _asked_json(one: Duty) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.what,
        "why": one.words,
        "citation": one.citation.to_json(),
    }


def _place(citation: Citation) -> tuple[str, str, str, bool]:
    return (
        citation.instrument,
        citation.pinpoint,
        citation.uri or "",
        citation.verified,
    )
