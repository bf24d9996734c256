"""States of a world kept for the process: built once by the services, laid out again statement by statement.

A step (the authority, a submitted case, a granted one ...) is taken by the services the first time
that a process needs it, and every statement that changes the database is written down, with the
files that were made. When another test takes the same step from the same state, the statements
and files are laid out again: the same rows, without the computing that made them.

A step is only laid out where nothing can differ: inside the transaction of a test, from an
empty database, with the real engines on the same lists, settings and clock, and when nothing
was written in between by the test itself. Everything else is built anew. PostgreSQL counts on
where a test was rolled back; its counters are put back before the next one.
"""

import copy
import functools
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from psycopg.types.json import Jsonb

from licet.risk import destination
from licet.web.casework.ports import legal_day, ports
from licet.web.casework.record.evidence import SealedEvidence
from licet.web.casework.record.export import log_directory

P = ParamSpec("P")
T = TypeVar("T")
State = tuple[bytes, ...]
_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN")  # fmt: skip
_ENGINES = ("determiner", "screener", "assessor", "documents", "evidence")
_NO_CHOICE = {"LICET_LOG_DIR"}  # of every test its own


@dataclass(frozen=True, slots=True)
class _Step:
    """What a step wrote, and what it gave."""

    statements: tuple[tuple[str, Any, bool], ...]
    files: dict[str, bytes]
    result: bytes


@dataclass(slots=True)
class _Desk:
    """Where the present test stands: the steps that led there, or that it went its own way."""

    state: State | None = None
    begun: tuple[object, ...] = ()
    engines: tuple[object, ...] = ()
    patches: pytest.MonkeyPatch | None = None
    taking: list[list[tuple[str, Any, bool]]] = field(default_factory=list)


_desk = _Desk()
_steps: dict[State, _Step] = {}
_empty: list[object] = []
_counters: list[str] = []  # of PostgreSQL: what puts each of them back
_engines: list[tuple[object, ...]] = []


@contextmanager
def keeping(patches: pytest.MonkeyPatch) -> Iterator[None]:
    """Watch what is written while a test runs.

    Args:
        patches: With what the test puts something else in the place of the product's own code.
    """
    _desk.state = () if connection.in_atomic_block and _is_empty() else None
    _desk.engines = _present_engines()
    _desk.patches = patches
    _desk.begun = _circumstances() if _desk.state is not None else ()
    with connection.execute_wrapper(_watch):
        try:
            yield
        finally:
            _desk.state = None


def _is_empty() -> bool:
    """Whether the database is as the migrations left it, its counters too."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        counts = ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names)  # noqa: S608  # our own tables
        cursor.execute(f"SELECT {counts}")  # as above
        found = [*cursor.fetchone()]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
            found += cursor.fetchall()
        else:
            _count_from_the_beginning(cursor)
    if not _empty:
        people = names.index("casework_person")
        if found[people]:
            return False
        _empty.append(found)
    return bool(_empty[0] == found)


def _count_from_the_beginning(cursor: CursorWrapper) -> None:
    """Let every table give the numbers that it gave when nothing had been written yet."""
    if not _counters:
        cursor.execute(
            "SELECT s.oid::regclass::text, t.relname, a.attname FROM pg_class s "
            "JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
            "JOIN pg_class t ON t.oid = d.refobjid "
            "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid "
            "WHERE s.relkind = 'S' ORDER BY 1"
        )
        for counter, table, column in cursor.fetchall():
            cursor.execute(f'SELECT coalesce(max("{column}"), 0) FROM "{table}"')  # noqa: S608  # our own tables
            (last,) = cursor.fetchone()
            _counters.append(f"setval('{counter}', {last + 1}, false)")
    cursor.execute(f"SELECT {', '.join(_counters)}")  # as read above


def _watch(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    if not sql.lstrip().upper().startswith(_READS):
        if _desk.taking:
            _desk.taking[-1].append((sql, _as_given(params), many))
        else:
            _desk.state = None
    elif sql.lstrip().upper().startswith("ROLLBACK TO"):
        _desk.state = None  # what was undone is not laid out again
    return execute(sql, params, many, context)


def _as_given(params: Any) -> Any:
    """Parameters of a statement, documents as they are now: who gave them may change them later."""
    if isinstance(params, list | tuple):
        return [_as_given(one) for one in params]
    return copy.deepcopy(params) if isinstance(params, Jsonb) else params


def _circumstances() -> tuple[object, ...]:
    """What a step depends on besides the state; compared by value or by being the same."""
    return tuple(
        (name, repr(getattr(settings, name)))
        for name in sorted(dir(settings))
        if name.startswith("LICET_") and name not in _NO_CHOICE
    )


def _present_engines() -> tuple[object, ...]:
    current = ports()
    return tuple(getattr(current, name) for name in _ENGINES)


def _same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return all(one is other for one, other in zip(some, others, strict=True))


def _number_of(engines: tuple[object, ...]) -> int:
    """Which engines these are: the very same ones have the same number."""
    for number, known in enumerate(_engines):
        if _same(known, engines):
            return number
    _engines.append(engines)
    return len(_engines) - 1


def _as_ever() -> bool:
    """Whether engines, files and settings are those with which the test began."""
    patched = _desk.patches and (_desk.patches._setattr or _desk.patches._setitem)
    return (
        _same(_present_engines(), _desk.engines)
        and not patched
        and _circumstances() == _desk.begun
        and not getattr(ports().post, "sent", True)
        and not log_directory().exists()
    )


def _key(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes | None:
    """A step from here, by everything on which it depends; ``None`` when it cannot be told."""
    if _desk.state is None or not _as_ever():
        return None
    from tests.web.casework.builders import World  # noqa: PLC0415  # which asks us

    plain = ["world" if isinstance(one, World) else one for one in args]
    about = (
        name,
        plain,
        sorted(kwargs.items()),
        ports().clock.now(),
        legal_day(timezone.now()),
        ports().screener.lists(),
        _destinations(),
        _number_of(_desk.engines),
        _desk.begun,
    )
    with suppress(TypeError, AttributeError, pickle.PicklingError):
        return pickle.dumps(about)
    return None


def _destinations() -> object:
    """Which indicators are held where the destinations are asked."""
    held = getattr(ports().destinations, "state", settings.LICET_STATE)
    return str(held), destination.statuses(Path(held))


def kept(act: Callable[P, T]) -> Callable[P, T]:
    """A builder whose work is kept: taken once by the services, laid out again afterwards."""

    @functools.wraps(act)
    def taken(*args: P.args, **kwargs: P.kwargs) -> T:
        key = None if _desk.taking else _key(act.__name__, args, kwargs)
        if key is None or _desk.state is None:
            return act(*args, **kwargs)
        state = (*_desk.state, key)
        step = _steps.get(state)
        if step is None:
            return cast("T", _take(state, functools.partial(act, *args, **kwargs)))
        _lay_out(state, step)
        return cast("T", pickle.loads(step.result))  # noqa: S301  # our own

    return taken


def _take(state: State, act: Callable[[], T]) -> T:
    before = _files()
    written: list[tuple[str, Any, bool]] = []
    _desk.taking.append(written)
    packed = b""
    try:
        result = act()
        with suppress(TypeError, AttributeError, pickle.PicklingError):
            packed = pickle.dumps(result)  # what is read when looked at is read now
    finally:
        _desk.taking.pop()
    if not packed or _desk.state is None or not _as_ever():
        _desk.state = None
        return result
    made = {
        name: _place(name).read_bytes()
        for name, stamp in _files().items()
        if before.get(name) != stamp
    }
    _steps[state] = _Step(tuple(written), made, packed)
    _desk.state = state
    return result


def _roots() -> dict[str, Path]:
    """Where a step may leave files: keys and sealed evidence."""
    evidence = ports().evidence
    assert isinstance(evidence, SealedEvidence)
    return {"keys": Path(settings.LICET_STATE) / "keys", "evidence": evidence.root}


def _place(name: str) -> Path:
    folder, _, rest = name.partition("/")
    return _roots()[folder] / rest


def _files() -> dict[str, tuple[int, int]]:
    found = {}
    for folder, root in _roots().items():
        for path in root.rglob("*"):
            if path.is_file():
                stat = path.stat()
                name = f"{folder}/{path.relative_to(root)}"
                found[name] = (stat.st_mtime_ns, stat.st_size)
    return found


def _lay_out(state: State, step: _Step) -> None:
    if len(state) == 1:
        cache.clear()  # the same people as in the test before: what was counted of them is over
    with connection.cursor() as cursor:
        for sql, params, many in step.statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
    roots = _roots()
    for key in {_key_of(name) for name in step.files} - {""}:
        for gone in (roots["keys"] / "data").glob(f"{key}.*"):
            gone.unlink()
        shutil.rmtree(roots["evidence"] / key, ignore_errors=True)
    for name, content in step.files.items():
        path = _place(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)
    _desk.state = state


def _key_of(name: str) -> str:
    """The data key to which a file belongs."""
    folder, _, rest = name.partition("/")
    if folder == "evidence":
        return ""
    return Path(rest).stem if rest.startswith("data/") else ""
