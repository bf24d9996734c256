"""Advice between the forms of the faces, the engine and the rows; which rule asked for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from licet.kernel import Citation
from licet.regimes import RuleKind
from licet.review import (
    AdvicePoint,
    Position,
    UnfoundedAdviceError,
    require_whole,
)
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import Advice, AdviceDetail, Case
from licet.web.casework.ports import ports
from licet.web.casework.views import Json

ITEM, PARTY = "item", "party"


def require_position(position: str) -> Position:
    """A position by its name.

    Raises:
        InvalidInputError: There is none of that name.
    """
    if position not in set(Position):
        raise InvalidInputError({"position": "Choose a position."})
    return Position(position)


def subjects_of(transaction: Json) -> dict[str, list[str]]:
    """The items and parties of a case, by kind, each name once."""
    items = [str(one.get("name", "")) for one in transaction.get("items") or ()]
    parties = [str(one.get("name", "")) for one in transaction.get("parties") or ()]
    return {ITEM: list(dict.fromkeys(items)), PARTY: list(dict.fromkeys(parties))}


def require_fitting(
    case: Case,
    position: Position,
    grounds: Sequence[str],
    points: Sequence[AdvicePoint],
) -> None:
    """Refuse advice whose grounds and parts do not fit the case or the whole.

    Raises:
        InvalidInputError: What does not fit, and why.
    """
    known = [str(one["id"]) for one in ports().assessor.criteria()]
    if strange := [one for one in grounds if known and one not in known]:
        raise InvalidInputError(
            {"grounds": f"{strange[0]} is no criterion of the governing law."}
        )
    try:
        require_whole(
            position, points, subjects=subjects_of(case.transaction), criteria=known
        )
    except UnfoundedAdviceError as error:
        raise InvalidInputError({"points": str(error)}) from error


def point_json(point: AdvicePoint) -> dict[str, Any]:
    """Advice on a part as it is stored."""
    return {
        "kind": point.kind,
        "subject": point.subject,
        "position": point.position.value,
        "grounds": list(point.grounds),
        "words": point.words,
    }


def detail_of(advice: Advice) -> AdviceDetail | None:
    """The parts and grounds of a version of advice; older ones have none."""
    found: AdviceDetail | None = getattr(advice, "detail", None)
    return found


def cited(file: CaseFile, team: str, rule: Json | None) -> dict[str, Any]:
    """Where a referral stands in the law, with the id of its rule; nothing without a rule."""
    if rule is None:
        return {}
    citation = dict(rule.get("citation") or {})
    return {**citation, "rule": rule_of(file, team, citation)}


def rule_of(file: CaseFile, team: str, citation: Mapping[str, Any]) -> str:
    """The id of the rule that fired and sends the case to a body; empty when none is found."""
    for row in file.findings.determinations:
        rules = package_of(row.regime).rules if row.governing else {}
        for fired in row.document.get("rules") or ():
            known = rules.get(str(fired.get("id")))
            if (
                known is None
                or known.kind is not RuleKind.REFERRAL
                or not fired["fired"]
            ):
                continue
            if _law(known.law) == _place(citation) and team in _targets(known.data):
                return known.id
    return ""


def _law(law: Citation) -> tuple[str, str]:
    return law.instrument, law.pinpoint


def _place(citation: Mapping[str, Any]) -> tuple[str, str]:
    return str(citation.get("instrument", "")), str(citation.get("pinpoint", ""))


def _targets(data: Mapping[str, Any]) -> tuple[str, ...]:
    to = data.get("to", ())
    return (to,) if isinstance(to, str) else tuple(map(str, to))
