"""How a panel comes to its opinion, what its silence means, and when a decision differs from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from licet.review.panels.model import PanelSilence


class PanelPosition(StrEnum):
    """What a panel advises."""

    NO_OBJECTION = "no_objection"
    CONDITIONS = "conditions"
    OBJECTION = "objection"


class PanelVote(StrEnum):
    """What a member says of a version of the opinion."""

    FAVOUR = "favour"
    AGAINST = "against"
    ABSTAIN = "abstain"


class PanelStanding(StrEnum):
    """Where a referral stands."""

    WAITS = "waits"
    GIVEN = "given"
    SILENT = "silent"
    SILENT_CONSENT = "silent_consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelCount:
    """The votes on a version of an opinion.

    Attributes:
        quorate: Whether enough members voted; an abstention counts for the quorum.
        carried: Whether it is the panel's opinion: quorate, and more in favour than against.
    """

    favour: int
    against: int
    abstained: int
    quorate: bool
    carried: bool


def count_votes(votes: Mapping[str, PanelVote], *, quorum: int) -> PanelCount:
    """Count the votes on a version of an opinion.

    Args:
        votes: By member; who declared a conflict has none.
        quorum: How many must have voted.
    """
    said = list(votes.values())
    favour, against = said.count(PanelVote.FAVOUR), said.count(PanelVote.AGAINST)
    quorate = len(said) >= quorum
    return PanelCount(
        favour=favour,
        against=against,
        abstained=said.count(PanelVote.ABSTAIN),
        quorate=quorate,
        carried=quorate and favour > against,
    )


def panel_standing(
    silence: PanelSilence, *, given: bool, due: date, tier: int, on: date
) -> PanelStanding:
    """Where a referral stands on a day.

    Args:
        silence: What silence means under the rule by which the panel was asked.
        given: Whether it gave its opinion, in time or late.
        due: Its last day.
        tier: The tier of the case, 1 to 4.
        on: The legal day asked about; on the last day the panel is not silent yet.

    Returns:
        ``SILENT_CONSENT`` only up to the tier that the rule names; above it, silence stays
        silence and is never consent.
    """
    if given:
        return PanelStanding.GIVEN
    if on <= due:
        return PanelStanding.WAITS
    if tier <= silence.consent_up_to_tier:
        return PanelStanding.SILENT_CONSENT
    return PanelStanding.SILENT


def differs(
    position: PanelPosition, *, grants: bool, refuses: bool, conditions: bool
) -> bool:
    """Whether a decision goes another way than a panel advised, so that it must say why.

    Args:
        position: What the panel advised.
        grants: Whether the decision grants.
        refuses: Whether it refuses.
        conditions: Whether a grant has conditions.
    """
    if position is PanelPosition.OBJECTION:
        return grants
    if refuses:
        return True
    return position is PanelPosition.CONDITIONS and grants and not conditions
