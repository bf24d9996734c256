"""What officers, agencies and reviewers do over the API: the same verbs as on the screens."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from licet.decision import (
    Condition,
    DecisionOutcome,
    Disagreement,
    Draft,
    Ground,
    SecretReason,
)
from licet.review import AdvicePoint
from licet.web.api.contract.pages import paged
from licet.web.api.documents import (
    REFUSED,
    AdjudicationBody,
    AdviceBody,
    ConditionBody,
    ConsultationAnswerBody,
    ConsultationBody,
    DraftBody,
    FactBody,
    OverrideBody,
    PointBody,
    Problem,
    QuestionBody,
    ReasonsBody,
    ReferralsBody,
    ServiceBody,
    VersionBody,
)
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.review.advising import require_position
from licet.web.casework.selectors.desk import desk as reads
from licet.web.casework.selectors.desk.work_list import WorkList
from licet.web.casework.selectors.findings import determinations
from licet.web.casework.services.decision import decisions
from licet.web.casework.services.desk import desk, information_requests, referring
from licet.web.casework.services.findings import classification, findings, replay
from licet.web.casework.services.review import consultations

router = Router(tags=["cases"], auth=Token("work"))
READ = Token("work", "read")
Answer = {200: views.CaseView, **REFUSED}


def condition(body: ConditionBody) -> Condition:
    """A condition as the decision part wants it."""
    return Condition(
        type=body.type,
        terms=body.terms,
        checker=body.checker,
        owner=body.owner,
        reason=body.reason,
    )


def point(body: PointBody) -> AdvicePoint:
    """Advice on an item or party as the review part wants it.

    Raises:
        InvalidInputError: No such position.
    """
    return AdvicePoint(
        kind=body.kind,
        subject=body.subject,
        position=require_position(body.position),
        grounds=tuple(body.grounds),
        words=body.words,
    )


def draft(body: DraftBody) -> Draft:
    """A draft as the decision part wants it.

    Raises:
        InvalidInputError: No such outcome.
    """
    outcomes = [each.value for each in DecisionOutcome]
    if body.outcome not in outcomes:
        raise InvalidInputError({"outcome": f"Choose one of: {', '.join(outcomes)}."})
    return Draft(
        outcome=DecisionOutcome(body.outcome),
        grounds=tuple(
            Ground(
                criterion=each.criterion,
                evidence=tuple(each.evidence),
                words=each.words,
            )
            for each in body.grounds
        ),
        conditions=tuple(condition(each) for each in body.conditions),
        reasons=body.reasons,
        disagreements=tuple(
            Disagreement(finding=one.finding, reasons=one.reasons)
            for one in body.disagreements
        ),
        secret=tuple(
            SecretReason(marking=one.marking, words=one.words, gist=one.gist)
            for one in body.secret
        ),
        without_notice=body.without_notice,
        without_notice_reasons=body.without_notice_reasons,
    )


@router.get(
    "/cases",
    response=list[views.CaseSummary],
    auth=READ,
    summary="The queue of my teams in the order of the work: what needs me, what waits, the rest",
)
@paged
def queue(request: HttpRequest) -> WorkList:
    return reads.queue(viewer=actor(request))


@router.get(
    "/cases/{number}", response=Answer, auth=READ, summary="A case with its evidence"
)
def case(request: HttpRequest, number: str) -> views.CaseView:
    return reads.case(viewer=actor(request), case=number)


@router.post("/cases/{number}/take", response=Answer, summary="Take a case")
def take(request: HttpRequest, number: str, body: VersionBody) -> views.CaseView:
    return desk.take_case(by=actor(request), case=number, version=body.version)


@router.post(
    "/cases/{number}/findings", response=Answer, summary="Compute the findings anew"
)
def renew(request: HttpRequest, number: str, body: VersionBody) -> views.CaseView:
    return findings.renew_findings(by=actor(request), case=number, version=body.version)


@router.post("/cases/{number}/facts", response=Answer, summary="Establish a fact")
def establish(request: HttpRequest, number: str, body: FactBody) -> views.CaseView:
    given = body.dict() | {"evidence": tuple(body.evidence)}
    return desk.correct_fact(by=actor(request), case=number, **given)


@router.get(
    "/cases/{number}/determinations",
    response={200: list[views.DeterminationRunView], 403: Problem, 404: Problem},
    auth=READ,
    summary="Every determination of a case, with its differences",
)
@paged
def determined(request: HttpRequest, number: str) -> list[views.DeterminationRunView]:
    return list(determinations.runs(viewer=actor(request), case=number))


@router.get(
    "/cases/{number}/determinations/replay",
    response={200: list[dict[str, Any]], 403: Problem, 404: Problem},
    auth=READ,
    summary="Run every determination again from its record",
)
@paged
def run_again(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    found = replay.replay(viewer=actor(request), case=number)
    return [one.to_json() for one in found]


@router.post(
    "/cases/{number}/items/{item}/classification",
    response=Answer,
    summary="Set the entry of an item, with reasons and law",
)
def classify(
    request: HttpRequest, number: str, item: int, body: OverrideBody
) -> views.CaseView:
    return classification.override_classification(
        by=actor(request), case=number, item=item, **body.dict()
    )


@router.post("/cases/{number}/hits/{hit}", response=Answer, summary="Adjudicate a hit")
def adjudicate(
    request: HttpRequest, number: str, hit: str, body: AdjudicationBody
) -> views.CaseView:
    return findings.adjudicate_hit(
        by=actor(request), case=number, hit=hit, **body.dict()
    )


@router.post(
    "/cases/{number}/questions",
    response=Answer,
    summary="Ask the applicant; the clock stops",
)
def ask(request: HttpRequest, number: str, body: QuestionBody) -> views.CaseView:
    given = body.dict() | {"facts": tuple(body.facts)}
    return information_requests.request_information(
        by=actor(request), case=number, **given
    )


@router.post("/cases/{number}/referrals", response=Answer, summary="Refer to agencies")
def refer(request: HttpRequest, number: str, body: ReferralsBody) -> views.CaseView:
    wanted = tuple(
        referring.Referral(team=each.team, because=each.because)
        for each in body.referrals
    )
    return referring.refer_case(
        by=actor(request), case=number, referrals=wanted, version=body.version
    )


@router.post(
    "/cases/{number}/referrals/close", response=Answer, summary="Close the referrals"
)
def close(request: HttpRequest, number: str, body: ReasonsBody) -> views.CaseView:
    return referring.close_referrals(by=actor(request), case=number, **body.dict())


@router.post("/cases/{number}/advice", response=Answer, summary="Advise, as an agency")
def advise(request: HttpRequest, number: str, body: AdviceBody) -> views.CaseView:
    return referring.give_advice(
        by=actor(request),
        case=number,
        position=body.position,
        reasons=body.reasons,
        conditions=tuple(condition(each) for each in body.conditions),
        grounds=tuple(body.grounds),
        points=tuple(point(each) for each in body.points),
        version=body.version,
    )


@router.post(
    "/cases/{number}/consultations", response=Answer, summary="Consult another state"
)
def consult(
    request: HttpRequest, number: str, body: ConsultationBody
) -> views.CaseView:
    return consultations.ask_consultation(by=actor(request), case=number, **body.dict())


@router.post(
    "/cases/{number}/consultations/{consultation}/answers",
    response=Answer,
    summary="Record the answer of another state",
)
def consulted(
    request: HttpRequest, number: str, consultation: str, body: ConsultationAnswerBody
) -> views.CaseView:
    return consultations.record_consultation_answer(
        by=actor(request), case=number, consultation=consultation, **body.dict()
    )


@router.post(
    "/cases/{number}/documents/{document}/invalid",
    response=Answer,
    summary="Mark a document invalid",
)
def invalid(
    request: HttpRequest, number: str, document: str, body: ReasonsBody
) -> views.CaseView:
    return desk.mark_document_invalid(
        by=actor(request), case=number, document=document, **body.dict()
    )


@router.post("/cases/{number}/draft", response=Answer, summary="Draft a decision")
def write_draft(request: HttpRequest, number: str, body: DraftBody) -> views.CaseView:
    return decisions.draft_decision(
        by=actor(request), case=number, draft=draft(body), version=body.version
    )


@router.post(
    "/cases/{number}/send", response=Answer, summary="Send for countersignature"
)
def send(request: HttpRequest, number: str, body: VersionBody) -> views.CaseView:
    return decisions.send_for_countersignature(
        by=actor(request), case=number, version=body.version
    )


@router.post(
    "/cases/{number}/return",
    response=Answer,
    summary="Return the draft with the reason",
)
def give_back(request: HttpRequest, number: str, body: ReasonsBody) -> views.CaseView:
    return decisions.return_draft(by=actor(request), case=number, **body.dict())


@router.post(
    "/cases/{number}/countersign", response=Answer, summary="Sign as the second person"
)
def countersign(request: HttpRequest, number: str, body: VersionBody) -> views.CaseView:
    return decisions.countersign(by=actor(request), case=number, version=body.version)


@router.post(
    "/cases/{number}/letters/{letter}/service",
    response={200: views.LetterView, 409: Problem, 422: Problem},
    summary="Enter the service of a letter",
)
def service(
    request: HttpRequest, number: str, letter: str, body: ServiceBody
) -> views.LetterView:
    return decisions.record_service(
        by=actor(request), case=number, letter=letter, **body.dict()
    )
