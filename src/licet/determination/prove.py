"""Proofs over a whole law: complete, consistent, nothing dead, red lines out of reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from licet.determination.compile import CompiledRule, Program, compile_regime
from licet.determination.formula import Interner, Residue
from licet.determination.model import OutcomeKind
from licet.determination.solve import GAVE_UP, Solver, Witness
from licet.determination.symbolic import Symbolic, domains_of, symbolic
from licet.regimes import Force, Regime, Rule, RuleKind

MILLISECONDS = 20_000


class ProofState(StrEnum):
    """How a proof came out."""

    PROVED = "proved"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Property(StrEnum):
    """What is proved of a law."""

    COMPLETE = "complete"
    CONSISTENT = "consistent"
    NO_DEAD_RULE = "no_dead_rule"
    RED_LINES = "red_lines"
    GENERAL_AUTHORISATIONS = "general_authorisations"
    CITATIONS = "citations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a property does not hold.

    Attributes:
        rules: The rules concerned.
        words: What is wrong, in one sentence.
        facts: A transaction that shows it, in the short form; empty for a rule that no
            transaction reaches.
        on: The day whose law was looked at.
    """

    rules: tuple[str, ...]
    words: str
    facts: Witness
    on: date

    def to_json(self) -> dict[str, object]:
        """The failure as a JSON object."""
        return {
            "rules": list(self.rules),
            "words": self.words,
            "facts": self.facts,
            "on": self.on.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One property of a law, proved or not."""

    state: ProofState
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Something that must not be possible, with the words for when it is."""

    rules: tuple[str, ...]
    words: str
    residues: tuple[Residue, ...]


class Prover:
    """Proves properties of one law on one day."""

    def __init__(
        self, regime: Regime, *, on: date, milliseconds: int = MILLISECONDS
    ) -> None:
        interner = Interner()
        self._interner = interner
        self._on = on
        self._program: Program = compile_regime(regime, on=on)
        self._symbolic: Symbolic = symbolic(self._program, interner)
        weighed = self._symbolic.weighed
        self._conditions = {
            name: one.condition(weighed.evaluation)
            for name, one in self._program.rules.items()
        }
        self._exclusions = {
            name: exclude(weighed.evaluation)
            for name, exclude in self._program.exclusions.items()
        }
        everything = [
            *self._symbolic.outcomes.values(),
            *weighed.fires.values(),
            *weighed.available.values(),
            *self._conditions.values(),
            *self._exclusions.values(),
        ]
        domains = domains_of(everything, regime.facts)
        self._solver = Solver(domains, milliseconds=milliseconds)

    def complete(self) -> Proof:
        """Where an authorisation is required, some form can be had, or the law says it is denied."""
        forms = self._program.of(RuleKind.AVAILABILITY)
        if not forms:
            return Proof(state=ProofState.NOT_APPLICABLE)
        ways = [*forms, *self._program.of(RuleKind.DENIAL_POLICY)]
        fires = self._symbolic.weighed.fires
        hole = (
            self._symbolic.outcomes[OutcomeKind.AUTHORISATION_REQUIRED],
            *(self._interner.negation(fires[one.rule.id]) for one in ways),
        )
        words = "An authorisation is required, but no form of it can be applied for and nothing says that it is denied."
        return self._impossible([_Question(rules=(), words=words, residues=hole)])

    def consistent(self) -> Proof:
        """No two rules of equal rank contradict each other."""
        conflict = self._symbolic.outcomes[OutcomeKind.CONFLICT]
        words = "A rule says that the law does not reach it, and a red line forbids it."
        return self._impossible(
            [_Question(rules=self._contradicting(), words=words, residues=(conflict,))]
        )

    def _contradicting(self) -> tuple[str, ...]:
        return tuple(one.rule.id for one in self._program.of(RuleKind.SCOPE))

    def reachable(self, names: Iterable[str]) -> Proof:
        """Each of the rules takes effect for some transaction."""
        failures, gave_up = [], False
        weighed = self._symbolic.weighed
        for name in names:
            residue = weighed.available.get(name, weighed.fires[name])
            possible = self._solver.possible(residue)
            gave_up |= possible is None
            if possible is False:
                words = "No transaction makes the rule take effect."
                failures.append(
                    Failure(rules=(name,), words=words, facts={}, on=self._on)
                )
        return _proof(failures, gave_up=gave_up)

    def red_lines(self) -> Proof:
        """What a red line forbids is never freed: by scope, exception, or a rule that overrides it."""
        lines = [
            one for one in self._program.of(RuleKind.PROHIBITION) if one.rule.red_line
        ]
        if not lines:
            return Proof(state=ProofState.NOT_APPLICABLE)
        return self._impossible(list(self._leaks(lines)))

    def _leaks(self, lines: Iterable[CompiledRule]) -> Iterator[_Question]:
        freeing = {
            OutcomeKind.NOT_SUBJECT: "lies outside the law",
            OutcomeKind.COVERED: "is covered by an exception or general authorisation",
            OutcomeKind.NO_AUTHORISATION_REQUIRED: "needs no authorisation",
            OutcomeKind.NOT_CONTROLLED: "is not controlled",
            OutcomeKind.AUTHORISATION_REQUIRED: "can be licensed",
        }
        for one in lines:
            for outcome, words in freeing.items():
                yield _Question(
                    rules=(one.rule.id, *one.stronger),
                    words=f"A transaction that the red line forbids {words}.",
                    residues=(
                        self._conditions[one.rule.id],
                        self._symbolic.outcomes[outcome],
                    ),
                )

    def general_authorisations(self) -> Proof:
        """No general authorisation or exception is available where its own law excludes it."""
        if not self._exclusions:
            return Proof(state=ProofState.NOT_APPLICABLE)
        words = "It is available where its own law says `never`."
        available = self._symbolic.weighed.available
        return self._impossible(
            [
                _Question(
                    rules=(name,),
                    words=words,
                    residues=(available[name], never),
                )
                for name, never in self._exclusions.items()
            ]
        )

    def _impossible(self, questions: list[_Question]) -> Proof:
        failures, gave_up = [], False
        for question in questions:
            answer = self._solver.witness(question.residues)
            if isinstance(answer, dict):
                failures.append(
                    Failure(
                        rules=question.rules,
                        words=question.words,
                        facts=answer,
                        on=self._on,
                    )
                )
            gave_up |= answer is GAVE_UP
        return _proof(failures, gave_up=gave_up)


def _proof(failures: list[Failure], *, gave_up: bool) -> Proof:
    if failures:
        return Proof(state=ProofState.BROKEN, failures=tuple(failures))
    return Proof(state=ProofState.UNKNOWN if gave_up else ProofState.PROVED)


def prove(
    regime: Regime, *, on: date, milliseconds: int = MILLISECONDS
) -> dict[Property, Proof]:
    """Prove what a law must be, for every transaction there can be.

    Args:
        regime: The package.
        on: The day whose law is looked at. A rule that is not in force that day is looked
            at on the first day on which it is.
        milliseconds: How long the solver may take for one question.

    Returns:
        Each property: proved, broken with a witness, or unknown when the solver gave up,
        which counts as not proved.

    Raises:
        SolverMissingError: The solver is not installed.
    """
    today = Prover(regime, on=on, milliseconds=milliseconds)
    return {
        Property.COMPLETE: today.complete(),
        Property.CONSISTENT: today.consistent(),
        Property.NO_DEAD_RULE: _no_dead_rule(regime, on, today, milliseconds),
        Property.RED_LINES: today.red_lines(),
        Property.GENERAL_AUTHORISATIONS: today.general_authorisations(),
    }


def _no_dead_rule(regime: Regime, on: date, today: Prover, milliseconds: int) -> Proof:
    by_day: dict[date, list[str]] = {}
    never: list[Failure] = []
    for name, rule in sorted(regime.rules.items()):
        day = _day_in_force(rule, on)
        if day is None:
            words = "The rule is in force on no day."
            never.append(Failure(rules=(name,), words=words, facts={}, on=on))
        else:
            by_day.setdefault(day, []).append(name)
    failures, states = list(never), set[ProofState]()
    for day, names in sorted(by_day.items()):
        prover = (
            today if day == on else Prover(regime, on=day, milliseconds=milliseconds)
        )
        proof = prover.reachable(names)
        failures += proof.failures
        states.add(proof.state)
    return _proof(failures, gave_up=ProofState.UNKNOWN in states)


def _day_in_force(rule: Rule, on: date) -> date | None:
    """A day on which the rule is in force: the one asked for, a first day, or the eve of a pause."""
    force: Force = rule.force
    if force.holds(on):
        return on
    days = [span.first or span.last for span in force.effective]
    days += [span.first - timedelta(days=1) for span in force.suspended if span.first]
    return next((day for day in days if day and force.holds(day)), None)


def proofs_json(proofs: Mapping[Property, Proof], *, rules: int) -> dict[str, object]:
    """Proofs as a JSON object: the state of each property, and the witnesses of the broken."""
    states: dict[str, object] = {
        str(key): str(one.state) for key, one in proofs.items()
    }
    witnesses = {
        str(key): [failure.to_json() for failure in one.failures]
        for key, one in proofs.items()
        if one.failures
    }
    return {"rules": rules, **states, "witnesses": witnesses}
