"""What is said about the keeping and the end of cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from licet.web.casework.views.plain import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """A legal hold, standing or lifted."""

    id: str
    case: str
    reason: str
    by: str
    at: datetime
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lift_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalView:
    """A proposal to end the keeping of a case, and what became of it.

    Attributes:
        outcome: ``erase`` or ``archive``.
        result: ``open``, ``approved`` or ``returned``.
        receipt: The archive's receipt of the transfer, when there is one.
    """

    id: str
    case: str
    outcome: str
    rule: str
    citation: Json
    due: date
    reason: str
    by: str
    at: datetime
    result: str
    ended_by: str = ""
    receipt: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCaseView:
    """A case as the schedule sees it.

    Attributes:
        due: The first day on which it may go; ``None`` while something still runs.
        is_due: Whether that day has come.
        because: Why it is not due, in words; empty when it is.
        held: Whether a legal hold stands.
        proposed: Whether a proposal is open.
    """

    number: str
    title: str
    state: str
    kind: str
    kind_title: str
    outcome: str
    rule: str
    verified: bool
    due: date | None
    is_due: bool
    because: str
    held: bool
    proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPage:
    """One page of cases by the day on which they are due."""

    cases: tuple[KeptCaseView, ...]
    page: int
    pages: int
    total: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionView:
    """Everything about the keeping of one case."""

    case: KeptCaseView
    holds: tuple[HoldView, ...]
    disposals: tuple[DisposalView, ...]
    accesses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureView:
    """That the content of a case is gone: when, by whom, why, under which rule.

    Attributes:
        blanked: How many rows were blanked, by table.
        entries: How many entries of the record still prove themselves without content.
        receipt: The archive's receipt, when the archive holds it now.
    """

    number: str
    outcome: str
    at: datetime
    proposed_by: str
    approved_by: str
    rule: str
    reason: str
    blanked: Mapping[str, int]
    entries: int
    receipt: str = ""
