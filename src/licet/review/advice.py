"""What a body says of a case, item by item and party by party, and where bodies differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from licet.kernel import InputError

WHOLE, ITEM, PARTY = "case", "item", "party"


class Position(StrEnum):
    """What a body can say. The names are stable: programs write them."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    OBJECT = "object"
    NO_LICENCE_REQUIRED = "no_licence_required"
    NEEDS_INFORMATION = "needs_information"
    NO_VIEW = "no_view"


# The heaviest first: a whole is never milder than the heaviest of its parts.
_WEIGHT = (
    Position.OBJECT,
    Position.NEEDS_INFORMATION,
    Position.AGREE_WITH_CONDITIONS,
    Position.AGREE,
    Position.NO_LICENCE_REQUIRED,
    Position.NO_VIEW,
)
_SIDES = {
    Position.AGREE: "grant",
    Position.AGREE_WITH_CONDITIONS: "grant",
    Position.OBJECT: "refuse",
    Position.NO_LICENCE_REQUIRED: "no licence required",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvicePoint:
    """Advice on one item or one party.

    Attributes:
        kind: ``item`` or ``party``.
        subject: The name of it as the application has it.
        position: What the body says of it.
        grounds: The criteria of the law on which it rests.
        words: Why, in the body's own words.
    """

    kind: str
    subject: str
    position: Position
    grounds: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """Where the newest words of the bodies differ.

    Attributes:
        sides: Who stands on which side; more than one side is dissent.
        waiting: Who needs information before it can say.
    """

    sides: Mapping[str, tuple[str, ...]]
    waiting: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether the bodies differ."""
        return len(self.sides) > 1


class UnfoundedAdviceError(InputError):
    """Advice that contradicts its own parts, or a part of nothing."""

    code: ClassVar[str] = "unfounded_advice"


def require_whole(
    position: Position,
    points: Sequence[AdvicePoint],
    *,
    subjects: Mapping[str, Sequence[str]],
    criteria: Sequence[str],
) -> None:
    """Refuse advice whose parts do not fit each other or the case.

    Args:
        position: What the body says of the whole case.
        points: What it says of items and parties.
        subjects: The items and parties of the case by kind.
        criteria: The criteria that the governing law knows; none known means none asked.

    Raises:
        UnfoundedAdviceError: A part of nothing, one said twice, an unknown ground, an
            objection to a part without ground or words, or a whole milder than a part.
    """
    seen: set[tuple[str, str]] = set()
    for point in points:
        _require_point(point, subjects, criteria)
        if (point.kind, point.subject) in seen:
            msg = f"{point.subject} stands there twice. Say one thing of it."
            raise UnfoundedAdviceError(msg)
        seen.add((point.kind, point.subject))
    heaviest = min((_WEIGHT.index(one.position) for one in points), default=None)
    if heaviest is not None and _WEIGHT.index(position) > heaviest:
        part = next(one for one in points if _WEIGHT.index(one.position) == heaviest)
        msg = (
            f"The advice on the whole case ({position.value}) is milder than that on "
            f"{part.subject} ({part.position.value}). Say of the whole at least as much."
        )
        raise UnfoundedAdviceError(msg)


def _require_point(
    point: AdvicePoint, subjects: Mapping[str, Sequence[str]], criteria: Sequence[str]
) -> None:
    known = subjects.get(point.kind, ())
    if point.subject not in known:
        offered = ", ".join(known) or "none"
        msg = (
            f"{point.subject!r} is no {point.kind} of this case. There are: {offered}."
        )
        raise UnfoundedAdviceError(msg)
    if strange := [one for one in point.grounds if criteria and one not in criteria]:
        msg = f"{strange[0]} is no criterion of the governing law."
        raise UnfoundedAdviceError(msg)
    if point.position is Position.OBJECT and not (point.grounds or point.words.strip()):
        msg = f"Say on which ground you object to {point.subject}."
        raise UnfoundedAdviceError(msg)


def dissent(words: Mapping[str, Position]) -> Dissent:
    """Where the bodies differ.

    Args:
        words: The newest position of each body.

    Returns:
        Their sides in a fixed order. Who has no view takes no side; who needs information
        has not taken one yet.

    Examples:
        >>> dissent({"TE": Position.AGREE, "DS": Position.OBJECT}).open
        True
    """
    sides: dict[str, list[str]] = {}
    for name in sorted(words):
        side = _SIDES.get(words[name])
        if side is not None:
            sides.setdefault(side, []).append(name)
    return Dissent(
        sides={side: tuple(names) for side, names in sorted(sides.items())},
        waiting=tuple(
            name for name in sorted(words) if words[name] is Position.NEEDS_INFORMATION
        ),
    )
