"""The printed code: a licence small enough for a QR code, checked without a network.

``LICET1:`` and Base45 of a COSE_Sign1 whose payload is the zlib stream of CWT claims.
The stream is signed as it stands, so every byte under the Base45 is under the signature.
"""

import zlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from licet.licence.cose import (
    WHAT,
    SignedMessage,
    decode,
    encode,
    read_message,
    sign_message,
)
from licet.licence.encoding import EncodingError, base45, from_base45
from licet.licence.errors import CodeTooLongError, UnreadableDocumentError
from licet.licence.keys import Signer
from licet.licence.model import LicenceClaims, LicensedItem, NamedParty
from licet.licence.status import inflate

PREFIX: Final = "LICET1:"
LIMIT: Final = 1451  # letters of a version 25 symbol, level M: 117 modules on 60 mm
_LARGEST: Final = 2**16
_DAY_ZERO: Final = date(1970, 1, 1)

# Registered CWT claims, and the one private claim that holds the licence.
_ISS, _EXP, _NBF, _IAT, _STATUS, _LICENCE = 1, 4, 5, 6, 65535, -70000
_NUMBER, _KIND, _AUTHORITY, _REGIME, _FIRST, _LAST = 1, 2, 3, 4, 5, 6
_LICENSEE, _CONSIGNEE, _DESTINATION, _ITEMS, _CONDITIONS = 7, 8, 9, 10, 11


def issue_code(claims: LicenceClaims, *, signer: Signer) -> str:
    """Sign the short form of a licence for the printed code.

    It carries what customs compare at the border: parties of the movement, destination,
    entries and quantities, days, types of condition. No description, end user, end use
    or value stands in it, since anyone who sees the paper can read it. What would make
    it too long to be read from paper is left out, the conditions first, then the items:
    a verifier says that they are not in the code.

    Args:
        claims: What the licence says.
        signer: Holder of a key with the purpose ``licence``.

    Returns:
        The text of the code.

    Raises:
        CodeTooLongError: The names of the parties alone would make it unreadable.
    """
    whole = _compact(claims)
    text = ""
    for left_out in ((), (_CONDITIONS,), (_CONDITIONS, _ITEMS)):
        licence = {key: part for key, part in whole.items() if key not in left_out}
        payload = zlib.compress(encode(_framed(claims, licence)), 9)
        text = PREFIX + base45(sign_message(payload, signer))
        if len(text) <= LIMIT:
            return text
    raise CodeTooLongError(len(text), LIMIT)


def _compact(claims: LicenceClaims) -> dict[int, object]:
    licence: dict[int, object] = {
        _NUMBER: claims.number,
        _KIND: claims.kind,
        _AUTHORITY: claims.authority,
        _REGIME: claims.regime,
        _FIRST: (claims.first_day - _DAY_ZERO).days,
        _LAST: (claims.last_day - _DAY_ZERO).days,
        _LICENSEE: _party(claims.licensee),
        _DESTINATION: claims.destination,
        _ITEMS: [_item(item) for item in claims.items],
        _CONDITIONS: [
            [condition.id, condition.type] for condition in claims.conditions
        ],
    }
    if claims.consignee is not None:
        licence[_CONSIGNEE] = _party(claims.consignee)
    return licence


def _framed(claims: LicenceClaims, licence: Mapping[int, object]) -> dict[int, object]:
    return {
        _ISS: claims.issuer,
        _IAT: int(claims.issued_at.timestamp()),
        _NBF: int(claims.not_before.timestamp()),
        _EXP: int(claims.not_after.timestamp()),
        _STATUS: {
            "status_list": {"idx": claims.status.index, "uri": claims.status.uri}
        },
        _LICENCE: dict(licence),
    }


def _party(party: NamedParty) -> list[str]:
    return [party.name, party.country]


def _item(item: LicensedItem) -> list[str]:
    return [item.entry, format(item.quantity.amount, "f"), item.quantity.unit]


def read_code(text: str) -> tuple[SignedMessage, dict[str, object]]:
    """Take a printed code apart, strictly. The signature is still to be checked.

    Args:
        text: ``LICET1:`` and Base45.

    Returns:
        The signed message, and its claims under the names of the long form.

    Raises:
        UnreadableDocumentError: Malformed at any layer.
    """
    try:
        message = read_message(from_base45(text.removeprefix(PREFIX)))
        claims = decode(inflate(message.payload, limit=_LARGEST))
    except EncodingError as error:
        raise UnreadableDocumentError(WHAT, str(error)) from error
    try:
        return message, _expand(claims)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise UnreadableDocumentError(WHAT, "a claim is missing or malformed") from None


def _expand(claims: object) -> dict[str, object]:
    top = _map(claims)
    licence = _map(top[_LICENCE])
    expanded: dict[str, object] = {
        "iss": top[_ISS],
        "iat": top[_IAT],
        "nbf": top[_NBF],
        "exp": top[_EXP],
        "status": top[_STATUS],
        "number": licence[_NUMBER],
        "kind": licence[_KIND],
        "authority": licence[_AUTHORITY],
        "regime": licence[_REGIME],
        "first_day": _day(licence[_FIRST]),
        "last_day": _day(licence[_LAST]),
        "licensee": _named(("name", "country"), licence[_LICENSEE]),
        "consignee": None,
        "destination": licence[_DESTINATION],
    }
    if _CONSIGNEE in licence:
        expanded["consignee"] = _named(("name", "country"), licence[_CONSIGNEE])
    if _ITEMS in licence:
        expanded["items"] = [
            {"line": line, **_named(("entry", "quantity", "unit"), item)}
            for line, item in enumerate(_list(licence[_ITEMS]), start=1)
        ]
    if _CONDITIONS in licence:
        expanded["conditions"] = [
            _named(("id", "type"), entry) for entry in _list(licence[_CONDITIONS])
        ]
    return expanded


def _map(value: object) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is not a map")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is not a list")
    return list(value)


def _named(names: tuple[str, ...], values: object) -> dict[str, object]:
    return dict(zip(names, _list(values), strict=True))


def _day(value: object) -> str:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is not a number of days")
    return (_DAY_ZERO + timedelta(days=value)).isoformat()
