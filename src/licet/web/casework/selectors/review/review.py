"""The review of a case by several bodies: clocks, sides, levels, conditions, withheld evidence."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from licet.regimes import in_words
from licet.review import DateKind
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.errors import NotFoundError
from licet.web.casework.law.review_clock import (
    PROFILE,
    due_of_level,
    events_of,
    outcome_of,
    procedure_of,
    reading_of,
)
from licet.web.casework.models import ConditionRequest, Escalation, SeeRequest
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.reads import note_read
from licet.web.casework.review.agreed import agreed_conditions
from licet.web.casework.review.agreed import answer_of as condition_answer
from licet.web.casework.review.dissent import (
    case_tier,
    differing,
    happened_in,
    level_of,
    may_escalate,
    members_seated,
    open_level,
    settled,
    silence_of,
    silent,
    verdicts_of,
)
from licet.web.casework.rights.marks import Marks, marks_of
from licet.web.casework.rights.marks import answer_of as see_answer
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import require_content, visible_cases
from licet.web.casework.selectors.parts.parts import Names, condition_view, names
from licet.web.casework.views import (
    AgreedConditionView,
    ConditionRequestView,
    ConditionView,
    DueDayView,
    Json,
    LadderStepView,
    LevelView,
    ReviewView,
    SeeRequestView,
    VoteView,
)

_REVIEWS = frozenset({"agency", "customs"})


def review(*, viewer: Actor, case: str) -> ReviewView:
    """How a case stands between the bodies that review it; the read is entered first.

    Raises:
        NotFoundError: None such, or no standing in it.
    """
    require(viewer, "see_case")
    row = (
        visible_cases(viewer)
        .filter(number=case)
        .select_related("organisation", "officer", "erasure")
        .first()
    )
    if row is None:
        raise NotFoundError("case")
    require_content(row)
    note_read(viewer, row, "case")
    return review_view(load(row), viewer)


def review_view(file: CaseFile, viewer: Actor) -> ReviewView:
    """The review of a loaded case as a viewer may see it."""
    case, today = file.case, legal_day(now())
    procedure = procedure_of(case)
    reading = reading_of(happened_in(file), as_of=today)
    marks = marks_of(case)
    known = names(_people(file, marks))
    quiet = silence_of(file)
    hidden = _hides_sides(file, viewer)
    dissent = differing(file)
    level = open_level(file)
    return ReviewView(
        number=case.number,
        title=case.title,
        state=case.state,
        version=case.version,
        tier=case_tier(file),
        procedure=in_words(procedure.title) if procedure else "",
        citation=procedure.law.to_json() if procedure else {},
        warn_working_days=procedure.warn_working_days if procedure else 0,
        clock_state=reading.state if reading else "not_started",
        days_spent=reading.days_spent if reading else 0,
        days_stopped=reading.days_stopped if reading else 0,
        due=tuple(_due_views(file)),
        silence=quiet.words,
        silence_consents=quiet.consent,
        silence_citation=quiet.law.to_json() if quiet.law else {},
        sides={} if hidden else dissent.sides,
        sides_withheld=_("shown once you have given your own advice") if hidden else "",
        silent=tuple(one.team.name for one in silent(file)),
        waiting_for_information=() if hidden else dissent.waiting,
        levels=tuple(_level_view(file, one, known) for one in file.escalations),
        ladder=tuple(_ladder(file)),
        conditions=() if hidden else tuple(_agreed_views(file)),
        condition_requests=()
        if hidden
        else tuple(_request_view(one, known) for one in file.condition_requests),
        see_requests=tuple(_see_view(one, marks, known) for one in marks.requests),
        events=_events(file),
        may_escalate=viewer.may("escalate_dissent") and _may_go_up(file, viewer),
        may_vote=level is not None
        and viewer.may("vote_at_level")
        and bool(members_seated(level, tuple(viewer.teams))),
    )


def _hides_sides(file: CaseFile, viewer: Actor) -> bool:
    """Whether a body still owes its own advice, and so does not see that of the others."""
    if not viewer.roles & _REVIEWS or viewer.roles - _REVIEWS:
        return False
    given = {team.code for team in file.words_of_agencies()}
    seated = {one.team.code for one in file.referrals if one.state == "seated"}
    return not (given | seated) & viewer.teams


def _people(file: CaseFile, marks: Marks) -> Iterator[object]:
    for level in file.escalations:
        yield level.by_id
        yield from (vote.by_id for vote in level.votes.all())
    for asked in file.condition_requests:
        yield asked.by_id
        found = condition_answer(asked)
        yield found.by_id if found else None
    for wish in marks.requests:
        yield wish.by_id
        answer = see_answer(wish)
        yield answer.by_id if answer else None


def _due_views(file: CaseFile) -> Iterator[DueDayView]:
    reading = reading_of(happened_in(file), as_of=legal_day(now()))
    codes = {one.team.code: one.team.name for one in file.referrals}
    for one in reading.due if reading else ():
        code = one.key.partition(":")[2]
        title = in_words(one.period.title)
        kind = DateKind.TARGET if one.period.target else DateKind.STATUTORY
        yield DueDayView(
            key=one.key,
            title=f"{codes.get(code, code)}: {title}" if code else title,
            day=one.day,
            standing=one.standing,
            silence=one.silence,
            kind=kind.value,
            citation=one.period.law.to_json(),
        )


def _level_view(file: CaseFile, row: Escalation, known: Names) -> LevelView:
    level, outcome = level_of(row), outcome_of(row)
    today = legal_day(now())
    found = settled(file, on=today)
    cast = verdicts_of(row)
    return LevelView(
        number=row.number,
        round=row.round,
        level=row.level,
        title=in_words(level.title),
        citation=level.law.to_json(),
        members=level.members,
        advisers=level.advisers,
        chair=level.chair,
        rule=level.rule.value,
        lapse=level.lapse.value,
        reasons=row.reasons,
        by=known.get(str(row.by_id), "") if row.by_id else "",
        member=row.member,
        opened_on=row.opened_on,
        due=due_of_level(happened_in(file), row, as_of=today),
        votes=tuple(
            VoteView(
                member=one.member,
                version=one.version,
                verdict=one.verdict,
                words=one.words,
                by=known.get(str(one.by_id), ""),
                at=one.at,
            )
            for one in sorted(row.votes.all(), key=lambda one: one.at)
        ),
        missing=tuple(one for one in level.members if one not in cast),
        verdict=outcome.verdict if outcome else "",
        how=outcome.how if outcome else "",
        counts=outcome.counts if outcome else {},
        outvoted=tuple(outcome.outvoted) if outcome else (),
        decided_on=outcome.on if outcome else None,
        open_until=found.open_until if found and found.level == row else None,
    )


def _ladder(file: CaseFile) -> Iterator[LadderStepView]:
    procedure = procedure_of(file.case)
    for level in procedure.levels if procedure else ():
        yield LadderStepView(
            level=level.id,
            title=in_words(level.title),
            members=level.members,
            chair=level.chair,
            rule=level.rule.value,
            clock=level.clock,
            escalate_within=level.escalate_within,
            lapse=level.lapse.value,
            citation=level.law.to_json(),
        )


def _agreed_views(file: CaseFile) -> Iterator[AgreedConditionView]:
    for one in agreed_conditions(file):
        yield AgreedConditionView(
            key=one.key,
            owner=one.owner,
            owner_name=one.owner_name,
            condition=condition_view(one.condition) if one.condition else None,
            set_as=condition_view(one.set_as),
            waiting=str(one.waiting.pk) if one.waiting else "",
        )


def _stored_view(raw: Mapping[str, Any]) -> ConditionView:
    return condition_view(condition_of(raw))


def _request_view(row: ConditionRequest, known: Names) -> ConditionRequestView:
    answer = condition_answer(row)
    return ConditionRequestView(
        id=str(row.pk),
        owner=row.owner,
        before=_stored_view(row.before),
        after=_stored_view(row.after) if row.after else None,
        reasons=row.reasons,
        by=known.get(str(row.by_id), ""),
        at=row.at,
        agrees=answer.agrees if answer else None,
        answer=answer.words if answer else "",
        answered_by=known.get(str(answer.by_id), "") if answer else "",
        answered_at=answer.at if answer else None,
    )


def _see_view(row: SeeRequest, marks: Marks, known: Names) -> SeeRequestView:
    answer = see_answer(row)
    mark = marks.of(row.document)
    return SeeRequestView(
        id=str(row.pk),
        document=str(row.document_id),
        gist=mark.gist if mark else "",
        team=row.team,
        owner=row.owner,
        reasons=row.reasons,
        by=known.get(str(row.by_id), ""),
        at=row.at,
        granted=answer.granted if answer else None,
        answer=answer.words if answer else "",
        answered_by=known.get(str(answer.by_id), "") if answer else "",
        answered_at=answer.at if answer else None,
    )


def _events(file: CaseFile) -> Json:
    """What happened to the clock, in the form that ``licet clock`` takes."""
    return {
        "profile": PROFILE,
        "events": [
            {
                "on": one.on.isoformat(),
                "kind": one.kind.value,
                **({"to": one.to} if one.to else {}),
            }
            for one in events_of(happened_in(file))
        ],
        "as_of": legal_day(now()).isoformat(),
    }


def _may_go_up(file: CaseFile, viewer: Actor) -> bool:
    found = settled(file, on=legal_day(now()))
    if found is not None and found.open_until is not None:
        return bool(viewer.teams & set(found.outcome.outvoted))
    return may_escalate(file)
