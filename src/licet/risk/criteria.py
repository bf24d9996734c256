"""The regime's criteria as rules, so that one engine evaluates law and criteria alike."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache  # noqa: TID251  # of pure functions: ADR 0011
from typing import cast

from licet.regimes import Always, Expression, Force, Regime, Rule, RuleKind, in_words
from licet.regimes.fields import Desk
from licet.regimes.read_expression import ExpressionReader
from licet.regimes.source import Table
from licet.risk.model import BrokenCriterionError, Criterion

FOR, AGAINST = "criterion:", "contradicted:"


def read_criterion(regime: Regime, table: Table) -> Criterion:
    """One written criterion as a record.

    Args:
        regime: The package it stands in.
        table: The criterion as written.

    Returns:
        The criterion.

    Raises:
        BrokenCriterionError: It has no title or no citation.
    """
    desk = _desk(regime)
    name = desk.text(table, "id", "criteria", needed=True)
    criterion = Criterion(
        id=name,
        title=in_words(desk.words(table, "title", name)),
        words=in_words(_words(desk, table, name)),
        mandatory=desk.truth(table, "mandatory", name, default=False),
        favourable=desk.truth(table, "favourable", name, default=False),
        citation=desk.law(table, name),
        facts=desk.texts(table, "facts", name),
    )
    _require_clean(desk)
    return criterion


def _words(desk: Desk, table: Table, name: str) -> Mapping[str, str]:
    key = next((each for each in ("words", "question") if each in table), "title")
    return desk.words(table, key, name)


def _desk(regime: Regime) -> Desk:
    header = regime.header
    return Desk(instrument=header.instrument, uri=header.uri, below=regime.below)


def _require_clean(desk: Desk) -> None:
    if desk.problems:
        problem = desk.problems[0]
        msg = f"{problem.file}:{problem.line}: {problem.rule}: {problem.what} {problem.mend}"
        raise BrokenCriterionError(msg)


def _conditions(
    desk: Desk, regime: Regime, table: Table
) -> Iterator[tuple[str, Expression]]:
    reader = ExpressionReader(desk, regime.facts)
    name = desk.text(table, "id", "criteria", needed=True)
    for prefix, keys in (
        (FOR, ("established_when", "when")),
        (AGAINST, ("contradicted_when",)),
    ):
        for key in keys:
            if key in table:
                yield prefix + name, reader.read(table, key, name)


@lru_cache(maxsize=16)  # so that one package is compiled once
def with_criteria(regime: Regime) -> tuple[Regime, tuple[Criterion, ...]]:
    """The package with its criteria added as rules that only flag.

    Args:
        regime: The package.

    Returns:
        A package whose determination traces every criterion as ``criterion:ID`` and
        ``contradicted:ID``, and the criteria in their order.

    Raises:
        BrokenCriterionError: A criterion cannot be read.
    """
    desk = _desk(regime)
    rules: dict[str, Rule] = dict(regime.rules)
    criteria = []
    for data in regime.criteria:
        table = cast("Table", data)
        criterion = read_criterion(regime, table)
        criteria.append(criterion)
        for name, condition in _conditions(desk, regime, table):
            rules[name] = Rule(
                id=name,
                kind=RuleKind.FLAG,
                title={"en": criterion.title},
                law=criterion.citation,
                when=condition,
                unless=Always(value=False),
                force=Force(),
            )
    _require_clean(desk)
    return replace(regime, rules=rules), tuple(criteria)
