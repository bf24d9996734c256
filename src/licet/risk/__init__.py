"""The regime's criteria applied to what the other parts found; never a bare score."""

from licet.risk.assess import assess
from licet.risk.criteria import read_criterion, with_criteria
from licet.risk.model import (
    Assessment,
    BrokenCriterionError,
    Criterion,
    CriterionFinding,
    Prohibition,
)

__all__ = [
    "Assessment",
    "BrokenCriterionError",
    "Criterion",
    "CriterionFinding",
    "Prohibition",
    "assess",
    "read_criterion",
    "with_criteria",
]
