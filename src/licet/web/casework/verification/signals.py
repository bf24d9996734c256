"""The evidence that the rules of misrepresentation read, gathered from case, file and record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from licet.diversion.misrepresentation import Outcome, SignalFinding, evidence_of, judge
from licet.diversion.verification import questions
from licet.web.casework.models import (
    Case,
    Licence,
    PartyAppearance,
    PartyCheck,
    PartyFile,
    UndertakingReturn,
)
from licet.web.casework.ports import legal_day
from licet.web.casework.rights.markings import highest
from licet.web.casework.verification.checks import Answered
from licet.web.casework.verification.party_files import (
    Named,
    known,
    named_parties,
    place_key,
    text_key,
)

APPLICATION = "the application"
RECORD = "our own record"
_END_USERS = frozenset({"end_user", "ultimate_end_user", "operator"})
_MOST_LICENCES = 500
_MOST_ALIKE = 20
_CENT = Decimal("0.0001")
Piece = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparable:
    """One item of a comparable licence: exact unit price and worth, in one currency."""

    entry: str
    currency: str
    unit_price: Decimal
    order_value: Decimal


def _exact(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None


def _priced(item: Mapping[str, Any], entry: str) -> Comparable | None:
    worth, count = (
        _exact(known(item["facts"], "value")),
        _exact(known(item["facts"], "quantity")),
    )
    currency = known(item["facts"], "currency")
    if worth is None or count is None or not currency or not entry:
        return None
    return Comparable(
        entry=entry,
        currency=str(currency),
        unit_price=(worth / count).quantize(_CENT),
        order_value=worth,
    )


def _entry_of(entries: Sequence[str], item: Mapping[str, Any]) -> str:
    only = entries[0] if len(entries) == 1 else ""
    return str(only or known(item["facts"], "eccn") or "")


def comparable_licences(case: Case) -> tuple[Comparable, ...]:
    """Items of the newest licences of other cases; one query."""
    rows = (
        Licence.objects.exclude(case=case)
        .order_by("-issued_at")
        .values_list("case__entries", "case__transaction")[:_MOST_LICENCES]
    )
    found = (
        _priced(item, _entry_of(entries, item))
        for entries, document in rows
        for item in document.get("items") or ()
    )
    return tuple(one for one in found if one is not None)


def _piece(value: object, source: str, on: date | None = None) -> Piece:
    return {"value": value, "source": source, "on": on.isoformat() if on else None}


def _item_pieces(
    case: Case, item: Mapping[str, Any], licences: Sequence[Comparable]
) -> Iterator[tuple[str, Piece]]:
    count = _exact(known(item["facts"], "quantity"))
    if count is not None:
        yield "item.quantity", _piece(str(count), APPLICATION)
    own = _priced(item, _entry_of(case.entries, item))
    if own is None:
        return
    alike = [
        one
        for one in licences
        if (one.entry, one.currency) == (own.entry, own.currency)
    ]
    yield "item.unit_price", _piece(str(own.unit_price), APPLICATION)
    source = f"licences for {own.entry} in {own.currency}"
    yield "comparable.prices", _piece([str(one.unit_price) for one in alike], source)
    yield (
        "comparable.order_values",
        _piece([str(one.order_value) for one in alike], source),
    )


def _case_pieces(
    case: Case, document: Mapping[str, Any]
) -> Iterator[tuple[str, Piece]]:
    if case.submitted_at is not None:
        day = legal_day(case.submitted_at)
        yield "application.on", _piece(day.isoformat(), APPLICATION, day)
    receiving = [
        one
        for one in named_parties(document)
        if one.role in _END_USERS or one.role == "consignee"
    ]
    destination = known(document["facts"], "destination")
    countries = dict.fromkeys(one.country for one in receiving if one.country)
    if destination:
        countries[str(destination)] = None
    if receiving:
        yield "parties.names", _piece([one.name for one in receiving], APPLICATION)
    if countries:
        yield "parties.countries", _piece(list(countries), APPLICATION)
    transit = known(document["facts"], "transit")
    if isinstance(transit, list):
        yield "route.transit", _piece(transit, APPLICATION)
    signed = (
        UndertakingReturn.objects.filter(case=case, code="fits")
        .order_by("-at", "-row")
        .first()
    )
    if signed is not None:
        yield (
            "undertaking.signed_on",
            _piece(signed.signed_on.isoformat(), f"undertaking {signed.name}"),
        )


def _party_pieces(
    case: Case, file: PartyFile, party: Named, end_use: object
) -> Iterator[tuple[str, Piece]]:
    if party.country:
        yield "party.country", _piece(party.country, APPLICATION)
    if party.role in _END_USERS and known(party.facts, "type"):
        yield "party.business", _piece(str(known(party.facts, "type")), APPLICATION)
    where = known(party.facts, "address")
    if where:
        yield "party.address", _piece(str(where), APPLICATION)
        yield "parties.addresses", _piece(_same_address(file, str(where)), RECORD)
    if party.role in _END_USERS and end_use:
        yield "end_use.text", _piece(str(end_use), APPLICATION)
        yield "end_use.others", _piece(_same_text(case, str(end_use)), RECORD)
    yield "refusals.known", _piece(_refusals(case, file), RECORD)


def _same_address(file: PartyFile, where: str) -> list[list[str]]:
    rows = (
        PartyAppearance.objects.filter(address_key=place_key(where))
        .exclude(file=file)
        .select_related("file")
        .order_by("file__number")[:_MOST_ALIKE]
    )
    return [[f"{row.file.name} ({row.file.number})", row.address] for row in rows]


def _same_text(case: Case, end_use: str) -> list[list[str]]:
    """Cases of other exporters; of one text the key is one, so each is told with this text."""
    numbers = (
        PartyAppearance.objects.filter(end_use_key=text_key(end_use))
        .exclude(case__organisation=case.organisation_id)
        .order_by("case__number")
        .values_list("case__number", flat=True)
        .distinct()[:_MOST_ALIKE]
    )
    return [[number, end_use] for number in numbers]


def _refusals(case: Case, file: PartyFile) -> list[str]:
    numbers = (
        PartyAppearance.objects.filter(file=file, case__state="refused")
        .exclude(case=case)
        .order_by("case__number")
        .values_list("case__number", flat=True)
        .distinct()
    )
    return list(numbers[:_MOST_ALIKE])


def _check_pieces(answered: Answered) -> Iterator[tuple[str, Piece]]:
    for row in answered.relied_on():
        about = questions()[row.question]
        if about.fact and row.answer is not None:
            source = row.source
            if row.case and row.case.number != answered.case:
                source = f"{source} (established in case {row.case.number})"
            yield about.fact, _piece(row.answer, source, row.on)


def signals_of(
    case: Case,
    document: Mapping[str, Any],
    *,
    file: PartyFile,
    party: Named,
    licences: Sequence[Comparable],
    on: date,
) -> list[dict[str, Any]]:
    """What every rule says of a party of a case, item by item where the item matters.

    Args:
        case: The case.
        document: Its facts.
        file: The file of the party.
        party: The party as the case names it.
        licences: Items of comparable licences.
        on: The legal day; checks that are too old by then are not relied on.

    Returns:
        The findings as JSON, with ``item``: its number, or 0 for the whole case; and
        ``marking``: the highest of the checks that it read.
    """
    rows = PartyCheck.objects.filter(file=file).select_related("case").order_by("pk")
    answered = Answered(rows=list(rows), case=case.number, on=on)
    shared = _shared(case, document, file, party, answered)
    marked = {
        questions()[row.question].fact: row.marking for row in answered.relied_on()
    }
    # What an officer established about the address is compared like what was stated.
    if "party.address" in shared and "parties.addresses" not in shared:
        where = str(shared["party.address"]["value"])
        shared["parties.addresses"] = _piece(_same_address(file, where), RECORD)
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, item in enumerate(document.get("items") or (), start=1):
        pieces = shared | dict(_item_pieces(case, item, licences))
        for one in judge(evidence_of(pieces)):
            if one.basis in seen:
                continue
            seen.add(one.basis)
            told = _told(one, number, marked)
            found.append(told)
    return found


def _shared(
    case: Case,
    document: Mapping[str, Any],
    file: PartyFile,
    party: Named,
    answered: Answered,
) -> dict[str, Any]:
    """What is known of the case and of the party, whatever the item."""
    shared = dict(_case_pieces(case, document))
    shared |= dict(
        _party_pieces(case, file, party, known(document["facts"], "end_use"))
    )
    shared |= dict(_check_pieces(answered))
    return shared


def _told(one: SignalFinding, number: int, marked: Mapping[str, str]) -> dict[str, Any]:
    of_item = any(path.startswith(("item.", "comparable.")) for path in one.read)
    told = dict(one.to_json())
    told["item"] = number if of_item else 0
    told["marking"] = highest(marked[path] for path in one.read if path in marked)
    return told


FIRES = Outcome.FIRES.value
