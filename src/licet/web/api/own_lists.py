"""Lists kept by the authority over the API: read, propose, approve by another person, publish."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import Body, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.screening import own_lists as reads
from licet.web.casework.services.screening import own_lists

router = Router(tags=["lists"], auth=Token("work"))
READ = Token("read")
Answer = {
    200: views.OwnProposalView,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
}
Read = {403: Problem, 404: Problem, 422: Problem}


class OwnEntryBody(Body):
    """What an entry shall say, and why."""

    document: dict[str, Any] = Field(
        description="kind, names, countries, addresses, identifiers, birth_dates, "
        "legal_basis, citation, first, last: see docs/how-to/keep-own-lists.md"
    )
    reasons: str
    entry: str = Field("", description="The entry to change; empty for a new one")
    base: int | None = Field(None, description="The version of the entry that was seen")
    case: str = ""


class OwnRemovalBody(Body):
    """Why an entry shall go."""

    reasons: str
    base: int | None = None


class OwnAnswerBody(Body):
    """Why a proposal is approved, refused or withdrawn."""

    reasons: str = ""


@router.get(
    "/lists/own/proposals",
    response={200: list[views.OwnProposalView], **Read},
    auth=READ,
    summary="Proposals on own lists: those that wait, or all",
)
@paged
def proposals(
    request: HttpRequest, source: str = "", standing: str = "open"
) -> list[views.OwnProposalView]:
    return list(
        reads.proposals(viewer=actor(request), source=source, standing=standing)
    )


@router.get(
    "/lists/own/proposals/{int:proposal}",
    response={200: views.OwnProposalView, **Read},
    auth=READ,
    summary="One proposal, field by field against what stands",
)
def proposal(request: HttpRequest, proposal: int) -> views.OwnProposalView:
    return reads.proposal(viewer=actor(request), proposal=proposal)


@router.post(
    "/lists/own/proposals/{int:proposal}/approve",
    response=Answer,
    summary="Approve what another person proposed",
)
def approve(
    request: HttpRequest, proposal: int, body: OwnAnswerBody
) -> views.OwnProposalView:
    return own_lists.approve_own_entry(
        by=actor(request), proposal=proposal, reasons=body.reasons
    )


@router.post(
    "/lists/own/proposals/{int:proposal}/refuse",
    response=Answer,
    summary="Refuse what another person proposed",
)
def refuse(
    request: HttpRequest, proposal: int, body: OwnAnswerBody
) -> views.OwnProposalView:
    return own_lists.refuse_own_entry(
        by=actor(request), proposal=proposal, reasons=body.reasons
    )


@router.post(
    "/lists/own/proposals/{int:proposal}/withdraw",
    response=Answer,
    summary="Withdraw what one proposed oneself",
)
def withdraw(
    request: HttpRequest, proposal: int, body: OwnAnswerBody
) -> views.OwnProposalView:
    return own_lists.withdraw_own_entry(
        by=actor(request), proposal=proposal, reasons=body.reasons
    )


@router.get(
    "/lists/own/{source}",
    response={200: views.OwnListView, **Read},
    auth=READ,
    summary="A page of a list kept here: own_national or own_denials",
)
def own_list(
    request: HttpRequest,
    source: str,
    words: str = "",
    standing: str = "in_force",
    page: int = 1,
) -> views.OwnListView:
    return reads.own_list(
        viewer=actor(request), source=source, words=words, standing=standing, page=page
    )


@router.post(
    "/lists/own/{source}/proposals",
    response=Answer,
    summary="Propose a new entry, or another wording of one",
)
def propose(
    request: HttpRequest, source: str, body: OwnEntryBody
) -> views.OwnProposalView:
    wanted = own_lists.Proposed(source=source, **body.dict())
    return own_lists.propose_own_entry(by=actor(request), proposed=wanted)


@router.post(
    "/lists/own/{source}/publish",
    response={200: views.PublishedView, 403: Problem, 404: Problem},
    summary="Take what is approved and in force into service now",
)
def publish(request: HttpRequest, source: str) -> views.PublishedView:
    return own_lists.publish_own_list(by=actor(request), source=source)


@router.get(
    "/lists/own/{source}/{entry}",
    response={200: views.OwnEntryHistoryView, **Read},
    auth=READ,
    summary="An entry with all its wordings and proposals",
)
def entry(request: HttpRequest, source: str, entry: str) -> views.OwnEntryHistoryView:
    return reads.entry(viewer=actor(request), source=source, entry=entry)


@router.post(
    "/lists/own/{source}/{entry}/remove",
    response=Answer,
    summary="Propose that an entry goes",
)
def remove(
    request: HttpRequest, source: str, entry: str, body: OwnRemovalBody
) -> views.OwnProposalView:
    return own_lists.propose_own_removal(
        by=actor(request), source=source, entry=entry, **body.dict()
    )
