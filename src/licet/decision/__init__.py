"""Assessment and advice become a grant or a refusal, with reasons and a signatory."""

from licet.decision.conditions import (
    Condition,
    ConditionType,
    InvalidConditionError,
    condition_types,
    condition_words,
    require_signable,
)
from licet.decision.delegation import (
    HIGHEST_TIER,
    Classification,
    Delegation,
    holds_delegation,
    tier_to_sign,
)
from licet.decision.draft import (
    DecisionOutcome,
    Draft,
    Ground,
    IncompleteDraftError,
    require_complete,
)
from licet.decision.gate import (
    GateFacts,
    ItemStanding,
    Obstacle,
    ObstacleCode,
    delegation_obstacle,
    grant_obstacles,
)

__all__ = [
    "HIGHEST_TIER",
    "Classification",
    "Condition",
    "ConditionType",
    "DecisionOutcome",
    "Delegation",
    "Draft",
    "GateFacts",
    "Ground",
    "IncompleteDraftError",
    "InvalidConditionError",
    "ItemStanding",
    "Obstacle",
    "ObstacleCode",
    "condition_types",
    "condition_words",
    "delegation_obstacle",
    "grant_obstacles",
    "holds_delegation",
    "require_complete",
    "require_signable",
    "tier_to_sign",
]
