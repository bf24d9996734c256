"""OFAC's lists as XML (``sdn.xml``, ``consolidated.xml``): one element a party, everything in it."""

from datetime import date

from licet.screening.errors import CutListError
from licet.screening.lists import fields
from licet.screening.lists.document import Document
from licet.screening.lists.xmltree import Node, parse
from licet.screening.model import Entity, Identifier, Kind, Strength

ROOT = b"<sdnList"
_KINDS = {
    "individual": Kind.PERSON,
    "entity": Kind.ORGANISATION,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}"
_PLACE = (
    "address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country",
)  # fmt: skip


def entities(
    document: Document, *, source: str, programme: str
) -> tuple[tuple[Entity, ...], date | None]:
    """The entries, under the same numbers as in the delimited files, and the day of publication.

    Args:
        document: The file.
        source: The name of the source that the entries are entered under.
        programme: What every entry carries first among its programmes.

    Raises:
        CutListError: The file holds fewer entries than it announces.
    """
    root = parse(document.name, document.data)
    nodes = root.all("sdnEntry")
    stamp = next(iter(root.texts("publshInformation", "Publish_Date")), "")
    counted = next(iter(root.texts("publshInformation", "Record_Count")), "")
    if counted.isdecimal() and int(counted) != len(nodes):
        raise CutListError(
            document.name, f"announces {counted} entries and holds {len(nodes)}"
        )
    read = (_entity(node, source, programme) for node in nodes)
    return tuple(one for one in read if one.names), _month_first(stamp)


def _month_first(stamp: str) -> date | None:
    month, _, rest = stamp.partition("/")
    dd, _, year = rest.partition("/")
    return fields.day(f"{dd}/{month}/{year}")


def _entity(node: Node, source: str, programme: str) -> Entity:
    number = node.first("uid")
    akas = [one for group in node.all("akaList") for one in group.all("aka")]
    places = [one for group in node.all("addressList") for one in group.all("address")]
    papers = [one for group in node.all("idList") for one in group.all("id")]
    lands = [
        *node.texts("nationalityList", "nationality", "country"),
        *node.texts("citizenshipList", "citizenship", "country"),
        *node.texts("vesselInfo", "vesselFlag"),
    ]
    return Entity(
        id=f"{source}:{number}",
        source=source,
        kind=_KINDS.get(node.first("sdnType").lower(), Kind.UNKNOWN),
        names=fields.names(
            (_name(node), Strength.PRIMARY), *((_name(a), _strength(a)) for a in akas)
        ),
        programs=(programme, *dict.fromkeys(node.texts("programList", "program"))),
        countries=fields.countries([*(p.first("country") for p in places), *lands]),
        addresses=tuple(dict.fromkeys(text for p in places if (text := _place(p)))),
        identifiers=tuple(
            dict.fromkeys(
                [_paper(one) for one in papers if one.first("idNumber")]
                + [
                    Identifier(kind="Call Sign", value=value)
                    for value in node.texts("vesselInfo", "callSign")
                ]
            )
        ),
        birth_dates=fields.partial_dates(
            node.texts("dateOfBirthList", "dateOfBirthItem", "dateOfBirth")
        ),
        url=_URL.format(number),
        remarks="; ".join(
            text for text in (node.first("title"), node.first("remarks")) if text
        ),
    )


def _name(node: Node) -> str:
    """As the delimited files write it: last name first."""
    parts = (fields.clean(node.first(key)) for key in ("lastName", "firstName"))
    return ", ".join(part for part in parts if part)


def _strength(aka: Node) -> Strength:
    if aka.first("type").lower().startswith("f"):
        return Strength.FORMER
    return Strength.WEAK if aka.first("category").lower() == "weak" else Strength.STRONG


def _paper(node: Node) -> Identifier:
    return Identifier(
        kind=node.first("idType"),
        value=node.first("idNumber"),
        country=fields.country(node.first("idCountry")),
    )


def _place(node: Node) -> str:
    return ", ".join(x for key in _PLACE if (x := fields.clean(node.first(key))))
