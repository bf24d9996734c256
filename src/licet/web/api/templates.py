"""Templates of applications for programs: what there is, and the desk of the policy unit."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body
from licet.web.api.tokens import Token, actor
from licet.web.casework.application.practice import practice
from licet.web.casework.selectors.applying import templates as reads
from licet.web.casework.services.applying import templates as acts
from licet.web.casework.views.templates import TemplateVersionView, TemplateView

router = Router(tags=["templates"], auth=Token("apply", "read", "work"))
WORK = Token("work")


class TemplateBody(Body):
    """A version of a template."""

    title: str
    purpose: str
    kind: str = "individual"
    content: str = Field(description="YAML with sections, conditions and documents")
    reviewed_with: str = ""


class ReviewBody(Body):
    """What the second person says."""

    approved: bool
    reasons: str = ""


class RetireBody(Body):
    """Why a template is retired."""

    reasons: str


class KindView(Schema):
    """A kind of application: what it asks, which documents, and where it stands written."""

    id: str
    title: str
    help: str
    who: str
    asks: list[dict[str, str | bool]]
    documents: list[dict[str, str | bool]]
    leaves_out: list[str]
    law: str
    verified: bool


@router.get(
    "/application-kinds", response=list[KindView], summary="The kinds of application"
)
@paged
def kinds(request: HttpRequest) -> list[KindView]:  # noqa: ARG001  # the same for everybody
    return [
        KindView(
            id=one.id,
            title=one.title,
            help=one.help,
            who=one.who_words,
            asks=[
                {"fact": ask.fact, "section": ask.section, "required": ask.required}
                for ask in one.asks
            ],
            documents=[
                {"id": doc.id, "title": doc.title, "may_follow": doc.may_follow}
                for doc in one.documents
            ],
            leaves_out=sorted(one.leaves_out),
            law=str(one.citation),
            verified=one.citation.verified,
        )
        for one in practice(settings.LICET_PROFILE).kinds.values()
    ]


@router.get(
    "/templates",
    response=list[TemplateVersionView],
    summary="Templates from which an application can be begun",
)
@paged
def offered(request: HttpRequest) -> list[TemplateVersionView]:
    return list(reads.offered_templates(viewer=actor(request)))


@router.get(
    "/template-desk",
    response={200: list[TemplateView], **REFUSED},
    auth=WORK,
    summary="Every template with its versions",
)
@paged
def desk(request: HttpRequest) -> list[TemplateView]:
    return list(reads.templates(viewer=actor(request)))


@router.post(
    "/template-desk/{code}/versions",
    response={200: TemplateVersionView, **REFUSED},
    auth=WORK,
    summary="Write a version of a template",
)
def write(request: HttpRequest, code: str, body: TemplateBody) -> TemplateVersionView:
    says = acts.NewVersion(**body.dict())
    return acts.draft_template(by=actor(request), code=code, says=says)


@router.post(
    "/template-desk/{code}/versions/{version}/review",
    response={200: TemplateVersionView, **REFUSED},
    auth=WORK,
    summary="Approve or return a version as the second person",
)
def review(
    request: HttpRequest, code: str, version: int, body: ReviewBody
) -> TemplateVersionView:
    return acts.review_template(
        by=actor(request), code=code, version=version, **body.dict()
    )


@router.post(
    "/template-desk/{code}/retire",
    response={200: TemplateView, **REFUSED},
    auth=WORK,
    summary="Retire a template",
)
def retire(request: HttpRequest, code: str, body: RetireBody) -> TemplateView:
    acts.retire_template(by=actor(request), code=code, reasons=body.reasons)
    return reads.template(viewer=actor(request), code=code)
