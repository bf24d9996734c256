"""Several tables in one question to the database: what a page needs of a case, read together.

A *question* is a function from a case, or another row, to a query. ``gather`` puts many of them
in one statement; ``read`` gives the rows of one of them, from what was gathered or, when nothing
was, by asking now. So a selector stays what it is, and only the page knows what belongs together.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_date, parse_datetime

Question = Callable[[Any], "models.QuerySet[Any, Any]"]
_EVERY = 2**62  # a subquery with a limit keeps its order on both databases


@dataclass(slots=True)
class Held:
    """What one reading has gathered and remembers."""

    rows: dict[tuple[Question, object], list[Any]] = field(default_factory=dict)
    kept: dict[object, Any] = field(default_factory=dict)


_held: ContextVar[Held | None] = ContextVar("gathered", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """A reading in which tables may be asked together; nothing of it outlives the block."""
    if _held.get() is not None:
        yield
        return
    token = _held.set(Held())
    try:
        yield
    finally:
        _held.reset(token)


def gather(subject: models.Model, *questions: Question) -> None:
    """Ask several questions about one row in one statement, inside ``gathering``.

    Args:
        subject: The row that the questions are about.
        questions: Functions from it to a query of models or of values.
    """
    held = _held.get()
    if held is None:
        return
    asked: list[tuple[Question, models.QuerySet[Any, Any], SQLCompiler]] = []
    parts: list[str] = []
    given: list[Any] = []
    for question in questions:
        queryset = question(subject)
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, params = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            held.rows[(question, subject.pk)] = []
            continue
        parts.append(_part(len(asked), sql, queryset, compiler))
        given += params
        asked.append((question, queryset, compiler))
    rows = _rows(parts, given, asked[0][1].db) if asked else []
    for place, (question, queryset, compiler) in enumerate(asked):
        own = [_native(compiler, told) for part, told in rows if part == place]
        held.rows[(question, subject.pk)] = _made(queryset, compiler, own)


def read(question: Question, subject: models.Model) -> list[Any]:
    """The rows of a question: those that were gathered, once; else asked now."""
    held = _held.get()
    if held is not None and (question, subject.pk) in held.rows:
        return held.rows.pop((question, subject.pk))
    return list(question(subject))


def first(question: Question, subject: models.Model) -> Any:  # noqa: ANN401  # a row of the question's model
    """The first row of a question, or ``None``."""
    return next(iter(read(question, subject)), None)


def fill(
    subjects: Sequence[models.Model],
    question: Question,
    every: "models.QuerySet[Any, Any]",
    by: str,
    *,
    of: str = "pk",
) -> None:
    """Answer one question for many rows with one query, inside ``gathering``.

    Args:
        subjects: The rows that the question will be asked about.
        question: The question; its order is that of ``every``.
        every: The query, not yet narrowed to the subjects.
        by: The attribute of an answer that names its subject.
        of: The attribute of a subject that is named.
    """
    held = _held.get()
    if held is None or not subjects:
        return
    wanted = {getattr(one, of) for one in subjects}
    found: dict[object, list[Any]] = {}
    for row in every.filter(**{f"{by}__in": wanted}):
        found.setdefault(getattr(row, by), []).append(row)
    for one in subjects:
        held.rows[(question, one.pk)] = found.get(getattr(one, of), [])


def keep(key: object, found: object) -> None:
    """Remember something until the reading is over, inside ``gathering``."""
    held = _held.get()
    if held is not None:
        held.kept[key] = found


def recall(key: object) -> Any:  # noqa: ANN401  # whatever was kept
    """What was kept under a key; ``None`` outside ``gathering``, or when nothing was."""
    held = _held.get()
    return held.kept.get(key) if held is not None else None


def _part(
    place: int,
    sql: str,
    queryset: "models.QuerySet[Any, Any]",
    compiler: SQLCompiler,
) -> str:
    """One question of the statement: its place, the order of its rows, each row as JSON."""
    postgres = compiler.connection.vendor == "postgresql"
    named = ", ".join(
        _column(str(alias), column.output_field, postgres=postgres)
        for column, _sql, alias in compiler.select
    )
    array = "json_build_array" if postgres else "json_array"
    told = f"{array}({named})" + ("::text" if postgres else "")
    ordered = sql if queryset.query.is_sliced else f"{sql} LIMIT {_EVERY}"
    return (
        f'SELECT {place} AS "part", ROW_NUMBER() OVER () AS "place", {told} AS "told" '  # noqa: S608  # our own names
        f'FROM ({ordered}) "part{place}"'
    )


def _column(name: str, kind: models.Field[Any, Any], *, postgres: bool) -> str:
    column = f'"{name}"'
    if isinstance(kind, models.BinaryField):
        return f"encode({column}, 'hex')" if postgres else f"hex({column})"
    if postgres and isinstance(kind, models.JSONField):
        return f"{column}::text"  # as the converter of the field expects it
    return column


def _fields(compiler: SQLCompiler) -> list[models.Field[Any, Any]]:
    return [column.output_field for column, _sql, _alias in compiler.select]


def _rows(
    parts: Sequence[str], given: Sequence[Any], using: str
) -> list[tuple[int, list[Any]]]:
    statement = " UNION ALL ".join(parts) + ' ORDER BY "part", "place"'
    with connections[using].cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    # PostgreSQL's numbers are exact; SQLite's converters expect the driver's floats.
    exact = connections[using].vendor == "postgresql"
    number = Decimal if exact else float
    return [(part, json.loads(told, parse_float=number)) for part, _place, told in rows]


def _native(compiler: SQLCompiler, told: Sequence[Any]) -> tuple[Any, ...]:
    """A row as the database's driver gives it, from JSON."""
    postgres = compiler.connection.vendor == "postgresql"
    return tuple(
        value if value is None else _value(value, one, postgres=postgres)
        for value, one in zip(told, _fields(compiler), strict=True)
    )


def _value(value: Any, kind: models.Field[Any, Any], *, postgres: bool) -> Any:  # noqa: ANN401  # any column
    if isinstance(kind, models.BinaryField):
        return bytes.fromhex(value)
    if not postgres:
        return value  # SQLite's converters read text themselves
    if isinstance(kind, models.DateTimeField):
        return parse_datetime(value)
    if isinstance(kind, models.DateField):
        return parse_date(value)
    if isinstance(kind, models.UUIDField | models.DecimalField):
        return kind.to_python(str(value))
    return value


def _made(
    queryset: "models.QuerySet[Any, Any]",
    compiler: SQLCompiler,
    rows: list[tuple[Any, ...]],
) -> list[Any]:
    """The rows as the query itself would give them: models with what is joined, or values."""
    answered = queryset.all()
    compiler.execute_sql = lambda *_, **__: [rows]  # type: ignore[method-assign, assignment]  # they are here already
    answered.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # this one alone
    return list(answered)


def attach(
    rows: Sequence[models.Model], name: str, children: Sequence[models.Model], by: str
) -> None:
    """Put rows in the place where ``prefetch_related`` puts them.

    Args:
        rows: The parents.
        name: The parents' name for them.
        children: Rows that belong to the parents, in their order.
        by: The attribute of a child that holds its parent's key.
    """
    own: dict[object, list[models.Model]] = {}
    for child in children:
        own.setdefault(getattr(child, by), []).append(child)
    for row in rows:
        kept = getattr(row, name).all().none()
        kept._result_cache = own.get(row.pk, [])  # noqa: SLF001  # as Django's own prefetch does
        kept._prefetch_done = True  # noqa: SLF001  # as above
        cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[name] = kept
