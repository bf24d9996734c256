"""What the record is told and what it gives back, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """Who acted, as it stood at that moment; it is sealed with the act.

    Attributes:
        person: The id of the person, or of the job for what nobody did.
        name: The name as shown then.
        role: The role in which the person acted.
        team: The team or organisation acted for, when there is one.
    """

    person: str
    role: str
    name: str = ""
    team: str = ""

    def to_json(self) -> dict[str, str]:
        """The four fields as JSON."""
        return {
            "person": self.person,
            "name": self.name,
            "role": self.role,
            "team": self.team,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act read back from the record.

    Attributes:
        row: The id of its row.
        entry: Its number in the tree, or ``None`` until the batch is sealed.
        commitment: The salted commitment in hexadecimal.
        at: When it happened.
        kind: What happened, or ``erased`` when its key was destroyed.
        actor: Who acted; ``None`` for padding and for erased acts.
        payload: What was recorded; empty for erased acts.
    """

    row: int
    entry: int | None
    commitment: str
    at: datetime
    kind: str
    actor: ActorRef | None
    payload: Mapping[str, Any]
