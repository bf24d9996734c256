"""Whether a ruling is whole: a remedy of the law, a finding on every ground, and both fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from licet.kernel import InputError
from licet.review.appeals.model import AppealOutcome, AppealRule

UPHELD, NO_EFFECT, REJECTED, NOT_REACHED = (
    "upheld",
    "no_effect",
    "rejected",
    "not_reached",
)
FINDINGS: Mapping[str, str] = {
    UPHELD: "Upheld",
    NO_EFFECT: "Right, but it changes nothing in the result",
    REJECTED: "Rejected",
    NOT_REACHED: "Not reached: another ground decides",
}
BELOW = frozenset({AppealOutcome.ANNULLED, AppealOutcome.REMITTED})


class RulingError(InputError):
    """A ruling that is not whole; ``field`` says where it is mended."""

    code: ClassVar[str] = "ruling_not_whole"

    def __init__(self, field: str, what: str) -> None:
        super().__init__(what)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundFinding:
    """What was found on one ground; ``ground`` is its name in the law's list."""

    ground: str
    finding: str
    reasons: str


def require_ruling(
    rule: AppealRule,
    outcome: AppealOutcome,
    *,
    grounds: Sequence[str],
    findings: Sequence[GroundFinding],
) -> None:
    """Refuse a ruling that the law does not foresee or that contradicts itself.

    Args:
        rule: The rule of what is appealed.
        outcome: How it is to end.
        grounds: The grounds that the appellant brought.
        findings: What was found on each of them.

    Raises:
        RulingError: The remedy is not open, a ground has no finding or no reasons, or the
            outcome does not follow from the findings.
    """
    if outcome not in rule.remedies:
        offered = ", ".join(rule.remedies)
        msg = f"The law opens here only: {offered} ({rule.citation})."
        raise RulingError("outcome", msg)
    if not grounds:  # lodged before grounds were told apart
        return
    found = {one.ground: one for one in findings}
    for ground in grounds:
        one = found.get(ground)
        if one is None or one.finding not in FINDINGS or not one.reasons.strip():
            msg = f"Say what you find on the ground {ground!r}, with reasons."
            raise RulingError("findings", msg)
    upheld = any(found[ground].finding == UPHELD for ground in grounds)
    if upheld and outcome is AppealOutcome.DISMISSED:
        msg = "A ground is upheld, so the appeal cannot be dismissed."
        raise RulingError("findings", msg)
    if not upheld and outcome is not AppealOutcome.DISMISSED:
        msg = "No ground is upheld, so the act stands: dismiss the appeal."
        raise RulingError("findings", msg)
