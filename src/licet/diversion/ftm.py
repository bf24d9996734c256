"""FollowTheMoney entities as statements: ownership, directorship, parties with addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from licet.diversion.dates import Period
from licet.diversion.errors import ImpossibleShareError
from licet.diversion.lines import Line
from licet.diversion.model import (
    UNKNOWN,
    Declared,
    DirectorshipStatement,
    Entity,
    OwnershipStatement,
    Share,
    Source,
    Statement,
)
from licet.diversion.percentages import share_of, up_to

_PARTIES = frozenset(
    {
        "Person",
        "Organization",
        "Company",
        "LegalEntity",
        "PublicBody",
        "Asset",
        "Security",
        "Vessel",
        "Airplane",
        "Vehicle",
        "RealEstate",
        "CryptoWallet",
    }
)
# Relations that tie two parties without a share: schema -> (who, with whom).
_TIES = {
    "Directorship": ("director", "organization"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Representation": ("agent", "client"),
    "UnknownLink": ("subject", "object"),
}
_NUMBERS = (
    "registrationNumber",
    "leiCode",
    "idNumber",
    "taxNumber",
    "ogrnCode",
    "innCode",
    "uniqueEntityId",
)
_LANDS = ("jurisdiction", "country", "mainCountry", "nationality")
_PERCENT = "Write a percentage such as 51, 51.5, 25-50, >50 or <=25, or leave it out."


def read_ftm(lines: Iterable[Line]) -> Declared:
    """Read FollowTheMoney entities.

    Args:
        lines: One entity each, with ``id``, ``schema`` and ``properties``.

    Returns:
        What they declare. Other schemata are counted as unread.

    Raises:
        MalformedStatementError: An entity cannot be read.
    """
    entities: dict[str, Entity] = {}
    places: dict[str, str] = {}
    referred: dict[str, tuple[str, ...]] = {}
    statements: list[Statement] = []
    unread: dict[str, int] = {}
    for line in lines:
        schema, name = (
            line.required(line.data, "schema"),
            line.required(line.data, "id"),
        )
        properties = _properties(line)
        if schema in _PARTIES:
            entities[name] = _entity(name, schema, properties)
            referred[name] = tuple(properties.get("addressEntity", ()))
        elif schema == "Address":
            places[name] = " ".join(properties.get("full", ())) or name
        elif schema == "Ownership":
            statements += _ownership(line, properties)
        elif schema in _TIES:
            statements += _ties(line, schema, properties)
        else:
            unread[schema] = unread.get(schema, 0) + 1
    return Declared(
        entities={
            name: _placed(one, [places.get(key, key) for key in referred[name]])
            for name, one in entities.items()
        },
        statements=tuple(statements),
        unread=unread,
    )


def _properties(line: Line) -> Mapping[str, Sequence[str]]:
    found = line.table(line.data, "properties")
    for key, values in found.items():
        texts = isinstance(values, list) and all(isinstance(v, str) for v in values)
        if not texts:
            mend = f'Write "{key}": ["..."].'
            raise line.wrong(f"property {key!r} is not a list of texts", mend)
    return found  # type: ignore[return-value]  # every value is a list of texts


def _entity(name: str, schema: str, properties: Mapping[str, Sequence[str]]) -> Entity:
    names = properties.get("name", ())
    return Entity(
        id=name,
        kind=schema,
        name=names[0] if names else name,
        addresses=tuple(properties.get("address", ())),
        identifiers=_each(properties, _NUMBERS),
        countries=tuple(one.upper() for one in _each(properties, _LANDS)),
    )


def _each(
    properties: Mapping[str, Sequence[str]], keys: Iterable[str]
) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(one for key in keys for one in properties.get(key, ()) if one)
    )


def _placed(entity: Entity, places: Sequence[str]) -> Entity:
    return replace(entity, addresses=tuple(dict.fromkeys((*entity.addresses, *places))))


def _ends(
    line: Line, properties: Mapping[str, Sequence[str]], who: str, whom: str
) -> list[tuple[str, str]]:
    for key in (who, whom):
        if not properties.get(key):
            mend = f'Write "{key}": ["id of the party"].'
            raise line.wrong(f"property {key!r} is not there", mend)
    return [(one, two) for one in properties[who] for two in properties[whom]]


def _days(line: Line, properties: Mapping[str, Sequence[str]]) -> tuple[Period, ...]:
    # Several dates of one relation: the widest span counts, as each is somebody's word.
    first = min(properties.get("startDate", ()), default="")
    last = max(properties.get("endDate", ()), default="")
    return line.periods(first, last)


def _source(line: Line, properties: Mapping[str, Sequence[str]]) -> Source:
    said = [*properties.get("publisher", ()), *properties.get("sourceUrl", ())]
    return Source(
        file=line.file,
        line=line.number,
        id=str(line.data["id"]),
        publisher=said[0] if said else "",
    )


def _share(line: Line, text: str) -> Share:
    try:
        found = share_of(text)
    except ImpossibleShareError as error:
        raise line.wrong(f"{text!r} is no share of a whole", _PERCENT) from error
    if found is None:
        raise line.wrong(f"{text!r} is not a percentage", _PERCENT)
    return found


def _ownership(
    line: Line, properties: Mapping[str, Sequence[str]]
) -> Iterable[OwnershipStatement]:
    shares = [_share(line, text) for text in properties.get("percentage", ())]
    ends = _ends(line, properties, "owner", "asset")
    for owner, owned in ends:
        for period in _days(line, properties):
            for share in shares or [UNKNOWN]:
                yield OwnershipStatement(
                    owner=owner,
                    owned=owned,
                    share=share if period.certain else up_to(share),
                    force=period.days,
                    source=_source(line, properties),
                )


def _ties(
    line: Line, schema: str, properties: Mapping[str, Sequence[str]]
) -> Iterable[DirectorshipStatement]:
    manner = ", ".join(properties.get("role", ())) or schema
    for owner, owned in _ends(line, properties, *_TIES[schema]):
        for period in _days(line, properties):
            yield DirectorshipStatement(
                owner=owner,
                owned=owned,
                manner=manner,
                force=period.days,
                source=_source(line, properties),
            )
