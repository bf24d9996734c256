"""What was traced of a case, as faces and the gate see it."""

from collections.abc import Iterable, Mapping
from datetime import date

from licet.diversion import NotApplied
from licet.web.casework.casefile.casefile import (
    Findings,
    Traced,
    load_findings,
    load_traced,
)
from licet.web.casework.models import (
    Case,
    OwnershipFinding,
    OwnershipRun,
    OwnershipVerdict,
)
from licet.web.casework.ownership.drawing import draw
from licet.web.casework.ownership.judging import (
    binding_laws,
    names_of,
    rules_on,
    standings_of,
)
from licet.web.casework.views import (
    DrawingView,
    Json,
    OwnershipFindingView,
    OwnershipJudgedView,
    OwnershipView,
)


def ownership(
    case: Case, findings: Findings | None = None, traced: Traced | None = None
) -> OwnershipView:
    """Who stands behind the parties of a case, as it was last traced; no access is asked here.

    Args:
        case: The case.
        findings: Its newest findings, when they are at hand.
        traced: Its newest computation of ownership, when it is at hand.

    Returns:
        The findings of the newest computation, with what officers found of them. ``traced``
        is false when findings, calls or hits have come since: then nothing here is settled.
    """
    held = traced if traced is not None else load_traced(case)
    run = held.run
    if run is None:
        return nothing_traced(case)
    known = findings if findings is not None else load_findings(case)
    verdicts = verdicts_by_matter(held.verdicts)
    return OwnershipView(
        case=case.number,
        traced=is_traced(run, known, held.call),
        on=run.on,
        made_at=run.made_at,
        digest=run.digest,
        findings=tuple(finding_view(row, verdicts) for row in held.findings),
        laws=laws_on(run.on, binding_laws()),
        sets=tuple(run.document["sets"]),
        wrong=tuple(run.document["wrong"]),
        cut=bool(run.document["cut"]),
        drawing=_path_drawing(run, held.findings),
        parties=tuple(run.document["parties"]),
        version=case.version,
    )


def nothing_traced(case: Case) -> OwnershipView:
    return OwnershipView(
        case=case.number, traced=False, on=None, made_at=None, digest="", findings=(),
        laws=(), sets=(), wrong=(), cut=False, version=case.version,
    )  # fmt: skip


def is_traced(run: OwnershipRun, findings: Findings, call: int) -> bool:
    """Whether a computation stands on the newest findings, calls and words on hits."""
    current = findings.run is not None and run.findings_id == findings.run.pk
    return (
        current
        and run.call >= call
        and run.standings == standings_of(run.document, findings)
    )


def verdicts_by_matter(
    rows: Iterable[OwnershipVerdict],
) -> Mapping[str, OwnershipJudgedView]:
    """The newest word on each matter."""
    return {
        row.matter: OwnershipJudgedView(
            verdict=row.verdict, reasons=row.reasons, by=row.by.name, at=row.at
        )
        for row in rows
    }


def finding_view(
    row: OwnershipFinding, verdicts: Mapping[str, OwnershipJudgedView]
) -> OwnershipFindingView:
    return OwnershipFindingView(
        id=row.pk,
        party=row.party,
        role=row.role,
        regime=row.regime,
        rule=row.rule,
        standing=row.standing,
        unsettled=row.unsettled,
        low=row.low,
        high=row.high,
        path=tuple(row.path),
        law=row.law,
        verdict=verdicts.get(row.matter),
    )


def laws_on(on: date, laws: Iterable[str]) -> tuple[Json, ...]:
    """The rule on listed owners of each law that has one, or that none is applied that day."""
    found: list[Json] = []
    for one in rules_on(on, laws):
        if isinstance(one, NotApplied):
            rule = one.rules[0]
            found.append(
                {"regime": rule.regime, "title": rule.title, "words": "", "applied": False,
                 "citation": rule.citation.to_json()}
            )  # fmt: skip
        else:
            found.append(
                {"regime": one.regime, "title": one.title, "words": one.words, "applied": True,
                 "citation": one.citation.to_json()}
            )  # fmt: skip
    return tuple(found)


def notes_on(
    document: Json, standings: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """How each box is marked: a party of the case, on a list, perhaps on a list."""
    notes: dict[str, tuple[str, str]] = {
        one["node"]: ("party", one["role"].replace("_", " "))
        for one in document["parties"]
    }
    for name, said in standings.items():
        listed = said == "match"
        role = notes.get(name, ("", ""))[1]
        words = "on a list" if listed else "perhaps on a list"
        notes[name] = (
            "listed" if listed else "perhaps",
            f"{role}, {words}" if role else words,
        )
    return notes


def _path_drawing(
    run: OwnershipRun, rows: Iterable[OwnershipFinding]
) -> DrawingView | None:
    drawn: dict[str, Json] = {}
    for row in rows:
        for one in row.path:
            drawn.setdefault(
                str([one["id"], one["owner"], one["owned"], one["kind"]]), one
            )
    roots = [one["node"] for one in run.document["parties"]]
    return draw(
        list(drawn.values()),
        roots=_bottom(drawn.values(), roots),
        names=names_of(run.document).known,
        notes=notes_on(run.document, run.standings),
    )


def _bottom(statements: Iterable[Json], roots: Iterable[str]) -> list[str]:
    """The parties that hold nothing of what is drawn; all of them when each holds something."""
    owners = {one["owner"] for one in statements}
    free = [one for one in roots if one not in owners]
    return free or list(roots)
