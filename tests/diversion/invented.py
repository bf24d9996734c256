"""Invented statements and laws for the suites of this part."""

from collections.abc import Sequence
from datetime import date

from licet.diversion import (
    ControlStatement,
    Declared,
    DirectorshipStatement,
    Measure,
    Network,
    OwnershipLaw,
    OwnershipStatement,
    Share,
    Source,
    Statement,
    network_of,
)
from licet.kernel import Citation, Interval

ON = date(2026, 11, 27)
ALWAYS = Interval()


def source(name: str = "s") -> Source:
    return Source(file="invented.jsonl", line=1, id=name)


def share(low: int, high: int | None = None, **strict: bool) -> Share:
    return Share(low=low, high=low if high is None else high, **strict)


def holds(
    owner: str,
    owned: str,
    low: int,
    high: int | None = None,
    *,
    measure: Measure = Measure.SHARES,
    direct: bool = True,
    force: Interval = ALWAYS,
    name: str = "",
    **strict: bool,
) -> OwnershipStatement:
    return OwnershipStatement(
        owner=owner,
        owned=owned,
        share=share(low, high, **strict),
        measure=measure,
        direct=direct,
        force=force,
        source=source(name or f"{owner}-{owned}"),
    )


def controls(owner: str, owned: str, *, certain: bool = True) -> ControlStatement:
    return ControlStatement(
        owner=owner,
        owned=owned,
        certain=certain,
        manner="otherInfluenceOrControl" if certain else "settlor",
        force=ALWAYS,
        source=source(f"{owner}-controls-{owned}"),
    )


def directs(owner: str, owned: str) -> DirectorshipStatement:
    return DirectorshipStatement(
        owner=owner,
        owned=owned,
        manner="boardMember",
        force=ALWAYS,
        source=source(f"{owner}-directs-{owned}"),
    )


def network(*statements: Statement) -> Network:
    return network_of(Declared(entities={}, statements=statements))


def law(
    threshold: int = 5000,
    *,
    more_than: bool = False,
    aggregated: bool | None = True,
    control_counts: bool | None = False,
    votes_count: bool | None = False,
) -> OwnershipLaw:
    return OwnershipLaw(
        regime="invented",
        id="owners",
        title="Owners",
        threshold=threshold,
        more_than=more_than,
        aggregated=aggregated,
        control_counts=control_counts,
        votes_count=votes_count,
        force=ALWAYS,
        suspended=None,
        citation=Citation(instrument="Invented Act", pinpoint="s. 1"),
    )


def names(statements: Sequence[Statement]) -> list[str]:
    return [one.source.id for one in statements]
