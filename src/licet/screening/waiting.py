"""Versions that were stopped: kept beside the one in service until somebody says what is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from licet.screening import store
from licet.screening.errors import NoSuchQuestionError
from licet.screening.model import ListVersion
from licet.screening.sync import SourceOutcome, take_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version that was stopped, and why.

    Attributes:
        version: The name that it would have.
        against: The version in service that it was compared with.
        code: ``list_shrunk`` or ``list_older``.
        lost: How many entries would go.
        words: What was said when it was stopped.
    """

    source: str
    title: str
    version: str
    content_hash: str
    against: str
    code: str
    lost: int
    added: int
    changed: int
    entries: int
    words: str
    at: datetime

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "source": self.source,
            "title": self.title,
            "version": self.version,
            "content_hash": self.content_hash,
            "against": self.against,
            "code": self.code,
            "lost": self.lost,
            "added": self.added,
            "changed": self.changed,
            "entries": self.entries,
            "words": self.words,
            "at": self.at.isoformat().replace("+00:00", "Z"),
        }


def waiting(state_dir: Path) -> tuple[Waiting, ...]:
    """Every version that was stopped and whose question still stands, by source.

    A question stands as long as the version is in service that it was asked about.
    """
    out = []
    for source in store.sources(state_dir):
        facts = store.waiting_facts(state_dir, source)
        held = store.current(state_dir, source) or {}
        if facts is not None and facts["previous"] == held["version"]:
            out.append(_waiting(facts))
    return tuple(out)


def _waiting(facts: Mapping[str, object]) -> Waiting:
    counts: dict[str, int] = facts["changes"]  # type: ignore[assignment]
    return Waiting(
        source=str(facts["source"]),
        title=str(facts["title"]),
        version=str(facts["version"]),
        content_hash=str(facts["content_hash"]),
        against=str(facts["previous"]),
        code=str(facts["stopped_by"]),
        lost=counts["removed"],
        added=counts["added"],
        changed=counts["changed"],
        entries=int(str(facts["entries"])),
        words=str(facts["stopped_because"]),
        at=datetime.fromisoformat(str(facts["synced_at"])),
    )


def take_waiting(
    state_dir: Path, source: str, content_hash: str, *, at: datetime
) -> SourceOutcome:
    """Take a version that was stopped into service after all.

    Args:
        state_dir: The state folder (``LICET_STATE``).
        source: The list.
        content_hash: Of the version that was accepted: no other is taken.
        at: Now, aware.

    Returns:
        What was done.

    Raises:
        NoSuchQuestionError: No such version waits, or another one came into service since.
        DamagedStoreError: What waits is not what was stored.
    """
    with store.locked(state_dir):
        _require(state_dir, source, content_hash)
        facts = store.waiting_facts(state_dir, source) or {}
        entities, raw = store.load_waiting(state_dir, source)
        published = facts["published"]
        files: list[list[str]] = facts["files"]  # type: ignore[assignment]
        version = ListVersion(
            source=source,
            title=str(facts["title"]),
            published=date.fromisoformat(str(published)) if published else None,
            entities=entities,
            files=tuple((name, digest) for name, digest in files),
        )
        done = take_version(version, state_dir, at=at, raw=raw, confirmed=True)
        store.drop_waiting(state_dir, source)
        return done


def drop_waiting(state_dir: Path, source: str, content_hash: str) -> None:
    """Forget a version that was stopped: the one in service stays.

    Raises:
        NoSuchQuestionError: No such version waits.
    """
    with store.locked(state_dir):
        _require(state_dir, source, content_hash)
        store.drop_waiting(state_dir, source)


def _require(state_dir: Path, source: str, content_hash: str) -> None:
    found = {(one.source, one.content_hash) for one in waiting(state_dir)}
    if (source, content_hash) not in found:
        raise NoSuchQuestionError(source)
