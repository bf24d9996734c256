"""Lists kept by the authority itself: into service by the same way as a list from a file."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from licet.kernel import canonical_bytes
from licet.screening import store
from licet.screening.errors import UnknownSourceError
from licet.screening.lists.own import OWN_TITLES
from licet.screening.model import Entity, ListVersion
from licet.screening.sync import SourceOutcome, take_version

FILE = "entries.json"


def take_kept(
    state_dir: Path,
    source: str,
    read: Callable[[], Iterable[Entity]],
    *,
    on: date,
    at: datetime,
) -> SourceOutcome | None:
    """Take what a list kept here says now into service.

    The entries are read while the lists are locked, so that of two at once the later word
    comes into service last. Every loss was decided entry by entry, so none is asked about;
    a list may be emptied, but one that never had an entry is not put in service.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        source: A list kept here.
        read: Gives the entries in force.
        on: The legal day as of which they are in force.
        at: Now, aware.

    Returns:
        What was done; ``None`` when there was never an entry.

    Raises:
        UnknownSourceError: No such list is kept here.
    """
    if source not in OWN_TITLES:
        raise UnknownSourceError(source)
    with store.locked(state_dir):
        entities = tuple(sorted(read(), key=lambda one: one.id))
        if not entities and store.current(state_dir, source) is None:
            return None
        body = canonical_bytes([one.to_json() for one in entities])
        version = ListVersion(
            source=source,
            title=OWN_TITLES[source],
            published=on,
            entities=entities,
            files=((FILE, sha256(body).hexdigest()),),
        )
        return take_version(version, state_dir, at=at, raw={FILE: body}, confirmed=True)
