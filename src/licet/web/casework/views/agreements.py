"""Agreements, disclosures and composites as officers see them."""

from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementActView:
    """A change of an agreement's standing."""

    act: str
    reasons: str
    on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """An agreement on the sharing of information.

    Attributes:
        standing: ``not_approved``, ``returned``, ``to_come``, ``in_force``, ``suspended`` or ``over``.
    """

    number: str
    kind: str
    party: str
    title: str
    purposes: tuple[str, ...]
    classes: tuple[str, ...]
    onward: str
    first: date
    last: date
    document_sha256: str
    has_key: bool
    standing: str
    made_by: str
    made_by_id: str
    at: datetime
    reviewed_by: str
    reviewed_because: str
    acts: tuple[AgreementActView, ...]
    disclosed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswerView:
    """What a partner said of a case.

    Attributes:
        position: ``agrees``, ``agrees_with_conditions``, ``objects`` or ``asks``.
        signed_by: Who signed it there.
        by: Who entered it here.
    """

    position: str
    words: str
    signed_by: str
    received_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPackView:
    """What went to a panel or partner, and what a partner answered."""

    number: str
    agreement: str
    party: str
    purpose: str
    classes: tuple[str, ...]
    case: str
    what: str
    sha256: str
    onward: str
    on: date
    by: str
    at: datetime
    recalled_at: datetime | None
    recalled_because: str
    to_partner: bool = False
    answers: tuple[PartnerAnswerView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPackPage:
    """A page of the register of disclosures."""

    rows: tuple[SharedPackView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeView:
    """A closed composite of a case.

    Attributes:
        standing: ``waits``, ``approved``, ``returned`` or ``stale``, when the facts changed since.
    """

    number: str
    case: str
    title: str
    text: str
    document: Json
    standing: str
    made_by: str
    made_by_id: str
    at: datetime
    checked_by: str
    reasons: str
