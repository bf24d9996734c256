"""How the last look at every place of lists ended, and what of it is an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from licet.screening import store
from licet.screening.sync import FRESH_FOR, ListStatus, Result, SourceOutcome, statuses
from licet.screening.waiting import waiting

# What waits for an answer is an alarm of its own.
_ASKED = frozenset({"list_shrunk", "list_older"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something about the lists that somebody must look at.

    Attributes:
        kind: ``none`` (no list is held), ``stale``, ``refused`` (the last look at a place
            failed) or ``question`` (a version waits for an answer).
        about: The list, or the place.
        words: What is wrong and how to mend it.
        since: When it began to be wrong, when that is known.
    """

    kind: str
    about: str
    words: str
    since: datetime | None = None

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        since = self.since.isoformat().replace("+00:00", "Z") if self.since else None
        return {
            "kind": self.kind,
            "about": self.about,
            "words": self.words,
            "since": since,
        }


def note_look(
    state_dir: Path,
    place: str,
    *,
    outcomes: Sequence[SourceOutcome] = (),
    problem: str = "",
    at: datetime,
) -> None:
    """Write down how a look at a place ended.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        place: The folder, file or address that was looked at, without passwords.
        outcomes: What came of it.
        problem: Why nothing came of it.
        at: Now, aware.
    """
    refused = [
        str(one.error)
        for one in outcomes
        if one.result is Result.REFUSED and one.error and one.error.code not in _ASKED
    ]
    said = [problem] if problem else refused
    with store.locked(state_dir):
        known = store.read_looks(state_dir)
        before = known.get(place)
        failing = isinstance(before, dict) and before["problems"]
        since = before["since"] if said and failing else at.isoformat()  # type: ignore[index]  # a look as written below
        look = {"at": at.isoformat(), "problems": said, "since": since}
        store.write_looks(state_dir, {**known, place: look})


def forget_look(state_dir: Path, place: str) -> bool:
    """Forget a place at which nobody looks any more.

    Returns:
        Whether it was known.
    """
    with store.locked(state_dir):
        known = store.read_looks(state_dir)
        left = {name: look for name, look in known.items() if name != place}
        store.write_looks(state_dir, left)
    return len(left) < len(known)


def alarms(
    state_dir: Path, *, at: datetime, stale_after: timedelta = FRESH_FOR
) -> tuple[Alarm, ...]:
    """Everything about the lists that somebody must look at now.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        at: Now, aware.
        stale_after: How long after a look a list counts as fresh.

    Returns:
        Questions first, then places that failed, then lists that are stale.
    """
    held = statuses(state_dir)
    asked = [
        Alarm(kind="question", about=one.source, words=one.words, since=one.at)
        for one in waiting(state_dir)
    ]
    return (*asked, *_failed(state_dir), *_stale(held, at - stale_after))


def _failed(state_dir: Path) -> list[Alarm]:
    looks: dict[str, dict[str, object]] = store.read_looks(state_dir)  # type: ignore[assignment]
    return [
        Alarm(
            kind="refused",
            about=place,
            words=str(problem),
            since=datetime.fromisoformat(str(look["since"])),
        )
        for place, look in sorted(looks.items())
        for problem in look["problems"]  # type: ignore[attr-defined]  # a list of texts
    ]


def _stale(held: Sequence[ListStatus], limit: datetime) -> list[Alarm]:
    if not held:
        words = "No list is held, so nobody can be screened. Run `licet lists sync --from FOLDER`."
        return [Alarm(kind="none", about="", words=words)]
    return [
        Alarm(
            kind="stale",
            about=one.source,
            words=f"{one.source}: nobody has looked at it since {one.synced_at:%Y-%m-%d}. "
            "Run `licet lists sync`.",
            since=one.synced_at,
        )
        for one in held
        if one.synced_at < limit
    ]
