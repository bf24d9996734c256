"""Which role sees which field of a licence, and the document cut down to that."""

from collections.abc import Collection, Mapping
from typing import Final

from licet.licence.errors import LicenceClaimsError
from licet.licence.model import Role
from licet.licence.sdjwt import SelectiveToken, read_selective

TYP: Final = "licence+sd-jwt"

# In the order in which a licence is read; the second group can be withheld.
OPEN: Final = (
    "number",
    "kind",
    "authority",
    "regime",
    "first_day",
    "last_day",
    "zone",
    "issued_at",
    "checkpoint",
)
CONCEALED: Final = (
    "licensee",
    "consignee",
    "end_user",
    "destination",
    "items",
    "value",
    "conditions",
    "end_use",
)
SEES: Final[Mapping[Role, frozenset[str]]] = {
    Role.LICENSEE: frozenset(CONCEALED),
    Role.CUSTOMS: frozenset(
        {"licensee", "consignee", "end_user", "destination", "items", "conditions"}
    ),
    Role.PARTNER_AUTHORITY: frozenset(CONCEALED) - {"value"},
    Role.END_USER: frozenset(
        {"licensee", "end_user", "destination", "items", "conditions", "end_use"}
    ),
    Role.PUBLIC: frozenset(),
}


def present(document: str, role: Role) -> str:
    """Cut a licence down to what a role may see. Its signature still holds.

    Args:
        document: The licence as SD-JWT.
        role: For whom.

    Returns:
        The same signed token with only the disclosures of that role.

    Raises:
        UnreadableDocumentError: The document is not a licence in SD-JWT form.
    """
    return _kept(document, SEES[role])


def present_fields(document: str, fields: Collection[str]) -> str:
    """Cut a licence down to chosen fields, as its holder may. Its signature still holds.

    Args:
        document: The licence as SD-JWT.
        fields: Names of ``CONCEALED``; none shows the open claims alone.

    Returns:
        The same signed token with only those disclosures.

    Raises:
        LicenceClaimsError: A field that no licence conceals, or ``value`` without the
            ``items`` in which it stands.
        UnreadableDocumentError: The document is not a licence in SD-JWT form.
    """
    strange = sorted(set(fields) - set(CONCEALED))
    if strange:
        raise LicenceClaimsError(
            f"{strange[0]!r} is no field that can be shown or left out. Choose from: "
            f"{', '.join(CONCEALED)}."
        )
    if "value" in fields and "items" not in fields:
        raise LicenceClaimsError(
            "The value stands inside the items. Show the items too, or leave it out."
        )
    return _kept(document, frozenset(fields))


def _kept(document: str, names: frozenset[str]) -> str:
    _, selective = read_selective(document.strip(), typ=TYP)
    kept = tuple(part for part in selective.disclosures if part.name in names)
    return str(SelectiveToken(token=selective.token, disclosures=kept))


def visible(fields: Mapping[str, object], role: Role) -> tuple[tuple[str, object], ...]:
    """The fields that a role may see, in reading order.

    Args:
        fields: What the document holds, by name.
        role: For whom.

    Returns:
        Pairs of name and value; fields that the document does not hold are absent.
    """
    seen = SEES[role]
    names = (*OPEN, *(name for name in CONCEALED if name in seen))
    return tuple((name, _cut(fields[name], seen)) for name in names if name in fields)


def withheld(fields: Mapping[str, object], role: Role) -> tuple[str, ...]:
    """The fields that a role may see and the document does not hold, in order.

    Whoever presents a licence may leave fields out; the reader must learn that a
    condition may stand where none is shown. (A value stands inside its item.)
    """
    seen = SEES[role] - {"value"}
    return tuple(name for name in CONCEALED if name in seen and name not in fields)


def _cut(value: object, seen: frozenset[str]) -> object:
    if isinstance(value, list):
        return [_cut(element, seen) for element in value]
    if isinstance(value, Mapping):
        return {
            name: inner
            for name, inner in value.items()
            if name not in CONCEALED or name in seen
        }
    return value
