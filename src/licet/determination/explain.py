"""Findings into words."""

from collections.abc import Mapping
from typing import assert_never

from licet.determination.model import (
    AuthorisationRequired,
    Cited,
    Conflict,
    Covered,
    FactRead,
    NoAuthorisationRequired,
    NotControlled,
    NotSubject,
    Outcome,
    OutcomeKind,
    Prohibited,
    Unsettled,
)
from licet.facts import Fact, FactState, FactTerm, json_value
from licet.regimes import Regime, in_words

PLAIN = {
    OutcomeKind.NOT_SUBJECT: "not subject to this law",
    OutcomeKind.NOT_CONTROLLED: "not controlled",
    OutcomeKind.NO_AUTHORISATION_REQUIRED: "no authorisation required",
    OutcomeKind.COVERED: "covered by an exception or general authorisation",
    OutcomeKind.AUTHORISATION_REQUIRED: "an authorisation is required",
    OutcomeKind.PROHIBITED: "prohibited",
    OutcomeKind.UNSETTLED: "unsettled",
    OutcomeKind.CONFLICT: "the rules contradict each other",
}


def sentence(
    outcome: Outcome, possible: tuple[OutcomeKind, ...], *, verified: bool
) -> str:
    """The outcome in one plain sentence, with a warning when its law is not verified."""
    said = _said(outcome, possible)
    if verified:
        return said
    return f"{said} Part of the law behind this answer has not been verified in the official text."


def _said(outcome: Outcome, possible: tuple[OutcomeKind, ...]) -> str:
    match outcome:
        case NotSubject(by=by):
            said = f"The transaction is not subject to this law: {_by(by)}."
        case NotControlled():
            said = "No entry fits and no rule asks for an authorisation."
        case NoAuthorisationRequired() if len(possible) > 1:
            said = "No authorisation is required, whether or not the item is listed."
        case NoAuthorisationRequired():
            said = "The item is listed, and no authorisation is required for this transaction."
        case Covered(authorisation=one):
            said = f"{one.symbol} covers the transaction ({one.citation}), on its conditions."
        case AuthorisationRequired(by=by):
            said = f"An authorisation is required: {_by(by)}."
        case Prohibited(by=by):
            said = f"The transaction is prohibited: {_by(by)}."
        case Unsettled(questions=questions):
            said = _open(possible, len(questions))
        case Conflict(between=between):
            said = f"Rules of equal rank contradict each other: {_by(between)}."
        case _:
            assert_never(outcome)
    return said


def _by(cited: tuple[Cited, ...]) -> str:
    return "; ".join(f"{one.words} ({one.citation})" for one in cited)


def _open(possible: tuple[OutcomeKind, ...], questions: int) -> str:
    count = "one open question" if questions == 1 else f"{questions} open questions"
    if len(possible) == 1:
        return f"Unsettled: {PLAIN[possible[0]]}, and which one depends on {count}."
    choices = ", or ".join(PLAIN[one] for one in possible)
    return f"Unsettled: {choices}. It depends on {count}."


def read_fact(path: str, view: Mapping[str, Fact]) -> FactRead:
    """A fact as a rule found it; what nobody stated is unknown."""
    fact = view.get(path)
    if fact is None:
        return FactRead(path=path, state="unknown", value=None, by="", basis="")
    said = fact.statements[0] if fact.statements else None
    shown: object = None
    if fact.state is FactState.KNOWN:
        shown = json_value(fact.value)
    elif fact.state is FactState.DISPUTED:
        shown = [json_value(one.value) for one in fact.statements]
    return FactRead(
        path=path,
        state=str(fact.state),
        value=shown,
        by="" if said is None else said.by,
        basis="" if said is None else str(said.basis),
    )


def asked(path: str, regime: Regime) -> str:
    """The question that asks for a fact."""
    term: FactTerm | None = regime.facts.get(path)
    return f"What is {path}?" if term is None else in_words(term.question)
