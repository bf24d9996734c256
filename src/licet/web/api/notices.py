"""One's own notices, how one is told, deadlines and the calendar address, for programs."""

from django.http import HttpRequest
from ninja import Router
from ninja import Schema as Answer
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import Body, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.notices import calendars
from licet.web.casework.selectors.notices import notices as reads
from licet.web.casework.services.notices import calendars as calendar_acts
from licet.web.casework.services.notices import notices as acts
from licet.web.casework.views.notices import (
    CalendarMade,
    CalendarView,
    NoticePage,
    NoticeSettingView,
)

router = Router(tags=["notices"], auth=Token("read", "apply", "work"))
WRITES = Token("apply", "work")
Refused = {403: Problem, 404: Problem, 422: Problem}


class WaysBody(Body):
    """How to be told, by kind: ``at_once``, ``daily``, ``weekly`` or ``none``."""

    ways: dict[str, str] = Field(examples=[{"mention": "daily"}])


class Read(Answer):
    """How many notices are read now that were not."""

    read: int


@router.get(
    "/notices",
    response={200: NoticePage, 403: Problem},
    summary="One's own notices, the newest first",
)
def notices(
    request: HttpRequest, words: str = "", *, unread: bool = False, page: int = 1
) -> NoticePage:
    return reads.notices(
        viewer=actor(request), words=words, unread_only=unread, page=page
    )


@router.post(
    "/notices/read",
    response={200: Read, 403: Problem},
    auth=WRITES,
    summary="Mark all as read",
)
def read_all(request: HttpRequest) -> Read:
    return Read(read=acts.mark_all_read(by=actor(request)))


@router.post(
    "/notices/{notice}/read",
    response={200: Read, **Refused},
    auth=WRITES,
    summary="Mark one as read",
)
def read(request: HttpRequest, notice: str) -> Read:
    acts.mark_read(by=actor(request), notice=notice)
    return Read(read=1)


@router.get(
    "/notices/settings",
    response={200: list[NoticeSettingView], 403: Problem},
    summary="How one is told of each kind",
)
@paged
def settings(request: HttpRequest) -> list[NoticeSettingView]:
    return list(reads.settings_of(viewer=actor(request)))


@router.put(
    "/notices/settings",
    response={200: list[NoticeSettingView], **Refused},
    auth=WRITES,
    summary="Choose how to be told",
)
def choose(request: HttpRequest, body: WaysBody) -> list[NoticeSettingView]:
    return list(acts.set_notices(by=actor(request), ways=body.ways))


@router.get(
    "/notices/calendar",
    response={200: CalendarView, 403: Problem},
    summary="One's deadlines as they stand today",
)
def calendar(request: HttpRequest) -> CalendarView:
    return calendars.calendar(viewer=actor(request))


@router.post(
    "/notices/calendar",
    response={200: CalendarMade, 403: Problem},
    auth=WRITES,
    summary="Make or renew the calendar address; it is shown once",
)
def make_calendar(request: HttpRequest) -> CalendarMade:
    return calendar_acts.make_calendar(by=actor(request))


@router.delete(
    "/notices/calendar",
    response={200: CalendarView, **Refused},
    auth=WRITES,
    summary="End the calendar address",
)
def revoke_calendar(request: HttpRequest) -> CalendarView:
    calendar_acts.revoke_calendar(by=actor(request))
    return calendars.calendar(viewer=actor(request))
