"""Written rules into typed ones, and what each kind of rule must say."""

from collections.abc import Iterator

from licet.regimes.expression import AllOf, EntryFits, Expression
from licet.regimes.fields import Desk
from licet.regimes.model import LIFTING, REQUIRING, Example, Rule, RuleKind
from licet.regimes.read_expression import NEVER, ExpressionReader
from licet.regimes.source import Table

WITH_EXAMPLES = REQUIRING | LIFTING | {RuleKind.BAR}
_COMMON = frozenset(
    [
        "id",
        "kind",
        "title",
        "law",
        "for",
        "when",
        "unless",
        "effective",
        "suspended",
        "published_at",
        "policies",
        "author",
        "reviewers",
        "overrides",
        "examples",
        "note",
        "text",
        "value",
        "guidance",
        "because",
        "tier",
    ]
)
_OWN = {
    RuleKind.SCOPE: frozenset[str](),
    RuleKind.REQUIREMENT: frozenset({"reason"}),
    RuleKind.CATCH_ALL: frozenset({"reason"}),
    RuleKind.EXCEPTION: frozenset(
        [
            "lifts",
            "symbol",
            "conditions",
            "preference",
            "registration",
            "reporting",
            "who",
            "audit",
            "ends",
            "never",
        ]
    ),
    RuleKind.GENERAL_AUTHORISATION: frozenset(
        [
            "lifts",
            "symbol",
            "conditions",
            "preference",
            "registration",
            "reporting",
            "who",
            "audit",
            "ends",
            "never",
        ]
    ),
    RuleKind.BAR: frozenset({"bars", "except"}),
    RuleKind.PROHIBITION: frozenset({"red_line", "reason"}),
    RuleKind.DENIAL_POLICY: frozenset({"reason", "policy"}),
    RuleKind.REFERRAL: frozenset({"to", "reason"}),
    RuleKind.DOCUMENT: frozenset({"document", "may_follow"}),
    RuleKind.AVAILABILITY: frozenset({"forms"}),
    RuleKind.FLAG: frozenset({"flag"}),
}
_NEEDED = {
    RuleKind.EXCEPTION: ("symbol", "lifts"),
    RuleKind.GENERAL_AUTHORISATION: ("symbol", "lifts"),
    RuleKind.BAR: ("bars",),
    RuleKind.REFERRAL: ("to",),
    RuleKind.DOCUMENT: ("document",),
    RuleKind.AVAILABILITY: ("forms",),
    RuleKind.FLAG: ("flag",),
}


def read_rule(desk: Desk, reader: ExpressionReader, table: Table, name: str) -> Rule:
    """One rule; what is wrong with it is noted at the desk."""
    kind = _kind(desk, table, name)
    desk.only(table, name, _COMMON | _OWN[kind])
    for key in _NEEDED.get(kind, ()):
        if key not in table:
            what = f"A rule of kind {kind} needs `{key}`."
            desk.wrong(table, "kind", name, what, f"Write `{key}: ...`.")
    rule = Rule(
        id=name,
        kind=kind,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        when=_condition(desk, reader, table, name),
        unless=reader.read(table, "unless", name) if "unless" in table else NEVER,
        force=desk.force(table, name),
        reason=desk.text(table, "reason", name),
        lifts=frozenset(desk.texts(table, "lifts", name)),
        symbol=desk.text(table, "symbol", name),
        bars=frozenset(desk.texts(table, "bars", name)),
        spares=frozenset(desk.texts(table, "except", name)),
        overrides=desk.texts(table, "overrides", name),
        policies=desk.texts(table, "policies", name),
        conditions=desk.texts(table, "conditions", name),
        red_line=desk.truth(table, "red_line", name, default=False),
        preference=desk.number(table, "preference", name, default=0),
        never=reader.read(table, "never", name) if "never" in table else None,
        examples=tuple(_examples(desk, table, name)),
        data=table,
    )
    _check_examples(desk, table, rule)
    return rule


def _kind(desk: Desk, table: Table, name: str) -> RuleKind:
    written = desk.text(table, "kind", name, needed=True)
    if written not in set(RuleKind):
        what = f"`kind: {written}` is not a kind of rule."
        desk.wrong(table, "kind", name, what, "Kinds: " + ", ".join(RuleKind) + ".")
        return RuleKind.FLAG
    return RuleKind(written)


def _condition(
    desk: Desk, reader: ExpressionReader, table: Table, name: str
) -> Expression:
    parts: list[Expression] = []
    if "for" in table:
        parts.append(EntryFits(entries=desk.texts(table, "for", name)))
    if "when" in table:
        parts.append(reader.read(table, "when", name))
    if not parts:
        what = "The rule has no condition."
        desk.wrong(table, "when", name, what, "Write `when: true` if it always holds.")
    return parts[0] if len(parts) == 1 else AllOf(parts=tuple(parts))


def _examples(desk: Desk, table: Table, name: str) -> Iterator[Example]:
    for example in desk.tables(table, "examples", name):
        desk.only(example, name, frozenset({"holds", "on", "facts", "note"}))
        on = desk.day(example, "on", name)
        facts = example.get("facts")
        if on is None or "holds" not in example or not isinstance(facts, Table):
            what = "The example is not whole."
            mend = "Write `{holds: true, on: 2026-07-31, facts: {...}}`."
            desk.wrong(example, "facts", name, what, mend)
            continue
        holds = desk.truth(example, "holds", name, default=False)
        yield Example(holds=holds, on=on, facts=facts, line=example.line)


def _check_examples(desk: Desk, table: Table, rule: Rule) -> None:
    if rule.kind not in WITH_EXAMPLES:
        return
    answers = {example.holds for example in rule.examples}
    if answers != {True, False}:
        what = f"A rule of kind {rule.kind} needs an example that holds and one that does not."
        mend = "Add the missing one under `examples`, with its day and facts."
        desk.wrong(table, "examples", rule.id, what, mend)
