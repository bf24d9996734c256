"""What the words of a law changed from one version to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from licet.regimes.model import Data, Regime

UNREAD = frozenset({"author", "reviewers", "note", "examples"})


class Kind(StrEnum):
    """What happened to a leaf."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One leaf that is not what it was.

    Attributes:
        section: The part of the package: rules, entries, groups ...
        name: Which leaf.
        kind: Added, removed or changed.
        keys: For a changed leaf, what in it: key, before, after.
        effective: Whether more changed than notes, authors and examples.
    """

    section: str
    name: str
    kind: Kind
    keys: tuple[tuple[str, object, object], ...] = ()
    effective: bool = True

    def to_json(self) -> dict[str, object]:
        """The change as a JSON object; exact decimals become text."""
        return {
            "section": self.section,
            "name": self.name,
            "kind": str(self.kind),
            "keys": [
                {"key": key, "before": before, "after": after}
                for key, before, after in self.keys
            ],
            "effective": self.effective,
        }


def changed_texts(before: Regime, after: Regime) -> tuple[TextChange, ...]:
    """Every leaf that was added, removed or changed, ordered by section and name.

    Args:
        before: The older version.
        after: The newer one.

    Returns:
        The changes of the words; what they do to answers is another question.
    """
    return tuple(_changes(before, after))


def _changes(before: Regime, after: Regime) -> Iterator[TextChange]:
    for section in sorted({*before.written, *after.written}):
        old, new = before.written.get(section, {}), after.written.get(section, {})
        for name in sorted({*old, *new}):
            if name not in new:
                yield TextChange(section=section, name=name, kind=Kind.REMOVED)
            elif name not in old:
                yield TextChange(section=section, name=name, kind=Kind.ADDED)
            elif old[name] != new[name]:
                yield _changed(section, name, old[name], new[name])


def _changed(section: str, name: str, old: Data, new: Data) -> TextChange:
    keys = tuple(
        (key, old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if old.get(key) != new.get(key)
    )
    return TextChange(
        section=section,
        name=name,
        kind=Kind.CHANGED,
        keys=keys,
        effective=any(key not in UNREAD for key, _, _ in keys),
    )
