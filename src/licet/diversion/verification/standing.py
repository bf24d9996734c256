"""Which answer is the newest, and whether it may still be relied on."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date

from licet.diversion.verification.model import (
    Check,
    CheckResult,
    Heading,
    HeadingProgress,
    Question,
    Scope,
    Standing,
)

_YEAR = 12


def last_day(on: date, months: int) -> date:
    """The last day on which an answer may be relied on, included.

    Args:
        on: The day of the answer.
        months: How long it holds, in calendar months.

    Returns:
        The same day of the month; the month's last where it has no such day.

    Examples:
        >>> last_day(date(2025, 8, 31), 6)
        datetime.date(2026, 2, 28)
    """
    count = on.year * _YEAR + on.month - 1 + months
    year, month = divmod(count, _YEAR)
    most = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, most))


def newest(
    checks: Iterable[Check], asked: Mapping[str, Question], *, case: str = ""
) -> Mapping[str, Check]:
    """The newest answer to every question that bears on a case.

    Args:
        checks: Every answer of a file.
        asked: The catalogue.
        case: The case; answers about another transaction do not bear on it. Empty asks for
            those about the party alone.

    Returns:
        One check by question; a question that nobody answered is absent.
    """
    found: dict[str, Check] = {}
    for one in sorted(checks, key=lambda check: check.number):
        about = asked.get(one.question)
        if about is None or (about.scope is Scope.CASE and one.case != case):
            continue
        found[one.question] = one
    return found


def standing_of(
    check: Check, among: Mapping[str, Check], *, on: date, scope: Scope = Scope.PARTY
) -> Standing:
    """How an answer stands on a day.

    Args:
        check: The answer.
        among: The newest answers.
        on: The day.
        scope: Of the question; an answer about another case is not superseded by this one's.

    Returns:
        Superseded when a newer answer to the same question is there, whatever that says.
    """
    newer = among.get(check.question)
    same = scope is Scope.PARTY or (newer is not None and newer.case == check.case)
    if newer is not None and same and newer.number > check.number:
        return Standing.SUPERSEDED
    return Standing.STALE if on > check.expires else Standing.CURRENT


def progress(
    among: Mapping[str, Check], asked: Mapping[str, Question], *, on: date
) -> tuple[HeadingProgress, ...]:
    """A file counted by heading on a day.

    Args:
        among: The newest answers.
        asked: The questions that count.
        on: The day.

    Returns:
        One count for each heading; its parts add up to what is asked.
    """
    return tuple(
        _counted(
            heading,
            [one for one in asked.values() if one.heading is heading],
            among,
            on,
        )
        for heading in Heading
    )


def _counted(
    heading: Heading, asked: list[Question], among: Mapping[str, Check], on: date
) -> HeadingProgress:
    counts = dict.fromkeys(("established", "contradicted", "stale", "open"), 0)
    for one in asked:
        counts[_part(among.get(one.id), on)] += 1
    return HeadingProgress(heading=heading, asked=len(asked), **counts)


def _part(check: Check | None, on: date) -> str:
    if check is None:
        return "open"
    # A contradiction does not grow old: it is answered, or it stands.
    if check.result is CheckResult.CONTRADICTED:
        return "contradicted"
    if on > check.expires:
        return "stale"
    return "established" if check.result is CheckResult.ESTABLISHED else "open"
