"""Where the bodies of a case differ, what a level decided of it, and what that keeps from a grant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from licet.decision import DecisionOutcome, Draft, Obstacle, ObstacleCode
from licet.kernel import Citation
from licet.regimes import Lapse, ReviewLevel, Tie, VoteRule, in_words
from licet.review import (
    Dissent,
    How,
    LevelResult,
    Position,
    Silence,
    Vote,
    dissent,
    escalate_until,
    grants,
    silence_in,
)
from licet.web.casework.law.review_clock import (
    SEATED,
    Happened,
    newest_round,
    outcome_of,
    procedure_of,
)
from licet.web.casework.models import (
    AgencySilence,
    Escalation,
    LevelOutcome,
    LevelVote,
    Referral,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.screening.four_eyes import tier_of

if TYPE_CHECKING:
    from licet.web.casework.casefile.casefile import CaseFile


def level_json(level: ReviewLevel) -> dict[str, Any]:
    """A level as it is kept with a case."""
    return {
        "id": level.id,
        "title": dict(level.title),
        "law": level.law.to_json(),
        "members": list(level.members),
        "advisers": list(level.advisers),
        "chair": level.chair,
        "rule": level.rule.value,
        "tie": level.tie.value,
        "clock": level.clock,
        "escalate_within": level.escalate_within,
        "lapse": level.lapse.value,
    }


def level_of(row: Escalation) -> ReviewLevel:
    """A level as the law wrote it on the day on which dissent reached it."""
    kept = row.document
    law = kept["law"]
    return ReviewLevel(
        id=kept["id"],
        title=kept["title"],
        law=Citation(
            instrument=law["instrument"],
            pinpoint=law["pinpoint"],
            uri=law.get("uri"),
            verified=law.get("verified", True),
        ),
        members=tuple(kept["members"]),
        advisers=tuple(kept["advisers"]),
        chair=kept["chair"],
        rule=VoteRule(kept["rule"]),
        tie=Tie(kept["tie"]),
        clock=kept["clock"],
        escalate_within=kept["escalate_within"],
        lapse=Lapse(kept["lapse"]),
    )


def votes_of(row: Escalation) -> dict[str, LevelVote]:
    """The newest vote of each member; the votes must be loaded with the level."""
    found: dict[str, LevelVote] = {}
    for vote in sorted(row.votes.all(), key=lambda one: one.version):
        found[vote.member] = vote
    return found


def verdicts_of(row: Escalation) -> dict[str, Vote]:
    """The newest vote of each member as the engine's value."""
    return {name: Vote(vote.verdict) for name, vote in votes_of(row).items()}


def result_of(outcome: LevelOutcome) -> LevelResult:
    """A stored outcome as the engine's value."""
    return LevelResult(
        outcome=Vote(outcome.verdict) if outcome.verdict else None,
        how=How(outcome.how),
        counts=outcome.counts,
        outvoted=tuple(outcome.outvoted),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the newest round of dissent came to.

    Attributes:
        level: The level that decided.
        outcome: What it decided.
        open_until: Until when an outvoted member may go up; ``None`` when nobody may.
    """

    level: Escalation
    outcome: LevelOutcome
    open_until: date | None

    @property
    def verdict(self) -> Vote:
        """The result."""
        return Vote(self.outcome.verdict)


def happened_in(file: "CaseFile") -> Happened:
    """The rows of a loaded case from which its clock is read."""
    return Happened(
        case=file.case,
        requests=file.requests,
        referrals=file.referrals,
        advice=file.advice,
        escalations=file.escalations,
    )


def case_tier(file: "CaseFile") -> int:
    """The tier of a case as last determined; what nobody classified counts as the highest."""
    items = len(file.case.transaction.get("items") or ())
    return tier_of(file.findings.determinations, items)


def silence_of(file: "CaseFile") -> Silence:
    """What silence means in this case, by its law and its tier."""
    return silence_in(procedure_of(file.case), tier=case_tier(file))


def differing(file: "CaseFile") -> Dissent:
    """Where the newest words of the bodies differ."""
    return dissent(
        {
            team.code: Position(advice.position)
            for team, advice in file.words_of_agencies().items()
        }
    )


def open_level(file: "CaseFile") -> Escalation | None:
    """The level before which dissent lies now."""
    newest = newest_round(file.escalations)
    return newest[-1] if newest and outcome_of(newest[-1]) is None else None


def settled(file: "CaseFile", *, on: date) -> Settled | None:
    """The result of the newest round, when it stands on the present facts.

    Args:
        file: The case.
        on: The legal day.
    """
    newest = newest_round(file.escalations)
    if not newest:
        return None
    last = newest[-1]
    outcome = outcome_of(last)
    if outcome is None or not outcome.verdict:
        return None
    if last.facts_version != file.case.facts_version:
        return None
    level = level_of(last)
    until = escalate_until(level, outcome.on)
    may = bool(level.escalate_within and outcome.outvoted and on <= until)
    return Settled(level=last, outcome=outcome, open_until=until if may else None)


def silence_row(row: Referral) -> AgencySilence | None:
    """The recorded silence of a body."""
    found: AgencySilence | None = getattr(row, "silence", None)
    return found


def silent(file: "CaseFile") -> tuple[Referral, ...]:
    """Bodies whose silence is no consent and that have said nothing since."""
    return tuple(
        row
        for row in file.referrals
        if row.state != SEATED and _silent_against(file, row)
    )


def _silent_against(file: "CaseFile", row: Referral) -> bool:
    said = file.words_of_agencies().get(row.team)
    if file.advice.get(row.pk) or (said is not None and said.at >= row.referred_at):
        return False
    kept = silence_row(row)
    if kept is not None:
        return not kept.consent
    return row.state == "closed" and not silence_of(file).consent


def review_obstacles(
    file: "CaseFile", draft: Draft | None = None
) -> Iterator[Obstacle]:
    """What silence and dissent keep from a grant.

    Args:
        file: The case as it stands.
        draft: What is to be signed, when there is a draft.

    Yields:
        An open level, a result that may still be taken further or that is against a grant,
        an objection, a silence that is no consent.
    """
    today = legal_day(now())
    level = open_level(file)
    if level is not None:
        yield _obstacle(
            ObstacleCode.OPEN_ESCALATION,
            f"{_title(level)} has not decided the dissent yet.",
        )
        return
    found = settled(file, on=today)
    if found is not None:
        yield from _of_result(found, draft)
    yield from _uncovered(file, found)


def _of_result(found: Settled, draft: Draft | None) -> Iterator[Obstacle]:
    if found.open_until is not None:
        who = ", ".join(found.outcome.outvoted)
        yield _obstacle(
            ObstacleCode.OPEN_ESCALATION,
            f"{who} may take the result to the next level until {found.open_until}.",
        )
    if not grants(found.verdict):
        yield _obstacle(
            ObstacleCode.DISSENT,
            f"{_title(found.level)} decided against a grant. Refuse, or establish new facts.",
        )
    plain = draft is not None and draft.outcome is DecisionOutcome.GRANT
    if found.verdict is Vote.APPROVE_WITH_CONDITIONS and plain:
        yield _obstacle(
            ObstacleCode.DISSENT,
            f"{_title(found.level)} decided for a grant with conditions only.",
        )


def _uncovered(file: "CaseFile", found: Settled | None) -> Iterator[Obstacle]:
    """Objections and silences that no level has dealt with."""
    first = newest_round(file.escalations)[0] if found is not None else None
    for team, advice in file.words_of_agencies().items():
        heard = first is not None and advice.at <= first.at
        if advice.position == Position.OBJECT and not heard:
            yield _obstacle(
                ObstacleCode.DISSENT,
                f"{team.name} advises to refuse. Take the dissent to the level of the law, "
                "refuse, or ask for newer advice.",
            )
    for row in silent(file):
        if first is None:
            yield _obstacle(
                ObstacleCode.SILENT_AGENCY,
                f"{row.team.name} stayed silent, and in this case silence is no consent. "
                "Ask again, or take it to the level of the law.",
            )


def _obstacle(code: ObstacleCode, words: str) -> Obstacle:
    return Obstacle(code=code, words=words)


def _title(row: Escalation) -> str:
    titles: Mapping[str, str] = row.document.get("title") or {}
    return in_words(titles) or row.level


def may_escalate(file: "CaseFile") -> bool:
    """Whether there is anything that a first level could decide."""
    if open_level(file) is not None or procedure_of(file.case) is None:
        return False
    found = settled(file, on=legal_day(now()))
    return any(_uncovered(file, found)) or (found is None and differing(file).open)


def members_seated(row: Escalation, teams: Sequence[str]) -> tuple[str, ...]:
    """Which of some teams vote on a level."""
    return tuple(name for name in row.document["members"] if name in teams)
