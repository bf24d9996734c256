"""Destinations over the API, open to everybody."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import Problem
from licet.web.casework import views
from licet.web.casework.selectors.public import destinations as reads

router = Router(tags=["destinations"])


@router.get(
    "/destinations",
    response=list[views.DestinationSummary],
    auth=None,
    summary="Countries and territories, and of how many sources values are held",
)
@paged
def destinations(request: HttpRequest, q: str = "") -> list[views.DestinationSummary]:  # noqa: ARG001  # ninja's signature
    return list(reads.destinations(q))


@router.get(
    "/destinations/{code}",
    response={200: dict[str, Any], 422: Problem, 503: Problem},
    auth=None,
    summary="What is known of a destination on a day: indicators, memberships, incidents",
)
def destination(
    request: HttpRequest,  # noqa: ARG001  # ninja's signature
    code: str,
    on: str = "",
    *,
    whole: bool = False,
) -> dict[str, Any]:
    return dict(reads.destination(code, on, whole=whole))
