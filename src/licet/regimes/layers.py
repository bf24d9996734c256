"""A package that stands on another one: a national overlay, or law that reads another law's list.

Everything happens on the written tables, before they are typed, so that the union is checked,
compiled and proved like any other package.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from licet.regimes.fields import Desk, near
from licet.regimes.model import LIFTING, RuleKind, covers
from licet.regimes.source import Table

CLAIMS = ("item.eccn",)
OVERLAY, READS = "overlay_of", "reads"
REPLACES, NARROWS, BECAUSE = "replaces", "narrows", "because"
# What a package takes from the header of the one below, unless it says so itself.
INHERITED = ("claims", "unlisted", "entry_kinds")
INHERITED_BY_OVERLAY = (*INHERITED, "authorisations", "tiers", "versions", "binds")
# Rules that free: only these may be narrowed or overridden from above.
FREEING = LIFTING | {RuleKind.SCOPE, RuleKind.AVAILABILITY}
FORBIDDING = frozenset({RuleKind.BAR, RuleKind.PROHIBITION})
_POINTS_TO = {
    "fact": "facts",
    "known": "facts",
    "claims": "facts",
    "definition": "definitions",
    "in_group": "groups",
    "rule": "rules",
    "entry": "entries",
    "for": "entries",
    "policies": "policies",
    "conditions": "conditions_of_use",
}
_NO_EXPRESSION = frozenset({"examples", "law", "ordinary", "choices"})
Named = dict[str, dict[str, Table]]
Leaf = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """Two packages put together.

    Attributes:
        package: The header of the upper one, with what it takes from the lower one.
        named: All tables by section and name, those of the lower one first.
        below: The header of the lower one, as written.
    """

    package: Table
    named: Named
    below: Table


def stands_on(package: Mapping[str, object]) -> str:
    """The package on which a header stands, or empty."""
    return str(package.get(OVERLAY) or package.get(READS) or "")


def layered(
    texts: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str]]:
    """The files of a package, its own and those of the package below.

    Args:
        texts: File name to text; a name with a folder is of the package below.

    Returns:
        The package's own files and those below.
    """
    own = {name: text for name, text in texts.items() if "/" not in name}
    return own, {name: text for name, text in texts.items() if "/" in name}


def stand(
    desk: Desk, package: Table, own: Named, below: Table, base: Named
) -> Stood | None:
    """Put a package on the one it stands on.

    Args:
        desk: Where problems are noted.
        package: The header of the upper package.
        own: Its tables.
        below: The header of the lower package.
        base: The tables of the lower package.

    Returns:
        Both together, or ``None`` when the lower one stands on a third.
    """
    if stands_on(below):
        key = OVERLAY if OVERLAY in package else READS
        what = f"The package {stands_on(package)} stands itself on another one."
        desk.wrong(package, key, "package", what, "Stand on a package that is whole.")
        return None
    if OVERLAY in package:
        header = _header(package, below, INHERITED_BY_OVERLAY)
        return Stood(package=header, named=_overlaid(desk, own, base), below=below)
    header = _header(package, below, INHERITED)
    return Stood(package=header, named=_reading(header, own, base), below=below)


def from_below(table: Table) -> bool:
    """Whether a table was written in the package below."""
    return "/" in table.file


def _header(package: Table, below: Table, keys: tuple[str, ...]) -> Table:
    taken = {key: below[key] for key in keys if key in below}
    return _like(package, taken | package)


def _like(table: Table, content: Mapping[str, object]) -> Table:
    made = Table(content)
    made.file, made.line, made.lines = table.file, table.line, table.lines
    return made


# ---- overlays ----------------------------------------------------------------------------


def _overlaid(desk: Desk, own: Named, base: Named) -> Named:
    protected = _protected(base)
    joined = {section: dict(tables) for section, tables in base.items()}
    for section, tables in own.items():
        known = joined.setdefault(section, {})
        for name, table in tables.items():
            _lay(desk, (section, name), table, known, protected)
    for name, table in own.get("rules", {}).items():
        _check_overrides(desk, name, table, base.get("rules", {}))
    return joined


def _lay(
    desk: Desk,
    leaf: Leaf,
    table: Table,
    known: dict[str, Table],
    protected: Mapping[Leaf, str],
) -> None:
    section, name = leaf
    replaced = table.get(REPLACES)
    if replaced is not None:
        if not _may_replace(desk, (section, str(replaced)), table, known, protected):
            return
        del known[str(replaced)]
    if name in known:
        what = f"{name} stands in the package below, at {known[name].file}:{known[name].line}."
        mend = f"Give it a name of its own, or write `{REPLACES}: {name}` and `{BECAUSE}: ...`."
        desk.wrong(table, "id", name, what, mend)
        return
    if section == "rules" and NARROWS in table:
        table = _narrowing(desk, name, table, known)
    known[name] = table


def _may_replace(
    desk: Desk,
    replaced: Leaf,
    table: Table,
    known: Mapping[str, Table],
    protected: Mapping[Leaf, str],
) -> bool:
    name = replaced[1]
    if name not in known:
        what = (
            f"`{REPLACES}: {name}`: nothing of that name stands in the package below."
        )
        desk.wrong(table, REPLACES, name, what, near(name, known))
        return False
    if not table.get(BECAUSE):
        what = f"It replaces {name} and gives no reason."
        desk.wrong(table, REPLACES, name, what, f"Write `{BECAUSE}: {{en: ...}}`.")
    guard = protected.get(replaced)
    if guard is None:
        return True
    rests = "" if guard == name else f", which {guard} rests on"
    what = f"An overlay may not replace {name}{rests}: it forbids, and only its own author lifts it."
    mend = "Add a rule that is stricter, or narrow an exception; ask the author of the base for more."
    desk.wrong(table, REPLACES, name, what, mend)
    return False


def _protected(base: Named) -> dict[Leaf, str]:
    """What no overlay may replace: prohibitions, red lines and bars, and what they rest on."""
    found: dict[Leaf, str] = {}
    for name, table in base.get("rules", {}).items():
        if table.get("kind") in FORBIDDING:
            for leaf in _reached(base, [("rules", name)]):
                found.setdefault(leaf, name)
            found["rules", name] = name
    return found


def _narrowing(
    desk: Desk, name: str, table: Table, known: Mapping[str, Table]
) -> Table:
    """A narrowing as what it is: a remark that defeats the freeing rule while it fires."""
    narrowed = str(table[NARROWS])
    below = known.get(narrowed)
    if below is None:
        what = f"`{NARROWS}: {narrowed}`: no rule of that name stands in the package below."
        desk.wrong(table, NARROWS, name, what, near(narrowed, known))
    elif below.get("kind") not in FREEING:
        what = f"{narrowed} is of kind {below.get('kind')}; to narrow it would free something."
        mend = "Only exceptions, general authorisations, scope and availability can be narrowed."
        desk.wrong(table, NARROWS, name, what, mend)
    if not table.get(BECAUSE):
        what = f"It narrows {narrowed} and gives no reason."
        desk.wrong(table, NARROWS, name, what, f"Write `{BECAUSE}: {{en: ...}}`.")
    effect = {
        "kind": str(RuleKind.FLAG),
        "flag": f"narrows:{narrowed}",
        "overrides": [narrowed],
    }
    return _like(table, {**table, **effect})


def _check_overrides(
    desk: Desk, name: str, table: Table, base: Mapping[str, Table]
) -> None:
    for beaten in desk.texts(table, "overrides", name):
        if beaten in base and base[beaten].get("kind") not in FREEING:
            kind = base[beaten].get("kind")
            what = f"An overlay may not override {beaten} of the package below, a rule of kind {kind}."
            mend = f"Take it out of `overrides`; a stated reason may `{REPLACES}` what does not forbid."
            desk.wrong(table, "overrides", name, what, mend)


# ---- law that reads another law's list -----------------------------------------------------


def _reading(package: Table, own: Named, base: Named) -> Named:
    """The own tables with the vocabulary, groups, definitions and entries that they reach."""
    union = {
        section: {**base.get(section, {}), **own.get(section, {})}
        for section in (*base, *own)
    }
    start = [(section, name) for section, tables in own.items() for name in tables]
    claims = {"claims": package.get("claims", list(CLAIMS))}
    wanted = {*_reached(union, start), *_pointed(union, claims)}
    wanted |= set(_reached(union, sorted(wanted)))
    return {
        section: {
            name: table
            for name, table in tables.items()
            if name in own.get(section, {})
            or (section != "rules" and (section, name) in wanted)
        }
        for section, tables in union.items()
    }


def _reached(tables: Named, start: list[Leaf]) -> set[Leaf]:
    """Every leaf that the first ones lead to, without themselves unless they are led to."""
    found: set[Leaf] = set()
    pending = list(start)
    while pending:
        section, name = pending.pop()
        for leaf in _pointed(tables, tables[section][name]):
            if leaf not in found:
                found.add(leaf)
                pending.append(leaf)
    return found


def _pointed(tables: Named, value: object) -> Iterator[Leaf]:
    """The leaves that a written value names."""
    if isinstance(value, list):
        for one in value:
            yield from _pointed(tables, one)
    if not isinstance(value, Mapping):
        return
    if "kind_of" in value and "item.kind" in tables.get("facts", {}):
        yield "facts", "item.kind"
    for key, inner in value.items():
        section = _POINTS_TO.get(key)
        if section is not None and not isinstance(inner, Mapping):
            yield from _named_in(tables.get(section, {}), section, inner)
        elif key not in _NO_EXPRESSION:
            yield from _pointed(tables, inner)


def _named_in(
    known: Mapping[str, Table], section: str, value: object
) -> Iterator[Leaf]:
    for one in value if isinstance(value, list) else [value]:
        name = str(one)
        if section == "entries":
            yield from ((section, entry) for entry in known if covers(name, entry))
        elif name in known:
            yield section, name
