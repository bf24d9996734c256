"""Law is a stack: every instrument that binds is run, the strictest answer governs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from licet.determination.compile import Program, compile_regime
from licet.determination.decide import run
from licet.determination.explain import sentence
from licet.determination.model import (
    FREE,
    STRICTEST_FIRST,
    Cited,
    Classified,
    Consequences,
    Determination,
    Duty,
    Outcome,
    OutcomeKind,
    Question,
    Unsettled,
)
from licet.facts import Transaction
from licet.kernel import digest
from licet.regimes import Regime

_NO_FORMS = frozenset({OutcomeKind.PROHIBITED, OutcomeKind.CONFLICT})
_FREEING = FREE | {OutcomeKind.COVERED, OutcomeKind.NOT_SUBJECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacked:
    """The answers of all instruments that bind, and the one that follows from them.

    Attributes:
        combined: The one answer. Its regime is the governing law's; its rules, questions and
            duties are those of all instruments.
        instruments: The answer of each instrument, the governing law's first.
    """

    combined: Determination
    instruments: tuple[Determination, ...]

    @property
    def governs(self) -> tuple[str, ...]:
        """The instruments whose answer is as strict as the combined one."""
        kind = self.combined.kind
        return tuple(one.regime for one in self.instruments if one.kind is kind)

    def to_json(self) -> dict[str, object]:
        """The combined determination, and under ``instruments`` each with its own."""
        body = self.combined.body()
        if len(self.instruments) > 1:
            body["governs"] = list(self.governs)
            body["instruments"] = [one.to_json() for one in self.instruments]
        return {**body, "digest": digest(body)}


def strictest(kinds: Iterable[OutcomeKind]) -> OutcomeKind:
    """The strictest of some outcomes; an open one is stricter than an authorisation.

    Examples:
        >>> str(strictest([OutcomeKind.COVERED, OutcomeKind.AUTHORISATION_REQUIRED]))
        'authorisation_required'
    """
    return min(kinds, key=STRICTEST_FIRST.index)


def determine_stack(
    transaction: Transaction,
    governing: Regime,
    binding: Sequence[Regime] = (),
    *,
    on: date,
    item: int = 0,
) -> Stacked:
    """Decide one item under a governing law and everything else that binds.

    Args:
        transaction: The facts as known.
        governing: The law of the authority that decides.
        binding: Further instruments that bind.
        on: The day whose law applies.
        item: Which item, counted from 0.

    Returns:
        The strictest answer with the answer of each instrument. An authorisation under one
        never clears another.

    Raises:
        NoSuchItemError: There is no such item.
        TooManyPartiesError: Several parties in several roles make too many combinations.
        WrongValueError: A known value is not of its fact's kind.

    Law:
        Whatever the packages restate; every rule in the answer carries its citation.
    """
    programs = [compile_regime(law, on=on) for law in (governing, *binding)]
    return run_stack(programs, transaction, item=item)


def run_stack(
    programs: Sequence[Program], transaction: Transaction, *, item: int = 0
) -> Stacked:
    """The same with packages that are compiled already, the governing one first."""
    return combine([run(program, transaction, item=item) for program in programs])


def combine(answers: Sequence[Determination]) -> Stacked:
    """One answer from the answers of all instruments that bind.

    Args:
        answers: One of each instrument, the governing law's first.

    Returns:
        The strictest. While one instrument is open, and none forbids, all is open: what an
        authorisation under another would not clear is not clear.
    """
    first = answers[0]
    if len(answers) == 1:
        return Stacked(combined=first, instruments=(first,))
    kind = strictest(one.kind for one in answers)
    governing = next(one for one in answers if one.kind is kind)
    questions = tuple(_once(one.questions for one in answers))
    open_answers = sum(len(one.possible_outcomes) > 1 for one in answers)
    possible = tuple(sorted({strictest(each) for each in _possibilities(answers)}))
    outcome: Outcome = governing.outcome
    if isinstance(outcome, Unsettled):
        outcome = Unsettled(questions=tuple(one.fact for one in questions))
    freeing = kind in _FREEING
    verified = all(one.verified for one in answers if freeing or one.kind is kind)
    combined = replace(
        first,
        outcome=outcome,
        sentence=_sentence(outcome, possible, governing, first, verified=verified),
        possible_outcomes=possible,
        exact=open_answers <= 1 and all(one.exact for one in answers),
        classification=_entries(answers),
        consequences=_consequences(answers, kind),
        rules=tuple(rule for one in answers for rule in one.rules),
        questions=questions if kind is OutcomeKind.UNSETTLED else (),
        verified=verified,
    )
    return Stacked(combined=combined, instruments=tuple(answers))


def _possibilities(
    answers: Sequence[Determination],
) -> Iterator[tuple[OutcomeKind, ...]]:
    return product(*(one.possible_outcomes for one in answers))


def _sentence(
    outcome: Outcome,
    possible: tuple[OutcomeKind, ...],
    governing: Determination,
    first: Determination,
    *,
    verified: bool,
) -> str:
    said = sentence(outcome, possible, verified=verified)
    return said if governing is first else f"{said} So says {governing.regime}."


def _once(lists: Iterable[Sequence[Question]]) -> Iterator[Question]:
    seen: set[str] = set()
    for questions in lists:
        for question in questions:
            if question.fact not in seen:
                seen.add(question.fact)
                yield question


def _entries(answers: Sequence[Determination]) -> tuple[Classified, ...]:
    found = {
        entry.entry: entry for one in reversed(answers) for entry in one.classification
    }
    return tuple(found[name] for name in sorted(found))


def _consequences(answers: Sequence[Determination], kind: OutcomeKind) -> Consequences:
    follows = [one.consequences for one in answers]
    policies = {one.id: one for each in follows for one in each.review_policies}
    return Consequences(
        available=_available(answers, kind),
        catch_alls=tuple(
            dict.fromkeys(name for one in follows for name in one.catch_alls)
        ),
        review_policies=tuple(_sorted(policies)),
        documents=_duties(one.documents for one in follows),
        referrals=_duties(one.referrals for one in follows),
        flags=_duties(one.flags for one in follows),
    )


def _available(answers: Sequence[Determination], kind: OutcomeKind) -> tuple[str, ...]:
    """The forms under the instruments that govern; nothing where one forbids."""
    if kind in _NO_FORMS:
        return ()
    open_too = kind is OutcomeKind.UNSETTLED
    forms = [
        form
        for one in answers
        if open_too or one.kind is kind
        for form in one.consequences.available
    ]
    return tuple(dict.fromkeys(forms))


def _sorted(policies: dict[str, Cited]) -> Iterator[Cited]:
    return (policies[name] for name in sorted(policies))


def _duties(lists: Iterable[tuple[Duty, ...]]) -> tuple[Duty, ...]:
    return tuple(dict.fromkeys(one for duties in lists for one in duties))
