"""Ownership, control and directorship as one graph: who stands behind a party.

Statements come from files (``read_declared``) and become columns (``network_of``); a day is
cut out of them (``graph_of``). ``ownership`` says by a law's own numbers what listed parties
own, surely or possibly, and by which statements; ``distances`` how near they are.
"""

from licet.diversion.appearances import (
    Appearance,
    by_entity,
    cases_of,
    in_several_cases,
)
from licet.diversion.behind import NOBODY, Behind, Standing, Traced, Web, trace
from licet.diversion.columns import Network, network_of
from licet.diversion.distance import Distances, distances
from licet.diversion.errors import (
    ImpossibleShareError,
    MalformedStatementError,
    OwnershipRuleError,
)
from licet.diversion.explain import in_sentence, shares_in_words
from licet.diversion.graph import Graph, discrepancies, graph_of
from licet.diversion.law import (
    NotApplied,
    OwnershipLaw,
    ownership_law,
    ownership_laws,
)
from licet.diversion.model import (
    ControlStatement,
    Declared,
    DirectorshipStatement,
    Discrepancy,
    Entity,
    Extent,
    Measure,
    OwnershipStatement,
    Share,
    Source,
    Statement,
    Trouble,
    percent,
)
from licet.diversion.ownership import Owned, Ownership, ownership, ownership_in
from licet.diversion.percentages import share_between
from licet.diversion.sameness import (
    address_key,
    name_key,
    number_key,
    representatives,
)
from licet.diversion.splitting import (
    Limit,
    Shipment,
    Split,
    limits_of,
    split_orders,
)
from licet.diversion.store import declared_of, read_declared

__all__ = [
    "NOBODY",
    "Appearance",
    "Behind",
    "ControlStatement",
    "Declared",
    "DirectorshipStatement",
    "Discrepancy",
    "Distances",
    "Entity",
    "Extent",
    "Graph",
    "ImpossibleShareError",
    "Limit",
    "MalformedStatementError",
    "Measure",
    "Network",
    "NotApplied",
    "Owned",
    "Ownership",
    "OwnershipLaw",
    "OwnershipRuleError",
    "OwnershipStatement",
    "Share",
    "Shipment",
    "Source",
    "Split",
    "Standing",
    "Statement",
    "Traced",
    "Trouble",
    "Web",
    "address_key",
    "by_entity",
    "cases_of",
    "declared_of",
    "discrepancies",
    "distances",
    "graph_of",
    "in_sentence",
    "in_several_cases",
    "limits_of",
    "name_key",
    "network_of",
    "number_key",
    "ownership",
    "ownership_in",
    "ownership_law",
    "ownership_laws",
    "percent",
    "read_declared",
    "representatives",
    "share_between",
    "shares_in_words",
    "split_orders",
    "trace",
]
