"""What an exporter's program does with its library and with earlier applications."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body
from licet.web.api.organisations import READ
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.applying import library as reads
from licet.web.casework.services.applying import library as acts
from licet.web.casework.services.applying.copying import copy_application

router = Router(tags=["library"], auth=Token("apply"))


class EntryBody(Body):
    """An item or a party to keep."""

    kind: str = Field(examples=["item"], description="item or party")
    content: dict[str, Any] = Field(
        description="name and facts; for a party also role and country"
    )
    replaces: str = Field(default="", description="Id of the entry it replaces")


class TakeBody(Body):
    """An entry of the library for an application."""

    entry: str
    version: int | None = None


class CopyBody(Body):
    """A short name for the new application."""

    title: str


@router.get(
    "/organisations/{organisation}/library",
    response={200: list[views.LibraryEntryView], **REFUSED},
    auth=READ,
    summary="Items and parties that an organisation keeps",
)
@paged
def library(
    request: HttpRequest, organisation: str, kind: str = "", text: str = ""
) -> list[views.LibraryEntryView]:
    found = reads.library(
        viewer=actor(request), organisation=organisation, kind=kind, text=text
    )
    return list(found)


@router.post(
    "/organisations/{organisation}/library",
    response={200: views.LibraryEntryView, **REFUSED},
    summary="Keep an item or a party",
)
def keep(
    request: HttpRequest, organisation: str, body: EntryBody
) -> views.LibraryEntryView:
    return acts.keep_library_entry(
        by=actor(request), organisation=organisation, **body.dict()
    )


@router.delete(
    "/library/{entry}",
    response={200: views.LibraryEntryView, **REFUSED},
    summary="Take an entry out of use",
)
def retire(request: HttpRequest, entry: str) -> views.LibraryEntryView:
    return acts.retire_library_entry(by=actor(request), entry=entry)


@router.post(
    "/applications/{number}/library",
    response={200: views.ApplicationView, **REFUSED},
    summary="Put an entry of the library into an application",
)
def take(request: HttpRequest, number: str, body: TakeBody) -> views.ApplicationView:
    return acts.take_from_library(by=actor(request), case=number, **body.dict())


@router.post(
    "/applications/{number}/copy",
    response={200: views.CopyView, **REFUSED},
    summary="Begin an application with what an earlier one stated",
)
def copy(request: HttpRequest, number: str, body: CopyBody) -> views.CopyView:
    return copy_application(by=actor(request), source=number, title=body.title)
