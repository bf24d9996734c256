"""Dissent before the levels of the law: opening one, voting, and what time does by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from licet.regimes import Lapse, ReviewLevel, in_words
from licet.review import (
    LevelOpen,
    LevelResult,
    NoSuchLevelError,
    NotOutvotedError,
    Vote,
    lapsed,
    level_after,
    require_outvoted,
    tally,
)
from licet.web.casework.acts.acting import Act, case_act, promise
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    WrongStateError,
)
from licet.web.casework.law.review_clock import (
    SEATED,
    due_of_level,
    newest_round,
    outcome_of,
    procedure_of,
)
from licet.web.casework.models import (
    REVIEWERS,
    Case,
    Escalation,
    LevelOutcome,
    LevelVote,
    Referral,
    Team,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.review.dissent import (
    differing,
    happened_in,
    level_json,
    level_of,
    may_escalate,
    members_seated,
    open_level,
    result_of,
    settled,
    silent,
    verdicts_of,
    votes_of,
)
from licet.web.casework.rights.policy import SYSTEM, Actor
from licet.web.casework.selectors.desk.desk import case as case_page
from licet.web.casework.views import CaseView

_OFFICE = frozenset({"officer", "manager"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """A level that is to be opened."""

    level: ReviewLevel
    round: int
    reasons: str
    member: str
    on: date


def escalate_dissent(
    *, by: Actor, case: str, reasons: str, version: int | None
) -> CaseView:
    """Take dissent to the first level of the law, or a result to the next one.

    Args:
        by: The officer or a body that was asked, at first; then a member that was outvoted.
        case: Number of the case.
        reasons: What divides them.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No reasons, or the law knows no level above.
        WrongStateError: Nothing divides the bodies, or a level is at work.
        NotAllowedError: The result is not against this member, or its time is over.
    """
    words = required_text("reasons", reasons, "Say what divides the agencies.")
    with case_act("escalate_dissent", by=by, case=case, version=version) as act:
        file = load(act.case)
        if open_level(file) is not None:
            raise WrongStateError("A level is at work. Wait for its result, or vote.")
        opening = _next(act, file, words)
        row = _open(act.case, file, opening, act.at, by)
        _seat(act, row, opening.level)
        act.tells(
            level=row.level,
            number=row.number,
            round=row.round,
            opened_on=row.opened_on,
            member=row.member,
            reasons=words,
            rule=row.document,
            sides=dissent_words(file),
        )
    return case_page(viewer=by, case=case)


def _next(act: Act, file: CaseFile, words: str) -> _Opening:
    procedure = procedure_of(act.case)
    if procedure is None:
        raise InvalidInputError(
            {
                "reasons": "The governing law knows no level for dissent. Ask for newer advice."
            }
        )
    today = legal_day(act.at)
    found = settled(file, on=today)
    try:
        if found is not None and not _heard_less(file):
            level = level_of(found.level)
            following = level_after(procedure, level.id)
            member = _outvoted(
                act.by, level, result_of(found.outcome), found.outcome.on, today
            )
            return _Opening(
                level=following,
                round=found.level.round,
                reasons=words,
                member=member,
                on=today,
            )
        first = level_after(procedure, "")
    except NoSuchLevelError as error:
        raise InvalidInputError({"reasons": str(error)}) from error
    if not may_escalate(file):
        raise WrongStateError(
            "The agencies do not differ, and nobody is silent against the law. There is "
            "nothing to decide."
        )
    rounds = [one.round for one in file.escalations]
    return _Opening(
        level=first,
        round=max(rounds, default=0) + 1,
        reasons=words,
        member=next(iter(sorted(act.by.teams)), ""),
        on=today,
    )


def _heard_less(file: CaseFile) -> bool:
    """Whether somebody objected after the newest round had begun."""
    first = newest_round(file.escalations)[0]
    return any(
        advice.position == "object" and advice.at > first.at
        for advice in file.words_of_agencies().values()
    )


def _outvoted(
    by: Actor, level: ReviewLevel, result: LevelResult, on: date, today: date
) -> str:
    member = next((one for one in level.members if one in by.teams), "")
    try:
        require_outvoted(level, result, member or by.name, resolved_on=on, on=today)
    except NotOutvotedError as error:
        raise NotAllowedError(str(error)) from error
    return member


def _open(
    case: Case, file: CaseFile, opening: _Opening, at: datetime, by: Actor
) -> Escalation:
    return Escalation.objects.create(
        case=case,
        number=len(file.escalations) + 1,
        round=opening.round,
        level=opening.level.id,
        document=level_json(opening.level),
        facts_version=case.facts_version,
        reasons=opening.reasons,
        by_id=None if by == SYSTEM else by.id,
        member=opening.member,
        opened_on=opening.on,
        at=at,
    )


def _seat(act: Act, row: Escalation, level: ReviewLevel) -> None:
    """Let every member see the case, and tell it that there is something; never what."""
    codes = (*level.members, *level.advisers)
    asked = set(
        Referral.objects.filter(case=act.case).values_list("team__code", flat=True)
    )
    file = happened_in(load(act.case))
    last = due_of_level(file, row, as_of=legal_day(act.at)) or row.opened_on
    referred_by = row.by_id or act.case.officer_id or act.case.applicant_id
    for team in Team.objects.filter(code__in=codes, kind__in=REVIEWERS).order_by(
        "code"
    ):
        if team.code not in asked:
            Referral.objects.create(
                case=act.case,
                team=team,
                because=f"It has a seat on: {in_words(level.title)}.",
                citation=level.law.to_json(),
                referred_by_id=referred_by,
                referred_at=act.at,
                due=last,
                state=SEATED,
            )
        if team.email:
            notice = {
                "to": team.email,
                "subject": "A case waits for your vote",
                "case": act.case.number,
            }
            promise("notice", f"level:{row.pk}:{team.code}", act.at, notice)


def vote_at_level(
    *, by: Actor, case: str, verdict: str, words: str, version: int | None
) -> CaseView:
    """Vote for one's body on the level that is at work; the last vote needed decides.

    Args:
        by: Somebody of a member.
        case: Number of the case.
        verdict: ``approve``, ``approve_with_conditions`` or ``refuse``.
        words: Why.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No such verdict, or no reasons.
        WrongStateError: No level is at work, or its time is over.
        NotAllowedError: The person's body has no vote on it.
    """
    if verdict not in set(Vote):
        raise InvalidInputError({"verdict": "Choose what your agency says."})
    said = required_text("words", words, "Give the reasons of your agency.")
    with case_act("vote_at_level", by=by, case=case, version=version) as act:
        file = load(act.case)
        row, member = _level_at_work(file, tuple(by.teams))
        today = legal_day(act.at)
        last = _last_day(file, row, today)
        before = votes_of(row).get(member)
        vote = LevelVote.objects.create(
            escalation=row,
            member=member,
            version=before.version + 1 if before else 1,
            verdict=verdict,
            words=said,
            by_id=by.id,
            at=act.at,
        )
        votes = {**verdicts_of(row), vote.member: Vote(verdict)}
        found = tally(level_of(row), votes, closing=today == last)
        _tell_vote(act, vote)
        if not isinstance(found, LevelOpen):
            _decided(act, row, found, today)
    return case_page(viewer=by, case=case)


def _last_day(file: CaseFile, row: Escalation, today: date) -> date | None:
    """The last day of a level that is not over."""
    last = due_of_level(happened_in(file), row, as_of=today)
    if last is not None and today > last:
        raise WrongStateError(
            f"The time of this level ended on {last}; the law says what follows."
        )
    return last


def _tell_vote(act: Act, vote: LevelVote) -> None:
    act.tells(
        level=vote.escalation.level,
        member=vote.member,
        vote_version=vote.version,
        verdict=vote.verdict,
        words=vote.words,
    )


def _level_at_work(file: CaseFile, teams: tuple[str, ...]) -> tuple[Escalation, str]:
    """The level at work, and the member for which somebody of these bodies votes."""
    row = open_level(file)
    if row is None:
        raise WrongStateError("No level is at work in this case.")
    seats = members_seated(row, teams)
    if not seats:
        raise NotAllowedError("Your agency has no vote on this level.")
    return row, seats[0]


def _decided(act: Act, row: Escalation, found: LevelResult, on: date) -> None:
    LevelOutcome.objects.create(
        escalation=row,
        verdict=found.outcome.value if found.outcome else "",
        how=found.how.value,
        counts=dict(found.counts),
        outvoted=list(found.outvoted),
        on=on,
        at=act.at,
    )
    act.tells(
        level=row.level,
        result=found.outcome.value if found.outcome else "",
        how=found.how.value,
        counts=dict(found.counts),
        outvoted=list(found.outvoted),
        on=on,
    )


def settle_levels() -> int:
    """Give levels whose time has passed the effect that the law states; a frequent job.

    However late it runs, each effect bears the day on which it took place, so that the
    clock is the same as if it had run every day.

    Returns:
        How many levels ended.
    """
    waiting = Escalation.objects.filter(outcome__isnull=True, case__decided_at=None)
    numbers = sorted(set(waiting.values_list("case__number", flat=True)))
    return sum(_settle(number) for number in numbers)


def _settle(number: str) -> int:
    ended = 0
    while _settle_one(number):
        ended += 1
    return ended


def _settle_one(number: str) -> bool:
    case = Case.objects.get(number=number)
    file = load(case)
    row = open_level(file)
    today = legal_day(now())
    last = due_of_level(happened_in(file), row, as_of=today) if row else None
    if row is None or last is None or today <= last or not _open_case(case):
        return False
    with case_act("settle_level", by=SYSTEM, case=number, version=None) as act:
        level, votes = level_of(row), verdicts_of(row)
        found = tally(level, votes, closing=True)
        if isinstance(found, LevelResult):
            _decided(act, row, found, last)
            return True
        on = last + timedelta(days=1)
        _decided(act, row, lapsed(level, votes, _before(file, row)), on)
        if level.lapse is Lapse.MOVES_UP:
            _move_up(act, file, row, on)
    return True


def _open_case(case: Case) -> bool:
    return case.state in {"in_review", "referred", "deciding"}


def _before(file: CaseFile, row: Escalation) -> Vote | None:
    """The result of the level below in the same round."""
    below = [one for one in newest_round(file.escalations) if one.number < row.number]
    outcome = outcome_of(below[-1]) if below else None
    return Vote(outcome.verdict) if outcome and outcome.verdict else None


def _move_up(act: Act, file: CaseFile, row: Escalation, on: date) -> None:
    procedure = procedure_of(act.case)
    assert procedure is not None  # noqa: S101  # a level was opened under it
    level = level_after(procedure, row.level)
    opening = _Opening(
        level=level,
        round=row.round,
        reasons=f"{in_words(level_of(row).title)} let its time pass.",
        member="",
        on=on,
    )
    made = _open(act.case, file, opening, act.at, SYSTEM)
    _seat(act, made, level)
    act.tells(next_level=made.level, next_number=made.number, next_opened_on=on)


def dissent_words(file: CaseFile) -> dict[str, list[str]]:
    """Who stands on which side, and who is silent, for the record."""
    sides = {side: list(names) for side, names in differing(file).sides.items()}
    return {**sides, "silent": [row.team.code for row in silent(file)]}
