"""By which rules a case goes to a panel, each with its reason."""

from dataclasses import dataclass, field

from licet.review.panels.model import Panel, PanelRules, PanelTrigger
from licet.review.panels.reading import HIGHEST_TIER
from licet.review.wanted import Stated, holds


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForPanels:
    """What the triggers look at.

    Attributes:
        tier: The tier of the case; ``None`` while nobody classified it, which counts as the
            highest: not known is never less.
        criteria: Criteria that stand as established or disputed.
        stated: What the application states.
    """

    tier: int | None
    criteria: frozenset[str] = frozenset()
    stated: Stated = field(default_factory=Stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredTrigger:
    """A rule that sends a case to a panel."""

    panel: Panel
    trigger: PanelTrigger


def _holds(trigger: PanelTrigger, case: CaseForPanels) -> bool:
    if trigger.tier_from:
        tier = HIGHEST_TIER if case.tier is None else case.tier
        return tier >= trigger.tier_from
    if trigger.when is not None:
        return holds(trigger.when, case.stated)
    return trigger.criterion in case.criteria


def fired(rules: PanelRules, case: CaseForPanels) -> tuple[FiredTrigger, ...]:
    """Every rule that sends a case to a panel, the mandatory ones first.

    Args:
        rules: The panels of the governing law.
        case: What is known of the case.

    Returns:
        The rules that hold; a panel can come more than once, each time with its reason.
    """
    found = [
        FiredTrigger(panel=panel, trigger=one)
        for panel in rules.panels.values()
        for one in panel.triggers
        if _holds(one, case)
    ]
    return tuple(sorted(found, key=lambda one: not one.trigger.mandatory))
