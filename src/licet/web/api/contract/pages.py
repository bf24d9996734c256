"""Lists come in pages: at most 200 at a time, in an order that stays, with the way to the next."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Schema
from ninja.pagination import PaginationBase, paginate
from pydantic import Field

from licet.web.casework.selectors.parts.pages import Lines

MOST = 200
Function = TypeVar("Function")


class Pages(PaginationBase):
    """``limit`` and ``offset`` in, ``items``, ``next`` and ``total`` out."""

    class Input(Schema):
        """Which page."""

        limit: int = Field(MOST, ge=1, le=MOST, description="At most so many")
        offset: int = Field(0, ge=0, le=1_000_000, description="After so many")

    class Output(Schema):
        """A page, the address of the next one, and how many there are in all."""

        items: list[Any]
        next: str | None = None
        total: int

    def paginate_queryset(
        self,
        queryset: Sequence[object] | Lines[object],  # type: ignore[override]  # what our selectors give
        pagination: Any,  # noqa: ANN401  # ninja's signature
        request: HttpRequest,
        **_params: object,
    ) -> dict[str, object]:
        """Cut the page out, and note the links for the header."""
        first, last = pagination.offset, pagination.offset + pagination.limit
        total = len(queryset)
        links = {}
        if last < total:
            links["next"] = address(request, pagination.limit, last)
        if first:
            before = max(first - pagination.limit, 0)
            links["prev"] = address(request, pagination.limit, before)
        request.links = links  # type: ignore[attr-defined]  # ``governed`` writes the header
        return {
            "items": list(queryset[first:last]),
            "next": links.get("next"),
            "total": total,
        }


def note_next(request: HttpRequest, limit: int, offset: int) -> None:
    """Say in the header where a reading of several lists goes on."""
    request.links = {"next": address(request, limit, offset)}  # type: ignore[attr-defined]  # as above


def address(request: HttpRequest, limit: int, offset: int) -> str:
    """The address of another page of the same list."""
    asked = request.GET.copy()
    asked["limit"], asked["offset"] = str(limit), str(offset)
    return f"{request.path}?{urlencode(sorted(asked.items()))}"


def paged(function: Function) -> Function:
    """Give a list page by page; stands under the route."""
    made = paginate(Pages)(cast("Any", function))
    return cast("Function", made)
