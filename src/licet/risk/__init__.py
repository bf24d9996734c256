"""The regime's criteria applied to what the other parts found; never a bare score."""

from licet.risk.aggregate import joined_points
from licet.risk.assess import assess
from licet.risk.bulk import BandRows, LevelRows, level_rows, weigh_rows
from licet.risk.chart import DriverBar, driver_bars
from licet.risk.criteria import read_criterion, with_criteria
from licet.risk.evidence import (
    Evidence,
    UnreadableEvidenceError,
    UnsourcedEvidenceError,
)
from licet.risk.from_profile import profile_evidence
from licet.risk.levels import Levels
from licet.risk.method import NO_WEIGHTS, method_chapter, with_method
from licet.risk.model import (
    Assessment,
    BrokenCriterionError,
    Criterion,
    CriterionFinding,
    Prohibition,
)
from licet.risk.tier import TIER
from licet.risk.weigh import weigh_findings
from licet.risk.weighing_model import (
    BandRange,
    Bar,
    FactorFinding,
    Move,
    ReadingFinding,
    ReadingState,
    Source,
    Weighed,
)

__all__ = [
    "NO_WEIGHTS",
    "TIER",
    "Assessment",
    "BandRange",
    "BandRows",
    "Bar",
    "BrokenCriterionError",
    "Criterion",
    "CriterionFinding",
    "DriverBar",
    "Evidence",
    "FactorFinding",
    "LevelRows",
    "Levels",
    "Move",
    "Prohibition",
    "ReadingFinding",
    "ReadingState",
    "Source",
    "UnreadableEvidenceError",
    "UnsourcedEvidenceError",
    "Weighed",
    "assess",
    "driver_bars",
    "joined_points",
    "level_rows",
    "method_chapter",
    "profile_evidence",
    "read_criterion",
    "weigh_findings",
    "weigh_rows",
    "with_criteria",
    "with_method",
]
