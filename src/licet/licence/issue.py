"""A licence put into its machine-readable form."""

from collections.abc import Mapping
from typing import Final

from licet.licence.disclose import TYP
from licet.licence.keys import Signer
from licet.licence.model import (
    CheckpointReference,
    LicenceClaims,
    LicenceCondition,
    LicensedItem,
    NamedParty,
)
from licet.licence.sdjwt import Concealed, issue_selective

VCT: Final = "urn:licet:licence:1"


def issue_licence(claims: LicenceClaims, *, signer: Signer, salt_key: bytes) -> str:
    """Sign a licence as SD-JWT with every disclosure, for the licensee.

    Args:
        claims: What the licence says.
        signer: Holder of a key with the purpose ``licence``.
        salt_key: At least 32 fresh random bytes, for this document only.

    Returns:
        The compact SD-JWT; ``present`` cuts it down to a role.

    Raises:
        LicenceClaimsError: The salt key is too short.
    """
    members = _open_members(claims) | {
        name: Concealed(value) for name, value in _concealed_members(claims).items()
    }  # what a licence does not have is null: absent would mean withheld
    selective = issue_selective(members, typ=TYP, signer=signer, salt_key=salt_key)
    return str(selective)


def plain_fields(claims: LicenceClaims) -> dict[str, object]:
    """Everything that the signed forms can say, by its name, nothing concealed."""
    members = _open_members(claims) | _concealed_members(claims)
    members["items"] = [
        {**_item(item), **({} if item.value is None else {"value": item.value})}
        for item in claims.items
    ]
    return members


def _open_members(claims: LicenceClaims) -> dict[str, object]:
    return {
        "iss": claims.issuer,
        "vct": VCT,
        "iat": int(claims.issued_at.timestamp()),
        "nbf": int(claims.not_before.timestamp()),
        "exp": int(claims.not_after.timestamp()),
        "status": {
            "status_list": {"idx": claims.status.index, "uri": claims.status.uri}
        },
        "number": claims.number,
        "kind": claims.kind,
        "authority": claims.authority,
        "regime": claims.regime,
        "first_day": claims.first_day,
        "last_day": claims.last_day,
        "zone": claims.zone,
        "checkpoint": _checkpoint(claims.checkpoint),
    }


def _concealed_members(claims: LicenceClaims) -> dict[str, object]:
    return {
        "licensee": _party(claims.licensee),
        "consignee": _party(claims.consignee),
        "end_user": _party(claims.end_user),
        "destination": claims.destination,
        "items": [_item(item) for item in claims.items],
        "conditions": [_condition(condition) for condition in claims.conditions],
        "end_use": claims.end_use,
    }


def _party(party: NamedParty | None) -> Mapping[str, object] | None:
    return None if party is None else {"name": party.name, "country": party.country}


def _item(item: LicensedItem) -> Mapping[str, object]:
    members: dict[str, object] = {
        "line": item.line,
        "entry": item.entry,
        "description": item.description,
        "quantity": item.quantity.amount,
        "unit": item.quantity.unit,
    }
    if item.value is not None:
        members["value"] = Concealed(item.value)
    return members


def _condition(condition: LicenceCondition) -> Mapping[str, object]:
    return {
        "id": condition.id,
        "type": condition.type,
        "words": condition.words,
    }


def _checkpoint(checkpoint: CheckpointReference) -> Mapping[str, object]:
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root,
    }
