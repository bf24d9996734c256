"""Random small laws and random facts that are partly unknown, for every back end to agree on.

``regimes()`` draws a whole package, ``views(regime)`` a transaction for it. Names, groups
and choices are few, so that rules and facts often meet. Whatever is drawn is a lawful
package: names resolve and nothing rests on itself, because a rule or definition only
looks at those with a lower number. Hypothesis draws one number and the rest follows from
it, because a package drawn piece by piece takes it a second.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from types import MappingProxyType

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from licet.facts import (
    NOT_APPLICABLE,
    UNKNOWN,
    Fact,
    FactKind,
    FactTerm,
    Statement,
    Transaction,
    Value,
    gather,
    known,
)
from licet.kernel import Citation, Interval
from licet.regimes import (
    AllOf,
    Always,
    AnyOf,
    Before,
    Change,
    Comparator,
    Comparison,
    Definition,
    DefinitionHolds,
    Entry,
    EntryFits,
    Expression,
    Force,
    Group,
    InGroup,
    IsKnown,
    KindOf,
    Not,
    OnOrAfter,
    Regime,
    RegimeHeader,
    Rule,
    RuleFires,
    RuleKind,
    Text,
)

DAY = date(2026, 7, 31)
ENTRIES = ("4A005", "4A005.a", "4D004", "5A001.f", "5A001.f.1")
HEADINGS = (*ENTRIES, "5A001")
COUNTRIES = ("BR", "CA", "CN", "KP", "VN")
GROUPS = ("friends", "watched")
REASONS = ("NS", "AT")
SYMBOLS = ("ACE", "GEN")
TERMS: dict[str, tuple[FactKind, tuple[Value, ...]]] = {
    "item.kind": (FactKind.CHOICE, ("software", "hardware", "equipment", "technology")),
    "item.roles": (FactKind.CHOICES, ("delivery", "console")),
    "item.bits": (FactKind.INTEGER, (0, 56, 57)),
    "item.share": (FactKind.NUMBER, (Decimal(0), Decimal("25.5"), Decimal(60))),
    "item.published": (FactKind.BOOLEAN, (True, False)),
    "item.made_on": (FactKind.DATE, ("2019-12-31", "2020-01-01", "2021-06-30")),
    "destination": (FactKind.COUNTRY, COUNTRIES),
    "transit": (FactKind.TEXTS, ("KP", "CN")),
    "end_user.type": (FactKind.CHOICE, ("government", "private")),
    "end_user.name": (FactKind.TEXT, ("Anvil", "Bramble")),
    "knowledge": (FactKind.BOOLEAN, (True, False)),
    "told": (FactKind.BOOLEAN, (True, False)),
}
MUTABLE = frozenset({"destination", "item.roles", "item.share", "transit", "knowledge"})
CLAIM = "item.eccn"
LISTS = frozenset({FactKind.CHOICES, FactKind.TEXTS})
ORDERED = frozenset({FactKind.NUMBER, FactKind.INTEGER, FactKind.DATE})
ORDERS = (
    Comparator.AT_LEAST,
    Comparator.AT_MOST,
    Comparator.ABOVE,
    Comparator.BELOW,
)
DAYS = (date(2026, 1, 1), date(2027, 1, 1))
FORCES = (
    Force(),
    Force(),
    Force(effective=(Interval(first=DAY, last=None),)),
    Force(effective=(Interval(first=None, last=date(2026, 7, 30)),)),
    Force(suspended=(Interval(first=DAYS[0], last=DAYS[1]),)),
)


SEEDS = st.integers(0, 2**40)
NEVER = Always(value=False)
CONSTANTS = (Always(value=True), NEVER, OnOrAfter(day=DAY), Before(day=DAY))
KINDS = (*RuleKind, RuleKind.REQUIREMENT, RuleKind.EXCEPTION)
Facts = dict[str, FactTerm]
Names = tuple[str, ...]


def regimes(*, rules: int = 7, facts: int = len(TERMS)) -> SearchStrategy[Regime]:
    """Lawful random packages.

    Args:
        rules: The most rules that one has.
        facts: How many facts of the vocabulary its rules may read, beside the claim.
    """
    return SEEDS.map(lambda seed: random_regime(Random(seed), rules, facts))  # noqa: S311  # chance for tests


def views(regime: Regime, *, whole: bool = False) -> SearchStrategy[Transaction]:
    """Random facts for a package: known, unknown, not applicable, disputed or unsaid.

    Args:
        regime: The package whose vocabulary counts.
        whole: Whether every fact is known or not applicable, the claim included.
    """
    return SEEDS.map(lambda seed: random_view(Random(seed), regime, whole=whole))  # noqa: S311  # chance for tests


def random_regime(chance: Random, most_rules: int = 7, facts: int = 12) -> Regime:
    """The package that a source of chance makes."""
    terms = _vocabulary(tuple(TERMS)[:facts])
    definitions: dict[str, Definition] = {}
    for number in range(chance.randint(0, 2)):
        name = f"definition-{number}"
        definitions[name] = Definition(
            name=name,
            title={"en": name},
            law=_sometimes_verified(chance, name),
            when=_expression(chance, terms, tuple(definitions), ()),
            unless=_unless(chance, terms, ()),
            force=chance.choice(FORCES),
        )
    count = chance.randint(1, most_rules)
    rules = [
        _rule(chance, number, count, terms, tuple(definitions))
        for number in range(count)
    ]
    return Regime(
        header=_header(),
        facts=terms,
        groups={name: _group(name) for name in GROUPS},
        definitions=definitions,
        entries={name: _entry(chance, name, terms) for name in ENTRIES},
        rules={one.id: one for one in rules},
        policies={"case-by-case": _text("case-by-case")},
        conditions={"report": _text("report")},
        criteria=(),
        calendar=(),
        clocks={},
        holidays=frozenset(),
        profiles={},
        written={},
        digest="0" * 64,
    )


def _header() -> RegimeHeader:
    return RegimeHeader(
        id="test/random",
        title={"en": "A random law"},
        jurisdiction="XX",
        zone="UTC",
        instrument="Random Act",
        uri="",
        version=DAY,
        author="Tests",
        claims=(CLAIM,),
        unlisted=frozenset({"none"}),
        entry_kinds={"A": "equipment", "D": "software"},
    )


def _vocabulary(paths: Sequence[str]) -> dict[str, FactTerm]:
    claim = FactTerm(path=CLAIM, kind=FactKind.TEXT, question={"en": "Which entry?"})
    found = {CLAIM: claim}
    for path in paths:
        kind, values = TERMS[path]
        worded = kind in {FactKind.CHOICE, FactKind.CHOICES}
        found[path] = FactTerm(
            path=path,
            kind=kind,
            question={"en": f"What is {path}?"},
            choices={str(one): str(one) for one in values} if worded else {},
            mutable=path in MUTABLE,
        )
    return found


def _law(name: str, *, verified: bool = True) -> Citation:
    return Citation(instrument="Random Act", pinpoint=name, verified=verified)


def _text(name: str) -> Text:
    return Text(id=name, words={"en": f"Do {name}"}, law=_law(name))


def _group(name: str) -> Group:
    later = Change(
        first=DAYS[1],
        add=frozenset({"BR"}),
        remove=frozenset({"VN"}),
        law=_law("Later"),
    )
    earlier = Change(
        first=DAYS[0],
        add=frozenset({"CN"}),
        remove=frozenset(),
        law=_law("Earlier", verified=False),
    )
    members = frozenset({"CA", "BR"} if name == "friends" else {"VN", "CN", "KP"})
    changes = () if name == "friends" else (earlier, later)
    return Group(
        name=name, law=_law(name), members=members, stated_on=DAY, changes=changes
    )


def _sometimes_verified(chance: Random, name: str) -> Citation:
    return _law(name, verified=chance.random() < 0.7)


def _entry(chance: Random, name: str, facts: Facts) -> Entry:
    only_claimed = chance.random() < 0.2
    return Entry(
        id=name,
        title={"en": f"Entry {name}"},
        law=_sometimes_verified(chance, name),
        tier=2,
        when=None if only_claimed else _expression(chance, facts, (), ()),
        unless=_unless(chance, facts, ()),
        crosswalk={},
        aliases=("4D4",) if name == "4D004" else (),
        force=chance.choice(FORCES[:4]),
    )


def _rule(
    chance: Random, number: int, count: int, facts: Facts, definitions: Names
) -> Rule:
    name = f"rule-{number:02}"
    earlier = tuple(f"rule-{one:02}" for one in range(number))
    later = [f"rule-{one:02}" for one in range(number + 1, count)]
    when = _expression(chance, facts, definitions, earlier)
    if chance.random() < 0.5:
        fits = EntryFits(entries=tuple(_some(chance, HEADINGS)))
        when = AllOf(parts=(fits, when))
    beaten = (chance.choice(later),) if later and chance.random() < 0.3 else ()
    every = frozenset({"all"})
    return Rule(
        id=name,
        kind=chance.choice(KINDS),
        title={"en": f"Rule {number}"},
        law=_sometimes_verified(chance, name),
        when=when,
        unless=_unless(chance, facts, definitions),
        force=chance.choice(FORCES[:4]),
        reason=chance.choice(REASONS),
        lifts=chance.choice([every, frozenset({"NS"})]),
        symbol=chance.choice(SYMBOLS),
        bars=chance.choice([every, frozenset({"ACE"})]),
        spares=chance.choice([frozenset[str](), frozenset({"GEN"})]),
        overrides=beaten,
        policies=("case-by-case",) if chance.random() < 0.5 else (),
        conditions=("report", "Register first") if chance.random() < 0.5 else (),
        red_line=chance.random() < 0.5,
        preference=chance.randint(0, 1),
        data={
            "document": "statement",
            "to": "interior",
            "flag": "flag",
            "forms": ["individual"],
        },
    )


def _some(chance: Random, values: Sequence[Value]) -> list[Value]:
    """One or two of some values."""
    return chance.sample(values, min(len(values), chance.randint(1, 2)))


def _unless(chance: Random, facts: Facts, definitions: Names) -> Expression:
    if chance.random() < 0.6:
        return NEVER
    return _leaf(chance, facts, definitions, ())


def _expression(
    chance: Random, facts: Facts, definitions: Names, rules: Names
) -> Expression:
    leaf = _leaf(chance, facts, definitions, rules)
    sort = chance.randint(0, 4)
    if sort == 0:
        return leaf
    few = (
        leaf,
        *(
            _leaf(chance, facts, definitions, rules)
            for _ in range(chance.randint(0, 2))
        ),
    )
    joined = chance.choice([AllOf(parts=few), AnyOf(parts=few), Not(part=leaf)])
    other = _leaf(chance, facts, definitions, rules)
    if sort == 1:
        return AllOf(parts=(other, joined))
    if sort == 2:
        return AnyOf(parts=(other, Not(part=joined)))
    return joined


def _leaf(chance: Random, facts: Facts, definitions: Names, rules: Names) -> Expression:
    sort = chance.randint(0, 11)
    path = chance.choice(sorted(set(facts) - {CLAIM}))
    found: Expression
    if sort == 0 and definitions:
        found = DefinitionHolds(name=chance.choice(definitions))
    elif sort == 1 and rules:
        found = RuleFires(rule=chance.choice(rules))
    elif sort == 2:
        found = chance.choice(CONSTANTS)
    elif sort == 3:
        found = KindOf(kind=chance.choice(["software", "hardware", "goods"]))
    elif sort == 4:
        found = IsKnown(fact=path)
    else:
        found = _comparison(chance, path)
    return found


def _comparison(chance: Random, path: str) -> Expression:
    kind, values = TERMS[path]
    one, some = chance.choice(values), tuple(_some(chance, values))
    first = chance.random() < 0.5
    if path in {"destination", "transit"} and chance.random() < 0.5:
        groups = chance.choice([GROUPS, GROUPS[:1], GROUPS[1:]])
        return InGroup(fact=path, groups=groups)
    if kind in LISTS:
        single, several = Comparator.CONTAINS, Comparator.INTERSECTS
    elif kind in ORDERED and chance.random() < 0.5:
        single, several = chance.choice(ORDERS), Comparator.IN
        first = True
    else:
        single, several = Comparator.IS, Comparator.IN
    if first:
        return Comparison(fact=path, comparator=single, value=one)
    return Comparison(fact=path, comparator=several, value=some)


def random_view(chance: Random, regime: Regime, *, whole: bool) -> Transaction:
    """The facts that a source of chance states for a package."""
    found: dict[str, Fact] = {}
    for path in regime.facts:
        speak = _claim if path == CLAIM else _said
        fact = speak(chance, path, whole=whole)
        if fact is not None:
            found[path] = fact
    return Transaction(facts=MappingProxyType(found))


def _claim(chance: Random, _: str, *, whole: bool) -> Fact | None:
    if whole or chance.random() < 0.7:
        words = ("4D4", "5A001.f.2", "none", "9X999", "a machine")
        said = (*HEADINGS, *words, "candidate 5A001.f", "4D004-type")
        return known(chance.choice(said))
    return chance.choice([None, NOT_APPLICABLE, UNKNOWN])


def _said(chance: Random, path: str, *, whole: bool) -> Fact | None:
    turn = chance.random()
    if turn < (0.9 if whole else 0.5):
        return known(_value(chance, path))
    if whole or turn < 0.6:
        return NOT_APPLICABLE
    if turn < 0.7:
        one, other = _value(chance, path), _value(chance, path)
        return gather([Statement(value=one), Statement(value=other, by="list")])
    return chance.choice([None, UNKNOWN])


def _value(chance: Random, path: str) -> Value:
    kind, values = TERMS[path]
    if kind not in LISTS:
        return chance.choice(values)
    texts = [str(one) for one in values] + (["BR"] if kind is FactKind.TEXTS else [])
    return tuple(one for one in texts if chance.random() < 0.5)
