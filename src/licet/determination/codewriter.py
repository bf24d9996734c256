"""A law as Python text: straight-line code for the record, and for the outcome alone.

The formulas are those of the closures when every fact is open. A row of answers is fetched
where a test first needs it; names are few and used again, because a function with many
does not fit into the interpreter's stack and is given new memory at every call.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from licet.determination.compile import Program
from licet.determination.domain import fact_of
from licet.determination.formula import Formula, Interner, Residue, Sort, atoms
from licet.determination.leaf import FITS, HEADING
from licet.determination.state import Claim, ClaimSort, Evaluation
from licet.determination.weigh import weigh

LONGEST = 400  # characters of one expression before it gets a name of its own
_QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_NAME = re.compile(rf"{_QUOTED}|\b(?:[efmyr]\d+|c)\b")
_INDENT = "    "


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """A program as formulas over tests of facts, entries that fit and claimed headings.

    Attributes:
        conditions: For each rule, its own condition.
        fires: For each rule, whether it fires.
        entries: For each entry in force, whether the item fits it.
        six: What decides the outcome.
        by_facts: For each entry, its parameters hold and none of its exclusions does.
        unless: For each entry, one of its exclusions holds.
        asked: For each fact that rules read, the tests that they put to it.
        headings: The tests of a claimed heading.
    """

    conditions: tuple[Residue, ...]
    fires: tuple[Residue, ...]
    entries: tuple[Residue, ...]
    six: tuple[Residue, ...]
    by_facts: dict[str, Residue]
    unless: dict[str, Residue]
    asked: Mapping[str, tuple[Formula, ...]]
    headings: tuple[Formula, ...]

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
    law = General(
        conditions=tuple(one.condition(evaluation) for one in program.rules.values()),
        fires=tuple(weighed.fires.values()),
        entries=tuple(weighed.entries.values()),
        six=weighed.residues.all(),
        by_facts={name: one.by_facts(evaluation) for name, one in parts.items()},
        unless={name: one.unless(evaluation) for name, one in parts.items()},
        asked={},
        headings=(),
    )
    return _with_tests(law)


def _with_tests(law: General) -> General:
    asked: dict[str, list[Formula]] = {}
    headings = []
    for atom in atoms(law.roots()):
        if atom.variable == HEADING:
            headings.append(atom)
        elif atom.variable != FITS:
            asked.setdefault(fact_of(atom.variable), []).append(atom)
    return General(
        conditions=law.conditions,
        fires=law.fires,
        entries=law.entries,
        six=law.six,
        by_facts=law.by_facts,
        unless=law.unless,
        asked={fact: tuple(tests) for fact, tests in asked.items()},
        headings=tuple(headings),
    )


def entry_of(atom: Formula) -> str:
    """The entry that an atom of ``FITS`` asks about."""
    return "" if atom.test is None else str(atom.test.key[1])


class Writer:
    """Writes one function; what an expression needs is written before it."""

    def __init__(self, law: General, *, whole: bool) -> None:
        self.law = law
        self.whole = whole
        self.lines: list[str] = []
        self._texts: dict[tuple[int, bool], str] = {}
        self._rows: set[str] = set()
        self._uses = _uses_of(law.roots())
        self._entries = {name: place for place, name in enumerate(law.by_facts)}
        self._headings = {
            one.number: place
            for place, one in enumerate(law.headings, len(law.by_facts))
        }
        self._facts = {
            one.number: (fact, number, place, len(tests))
            for number, (fact, tests) in enumerate(law.asked.items())
            for place, one in enumerate(tests)
        }

    def text(self, residue: Residue, *, certain: bool) -> str:
        """The expression for a formula, certain or as far as it may hold."""
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

    def when(self, test: str, inside: "Residue", ends: Mapping[bool, str]) -> None:
        """A branch that ends with what one more formula comes to."""
        kept, rows, before = dict(self._texts), set(self._rows), self.lines
        self.lines = []
        self.ends(inside, ends)
        before += [f"if {test}:", *(_INDENT + line for line in self.lines)]
        self.lines, self._texts, self._rows = before, kept, rows

    def ends(self, residue: Residue, ends: Mapping[bool, str]) -> None:
        """Return one answer when the formula holds, one when it cannot, ``None`` else."""
        certain = self.text(residue, certain=True)
        self.lines.append(f"if {certain}: return {ends[True]}")
        possible = self.text(residue, certain=False)
        self.lines.append(f"return None if {possible} else {ends[False]}")

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
            return f"c[{self._headings[atom.number]}]"
        if atom.variable == FITS:
            if certain:
                self._entry(atom)
            else:
                self.text(atom, certain=True)
            return f"{'e' if certain else 'f'}{atom.number}"
        fact, number, place, count = self._facts[atom.number]
        row = f"r{number}"
        if row not in self._rows:
            self._rows.add(row)
            table = f"{'W' if self.whole else 'P'}{number}"
            self.lines.append(f"{row} = {table}[get({fact!r}, OPEN)]")
        return f"{row}[{place if certain else place + count}]"

    def _entry(self, atom: Formula) -> None:
        """Whether the item fits an entry, by what the claim makes of it."""
        name = entry_of(atom)
        by_facts, unless = self.law.by_facts[name], self.law.unless[name]
        standing, fits = f"c[{self._entries[name]}]", f"e{atom.number}"
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


def record(law: General, *, whole: bool) -> str:
    """The function that gives the outcome with each condition, rule and entry."""
    writer = Writer(law, whole=whole)
    show = writer.open_or
    columns = [
        joined(show(one) for one in column)
        for column in (law.conditions, law.fires, law.entries)
    ]
    six = joined(show(one) for one in law.six)
    writer.lines.append(f"return OUTCOMES.get({six}), {', '.join(columns)}")
    return _function("whole" if whole else "partly", writer.lines)


def outcome(law: General) -> str:
    """The function that gives the outcome and looks no further than that needs."""
    outside, beyond, forbidden, required, lifted, listed = law.six
    writer = Writer(law, whole=False)
    certain = writer.text(outside, certain=True)
    writer.when(certain, beyond, {True: "CONFLICT", False: "NOT_SUBJECT"})
    writer.lines.append(f"if {writer.text(outside, certain=False)}: return None")
    certain = writer.text(forbidden, certain=True)
    writer.lines.append(f"if {certain}: return PROHIBITED")
    writer.lines.append(f"if {writer.text(forbidden, certain=False)}: return None")
    certain = writer.text(required, certain=True)
    writer.when(certain, lifted, {True: "COVERED", False: "AUTHORISATION_REQUIRED"})
    writer.lines.append(f"if {writer.text(required, certain=False)}: return None")
    free = {True: "NO_AUTHORISATION_REQUIRED", False: "NOT_CONTROLLED"}
    writer.ends(listed, free)
    return _function("outcome", writer.lines)


def joined(texts: Iterable[str]) -> str:
    """A tuple of expressions."""
    return "(" + "".join(f"{text}, " for text in texts) + ")"


def _function(name: str, lines: Sequence[str]) -> str:
    body = in_few_names(["c = CLAIMS[claim]", *lines])
    return "\n".join(
        [f"def {name}(get, claim):", *(f"{_INDENT}{line}" for line in body)]
    )


def in_few_names(lines: Sequence[str]) -> list[str]:
    """The same lines; a name that nobody reads any more is used again."""
    named = [
        [name for name in _NAME.findall(line) if name[0] not in "'\""] for line in lines
    ]
    last = {name: place for place, names in enumerate(named) for name in names}
    taken: dict[str, str] = {}
    free: list[str] = []
    count = 0
    found = []
    for place, line in enumerate(lines):
        for name in dict.fromkeys(named[place]):
            if name not in taken:
                if not free:
                    free.append(f"v{count}")
                    count += 1
                taken[name] = free.pop()
        found.append(_NAME.sub(lambda match: taken.get(match[0], match[0]), line))
        free += [
            taken[name] for name in dict.fromkeys(named[place]) if last[name] == place
        ]
    return found


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
            pending.append((law.by_facts[entry_of(formula)], plain))
        else:
            pending += [(part, plain) for part in formula.parts]
    return any((number, False) in seen for number, plain in seen if plain)
