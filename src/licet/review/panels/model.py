"""Frozen values of advisory panels, as the governing law writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from licet.kernel import Citation, InputError
from licet.review.wanted import Wanted


class PanelsError(InputError):
    """Rules of panels that cannot be used as they are written; no panel is asked under them."""

    code: ClassVar[str] = "panels"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"The rules of the panels are wrong at {where}: {what}. No panel is asked until "
            "they are put right; see docs/how-to/ask-a-panel.md."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelTrigger:
    """When a panel is asked by rule; exactly one of the three parts is given.

    Attributes:
        tier_from: From this tier on; 0 where the tier says nothing.
        criterion: When this criterion is established or disputed; empty where none says it.
        when: When this holds of the facts stated.
        mandatory: Whether nothing is granted before the panel has given its opinion.
        because: The reason, in words.
    """

    id: str
    because: str
    mandatory: bool
    citation: Citation
    tier_from: int = 0
    criterion: str = ""
    when: Wanted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSilence:
    """What it means that a panel let its time pass.

    Attributes:
        consent_up_to_tier: Up to this tier the authority may go on without it; 0 for never.
        words: The same in words.
    """

    consent_up_to_tier: int
    words: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One advisory panel.

    Attributes:
        sees: What is put before it: ``live`` cases, closed ``composite`` ones, ``draft`` rules.
        classes: Which data of a live case it may see.
        marking: Of its opinions in the case.
        working_days: For its opinion; the day of referral does not count.
        quorum: How many members must vote.
        vetting_months: How long a vetting counts; 0 where none is asked for.
        answered: Whether a decision that differs from its opinion must say why.
    """

    id: str
    title: str
    purpose: str
    sees: frozenset[str]
    classes: frozenset[str]
    marking: str
    working_days: int
    quorum: int
    vetting_months: int
    answered: bool
    silence: PanelSilence
    triggers: tuple[PanelTrigger, ...]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeRule:
    """How a case is closed for those who may not see it.

    Attributes:
        bands: Edges of the ranges by which exact amounts are shown, by fact.
        plain_words: Words that may stand in a composite though a sealed name contains them.
    """

    bands: Mapping[str, tuple[Decimal, ...]]
    plain_words: frozenset[str]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRules:
    """The panels of one law package and how matter reaches them and partners.

    Attributes:
        classes: Classes of data, by name, in words.
        purposes: For what something may be disclosed, by name, in words.
    """

    package: str
    version: date
    panels: Mapping[str, Panel]
    classes: Mapping[str, str]
    purposes: Mapping[str, str]
    composite: CompositeRule
