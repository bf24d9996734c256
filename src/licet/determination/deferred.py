"""A determination whose outcome is known and whose words are written when they are read."""

from collections.abc import Callable
from dataclasses import fields

from licet.determination.model import Determination, OutcomeKind, kind_of


class DeferredDetermination(Determination):
    """A whole determination; the first look at anything but its kind writes it out.

    What the rules said is fixed when it is made, so the words are the same whenever they
    are written.
    """

    __slots__ = ("_kind", "_words")
    _kind: OutcomeKind
    _words: Callable[[], Determination]

    @property
    def kind(self) -> OutcomeKind:
        """The name of the outcome."""
        return self._kind

    def __eq__(self, other: object) -> bool:
        """Two determinations are equal by what they say, whenever it was written."""
        if not isinstance(other, Determination):
            return NotImplemented
        return all(
            getattr(self, one.name) == getattr(other, one.name) for one in fields(self)
        )

    def __hash__(self) -> int:
        """Of its canonical bytes."""
        return hash(self.canonical())

    def __getattr__(self, name: str) -> object:
        """What is not yet written: Python asks here for an empty slot."""
        if name == "_kind":
            return kind_of(self.outcome)
        if name == "_words":
            raise AttributeError(name)
        written = self._words()
        for one in fields(written):
            object.__setattr__(self, one.name, getattr(written, one.name))
        return object.__getattribute__(self, name)


def defer(
    kind: OutcomeKind, words: Callable[[], Determination]
) -> DeferredDetermination:
    """A determination of a kind, to be written out by ``words``."""
    made = object.__new__(DeferredDetermination)
    object.__setattr__(made, "_kind", kind)
    object.__setattr__(made, "_words", words)
    return made
