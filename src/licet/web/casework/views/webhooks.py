"""Registered addresses and what became of each sending, as faces see them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookOwner:
    """An organisation or body for which the viewer registers addresses.

    Attributes:
        id: Id of the organisation, or code of the team.
        what: ``organisation`` or ``team``.
        kinds: What it may ask for, with words.
    """

    id: str
    what: str
    name: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """A registered address, without its secret.

    Attributes:
        state: ``on``, ``off`` or ``ended``.
        off_because: ``failing``, ``gone`` or ``asked``; empty while it is on.
        two_secrets_until: Until when the earlier secret signs as well.
        waiting: How many deliveries wait for their next attempt.
    """

    id: str
    owner: WebhookOwner
    url: str
    kinds: tuple[str, ...]
    state: str
    off_because: str
    off_at: datetime | None
    made_by: str
    made_at: datetime
    failing_since: datetime | None
    two_secrets_until: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMade:
    """A registered address or a renewed secret: the secret is shown now and never again."""

    webhook: WebhookView
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One event on its way to one address.

    Attributes:
        id: The ``webhook-id`` that the receiver sees, the same for every repeat.
        standing: ``done``, ``waiting`` or ``given_up``.
        failure: A code: ``timeout``, ``unreachable``, ``tls``, ``status``, ``redirect``,
            ``no_http``, ``not_public``, ``not_found`` or ``not_https``.
    """

    id: str
    kind: str
    words: str
    number: str
    at: datetime
    standing: str
    attempts: int
    tried_at: datetime | None
    next_at: datetime | None
    status: int
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """One page of deliveries of an address, the newest first."""

    webhook: WebhookView
    deliveries: tuple[DeliveryView, ...]
    page: int
    pages: int
    total: int
