"""No refusal before the applicant was heard: what still stands in its way."""

from dataclasses import dataclass
from datetime import date

from licet.decision.gate import Obstacle, ObstacleCode


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStanding:
    """How the newest notice of an intended refusal stands.

    Attributes:
        criteria: The criteria on which it rests.
        served_on: When it was served; ``None`` while it is not.
        respond_by: Last day for the answer; ``None`` while it is not served.
        answered: Whether the applicant answered.
        considered: Whether the draft was written after the answer.
    """

    criteria: frozenset[str]
    served_on: date | None = None
    respond_by: date | None = None
    answered: bool = False
    considered: bool = False


def hearing_obstacles(
    notice: NoticeStanding | None, *, criteria: frozenset[str], on: date
) -> tuple[Obstacle, ...]:
    """What stands in the way of a refusal where the law gives the right to be heard.

    Args:
        notice: The newest notice, or ``None`` when none was given.
        criteria: The grounds of the refusal that is to be signed.
        on: The legal day.

    Returns:
        The obstacles; empty once the applicant was heard or let the time pass.
    """
    found = _missing(notice, criteria) or _waiting(notice, on)
    return () if found is None else (found,)


def _missing(
    notice: NoticeStanding | None, criteria: frozenset[str]
) -> Obstacle | None:
    if notice is None:
        words = "No notice of the intended refusal was given. Give it, or cite the exception that lets you refuse without."
        return _obstacle(ObstacleCode.NO_NOTICE, words)
    if new := sorted(criteria - notice.criteria):
        words = f"The notice did not speak of {', '.join(new)}. Give a new one, so that the applicant can answer this ground."
        return _obstacle(ObstacleCode.NO_NOTICE, words)
    return None


def _waiting(notice: NoticeStanding | None, on: date) -> Obstacle | None:
    if notice is None or (notice.answered and notice.considered):
        return None
    if notice.answered:
        words = "The applicant answered the notice after this draft was written. Consider the answer in a new version."
        return _obstacle(ObstacleCode.ANSWER_NOT_CONSIDERED, words)
    if notice.respond_by is None:
        words = "The notice of the intended refusal is not served yet, so its time does not run."
        return _obstacle(ObstacleCode.NOTICE_OPEN, words)
    if on <= notice.respond_by:
        words = f"The applicant may answer the notice until {notice.respond_by}."
        return _obstacle(ObstacleCode.NOTICE_OPEN, words)
    return None


def _obstacle(code: ObstacleCode, words: str) -> Obstacle:
    return Obstacle(code=code, words=words)
