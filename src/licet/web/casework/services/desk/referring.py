"""Other bodies are asked about a case, and advise; the officer waits for them, or ends the wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from licet.decision import Condition
from licet.review import AdvicePoint, Position
from licet.web.casework.acts.acting import Act, case_act, promise
from licet.web.casework.acts.words import required_text
from licet.web.casework.casefile.casefile import CaseFile, load
from licet.web.casework.conditions.signable import require_signable_all
from licet.web.casework.conditions.stored import condition_json
from licet.web.casework.decision.gate import required_referrals
from licet.web.casework.errors import InvalidInputError, NotAllowedError
from licet.web.casework.law.review_clock import (
    SEATED,
    due_after,
    due_of_agencies,
    last_day_of,
)
from licet.web.casework.models import REVIEWERS, Advice, AdviceDetail, Case, Team
from licet.web.casework.models import Referral as ReferralRow
from licet.web.casework.ports import legal_day
from licet.web.casework.review.advising import (
    cited,
    point_json,
    require_fitting,
    require_position,
)
from licet.web.casework.review.dissent import happened_in
from licet.web.casework.rights.interests import require_disinterested
from licet.web.casework.rights.policy import SYSTEM, Actor
from licet.web.casework.selectors.desk.desk import case_afterwards
from licet.web.casework.views import CaseView, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A wish to refer.

    Attributes:
        team: Code of the agency.
        because: Why; a rule's own words are used when a rule asks for it.
    """

    team: str
    because: str = ""


def refer_case(
    *, by: Actor, case: str, referrals: Iterable[Referral], version: int | None
) -> CaseView:
    """Ask other bodies; all that are asked see the same evidence.

    Raises:
        InvalidInputError: Nobody chosen, an unknown body, one that is already asked, or a
            referral without a rule and without a reason.
    """
    wanted = tuple(referrals)
    if not wanted:
        raise InvalidInputError({"teams": "Choose at least one agency."})
    with case_act("refer_case", by=by, case=case, version=version) as act:
        file = load(act.case)
        rules = required_referrals(file)
        made = [_refer(act, file, one, rules.get(one.team)) for one in wanted]
        act.tells(
            referrals=[
                {
                    "to": row.team.code,
                    "because": row.because,
                    "by_rule": row.by_rule,
                    "rule": row.citation.get("rule", ""),
                    "due": row.due,
                }
                for row in made
            ]
        )
    return case_afterwards(viewer=by, case=case)


def _refer(
    act: Act, file: CaseFile, wanted: Referral, rule: Json | None
) -> ReferralRow:
    team = Team.objects.filter(code=wanted.team, kind__in=REVIEWERS).first()
    if team is None:
        raise InvalidInputError(
            {"teams": f"{wanted.team} is not an agency that can be asked."}
        )
    if ReferralRow.objects.filter(case=act.case, team=team, state="open").exists():
        raise InvalidInputError({"teams": f"{team.name} has already been asked."})
    because = str(rule["because"]) if rule else wanted.because.strip()
    if not because:
        raise InvalidInputError(
            {"because": f"No rule refers this case to {team.name}. Say why you ask."}
        )
    row = ReferralRow.objects.create(
        case=act.case,
        team=team,
        because=because,
        citation=cited(file, team.code, rule),
        by_rule=rule is not None,
        referred_by_id=act.by.id,
        referred_at=act.at,
        due=due_after(happened_in(file), team.code, on=legal_day(act.at)),
    )
    if team.email:
        promise(
            "notice",
            f"referral:{row.pk}",
            act.at,
            {
                "to": team.email,
                "subject": "A case was referred to you",
                "case": act.case.number,
            },
        )
    return row


def give_advice(  # noqa: PLR0913  # advice has a position, reasons, grounds, parts and conditions
    *,
    by: Actor,
    case: str,
    position: str,
    reasons: str,
    conditions: tuple[Condition, ...] = (),
    grounds: tuple[str, ...] = (),
    points: tuple[AdvicePoint, ...] = (),
    version: int | None,
) -> CaseView:
    """Advise for one's agency. A newer version never replaces the older ones.

    Args:
        by: Somebody of the agency.
        case: Number of the case.
        position: What the agency says of the whole case.
        reasons: Why.
        conditions: The conditions it sets, each of them its own.
        grounds: The criteria of the law on which it rests.
        points: What it says of single items and parties.
        version: The version that the person saw.

    Raises:
        InvalidInputError: No such position, no reasons, a condition that cannot stand, or
            parts that do not fit the case or the whole.
        NotAllowedError: The person's agency was not asked.
    """
    said = require_position(position)
    words = required_text("reasons", reasons, "Give the reasons for this advice.")
    _require_conditions(said, conditions)
    with case_act("give_advice", by=by, case=case, version=version) as act:
        referral = _own_referral(act)
        require_disinterested(act.case, by.id)
        if any(one.owner != referral.team.code for one in conditions):
            raise InvalidInputError({"conditions": "A condition in advice is owned by the agency that sets it."})  # fmt: skip
        require_fitting(act.case, said, grounds, points)
        _keep_advice(
            act, referral, said=said, words=words,
            conditions=conditions, grounds=grounds, points=points,
        )  # fmt: skip
        _advised(referral, said)
    close_when_all_advised(case)
    return case_afterwards(viewer=by, case=case)


def _keep_advice(  # noqa: PLR0913  # advice has a position, reasons, grounds, parts and conditions
    act: Act,
    referral: ReferralRow,
    *,
    said: Position,
    words: str,
    conditions: tuple[Condition, ...],
    grounds: tuple[str, ...],
    points: tuple[AdvicePoint, ...],
) -> None:
    count = Advice.objects.filter(referral=referral).count()
    row = Advice.objects.create(
        referral=referral,
        version=count + 1,
        position=said.value,
        reasons=words,
        conditions=[condition_json(one) for one in conditions],
        facts_version=act.case.facts_version,
        by_id=act.by.id,
        at=act.at,
    )
    detail = AdviceDetail.objects.create(
        advice=row,
        grounds=list(grounds),
        points=[point_json(one) for one in points],
    )
    act.tells(
        agency=referral.team.code,
        advice=str(row.pk),
        advice_version=row.version,
        position=row.position,
        reasons=words,
        conditions=row.conditions,
        grounds=detail.grounds,
        points=detail.points,
    )


def _require_conditions(said: Position, conditions: tuple[Condition, ...]) -> None:
    if (said is Position.AGREE_WITH_CONDITIONS) != bool(conditions):
        raise InvalidInputError({"conditions": "Conditions go with agreement with conditions, and it needs at least one."})  # fmt: skip
    require_signable_all(conditions)


def _advised(referral: ReferralRow, said: Position) -> None:
    """An agency at the table stays there; another has advised, or waits for an answer itself."""
    if referral.state != SEATED:
        needs = said is Position.NEEDS_INFORMATION
        referral.state = "open" if needs else "advised"
        referral.save(update_fields=["state"])


def _own_referral(act: Act) -> ReferralRow:
    found = (
        ReferralRow.objects.select_for_update()
        .filter(case=act.case, team__code__in=act.by.teams)
        .exclude(state="closed")
        .order_by("-state", "-referred_at")  # an open one before an advised one
        .first()
    )
    if found is None:
        raise NotAllowedError("Your agency has not been asked about this case.")
    return found


def close_when_all_advised(case: str) -> None:
    """Give the case back to its officer when the last agency has advised."""
    row = Case.objects.get(number=case)
    if row.state == "referred" and not row.referrals.filter(state="open").exists():
        with case_act("close_referrals", by=SYSTEM, case=case, version=None) as act:
            act.tells(because="every agency has advised")


def close_advised() -> int:
    """Give back cases whose last advice came in while the program died; a frequent job.

    Returns:
        How many went back to their officer.
    """
    waiting = Case.objects.filter(state="referred").exclude(referrals__state="open")
    numbers = list(waiting.order_by("number").values_list("number", flat=True))
    for number in numbers:
        close_when_all_advised(number)
    return len(numbers)


def close_referrals(
    *, by: Actor, case: str, reasons: str, version: int | None
) -> CaseView:
    """End the wait for agencies that stay silent, with the reason; silence is not agreement.

    Raises:
        InvalidInputError: No reasons, or an agency has time to advise still.
    """
    words = required_text("reasons", reasons, "Say why you do not wait any longer.")
    with case_act("close_referrals", by=by, case=case, version=version) as act:
        file = load(act.case)
        due = due_of_agencies(happened_in(file), as_of=legal_day(act.at))
        silent = [row for row in file.referrals if row.state == "open"]
        last = {row.pk: last_day_of(row, due) for row in silent}
        if early := [row for row in silent if last[row.pk] >= legal_day(act.at)]:
            until = last[early[0].pk]
            raise InvalidInputError(
                {"reasons": f"{early[0].team.name} has until {until} to advise."}
            )
        act.tells(silent=[row.team.code for row in silent], because=words)
        for row in silent:
            row.state, row.closed_reason = "closed", words
            row.save(update_fields=["state", "closed_reason"])
    return case_afterwards(viewer=by, case=case)
