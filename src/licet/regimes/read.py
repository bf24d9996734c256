"""The files of a package joined into one checked regime."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from licet.facts import FactKind, FactTerm, Value, WrongValueError, coerce
from licet.kernel import (
    ImpossibleDateError,
    UnknownCountryError,
    digest,
    parse_day,
)
from licet.regimes.errors import Problem
from licet.regimes.expression import Expression
from licet.regimes.fields import Desk
from licet.regimes.layers import (
    CLAIMS,
    Stood,
    from_below,
    layered,
    stand,
    stands_on,
)
from licet.regimes.model import (
    Change,
    Definition,
    Entry,
    Group,
    Regime,
    RegimeHeader,
    SameAs,
    Text,
)
from licet.regimes.read_clock import read_clock
from licet.regimes.read_expression import NEVER, ExpressionReader
from licet.regimes.read_profile import read_profile
from licet.regimes.read_rule import read_rule
from licet.regimes.references import check_references
from licet.regimes.source import Table, read_source

NAMED = ("facts", "groups", "definitions", "policies", "conditions_of_use")
LISTED = (
    "entries", "rules", "criteria", "calendar", "clocks", "holidays", "profiles",
)  # fmt: skip
SECTIONS = frozenset({"package", *NAMED, *LISTED})
UNLISTED = frozenset({"none", "not_listed", "unlisted"})
_NO_DAY = date(1, 1, 1)


@dataclass(slots=True, kw_only=True)
class Sections:
    """All tables of a package, by section and name."""

    package: Table | None = None
    named: dict[str, dict[str, Table]] = field(default_factory=dict)

    def of(self, section: str) -> dict[str, Table]:
        """The tables of one section."""
        return self.named.get(section, {})


def read_regime(texts: Mapping[str, str]) -> tuple[Regime | None, tuple[Problem, ...]]:
    """Read a package from the texts of its files.

    Args:
        texts: File name to text. The order of files means nothing. Files of the package
            on which it stands have that package's name before theirs.

    Returns:
        The regime, or ``None`` when something is wrong; and everything that is wrong,
        ordered by file and line.
    """
    desk = Desk()
    own, below = layered(texts)
    sections = _sections(desk, own)
    if sections.package is None:
        mend = (
            "Write `package: {id: ..., instrument: ..., version: ...}` in package.yaml."
        )
        what = "The package has no header."
        desk.problems.append(
            Problem(file="package.yaml", line=0, rule="", what=what, mend=mend)
        )
        return None, tuple(sorted(desk.problems))
    package = sections.package
    stood = _stood(desk, sections, below)
    if stood is not None:
        package, sections = stood.package, Sections(named=stood.named)
        desk.below = _header(desk, stood.below)
    elif stands_on(package):
        return None, tuple(sorted(set(desk.problems)))
    regime = _build(desk, sections, package, stood)
    check_references(desk, regime, sections.named)
    found = tuple(sorted(set(desk.problems)))
    return (None if found else regime), found


def _sections(desk: Desk, texts: Mapping[str, str]) -> Sections:
    sections = Sections()
    for name in sorted(texts):
        table, problems = read_source(texts[name], name)
        desk.problems += problems
        _join(desk, sections, table)
    return sections


def _stood(desk: Desk, own: Sections, texts: Mapping[str, str]) -> Stood | None:
    """The package put on the one it stands on, when it stands on one."""
    package = own.package
    if package is None or not stands_on(package):
        return None
    below = _sections(desk, texts)
    if below.package is None:
        what = f"The package {stands_on(package)}, on which it stands, is not here."
        desk.wrong(package, "id", "package", what, "Name a package that is at hand.")
        return None
    return stand(desk, package, own.named, below.package, below.named)


def _join(desk: Desk, sections: Sections, table: Table) -> None:
    desk.only(table, "", SECTIONS)
    if isinstance(table.get("package"), Table):
        if sections.package is not None:
            what = "There are two headers."
            desk.wrong(table, "package", "", what, "Keep the one in package.yaml.")
        sections.package = table["package"]  # type: ignore[assignment]  # a Table, above
    for section in (*NAMED, *LISTED):
        for name, leaf in _leaves(desk, table, section):
            known = sections.named.setdefault(section, {})
            if name in known:
                what = f"{name} is defined twice, also at {known[name].file}:{known[name].line}."
                desk.wrong(leaf, "id", name, what, "Rename one, or join them.")
            known[name] = leaf


def _leaves(desk: Desk, table: Table, section: str) -> Iterator[tuple[str, Table]]:
    value = table.get(section)
    if isinstance(value, Table) and section in NAMED:
        for name, leaf in value.items():
            if isinstance(leaf, Table):
                yield name, leaf
            else:
                what = f"{name} is not a mapping."
                desk.wrong(value, name, name, what, "Write its keys below it.")
    else:
        for leaf in desk.tables(table, section, section):
            name = desk.text(leaf, "id", section, needed=True)
            if name:
                yield name, leaf


def _build(
    desk: Desk, sections: Sections, package: Table, stood: Stood | None
) -> Regime:
    header = _header(desk, package)
    desk.instrument, desk.uri = header.instrument, header.uri
    facts = {
        path: _term(desk, path, leaf) for path, leaf in sections.of("facts").items()
    }
    reader = ExpressionReader(desk, facts)
    return Regime(
        header=header,
        facts=facts,
        groups={
            name: _group(desk, name, leaf, _stated_on(desk, leaf, header))
            for name, leaf in sections.of("groups").items()
        },
        definitions={
            name: _definition(desk, reader, name, leaf)
            for name, leaf in sections.of("definitions").items()
        },
        entries={
            name: _entry(desk, reader, name, leaf)
            for name, leaf in sections.of("entries").items()
        },
        rules={
            name: read_rule(desk, reader, leaf, name)
            for name, leaf in sections.of("rules").items()
        },
        policies=_texts(desk, sections.of("policies")),
        conditions=_texts(desk, sections.of("conditions_of_use")),
        criteria=_as_written(desk, sections.of("criteria")),
        calendar=tuple(sections.of("calendar").values()),
        clocks={
            name: read_clock(desk, reader, name, leaf)
            for name, leaf in sections.of("clocks").items()
        },
        holidays=frozenset(_holidays(desk, sections.of("holidays"))),
        profiles={
            name: read_profile(desk, name, leaf)
            for name, leaf in sections.of("profiles").items()
        },
        written={"package": {"package": package}, **sections.named},
        digest=_version(package, sections, stood),
        below=desk.below,
        borrowed={
            section: frozenset(name for name in leaves if from_below(leaves[name]))
            for section, leaves in sections.named.items()
        },
    )


def _stated_on(desk: Desk, leaf: Table, header: RegimeHeader) -> date:
    """The day whose membership a group states: that of the package that wrote it."""
    below = desk.below if from_below(leaf) else None
    return header.version if below is None else below.version


def _version(package: Table, sections: Sections, stood: Stood | None) -> str:
    below = {} if stood is None else {"below": stood.below}
    return digest({"package": package, **below, **sections.named})


def _header(desk: Desk, table: Table) -> RegimeHeader:
    name = desk.text(table, "id", "package", needed=True)
    version = desk.day(table, "version", "package")
    if version is None:
        what = "`version` is missing: which day's law does the package describe?"
        desk.wrong(table, "version", "package", what, "Write `version: 2026-01-31`.")
    kinds = table.get("entry_kinds")
    return RegimeHeader(
        id=name,
        title=desk.words(table, "title", "package"),
        jurisdiction=desk.text(table, "jurisdiction", "package", needed=True),
        zone=desk.text(table, "zone", "package", needed=True),
        instrument=desk.text(table, "instrument", "package", needed=True),
        uri=desk.text(table, "uri", "package"),
        version=version or _NO_DAY,
        author=desk.text(table, "author", "package"),
        claims=desk.texts(table, "claims", "package") or CLAIMS,
        unlisted=UNLISTED | frozenset(desk.texts(table, "unlisted", "package")),
        entry_kinds={letter: desk.text(kinds, letter, "package") for letter in kinds}
        if isinstance(kinds, Table)
        else {},
        stands_on=stands_on(table),
        binds=desk.texts(table, "binds", "package"),
        data=table,
    )


_FACT_KEYS = frozenset(
    [
        "type",
        "unit",
        "choices",
        "question",
        "help",
        "asks",
        "mutable",
        "ordinary",
        "law",
        "note",
    ]
)


def _term(desk: Desk, path: str, table: Table) -> FactTerm:
    desk.only(table, path, _FACT_KEYS)
    written = desk.text(table, "type", path, needed=True)
    if written not in set(FactKind):
        what = f"`type: {written}` is not a sort of fact."
        desk.wrong(table, "type", path, what, "Sorts: " + ", ".join(FactKind) + ".")
        written = "text"
    question = desk.words(table, "question", path)
    if not question:
        what = "The fact has no question in plain words."
        desk.wrong(table, "question", path, what, "Write `question: {en: ...}`.")
    term = FactTerm(
        path=path,
        kind=FactKind(written),
        question=question,
        choices=_choices(desk, path, table),
        unit=desk.text(table, "unit", path),
        help=desk.words(table, "help", path),
        asks=desk.texts(table, "asks", path),
        mutable=desk.truth(table, "mutable", path, default=False),
        law=desk.law(table, path) if "law" in table else None,
    )
    return _with_ordinary(desk, term, table)


def _choices(desk: Desk, path: str, table: Table) -> Mapping[str, str]:
    value = table.get("choices")
    if isinstance(value, list):
        return {text: text for text in desk.texts(table, "choices", path)}
    if isinstance(value, Table):
        return {
            name: next(iter(desk.words(value, name, path).values()), name)
            for name in value
        }
    return {}


def _with_ordinary(desk: Desk, term: FactTerm, table: Table) -> FactTerm:
    given = table.get("ordinary")
    if given is None:
        return term
    value: Value
    if isinstance(given, list):
        value = tuple(str(one) for one in given)
    elif isinstance(given, str | bool | int | Decimal):
        value = given
    else:
        value = ""
    try:
        value = coerce(term, value)
    except (WrongValueError, UnknownCountryError, ImpossibleDateError) as error:
        what = f"The ordinary answer does not fit: {error}"
        desk.wrong(table, "ordinary", term.path, what, "Give a value it can have.")
    return FactTerm(
        path=term.path,
        kind=term.kind,
        question=term.question,
        choices=term.choices,
        unit=term.unit,
        help=term.help,
        asks=term.asks,
        mutable=term.mutable,
        ordinary=value,
        law=term.law,
    )


_GROUP_KEYS = frozenset(["law", "members", "changes", "same_as", "title", "note"])
_CHANGE_KEYS = frozenset(["first", "add", "remove", "verified", "law", "note"])


def _group(desk: Desk, name: str, table: Table, version: date) -> Group:
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


def _definition(
    desk: Desk, reader: ExpressionReader, name: str, table: Table
) -> Definition:
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


def _entry(desk: Desk, reader: ExpressionReader, name: str, table: Table) -> Entry:
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


def _texts(desk: Desk, tables: Mapping[str, Table]) -> dict[str, Text]:
    found = {}
    for name, table in tables.items():
        words = desk.words(table, "text", name) or desk.words(table, "title", name)
        if not words:
            desk.wrong(
                table, "text", name, f"{name} has no words.", "Write `text: {en: ...}`."
            )
        found[name] = Text(id=name, words=words, law=desk.law(table, name), data=table)
    return found


def _as_written(desk: Desk, tables: Mapping[str, Table]) -> tuple[Table, ...]:
    for name, table in tables.items():
        desk.law(table, name)
    return tuple(tables.values())


def _holidays(desk: Desk, tables: Mapping[str, Table]) -> Iterator[date]:
    for name, table in tables.items():
        desk.only(table, name, frozenset({"id", "law", "title", "days", "note"}))
        desk.law(table, name)
        for written in desk.texts(table, "days", name):
            try:
                yield parse_day(written)
            except ImpossibleDateError as error:
                desk.wrong(table, "days", name, str(error), "Write that day.")


def read_header(text: str, file: str) -> RegimeHeader | None:
    """The header alone, or ``None`` when the file does not hold a whole one."""
    table, problems = read_source(text, file)
    package = table.get("package")
    if problems or not isinstance(package, Table):
        return None
    desk = Desk()
    header = _header(desk, package)
    return None if desk.problems else header
