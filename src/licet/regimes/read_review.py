"""Written review procedures into typed ones."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from licet.regimes.fields import Desk, near
from licet.regimes.profile import ClockProfile
from licet.regimes.reviewing import (
    Lapse,
    ReviewLevel,
    ReviewProcedure,
    SilenceRule,
    Tie,
    VoteRule,
)
from licet.regimes.source import Table

INTERAGENCY, APPLICATION = "interagency", "licence_application"
WARNED_BEFORE = 3
HIGHEST_TIER = 4
_KEYS = frozenset(
    {"id", "title", "law", "warn_working_days", "silence", "levels", "note"}
)
_SILENCE_KEYS = frozenset({"effect", "consent_up_to_tier", "law"})
_LEVEL_KEYS = frozenset(
    {
        "id", "title", "law", "members", "advisers", "chair", "rule", "tie", "clock",
        "escalate_within", "lapse", "note",
    }
)  # fmt: skip
Choice = TypeVar("Choice", bound=StrEnum)


def read_review(desk: Desk, name: str, table: Table) -> ReviewProcedure:
    """One procedure; what is wrong with it is noted at the desk."""
    desk.only(table, name, _KEYS)
    if name != INTERAGENCY:
        what = f"{name!r} is no procedure of review."
        desk.wrong(table, "id", name, what, f"Write `id: {INTERAGENCY}`.")
    levels = tuple(
        _level(desk, name, one) for one in desk.tables(table, "levels", name)
    )
    for number, level in enumerate(levels):
        last = number == len(levels) - 1
        if last != (level.escalate_within == 0):
            what = f"{level.id}: every level but the last is left within some days."
            desk.wrong(table, "levels", name, what, "Write `escalate_within: 5`.")
        if last and level.lapse is Lapse.MOVES_UP:
            what = f"{level.id} is the last level, so nothing moves up from it."
            desk.wrong(table, "levels", name, what, "Write `lapse: refused`.")
    return ReviewProcedure(
        id=name,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        warn_working_days=desk.number(
            table, "warn_working_days", name, default=WARNED_BEFORE
        ),
        silence=_silence(desk, name, table),
        levels=levels,
    )


def _silence(desk: Desk, name: str, table: Table) -> SilenceRule:
    written = table.get("silence")
    if not isinstance(written, Table):
        what = "It does not say what silence means."
        mend = "Write `silence: {effect: {en: ...}, consent_up_to_tier: 0, law: ...}`."
        desk.wrong(table, "silence", name, what, mend)
        return SilenceRule(effect={}, consent_up_to_tier=0, law=desk.law(table, name))
    desk.only(written, name, _SILENCE_KEYS)
    tier = desk.number(written, "consent_up_to_tier", name, default=0)
    if not 0 <= tier <= HIGHEST_TIER:
        what = f"There is no tier {tier}."
        desk.wrong(written, "consent_up_to_tier", name, what, "Write 0 to 4.")
    return SilenceRule(
        effect=desk.words(written, "effect", name),
        consent_up_to_tier=tier,
        law=desk.law(written, name),
    )


def _level(desk: Desk, name: str, table: Table) -> ReviewLevel:
    desk.only(table, name, _LEVEL_KEYS)
    level = ReviewLevel(
        id=desk.text(table, "id", name, needed=True),
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        members=desk.texts(table, "members", name),
        advisers=desk.texts(table, "advisers", name),
        chair=desk.text(table, "chair", name, needed=True),
        rule=_one_of(desk, name, table, "rule", VoteRule.CHAIR),
        tie=_one_of(desk, name, table, "tie", Tie.REFUSE),
        clock=desk.text(table, "clock", name),
        escalate_within=desk.number(table, "escalate_within", name, default=0),
        lapse=_one_of(desk, name, table, "lapse", Lapse.REFUSED),
    )
    if level.chair not in level.members:
        what = f"The chair {level.chair!r} of {level.id} is no member of it."
        desk.wrong(table, "chair", name, what, near(level.chair, level.members))
    if level.escalate_within < 0:
        what = "Nobody goes up before there is a result."
        desk.wrong(table, "escalate_within", name, what, "Write a number from 0.")
    return level


def _one_of(desk: Desk, name: str, table: Table, key: str, usual: Choice) -> Choice:
    written = desk.text(table, key, name) or usual.value
    kind = type(usual)
    known = {one.value: one for one in kind}
    if written not in known:
        what = f"`{key}: {written}` means nothing."
        desk.wrong(table, key, name, what, "One of: " + ", ".join(known) + ".")
        return usual
    return known[written]


def check_reviews(
    desk: Desk,
    reviews: Mapping[str, ReviewProcedure],
    profiles: Mapping[str, ClockProfile],
    named: Mapping[str, Mapping[str, Table]],
) -> None:
    """Note every level whose clock the package does not keep."""
    kept = profiles.get(APPLICATION)
    keys = frozenset() if kept is None else {one.key for one in kept.due}
    for name, level in _levels(reviews):
        if level.clock and level.clock not in keys:
            table = named["reviews"][name]
            what = f"{level.id} decides in {level.clock!r}, which {APPLICATION} does not keep."
            desk.wrong(table, "levels", name, what, near(level.clock, keys))


def _levels(
    reviews: Mapping[str, ReviewProcedure],
) -> Iterator[tuple[str, ReviewLevel]]:
    for name, one in reviews.items():
        for level in one.levels:
            yield name, level
