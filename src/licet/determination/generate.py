"""A compiled package written out as Python, so that one determination is straight-line code.

The code is made from the formulas that the closures of ``compile`` give when no fact is
known: it holds no meaning of its own. Each fact is looked up once in a table of answers,
one for each test that rules put to it; what follows is only ``and``, ``or`` and ``not``.

``whole`` serves when every fact that rules read is known or not applicable. ``partly``
works out, for every formula, whether it certainly holds and whether it may hold; where the
two differ the answer is open, and whoever asks lets the closures say exactly what is left.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from itertools import count, product

from licet.determination.compile import Program
from licet.determination.domain import fact_of
from licet.determination.explore import Residues, settled
from licet.determination.formula import Formula, Interner, Residue, Sort, atoms
from licet.determination.leaf import ELEMENT, FITS, HEADING, RECORDED
from licet.determination.model import OutcomeKind
from licet.determination.state import (
    NOT_APPLICABLE,
    OPEN,
    Absent,
    Claim,
    ClaimSort,
    Evaluation,
)
from licet.determination.weigh import weigh
from licet.facts import Value

GENERATE_AFTER = 12  # determinations under one law before its code is worth writing
MOST_ROWS = 4_096  # values of one fact whose answers are kept
LONGEST = 400  # characters of one expression before it gets a name of its own

Key = tuple[str, str]
Shape = tuple[Claim, tuple[tuple[bool, ...], ...]]
Truth = bool | None
Said = tuple[
    OutcomeKind | None, tuple[Truth, ...], tuple[Truth, ...], tuple[Truth, ...]
]
"""The outcome; then for each rule its condition and whether it fires, for each entry
whether the item fits it. ``None`` is open."""

OUTCOMES = {
    six: settled(
        Residues(
            outside=six[0],
            beyond=six[1],
            forbidden=six[2],
            required=six[3],
            lifted=six[4],
            listed=six[5],
        )
    )
    for six in product((False, True), repeat=6)
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """A program as formulas over tests of facts, entries that fit and claimed headings."""

    conditions: tuple[Residue, ...]
    fires: tuple[Residue, ...]
    entries: tuple[Residue, ...]
    six: tuple[Residue, ...]
    by_facts: dict[str, Residue]
    unless: dict[str, Residue]

    def roots(self) -> list[Residue]:
        """Every formula that code is made for."""
        found = [*self.conditions, *self.fires, *self.entries, *self.six]
        return [*found, *self.by_facts.values(), *self.unless.values()]


def general(program: Program) -> General:
    """Work out a program with every fact open and every entry a variable."""
    evaluation = Evaluation(
        values={},
        claim=Claim(sort=ClaimSort.OPEN),
        interner=Interner(complements=False),
        general=True,
    )
    weighed = weigh(program, evaluation)
    parts = {name: program.parts[name] for name in program.entries}
    return General(
        conditions=tuple(one.condition(evaluation) for one in program.rules.values()),
        fires=tuple(weighed.fires.values()),
        entries=tuple(weighed.entries.values()),
        six=weighed.residues.all(),
        by_facts={name: one.by_facts(evaluation) for name, one in parts.items()},
        unless={name: one.unless(evaluation) for name, one in parts.items()},
    )


class _Writer:
    """Writes one of the two functions."""

    def __init__(self, law: General, *, whole: bool) -> None:
        self.law = law
        self.whole = whole
        self.lines: list[str] = []
        self._texts: dict[tuple[int, bool], str] = {}
        self._uses = _uses_of(law.roots())
        self._places = {name: place for place, name in enumerate(law.by_facts)}

    def text(self, residue: Residue, *, certain: bool) -> str:
        """The expression for a formula; what it needs is written before it."""
        if isinstance(residue, bool):
            return str(residue)
        key = (residue.number, certain or self.whole)
        if key not in self._texts:
            self._texts[key] = self._write(residue, certain=key[1])
        return self._texts[key]

    def open_or(self, residue: Residue) -> str:
        """The expression that is ``None`` while the formula is open."""
        certain = self.text(residue, certain=True)
        possible = self.text(residue, certain=False)
        if certain == possible:
            return certain
        return f"({certain} if {certain} == {possible} else None)"

    def _write(self, formula: Formula, *, certain: bool) -> str:
        if formula.sort is Sort.ATOM:
            return self._atom(formula, certain=certain)
        if formula.sort is Sort.NOT:
            return f"(not {self.text(formula.parts[0], certain=not certain)})"
        joiner = " and " if formula.sort is Sort.ALL else " or "
        parts = [self.text(part, certain=certain) for part in formula.parts]
        text = f"({joiner.join(parts)})"
        if self._uses[formula.number] == 1 and len(text) < LONGEST:
            return text
        name = f"{'m' if certain else 'y'}{formula.number}"
        self.lines.append(f"{name} = {text}")
        return name

    def _atom(self, atom: Formula, *, certain: bool) -> str:
        if atom.variable == HEADING:
            return f"h{atom.number}"
        if atom.variable != FITS:
            return f"{'a' if certain else 'b'}{atom.number}"
        if certain:
            self._entry(atom)
        else:
            self.text(atom, certain=True)
        return f"{'e' if certain else 'f'}{atom.number}"

    def _entry(self, atom: Formula) -> None:
        """Whether the item fits an entry, by what the claim makes of it."""
        name = _entry_of(atom)
        by_facts, unless = self.law.by_facts[name], self.law.unless[name]
        standing, fits = f"c{self._places[name]}", f"e{atom.number}"
        shown = self.text(by_facts, certain=True)
        excluded = self.text(unless, certain=True)
        if self.whole:
            self.lines.append(
                f"{fits} = ({standing} == 1 and not {excluded}) or {shown}"
            )
            return
        possible = self.text(by_facts, certain=False)
        perhaps = self.text(unless, certain=False)
        may = f"f{atom.number}"
        if _both_ways(self.law, by_facts) or _both_ways(self.law, unless):
            # A test that stands both plain and negated may cancel out while its fact is
            # open. Only the closures see that, so such an entry counts as open here.
            self.lines += [
                f"{fits} = (not {perhaps}) if {standing} == 1 else {shown}",
                f"{may} = (not {excluded}) if {standing} == 1 else {possible}",
            ]
            return
        self.lines += [
            f"{fits} = (not {excluded}) if {standing} == 1 else {shown}",
            f"{may} = {possible} if {standing} == 0 else {fits}",
        ]


def _entry_of(atom: Formula) -> str:
    return "" if atom.test is None else str(atom.test.key[1])


def _uses_of(roots: Iterable[Residue]) -> Counter[int]:
    """How often each formula stands in another or by itself."""
    found: Counter[int] = Counter()
    pending = [one for one in roots if not isinstance(one, bool)]
    while pending:
        formula = pending.pop()
        found[formula.number] += 1
        if found[formula.number] == 1:
            pending += formula.parts
    return found


def _both_ways(law: General, residue: Residue) -> bool:
    """Whether some test stands in it both plain and negated."""
    seen: set[tuple[int, bool]] = set()
    pending = [(residue, True)]
    while pending:
        formula, plain = pending.pop()
        if isinstance(formula, bool) or (formula.number, plain) in seen:
            continue
        seen.add((formula.number, plain))
        if formula.sort is Sort.NOT:
            pending.append((formula.parts[0], not plain))
        elif formula.variable == FITS:
            pending.append((law.by_facts[_entry_of(formula)], plain))
        else:
            pending += [(part, plain) for part in formula.parts]
    return any((number, False) in seen for number, plain in seen if plain)


Code = Callable[[Callable[[str, Absent], Value | Absent], Claim], Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """A program as Python code.

    Attributes:
        source: The code.
        asked: For each fact that rules read, the tests that they put to it.
        reads: The facts that rules read.
        answers: For each of them, its table of answers.
        keys: What the record names: a condition, a rule or an entry, each with its id.
        whole: For transactions of which every fact in ``reads`` is known.
        partly: For all others.
    """

    source: str
    asked: Mapping[str, tuple[Formula, ...]]
    reads: frozenset[str]
    answers: "tuple[tuple[str, _Answers], ...]"
    keys: tuple[Key, ...]
    whole: Code
    partly: Code

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
    asked: dict[str, list[Formula]] = {}
    headings = []
    for atom in atoms(law.roots()):
        if atom.variable == HEADING:
            headings.append(atom)
        elif atom.variable != FITS:
            asked.setdefault(fact_of(atom.variable), []).append(atom)
    names: dict[str, object] = {"OPEN": OPEN, "OUTCOMES": OUTCOMES}
    names["CLAIMS"] = _Claims(program, headings)
    answers = []
    for place, (fact, tests) in enumerate(asked.items()):
        names[f"W{place}"] = _Answers(tests, whole=True)
        names[f"P{place}"] = table = _Answers(tests, whole=False)
        answers.append((fact, table))
    source = "\n\n".join(
        _function(law, asked, headings, whole=whole) for whole in (True, False)
    )
    label = f"<{program.regime.header.id} on {program.on}>"
    # The text is made above of numbers, three operators and quoted fact names only.
    exec(compile(source, label, "exec"), names)  # noqa: S102
    return Generated(
        source=source,
        asked={fact: tuple(tests) for fact, tests in asked.items()},
        reads=frozenset(asked),
        answers=tuple(answers),
        keys=(
            *(("condition", name) for name in program.rules),
            *(("rule", name) for name in program.rules),
            *(("entry", name) for name in program.entries),
        ),
        whole=names["whole"],  # type: ignore[arg-type]  # defined by the source
        partly=names["partly"],  # type: ignore[arg-type]  # defined by the source
    )


def whole(said: Said) -> bool:
    """Whether nothing that was said is open."""
    return None not in said[1] and None not in said[2] and None not in said[3]


def _function(
    law: General,
    asked: dict[str, list[Formula]],
    headings: list[Formula],
    *,
    whole: bool,
) -> str:
    writer = _Writer(law, whole=whole)
    show = writer.open_or
    columns = [
        _tuple(show(one) for one in column)
        for column in (law.conditions, law.fires, law.entries)
    ]
    six = _tuple(show(one) for one in law.six)
    lines = [f"def {'whole' if whole else 'partly'}(get, claim):"]
    row = [*(f"c{place}" for place in range(len(law.entries)))]
    row += [f"h{one.number}" for one in headings]
    lines += [f"    {_tuple(row)} = CLAIMS[claim]"] if row else []
    for place, (fact, tests) in enumerate(asked.items()):
        row = [f"a{one.number}" for one in tests]
        row += [] if whole else [f"b{one.number}" for one in tests]
        table = f"{'W' if whole else 'P'}{place}"
        lines.append(f"    {_tuple(row)} = {table}[get({fact!r}, OPEN)]")
    lines += [f"    {line}" for line in writer.lines]
    lines.append(f"    return OUTCOMES.get({six}), {', '.join(columns)}")
    return "\n".join(lines)


def _tuple(texts: Iterable[str]) -> str:
    return "(" + "".join(f"{text}, " for text in texts) + ")"


@lru_cache(maxsize=256)
def _uses(_: Program) -> Iterator[int]:
    return count()


def generated(program: Program) -> Generated | None:
    """The code of a program, once it has been used so often that writing it pays."""
    if next(_uses(program)) < GENERATE_AFTER:
        return None
    return generate(program)
