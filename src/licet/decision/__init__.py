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
    Matter,
    holds_delegation,
    tier_to_sign,
)
from licet.decision.draft import (
    CriterionFinding,
    DecisionOutcome,
    Disagreement,
    Draft,
    Ground,
    IncompleteDraftError,
    SecretReason,
    require_complete,
    unanswered_findings,
)
from licet.decision.due import (
    BrokenScheduleError,
    Duty,
    LicenceTime,
    due_list,
)
from licet.decision.gate import (
    GateFacts,
    ItemStanding,
    Obstacle,
    ObstacleCode,
    delegation_obstacle,
    grant_obstacles,
)
from licet.decision.notice import NoticeStanding, hearing_obstacles
from licet.decision.procedure import (
    NoticeException,
    NoticeRule,
    Procedure,
    ProcedureError,
    ServiceManner,
    SignatureLevels,
    read_procedure,
)
from licet.decision.store import load_procedure

__all__ = [
    "HIGHEST_TIER",
    "BrokenScheduleError",
    "Classification",
    "Condition",
    "ConditionType",
    "CriterionFinding",
    "DecisionOutcome",
    "Delegation",
    "Disagreement",
    "Draft",
    "Duty",
    "GateFacts",
    "Ground",
    "IncompleteDraftError",
    "InvalidConditionError",
    "ItemStanding",
    "LicenceTime",
    "Matter",
    "NoticeException",
    "NoticeRule",
    "NoticeStanding",
    "Obstacle",
    "ObstacleCode",
    "Procedure",
    "ProcedureError",
    "SecretReason",
    "ServiceManner",
    "SignatureLevels",
    "condition_types",
    "condition_words",
    "delegation_obstacle",
    "due_list",
    "grant_obstacles",
    "hearing_obstacles",
    "holds_delegation",
    "load_procedure",
    "read_procedure",
    "require_complete",
    "require_signable",
    "tier_to_sign",
    "unanswered_findings",
]
