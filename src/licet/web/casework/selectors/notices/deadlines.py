"""Days that must be kept, of what is open today: read anew each time, nothing of it is stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licet.web.casework.appeals.contested import contested_in, fill_contested
from licet.web.casework.gathered import gathering
from licet.web.casework.law.review_clock import (
    Happened,
    due_of_agencies,
    due_of_level,
    last_day_of,
)
from licet.web.casework.models import (
    Advice,
    Case,
    Escalation,
    InformationRequest,
    Licence,
    Referral,
    RefusalNotice,
    Service,
    Team,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.desk.work_days import readings
from licet.web.casework.selectors.review.conditions import duties_of

DEADLINES: Mapping[str, Promise] = {
    "answer": _("Answer to a question"),
    "respond": _("Answer to a notice of refusal"),
    "appeal": _("Last day for an appeal"),
    "duty": _("Duty under a licence"),
    "licence_ends": _("Last day of a licence"),
    "advice": _("Advice on a case"),
    "vote": _("Vote on a case"),
    "decide": _("Decision on a case"),
}
# An appeal may be lodged for less than this after service under every law that is loaded.
_LONGEST_APPEAL = timedelta(days=120)
_TOGETHER = 200  # cases of which is asked at once
_ALIVE = ("issued", "suspended")
_HELD_BY_EXPORTER = "exporter"
Row = TypeVar("Row")
_REVIEWED = ("in_review", "referred", "deciding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that must be kept.

    Attributes:
        uid: The same for the same deadline, even when its day moves.
        kind: One of ``DEADLINES``.
        case: The case to which it belongs.
        number: Of the licence, else of the case.
        day: The last day, included.
        team: Whose it is, for advice and votes.
    """

    uid: str
    kind: str
    case: Case
    number: str
    day: date
    team: Team | None = None


def of_applicants(cases: QuerySet[Case]) -> Iterator[Deadline]:
    """What applicants and licence holders must do by when, in some cases, from today on."""
    today = legal_day(now())
    kept = cases.filter(erasure__isnull=True)
    found = [*_answers(kept), *_responses(kept), *_appeals(kept), *_of_licences(kept)]
    return (one for one in found if one.day >= today)


def _answers(cases: QuerySet[Case]) -> Iterator[Deadline]:
    rows = InformationRequest.objects.filter(
        case__in=cases, answered_at__isnull=True, case__state="information_requested"
    )
    for row in rows.select_related("case__organisation"):
        yield _deadline("answer", str(row.pk), row.case, row.due)


def _responses(cases: QuerySet[Case]) -> Iterator[Deadline]:
    undecided = Q(case__decided_at__isnull=True) | Q(case__decided_at__lt=F("at"))
    rows = RefusalNotice.objects.filter(
        undecided, case__in=cases, answer__isnull=True, letter__service__isnull=False
    ).exclude(draft__decision__isnull=False)
    newest: dict[object, RefusalNotice] = {}
    for row in rows.select_related("case", "letter__service").order_by("at"):
        newest[row.case_id] = row
    for row in newest.values():
        day = row.letter.service.on + timedelta(days=row.days)
        yield _deadline("respond", str(row.pk), row.case, day)


def _appeals(cases: QuerySet[Case]) -> Iterator[Deadline]:
    """The last days to appeal, by the law of each case: one a day, however many acts end on it."""
    since = legal_day(now()) - _LONGEST_APPEAL
    served = Service.objects.filter(letter__case__in=cases, on__gte=since)
    kept = cases.filter(pk__in=served.values("letter__case")).order_by("pk")
    found = list(kept.select_related("organisation"))
    for begin in range(0, len(found), _TOGETHER):
        yield from _appeals_in(found[begin : begin + _TOGETHER])


def _appeals_in(cases: Sequence[Case]) -> list[Deadline]:
    made = []
    with gathering():
        fill_contested(cases)
        for case in cases:
            told = set()
            for one in contested_in(case):
                if one.last is not None and not one.exhausted and one.last not in told:
                    told.add(one.last)
                    made.append(_deadline("appeal", one.act.object, case, one.last))
    return made


def _of_licences(cases: QuerySet[Case]) -> Iterator[Deadline]:
    today = legal_day(now())
    rows = (
        Licence.objects.filter(case__in=cases, state__in=_ALIVE, valid_until__gte=today)
        .select_related("case", "decision")
        .prefetch_related("deliveries", "decision__conditions")
    )
    for row in rows.order_by("number"):
        yield _deadline("licence_ends", str(row.pk), row.case, row.valid_until, row.number)  # fmt: skip
        counted: dict[int, int] = {}
        for duty in duties_of(row):
            place = counted[duty.condition] = counted.get(duty.condition, 0) + 1
            if duty.day is not None and duty.duty == _HELD_BY_EXPORTER:
                name = f"{row.pk}-{duty.condition}-{place}"
                yield _deadline("duty", name, row.case, duty.day, row.number)


def of_advice(referrals: QuerySet[Referral]) -> Iterator[Deadline]:
    """By when bodies must advise: with the law's pauses, from today on."""
    today = legal_day(now())
    rows = referrals.filter(
        state="open", case__state__in=_REVIEWED, case__erasure__isnull=True
    )
    by_case: dict[object, list[Referral]] = {}
    for row in rows.select_related("case", "team").order_by("case__number", "pk"):
        by_case.setdefault(row.case_id, []).append(row)
    for held, happened in _with_happened(by_case.values(), lambda held: held[0].case):
        due = due_of_agencies(happened, as_of=today)
        for row in held:
            day = last_day_of(row, due)
            if day >= today:
                yield _deadline("advice", str(row.pk), row.case, day, team=row.team)


def of_votes(cases: QuerySet[Case], teams: QuerySet[Team]) -> Iterator[Deadline]:
    """By when members of a level that is at work must vote, from today on."""
    today = legal_day(now())
    rows = Escalation.objects.filter(
        case__in=cases, case__erasure__isnull=True, outcome__isnull=True
    ).select_related("case")
    newest = {
        row.case_id: row for row in rows.prefetch_related("votes").order_by("number")
    }
    members = list(teams.order_by("code")) if newest else []
    ordered = sorted(newest.values(), key=lambda level: level.case.number)
    for level, happened in _with_happened(ordered, lambda level: level.case):
        day = due_of_level(happened, level, as_of=today)
        if day is None or day < today:
            continue
        voted = {one.member for one in level.votes.all()}
        waited_for = set(level.document.get("members") or ()) - voted
        for team in members:
            if team.code in waited_for:
                name = f"{level.pk}-{team.code}"
                yield _deadline("vote", name, level.case, day, team=team)


def _with_happened(
    found: Iterable[Row], case_of: Callable[[Row], Case]
) -> Iterator[tuple[Row, Happened]]:
    """Rows with what the clock of the case of each is read from, asked for many at once."""
    rows = list(found)
    for begin in range(0, len(rows), _TOGETHER):
        some = rows[begin : begin + _TOGETHER]
        happened = _happened([case_of(one) for one in some])
        for one in some:
            yield one, happened[case_of(one).pk]


def _happened(cases: Sequence[Case]) -> dict[object, Happened]:
    """The rows from which the clocks of some cases are read: four questions."""
    said = Advice.objects.filter(referral__case__in=cases).order_by("version")
    advice = _grouped(said, "referral_id")
    wishes = InformationRequest.objects.filter(case__in=cases).order_by("asked_at")
    requests = _grouped(wishes, "case_id")
    asked = Referral.objects.filter(case__in=cases).select_related("team", "silence")
    referrals = _grouped(asked.order_by("referred_at", "pk"), "case_id")
    levels = Escalation.objects.filter(case__in=cases).select_related("outcome")
    escalations = _grouped(levels.order_by("number"), "case_id")
    return {
        case.pk: Happened(
            case=case,
            requests=requests.get(case.pk, ()),
            referrals=referrals.get(case.pk, ()),
            advice=advice,
            escalations=escalations.get(case.pk, ()),
        )
        for case in cases
    }


def _grouped(rows: Iterable[Row], by: str) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, by), []).append(row)
    return found


def of_officers(cases: QuerySet[Case]) -> Iterator[Deadline]:
    """By when officers must have decided the cases that are theirs, from today on."""
    today = legal_day(now())
    running = Q(
        decided_at__isnull=True, submitted_at__isnull=False, officer__isnull=False
    )
    found = cases.filter(running, erasure__isnull=True)
    due = {
        case: clock.due
        for case, clock in readings(found)
        if clock.state == "running" and clock.due is not None and clock.due >= today
    }
    for row in found.select_related("officer").order_by("number") if due else ():
        if row.pk in due:
            yield _deadline("decide", str(row.pk), row, due[row.pk])


def _deadline(  # what a deadline is
    kind: str,
    row: str,
    case: Case,
    day: date,
    number: str = "",
    *,
    team: Team | None = None,
) -> Deadline:
    return Deadline(
        uid=f"{kind}-{row}",
        kind=kind,
        case=case,
        number=number or case.number,
        day=day,
        team=team,
    )
