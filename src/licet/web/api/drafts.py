"""Drafts of law over the API: everybody reads and comments, the policy unit and auditors read the comments."""

from django.http import HttpRequest
from ninja import Router

from licet.web.api.contract.pages import paged
from licet.web.api.documents import DraftCommentBody, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.access import ANONYMOUS
from licet.web.casework.selectors.law import drafts as reads
from licet.web.casework.services.law import drafts as services

router = Router(tags=["drafts"])


@router.get(
    "/drafts",
    response=list[views.LawDraftSummary],
    auth=None,
    summary="Drafts of law, open and closed for comment",
)
@paged
def drafts(request: HttpRequest) -> list[views.LawDraftSummary]:  # noqa: ARG001  # ninja's signature
    return list(reads.drafts())


@router.get(
    "/drafts/{slug}",
    response={200: views.LawDraftView, 404: Problem},
    auth=None,
    summary="A draft with its files and what it changes",
)
def draft(request: HttpRequest, slug: str) -> views.LawDraftView:  # noqa: ARG001  # ninja's signature
    return reads.draft(slug)


@router.post(
    "/drafts/{slug}/comments",
    response={
        200: views.CommentReceiptView,
        404: Problem,
        409: Problem,
        422: Problem,
        429: Problem,
    },
    auth=None,
    summary="Comment on a draft; the answer is a receipt",
)
def comment(
    request: HttpRequest,  # noqa: ARG001  # ninja's signature
    slug: str,
    body: DraftCommentBody,
) -> views.CommentReceiptView:
    return services.comment_on_draft(by=ANONYMOUS, slug=slug, **body.dict())


@router.get(
    "/drafts/{slug}/comments",
    response={200: views.DraftCommentsView, 403: Problem, 404: Problem},
    auth=Token("read"),
    summary="Comments on a draft, the newest first",
)
def comments(
    request: HttpRequest, slug: str, words: str = "", page: int = 1
) -> views.DraftCommentsView:
    return reads.comments(viewer=actor(request), slug=slug, words=words, page=page)
