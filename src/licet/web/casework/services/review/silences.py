"""What time does to a referral: a warning before its last day, and the stated effect after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from licet.review import warning_day
from licet.web.casework.acts.acting import Act, case_act, promise
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.law.review_clock import (
    due_of_agencies,
    last_day_of,
    procedure_of,
    working_days,
)
from licet.web.casework.models import AgencySilence, Case, OutboxMessage, Referral
from licet.web.casework.ports import legal_day, now
from licet.web.casework.review.dissent import (
    case_tier,
    happened_in,
    silence_of,
    silence_row,
)
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.desk.referring import close_when_all_advised

OPEN = "open"
WARNED_BEFORE = 3
AHEAD = 21  # days: more than any warning lies before its last day
_STATES = ("in_review", "referred", "deciding")


def _waiting() -> Iterator[tuple[CaseFile, Referral, date]]:
    """Every open referral of an open case with its last day; a stopped clock has none."""
    today = legal_day(now())
    # What was first told is the earliest that a last day can be: pauses only move it on.
    near = today + timedelta(days=AHEAD)
    cases = Case.objects.filter(
        state__in=_STATES, referrals__state=OPEN, referrals__due__lte=near
    ).distinct()
    for case in cases.order_by("number"):
        file = load(case)
        due = due_of_agencies(happened_in(file), as_of=today)
        for row in file.referrals:
            if row.state == OPEN:
                yield file, row, last_day_of(row, due)


def warn_agencies() -> int:
    """Warn every body whose last day is near; a frequent job, which warns once a last day.

    The notice says that there is a case and how long it waits, never what is in it.

    Returns:
        How many were warned.
    """
    warned = 0
    for file, row, last in list(_waiting()):
        procedure = procedure_of(file.case)
        ahead = procedure.warn_working_days if procedure else WARNED_BEFORE
        first = warning_day(last, ahead, working_days(file.case))
        if first <= legal_day(now()) <= last:
            warned += _warn(file.case.number, row, last)
    return warned


def _warn(number: str, row: Referral, last: date) -> int:
    key = f"warning:{row.pk}:{last}"
    if not row.team.email or OutboxMessage.objects.filter(key=key).exists():
        return 0
    with case_act("warn_agency", by=SYSTEM, case=number, version=None) as act:
        notice = {
            "to": row.team.email,
            "subject": f"A case waits for your advice until {last.isoformat()}",
            "case": act.case.number,
        }
        promise("notice", key, act.at, notice)
        act.tells(agency=row.team.code, due=last)
    return 1


def record_silences() -> int:
    """Record the silence of every body whose time has passed, with its effect; a frequent job.

    However late it runs, a silence bears the day after the body's last day.

    Returns:
        How many silences were recorded.
    """
    found = 0
    for file, row, last in list(_waiting()):
        if legal_day(now()) > last and silence_row(row) is None:
            with case_act(
                "record_silence", by=SYSTEM, case=file.case.number, version=None
            ) as act:
                note_silence(act, file, row, last)
            close_when_all_advised(file.case.number)
            found += 1
    return found


def note_silence(act: Act, file: CaseFile, row: Referral, last: date) -> AgencySilence:
    """Keep a silence with the effect that the law gives to it in this case."""
    effect = silence_of(file)
    made = AgencySilence.objects.create(
        referral=row,
        on=last + timedelta(days=1),
        tier=case_tier(file),
        consent=effect.consent,
        effect=effect.words,
        law=effect.law.to_json() if effect.law else {},
        at=act.at,
    )
    if effect.consent:
        row.state, row.closed_reason = "closed", effect.words
        row.save(update_fields=["state", "closed_reason"])
    act.tells(
        agency=row.team.code,
        silent_on=made.on,
        tier=made.tier,
        consent=made.consent,
        effect=made.effect,
        law=made.law,
    )
    return made
