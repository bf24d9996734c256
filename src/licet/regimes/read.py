"""The files of a package joined into one checked regime."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licet.facts import core_vocabulary
from licet.kernel import digest
from licet.regimes.errors import Problem
from licet.regimes.fields import Desk
from licet.regimes.layers import (
    CLAIMS,
    Stood,
    from_below,
    layered,
    stand,
    stands_on,
)
from licet.regimes.model import Regime, RegimeHeader
from licet.regimes.read_clock import read_clock
from licet.regimes.read_expression import ExpressionReader
from licet.regimes.read_fact import read_count, read_term
from licet.regimes.read_leaves import (
    read_as_written,
    read_definition,
    read_entry,
    read_group,
    read_holidays,
    read_texts,
)
from licet.regimes.read_profile import read_profile
from licet.regimes.read_review import check_reviews, read_review
from licet.regimes.read_rule import read_rule
from licet.regimes.read_weighing import check_weighing, read_factor, read_method
from licet.regimes.references import check_references
from licet.regimes.source import Table, read_source

NAMED = ("facts", "groups", "definitions", "policies", "conditions_of_use", "texts")
LISTED = (
    "entries", "rules", "criteria", "calendar", "clocks", "holidays", "profiles", "factors",
    "risk_methods", "reviews",
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
    check_reviews(desk, regime.reviews, regime.profiles, sections.named)
    check_weighing(desk, regime.factors, regime.methods, sections.named)
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
        path: read_term(desk, path, leaf) for path, leaf in sections.of("facts").items()
    }
    reader = ExpressionReader(desk, facts)
    wide = ExpressionReader(desk, {**core_vocabulary(), **facts})
    return Regime(
        header=header,
        facts=facts,
        **_law(desk, reader, header, sections),
        policies=read_texts(desk, sections.of("policies")),
        conditions=read_texts(desk, sections.of("conditions_of_use")),
        criteria=read_as_written(desk, sections.of("criteria")),
        calendar=tuple(sections.of("calendar").values()),
        clocks={
            name: read_clock(desk, reader, name, leaf)
            for name, leaf in sections.of("clocks").items()
        },
        holidays=frozenset(read_holidays(desk, sections.of("holidays"))),
        **_practice(desk, wide, sections),
        written={"package": {"package": package}, **sections.named},
        digest=_version(package, sections, stood),
        counts={
            path: count
            for path, leaf in sections.of("facts").items()
            if (count := read_count(desk, path, leaf)) is not None
        },
        texts={
            pinpoint: desk.text(leaf, "sha256", pinpoint, needed=True)
            for pinpoint, leaf in sections.of("texts").items()
        },
        below=desk.below,
        borrowed={
            section: frozenset(name for name in leaves if from_below(leaves[name]))
            for section, leaves in sections.named.items()
        },
    )


def _law(
    desk: Desk, reader: ExpressionReader, header: RegimeHeader, sections: Sections
) -> dict[str, Any]:
    """Groups, definitions, entries and rules."""
    return {
        "groups": {
            name: read_group(desk, name, leaf, _stated_on(desk, leaf, header))
            for name, leaf in sections.of("groups").items()
        },
        "definitions": {
            name: read_definition(desk, reader, name, leaf)
            for name, leaf in sections.of("definitions").items()
        },
        "entries": {
            name: read_entry(desk, reader, name, leaf)
            for name, leaf in sections.of("entries").items()
        },
        "rules": {
            name: read_rule(desk, reader, leaf, name)
            for name, leaf in sections.of("rules").items()
        },
    }


def _practice(desk: Desk, wide: ExpressionReader, sections: Sections) -> dict[str, Any]:
    """Profiles, factors, methods and reviews."""
    return {
        "profiles": {
            name: read_profile(desk, name, leaf)
            for name, leaf in sections.of("profiles").items()
        },
        "factors": {
            name: read_factor(desk, wide, name, leaf)
            for name, leaf in sections.of("factors").items()
        },
        "methods": {
            name: read_method(desk, name, leaf)
            for name, leaf in sections.of("risk_methods").items()
        },
        "reviews": {
            name: read_review(desk, name, leaf)
            for name, leaf in sections.of("reviews").items()
        },
    }


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


def read_header(text: str, file: str) -> RegimeHeader | None:
    """The header alone, or ``None`` when the file does not hold a whole one."""
    table, problems = read_source(text, file)
    package = table.get("package")
    if problems or not isinstance(package, Table):
        return None
    desk = Desk()
    header = _header(desk, package)
    return None if desk.problems else header
