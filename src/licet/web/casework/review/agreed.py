"""The conditions that other bodies set, as they stand after what their owners agreed to change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from licet.decision import Condition, Draft, Obstacle, ObstacleCode
from licet.web.casework.conditions.stored import condition_json, condition_of
from licet.web.casework.models import ConditionAnswer, ConditionRequest

if TYPE_CHECKING:
    from licet.web.casework.casefile.casefile import CaseFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One condition that a body set.

    Attributes:
        key: Its name in this case, for example ``DS-1``.
        owner: Code of the body.
        owner_name: Its name.
        condition: As it stands now; ``None`` when its owner let it go.
        set_as: As its owner first set it.
        waiting: A wish to change it that its owner has not answered.
    """

    key: str
    owner: str
    owner_name: str
    condition: Condition | None
    set_as: Condition
    waiting: ConditionRequest | None


def answer_of(row: ConditionRequest) -> ConditionAnswer | None:
    """What the owner answered; ``None`` while it has not."""
    found: ConditionAnswer | None = getattr(row, "answer", None)
    return found


def agreed_conditions(file: "CaseFile") -> tuple[Agreed, ...]:
    """Every condition that a body's newest advice sets, with the changes its owner agreed to."""
    return tuple(_agreed(file))


def _agreed(file: "CaseFile") -> Iterator[Agreed]:
    for team, advice in sorted(
        file.words_of_agencies().items(), key=lambda pair: pair[0].code
    ):
        for place, raw in enumerate(advice.conditions, start=1):
            stands, waiting = _followed(file, team.code, raw, since=advice.at)
            yield Agreed(
                key=f"{team.code}-{place}",
                owner=team.code,
                owner_name=team.name,
                condition=condition_of(stands) if stands else None,
                set_as=condition_of(raw),
                waiting=waiting,
            )


def _followed(
    file: "CaseFile", owner: str, raw: Mapping[str, Any], *, since: datetime
) -> tuple[Mapping[str, Any], ConditionRequest | None]:
    """A condition after its owner's answers, in their order, and the wish still open."""
    stands = condition_json(condition_of(raw))
    waiting = None
    for asked in file.condition_requests:
        if asked.owner != owner or asked.at < since or asked.before != stands:
            continue
        answer = answer_of(asked)
        if answer is None:
            waiting = asked
        elif answer.agrees:
            stands, waiting = asked.after, None
    return stands, waiting


def same(one: Condition) -> tuple[object, ...]:
    """What makes two conditions the same duty."""
    return one.type, tuple(sorted(one.terms.items())), one.owner


def dropped_conditions(file: "CaseFile", draft: Draft) -> Iterator[Obstacle]:
    """Conditions that a body set and the draft leaves out or changes without its answer.

    A condition has an owner: it changes only with the owner's recorded answer, or with
    newer advice of the owner's own.
    """
    kept = {same(one) for one in draft.conditions}
    for one in agreed_conditions(file):
        if one.condition is not None and same(one.condition) not in kept:
            yield Obstacle(
                code=ObstacleCode.OPEN_REFERRAL,
                words=f"{one.owner_name} set the condition {one.condition.type!r}, and the "
                "draft drops or changes it. Keep it, ask its owner to change it, or ask that "
                "agency for newer advice.",
            )


def stored(condition: Condition | None) -> dict[str, Any]:
    """A condition as a wish keeps it; nothing for one that shall go."""
    return condition_json(condition) if condition is not None else {}
