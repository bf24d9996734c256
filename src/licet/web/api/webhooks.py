"""Addresses to which events go, their secrets and deliveries, for programs."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from licet.web.api.contract.pages import paged
from licet.web.api.documents import REFUSED, Body, Problem
from licet.web.api.tokens import Token, actor
from licet.web.casework.selectors.programs import webhooks as reads
from licet.web.casework.services.programs import webhooks as acts
from licet.web.casework.services.programs.webhook_deliveries import replay_webhook
from licet.web.casework.views.webhooks import (
    DeliveryPage,
    DeliveryView,
    WebhookMade,
    WebhookOwner,
    WebhookView,
)

router = Router(tags=["webhooks"], auth=Token("apply", "work"))
READ = Token("read", "apply", "work")
_ONE = "/webhooks/{webhook}"


class AddressBody(Body):
    """Where events go, and which."""

    url: str = Field(max_length=500, examples=["https://hooks.halden.example/licet"])
    kinds: list[str] = Field(examples=[["information.requested", "decision.signed"]])


class RegisterBody(AddressBody):
    """An address of an organisation (its id) or of a body (its code)."""

    owner: str


class SwitchBody(Body):
    """Whether events go there."""

    on: bool


class ReplayBody(Body):
    """One delivery by its id, or a moment with its zone."""

    delivery: str = ""
    since: AwareDatetime | None = None


class Again(Schema):
    """How many deliveries are sent again."""

    again: int


@router.get(
    "/webhooks",
    response={200: list[WebhookView], 403: Problem},
    auth=READ,
    summary="Addresses of those whom one administers",
)
@paged
def webhooks(request: HttpRequest) -> list[WebhookView]:
    return list(reads.webhooks(viewer=actor(request)))


@router.get(
    "/webhooks/owners",
    response={200: list[WebhookOwner], 403: Problem},
    auth=READ,
    summary="For whom one registers addresses, and which events there are",
)
@paged
def owners(request: HttpRequest) -> list[WebhookOwner]:
    return list(reads.owners(actor(request)))


@router.post(
    "/webhooks",
    response={200: WebhookMade, **REFUSED},
    summary="Register an address; the secret is shown once",
)
def register(request: HttpRequest, body: RegisterBody) -> WebhookMade:
    return acts.register_webhook(by=actor(request), **body.dict())


@router.get(
    _ONE, response={200: WebhookView, **REFUSED}, auth=READ, summary="One address"
)
def webhook(request: HttpRequest, webhook: str) -> WebhookView:
    return reads.webhook(viewer=actor(request), webhook=webhook)


@router.put(
    _ONE, response={200: WebhookView, **REFUSED}, summary="Change address and events"
)
def change(request: HttpRequest, webhook: str, body: AddressBody) -> WebhookView:
    return acts.change_webhook(by=actor(request), webhook=webhook, **body.dict())


@router.delete(
    _ONE, response={200: WebhookView, **REFUSED}, summary="End an address for good"
)
def end(request: HttpRequest, webhook: str) -> WebhookView:
    return acts.end_webhook(by=actor(request), webhook=webhook)


@router.post(
    f"{_ONE}/switch",
    response={200: WebhookView, **REFUSED},
    summary="Switch an address off, or on again",
)
def switch(request: HttpRequest, webhook: str, body: SwitchBody) -> WebhookView:
    return acts.switch_webhook(by=actor(request), webhook=webhook, on=body.on)


@router.post(
    f"{_ONE}/secret",
    response={200: WebhookMade, **REFUSED},
    summary="Make a new secret; for a day both sign",
)
def secret(request: HttpRequest, webhook: str) -> WebhookMade:
    return acts.renew_webhook_secret(by=actor(request), webhook=webhook)


@router.post(
    f"{_ONE}/trial",
    response={200: DeliveryView, **REFUSED},
    summary="Send a trial that tells of nothing",
)
def trial(request: HttpRequest, webhook: str) -> DeliveryView:
    return acts.try_webhook(by=actor(request), webhook=webhook)


@router.get(
    f"{_ONE}/deliveries",
    response={200: DeliveryPage, **REFUSED},
    auth=READ,
    summary="What was sent to an address, the newest first",
)
def deliveries(
    request: HttpRequest, webhook: str, standing: str = "", page: int = 1
) -> DeliveryPage:
    return reads.deliveries(
        viewer=actor(request), webhook=webhook, standing=standing, page=page
    )


@router.post(
    f"{_ONE}/replay",
    response={200: Again, **REFUSED},
    summary="Send one delivery again, or everything since a moment",
)
def replay(request: HttpRequest, webhook: str, body: ReplayBody) -> Again:
    since: datetime | None = body.since
    again = replay_webhook(
        by=actor(request), webhook=webhook, delivery=body.delivery, since=since
    )
    return Again(again=again)
