"""Foreign bytes in, a typed transaction out; the only door of this part."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
)

from licet.facts.errors import MalformedFactsError
from licet.facts.model import (
    APPLICANT,
    PARTY_ROLES,
    UNKNOWN,
    Basis,
    Fact,
    FactState,
    Item,
    Party,
    Statement,
    Transaction,
    Value,
    gather,
    known,
)
from licet.kernel import parse_day, require_territory

FORMAT = "licet-facts/1"
ANY = "any"  # the short form's word for a destination that nobody has named
_PATH = re.compile(r"\w+(\.\w+)*", re.ASCII)
_MOST_NESTED = 8

_Exact = Annotated[Decimal, Field(allow_inf_nan=False)]
_Plain = StrictBool | StrictInt | StrictStr | _Exact | tuple[StrictStr, ...]


class _Door(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatementDocument(_Door):
    """One source's word on one fact, as it arrives."""

    value: _Plain
    by: str = APPLICANT
    at: AwareDatetime | None = None
    evidence: tuple[str, ...] = ()
    basis: Basis = Basis.STATED


class FactDocument(_Door):
    """One fact with its state and statements, as it arrives."""

    state: FactState | None = None
    statements: tuple[StatementDocument, ...] = ()


_Facts = dict[str, _Plain | FactDocument | None]


class ItemDocument(_Door):
    """One item, as it arrives."""

    name: str = ""
    facts: _Facts = Field(default_factory=dict)


class PartyDocument(_Door):
    """One party in its role, as it arrives."""

    role: Literal[PARTY_ROLES]  # type: ignore[valid-type]  # the tuple of roles is the type
    name: str = ""
    country: str = ""
    facts: _Facts = Field(default_factory=dict)


class TransactionDocument(_Door):
    """The full form of a transaction. A plain value stands for a known fact that the applicant states."""

    format: Literal["licet-facts/1"]
    as_of: str | None = None
    items: tuple[ItemDocument, ...] = ()
    parties: tuple[PartyDocument, ...] = ()
    facts: _Facts = Field(default_factory=dict)


def parse_facts(text: str | bytes) -> Transaction:
    """Read a transaction from JSON text.

    Args:
        text: One JSON object in the full or the short form.

    Returns:
        The transaction.

    Raises:
        MalformedFactsError: The text is not JSON, names a key twice, or has another form.
        UnknownCountryError: A country code is not known.
        ImpossibleDateError: A day is none.
    """
    try:
        data = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedFactsError("the text", f"it is not JSON ({error})") from None
    return read_transaction(data)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    out: dict[str, object] = {}
    for key, value in pairs:
        if key in out:
            raise MalformedFactsError(key, "the key is given twice; keep one")
        out[key] = value
    return out


def read_transaction(data: object) -> Transaction:
    """Read the full form (it has ``format``) or the short form (nested plain values).

    Args:
        data: The parsed JSON document.

    Returns:
        The transaction; what the document leaves out is unknown.

    Raises:
        MalformedFactsError: The document has neither form.
        UnknownCountryError: A country code is not known.
        ImpossibleDateError: A day is none.
    """
    if not isinstance(data, Mapping):
        raise MalformedFactsError("the document", "it is not an object")
    return _full(data) if "format" in data else _short(data)


def _full(data: Mapping[str, object]) -> Transaction:
    try:
        document = TransactionDocument.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise MalformedFactsError(where, first["msg"]) from None
    return Transaction(
        as_of=None if document.as_of is None else parse_day(document.as_of),
        items=tuple(
            Item(name=item.name, facts=_facts(item.facts, "item."))
            for item in document.items
        ),
        parties=tuple(_party(party) for party in document.parties),
        facts=_facts(document.facts, ""),
    )


def _party(party: PartyDocument) -> Party:
    if party.country:
        require_territory(party.country)
    return Party(
        role=party.role,
        name=party.name,
        country=party.country,
        facts=_facts(party.facts, f"{party.role}."),
    )


def _facts(documents: _Facts, prefix: str) -> Mapping[str, Fact]:
    return MappingProxyType(
        {path: _fact(prefix + path, given) for path, given in documents.items()}
    )


def _fact(path: str, given: _Plain | FactDocument | None) -> Fact:
    if not _PATH.fullmatch(path):
        raise MalformedFactsError(path, "a fact's path is words joined by dots")
    if given is None:
        return UNKNOWN
    if not isinstance(given, FactDocument):
        _check_place(path, given)
        return known(given)
    statements = tuple(
        Statement(
            value=said.value,
            by=said.by,
            at=said.at,
            evidence=said.evidence,
            basis=said.basis,
        )
        for said in given.statements
    )
    for said in statements:
        _check_place(path, said.value)
    return _with_state(path, given.state, statements)


def _with_state(
    path: str, state: FactState | None, statements: tuple[Statement, ...]
) -> Fact:
    gathered = gather(statements)
    if state is None or state is gathered.state:
        return gathered
    if state is FactState.KNOWN:
        what = "it is said to be known, but its statements are absent or disagree"
        raise MalformedFactsError(path, what)
    return Fact(state=state, statements=statements)


def _check_place(path: str, value: Value) -> None:
    if path == "destination" or path.endswith(".country"):
        require_territory(str(value))
    elif path == "transit" and isinstance(value, tuple):
        for code in value:
            require_territory(code)


def _short(data: Mapping[str, object]) -> Transaction:
    flat: dict[str, Fact] = {}
    _flatten(data, "", flat, _MOST_NESTED)
    as_of = flat.pop("as_of", UNKNOWN).value
    if "activity" in flat:
        flat["activity.type"] = flat.pop("activity")
    parties = []
    for role in PARTY_ROLES:
        facts = _taken(flat, f"{role}.")
        if facts:
            name, country = facts.pop("name", UNKNOWN), facts.pop("country", UNKNOWN)
            parties.append(
                Party(
                    role=role,
                    name=str(name.value or ""),
                    country=str(country.value or ""),
                    facts=MappingProxyType(facts),
                )
            )
    item = Item(facts=MappingProxyType(_taken(flat, "item.")))
    day: date | None = None if as_of is None else parse_day(str(as_of))
    return Transaction(
        as_of=day,
        items=(item,),
        parties=tuple(parties),
        facts=MappingProxyType(flat),
    )


def _taken(flat: dict[str, Fact], prefix: str) -> dict[str, Fact]:
    paths = [path for path in flat if path.startswith(prefix)]
    return {path.removeprefix(prefix): flat.pop(path) for path in paths}


def _flatten(
    data: Mapping[str, object], prefix: str, flat: dict[str, Fact], depth: int
) -> None:
    if depth == 0:
        raise MalformedFactsError(prefix, "the facts are nested too deeply")
    for key, given in data.items():
        path = f"{prefix}{key}"
        if isinstance(given, Mapping) and _is_fact(given):
            flat[path] = _fact_document(path, given)
        elif isinstance(given, Mapping):
            _flatten(given, f"{path}.", flat, depth - 1)
        else:
            _flatten_leaf(path, given, flat)


def _is_fact(given: Mapping[str, object]) -> bool:
    """A fact written out in full, and not a group of facts one of which is called state."""
    states = {str(state) for state in FactState}
    return given.keys() <= {"state", "statements"} and (
        "statements" in given or given.get("state") in states
    )


def _fact_document(path: str, given: Mapping[str, object]) -> Fact:
    try:
        return _fact(path, FactDocument.model_validate(given))
    except ValidationError as error:
        raise MalformedFactsError(path, error.errors()[0]["msg"]) from None


def _flatten_leaf(path: str, given: object, flat: dict[str, Fact]) -> None:
    open_place = given == ANY and (
        path == "destination" or path.endswith((".country", ".nationality"))
    )
    if open_place or given is None:
        flat[path] = UNKNOWN
        return
    try:
        document = StatementDocument.model_validate({"value": given})
    except ValidationError:
        what = "a fact is true, false, a number, a text or a list of texts"
        raise MalformedFactsError(path, what) from None
    flat[path] = _fact(path, document.value)
