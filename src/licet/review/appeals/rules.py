"""Rules of appeals from plain values, each row with its law."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from licet.kernel import Citation
from licet.review.appeals.model import (
    AppealKind,
    AppealOutcome,
    AppealRule,
    AppealRules,
    AppealRulesError,
    LateRule,
    NextInstance,
    Term,
    Titled,
)
from licet.review.clock import Counting

# Whose effect can be stopped while an appeal is pending: a refusal has none to stop.
STAYABLE = frozenset(
    {
        AppealKind.CONDITION,
        AppealKind.SUSPENSION,
        AppealKind.REVOCATION,
        AppealKind.ANNULMENT,
    }
)
RUNS_FROM = frozenset({"service", "act", "due"})


def read_appeals(told: Mapping[str, Any]) -> AppealRules:
    """The rules of appeals from plain values.

    Raises:
        AppealRulesError: A kind without a row, a number that is none, or a row that says
            neither how it ends nor why it is closed.
        KeyError: A part is missing.
        ValueError: The version is no day, or a name is not one of its list.
    """
    stated = told["appeals"]
    kinds = {
        AppealKind(name): _rule(str(name), row) for name, row in stated["kinds"].items()
    }
    if missing := [kind for kind in AppealKind if kind not in kinds]:
        raise AppealRulesError("kinds", f"{missing[0].value} says nothing")
    decide, late, after = (stated.get(part) for part in ("decide", "late", "next"))
    return AppealRules(
        package=str(stated["package"]),
        version=date.fromisoformat(str(stated["version"])),
        body=str(stated["body"]["en"]),
        kinds=kinds,
        grounds=_titled("grounds", stated["grounds"]),
        decide=None if decide is None else _term("decide", decide),
        late=None if late is None else _late(late),
        after=None if after is None else _next(after),
    )  # fmt: skip


def _count(where: str, given: object) -> int:
    if type(given) is not int or given < 1:
        raise AppealRulesError(where, "a whole number of 1 or more is needed")
    return given


def _term(where: str, row: Mapping[str, Any]) -> Term:
    return Term(
        days=_count(where, row["days"]),
        counting=Counting(row.get("counting", "calendar")),
        citation=_citation(row),
    )


def _titled(where: str, rows: Mapping[str, Any]) -> dict[str, Titled]:
    if not rows:
        raise AppealRulesError(where, "the list is empty")
    return {
        str(name): Titled(id=str(name), title=str(words["en"]))
        for name, words in rows.items()
    }


def _late(row: Mapping[str, Any]) -> LateRule:
    return LateRule(
        excuses=_titled("late.excuses", row["excuses"]),
        longest=_count("late.longest", row["longest"]),
        citation=_citation(row),
    )


def _next(row: Mapping[str, Any]) -> NextInstance:
    return NextInstance(
        title=str(row["title"]["en"]),
        term=_term("next", row) if "days" in row else None,
        citation=_citation(row),
    )


def _rule(name: str, row: Mapping[str, Any]) -> AppealRule:
    where = f"kinds.{name}"
    closed = str(row["closed"]["en"]) if "closed" in row else ""
    remedies = tuple(AppealOutcome(one) for one in row.get("remedies", ()))
    if not closed and not remedies:
        raise AppealRulesError(
            where, "it names no remedy and does not say it is closed"
        )
    if row.get("interim") is True and AppealKind(name) not in STAYABLE:
        raise AppealRulesError(where, "an interim measure could stop nothing here")
    runs_from = str(row.get("from", "service"))
    if runs_from not in RUNS_FROM:
        raise AppealRulesError(where, f"no time runs from {runs_from!r}")
    return AppealRule(
        kind=AppealKind(name),
        closed=closed,
        runs_from=runs_from,
        term=_term(where, row) if "days" in row else None,
        standing=frozenset(map(str, row.get("standing", ("addressee",)))),
        remedies=remedies,
        stays=row.get("stays") is True,
        interim=row.get("interim") is True,
        citation=_citation(row),
    )  # fmt: skip


def _citation(row: Mapping[str, Any]) -> Citation:
    law = row["law"]
    return Citation(
        instrument=str(law["instrument"]),
        pinpoint=str(law["pinpoint"]),
        verified=law.get("verified") is True,
    )
