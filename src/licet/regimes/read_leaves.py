"""Groups, definitions, entries, texts and holidays of a package, read and checked."""

from collections.abc import Iterator, Mapping
from datetime import date

from licet.kernel import ImpossibleDateError, parse_day
from licet.regimes.expression import Expression
from licet.regimes.fields import Desk
from licet.regimes.model import (
    Change,
    Definition,
    Entry,
    Group,
    SameAs,
    Text,
)
from licet.regimes.read_expression import NEVER, ExpressionReader
from licet.regimes.source import Table

_GROUP_KEYS = frozenset(["law", "members", "changes", "same_as", "title", "note"])
_CHANGE_KEYS = frozenset(["first", "add", "remove", "verified", "law", "note"])


def read_group(desk: Desk, name: str, table: Table, version: date) -> Group:
    """A named set of codes with its dated changes; ``version`` is the day it is stated for."""
    desk.only(table, name, _GROUP_KEYS)
    law = desk.law(table, name)
    changes = []
    for change in desk.tables(table, "changes", name):
        desk.only(change, name, _CHANGE_KEYS)
        first = desk.day(change, "first", name)
        if first is None:
            what = "The change has no first day."
            desk.wrong(change, "first", name, what, "Write `first: 2024-03-15`.")
            continue
        where = desk.law(change, name) if "law" in change else law
        verified = desk.truth(change, "verified", name, default=where.verified)
        changes.append(
            Change(
                first=first,
                add=frozenset(desk.texts(change, "add", name)),
                remove=frozenset(desk.texts(change, "remove", name)),
                law=type(where)(
                    instrument=where.instrument,
                    pinpoint=where.pinpoint,
                    uri=where.uri,
                    verified=verified,
                ),
            )
        )
    return Group(
        name=name,
        law=law,
        members=frozenset(desk.texts(table, "members", name)),
        stated_on=version,
        changes=tuple(changes),
        same_as=tuple(_aliases(desk, name, table)),
    )


def _aliases(desk: Desk, name: str, table: Table) -> Iterator[SameAs]:
    value = table.get("same_as")
    if isinstance(value, Table):
        for code in value:
            read_as = desk.text(value, code, name, needed=True)
            yield SameAs(code=code, read_as=read_as, first=None)
        return
    for alias in desk.tables(table, "same_as", name):
        yield SameAs(
            code=desk.text(alias, "from", name, needed=True),
            read_as=desk.text(alias, "as", name, needed=True),
            first=desk.day(alias, "first", name),
        )


_DEFINITION_KEYS = frozenset(
    [
        "id",
        "title",
        "text",
        "law",
        "when",
        "unless",
        "effective",
        "suspended",
        "published_at",
        "note",
        "examples",
        "author",
        "reviewers",
    ]
)


def read_definition(
    desk: Desk, reader: ExpressionReader, name: str, table: Table
) -> Definition:
    """A named condition."""
    desk.only(table, name, _DEFINITION_KEYS)
    return Definition(
        name=name,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        when=reader.read(table, "when", name),
        unless=_unless(reader, table, name),
        force=desk.force(table, name),
    )


def _unless(reader: ExpressionReader, table: Table, about: str) -> Expression:
    return reader.read(table, "unless", about) if "unless" in table else NEVER


_ENTRY_KEYS = frozenset(
    [
        "id",
        "title",
        "law",
        "tier",
        "when",
        "unless",
        "crosswalk",
        "aliases",
        "effective",
        "suspended",
        "published_at",
        "note",
        "notes",
        "sheet",
        "questions",
        "text",
        "kind",
        "author",
        "reviewers",
        "examples",
        "reasons",
    ]
)


def read_entry(desk: Desk, reader: ExpressionReader, name: str, table: Table) -> Entry:
    """An entry of the control list with its parameters, exclusions and crosswalk."""
    desk.only(table, name, _ENTRY_KEYS)
    crosswalk = table.get("crosswalk")
    return Entry(
        id=name,
        title=desk.words(table, "title", name),
        law=desk.law(table, name),
        tier=desk.number(table, "tier", name, default=1),
        when=reader.read(table, "when", name) if "when" in table else None,
        unless=_unless(reader, table, name),
        crosswalk={
            key: ", ".join(desk.texts(crosswalk, key, name)) for key in crosswalk
        }
        if isinstance(crosswalk, Table)
        else {},
        aliases=desk.texts(table, "aliases", name),
        force=desk.force(table, name),
        data=table,
    )


def read_texts(desk: Desk, tables: Mapping[str, Table]) -> dict[str, Text]:
    """Review policies or conditions of use, each with its words and its law."""
    found = {}
    for name, table in tables.items():
        words = desk.words(table, "text", name) or desk.words(table, "title", name)
        if not words:
            desk.wrong(
                table, "text", name, f"{name} has no words.", "Write `text: {en: ...}`."
            )
        found[name] = Text(id=name, words=words, law=desk.law(table, name), data=table)
    return found


def read_as_written(desk: Desk, tables: Mapping[str, Table]) -> tuple[Table, ...]:
    """Leaves that are kept as they are written, once their law is named."""
    for name, table in tables.items():
        desk.law(table, name)
    return tuple(tables.values())


def read_holidays(desk: Desk, tables: Mapping[str, Table]) -> Iterator[date]:
    """The days on which the working calendar rests."""
    for name, table in tables.items():
        desk.only(table, name, frozenset({"id", "law", "title", "days", "note"}))
        desk.law(table, name)
        for written in desk.texts(table, "days", name):
            try:
                yield parse_day(written)
            except ImpossibleDateError as error:
                desk.wrong(table, "days", name, str(error), "Write that day.")
