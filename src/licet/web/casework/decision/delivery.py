"""From which day a letter counts as served, when nobody confirmed that it came."""

from datetime import date

from licet.web.casework.decision.deciding import procedure
from licet.web.casework.models import Dispatch, Letter
from licet.web.casework.ports import legal_day

ELECTRONIC = "electronic"


def sendings(letter: Letter) -> list[tuple[str, date]]:
    """By which ways and on which days a letter left; it lies in the account from its making."""
    found = [(ELECTRONIC, legal_day(letter.made_at))]
    rows: list[Dispatch] = list(letter.dispatches.all())
    return [*found, *((one.manner, one.on) for one in rows)]


def deemed_by(letter: Letter) -> tuple[date, str] | None:
    """The first day on which the law takes a letter for served, and the way by which."""
    rules = procedure()
    if legal_day(letter.made_at) < rules.version:
        return None  # a fiction of service never reaches back
    manners = rules.manners
    days = [
        (day, manner)
        for manner, on in sendings(letter)
        if manner in manners and (day := manners[manner].deemed_on(on)) is not None
    ]
    return min(days, default=None)


def deemed_on(letter: Letter) -> date | None:
    """The first day on which the law takes a letter for served; ``None`` for never."""
    found = deemed_by(letter)
    return found[0] if found else None
