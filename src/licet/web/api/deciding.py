"""Notice and answer, service, delegations, and the decision run again, over the API."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Field, Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body, VersionBody
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.decision import deciding as reads
from licet.web.casework.selectors.public.public_version import public_version
from licet.web.casework.services.decision import delegations, delivery, hearing
from licet.web.casework.services.findings.today import same_today

router = Router(tags=["decisions"], auth=Token("work"))
READ = Token("work", "read")
EXPORTER = Token("apply")


class NoticeAnswerBody(VersionBody):
    """What the applicant answers."""

    answer: str


class DispatchBody(Body):
    """How and when a letter was sent."""

    on: date
    manner: str = Field(examples=["post"])
    reference: str


class DelegationBody(Body):
    """A line of the register; lists that are empty cover everything."""

    holder: str
    acts: list[str]
    highest_tier: int
    first: date
    last: date | None = None
    instrument: str
    regimes: list[str] = Field(default_factory=list)
    kinds: list[str] = Field(default_factory=list)
    highest_value: Decimal | None = None
    currency: str = ""


class DelegationEndBody(Body):
    """The end of a line, today or later."""

    last: date
    reasons: str


@router.post(
    "/cases/{number}/notice",
    response={200: views.CaseView, **REFUSED},
    summary="Give notice of an intended refusal",
)
def notice(request: HttpRequest, number: str, body: VersionBody) -> views.CaseView:
    return hearing.give_notice_of_refusal(
        by=actor(request), case=number, version=body.version
    )


@router.post(
    "/applications/{number}/notice/answer",
    response={200: views.ApplicationView, **REFUSED},
    auth=EXPORTER,
    summary="Answer the notice of an intended refusal",
)
def answer(
    request: HttpRequest, number: str, body: NoticeAnswerBody
) -> views.ApplicationView:
    return hearing.answer_notice(by=actor(request), case=number, **body.dict())


@router.post(
    "/applications/{number}/letters/{letter}/open",
    response={200: views.LetterView, **REFUSED},
    auth=EXPORTER,
    summary="Open a letter: that is its service",
)
def open_letter(request: HttpRequest, number: str, letter: str) -> views.LetterView:
    return delivery.open_letter(by=actor(request), case=number, letter=letter)


@router.post(
    "/cases/{number}/letters/{letter}/dispatch",
    response={200: views.LetterView, **REFUSED},
    summary="Enter that a letter was sent",
)
def dispatch(
    request: HttpRequest, number: str, letter: str, body: DispatchBody
) -> views.LetterView:
    return delivery.dispatch_letter(
        by=actor(request), case=number, letter=letter, **body.dict()
    )


@router.get(
    "/cases/{number}/today",
    response={200: list[views.TodayView], **REFUSED},
    auth=READ,
    summary="Run the decision's determinations again: of its day, and of today",
)
@paged
def today(request: HttpRequest, number: str) -> list[views.TodayView]:
    return list(same_today(viewer=actor(request), case=number))


@router.get(
    "/cases/{number}/public",
    response={200: views.PublicVersion, **REFUSED},
    auth=READ,
    summary="The public version of the decision, with what is withheld",
)
def public(request: HttpRequest, number: str) -> views.PublicVersion:
    return public_version(viewer=actor(request), case=number)


@router.get(
    "/delegations",
    response={200: list[views.DelegationView], **REFUSED},
    auth=READ,
    summary="The register of delegations, as it stands on a day",
)
@paged
def register(
    request: HttpRequest, on: date | None = None
) -> list[views.DelegationView]:
    return list(reads.delegations(viewer=actor(request), on=on))


@router.post(
    "/delegations",
    response={200: views.DelegationView, **REFUSED},
    summary="Delegate, from today or a later day on",
)
def give(request: HttpRequest, body: DelegationBody) -> views.DelegationView:
    said = body.dict()
    lists = {key: tuple(said[key]) for key in ("acts", "regimes", "kinds")}
    given = delegations.Given(**said | lists)
    return delegations.give_delegation(by=actor(request), given=given)


@router.post(
    "/delegations/{delegation}/end",
    response={200: views.DelegationView, **REFUSED},
    summary="Let a delegation end, today or later",
)
def end(
    request: HttpRequest, delegation: int, body: DelegationEndBody
) -> views.DelegationView:
    return delegations.end_delegation(
        by=actor(request), delegation=delegation, **body.dict()
    )
