"""What an exporter's program may ask later: amendment, urgency, changes of a licence."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from licet.web.api.documents import REFUSED, Body
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.services.applying.amendments import amend_application
from licet.web.casework.services.applying.changes import request_change
from licet.web.casework.services.desk.urgency import ask_urgency

router = Router(tags=["requests"], auth=Token("apply"))


class AmendBody(Body):
    """A whole section as it is now true, and why."""

    section: str = Field(examples=["parties"])
    content: dict[str, Any]
    reasons: str
    version: int | None = None


class UrgencyBody(Body):
    """Who asks that a case goes first, and what they say; it weighs nothing."""

    asked_by: str
    words: str
    version: int | None = None


class UrgencyAnswer(Schema):
    """The ground that holds; empty when the case keeps its place."""

    ground: str


class ChangeBody(Body):
    """A change of a licence: amend_licence, extend_licence or transfer_licence."""

    act: str
    reasons: str
    registration: str = ""
    country: str = ""


@router.post(
    "/applications/{number}/amend",
    response={200: views.ApplicationView, **REFUSED},
    summary="Amend a section after submission",
)
def amend(request: HttpRequest, number: str, body: AmendBody) -> views.ApplicationView:
    return amend_application(by=actor(request), case=number, **body.dict())


@router.post(
    "/applications/{number}/urgency",
    response={200: UrgencyAnswer, **REFUSED},
    auth=Token("apply", "work"),
    summary="Enter that somebody wants a case to go first; the rule answers",
)
def urgency(request: HttpRequest, number: str, body: UrgencyBody) -> UrgencyAnswer:
    return UrgencyAnswer(
        ground=ask_urgency(by=actor(request), case=number, **body.dict())
    )


@router.post(
    "/licences/{number}/changes",
    response={200: views.CopyView, **REFUSED},
    summary="Begin the application for a change of a licence",
)
def change(request: HttpRequest, number: str, body: ChangeBody) -> views.CopyView:
    return request_change(by=actor(request), licence=number, **body.dict())
