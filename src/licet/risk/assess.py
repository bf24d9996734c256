"""Prohibitions, then each criterion alone, each by its own standard."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from licet.determination import Determination, RuleRead, determine
from licet.facts import Fact, FactState, Statement, Transaction
from licet.kernel import Standing
from licet.regimes import Regime, RuleKind
from licet.risk.criteria import AGAINST, FOR, with_criteria
from licet.risk.explain import finding_words, source_words
from licet.risk.model import Assessment, Criterion, CriterionFinding, Prohibition

TRUE, FALSE = "true", "false"


def assess(
    transaction: Transaction,
    regime: Regime,
    *,
    on: date,
    item: int = 0,
    binding: Sequence[Regime] = (),
) -> Assessment:
    """Assess one item of a transaction by the criteria of a regime.

    Args:
        transaction: The facts as known, what screening found among them.
        regime: The package whose criteria count.
        on: The day whose law applies.
        item: Which item, counted from 0.
        binding: Further instruments that bind; what they forbid is forbidden.

    Returns:
        Prohibitions that the facts reach or may reach, and a finding for every criterion.
        What nobody has established is not established; it is never cleared.

    Raises:
        NoSuchItemError: There is no such item.
        BrokenCriterionError: A criterion of the package cannot be read.

    Law:
        The criteria of the package, each with its citation. A mandatory criterion stands
        alone; the assessment weighs nothing.
    """
    extended, criteria = with_criteria(regime)
    determination = determine(transaction, extended, on=on, item=item)
    rules = {rule.id: rule for rule in determination.rules}
    view = transaction.view(item)
    others = [determine(transaction, law, on=on, item=item) for law in binding]
    return Assessment(
        on=on,
        prohibitions=tuple(
            one for each in (determination, *others) for one in _prohibitions(each)
        ),
        findings=tuple(_finding(each, rules, view, on) for each in criteria),
    )


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
