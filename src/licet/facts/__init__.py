"""The transaction as stated and as found: item, parties, destination, end use, activity."""

from licet.facts.core import ACTIVITIES, core_vocabulary
from licet.facts.errors import (
    MalformedFactsError,
    NoSuchItemError,
    UnknownFactError,
    WrongValueError,
)
from licet.facts.model import (
    APPLICANT,
    BEHIND,
    NOT_APPLICABLE,
    PARTY_ROLES,
    ROLES,
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
    json_value,
    known,
)
from licet.facts.read import FORMAT, parse_facts, read_transaction
from licet.facts.schema import transaction_schema
from licet.facts.vocabulary import (
    FactKind,
    FactTerm,
    Vocabulary,
    coerce,
    nearest,
    require_known,
)

__all__ = [
    "ACTIVITIES",
    "APPLICANT",
    "BEHIND",
    "FORMAT",
    "NOT_APPLICABLE",
    "PARTY_ROLES",
    "ROLES",
    "UNKNOWN",
    "Basis",
    "Fact",
    "FactKind",
    "FactState",
    "FactTerm",
    "Item",
    "MalformedFactsError",
    "NoSuchItemError",
    "Party",
    "Statement",
    "Transaction",
    "UnknownFactError",
    "Value",
    "Vocabulary",
    "WrongValueError",
    "coerce",
    "core_vocabulary",
    "gather",
    "json_value",
    "known",
    "nearest",
    "parse_facts",
    "read_transaction",
    "require_known",
    "transaction_schema",
]
