"""Advisory panels for programs: the same acts as on the screens."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.services.panels import (
    elicitations,
    panel_opinions,
    panel_referrals,
    panel_seats,
)
from licet.web.casework.views import panels as views

router = Router(tags=["panels"], auth=Token("work"))
READ = Token("read", "work")


class SeatBody(Body):
    """A member's seat."""

    email: str
    first: date
    last: date
    instrument: str
    vetted_on: date | None = None
    vetted_until: date | None = None
    chair: bool = False


class ReasonsBody(Body):
    """Why."""

    reasons: str


class AskBody(Body):
    """What is asked of a panel, under which agreement."""

    panel: str
    question: str
    agreement: str
    purpose: str
    because: str = ""

    def asking(self) -> panel_referrals.Asking:
        """The same for the service."""
        return panel_referrals.Asking(
            panel=self.panel,
            question=self.question,
            agreement=self.agreement,
            purpose=self.purpose,
            because=self.because,
        )


class AskCaseBody(AskBody):
    """The same of a live case."""

    version: int | None = None


class AskDraftBody(AskBody):
    """The same of a draft: ``draft:SLUG`` or ``template:CODE``."""

    subject: str


class DeclarationBody(Body):
    """Whether a conflict of interest stands against taking part."""

    conflict: bool
    words: str = ""


class OpinionBody(Body):
    """A version of the opinion."""

    position: str
    reasons: str


class VoteBody(Body):
    """A vote on the newest version."""

    version: int
    vote: str
    words: str = ""


class QuestionBody(Body):
    """A question to estimate."""

    text: str
    kind: str
    low: int = 1
    high: int = 7
    options: tuple[str, ...] = ()


class EstimateBody(Body):
    """One's own estimate."""

    in_round: int
    value: str
    words: str = ""


class RoundBody(Body):
    """Which round."""

    in_round: int


class WordBody(Body):
    """A word between the rounds."""

    text: str


Referral = views.PanelReferralView
ANSWER = {200: Referral, **REFUSED}


@router.get(
    "/panels",
    response={200: list[views.PanelView], **REFUSED},
    auth=READ,
    summary="The panels of the governing law with their members",
)
@paged
def panels(request: HttpRequest) -> list[views.PanelView]:
    return list(reads.panels(viewer=actor(request)))


@router.post(
    "/panels/{panel}/seats",
    response={200: views.SeatView, **REFUSED},
    summary="Appoint a member",
)
def appoint(request: HttpRequest, panel: str, body: SeatBody) -> views.SeatView:
    return panel_seats.appoint_panel_member(
        by=actor(request), panel=panel, **body.dict()
    )


@router.post(
    "/panel-seats/{seat}/end",
    response={200: views.SeatView, **REFUSED},
    summary="End a seat before its term",
)
def end_seat(request: HttpRequest, seat: int, body: ReasonsBody) -> views.SeatView:
    return panel_seats.end_panel_seat(
        by=actor(request), seat=seat, reasons=body.reasons
    )


@router.get(
    "/panels/referrals",
    response={200: list[Referral], **REFUSED},
    auth=READ,
    summary="Every referral, without what was put before the panel",
)
@paged
def referrals(request: HttpRequest) -> Lines[Referral]:
    return reads.referrals(viewer=actor(request))


@router.get(
    "/panels/mine",
    response={200: list[Referral], **REFUSED},
    auth=READ,
    summary="The referrals of the caller's own panels",
)
@paged
def mine(request: HttpRequest) -> Lines[Referral]:
    return reads.own_referrals(viewer=actor(request))


@router.get(
    "/panels/referrals/{referral}",
    response=ANSWER,
    auth=READ,
    summary="A referral; to a member only after a declaration",
)
def referral(request: HttpRequest, referral: str) -> Referral:
    return reads.referral(viewer=actor(request), number=referral)


@router.get(
    "/cases/{number}/panels",
    response={200: views.CasePanelsView, **REFUSED},
    auth=READ,
    summary="Which rules send a case to a panel, and what panels say",
)
def of_case(request: HttpRequest, number: str) -> views.CasePanelsView:
    return reads.case_panels(viewer=actor(request), case=number)


@router.post(
    "/cases/{number}/panels",
    response=ANSWER,
    summary="Put a live case before a panel under an agreement",
)
def refer(request: HttpRequest, number: str, body: AskCaseBody) -> Referral:
    return panel_referrals.refer_to_panel(
        by=actor(request), case=number, asking=body.asking(), version=body.version
    )


@router.post(
    "/composites/{composite}/panels",
    response=ANSWER,
    summary="Put a checked composite before a panel",
)
def refer_composite(request: HttpRequest, composite: str, body: AskBody) -> Referral:
    return panel_referrals.refer_composite(
        by=actor(request), composite=composite, asking=body.asking()
    )


@router.post(
    "/panels/drafts",
    response=ANSWER,
    summary="Put a draft of rules or a template before a panel",
)
def refer_draft(request: HttpRequest, body: AskDraftBody) -> Referral:
    return panel_referrals.refer_draft_to_panel(
        by=actor(request), subject=body.subject, asking=body.asking()
    )


@router.post(
    "/panels/referrals/{referral}/withdraw",
    response=ANSWER,
    summary="Withdraw a referral",
)
def withdraw(request: HttpRequest, referral: str, body: ReasonsBody) -> Referral:
    return panel_referrals.withdraw_panel_referral(
        by=actor(request), number=referral, reasons=body.reasons
    )


@router.post(
    "/panels/referrals/{referral}/declaration",
    response=ANSWER,
    summary="Declare whether a conflict of interest stands against taking part",
)
def declare(request: HttpRequest, referral: str, body: DeclarationBody) -> Referral:
    return panel_referrals.declare_on_referral(
        by=actor(request), number=referral, **body.dict()
    )


@router.post(
    "/panels/referrals/{referral}/opinions",
    response=ANSWER,
    summary="Write a version of the opinion",
)
def write(request: HttpRequest, referral: str, body: OpinionBody) -> Referral:
    return panel_opinions.write_panel_opinion(
        by=actor(request), number=referral, **body.dict()
    )


@router.post(
    "/panels/referrals/{referral}/votes",
    response=ANSWER,
    summary="Vote on the newest version",
)
def vote(request: HttpRequest, referral: str, body: VoteBody) -> Referral:
    return panel_opinions.vote_on_panel_opinion(
        by=actor(request), number=referral, **body.dict()
    )


@router.post(
    "/panels/referrals/{referral}/give",
    response=ANSWER,
    summary="Give the newest version as the opinion of the panel",
)
def give(request: HttpRequest, referral: str) -> Referral:
    return panel_opinions.give_panel_opinion(by=actor(request), number=referral)


@router.post(
    "/panels/referrals/{referral}/questions",
    response=ANSWER,
    summary="Put a question to estimate",
)
def ask(request: HttpRequest, referral: str, body: QuestionBody) -> Referral:
    asked = elicitations.Asked(**body.dict())
    return elicitations.open_elicitation(
        by=actor(request), number=referral, asked=asked
    )


@router.post(
    "/panels/referrals/{referral}/questions/{question}/estimates",
    response=ANSWER,
    summary="Give one's estimate in the open round",
)
def estimate(
    request: HttpRequest, referral: str, question: int, body: EstimateBody
) -> Referral:
    return elicitations.give_estimate(
        by=actor(request), number=referral, question=question, **body.dict()
    )


@router.post(
    "/panels/referrals/{referral}/questions/{question}/words",
    response=ANSWER,
    summary="Say something between the rounds",
)
def discuss(
    request: HttpRequest, referral: str, question: int, body: WordBody
) -> Referral:
    return elicitations.discuss_estimates(
        by=actor(request), number=referral, question=question, text=body.text
    )


@router.post(
    "/panels/referrals/{referral}/questions/{question}/close",
    response=ANSWER,
    summary="Close a round though somebody has not answered",
)
def close(
    request: HttpRequest, referral: str, question: int, body: RoundBody
) -> Referral:
    return elicitations.close_elicitation_round(
        by=actor(request), number=referral, question=question, in_round=body.in_round
    )
