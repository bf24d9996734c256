"""Random small laws and random facts that are partly unknown, for every back end to agree on.

``regimes()`` draws a whole package, ``views(regime)`` a transaction for it. Names, groups
and choices are few, so that rules and facts often meet. Whatever is drawn is a lawful
package: names resolve and nothing rests on itself, because a rule or definition only
looks at those with a lower number.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

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


def regimes(*, rules: int = 7, facts: int = len(TERMS)) -> SearchStrategy[Regime]:
    """Lawful random packages.

    Args:
        rules: The most rules that one has.
        facts: How many facts of the vocabulary its rules may read, beside the claim.
    """
    return _regime(rules, facts)


def views(regime: Regime, *, whole: bool = False) -> SearchStrategy[Transaction]:
    """Random facts for a package: known, unknown, not applicable, disputed or unsaid.

    Args:
        regime: The package whose vocabulary counts.
        whole: Whether every fact is known or not applicable, the claim included.
    """
    return _view(regime, whole)


@st.composite
def _regime(draw: DrawFn, most_rules: int, most_facts: int) -> Regime:
    facts = _vocabulary(tuple(TERMS)[:most_facts])
    definitions: dict[str, Definition] = {}
    for number in range(draw(st.integers(0, 2))):
        name = f"definition-{number}"
        definitions[name] = Definition(
            name=name,
            title={"en": name},
            law=draw(_laws(name)),
            when=draw(_expressions(facts, tuple(definitions))),
            unless=draw(_unless(facts, ())),
            force=draw(st.sampled_from(FORCES)),
        )
    entries = {name: draw(_entry(name, facts)) for name in ENTRIES}
    count = draw(st.integers(1, most_rules))
    rules: dict[str, Rule] = {}
    for number in range(count):
        one = draw(_rule(number, count, facts, tuple(definitions)))
        rules[one.id] = one
    return Regime(
        header=_header(),
        facts=facts,
        groups={name: _group(name) for name in GROUPS},
        definitions=definitions,
        entries=entries,
        rules=rules,
        policies={"case-by-case": _text("case-by-case")},
        conditions={"report": _text("report")},
        criteria=(),
        calendar=(),
        clocks={},
        holidays=frozenset(),
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


def _laws(name: str) -> SearchStrategy[Citation]:
    return st.sampled_from([True, True, False]).map(
        lambda verified: _law(name, verified=verified)
    )


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


@st.composite
def _entry(draw: DrawFn, name: str, facts: dict[str, FactTerm]) -> Entry:
    only_claimed = draw(st.integers(0, 4)) == 0
    return Entry(
        id=name,
        title={"en": f"Entry {name}"},
        law=draw(_laws(name)),
        tier=2,
        when=None if only_claimed else draw(_expressions(facts, ())),
        unless=draw(_unless(facts, ())),
        crosswalk={},
        aliases=("4D4",) if name == "4D004" else (),
        force=draw(st.sampled_from(FORCES[:4])),
    )


@st.composite
def _rule(
    draw: DrawFn,
    number: int,
    count: int,
    facts: dict[str, FactTerm],
    definitions: tuple[str, ...],
) -> Rule:
    kind = draw(st.sampled_from([*RuleKind, RuleKind.REQUIREMENT, RuleKind.EXCEPTION]))
    name = f"rule-{number:02}"
    earlier = tuple(f"rule-{one:02}" for one in range(number))
    later = [f"rule-{one:02}" for one in range(number + 1, count)]
    when = draw(_expressions(facts, definitions, earlier))
    if draw(st.booleans()):
        fits = EntryFits(
            entries=tuple(
                draw(st.sets(st.sampled_from(HEADINGS), min_size=1, max_size=2))
            )
        )
        when = AllOf(parts=(fits, when))
    beaten = draw(st.sets(st.sampled_from(later), max_size=1)) if later else set()
    every = frozenset({"all"})
    return Rule(
        id=name,
        kind=kind,
        title={"en": f"Rule {number}"},
        law=draw(_laws(name)),
        when=when,
        unless=draw(_unless(facts, definitions)),
        force=draw(st.sampled_from(FORCES[:4])),
        reason=draw(st.sampled_from(REASONS)),
        lifts=draw(st.sampled_from([every, frozenset({"NS"})])),
        symbol=draw(st.sampled_from(SYMBOLS)),
        bars=draw(st.sampled_from([every, frozenset({"ACE"})])),
        spares=draw(st.sampled_from([frozenset[str](), frozenset({"GEN"})])),
        overrides=tuple(sorted(beaten)),
        policies=("case-by-case",) if draw(st.booleans()) else (),
        conditions=("report", "Register first") if draw(st.booleans()) else (),
        red_line=draw(st.booleans()),
        preference=draw(st.integers(0, 1)),
        data={
            "document": "statement",
            "to": "interior",
            "flag": "flag",
            "forms": ["individual"],
        },
    )


def _unless(
    facts: dict[str, FactTerm], definitions: tuple[str, ...]
) -> SearchStrategy[Expression]:
    never = st.just(Always(value=False))
    return st.one_of(never, never, _leaves(facts, definitions, ()))


def _expressions(
    facts: dict[str, FactTerm],
    definitions: tuple[str, ...],
    rules: tuple[str, ...] = (),
) -> SearchStrategy[Expression]:
    leaf = _leaves(facts, definitions, rules)
    few = st.lists(leaf, min_size=1, max_size=3).map(tuple)
    joined = st.one_of(
        few.map(lambda parts: AllOf(parts=parts)),
        few.map(lambda parts: AnyOf(parts=parts)),
        leaf.map(lambda part: Not(part=part)),
    )
    nested = st.tuples(leaf, joined)
    return st.one_of(
        leaf,
        joined,
        nested.map(lambda parts: AllOf(parts=parts)),
        nested.map(lambda parts: AnyOf(parts=(parts[0], Not(part=parts[1])))),
    )


@st.composite
def _leaves(
    draw: DrawFn,
    facts: dict[str, FactTerm],
    definitions: tuple[str, ...],
    rules: tuple[str, ...],
) -> Expression:
    sort = draw(st.integers(0, 11))
    found: Expression
    if sort == 0 and definitions:
        found = DefinitionHolds(name=draw(st.sampled_from(definitions)))
    elif sort == 1 and rules:
        found = RuleFires(rule=draw(st.sampled_from(rules)))
    elif sort == 2:
        found = draw(
            st.sampled_from(
                [
                    Always(value=True),
                    Always(value=False),
                    OnOrAfter(day=DAY),
                    Before(day=DAY),
                ]
            )
        )
    elif sort == 3 and "item.kind" in facts:
        found = KindOf(kind=draw(st.sampled_from(["software", "hardware", "goods"])))
    elif sort == 4:
        found = IsKnown(fact=draw(st.sampled_from(sorted(set(facts) - {CLAIM}))))
    else:
        path = draw(st.sampled_from(sorted(set(facts) - {CLAIM})))
        found = draw(_comparisons(path))
    return found


@st.composite
def _comparisons(draw: DrawFn, path: str) -> Expression:
    kind, values = TERMS[path]
    one = draw(st.sampled_from(values))
    some = tuple(
        draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
    )
    if path in {"destination", "transit"} and draw(st.booleans()):
        groups = draw(st.sampled_from([GROUPS, GROUPS[:1], GROUPS[1:]]))
        return InGroup(fact=path, groups=groups)
    if kind in LISTS:
        if draw(st.booleans()):
            return Comparison(fact=path, comparator=Comparator.CONTAINS, value=one)
        return Comparison(fact=path, comparator=Comparator.INTERSECTS, value=some)
    if kind in ORDERED and draw(st.booleans()):
        order = draw(st.sampled_from(ORDERS))
        return Comparison(fact=path, comparator=order, value=one)
    if draw(st.booleans()):
        return Comparison(fact=path, comparator=Comparator.IN, value=some)
    return Comparison(fact=path, comparator=Comparator.IS, value=one)


@st.composite
def _view(draw: DrawFn, regime: Regime, whole: bool) -> Transaction:
    found: dict[str, Fact] = {}
    for path in regime.facts:
        fact = draw(_claims(whole) if path == CLAIM else _facts(path, whole))
        if fact is not None:
            found[path] = fact
    return Transaction(facts=MappingProxyType(found))


def _claims(whole: bool) -> SearchStrategy[Fact | None]:
    texts = [*HEADINGS, "4D4", "5A001.f.2", "none", "9X999", "a machine"]
    said = st.sampled_from([*texts, "candidate 5A001.f", "4D004-type"]).map(known)
    nothing = st.sampled_from([None, NOT_APPLICABLE, UNKNOWN])
    return said if whole else st.one_of(said, said, nothing)


def _facts(path: str, whole: bool) -> SearchStrategy[Fact | None]:
    kind, values = TERMS[path]
    value: SearchStrategy[Value] = st.sampled_from(values)
    if kind in LISTS:
        texts = [str(one) for one in values]
        value = st.lists(
            st.sampled_from([*texts, "BR"][: len(texts) + (kind is FactKind.TEXTS)]),
            unique=True,
        ).map(tuple)
    said = value.map(known)
    if whole:
        return st.one_of(said, said, said, st.just(NOT_APPLICABLE))
    disputed = st.tuples(value, value).map(
        lambda two: gather(
            [Statement(value=two[0]), Statement(value=two[1], by="list")]
        )
    )
    nothing: SearchStrategy[Fact | None] = st.sampled_from(
        [None, None, UNKNOWN, NOT_APPLICABLE]
    )
    return st.one_of(said, said, nothing, disputed)
