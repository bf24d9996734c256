"""A decision as drafted: outcome, grounds with evidence, conditions, reasons."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from licet.decision.conditions import Condition, require_signable
from licet.kernel import InputError


class DecisionOutcome(StrEnum):
    """What an authority can decide of an application."""

    GRANT = "grant"
    GRANT_WITH_CONDITIONS = "grant_with_conditions"
    REFUSE = "refuse"
    NO_LICENCE_REQUIRED = "no_licence_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One criterion relied on, and the evidence it rests on.

    Attributes:
        criterion: Identifier in the regime's criteria.
        evidence: What bears on it: finding identifiers or document hashes.
        words: The officer's own words.
    """

    criterion: str
    evidence: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an officer proposes."""

    outcome: DecisionOutcome
    grounds: tuple[Ground, ...]
    conditions: tuple[Condition, ...]
    reasons: str


class IncompleteDraftError(InputError):
    """A draft that cannot be sent for countersignature yet."""

    code: ClassVar[str] = "incomplete_draft"


def _check_grounds(draft: Draft) -> None:
    if draft.outcome is DecisionOutcome.REFUSE and not draft.grounds:
        msg = "A refusal needs at least one ground. Choose the criteria it rests on."
        raise IncompleteDraftError(msg)
    for ground in draft.grounds:
        if not ground.evidence:
            msg = f"The ground {ground.criterion!r} names no evidence. Tick what it rests on."
            raise IncompleteDraftError(msg)
        if not ground.words.strip():
            msg = f"The ground {ground.criterion!r} has no words of yours. Say why it applies."
            raise IncompleteDraftError(msg)


def _check_conditions(draft: Draft) -> None:
    conditional = draft.outcome is DecisionOutcome.GRANT_WITH_CONDITIONS
    if conditional and not draft.conditions:
        msg = "A grant with conditions needs at least one condition, or grant without."
        raise IncompleteDraftError(msg)
    if draft.conditions and not conditional:
        msg = "Conditions belong to a grant with conditions. Change the outcome or remove them."
        raise IncompleteDraftError(msg)
    for condition in draft.conditions:
        require_signable(condition)


def require_complete(draft: Draft) -> None:
    """Check that a draft can be sent for countersignature.

    Args:
        draft: What the officer wrote.

    Raises:
        IncompleteDraftError: No reasons; a refusal without a ground; a ground without
            evidence or words; conditions that do not fit the outcome.
        InvalidConditionError: A condition that cannot be signed as it is.
    """
    if not draft.reasons.strip():
        msg = "Give the reasons. The applicant will read them."
        raise IncompleteDraftError(msg)
    _check_grounds(draft)
    _check_conditions(draft)
