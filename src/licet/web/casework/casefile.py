"""Everything that a case holds, loaded once: the page and the gate read the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from licet.decision.delegation import HIGHEST_TIER
from licet.web.casework.consultations import ConsultationStanding, standings
from licet.web.casework.four_eyes import NO_LICENCE, tier_of
from licet.web.casework.hit_standing import Words, load_words
from licet.web.casework.models import (
    Adjudication,
    Advice,
    Appeal,
    Case,
    ConditionRequest,
    ConditionRow,
    CriterionRecord,
    Decision,
    DecisionDraft,
    DeterminationRecord,
    Document,
    Escalation,
    FindingsRun,
    Hit,
    InformationRequest,
    Letter,
    OwnershipCall,
    OwnershipFinding,
    OwnershipRun,
    OwnershipVerdict,
    Referral,
    RefusalNotice,
    ScreeningRecord,
    Team,
)

# Positions that alone divide nobody.
_SIMPLE = frozenset({"agree", "agree_with_conditions", "no_view"})
__all__ = ["NO_LICENCE", "CaseFile", "Findings", "load", "load_findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The newest computation, with what officers made of its hits."""

    run: FindingsRun | None
    determinations: Sequence[DeterminationRecord] = ()
    screenings: Sequence[ScreeningRecord] = ()
    hits: Sequence[Hit] = ()
    words: Words = field(default_factory=lambda: Words(tier=HIGHEST_TIER))
    criteria: Sequence[CriterionRecord] = ()

    def said(self, hit: Hit) -> tuple[Adjudication, ...]:
        """What officers said of this pair of names in this case, the newest last."""
        return tuple(row for row in self.words.said if row.pair == hit.pair)

    def standing(self, hit: Hit) -> str:
        """Where a hit stands: open, need_more, awaiting_second, match or not_a_match."""
        return self.words.standing(hit)

    def hits_of(self, screening: ScreeningRecord) -> tuple[Hit, ...]:
        """The hits of one party in one role."""
        return tuple(hit for hit in self.hits if hit.screening_id == screening.pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The newest computation of who stands behind a case, with what officers found of it.

    Attributes:
        run: The computation, or ``None``.
        findings: One a party and law.
        verdicts: What officers found, the newest last.
        call: The newest call to trace the case again; nought when there was none.
    """

    run: OwnershipRun | None = None
    findings: Sequence[OwnershipFinding] = ()
    verdicts: Sequence[OwnershipVerdict] = ()
    call: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case with all its rows."""

    case: Case
    documents: Sequence[Document]
    requests: Sequence[InformationRequest]
    findings: Findings
    referrals: Sequence[Referral]
    advice: Mapping[object, Sequence[Advice]]
    consultations: Sequence[ConsultationStanding]
    drafts: Sequence[DecisionDraft]
    decision: Decision | None
    conditions: Sequence[ConditionRow]
    letters: Sequence[Letter]
    appeals: Sequence[Appeal]
    traced: Traced
    notices: Sequence[RefusalNotice] = ()
    escalations: Sequence[Escalation] = ()
    condition_requests: Sequence[ConditionRequest] = ()

    @property
    def fresh(self) -> bool:
        """Whether the newest findings stand on the present facts."""
        run = self.findings.run
        return run is not None and run.facts_version == self.case.facts_version

    def newest_advice(self, referral: Referral) -> Advice | None:
        """The newest version within one referral."""
        given = self.advice.get(referral.pk, ())
        return given[-1] if given else None

    def words_of_agencies(self) -> Mapping[Team, Advice]:
        """The newest word of every agency that was asked, over all its referrals."""
        newest: dict[Team, Advice] = {}
        for referral in self.referrals:
            advice = self.newest_advice(referral)
            known = newest.get(referral.team)
            if advice is not None and (known is None or known.at <= advice.at):
                newest[referral.team] = advice
        return newest


def load_findings(case: Case) -> Findings:
    """The newest findings of a case."""
    run = FindingsRun.objects.filter(case=case).order_by("-pk").first()
    if run is None:
        return Findings(run=None)
    screenings = list(ScreeningRecord.objects.filter(run=run).order_by("pk"))
    determinations = list(
        DeterminationRecord.objects.filter(run=run).order_by(
            "-governing", "item", "regime"
        )
    )
    hits = list(
        Hit.objects.filter(screening__in=screenings)
        .select_related("screening")
        .order_by("-score", "pk")
    )
    tier = tier_of(determinations, len(case.transaction.get("items") or ()))
    return Findings(
        run=run,
        determinations=determinations,
        screenings=screenings,
        hits=hits,
        words=load_words(case, tier) if hits else Words(tier=tier),
        criteria=list(CriterionRecord.objects.filter(run=run).order_by("pk")),
    )


def load_traced(case: Case) -> Traced:
    """The newest computation of who stands behind a case: three queries at most."""
    called = OwnershipCall.objects.filter(case=OuterRef("case")).order_by("-pk")
    run = (
        OwnershipRun.objects.filter(case=case)
        .annotate(called=Subquery(called.values("pk")[:1]))
        .order_by("-pk")
        .first()
    )
    if run is None:
        return Traced()
    verdicts = OwnershipVerdict.objects.filter(case=case).select_related("by")
    found = list(OwnershipFinding.objects.filter(run=run).order_by("pk"))
    return Traced(
        run=run,
        findings=found,
        verdicts=list(verdicts.order_by("pk")) if found else (),
        call=run.called or 0,
    )


def load_escalations(case: Case) -> list[Escalation]:
    """Every level that dissent in a case reached: one query, two when there is any."""
    return list(
        Escalation.objects.filter(case=case)
        .select_related("outcome")
        .prefetch_related("votes")
        .order_by("number")
    )


def load_condition_requests(case: Case) -> list[ConditionRequest]:
    """Every wish to change a condition that a body set, with its answer."""
    return list(
        ConditionRequest.objects.filter(case=case)
        .select_related("answer")
        .order_by("pk")
    )


def _divided(
    referrals: Sequence[Referral], advice: Mapping[object, Sequence[Advice]]
) -> bool:
    """Whether there ever was anything that a level could have decided."""
    said = {one.position for given in advice.values() for one in given}
    return bool(said - _SIMPLE) or any(
        row.state in {"closed", "seated"} or hasattr(row, "silence")
        for row in referrals
    )


def load(case: Case) -> CaseFile:
    """Load everything that a case holds.

    Args:
        case: The case; its organisation and officer should come with it.

    Returns:
        The file; thirty queries at most, however large the case.
    """
    advice: dict[object, list[Advice]] = {}
    given = Advice.objects.filter(referral__case=case).select_related("detail")
    for row in given.order_by("version"):
        advice.setdefault(row.referral_id, []).append(row)
    drafts = list(
        DecisionDraft.objects.filter(case=case)
        .select_related("detail")
        .prefetch_related("returns", "endorsements")
        .order_by("version")
    )
    decisions = (
        Decision.objects.filter(case=case)
        .select_related("countersignature")
        .order_by("-draft__version")
    )
    decision = decisions.first() if drafts else None  # there is none without a draft
    referrals = list(
        Referral.objects.filter(case=case)
        .select_related("team", "silence")
        .order_by("referred_at", "pk")
    )
    return CaseFile(
        case=case,
        documents=list(Document.objects.filter(case=case).order_by("uploaded_at")),
        requests=list(
            InformationRequest.objects.filter(case=case).order_by("asked_at")
        ),
        findings=load_findings(case),
        referrals=referrals,
        advice=advice,
        consultations=standings(case),
        drafts=drafts,
        decision=decision,
        conditions=list(
            ConditionRow.objects.filter(decision=decision).order_by("position")
        )
        if decision
        else [],
        letters=list(
            Letter.objects.filter(case=case)
            .select_related("service", "document")
            .prefetch_related("dispatches")
            .order_by("made_at")
        ),
        appeals=list(
            Appeal.objects.filter(case=case)
            .select_related("case__organisation")
            .order_by("lodged_at")
        ),
        traced=load_traced(case),
        notices=_notices(case) if drafts else (),
        escalations=load_escalations(case) if _divided(referrals, advice) else (),
        condition_requests=load_condition_requests(case)
        if any(one.conditions for given in advice.values() for one in given)
        else (),
    )


def _notices(case: Case) -> list[RefusalNotice]:
    """Notices of an intended refusal, the newest last; there are none without a draft."""
    return list(
        RefusalNotice.objects.filter(case=case)
        .select_related("letter__service", "letter__document", "answer__by")
        .prefetch_related("letter__dispatches")
        .order_by("at")
    )
