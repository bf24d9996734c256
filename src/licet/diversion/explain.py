"""Findings in words."""

from typing import Protocol, assert_never

from licet.diversion.model import (
    ControlStatement,
    DirectorshipStatement,
    OwnershipStatement,
    Statement,
    percent,
)
from licet.diversion.ownership import Owned
from licet.kernel import Interval

_GROUNDS = {
    "appointmentOfBoard": "by appointing the board",
    "otherInfluenceOrControl": "by influence or control of another kind",
    "controlViaCompanyRulesOrArticles": "by its articles",
    "controlByLegalFramework": "by law",
}


class Namer(Protocol):
    """What knows how an entity is called."""

    def name(self, entity: str) -> str:
        """What an entity is called; its id when nothing is known of it."""


def in_sentence(statement: Statement, network: Namer) -> str:
    """A statement as a sentence with its days and its source."""
    owner, owned = network.name(statement.owner), network.name(statement.owned)
    match statement:
        case OwnershipStatement():
            through = "" if statement.direct else " through others"
            said = f"holds {statement.share} of the {statement.measure} of {owned}{through}"
        case ControlStatement():
            ground = _GROUNDS.get(statement.manner, f"({statement.manner})")
            verb = "controls" if statement.certain else "may control"
            said = f"{verb} {owned} {ground}"
        case DirectorshipStatement():
            said = f"is tied to {owned} ({statement.manner})"
        case _:
            assert_never(statement)
    return f"{owner} {said}{_days(statement.force)} [{statement.source}]"


def _days(days: Interval) -> str:
    first = f" from {days.first}" if days.first else ""
    return f"{first}{f' to {days.last}' if days.last else ''}"


def shares_in_words(found: Owned) -> str:
    """What listed parties and those that fall to them hold directly of the capital."""
    least, most = found.shares
    if least == most:
        return percent(least)
    return f"{percent(least)} to {percent(most)}"
