"""Who must look, in what order, by when: the table of acts, clocks, independence."""

from licet.review.clock import (
    ClockEvent,
    ClockReading,
    Counting,
    DateKind,
    Period,
    UnlawfulClockError,
    read_clock,
)
from licet.review.deadlines import (
    DueDay,
    ProcedureEvent,
    ProcedureReading,
    UnknownProfileError,
    read_procedure,
)
from licet.review.independence import (
    Hierarchy,
    NotIndependentError,
    require_second_person,
    require_uninvolved,
)
from licet.review.model import (
    ActNotPossibleError,
    BrokenTableError,
    ClockEffect,
    State,
    Transition,
    UnknownOutcomeError,
)
from licet.review.table import Machine, machines, read_machines

__all__ = [
    "ActNotPossibleError",
    "BrokenTableError",
    "ClockEffect",
    "ClockEvent",
    "ClockReading",
    "Counting",
    "DateKind",
    "DueDay",
    "Hierarchy",
    "Machine",
    "NotIndependentError",
    "Period",
    "ProcedureEvent",
    "ProcedureReading",
    "State",
    "Transition",
    "UnknownOutcomeError",
    "UnknownProfileError",
    "UnlawfulClockError",
    "machines",
    "read_clock",
    "read_machines",
    "read_procedure",
    "require_second_person",
    "require_uninvolved",
]
