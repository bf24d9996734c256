"""By when the case of a hit is due, for the order of the work list."""

from datetime import date

from licet.web.casework.models import Case, ClockRow, HitPlace
from licet.web.casework.selectors.parts.parts import clock_view

_RUNNING = frozenset({"running", "overdue"})


def due_of(case: Case) -> date | None:
    """The day on which a case is due; ``None`` while its clock stands or has ended."""
    rows = ClockRow.objects.filter(case=case).order_by("pk")
    clock = clock_view(rows.values_list("on", "effect", "reason"), profile=case.profile)
    return clock.due if clock.state in _RUNNING else None


def renew_due(case: Case) -> None:
    """Write the day anew after an event of the clock."""
    places = HitPlace.objects.filter(case=case)
    if places.exists():
        places.update(due=due_of(case))
