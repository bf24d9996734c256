"""What is published for one day or package and not for another, sentence by sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from licet.regimes.guidance.model import Guidance, Published, Statement, day_words

# Alarms follow the day and not the law.
_NO_LAW = frozenset({"calendar"})
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One leaf that says something else.

    Attributes:
        leaf: The leaf as it reads later, or as it read before when it is gone.
        before: The sentences that are no longer said, each with its law.
        after: The sentences that are said instead, each with its law.
        gone: Whether the leaf is there no longer.
        new: Whether the leaf was not there before.
    """

    leaf: Published
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    gone: bool = False
    new: bool = False

    def to_json(self) -> dict[str, object]:
        """The difference as a JSON object."""
        return {
            "section": self.leaf.section,
            "name": self.leaf.name,
            "title": self.leaf.title,
            "gone": self.gone,
            "new": self.new,
            "before": [one.to_json() for one in self.before],
            "after": [one.to_json() for one in self.after],
        }


def differences(before: Guidance, after: Guidance) -> tuple[Difference, ...]:
    """Compare two publications: one package on two days, or a draft with the law in force.

    Args:
        before: The older one.
        after: The newer one.

    Returns:
        A difference for each leaf that reads otherwise, in reading order, the leaves that are gone last. That the day
        itself is named in a sentence is no difference.
    """
    old, new = _leaves(before), _leaves(after)
    return (
        *_changed(old, new, before, after),
        *(
            Difference(leaf=leaf, before=_told(leaf), after=(), gone=True)
            for name, leaf in old.items()
            if name not in new
        ),
    )


def _leaves(told: Guidance) -> dict[tuple[str, str], Published]:
    return {
        (leaf.section, leaf.name): leaf
        for chapter in told.chapters
        for leaf in chapter.leaves
        if leaf.section not in _NO_LAW
    }


def _changed(
    old: dict[tuple[str, str], Published],
    new: dict[tuple[str, str], Published],
    before: Guidance,
    after: Guidance,
) -> Iterator[Difference]:
    for name, leaf in new.items():
        if name not in old:
            yield Difference(leaf=leaf, before=(), after=_told(leaf), new=True)
            continue
        was = {_key(one, before): one for one in _told(old[name])}
        now = {_key(one, after): one for one in _told(leaf)}
        if was.keys() != now.keys():
            yield Difference(
                leaf=leaf,
                before=tuple(one for key, one in was.items() if key not in now),
                after=tuple(one for key, one in now.items() if key not in was),
            )


def _told(leaf: Published) -> tuple[Statement, ...]:
    """Title, marks and sentences alike: each can change."""
    marks = [
        Statement(words=f"Marked: {mark}.", law=leaf.law)
        for mark in leaf.marks or ("in force",)
    ]
    return (Statement(words=leaf.title, law=leaf.law), *marks, *leaf.statements)


def _key(one: Statement, told: Guidance) -> Key:
    words = one.words.replace(f" on {day_words(told.on)}", "")
    return (words, one.law, *(_key(part, told) for part in one.under))
