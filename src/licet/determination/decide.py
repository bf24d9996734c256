"""Facts x regime x day -> the answer, with its trace and its open questions."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from itertools import product
from types import MappingProxyType

from licet.determination.compile import Program, compile_regime
from licet.determination.count import with_counts
from licet.determination.deferred import defer
from licet.determination.domain import fact_of
from licet.determination.errors import TooManyPartiesError
from licet.determination.explore import Explored, explore, settled
from licet.determination.formula import Residue, atoms
from licet.determination.generate import (
    Generated,
    Key,
    Shape,
    generated,
)
from licet.determination.model import (
    FREE,
    STRICTEST_FIRST,
    Determination,
    OutcomeKind,
)
from licet.determination.remainder import Remainders
from licet.determination.state import (
    CheckedFacts,
    Claim,
    ClaimSort,
    Evaluation,
    begin,
    with_derived,
)
from licet.determination.weigh import Weighed, weigh
from licet.determination.write import standing_kind, written
from licet.facts import ROLES, Party, Transaction
from licet.regimes import (
    Regime,
)

MOST_COMBINATIONS = 256
MOST_SHAPES = 4_096  # of one law, whose exploration is kept
NOTHING_YET: Mapping[Key, Residue] = MappingProxyType({})
_OPEN_TO_A_FOREIGN_ENTRY = FREE | {OutcomeKind.COVERED}


def determine(
    transaction: Transaction, regime: Regime, *, on: date, item: int = 0
) -> Determination:
    """Decide one item of a transaction under one law as of one day.

    Where several parties hold one role, each is looked at and the strictest answer stands.

    Args:
        transaction: The facts as known.
        regime: The package.
        on: The day whose law applies.
        item: Which item, counted from 0.

    Returns:
        The determination. What is unknown is never taken for no.

    Raises:
        NoSuchItemError: There is no such item.
        TooManyPartiesError: Several parties in several roles make too many combinations.
        WrongValueError: A known value is not of its fact's kind.

    Law:
        Whatever the package restates; every rule in the answer carries its citation.
    """
    return run(compile_regime(regime, on=on), transaction, item=item)


def run(program: Program, transaction: Transaction, *, item: int = 0) -> Determination:
    """Decide with a package that is compiled already; see ``determine``."""
    every = check_facts(program, transaction, item=item)
    answers = [decide_facts(program, one) for one in every]
    if len(answers) == 1:
        return answers[0]
    return min(answers, key=lambda one: STRICTEST_FIRST.index(one.kind))


def check_facts(
    program: Program, transaction: Transaction, *, item: int = 0
) -> tuple[CheckedFacts, ...]:
    """The views that a determination looks at, one for each combination of parties.

    Args:
        program: The package compiled for a day; its vocabulary says what a value can be.
        transaction: The facts as known.
        item: Which item, counted from 0.

    Returns:
        At least one view.

    Raises:
        NoSuchItemError: There is no such item.
        TooManyPartiesError: Several parties in several roles make too many combinations.
        WrongValueError: A known value is not of its fact's kind.
    """
    found = []
    for chosen in _combinations(transaction):
        stated = transaction.view(item, parties=chosen)
        counted = with_counts(stated, transaction, program.regime)
        view = with_derived(counted, program.regime)
        checked = begin(view, program.regime)
        found.append(
            CheckedFacts(
                view=view,
                values=checked.values,
                claim=checked.claim,
                item=item,
                parties={role: party.name for role, party in sorted(chosen.items())},
            )
        )
    return tuple(found)


def decide_facts(program: Program, facts: CheckedFacts) -> Determination:
    """Decide one view of checked facts.

    What the rules say is worked out at once: which hold, which fire, which are defeated.
    When that settles the outcome, the words are written when somebody reads them.
    """
    code = generated(program)
    if code is None:
        return _in_words(program, facts)
    values, claim = facts.values, facts.claim
    if code.reads <= values.keys():
        said = code.whole(values.get, claim)
        kind = said[0]
        if kind is not None and not still_foreign(claim, kind):
            return defer(kind, lambda: _in_words(program, facts, code.known(said)))
        return _decide_open(program, facts, code)
    kind = code.outcome(values.get, claim)
    if kind is None or kind is OutcomeKind.COVERED or still_foreign(claim, kind):
        return _decide_open(program, facts, code)

    def words() -> Determination:
        return _in_words(program, facts, code.known(code.read(values, claim)))

    return defer(kind, words)


def _decide_open(
    program: Program, facts: CheckedFacts, code: Generated
) -> Determination:
    """Decide what is still open; of one shape, all completions are explored once."""
    shape = code.shape(facts.values, facts.claim)
    shapes = _shapes(program)
    found = shapes.get(shape)
    if found is None:
        found = explored_by_code(program, facts, code)
        if len(shapes) >= MOST_SHAPES:
            shapes.clear()
        shapes[shape] = found

    def words() -> Determination:
        said = code.read(facts.values, facts.claim)
        return written(_weigh(program, facts, code.known(said)), found, facts)

    return defer(standing_kind(found), words)


def explored_by_code(
    program: Program, facts: CheckedFacts, code: Generated, *, asking: bool = True
) -> Explored:
    """What is still possible: from what is kept of the law where that can tell."""
    said = code.read(facts.values, facts.claim)
    found = _remainders(program, code).explored(facts, said)
    if found is None or found.outcomes == {OutcomeKind.COVERED}:
        return explored(_weigh(program, facts, code.known(said)), asking=asking)
    return _unless_foreign(program, facts.claim, found)


def _remainders(program: Program, code: Generated) -> Remainders:
    """What is kept of a law; begun anew when it is too much."""
    kept = _kept(program)
    found = kept.get(code)
    if found is None or found.full():
        found = kept[code] = Remainders(program, code, _order_of_questions(program))
    return found


@lru_cache(maxsize=64)
def _kept(_: Program) -> dict[Generated, Remainders]:
    """Where what is left of one law is kept."""
    return {}


@lru_cache(maxsize=64)
def _shapes(_: Program) -> dict[Shape, Explored]:
    """What exploring found under one law, by the shape of the facts."""
    return {}


def still_foreign(claim: Claim, kind: OutcomeKind) -> bool:
    """Whether a claimed entry that the package lacks keeps the answer open."""
    return claim.sort is ClaimSort.FOREIGN and kind in _OPEN_TO_A_FOREIGN_ENTRY


def _combinations(transaction: Transaction) -> Iterator[dict[str, Party]]:
    several = [
        parties for role in ROLES if len(parties := transaction.in_role(role)) > 1
    ]
    count = 1
    for parties in several:
        count *= len(parties)
    if count > MOST_COMBINATIONS:
        raise TooManyPartiesError(count, MOST_COMBINATIONS)
    for chosen in product(*several):
        yield {party.role: party for party in chosen}


def _in_words(
    program: Program, facts: CheckedFacts, already: Mapping[Key, Residue] = NOTHING_YET
) -> Determination:
    """Decide with the trace written out.

    Args:
        program: The package compiled for a day.
        facts: The facts.
        already: What is already known of conditions, rules and entries.
    """
    weighed = _weigh(program, facts, already)
    return written(weighed, explored(weighed), facts)


def _weigh(
    program: Program, facts: CheckedFacts, already: Mapping[Key, Residue]
) -> Weighed:
    return weigh(
        program,
        Evaluation(values=facts.values, claim=facts.claim, memo=dict(already)),
    )


def explored(weighed: Weighed, *, asking: bool = True) -> Explored:
    """The outcomes still possible; a claimed entry that the package lacks settles nothing.

    Args:
        weighed: What each rule comes to.
        asking: Whether the questions that matter are wanted too.
    """
    evaluation = weighed.evaluation
    kind = settled(weighed.residues)
    if kind is None:
        found = explore(
            weighed.residues,
            evaluation.interner,
            weighed.program.regime.facts,
            order=_order_of_questions(weighed.program),
            asking=asking,
        )
    else:
        found = Explored(outcomes=frozenset({kind}), questions={}, exact=True)
    if found.outcomes == {OutcomeKind.COVERED}:
        found = replace(found, questions=_which_covers(weighed))
    return _unless_foreign(weighed.program, evaluation.claim, found)


def _unless_foreign(program: Program, claim: Claim, found: Explored) -> Explored:
    """A claimed entry that the package lacks settles nothing that would free."""
    if not any(still_foreign(claim, one) for one in found.outcomes):
        return found
    return Explored(
        outcomes=found.outcomes | {OutcomeKind.AUTHORISATION_REQUIRED},
        questions={program.regime.header.claims[0]: (), **found.questions},
        exact=found.exact,
    )


def _which_covers(weighed: Weighed) -> dict[str, tuple[OutcomeKind, ...]]:
    """What to ask while some exception covers, and which one it is stays open."""
    if any(one is True for one in weighed.available.values()):
        return {}
    open_facts = [fact_of(one.variable) for one in atoms(weighed.available.values())]
    return dict.fromkeys(open_facts, (OutcomeKind.COVERED,))


@lru_cache(maxsize=64)
def _order_of_questions(program: Program) -> Mapping[str, int]:
    """The place of each question as the rules put them to one who has said nothing."""
    claim = Claim(sort=ClaimSort.OPEN)
    weighed = weigh(program, Evaluation(values={}, claim=claim))
    asked = dict.fromkeys(atom.variable for atom in atoms(weighed.residues.all()))
    return {variable: place for place, variable in enumerate(asked)}
