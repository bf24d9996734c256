"""Everything that a case holds, loaded once: the page and the gate read the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.web.casework.consultations import ConsultationStanding, standings
from licet.web.casework.models import (
    Adjudication,
    Advice,
    Appeal,
    Case,
    ConditionRow,
    CriterionRecord,
    Decision,
    DecisionDraft,
    DeterminationRecord,
    Document,
    FindingsRun,
    Hit,
    InformationRequest,
    Letter,
    Referral,
    ScreeningRecord,
    Team,
)

NO_LICENCE = frozenset(
    {"not_subject", "not_controlled", "no_authorisation_required", "covered"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The newest computation, with what officers made of its hits."""

    run: FindingsRun | None
    determinations: Sequence[DeterminationRecord] = ()
    screenings: Sequence[ScreeningRecord] = ()
    hits: Sequence[Hit] = ()
    adjudications: Sequence[Adjudication] = ()
    criteria: Sequence[CriterionRecord] = ()

    def said(self, hit: Hit) -> tuple[Adjudication, ...]:
        """What officers said of this pair of names in this case, the newest last."""
        return tuple(row for row in self.adjudications if row.pair == hit.pair)

    def standing(self, hit: Hit) -> str:
        """The newest word on a hit, or ``open``."""
        said = self.said(hit)
        return said[-1].verdict if said else "open"

    def hits_of(self, screening: ScreeningRecord) -> tuple[Hit, ...]:
        """The hits of one party in one role."""
        return tuple(hit for hit in self.hits if hit.screening_id == screening.pk)


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
    return Findings(
        run=run,
        determinations=list(
            DeterminationRecord.objects.filter(run=run).order_by(
                "-governing", "item", "regime"
            )
        ),
        screenings=screenings,
        hits=list(
            Hit.objects.filter(screening__in=screenings).order_by("-score", "pk")
        ),
        adjudications=list(Adjudication.objects.filter(case=case).order_by("pk")),
        criteria=list(CriterionRecord.objects.filter(run=run).order_by("pk")),
    )


def load(case: Case) -> CaseFile:
    """Load everything that a case holds.

    Args:
        case: The case; its organisation and officer should come with it.

    Returns:
        The file; twenty queries at most, however large the case.
    """
    advice: dict[object, list[Advice]] = {}
    for row in Advice.objects.filter(referral__case=case).order_by("version"):
        advice.setdefault(row.referral_id, []).append(row)
    decision = (
        Decision.objects.filter(case=case)
        .select_related("countersignature")
        .order_by("-draft__version")
        .first()
    )
    return CaseFile(
        case=case,
        documents=list(Document.objects.filter(case=case).order_by("uploaded_at")),
        requests=list(
            InformationRequest.objects.filter(case=case).order_by("asked_at")
        ),
        findings=load_findings(case),
        referrals=list(
            Referral.objects.filter(case=case)
            .select_related("team")
            .order_by("referred_at", "pk")
        ),
        advice=advice,
        consultations=standings(case),
        drafts=list(
            DecisionDraft.objects.filter(case=case)
            .prefetch_related("returns")
            .order_by("version")
        ),
        decision=decision,
        conditions=list(
            ConditionRow.objects.filter(decision=decision).order_by("position")
        )
        if decision
        else [],
        letters=list(
            Letter.objects.filter(case=case)
            .select_related("service", "document")
            .order_by("made_at")
        ),
        appeals=list(Appeal.objects.filter(case=case).order_by("lodged_at")),
    )
