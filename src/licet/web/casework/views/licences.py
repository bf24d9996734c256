"""Licences and what happened to them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.conditions import DutyView
from licet.web.casework.views.decisions import ConditionView
from licet.web.casework.views.people import PossibleAct


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """A report of use: what left, in which way, how much."""

    id: str
    on: date
    way: str  # shipment, download, activation, access
    quantity: str
    unit: str
    consignee: str
    reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResultView:
    """The result of checking one condition on site or by log."""

    id: str
    on: date
    condition: str
    condition_words: str
    standing: str  # kept, broken, not_seen
    found: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceEventView:
    """One event in the life of a licence."""

    kind: str
    words: str
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceView:
    """A licence with its conditions, what it allows, and what happened to it."""

    id: str
    number: str
    case: str
    state: str
    state_words: str
    organisation: str
    items: tuple[str, ...]
    entries: tuple[str, ...]
    consignee: str
    end_user: str
    destination: str
    conditions: tuple[ConditionView, ...]
    issued_on: date
    valid_until: date
    document: str  # id of the PDF of the edition in force, empty until it is made
    edition: int  # which is in force: 1 as it was issued
    status_index: int
    deliveries: tuple[DeliveryView, ...]
    checks: tuple[CheckResultView, ...]
    events: tuple[LicenceEventView, ...]
    acts: tuple[PossibleAct, ...]
    version: int
    duties: tuple[DutyView, ...] = ()  # what is due when, on the page of one licence
