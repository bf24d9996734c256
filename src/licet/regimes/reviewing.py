"""How a law lets several bodies review a case: what silence means, who decides when they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from licet.kernel import Citation

Words = Mapping[str, str]


class VoteRule(StrEnum):
    """How a level comes to its result."""

    CHAIR = "chair"
    MAJORITY = "majority"
    UNANIMITY = "unanimity"


class Tie(StrEnum):
    """What a majority level does when neither side is the larger."""

    CHAIR = "chair"
    REFUSE = "refuse"


class Lapse(StrEnum):
    """What follows when a level lets its time pass without a result."""

    STANDS = "stands"
    REFUSED = "refused"
    MOVES_UP = "moves_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRule:
    """What the silence of a body means.

    Attributes:
        effect: Its effect in plain words, for example that nothing is objected.
        consent_up_to_tier: The highest tier of a case for which silence counts as consent;
            0 for none at all.
        law: Where it stands.
    """

    effect: Words
    consent_up_to_tier: int
    law: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLevel:
    """One level to which dissent goes.

    Attributes:
        id: Its name.
        title: In plain words.
        law: Where it stands.
        members: Who votes, by the names that the rules of referral use.
        advisers: Who is heard and has no vote.
        chair: The member who presides.
        rule: How it comes to its result.
        tie: What a majority level does without a larger side.
        clock: The period of the licence clock in which it decides; empty for none.
        escalate_within: Calendar days after a result in which a member that was outvoted
            takes it to the next level; 0 when there is no next level.
        lapse: What follows when its time passes.
    """

    id: str
    title: Words
    law: Citation
    members: tuple[str, ...]
    advisers: tuple[str, ...]
    chair: str
    rule: VoteRule
    tie: Tie
    clock: str
    escalate_within: int
    lapse: Lapse


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProcedure:
    """The review of a case by several bodies.

    Attributes:
        id: Its name.
        title: In plain words.
        law: Where it stands.
        warn_working_days: How many working days before its last day a body is warned.
        silence: What silence means.
        levels: Where dissent goes, the first level first.
    """

    id: str
    title: Words
    law: Citation
    warn_working_days: int
    silence: SilenceRule
    levels: tuple[ReviewLevel, ...]
