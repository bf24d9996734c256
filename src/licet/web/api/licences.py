"""Licences over the API: read, report, check, suspend."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from licet.web.api.contract.pages import paged
from licet.web.api.documents import CheckBody, DeliveryBody, Problem, ReasonsBody
from licet.web.api.tokens import Token, actor
from licet.web.casework import views
from licet.web.casework.selectors.desk import documents
from licet.web.casework.selectors.licences import licences as reads
from licet.web.casework.selectors.parts.pages import Lines
from licet.web.casework.selectors.review.conditions import licence_with_duties
from licet.web.casework.services.licences import licences

router = Router(tags=["licences"], auth=Token("work"))
READ = Token("apply", "work", "read")
Answer = {
    200: views.LicenceView,
    403: Problem,
    404: Problem,
    409: Problem,
    422: Problem,
}


@router.get(
    "/licences",
    response=list[views.LicenceView],
    auth=READ,
    summary="Licences within my standing",
)
@paged
def all_licences(request: HttpRequest) -> Lines[views.LicenceView]:
    return reads.licences(viewer=actor(request))


@router.get(
    "/licences/{number}",
    response=Answer,
    auth=READ,
    summary="A licence and what happened to it",
)
def licence(request: HttpRequest, number: str) -> views.LicenceView:
    return licence_with_duties(viewer=actor(request), licence=number)


class PresentationBody(Schema):
    """For whom the copy is, or which fields it shows."""

    reader: str = ""
    fields: list[str] = []


@router.post(
    "/licences/{number}/presentation",
    response={403: Problem, 404: Problem, 422: Problem},
    auth=Token("apply", "work"),
    summary="The signed text cut down to a reader, or to chosen fields",
)
def presentation(
    request: HttpRequest, number: str, body: PresentationBody
) -> HttpResponse:
    made = documents.presentation(
        viewer=actor(request), licence=number, reader=body.reader, fields=body.fields
    )
    return HttpResponse(made.content, content_type=made.media_type)


@router.post(
    "/licences/{number}/deliveries",
    response=Answer,
    auth=Token("apply"),
    summary="Report what left",
)
def deliver(request: HttpRequest, number: str, body: DeliveryBody) -> views.LicenceView:
    given = body.dict()
    version = given.pop("version")
    return licences.report_delivery(
        by=actor(request),
        licence=number,
        delivery=licences.Delivery(**given),
        version=version,
    )


@router.post(
    "/licences/{number}/checks", response=Answer, summary="Enter what a check found"
)
def check(request: HttpRequest, number: str, body: CheckBody) -> views.LicenceView:
    given = body.dict()
    version = given.pop("version")
    return licences.record_check(
        by=actor(request),
        licence=number,
        check=licences.Check(**given),
        version=version,
    )


@router.post(
    "/licences/{number}/suspend", response=Answer, summary="Suspend in the interim"
)
def suspend(request: HttpRequest, number: str, body: ReasonsBody) -> views.LicenceView:
    return licences.suspend_licence(by=actor(request), licence=number, **body.dict())


@router.post("/licences/{number}/lift", response=Answer, summary="Lift a suspension")
def lift(request: HttpRequest, number: str, body: ReasonsBody) -> views.LicenceView:
    return licences.lift_suspension(by=actor(request), licence=number, **body.dict())


@router.post("/licences/{number}/revoke", response=Answer, summary="Revoke")
def revoke(request: HttpRequest, number: str, body: ReasonsBody) -> views.LicenceView:
    return licences.revoke_licence(by=actor(request), licence=number, **body.dict())


@router.post(
    "/licences/{number}/annul", response=Answer, summary="Annul from the beginning"
)
def annul(request: HttpRequest, number: str, body: ReasonsBody) -> views.LicenceView:
    return licences.annul_licence(by=actor(request), licence=number, **body.dict())


@router.post(
    "/licences/{number}/surrender",
    response=Answer,
    auth=Token("apply"),
    summary="Give a licence back",
)
def surrender(
    request: HttpRequest, number: str, body: ReasonsBody
) -> views.LicenceView:
    return licences.surrender_licence(by=actor(request), licence=number, **body.dict())
