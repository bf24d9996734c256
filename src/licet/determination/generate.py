"""A compiled package written out as Python, so that one determination is straight-line code.

The code is made from the formulas that the closures of ``compile`` give when no fact is
known: it holds no meaning of its own. Each fact is looked up once in a table of answers,
one for each test that rules put to it; what follows is only ``and``, ``or`` and ``not``.

``whole`` serves when every fact that rules read is known or not applicable. ``partly``
works out, for every formula, whether it certainly holds and whether it may hold; where the
two differ the answer is open, and whoever asks lets the closures say exactly what is left.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from itertools import count, product

from licet.determination.codewriter import General, general, outcome, record
from licet.determination.compile import Program
from licet.determination.explore import Residues, settled
from licet.determination.formula import Formula, Interner, Residue, Test
from licet.determination.leaf import ELEMENT, RECORDED
from licet.determination.model import OutcomeKind
from licet.determination.state import NOT_APPLICABLE, OPEN, Absent, Claim
from licet.facts import Value

GENERATE_AFTER = 12  # determinations under one law before its code is worth writing
MOST_ROWS = 4_096  # values of one fact whose answers are kept

Key = tuple[str, str]
Shape = tuple[Claim, tuple[tuple[bool, ...], ...]]
Truth = bool | None
Said = tuple[
    OutcomeKind | None, tuple[Truth, ...], tuple[Truth, ...], tuple[Truth, ...]
]
"""The outcome; then for each rule its condition and whether it fires, for each entry
whether the item fits it. ``None`` is open."""

_SOMETHING = Interner().atom(
    "", Test(key=(), passes=bool)
)  # stands for any that is open


def _outcome_of(six: tuple[Truth, ...]) -> OutcomeKind | None:
    left = [_SOMETHING if one is None else one for one in six]
    return settled(
        Residues(
            outside=left[0],
            beyond=left[1],
            forbidden=left[2],
            required=left[3],
            lifted=left[4],
            listed=left[5],
        )
    )


OUTCOMES = {six: _outcome_of(six) for six in product((False, True, None), repeat=6)}


class _Answers(dict[Value | Absent, tuple[bool, ...]]):
    """For each value of one fact, the answers of its tests: certain ones, then possible."""

    def __init__(self, asked: Iterable[Formula], *, whole: bool) -> None:
        super().__init__()
        self._asked = tuple(asked)
        self._whole = whole

    def __missing__(self, value: Value | Absent) -> tuple[bool, ...]:
        certain = [answer_to(atom, value) for atom in self._asked]
        possible = [
            answer or (value is OPEN and not atom.variable.endswith(RECORDED))
            for atom, answer in zip(self._asked, certain, strict=True)
        ]
        row = tuple(certain if self._whole else certain + possible)
        if len(self) < MOST_ROWS:
            self[value] = row
        return row


def answer_to(atom: Formula, value: Value | Absent) -> bool:
    """Whether a value of the fact certainly passes a test."""
    test = atom.test
    if test is None or value is OPEN or value is NOT_APPLICABLE:
        return False
    if atom.variable.endswith(RECORDED):
        return True
    if ELEMENT in atom.variable:
        return isinstance(value, tuple) and not test.members.isdisjoint(value)
    return bool(test.passes(value))


class _Claims(dict[Claim, tuple[int, ...]]):
    """For each claim, its standing for each entry and what headings it names."""

    def __init__(self, program: Program, headings: Iterable[Formula]) -> None:
        super().__init__()
        self._parts = tuple(program.parts[name] for name in program.entries)
        self._headings = tuple(headings)

    def __missing__(self, claim: Claim) -> tuple[int, ...]:
        standings = [int(one.standing(claim)) for one in self._parts]
        headed = [
            one.test is not None and one.test.passes(claim) for one in self._headings
        ]
        row = (*standings, *headed)
        if len(self) < MOST_ROWS:
            self[claim] = row
        return row


Code = Callable[[Callable[[str, Absent], Value | Absent], Claim], Said]


Brief = Callable[[Callable[[str, Absent], Value | Absent], Claim], OutcomeKind | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Generated:
    """A program as Python code.

    Attributes:
        law: The formulas that it was made from.
        source: The code.
        asked: For each fact that rules read, the tests that they put to it.
        reads: The facts that rules read.
        answers: For each of them, its table of answers.
        keys: What the record names: a condition, a rule or an entry, each with its id.
        whole: For transactions of which every fact in ``reads`` is known.
        partly: For all others.
        outcome: The outcome alone, ``None`` while something open may change it.
    """

    law: General
    source: str
    asked: Mapping[str, tuple[Formula, ...]]
    reads: frozenset[str]
    answers: "tuple[tuple[str, _Answers], ...]"
    keys: tuple[Key, ...]
    whole: Code
    partly: Code
    outcome: Brief

    def read(self, values: Mapping[str, Value | Absent], claim: Claim) -> Said:
        """What the rules say of the known facts."""
        code = self.whole if self.reads <= values.keys() else self.partly
        return code(values.get, claim)

    def shape(self, values: Mapping[str, Value | Absent], claim: Claim) -> Shape:
        """What rules can tell of the facts: two transactions of one shape come out alike."""
        get = values.get
        rows = [table[get(fact, OPEN)] for fact, table in self.answers]
        return claim, tuple(rows)

    def known(self, said: Said) -> dict[Key, Residue]:
        """The same by name, so that closures work out only what is open."""
        every = zip(self.keys, (*said[1], *said[2], *said[3]), strict=True)
        return {key: one for key, one in every if one is not None}


@lru_cache(maxsize=64)
def generate(program: Program) -> Generated:
    """Write a program out as Python and load it; once for each program.

    Args:
        program: The package compiled for a day.

    Returns:
        The code; it says of any facts what the closures say.
    """
    law = general(program)
    names: dict[str, object] = {"OPEN": OPEN, "OUTCOMES": OUTCOMES}
    names |= {kind.name: kind for kind in OutcomeKind}
    names["CLAIMS"] = _Claims(program, law.headings)
    answers = []
    for place, (fact, tests) in enumerate(law.asked.items()):
        names[f"W{place}"] = _Answers(tests, whole=True)
        names[f"P{place}"] = table = _Answers(tests, whole=False)
        answers.append((fact, table))
    parts = [record(law, whole=True), record(law, whole=False), outcome(law)]
    source = "\n\n".join(parts)
    label = f"<{program.regime.header.id} on {program.on}>"
    # The text is made above of numbers, three operators and quoted fact names only.
    exec(compile(source, label, "exec"), names)  # noqa: S102
    return Generated(
        law=law,
        source=source,
        asked=law.asked,
        reads=frozenset(law.asked),
        answers=tuple(answers),
        keys=(
            *(("condition", name) for name in program.rules),
            *(("rule", name) for name in program.rules),
            *(("entry", name) for name in program.entries),
        ),
        whole=names["whole"],  # type: ignore[arg-type]  # defined by the source
        partly=names["partly"],  # type: ignore[arg-type]  # defined by the source
        outcome=names["outcome"],  # type: ignore[arg-type]  # defined by the source
    )


def whole(said: Said) -> bool:
    """Whether nothing that was said is open."""
    return None not in said[1] and None not in said[2] and None not in said[3]


@lru_cache(maxsize=256)
def _uses(_: Program) -> Iterator[int]:
    return count()


def generated(program: Program) -> Generated | None:
    """The code of a program, once it has been used so often that writing it pays."""
    if next(_uses(program)) < GENERATE_AFTER:
        return None
    return generate(program)
