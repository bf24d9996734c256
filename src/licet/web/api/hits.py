"""Hits over all cases over the API: the work list, one with its evidence, words, measures."""

from django.http import HttpRequest
from ninja import Router

from licet.web.api.documents import (
    HitsDecidedBody,
    HitWordBody,
    Problem,
    SecondWordBody,
)
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.screening import hits as reads
from licet.web.casework.selectors.screening.hit_evidence import hit_evidence
from licet.web.casework.selectors.screening.hit_measures import hit_measures
from licet.web.casework.services.screening import adjudication

router = Router(tags=["hits"], auth=Token("work"))
READ = Token("work", "read")
Answer = {
    200: views.HitEvidence,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
}


@router.get(
    "/hits",
    response={200: views.HitPage, 403: Problem, 422: Problem},
    auth=READ,
    summary="Hits over all cases in the order of what matters, a page at a time",
)
def hits(  # noqa: PLR0913  # one parameter for each filter
    request: HttpRequest,
    *,
    standing: str = "undecided",
    list: str = "",  # noqa: A002  # the name that the address has
    role: str = "",
    team: str = "",
    text: str = "",
    page: int = 1,
    mine: bool = False,
) -> views.HitPage:
    query = reads.HitQuery(
        standing=standing, list=list, role=role, team=team, mine=mine, text=text
    )
    return reads.work_list(viewer=actor(request), query=query, page=page)


@router.get(
    "/hits/measures",
    response={200: views.HitMeasures, 403: Problem, 422: Problem},
    auth=READ,
    summary="Time and agreement of the work on hits over a span of days",
)
def measures(
    request: HttpRequest, since: str = "", until: str = ""
) -> views.HitMeasures:
    return hit_measures(viewer=actor(request), since=since, until=until)


@router.post(
    "/hits/together",
    response={
        200: dict[str, int],
        403: Problem,
        404: Problem,
        409: Problem,
        422: Problem,
    },
    summary="One word on several hits of the same evidence: all or none",
)
def together(request: HttpRequest, body: HitsDecidedBody) -> dict[str, int]:
    chosen = [
        adjudication.Chosen(case=one.case, hit=one.hit, version=one.version)
        for one in body.hits
    ]
    word = body.dict(exclude={"hits"})
    done = adjudication.decide_together(by=actor(request), chosen=chosen, **word)
    return {"decided": len(done)}


@router.get(
    "/hits/{number}/{hit}",
    response={200: views.HitEvidence, 403: Problem, 404: Problem},
    auth=READ,
    summary="A hit with both sides and everything that bears on it",
)
def hit(request: HttpRequest, number: str, hit: str) -> views.HitEvidence:
    return hit_evidence(viewer=actor(request), case=number, hit=hit)


@router.post("/hits/{number}/{hit}", response=Answer, summary="Give a word on a hit")
def decide(
    request: HttpRequest, number: str, hit: str, body: HitWordBody
) -> views.HitEvidence:
    by = actor(request)
    adjudication.adjudicate_hit(by=by, case=number, hit=hit, **body.dict())
    return hit_evidence(viewer=by, case=number, hit=hit)


@router.post(
    "/hits/{number}/{hit}/second",
    response=Answer,
    summary="Confirm or differ from a word on a hit, as the second officer",
)
def confirm(
    request: HttpRequest, number: str, hit: str, body: SecondWordBody
) -> views.HitEvidence:
    by = actor(request)
    adjudication.confirm_hit(by=by, case=number, hit=hit, **body.dict())
    return hit_evidence(viewer=by, case=number, hit=hit)
