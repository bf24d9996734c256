"""What the header of a package holds, as leaves: tiers, forms of licence, ownership thresholds, versions."""

from collections.abc import Iterator, Mapping

from licet.regimes.guidance.model import Published, Statement
from licet.regimes.guidance.places import cited, remarks, text_of
from licet.regimes.model import Data, Regime

_TIER_WORDS = (
    ("meaning", "{}"),
    ("review", "Depth of review: {}"),
    ("signatory", "Signed by: {}."),
)


def tiers(law: Regime) -> tuple[Published, ...]:
    """The tier table: meaning, depth of review, who signs, and which entries stand in each tier."""
    table = _mapping(law.header.data.get("tiers"))
    levels = sorted({*table, *(str(one.tier) for one in law.entries.values())})
    return tuple(_tier(law, level, table.get(level, {})) for level in levels)


def _tier(law: Regime, level: str, data: Data) -> Published:
    place = cited(law, data, f"tier table of the package, tier {level}")
    said = [
        Statement(words=shape.format(text_of(data[key]).replace("_", " ")), law=place)
        for key, shape in _TIER_WORDS
        if key in data
    ]
    entries = [one for one in law.entries.values() if str(one.tier) == level]
    said.append(
        Statement(
            words=f"{len(entries)} {'entry stands' if len(entries) == 1 else 'entries stand'} in this tier"
            + (f", from {entries[0].id} to {entries[-1].id}." if entries else "."),
            law=place,
        )
    )
    spoken = frozenset({"title", "law", *(key for key, _ in _TIER_WORDS)})
    return Published(
        section="tiers",
        name=level,
        label=f"Tier {level}",
        title=text_of(data.get("title", "Without a title")),
        law=place,
        statements=(*said, *remarks(data, spoken, place)),
    )


def forms(law: Regime) -> tuple[Published, ...]:
    """The forms of licence that the authority may grant, and for how long."""
    table = _mapping(law.header.data.get("authorisations"))
    return tuple(
        _leaf(law, "authorisations", name, data) for name, data in table.items()
    )


def ownership(law: Regime) -> tuple[Published, ...]:
    """The shares of votes or capital that rules look at."""
    return tuple(
        _leaf(law, "ownership", str(data["id"]), data)
        for data in _several(law.header.data.get("ownership"))
    )


def versions(law: Regime) -> tuple[Published, ...]:
    """The versions of the instrument that the package knows."""
    return tuple(
        _leaf(law, "versions", str(data["id"]), data)
        for data in _several(law.header.data.get("versions"))
    )


def _leaf(law: Regime, section: str, name: str, data: Data) -> Published:
    place = cited(law, data, f"{section} of the package")
    title = text_of(data.get("title", name))
    told = remarks(data, frozenset({"id", "title", "law"}), place)
    return Published(
        section=section,
        name=name,
        label="",
        title=title,
        law=place,
        statements=told or (Statement(words=f"{title}.", law=place),),
    )


def _mapping(value: object) -> dict[str, Data]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): one for key, one in value.items() if isinstance(one, Mapping)}


def _several(value: object) -> Iterator[Data]:
    if isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, Mapping))
