"""Referrals of a case and what agencies advised, as far as each of them may see it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licet.review import DueDay
from licet.web.casework.casefile.casefile import CaseFile
from licet.web.casework.conditions.stored import condition_of
from licet.web.casework.decision.gate import required_referrals
from licet.web.casework.law.review_clock import SEATED, due_of_agencies, last_day_of
from licet.web.casework.models import Advice, Referral
from licet.web.casework.ports import legal_day, now
from licet.web.casework.review.advising import detail_of, rule_of
from licet.web.casework.review.dissent import happened_in, silence_row
from licet.web.casework.rights.people import team_view
from licet.web.casework.rights.policy import Actor
from licet.web.casework.selectors.parts.parts import Names, condition_view
from licet.web.casework.views import AdviceView, Json, ReferralView


def referral_views(
    file: CaseFile, known: Names, viewer: Actor
) -> tuple[ReferralView, ...]:
    """The referrals of a case with the day by which each must be answered."""
    due = due_of_agencies(happened_in(file), as_of=legal_day(now()))
    return tuple(
        _referral_view(file, one, known, viewer, due) for one in file.referrals
    )


def withheld_advice(referrals: Sequence[ReferralView]) -> tuple[str, ...]:
    """Whose advice the viewer does not see yet, and why."""
    return tuple(
        f"{one.team.name}: {one.withheld}" for one in referrals if one.withheld
    )


def suggested_referrals(file: CaseFile) -> tuple[Json, ...]:
    """Referrals that the law asks for and that were not made yet."""
    made = {row.team.code for row in file.referrals if row.state != SEATED}
    return tuple(
        {**one, "rule": rule_of(file, name, one.get("citation") or {})}
        for name, one in required_referrals(file).items()
        if name not in made
    )


def _referral_view(
    file: CaseFile,
    row: Referral,
    known: Names,
    viewer: Actor,
    due: Mapping[str, DueDay],
) -> ReferralView:
    """A referral; an agency sees the others' advice once it has given its own."""
    hidden = _hides(file, row, viewer)
    given = file.advice.get(row.pk, ())
    quiet = silence_row(row)
    return ReferralView(
        id=str(row.pk),
        team=team_view(row.team),
        because=row.because,
        citation=_citation(row.citation),
        rule=str(row.citation.get("rule", "")),
        silence=quiet.effect if quiet else "",
        by_rule=row.by_rule,
        referred_at=row.referred_at,
        due=last_day_of(row, due) if row.state == "open" else row.due,
        state=row.state,
        advice=() if hidden else _advice_views(file, given, known),
        withheld=_("shown once you have given your own advice")
        if hidden and given
        else "",
    )


def _advice_views(
    file: CaseFile, given: Sequence[Advice], known: Names
) -> tuple[AdviceView, ...]:
    return tuple(
        AdviceView(
            id=f"advice:{one.pk}",
            version=one.version,
            position=one.position,
            reasons=one.reasons,
            conditions=tuple(
                condition_view(condition_of(raw)) for raw in one.conditions
            ),
            by=known.get(str(one.by_id), ""),
            at=one.at,
            on_present_facts=one.facts_version == file.case.facts_version,
            grounds=tuple(detail.grounds) if (detail := detail_of(one)) else (),
            points=tuple(detail.points) if detail else (),
        )
        for one in given
    )


def _hides(file: CaseFile, row: Referral, viewer: Actor) -> bool:
    """Whether an agency must say its own before it reads this advice."""
    own = {
        one.team.code for one in file.referrals if file.newest_advice(one)
    } & viewer.teams
    reviewer = bool(viewer.roles & {"agency", "customs"})
    return reviewer and row.team.code not in viewer.teams and not own


def _citation(raw: dict[str, Any]) -> str:
    return ", ".join(
        str(raw[key]) for key in ("instrument", "pinpoint") if raw.get(key)
    )
