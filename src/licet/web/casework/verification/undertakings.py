"""What an undertaking says of a case, and how one stands."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from licet.diversion.undertaking import Sealed, seal
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import Case, Undertaking, UndertakingReturn
from licet.web.casework.verification.party_files import known, named_parties

# The days in which it may come back signed. The first is the day on which it is made.
DAYS_TO_RETURN = 90
MANNERS = ("called_back", "embassy", "seal_compared", "notary", "electronic_signature", "visit", "other")  # fmt: skip
_END_USERS = ("end_user", "ultimate_end_user", "operator")
_CONSIGNEES = ("consignee", "intermediate_consignee", "reseller", "host")
PROMISES = (
    "We are the end user named above. The items are for us and for nobody else.",
    "We use them only for the end use stated above, at the places named to the exporter.",
    "We do not pass them on, lend them, give others access to them or take them to another country without the consent in writing of the authority named above.",
    "We do not use them to violate human rights or international humanitarian law, nor for internal repression, nor in connection with weapons of mass destruction.",
    "We let the authority, or whom it names, check on the spot that this is so, and answer its questions.",
    "We tell the authority without delay when an item is lost, stolen, misused or no longer under our control.",
)


def _receiving(
    document: Mapping[str, Any], roles: Sequence[str]
) -> list[dict[str, str]]:
    return [
        {
            "name": one.name,
            "country": one.country,
            "address": str(known(one.facts, "address") or ""),
        }
        for one in named_parties(document)
        if one.role in roles
    ]


def content_of(
    case: Case, document: Mapping[str, Any], *, number: str, made_on: date
) -> Sealed:
    """What an undertaking of a case says on the facts as they stand.

    Args:
        case: The case; its organisation should come with it.
        document: Its facts.
        number: The number that it bears.
        made_on: The legal day.

    Returns:
        The content, sealed.

    Raises:
        InvalidInputError: The case names no end user, no item or no end use yet.
    """
    users = _receiving(document, _END_USERS)
    items = [
        {"name": str(one["name"]), "quantity": _count(known(one["facts"], "quantity"))}
        for one in document.get("items") or ()
    ]
    end_use = str(known(document["facts"], "end_use") or "").strip()
    _require_stated(users, items, end_use)
    body = case.organisation
    return seal(
        {
            "format": "licet-undertaking/1",
            "number": number,
            "case": case.number,
            "authority": settings.LICET_AUTHORITY,
            "exporter": {"name": body.name, "country": body.country},
            "end_user": users[0],
            "consignees": [*users[1:], *_receiving(document, _CONSIGNEES)],
            "destination": str(known(document["facts"], "destination") or ""),
            "end_use": end_use,
            "items": items,
            "promises": list(PROMISES),
            "made_on": made_on.isoformat(),
            "valid_until": (made_on + timedelta(days=DAYS_TO_RETURN - 1)).isoformat(),
        }
    )


def _require_stated(users: object, items: object, end_use: str) -> None:
    wanting = {
        "parties": ("" if users else "Name the end user first."),
        "items": ("" if items else "Name the items first."),
        "end_use": ("" if end_use else "State the end use first."),
    }
    if problems := {name: words for name, words in wanting.items() if words}:
        raise InvalidInputError(problems)


def _count(value: object) -> str:
    return "" if value is None else str(value)


def sealed_of(row: Undertaking) -> Sealed:
    """A stored undertaking as the engine's value."""
    return Sealed(content=row.content, content_hash=row.content_hash)


def standing_of_return(row: UndertakingReturn) -> str:
    """``refused``, ``waiting``, ``genuine`` or ``not_genuine``; its confirmation should come with it."""
    if row.code != "fits":
        return "refused"
    confirmation = getattr(row, "confirmation", None)
    if confirmation is None:
        return "waiting"
    return "genuine" if confirmation.genuine else "not_genuine"


def standing_of_undertaking(
    row: Undertaking, returns: Sequence[UndertakingReturn], *, on: date
) -> str:
    """``confirmed``, ``returned``, ``expired`` or ``generated``, on a day."""
    standings = {standing_of_return(one) for one in returns}
    if "genuine" in standings:
        return "confirmed"
    if "waiting" in standings:
        return "returned"
    return "expired" if on > sealed_of(row).valid_until else "generated"
