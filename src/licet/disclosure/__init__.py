"""What may be said to whom, and for how long it is kept."""

from licet.disclosure.figures import publish_figures
from licet.disclosure.model import (
    Cell,
    DecidedItem,
    Figures,
    ProcessingTime,
    Suppression,
    UnsafeThresholdError,
)
from licet.disclosure.regions import region_of
from licet.disclosure.retention import (
    Anchor,
    RetentionKind,
    RetentionOutcome,
    Schedule,
    ScheduleError,
    read_schedule,
)
from licet.disclosure.store import load_schedule

__all__ = [
    "Anchor",
    "Cell",
    "DecidedItem",
    "Figures",
    "ProcessingTime",
    "RetentionKind",
    "RetentionOutcome",
    "Schedule",
    "ScheduleError",
    "Suppression",
    "UnsafeThresholdError",
    "load_schedule",
    "publish_figures",
    "read_schedule",
    "region_of",
]
