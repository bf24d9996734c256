"""Which acts of the authority can be appealed in a case, by a licence holder or on an opinion, and until when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from licet.kernel import WorkingCalendar, calendar_of
from licet.regimes import SHIPPED
from licet.review import ClockEffect, ClockEvent, read_clock
from licet.review.appeals import (
    APPEAL_FILE,
    AppealKind,
    AppealRule,
    AppealRules,
    ContestedAct,
    last_day,
    load_appeals,
)
from licet.web.casework.gathered import fill, first, read
from licet.web.casework.law.asking import package_of
from licet.web.casework.law.service_standard import period
from licet.web.casework.models import (
    Appeal,
    Case,
    ClockRow,
    ConditionRow,
    Decision,
    Letter,
    Licence,
    LicenceEvent,
    Opinion,
)
from licet.web.casework.ports import legal_day, now

STARTER = "model"
CATCH_ALL_TEMPLATE = "catch_all"
_CATCH_ALL = Q(drafted_as__draft__template=CATCH_ALL_TEMPLATE)
OPEN_STATES = ("lodged", "assigned")
# What ends a case moves it to the appeal body; everything else leaves it where it is.
MOVING = frozenset({AppealKind.REFUSAL.value, AppealKind.CLASSIFICATION.value})
_BY_OUTCOME = {
    "refuse": AppealKind.REFUSAL,
    "no_licence_required": AppealKind.CLASSIFICATION,
}
_ORDERS = {
    "suspended": ("suspend_licence", "suspend", AppealKind.SUSPENSION),
    "revoked": ("revoke_licence", "revoke", AppealKind.REVOCATION),
    "annulled": ("annul_licence", "annul", AppealKind.ANNULMENT),
}
_DECIDED = frozenset(
    {
        "draft", "granted", "granted_with_conditions", "refused", "returned",
        "withdrawn", "lapsed", "appealed",
    }
)  # fmt: skip


@lru_cache(maxsize=16)
def rules_of(profile: str) -> AppealRules:
    """The rules of appeals of a law package, or the starter rules where it has none.

    Raises:
        AppealRulesError: They are wrong: no appeal is taken then.
    """
    own = SHIPPED / profile
    return load_appeals(own if (own / APPEAL_FILE).exists() else SHIPPED / STARTER)


def calendar_for(profile: str) -> WorkingCalendar:
    """The working days of a law package."""
    return calendar_of(package_of(profile).holidays)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """An act that can be appealed.

    Attributes:
        act: As the engine wants it.
        title: What it is, in words.
        profile: The law package under which it was done.
        case: The case, where there is one.
        opinion: The opinion, where it is one.
        decision: The decision, where it is one or a condition of one.
        licence: The licence, for an order over one.
        appeals: Earlier appeals against it, the newest first.
    """

    act: ContestedAct
    title: str
    profile: str
    case: Case | None = None
    opinion: Opinion | None = None
    decision: Decision | None = None
    licence: Licence | None = None
    appeals: tuple[Appeal, ...] = ()

    @property
    def key(self) -> str:
        """By which a form or a program names it."""
        return f"{self.act.kind.value}:{self.act.object}"

    @property
    def rule(self) -> AppealRule:
        """What the law says of an appeal against it."""
        return rules_of(self.profile).kinds[self.act.kind]

    @property
    def last(self) -> date | None:
        """The last day to appeal; ``None`` while no time runs."""
        return last_day(self.rule, self.act, calendar_for(self.profile))

    @property
    def exhausted(self) -> bool:
        """Whether nothing more can be lodged against it: one act, one appeal."""
        kind = self.act.kind
        return bool(self.appeals) and (
            kind is not AppealKind.FAILURE_TO_DECIDE
            or self.appeals[0].state in OPEN_STATES
        )


def contested_in(case: Case) -> tuple[Contested, ...]:
    """The acts of a case that the law lets its addressee appeal, the newest decision first."""
    earlier = read(appeals_in, case)
    return tuple(_with(one, earlier) for one in _acts(case) if not one.rule.closed)


def fill_contested(cases: Sequence[Case]) -> None:
    """Ask at once what ``contested_in`` needs of each of some cases, inside ``gathering``."""
    fill(cases, appeals_in, Appeal.objects.order_by("-lodged_at"), "case_id")
    decisions = Decision.objects.order_by("-draft__version")
    fill(cases, decisions_in, decisions, "case_id")
    licences = Licence.objects.filter(state__in=_ORDERS).order_by("pk")
    fill(cases, stopped_licences_in, licences, "case_id")
    letters = Letter.objects.select_related("service").order_by("made_at")
    fill(cases, letters_in, letters, "case_id")
    fill(cases, catch_all_letters_in, letters.filter(_CATCH_ALL), "case_id")
    fill(cases, clock_in, ClockRow.objects.order_by("pk"), "case_id")
    decided = list(Decision.objects.filter(case__in=cases))
    fill(decided, licences_under, Licence.objects.order_by("pk"), "decision_id")
    signed = ConditionRow.objects.order_by("position")
    fill(decided, conditions_of, signed, "decision_id")


def appeals_in(case: Case) -> QuerySet[Appeal]:
    """The appeals in a case, the newest first."""
    return Appeal.objects.filter(case=case).order_by("-lodged_at")


def decisions_in(case: Case) -> QuerySet[Decision]:
    """The decisions of a case, the newest first."""
    return Decision.objects.filter(case=case).order_by("-draft__version")


def stopped_licences_in(case: Case) -> QuerySet[Licence]:
    """The licences of a case that an order suspended or ended."""
    return Licence.objects.filter(case=case, state__in=_ORDERS).order_by("pk")


def letters_in(case: Case) -> QuerySet[Letter]:
    """The letters of a case with their service, the oldest first."""
    found = Letter.objects.filter(case=case)
    return found.select_related("service").order_by("made_at")


def catch_all_letters_in(case: Case) -> QuerySet[Letter]:
    """Those that say that an unlisted item needs a licence; nothing of their drafts is read."""
    return letters_in(case).filter(_CATCH_ALL)


def clock_in(case: Case) -> QuerySet[ClockRow]:
    """The events of the clock of a case, in their order."""
    return ClockRow.objects.filter(case=case).order_by("pk")


def licences_under(decision: Decision) -> QuerySet[Licence]:
    """The licence that a decision gave."""
    return Licence.objects.filter(decision=decision).order_by("pk")


def conditions_of(decision: Decision) -> QuerySet[ConditionRow]:
    """The conditions of a decision in their order."""
    return ConditionRow.objects.filter(decision=decision).order_by("position")


# What ``contested_in`` asks of a case: one statement asks for all of it.
CONTESTED = (
    appeals_in,
    catch_all_letters_in,
    clock_in,
    decisions_in,
    letters_in,
    stopped_licences_in,
)


def _with(one: Contested, earlier: list[Appeal]) -> Contested:
    same = tuple(
        row
        for row in earlier
        if row.kind == one.act.kind.value and row.object == one.act.object
    )
    return Contested(
        act=one.act,
        title=one.title,
        profile=one.profile,
        case=one.case,
        opinion=one.opinion,
        decision=one.decision,
        licence=one.licence,
        appeals=same,
    )


def _acts(case: Case) -> Iterator[Contested]:
    letters: list[Letter] = read(letters_in, case)
    decision: Decision | None = first(decisions_in, case)
    if decision is not None and case.decided_at is not None:
        yield from _of_decision(case, decision, letters)
    for licence in read(stopped_licences_in, case):
        yield from _of_licence(case, licence, letters)
    for letter in read(catch_all_letters_in, case):
        yield Contested(
            act=ContestedAct(
                kind=AppealKind.CATCH_ALL_LETTER,
                object=str(letter.pk),
                acted_on=legal_day(letter.made_at),
                served_on=served_on(letter),
            ),
            title=letter.subject,
            profile=case.profile,
            case=case,
        )
    yield from _of_delay(case)


def served_on(letter: Letter | None) -> date | None:
    """The day on which a letter was served; ``None`` while nobody proved it."""
    service = getattr(letter, "service", None)
    day: date | None = service.on if service is not None else None
    return day


def _of_decision(
    case: Case, decision: Decision, letters: Sequence[Letter]
) -> Iterator[Contested]:
    told = (
        one
        for one in letters
        if one.decision_id == decision.pk and one.kind == "decision"
    )
    letter = next(told, None)
    on, served = decision.decided_on, served_on(letter)
    kind = _BY_OUTCOME.get(decision.outcome)
    if kind is not None:
        yield Contested(
            act=ContestedAct(
                kind=kind, object=str(decision.pk), acted_on=on, served_on=served
            ),
            title=letter.subject if letter else case.number,
            profile=case.profile,
            case=case,
            decision=decision,
        )
    licence: Licence | None = first(licences_under, decision)
    for row in read(conditions_of, decision):
        yield Contested(
            act=ContestedAct(
                kind=AppealKind.CONDITION,
                object=str(row.pk),
                acted_on=on,
                served_on=served,
            ),
            title=f"{case.number}, condition {row.position}: {row.words}",
            profile=case.profile,
            case=case,
            decision=decision,
            licence=licence,
        )


def _of_licence(
    case: Case, licence: Licence, letters: Sequence[Letter]
) -> Iterator[Contested]:
    event_kind, letter_kind, kind = _ORDERS[licence.state]
    event: LicenceEvent = licence.events.filter(kind=event_kind).latest("pk")
    told = (
        one for one in letters if (one.kind, one.made_at) == (letter_kind, event.at)
    )
    letter = next(told, None)
    yield Contested(
        act=ContestedAct(
            kind=kind,
            object=str(event.pk),
            acted_on=legal_day(event.at),
            served_on=served_on(letter),
        ),
        title=letter.subject if letter else licence.number,
        profile=case.profile,
        case=case,
        licence=licence,
    )


def _of_delay(case: Case) -> Iterator[Contested]:
    """The failure to decide, once the day is over on which the clock ends."""
    if case.submitted_at is None or case.state in _DECIDED:
        return
    events = [
        ClockEvent(on=row.on, effect=ClockEffect(row.effect), reason=row.reason)
        for row in read(clock_in, case)
    ]
    clock = read_clock(
        events, as_of=legal_day(now()), period=period(), calendar=calendar_of(())
    )
    if clock.state != "overdue" or clock.due is None:
        return
    yield Contested(
        act=ContestedAct(
            kind=AppealKind.FAILURE_TO_DECIDE,
            object=str(case.pk),
            acted_on=clock.due,
            due=clock.due,
        ),
        title=f"{case.number}: not decided by {clock.due}",
        profile=case.profile,
        case=case,
    )


def contested_opinion(opinion: Opinion) -> tuple[Contested, ...]:
    """The answer of an issued opinion, where the law lets it be appealed."""
    if opinion.issued_at is None or opinion.state != "issued":
        return ()
    day = legal_day(opinion.issued_at)
    one = Contested(
        act=ContestedAct(
            kind=AppealKind.OPINION,
            object=str(opinion.pk),
            acted_on=day,
            served_on=day,
        ),
        title=f"{opinion.number}: {opinion.answer}",
        profile=opinion.profile,
        opinion=opinion,
    )
    if one.rule.closed:
        return ()
    earlier = list(Appeal.objects.filter(opinion=opinion).order_by("-lodged_at"))
    return (_with(one, earlier),)


def number_of(row: Appeal) -> str:
    """The number of the case or opinion that an appeal is about."""
    if row.case is not None:
        return row.case.number
    assert row.opinion is not None  # noqa: S101  # an appeal has a case or an opinion
    return row.opinion.number


def profile_of(row: Appeal) -> str:
    """The law package under which the contested act was done."""
    about = row.case or row.opinion
    assert about is not None  # noqa: S101  # an appeal has a case or an opinion
    return about.profile
