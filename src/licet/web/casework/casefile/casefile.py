"""Everything that a case holds, loaded once: the page and the gate read the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, QuerySet, Subquery

from licet.decision.delegation import HIGHEST_TIER
from licet.web.casework.casefile.consultations import (
    ConsultationStanding,
    consultations_of,
    partners_answers_of,
    standings,
)
from licet.web.casework.casefile.destinations import profiles_of
from licet.web.casework.gathered import attach, first, gather, read
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
    Dispatch,
    Document,
    DraftReturn,
    Endorsement,
    Escalation,
    FindingsRun,
    Hit,
    InformationRequest,
    Letter,
    LevelVote,
    OwnershipCall,
    OwnershipFinding,
    OwnershipRun,
    OwnershipVerdict,
    Referral,
    RefusalNotice,
    ScreeningRecord,
    Team,
)
from licet.web.casework.screening.four_eyes import NO_LICENCE, tier_of
from licet.web.casework.screening.hit_standing import (
    Words,
    carried_of,
    load_words,
    said_of,
    seconds_of,
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
    run: FindingsRun | None = first(newest_run_of, case)
    if run is None:
        return Findings(run=None)
    gather(run, screenings_of, determinations_of, hits_of, criteria_of, profiles_of)
    screenings = read(screenings_of, run)
    determinations = read(determinations_of, run)
    hits = read(hits_of, run)
    tier = tier_of(determinations, len(case.transaction.get("items") or ()))
    return Findings(
        run=run,
        determinations=determinations,
        screenings=screenings,
        hits=hits,
        words=load_words(case, tier) if hits else Words(tier=tier),
        criteria=read(criteria_of, run),
    )


def newest_run_of(case: Case) -> QuerySet[FindingsRun]:
    """The newest computation of a case."""
    return FindingsRun.objects.filter(case=case).order_by("-pk")[:1]


def screenings_of(run: FindingsRun) -> QuerySet[ScreeningRecord]:
    """The parties that were screened in a computation."""
    return ScreeningRecord.objects.filter(run=run).order_by("pk")


def determinations_of(run: FindingsRun) -> QuerySet[DeterminationRecord]:
    """What every law said of every item, the governing law first."""
    found = DeterminationRecord.objects.filter(run=run)
    return found.order_by("-governing", "item", "regime")


def hits_of(run: FindingsRun) -> QuerySet[Hit]:
    """The hits of a computation, the nearest first."""
    found = Hit.objects.filter(screening__run=run).select_related("screening")
    return found.order_by("-score", "pk")


def criteria_of(run: FindingsRun) -> QuerySet[CriterionRecord]:
    """What was found of every criterion."""
    return CriterionRecord.objects.filter(run=run).order_by("pk")


def load_traced(case: Case) -> Traced:
    """The newest computation of who stands behind a case: three queries at most."""
    run = first(traced_run_of, case)
    if run is None:
        return Traced()
    found = list(OwnershipFinding.objects.filter(run=run).order_by("pk"))
    return Traced(
        run=run,
        findings=found,
        verdicts=read(verdicts_of, case) if found else (),
        call=run.called or 0,
    )


def traced_run_of(case: Case) -> QuerySet[OwnershipRun]:
    """The newest tracing of owners, with the newest call to trace again."""
    called = OwnershipCall.objects.filter(case=OuterRef("case")).order_by("-pk")
    found = OwnershipRun.objects.filter(case=case)
    return found.annotate(called=Subquery(called.values("pk")[:1])).order_by("-pk")[:1]


def verdicts_of(case: Case) -> QuerySet[OwnershipVerdict]:
    """What officers found of owners, the newest last."""
    found = OwnershipVerdict.objects.filter(case=case)
    return found.select_related("by").order_by("pk")


def load_escalations(case: Case) -> list[Escalation]:
    """Every level that dissent in a case reached: one query, two when there is any."""
    found = read(escalations_of, case)
    if found:
        attach(found, "votes", read(votes_of, case), "escalation_id")
    return found


def load_condition_requests(case: Case) -> list[ConditionRequest]:
    """Every wish to change a condition that a body set, with its answer."""
    return read(condition_requests_of, case)


def _divided(
    referrals: Sequence[Referral], advice: Mapping[object, Sequence[Advice]]
) -> bool:
    """Whether there ever was anything that a level could have decided."""
    said = {one.position for given in advice.values() for one in given}
    return bool(said - _SIMPLE) or any(
        row.state in {"closed", "seated"} or hasattr(row, "silence")
        for row in referrals
    )


def load(case: Case, *, within: bool = True) -> CaseFile:
    """Load everything that a case holds.

    Args:
        case: The case; its organisation and officer should come with it.
        within: Whether with what stays within the authority: what was found of the parties,
            what officers said of it, what other states answered. What applicants read goes
            without, and the process that serves them may not read it.

    Returns:
        The file; thirty queries at most, however large the case.
    """
    gather(case, *_QUESTIONS, *(_WITHIN if within else ()))
    advice = _advice_by_referral(case)
    drafts = read(drafts_of, case)
    if drafts:
        attach(drafts, "returns", read(returns_of, case), "draft_id")
        attach(drafts, "endorsements", read(endorsements_of, case), "draft_id")
    letters = read(letters_of, case)
    notices = read(notices_of, case) if drafts else []
    _attach_dispatches(case, letters, notices)
    # There is no decision without a draft.
    decision = first(decisions_of, case) if drafts else None
    referrals = read(referrals_of, case)
    return CaseFile(
        case=case,
        documents=read(documents_of, case),
        requests=read(requests_of, case),
        findings=load_findings(case) if within else Findings(run=None),
        referrals=referrals,
        advice=advice,
        consultations=standings(case) if within else (),
        drafts=drafts,
        decision=decision,
        conditions=_conditions(decision),
        letters=letters,
        appeals=_appeals(case),
        traced=load_traced(case) if within else Traced(),
        notices=notices,
        escalations=load_escalations(case) if _divided(referrals, advice) else (),
        condition_requests=load_condition_requests(case)
        if any(one.conditions for given in advice.values() for one in given)
        else (),
    )


def _conditions(decision: Decision | None) -> list[ConditionRow]:
    if decision is None:
        return []
    return list(ConditionRow.objects.filter(decision=decision).order_by("position"))


def _attach_dispatches(
    case: Case, letters: Sequence[Letter], notices: Sequence[RefusalNotice]
) -> None:
    if letters:
        sent = read(dispatches_of, case)
        told = [*letters, *(one.letter for one in notices)]
        attach(told, "dispatches", sent, "letter_id")


def _advice_by_referral(case: Case) -> dict[object, list[Advice]]:
    advice: dict[object, list[Advice]] = {}
    for row in read(advice_of, case):
        advice.setdefault(row.referral_id, []).append(row)
    return advice


def advice_of(case: Case) -> QuerySet[Advice]:
    """Every version of every advice, the oldest first."""
    found = Advice.objects.filter(referral__case=case).select_related("detail")
    return found.order_by("version")


def drafts_of(case: Case) -> QuerySet[DecisionDraft]:
    """Every draft of a decision with what signatories did with it."""
    found = DecisionDraft.objects.filter(case=case).select_related("detail")
    return found.order_by("version")


def returns_of(case: Case) -> QuerySet[DraftReturn]:
    """Drafts given back, with the reasons."""
    return DraftReturn.objects.filter(draft__case=case).order_by("pk")


def endorsements_of(case: Case) -> QuerySet[Endorsement]:
    """Signatures on the way to the last one."""
    return Endorsement.objects.filter(draft__case=case).order_by("pk")


def decisions_of(case: Case) -> QuerySet[Decision]:
    """The newest decision."""
    found = Decision.objects.filter(case=case).select_related("countersignature")
    return found.order_by("-draft__version")[:1]


def referrals_of(case: Case) -> QuerySet[Referral]:
    """Whom the case was referred to, in that order."""
    found = Referral.objects.filter(case=case).select_related("team", "silence")
    return found.order_by("referred_at", "pk")


def documents_of(case: Case) -> QuerySet[Document]:
    """Every document, removed ones included."""
    return Document.objects.filter(case=case).order_by("uploaded_at")


def requests_of(case: Case) -> QuerySet[InformationRequest]:
    """Every question to the applicant."""
    return InformationRequest.objects.filter(case=case).order_by("asked_at")


def letters_of(case: Case) -> QuerySet[Letter]:
    """Every letter with how it was sent and served."""
    found = Letter.objects.filter(case=case).select_related("service", "document")
    return found.order_by("made_at")


def dispatches_of(case: Case) -> QuerySet[Dispatch]:
    """How the letters of a case were sent."""
    return Dispatch.objects.filter(letter__case=case).order_by("pk")


def _appeals(case: Case) -> list[Appeal]:
    found = list(read(appeals_of, case))
    for one in found:
        one.case = case  # with the organisation that is read already
    return found


def appeals_of(case: Case) -> QuerySet[Appeal]:
    """Every appeal."""
    return Appeal.objects.filter(case=case).order_by("lodged_at")


def escalations_of(case: Case) -> QuerySet[Escalation]:
    """Every level that dissent reached, with its votes."""
    found = Escalation.objects.filter(case=case).select_related("outcome")
    return found.order_by("number")


def votes_of(case: Case) -> QuerySet[LevelVote]:
    """Every vote on a level."""
    return LevelVote.objects.filter(escalation__case=case).order_by("pk")


def condition_requests_of(case: Case) -> QuerySet[ConditionRequest]:
    """Every wish to change a condition that a body set, with its answer."""
    found = ConditionRequest.objects.filter(case=case)
    return found.select_related("answer").order_by("pk")


def notices_of(case: Case) -> QuerySet[RefusalNotice]:
    """Notices of an intended refusal, the newest last; there are none without a draft."""
    found = RefusalNotice.objects.filter(case=case)
    return found.select_related(
        "letter__service", "letter__document", "answer__by"
    ).order_by("at")


# What a case holds by its own number: one statement asks for all of it.
_QUESTIONS = (
    advice_of,
    appeals_of,
    condition_requests_of,
    decisions_of,
    dispatches_of,
    documents_of,
    drafts_of,
    endorsements_of,
    escalations_of,
    letters_of,
    notices_of,
    referrals_of,
    requests_of,
    returns_of,
    votes_of,
)
# What stays within the authority.
_WITHIN = (
    carried_of,
    consultations_of,
    newest_run_of,
    partners_answers_of,
    said_of,
    seconds_of,
    traced_run_of,
    verdicts_of,
)
