"""The law as it was known on a day: what had not been published did not exist for anybody."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from licet.kernel import Interval, digest
from licet.regimes.force import Force
from licet.regimes.model import Clock, Definition, Entry, Regime, Rule
from licet.regimes.weighing import Factor, RiskMethod

Leaf = TypeVar("Leaf", Rule, Entry, Definition, Clock, Factor, RiskMethod)
READERS = 2
_NEVER = Force(suspended=(Interval(first=None, last=None),))


def as_known(regime: Regime, *, on: date) -> Regime:
    """The package without what was published after a day.

    Args:
        regime: The package.
        on: The day whose knowledge counts. The day whose law applies is another question.

    Returns:
        The package with every rule, entry, definition, clock, factor and method of weighing
        out of force whose ``published_at`` is later, and with a version hash of its own. A
        leaf whose day of publication nobody recorded counts as known.
    """
    return replace(
        regime,
        rules=_known(regime.rules, on),
        entries=_known(regime.entries, on),
        definitions=_known(regime.definitions, on),
        clocks=_known(regime.clocks, on),
        factors=_known(regime.factors, on),
        methods=_known(regime.methods, on),
        digest=digest({"regime": regime.digest, "known_on": on.isoformat()}),
    )


def _known(leaves: Mapping[str, Leaf], on: date) -> dict[str, Leaf]:
    return {
        name: replace(leaf, force=_NEVER) if _unpublished(leaf.force, on) else leaf
        for name, leaf in leaves.items()
    }


def _unpublished(force: Force, on: date) -> bool:
    return force.published_at is not None and force.published_at > on


def unreviewed(regime: Regime) -> tuple[str, ...]:
    """The rules that fewer than two people besides the author have read, by name."""
    return tuple(
        name
        for name in sorted(regime.rules)
        if len(_readers(regime.rules[name])) < READERS
    )


def _readers(rule: Rule) -> frozenset[str]:
    written = rule.data.get("reviewers")
    named = written if isinstance(written, list) else []
    return frozenset(map(str, named)) - {str(rule.data.get("author", ""))}
