"""Written profiles of clocks into typed ones."""

from collections.abc import Iterator

from licet.regimes.fields import Desk, near
from licet.regimes.profile import ClockProfile, DuePeriod, EventKind, Length, Pause
from licet.regimes.source import Table

PROFILES = frozenset(
    {"licence_application", "intent_to_refuse", "appeal", "consultation", "records"}
)
DUE_KEYS = frozenset(
    {
        "initial_action", "agency", "chair", "panel", "board", "total", "answer", "appeal_by",
        "decide_appeal_by", "respond_by", "retain_until", "valid_until",
    }
)  # fmt: skip
_KEYS = frozenset({"id", "title", "law", "starts", "ends", "pauses", "due", "note"})
_PAUSE_KEYS = frozenset({"reason", "title", "law"})
_LENGTH_KEYS = frozenset({"days", "working_days", "years", "end_of_year"})
_DUE_KEYS = _LENGTH_KEYS | {
    "key", "title", "law", "from", "step", "longest", "met_by", "pauses", "silence", "target",
}  # fmt: skip


def read_profile(desk: Desk, name: str, table: Table) -> ClockProfile:
    """One profile; what is wrong with it is noted at the desk."""
    desk.only(table, name, _KEYS)
    if name not in PROFILES:
        what = f"{name!r} is not a profile of clocks."
        desk.wrong(table, "id", name, what, "Profiles: " + ", ".join(sorted(PROFILES)))
    due = tuple(_due(desk, name, one) for one in desk.tables(table, "due", name))
    if not due:
        what = "The profile has no period."
        desk.wrong(table, "due", name, what, "Write `due: [{key: total, ...}]`.")
    return ClockProfile(
        id=name,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        starts=_kinds(desk, table, "starts", name),
        ends=_kinds(desk, table, "ends", name),
        due=due,
        pauses={one.reason: one for one in _pauses(desk, name, table)},
    )


def _kinds(desk: Desk, table: Table, key: str, name: str) -> frozenset[EventKind]:
    known = set(EventKind)
    found = desk.texts(table, key, name)
    for kind in found:
        if kind not in known:
            what = f"{kind!r} is not a kind of event."
            desk.wrong(table, key, name, what, near(kind, known))
    return frozenset(EventKind(kind) for kind in found if kind in known)


def _pauses(desk: Desk, name: str, table: Table) -> Iterator[Pause]:
    for one in desk.tables(table, "pauses", name):
        desk.only(one, name, _PAUSE_KEYS)
        yield Pause(
            reason=desk.text(one, "reason", name, needed=True),
            title=desk.words(one, "title", name),
            law=desk.law(one, name),
        )


def _due(desk: Desk, name: str, table: Table) -> DuePeriod:
    desk.only(table, name, _DUE_KEYS)
    key = desk.text(table, "key", name, needed=True)
    if key not in DUE_KEYS:
        what = f"{key!r} is not a key of a due day."
        desk.wrong(table, "key", name, what, "Keys: " + ", ".join(sorted(DUE_KEYS)))
    longest = table.get("longest")
    return DuePeriod(
        key=key,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        start=_kinds(desk, table, "from", name),
        step=desk.number(table, "step", name, default=1),
        length=_length(desk, name, table),
        longest=_longest(desk, name, longest) if isinstance(longest, Table) else None,
        met_by=_kinds(desk, table, "met_by", name),
        pauses=desk.truth(table, "pauses", name, default=False),
        silence=desk.text(table, "silence", name),
        target=desk.truth(table, "target", name, default=False),
    )


def _longest(desk: Desk, name: str, table: Table) -> Length:
    desk.only(table, name, _LENGTH_KEYS)
    return _length(desk, name, table)


def _length(desk: Desk, name: str, table: Table) -> Length:
    length = Length(
        days=desk.number(table, "days", name, default=0),
        working_days=desk.number(table, "working_days", name, default=0),
        years=desk.number(table, "years", name, default=0),
        end_of_year=desk.truth(table, "end_of_year", name, default=False),
    )
    stated = (length.days, length.working_days, length.years)
    if sum(number > 0 for number in stated) != 1 or min(stated) < 0:
        what = "A period has days, working days or years: one of them, above zero."
        desk.wrong(table, "days", name, what, "Write `days: 30`.")
    return length
