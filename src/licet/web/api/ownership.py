"""Owners and networks over the API: sets, a case's web, statements, verdicts, other cases."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.errors import FileTooLargeError
from licet.web.casework.selectors.ownership import network as network_reads
from licet.web.casework.selectors.ownership import ownership as reads
from licet.web.casework.selectors.ownership import party_search as party_reads
from licet.web.casework.services.ownership import owners
from licet.web.casework.services.ownership.ownership_sets import (
    LARGEST_UPLOAD,
    Sheet,
    import_ownership,
)

router = Router(tags=["ownership"])
Answer = {200: views.CaseView, **REFUSED}


class SetBody(Schema):
    """Of which source and day a file of statements is."""

    source: str
    published: date | None = None


class OwnerBody(Schema):
    """Who owns, controls or directs whom, from which source; shares in percent."""

    kind: str
    owner: str
    owned: str
    source: str
    country: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    manner: str = ""
    first: date | None = None
    last: date | None = None
    version: int | None = None

    def statement(self) -> owners.Owner:
        """The same for the service."""
        return owners.Owner(**self.dict(exclude={"version"}))


class WithdrawnBody(Schema):
    """Why a statement counts no longer."""

    reasons: str
    version: int | None = None


class OwnershipVerdictBody(Schema):
    """``owned``, ``not_owned`` or ``need_more``, and why."""

    verdict: str
    reasons: str
    version: int | None = None


class NamesakeBody(Schema):
    """Whether a name in the case and ``source:id`` of a register are the same."""

    party: Annotated[str, Field(max_length=300)]
    entity: str
    same: bool
    reasons: str
    version: int | None = None

    def namesake(self) -> owners.Namesake:
        """The same for the service."""
        return owners.Namesake(**self.dict(exclude={"version"}))


@router.get(
    "/ownership/sets",
    response={200: list[views.OwnershipSetView], 403: Problem},
    auth=Token("read"),
    summary="Ownership data held, the newest first",
)
@paged
def ownership_sets(request: HttpRequest) -> list[views.OwnershipSetView]:
    return list(reads.ownership_sets(viewer=actor(request)))


@router.post(
    "/ownership/sets",
    response={200: views.OwnershipSetView, 403: Problem, 413: Problem, 422: Problem},
    auth=Token("work"),
    summary="Take a file of FollowTheMoney or BODS 0.4 into service",
)
def import_set(
    request: HttpRequest, body: Form[SetBody], file: File[UploadedFile]
) -> views.OwnershipSetView:
    if (file.size or 0) > LARGEST_UPLOAD:
        raise FileTooLargeError(LARGEST_UPLOAD)
    sheet = Sheet(
        file=str(file.name),
        content=file.read(),
        source=body.source,
        published=body.published,
    )
    return import_ownership(by=actor(request), sheet=sheet)


@router.get(
    "/cases/{number}/ownership",
    response={200: views.OwnershipView, **REFUSED},
    auth=Token("read"),
    summary="Who stands behind the parties of a case, under every law, on any day",
)
def case_ownership(
    request: HttpRequest, number: str, party: str = "", on: str = ""
) -> views.OwnershipView:
    return reads.case_ownership(viewer=actor(request), case=number, party=party, on=on)


@router.post(
    "/cases/{number}/ownership/statements",
    response=Answer,
    auth=Token("work"),
    summary="State an owner, controller or director, with the source",
)
def state_owner(request: HttpRequest, number: str, body: OwnerBody) -> views.CaseView:
    return owners.state_owner(
        by=actor(request), case=number, owner=body.statement(), version=body.version
    )


@router.post(
    "/cases/{number}/ownership/statements/{statement}/withdraw",
    response=Answer,
    auth=Token("work"),
    summary="Withdraw a statement on an owner",
)
def withdraw_owner(
    request: HttpRequest, number: str, statement: int, body: WithdrawnBody
) -> views.CaseView:
    return owners.withdraw_owner(
        by=actor(request), case=number, statement=statement, **body.dict()
    )


@router.post(
    "/cases/{number}/ownership/findings/{finding}",
    response=Answer,
    auth=Token("work"),
    summary="Say what was found of an ownership finding",
)
def judge_ownership(
    request: HttpRequest, number: str, finding: int, body: OwnershipVerdictBody
) -> views.CaseView:
    return owners.judge_ownership(
        by=actor(request), case=number, finding=finding, **body.dict()
    )


@router.post(
    "/cases/{number}/ownership/namesakes",
    response=Answer,
    auth=Token("work"),
    summary="Say whether a party and an entry of a register are the same",
)
def judge_namesake(
    request: HttpRequest, number: str, body: NamesakeBody
) -> views.CaseView:
    return owners.judge_namesake(
        by=actor(request), case=number, namesake=body.namesake(), version=body.version
    )


@router.get(
    "/cases/{number}/network",
    response={200: views.NetworkView, **REFUSED},
    auth=Token("read"),
    summary="All cases on the parties of a case, across exporters",
)
def case_network(request: HttpRequest, number: str) -> views.NetworkView:
    return network_reads.network(viewer=actor(request), case=number)


@router.get(
    "/network",
    response={200: views.PartyHitView, 403: Problem, 422: Problem},
    auth=Token("read"),
    summary="Cases, licences and register entries of a party",
)
def network_party(request: HttpRequest, text: str) -> views.PartyHitView:
    return party_reads.party(viewer=actor(request), text=text)
