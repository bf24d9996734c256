"""Appeals over the API: what can be appealed, lodging, the way to the decision, the decision."""

from datetime import date
from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Router, UploadedFile

from licet.review.appeals import GroundFinding
from licet.web.api.contract.sending import as_file
from licet.web.api.documents import REFUSED, Body, Problem, ReasonsBody, VersionBody
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.appeals import appeals as reads
from licet.web.casework.services.appeals import (
    appeal_closed,
    appeal_hearing,
    appeal_ruling,
    appeals,
)

router = Router(tags=["appeals"], auth=Token("work"))
READ = Token("work", "apply", "read")
EXPORTER = Token("apply")
BOTH = Token("work", "apply")
Answer = {200: views.AppealView, **REFUSED}


class LodgingBody(VersionBody):
    """An appeal: on which grounds of the law's list, and why."""

    grounds: list[str] = Field(examples=[["facts", "reasons"]])
    words: str
    act: str = Field(default="", description="One of GET .../contestable, its key")
    excuse: str = ""
    late_reasons: str = ""

    def lodging(self) -> appeals.Lodging:
        """The same for the service."""
        return appeals.Lodging(**self.dict(exclude={"version"}))


class OpinionLodgingBody(Body):
    """An appeal against an opinion."""

    grounds: list[str]
    words: str
    excuse: str = ""
    late_reasons: str = ""

    def lodging(self) -> appeals.Lodging:
        """The same for the service."""
        return appeals.Lodging(**self.dict())


class ReviewerBody(VersionBody):
    """Who shall hear an appeal."""

    reviewer: str


class AnswerBody(VersionBody):
    """What a side says in an appeal."""

    text: str


class HearingBody(VersionBody):
    """The day and place of a hearing."""

    on: date
    place: str


class HearingRecordBody(VersionBody):
    """What was said at a hearing."""

    on: date
    record: str


class InterimBody(ReasonsBody):
    """The decision on an interim measure: granted or rejected."""

    measure: str = Field(examples=["granted"])


class AdvocateBody(ReasonsBody):
    """Who shall be the cleared advocate, by e-mail address."""

    advocate: str


class FindingBody(Body):
    """What is found on one ground."""

    ground: str
    finding: str = Field(examples=["upheld"])
    reasons: str


class RulingBody(ReasonsBody):
    """How an appeal ends."""

    outcome: str = Field(examples=["dismissed"])
    findings: list[FindingBody] = Field(default_factory=list)
    remedy: str = ""
    words: str = Field(default="", description="A varied condition, as it binds")
    terms: dict[str, str] = Field(default_factory=dict)

    def ruling(self) -> appeal_ruling.Ruling:
        """The same for the service."""
        found = tuple(GroundFinding(**one.dict()) for one in self.findings)
        said = self.dict(exclude={"version", "findings"})
        return appeal_ruling.Ruling(findings=found, **said)


@router.get(
    "/appeals",
    response={200: views.AppealsView, **REFUSED},
    auth=READ,
    summary="Appeals within my standing, by page",
)
def listed(
    request: HttpRequest,
    text: str = "",
    state: str = "",
    page: int = 1,
) -> views.AppealsView:
    return reads.appeals(viewer=actor(request), text=text, state=state, page=page)


@router.get("/appeals/{appeal}", response=Answer, auth=READ, summary="One appeal")
def one(request: HttpRequest, appeal: str) -> views.AppealView:
    return reads.appeal(viewer=actor(request), appeal=appeal)


@router.get(
    "/appeals/{appeal}/record",
    response={200: views.AppealRecordView, **REFUSED},
    auth=READ,
    summary="The record as it stood on the day of the act, and what came after",
)
def record(request: HttpRequest, appeal: str) -> views.AppealRecordView:
    return reads.record_of(viewer=actor(request), appeal=appeal)


@router.get(
    "/appeals/{appeal}/documents/{document}",
    response={200: bytes, 403: Problem, 404: Problem, 410: Problem},
    auth=READ,
    summary="A document laid before the reviewer",
)
def laid_document(request: HttpRequest, appeal: str, document: str) -> HttpResponse:
    return as_file(
        reads.appeal_document(viewer=actor(request), appeal=appeal, document=document)
    )


@router.get(
    "/appeals/{appeal}/brief",
    response={200: views.ClosedMaterialView, 403: Problem, 404: Problem},
    auth=Token("apply", "read"),
    summary="The closed material, for its cleared advocate; every reading is entered",
)
def brief(request: HttpRequest, appeal: str) -> views.ClosedMaterialView:
    return appeal_closed.closed_material(viewer=actor(request), appeal=appeal)


@router.post(
    "/appeals/{appeal}/brief",
    response={200: views.ClosedMaterialView, **REFUSED},
    auth=EXPORTER,
    summary="Say something on the closed material, as the cleared advocate",
)
def submit_brief(
    request: HttpRequest, appeal: str, body: AnswerBody
) -> views.ClosedMaterialView:
    by = actor(request)
    appeal_hearing.submit_as_advocate(by=by, appeal=appeal, **body.dict())
    return appeal_closed.closed_material(viewer=by, appeal=appeal)


@router.get(
    "/applications/{number}/contestable",
    response={200: views.ContestableActsView, **REFUSED},
    auth=Token("apply", "read"),
    summary="What can be appealed in a case, until when, on which grounds",
)
def contestable(request: HttpRequest, number: str) -> views.ContestableActsView:
    return reads.contestable(viewer=actor(request), case=number)


@router.post(
    "/applications/{number}/appeal",
    response=Answer,
    auth=EXPORTER,
    summary="Appeal against an act in a case",
)
def lodge(request: HttpRequest, number: str, body: LodgingBody) -> views.AppealView:
    return appeals.lodge_appeal(
        by=actor(request), case=number, lodging=body.lodging(), version=body.version
    )


@router.post(
    "/opinions/{number}/appeal",
    response=Answer,
    auth=EXPORTER,
    summary="Appeal against the answer of an opinion",
)
def lodge_opinion(
    request: HttpRequest, number: str, body: OpinionLodgingBody
) -> views.AppealView:
    return appeals.lodge_opinion_appeal(
        by=actor(request), opinion=number, lodging=body.lodging()
    )


@router.post(
    "/appeals/{appeal}/documents",
    response=Answer,
    auth=BOTH,
    summary="Lay a document before the reviewer; the same bytes and name stand once",
)
def document(
    request: HttpRequest, appeal: str, file: File[UploadedFile]
) -> views.AppealView:
    return appeals.lay_appeal_document(
        by=actor(request),
        appeal=appeal,
        name=file.name or "",
        content=cast("BinaryIO", file.file),
    )


@router.post(
    "/appeals/{appeal}/answer",
    response=Answer,
    summary="The authority's answer to an appeal",
)
def answer(request: HttpRequest, appeal: str, body: AnswerBody) -> views.AppealView:
    return appeals.answer_appeal(by=actor(request), appeal=appeal, **body.dict())


@router.post(
    "/appeals/{appeal}/hearing-request",
    response=Answer,
    auth=EXPORTER,
    summary="Ask to be heard",
)
def ask_hearing(
    request: HttpRequest, appeal: str, body: ReasonsBody
) -> views.AppealView:
    return appeals.ask_hearing(by=actor(request), appeal=appeal, **body.dict())


@router.post(
    "/appeals/{appeal}/interim-request",
    response=Answer,
    auth=EXPORTER,
    summary="Ask that the act has no effect meanwhile",
)
def ask_interim(
    request: HttpRequest, appeal: str, body: ReasonsBody
) -> views.AppealView:
    return appeals.ask_interim(by=actor(request), appeal=appeal, **body.dict())


@router.post(
    "/appeals/{appeal}/withdraw",
    response=Answer,
    auth=EXPORTER,
    summary="Withdraw an appeal",
)
def withdraw(request: HttpRequest, appeal: str, body: ReasonsBody) -> views.AppealView:
    return appeals.withdraw_appeal(by=actor(request), appeal=appeal, **body.dict())


@router.post(
    "/appeals/{appeal}/assign",
    response=Answer,
    summary="Assign an independent reviewer",
)
def assign(request: HttpRequest, appeal: str, body: ReviewerBody) -> views.AppealView:
    return appeal_hearing.assign_appeal(by=actor(request), appeal=appeal, **body.dict())


@router.post(
    "/appeals/{appeal}/advocate", response=Answer, summary="Name a cleared advocate"
)
def advocate(request: HttpRequest, appeal: str, body: AdvocateBody) -> views.AppealView:
    return appeal_hearing.name_advocate(by=actor(request), appeal=appeal, **body.dict())


@router.post("/appeals/{appeal}/hearing", response=Answer, summary="Set a hearing")
def set_hearing(
    request: HttpRequest, appeal: str, body: HearingBody
) -> views.AppealView:
    return appeal_hearing.set_hearing(by=actor(request), appeal=appeal, **body.dict())


@router.post(
    "/appeals/{appeal}/hearing-record",
    response=Answer,
    summary="Enter what was said at the hearing",
)
def record_hearing(
    request: HttpRequest, appeal: str, body: HearingRecordBody
) -> views.AppealView:
    return appeal_hearing.record_hearing(
        by=actor(request), appeal=appeal, **body.dict()
    )


@router.post(
    "/appeals/{appeal}/interim", response=Answer, summary="Decide an interim measure"
)
def interim(request: HttpRequest, appeal: str, body: InterimBody) -> views.AppealView:
    return appeal_hearing.decide_interim(
        by=actor(request), appeal=appeal, **body.dict()
    )


@router.post("/appeals/{appeal}/decide", response=Answer, summary="Decide an appeal")
def decide(request: HttpRequest, appeal: str, body: RulingBody) -> views.AppealView:
    return appeal_ruling.decide_appeal(
        by=actor(request), appeal=appeal, ruling=body.ruling(), version=body.version
    )
