"""``licet clock``: the due days of a procedure, from its events."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

import typer

from licet.kernel import ImpossibleDateError, InputError, parse_day

if TYPE_CHECKING:
    from licet.regimes import Regime
    from licet.review import ProcedureEvent, ProcedureReading

_KEYS = frozenset({"profile", "events", "as_of", "holidays"})
_EVENT_KEYS = frozenset({"on", "kind", "to", "reason"})


class MalformedEventsError(InputError):
    """A document that does not hold the events of a procedure."""

    code: ClassVar[str] = "malformed_events"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"{where}: {what}. Write it like "
            '{"profile": "licence_application", "events": [{"on": "2026-03-02", "kind": '
            '"registered"}], "as_of": "2026-05-01"}.'
        )


def register(main: typer.Typer) -> None:
    """Add the command to the ``licet`` command."""
    main.command()(clock)


def clock(
    events: Annotated[Path, typer.Argument(help="A JSON file of events.")],
    regime: Annotated[
        str,
        typer.Option(
            "--regime",
            help="The law, for example us/ear, or the folder of a draft package.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Compute the due days of a procedure from its events, from scratch."""
    from licet.regimes import load_package, load_regime
    from licet.review import read_procedure

    written = _document(events)
    folder = Path(regime)
    draft = (folder / "package.yaml").is_file()
    law = load_package(folder) if draft else load_regime(regime)
    zone = ZoneInfo(law.header.zone)
    stated = written.get("as_of")
    reading = read_procedure(
        _events(written.get("events"), zone),
        profile=_text(written, "profile", "the document"),
        regime=law,
        as_of=datetime.now(UTC).astimezone(zone).date()
        if stated is None
        else _day(stated, zone, "as_of"),
        holidays=frozenset(
            _day(one, zone, "holidays") for one in _list(written, "holidays")
        ),
    )
    if as_json:
        print(json.dumps(_told(reading), ensure_ascii=False))
    else:
        _show(reading, law)


def _document(path: Path) -> dict[str, Any]:
    try:
        written = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise MalformedEventsError(
            str(path), f"cannot be read ({error.strerror})"
        ) from error
    except ValueError as error:
        raise MalformedEventsError(str(path), "is not JSON") from error
    return _object(written, str(path), _KEYS)


def _object(value: object, where: str, keys: frozenset[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedEventsError(where, "is not an object")
    if strange := sorted(set(value) - keys):
        raise MalformedEventsError(
            where, f"{strange[0]!r} means nothing; keys are {', '.join(sorted(keys))}"
        )
    return value


def _list(table: dict[str, Any], key: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise MalformedEventsError(key, "is not a list")
    return value


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise MalformedEventsError(where, f"{key!r} is missing or is not a text")
    return value


def _day(written: object, zone: ZoneInfo, where: str) -> date:
    """A day as written, or the day in the zone of the law on which a moment fell."""
    if not isinstance(written, str):
        raise MalformedEventsError(where, f"{written!r} is not a day")
    if "T" not in written:
        return parse_day(written)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise ImpossibleDateError(written) from error
    if moment.tzinfo is None:
        raise MalformedEventsError(where, f"{written!r} names no time zone")
    return moment.astimezone(zone).date()


def _events(written: object, zone: ZoneInfo) -> list["ProcedureEvent"]:
    if not isinstance(written, list):
        raise MalformedEventsError("events", "is not a list")
    return [_event(one, zone, f"event {n}") for n, one in enumerate(written, 1)]


def _event(written: object, zone: ZoneInfo, where: str) -> "ProcedureEvent":
    from licet.regimes import EventKind
    from licet.review import ProcedureEvent

    table = _object(written, where, _EVENT_KEYS)
    kind = _text(table, "kind", where)
    if kind not in set(EventKind):
        kinds = ", ".join(EventKind)
        raise MalformedEventsError(where, f"{kind!r} is not one of: {kinds}")
    return ProcedureEvent(
        on=_day(table.get("on"), zone, where),
        kind=EventKind(kind),
        to=str(table.get("to", "")),
        reason=str(table.get("reason", "")),
    )


def _told(reading: "ProcedureReading") -> dict[str, object]:
    return {
        "due": {one.key: one.day.isoformat() for one in reading.due},
        "days_spent": reading.days_spent,
        "days_stopped": reading.days_stopped,
        "state": reading.state,
        "law": [one.to_json() for one in reading.law],
        "standing": {one.key: one.standing for one in reading.due},
        "silence": {
            one.key: one.silence for one in reading.due if one.standing == "lapsed"
        },
    }


def _show(reading: "ProcedureReading", law: "Regime") -> None:
    from licet.regimes import in_words

    print(
        f"{reading.state.replace('_', ' ')}: {reading.days_spent} days spent, "
        f"{reading.days_stopped} stopped ({law.header.id})"
    )
    for one in reading.due:
        meaning = f"; silence: {one.silence}" if one.silence else ""
        mark = "" if one.period.law.verified else " (not verified)"
        print(
            f"  {one.key} {one.day} {one.standing}: {in_words(one.period.title)}"
            f"{meaning} [{one.period.law}]{mark}"
        )
