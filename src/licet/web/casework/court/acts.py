"""An act of the record as a volume tells it, and the small forms that all its parts use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from licet.web.casework.letters.compose import Block, text
from licet.web.casework.record.proving import ProvedAct

_LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAct:
    """An act as a volume tells it.

    Attributes:
        entry: Its number in the log.
        told: The opened act; empty when it stays closed to the reader.
        commitment: In hexadecimal.
        at: When it happened.
    """

    entry: int | None
    told: Mapping[str, Any]
    commitment: str
    at: datetime

    @property
    def kind(self) -> str:
        """What was done; empty for a closed act."""
        return str(self.told.get("kind", ""))

    @property
    def says(self) -> Mapping[str, Any]:
        """What the act recorded."""
        said: Mapping[str, Any] = self.told.get("payload") or {}
        return said

    @property
    def who(self) -> str:
        """Who acted, with role, as it stood then."""
        actor = self.told.get("actor")
        if not actor:
            return _("The system") if self.told else ""
        roles = actor["role"].replace("_", " ").replace(",", ", ")
        return f"{actor['name']} ({roles})"

    @property
    def person(self) -> str:
        """The id of who acted."""
        return str((self.told.get("actor") or {}).get("person", ""))


def opened_act(act: ProvedAct, told: Mapping[str, Any], *, opened: bool) -> OpenedAct:
    """An act for the volume, closed where its reader may not open it."""
    return OpenedAct(
        entry=act.entry,
        told=told if opened else {},
        commitment=bytes(act.row.entry)[1:].hex(),
        at=act.row.recorded_at,
    )


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def entry(act: OpenedAct) -> str:
    return _("waits") if act.entry is None else str(act.entry)


def spaced(digest: str) -> str:
    """A hash in groups, so that a line of print can break in it."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def short(value: object) -> str:
    """A value in words, at most so long; the whole stands in the act's receipt."""
    words = _in_words(value)
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST] + _(" … (whole in the act's receipt)")


def _in_words(value: object) -> str:
    if isinstance(value, Mapping):
        told = (
            (str(name), one) for name, one in value.items() if one not in ("", [], {})
        )
        return "; ".join(
            f"{name.replace('_', ' ')}: {_in_words(one)}" for name, one in told
        )
    if isinstance(value, list | tuple):
        return " / ".join(map(_in_words, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "-" if value is None else str(value)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *widths: int) -> Block:
    return {"kind": "table", "columns": columns, "widths": widths, "rows": rows}


def listed(rows: Sequence[Sequence[str]], none: str) -> Block:
    if not rows:
        return text(none)
    columns = [_("Entry"), _("When"), _("Who"), _("What"), _("Words")]
    return table(columns, rows, 2, 4, 5, 5, 10)
