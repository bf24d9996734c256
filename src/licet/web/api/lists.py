"""Official lists over the API: alarms, versions that were stopped, differences, lists out."""

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import Body, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.screening import list_differences, list_questions
from licet.web.casework.services.screening.list_questions import answer_list_question

router = Router(tags=["lists"], auth=Token("read"))
Refused = {403: Problem, 404: Problem, 422: Problem}
_TYPES = {
    "ftm": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


class ListAnswerBody(Body):
    """Whether a version that was stopped is right, and why."""

    answer: str = Field(examples=["accepted", "rejected"])
    reasons: str


@router.get(
    "/lists/alarms",
    response={200: list[views.ListAlarmView], 403: Problem},
    summary="What about the lists somebody must look at",
)
@paged
def alarms(request: HttpRequest) -> list[views.ListAlarmView]:
    return list(list_questions.alarms(viewer=actor(request)))


@router.get(
    "/lists/questions",
    response={200: list[views.ListQuestionView], 403: Problem},
    summary="Versions of lists that were stopped, the newest first",
)
@paged
def questions(request: HttpRequest) -> list[views.ListQuestionView]:
    return list(list_questions.questions(viewer=actor(request)))


@router.post(
    "/lists/questions/{int:question}",
    response={200: views.ListQuestionView, 409: Problem, **Refused},
    auth=Token("work"),
    summary="Accept or reject a version that was stopped",
)
def answer(
    request: HttpRequest, question: int, body: ListAnswerBody
) -> views.ListQuestionView:
    return answer_list_question(by=actor(request), question=question, **body.dict())


@router.get(
    "/lists/{source}/differences",
    response={200: views.VersionDifferenceView, **Refused},
    summary="What differs between two versions, field by field, with the alerts it caused",
)
def differences(  # noqa: PLR0913  # one parameter for each of the query
    request: HttpRequest,
    source: str,
    older: str,
    newer: str,
    *,
    words: str = "",
    change: str = "all",
    page: int = 1,
) -> views.VersionDifferenceView:
    return list_differences.differences(
        viewer=actor(request),
        source=source,
        older=older,
        newer=newer,
        words=words,
        change=change,
        page=page,
    )


@router.get(
    "/lists/{source}/export",
    response={200: None, **Refused},
    summary="A whole list as FollowTheMoney JSON lines, CSV or JSON, streamed",
)
def export(
    request: HttpRequest, source: str, version: str = "", form: str = "ftm"
) -> StreamingHttpResponse:
    pieces = list_differences.exported(
        viewer=actor(request), source=source, version=version, form=form
    )
    return StreamingHttpResponse(
        (piece.encode() for piece in pieces), content_type=_TYPES[form]
    )
