"""A small language for what must hold between the answers of an application.

``{fact: PATH, in: [...]}`` one of the values stated is in the list; ``{known: PATH}``;
``{party: [ROLE, ...]}`` somebody in one of these parts is named; ``{same: [A, B]}`` both are
stated and share a value; ``{not_before: [A, B]}`` day A is not before day B, where both are
stated; ``{all: [...]}``, ``{any: [...]}``, ``{not: ...}``. It judges a form, not the law: an
open answer is simply not stated, and what the law makes of it stays with the determination.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from licet.kernel import InputError

Value = str | bool
_PAIR = 2


class WantedError(InputError):
    """An expression of another form than the language has."""

    code: ClassVar[str] = "wanted"

    def __init__(self, raw: object) -> None:
        super().__init__(
            f"{raw!r} is no expression. Use fact with in, known, party, same, not_before, all, "
            "any or not, one at a time."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an application states.

    Attributes:
        values: Every value stated, by path; several items and parties give several.
        roles: The parts of the parties named.
    """

    values: Mapping[str, frozenset[Value]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()

    def of(self, path: str) -> frozenset[Value]:
        """The values stated for a fact; empty while it is open."""
        return self.values.get(path, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One expression.

    Attributes:
        verb: ``fact``, ``known``, ``party``, ``same``, ``not_before``, ``all``, ``any``, ``not``.
        words: Paths or roles.
        values: The values of ``fact``.
        parts: The expressions inside.
    """

    verb: str
    words: tuple[str, ...] = ()
    values: frozenset[Value] = frozenset()
    parts: tuple["Wanted", ...] = ()


def read_wanted(raw: Mapping[str, Any]) -> Wanted:
    """An expression from plain values.

    Raises:
        WantedError: It has another form.
    """
    if set(raw) == {"fact", "in"}:
        return Wanted(
            verb="fact", words=(str(raw["fact"]),), values=frozenset(raw["in"])
        )
    if len(raw) != 1:
        raise WantedError(raw)
    ((verb, inner),) = raw.items()
    match verb:
        case "known":
            return Wanted(verb=verb, words=(str(inner),))
        case "party":
            return Wanted(verb=verb, words=tuple(map(str, inner)))
        case "same" | "not_before" if len(inner) == _PAIR:
            return Wanted(verb=verb, words=tuple(map(str, inner)))
        case "all" | "any":
            return Wanted(verb=verb, parts=tuple(read_wanted(one) for one in inner))
        case "not":
            return Wanted(verb=verb, parts=(read_wanted(inner),))
        case _:
            raise WantedError(raw)


def holds(wanted: Wanted, stated: Stated) -> bool:
    """Whether an expression holds of what is stated.

    Args:
        wanted: The expression.
        stated: The answers.

    Returns:
        Its truth; an open answer makes ``fact``, ``known`` and ``same`` not hold.
    """
    first = stated.of(wanted.words[0]) if wanted.words else frozenset()
    match wanted.verb:
        case "all":
            found = all(holds(one, stated) for one in wanted.parts)
        case "any":
            found = any(holds(one, stated) for one in wanted.parts)
        case "not":
            found = not any(holds(one, stated) for one in wanted.parts)
        case "party":
            found = bool(stated.roles & frozenset(wanted.words))
        case "fact":
            found = bool(first & wanted.values)
        case "known":
            found = bool(first)
        case "same":
            found = bool(first & stated.of(wanted.words[1]))
        case _:  # days as ISO text compare as days do
            early = stated.of(wanted.words[1])
            found = all(str(late) >= str(one) for late in first for one in early)
    return found
