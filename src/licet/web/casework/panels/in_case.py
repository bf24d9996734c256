"""Panels in a case: which rules send it to them, and what their word keeps from a signature."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, QuerySet, Subquery

from licet.decision import DecisionOutcome, Draft, Obstacle, ObstacleCode
from licet.review.panels import (
    CaseForPanels,
    FiredTrigger,
    PanelPosition,
    PanelStanding,
    differs,
    fired,
    panel_standing,
)
from licet.web.casework.application.practice import stated_of
from licet.web.casework.gathered import fill, keep, read, recall
from licet.web.casework.models import (
    Case,
    CriterionRecord,
    DeterminationRecord,
    FindingsRun,
    PanelOpinion,
    PanelReferral,
)
from licet.web.casework.panels.rules import panel_rules, silence_in_rule
from licet.web.casework.ports import legal_day, now
from licet.web.casework.screening.four_eyes import tier_of

if TYPE_CHECKING:
    from licet.web.casework.casefile.casefile import CaseFile

BEFORE = "panel:"  # before the id of an opinion, in a disagreement of a draft
HIGHEST = 4
_RAISED = ("established", "disputed")


def case_tier_of(case: Case | None) -> int:
    """The tier of a case as last determined; without a case, the highest: silence is no consent."""
    if case is None:
        return HIGHEST
    kept: int | None = recall(("tier", case.pk))
    if kept is not None:
        return kept
    found = tier_of(read(governing_of, case), len(case.transaction.get("items") or ()))
    keep(("tier", case.pk), found)
    return found


def governing_of(case: Case) -> QuerySet[DeterminationRecord]:
    """What the governing law says of the items of a case by its newest findings."""
    return _newest_governing().filter(run__case=case)


def fill_tiers(cases: Sequence[Case]) -> None:
    """Ask at once for what the tiers of some cases are read from, inside ``gathering``."""
    every = _newest_governing().annotate(case=F("run__case_id"))
    fill(cases, governing_of, every, "case")


def _newest_governing() -> QuerySet[DeterminationRecord]:
    newest = FindingsRun.objects.filter(case=OuterRef("run__case")).order_by("-pk")
    return DeterminationRecord.objects.filter(
        governing=True, run=Subquery(newest.values("pk")[:1])
    )


def fired_in(case: Case) -> tuple[FiredTrigger, ...]:
    """The rules that send a case to a panel, by its newest findings."""
    kept: tuple[FiredTrigger, ...] | None = recall(("panels", case.pk))
    if kept is not None:
        return kept
    rules = panel_rules(case.profile)
    if not rules.panels:
        return ()
    run = FindingsRun.objects.filter(case=case).order_by("-pk").first()
    raised = CriterionRecord.objects.filter(run=run, standing__in=_RAISED)
    known = CaseForPanels(
        tier=case_tier_of(case),
        criteria=frozenset(raised.values_list("criterion", flat=True)),
        stated=stated_of(case.sections),
    )
    return fired(rules, known)


def fired_by(file: "CaseFile") -> tuple[FiredTrigger, ...]:
    """The same of a loaded case, which the other parts of a page need not ask again."""
    rules = panel_rules(file.case.profile)
    items = len(file.case.transaction.get("items") or ())
    known = CaseForPanels(
        tier=tier_of(file.findings.determinations, items),
        criteria=frozenset(
            row.criterion for row in file.findings.criteria if row.standing in _RAISED
        ),
        stated=stated_of(file.case.sections),
    )
    found = fired(rules, known)
    keep(("panels", file.case.pk), found)
    return found


def newest_given(row: PanelReferral) -> PanelOpinion | None:
    """The opinion that a panel gave on a referral; its opinions must be loaded with it."""
    given = [one for one in row.opinions.all() if getattr(one, "given", None)]
    return max(given, key=lambda one: one.version, default=None)


def live_referrals(case: Case) -> list[PanelReferral]:
    """The referrals of a case to panels that were not withdrawn: one query, two when there are any."""
    rows = PanelReferral.objects.filter(case=case, sort="live", end__isnull=True)
    return list(rows.prefetch_related("opinions__given").order_by("at", "number"))


def panel_obstacles(
    file: "CaseFile", draft: Draft | None = None
) -> tuple[Obstacle, ...]:
    """What panels keep from a signature.

    Args:
        file: The case as it stands.
        draft: What is to be signed; ``None`` while nothing is drafted, which asks as a grant.

    Returns:
        For a grant: a mandatory panel that was not asked, has not answered, or was silent where
        silence is no consent. For any decision: an opinion that it differs from without a reason.
    """
    rows = live_referrals(file.case)
    grant = draft is None or draft.outcome in {
        DecisionOutcome.GRANT,
        DecisionOutcome.GRANT_WITH_CONDITIONS,
    }
    return (
        *(_unheard(file, rows) if grant else ()),
        *(_unanswered(rows, draft) if draft else ()),
    )


def _unheard(file: "CaseFile", rows: list[PanelReferral]) -> Iterator[Obstacle]:
    items = len(file.case.transaction.get("items") or ())
    tier = tier_of(file.findings.determinations, items)
    asked = {row.panel for row in rows}
    told: set[str] = set()
    for one in fired_by(file):
        if not one.trigger.mandatory or one.panel.id in asked | told:
            continue
        told.add(one.panel.id)
        yield _open(f"{one.panel.title} must be asked: {one.trigger.because}")
    for row in rows:
        stands = panel_standing(
            silence_in_rule(row.document),
            given=newest_given(row) is not None,
            due=row.due,
            tier=tier,
            on=legal_day(now()),
        )
        title = row.document.get("title", row.panel)
        if stands is PanelStanding.WAITS:
            yield _open(f"{title} has not given its opinion yet ({row.number}).")
        elif stands is PanelStanding.SILENT and row.mandatory:
            yield _open(
                f"{title} let its time pass ({row.number}), and its silence is no consent. "
                "Wait for its opinion."
            )


def _open(words: str) -> Obstacle:
    return Obstacle(code=ObstacleCode.OPEN_PANEL, words=words)


def _unanswered(rows: list[PanelReferral], draft: Draft) -> Iterator[Obstacle]:
    said = {one.finding for one in draft.disagreements if one.reasons.strip()}
    newest = {row.panel: (row, found) for row in rows if (found := newest_given(row))}
    for row, opinion in newest.values():
        if not row.document.get("answered"):
            continue
        other_way = differs(
            PanelPosition(opinion.position),
            grants=draft.outcome
            in {DecisionOutcome.GRANT, DecisionOutcome.GRANT_WITH_CONDITIONS},
            refuses=draft.outcome is DecisionOutcome.REFUSE,
            conditions=bool(draft.conditions),
        )
        if other_way and f"{BEFORE}{opinion.pk}" not in said:
            title = row.document.get("title", row.panel)
            yield Obstacle(
                code=ObstacleCode.PANEL_NOT_ANSWERED,
                words=f"The draft differs from the opinion of {title} ({row.number}). "
                "Say in the draft why it is not followed.",
            )
