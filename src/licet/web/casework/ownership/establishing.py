"""What a verdict on ownership means for the law: the facts that its own rules read."""

from collections.abc import Mapping

from licet.regimes import (
    Comparator,
    Comparison,
    Regime,
    leaves,
)
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import OwnershipFinding

_OF = "end_user."
_NUMBERS = frozenset({Comparator.ABOVE, Comparator.AT_LEAST})


def facts_of(finding: OwnershipFinding, owners: str) -> Mapping[str, object]:
    """The facts that a law's definition of ownership reads, as a confirmed finding sets them.

    Args:
        finding: The finding that an officer confirmed.
        owners: Names of the listed parties at the head of the path.

    Returns:
        Value by dotted path; empty where the law has no facts on this role's owners.
    """
    law = package_of(finding.regime)
    prefix = f"{finding.role}."
    found: dict[str, object] = {}
    for one in _compared(law, finding.rule):
        path = prefix + one.fact.removeprefix(_OF)
        if not one.fact.startswith(_OF) or path not in law.facts:
            continue
        if one.comparator in _NUMBERS and finding.low and not found:
            found[path] = _percent(finding.low)
        elif one.value is True and _controls(finding) and "control" in path:
            found[path] = True
    if f"{prefix}listed_owner" in law.facts and owners:
        found[f"{prefix}listed_owner"] = owners
    return found


def _compared(law: Regime, rule: str) -> list[Comparison]:
    written = law.header.data.get("ownership")
    names = [
        str(one.get("definition"))
        for one in (written if isinstance(written, list | tuple) else ())
        if one.get("id") == rule
    ]
    return [
        leaf
        for name in names
        if name in law.definitions
        for leaf in leaves(law.definitions[name].when)
        if isinstance(leaf, Comparison)
    ]


def _percent(points: int) -> int | str:
    whole, rest = divmod(points, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else whole


def _controls(finding: OwnershipFinding) -> bool:
    return any(one["kind"] == "control" for one in finding.path)
