"""Prohibitions, then each criterion alone by its own standard, then the balance where the law balances."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from licet.determination import (
    Determination,
    RuleRead,
    check_facts,
    compile_regime,
    decide_facts,
    determine,
    run,
)
from licet.facts import Fact, FactState, Statement, Transaction
from licet.kernel import Standing
from licet.regimes import Regime, RuleKind, factors_on, method_on
from licet.risk.conditions import with_conditions
from licet.risk.criteria import AGAINST, FOR, with_criteria
from licet.risk.evidence import Evidence
from licet.risk.explain import finding_words, source_words
from licet.risk.model import Assessment, Criterion, CriterionFinding, Prohibition
from licet.risk.readings import Desk, Views
from licet.risk.reliable import reliable
from licet.risk.tier import tier_evidence
from licet.risk.weigh import weigh
from licet.risk.weighing_model import Bar, Weighed

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"


def assess(  # facts, law, day, item, other laws, evidence
    transaction: Transaction,
    regime: Regime,
    *,
    on: date,
    item: int = 0,
    binding: Sequence[Regime] = (),
    evidence: Iterable[Evidence] = (),
) -> Assessment:
    """Assess one item of a transaction by the criteria of a regime.

    Args:
        transaction: The facts as known, what screening found among them.
        regime: The package whose criteria count.
        on: The day whose law applies.
        item: Which item, counted from 0.
        binding: Further instruments that bind; what they forbid is forbidden.
        evidence: What other sources say: the destination's profile, screening, documents.

    Returns:
        Prohibitions that the facts reach or may reach, a finding for every criterion, and
        the weighing where the package publishes one. What nobody has established is not
        established; it is never cleared.

    Raises:
        NoSuchItemError: There is no such item.
        BrokenCriterionError: A criterion of the package cannot be read.

    Law:
        The criteria of the package, each with its citation. A mandatory criterion stands
        alone; no benefit outweighs it, and no band is a ground.
    """
    determination, criteria = _determined(transaction, regime, on, item)
    prohibitions, findings, bars = _found(
        determination, criteria, transaction, binding, on, item
    )
    told = (*tier_evidence(determination, on), *evidence)
    return Assessment(
        on=on,
        prohibitions=prohibitions,
        findings=findings,
        weighed=_weighed(regime, bars, transaction, told, on=on, item=item),
    )


def _found(
    determination: Determination,
    criteria: Sequence[Criterion],
    transaction: Transaction,
    binding: Sequence[Regime],
    on: date,
    item: int,
) -> tuple[tuple[Prohibition, ...], tuple[CriterionFinding, ...], tuple[Bar, ...]]:
    """Prohibitions, the finding for each criterion, and what bars a weighing."""
    rules = {rule.id: rule for rule in determination.rules}
    view = transaction.view(item)
    prohibitions = _all_prohibitions(determination, transaction, binding, on, item)
    findings = tuple(_finding(each, rules, view, on) for each in criteria)
    bars = _bars(prohibitions, findings, rules)
    return prohibitions, findings, bars


def _determined(
    transaction: Transaction, regime: Regime, on: date, item: int
) -> tuple[Determination, Sequence[Criterion]]:
    """What the law says of the item, its criteria among the rules."""
    extended, criteria = with_criteria(regime)
    program = compile_regime(extended, on=on)
    determination = run(program, transaction, item=item)
    return determination, criteria


def _all_prohibitions(
    determination: Determination,
    transaction: Transaction,
    binding: Sequence[Regime],
    on: date,
    item: int,
) -> tuple[Prohibition, ...]:
    others = [determine(transaction, law, on=on, item=item) for law in binding]
    return tuple(
        one for each in (determination, *others) for one in _prohibitions(each)
    )


def _bars(
    prohibitions: Sequence[Prohibition],
    findings: Sequence[CriterionFinding],
    rules: Mapping[str, RuleRead],
) -> tuple[Bar, ...]:
    return (
        *(
            Bar(step=1, id=one.id, title=one.title, certain=one.certain)
            for one in prohibitions
        ),
        *_mandatory(findings, rules),
    )


def _weighed(  # the values of one item
    regime: Regime,
    bars: Sequence[Bar],
    transaction: Transaction,
    evidence: Sequence[Evidence],
    *,
    on: date,
    item: int,
) -> Weighed | None:
    method = method_on(regime.methods, on)
    if method is None:
        return None
    named: dict[str, tuple[Evidence, ...]] = {}
    for one in evidence:
        named[one.about] = (*named.get(one.about, ()), one)
    desk = Desk(
        on=on,
        method=method,
        views=_views(transaction, regime, on, item),
        evidence=named,
        as_of=transaction.as_of or on,
    )
    return weigh(desk, factors_on(regime.factors, on), bars)


def _views(transaction: Transaction, regime: Regime, on: date, item: int) -> Views:
    """For every combination of parties, what the conditions of the factors say."""
    program = compile_regime(with_conditions(regime), on=on)
    every = check_facts(program, reliable(transaction, regime), item=item)
    return tuple(
        ({rule.id: rule for rule in decide_facts(program, one).rules}, one.view)
        for one in every
    )


def _mandatory(
    findings: Iterable[CriterionFinding], rules: Mapping[str, RuleRead]
) -> Iterator[Bar]:
    """Mandatory criteria that stand, and those that nobody has yet spoken against.

    A criterion whose condition is false is not reached; one that is unknown, disputed or
    left to the officer may still be.
    """
    for one in findings:
        name = one.criterion.id
        if not one.criterion.mandatory or one.criterion.favourable:
            continue
        against = rules.get(AGAINST + name)
        found = rules.get(FOR + name)
        spoken_against = against is not None and against.value == TRUE
        open_still = found is None or found.value == UNKNOWN
        certain = one.standing is Standing.ESTABLISHED
        disputed = one.standing is Standing.DISPUTED
        if certain or disputed or (open_still and not spoken_against):
            yield Bar(step=2, id=name, title=one.criterion.title, certain=certain)


def _prohibitions(determination: Determination) -> Iterator[Prohibition]:
    for rule in determination.rules:
        if rule.kind == RuleKind.PROHIBITION and rule.value != FALSE:
            yield Prohibition(
                id=rule.id,
                title=rule.title,
                certain=rule.value == TRUE,
                citation=rule.citation,
            )


def _standing(
    found: RuleRead | None, against: RuleRead | None, *, disputed: bool
) -> Standing:
    holds = found is not None and found.value == TRUE
    denied = against is not None and against.value == TRUE
    if (holds and denied) or (disputed and not holds):
        return Standing.DISPUTED
    return Standing.ESTABLISHED if holds else Standing.NOT_ESTABLISHED


def _statements(paths: tuple[str, ...], view: Mapping[str, Fact]) -> list[Statement]:
    return [said for path in paths if path in view for said in view[path].statements]


def _finding(
    criterion: Criterion,
    rules: Mapping[str, RuleRead],
    view: Mapping[str, Fact],
    on: date,
) -> CriterionFinding:
    found, against = rules.get(FOR + criterion.id), rules.get(AGAINST + criterion.id)
    read = [
        fact for rule in (found, against) if rule is not None for fact in rule.facts
    ]
    paths = tuple(dict.fromkeys((*(fact.path for fact in read), *criterion.facts)))
    open_facts = tuple(
        dict.fromkeys(fact.path for fact in read if fact.state == FactState.UNKNOWN)
    )
    disputed = any(fact.state == FactState.DISPUTED for fact in read)
    standing = _standing(found, against, disputed=disputed)
    statements = _statements(paths, view)
    days = [said.at.date() for said in statements if said.at is not None]
    return CriterionFinding(
        criterion=criterion,
        standing=standing,
        words=finding_words(
            standing,
            open_facts=open_facts,
            contradicted=against is not None and against.value == TRUE,
            asked=found is not None,
        ),
        source=source_words(statements),
        dated=max(days, default=on),
        open_facts=open_facts,
    )
