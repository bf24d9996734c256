"""Written clocks into typed ones: which days and numbers follow in which situation."""

from collections.abc import Iterator

from licet.facts import FactKind
from licet.regimes.fields import Desk, near
from licet.regimes.model import Clock, Span
from licet.regimes.read_expression import NEVER, ExpressionReader
from licet.regimes.source import Table

_KEYS = frozenset(
    [
        "id",
        "title",
        "law",
        "when",
        "unless",
        "effective",
        "suspended",
        "published_at",
        "gives",
        "note",
        "author",
        "reviewers",
    ]
)
_SPAN_KEYS = frozenset(
    ["from", "days", "working_days", "months", "years", "end_of_year"]
)


def read_clock(desk: Desk, reader: ExpressionReader, name: str, table: Table) -> Clock:
    """One clock; what is wrong with it is noted at the desk."""
    desk.only(table, name, _KEYS)
    return Clock(
        id=name,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        when=reader.read(table, "when", name),
        unless=reader.read(table, "unless", name) if "unless" in table else NEVER,
        force=desk.force(table, name),
        gives=dict(_given(desk, reader, name, table)),
    )


def _given(
    desk: Desk, reader: ExpressionReader, name: str, table: Table
) -> Iterator[tuple[str, Span | int | str | tuple[str, ...]]]:
    gives = table.get("gives")
    if not isinstance(gives, Table) or not gives:
        what = "The clock gives nothing."
        desk.wrong(table, "gives", name, what, "Write `gives: {key: ...}`.")
        return
    for key, value in gives.items():
        if isinstance(value, Table):
            yield key, _span(desk, reader, name, value)
        elif isinstance(value, list):
            yield key, desk.texts(gives, key, name)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield key, value
        else:
            yield key, desk.text(gives, key, name, needed=True)


def _span(desk: Desk, reader: ExpressionReader, name: str, table: Table) -> Span:
    desk.only(table, name, _SPAN_KEYS)
    start = desk.text(table, "from", name, needed=True)
    term = reader.vocabulary.get(start)
    if start and (term is None or term.kind is not FactKind.DATE):
        days = [
            path for path, one in reader.vocabulary.items() if one.kind is FactKind.DATE
        ]
        what = f"{start!r} is not a fact that holds a day."
        desk.wrong(table, "from", name, what, near(start, days))
    return Span(
        start=start,
        days=desk.number(table, "days", name, default=0),
        working_days=desk.number(table, "working_days", name, default=0),
        months=desk.number(table, "months", name, default=0),
        years=desk.number(table, "years", name, default=0),
        end_of_year=desk.truth(table, "end_of_year", name, default=False),
    )
