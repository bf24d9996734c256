"""What the silence of a body means, and when it is warned."""

from dataclasses import dataclass
from datetime import date, timedelta

from licet.kernel import Citation, WorkingCalendar
from licet.regimes import ReviewProcedure, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The effect of a silence in one case.

    Attributes:
        consent: Whether it counts as consent.
        words: Its effect in plain words.
        law: Where it stands; ``None`` when no law gives it any.
    """

    consent: bool
    words: str
    law: Citation | None


def silence_in(procedure: ReviewProcedure | None, *, tier: int) -> Silence:
    """What silence means in a case of a tier.

    Args:
        procedure: The review as the governing law writes it; ``None`` when it has none.
        tier: The tier of the case, 1 to 4.

    Returns:
        Its effect; no law, no effect. Silence above the tier that the law names is never
        consent.
    """
    if procedure is None:
        return Silence(
            consent=False,
            words="The governing law gives silence no effect, so it is no consent.",
            law=None,
        )
    rule = procedure.silence
    if tier <= rule.consent_up_to_tier:
        return Silence(consent=True, words=in_words(rule.effect), law=rule.law)
    named = rule.consent_up_to_tier
    above = f"above tier {named}" if named else "in any tier"
    words = (
        f"The case is of tier {tier}; {above} silence is no consent. The body must advise, "
        "or the levels of dissent decide."
    )
    return Silence(consent=False, words=words, law=rule.law)


def warning_day(due: date, working_days: int, calendar: WorkingCalendar) -> date:
    """The day on which a body is warned: so many working days before its last day.

    Args:
        due: The last day of the body's period.
        working_days: How many working days before.
        calendar: The working days.

    Examples:
        >>> warning_day(date(2026, 5, 11), 3, WorkingCalendar())
        datetime.date(2026, 5, 6)
    """
    day = due
    for _ in range(working_days):
        day -= timedelta(days=1)
        while not calendar.works(day):
            day -= timedelta(days=1)
    return day
