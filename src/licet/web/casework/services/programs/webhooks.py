"""Registering, changing, renewing, switching and ending addresses: each an act in the record."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licet.web.casework.errors import InvalidInputError, WrongStateError
from licet.web.casework.models import (
    CaseEvent,
    Team,
    Webhook,
    WebhookDelivery,
)
from licet.web.casework.ports import now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.selectors.programs.webhooks import (
    delivery_view,
    owner_for,
    visible_webhooks,
    webhook_for,
    webhook_view,
)
from licet.web.casework.views.webhooks import (
    DeliveryView,
    WebhookMade,
    WebhookOwner,
    WebhookView,
)
from licet.web.casework.webhooks.guard import AddressRefusedError, target_of
from licet.web.casework.webhooks.kinds import ORGANISATION, TRIAL
from licet.web.casework.webhooks.signing import new_secret, seal

BOTH_SIGN = timedelta(hours=24)
MOST = 10  # addresses of one owner that are not ended


def register_webhook(
    *, by: Actor, owner: str, url: str, kinds: Sequence[str]
) -> WebhookMade:
    """Register an address for an organisation or a body.

    Args:
        by: An administrator of the organisation, or the head of the body.
        owner: Id of the organisation, or code of the body.
        url: Where events go.
        kinds: Which events.

    Returns:
        The address with its secret. It cannot be shown again.

    Raises:
        NotFoundError: The owner is not theirs to administer.
        InvalidInputError: An address to which nothing is sent, no kind, or too many addresses.
    """
    require(by, "register_webhook")
    found = owner_for(by, owner)
    _require_sound(found, url, kinds)
    secret, at = new_secret(), now()
    with transaction.atomic():
        row = Webhook(
            url=url,
            kinds=sorted(set(kinds)),
            secret=seal(secret),
            made_by_id=by.id,
            made_at=at,
        )
        if found.what == ORGANISATION:
            row.organisation_id = as_id(found.id)
        else:
            row.team = Team.objects.get(code=found.id)
        _require_room(row)
        newest = CaseEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
        row.scanned = newest or 0
        row.save()
        _enter(by, "register_webhook", row, url=url, kinds=row.kinds, owner=found.id)
    return WebhookMade(webhook=webhook_view(row), secret=secret)


def _require_room(row: Webhook) -> None:
    others = Webhook.objects.exclude(state="ended").filter(
        organisation=row.organisation_id, team=row.team_id
    )
    if others.count() >= MOST:
        raise InvalidInputError({"url": _("There are %(most)s addresses already. End one first.") % {"most": MOST}})  # fmt: skip


def _require_sound(owner: WebhookOwner, url: str, kinds: Sequence[str]) -> None:
    problems: dict[str, str] = {}
    known = dict(owner.kinds)
    if not kinds or set(kinds) - known.keys():
        problems["kinds"] = _("Choose at least one from: %(kinds)s.") % {
            "kinds": ", ".join(known)
        }
    try:
        target_of(url)
    except AddressRefusedError as error:
        problems["url"] = str(error)
    if problems:
        raise InvalidInputError(problems)


@contextmanager
def _changing(by: Actor, act: str, webhook: str) -> Iterator[Webhook]:
    """Lock an address that the person administers and that is not ended."""
    require(by, act)
    webhook_for(by, webhook)
    with transaction.atomic():
        row = (
            visible_webhooks(by).select_for_update(of=("self",)).get(pk=as_id(webhook))
        )
        if row.state == "ended":
            raise WrongStateError(_("This address has ended. Register it anew."))
        yield row


def change_webhook(
    *, by: Actor, webhook: str, url: str, kinds: Sequence[str]
) -> WebhookView:
    """Give an address another place or other events; what waits goes to the new place.

    Raises:
        InvalidInputError: An address to which nothing is sent, or no kind.
        WrongStateError: It has ended.
    """
    with _changing(by, "change_webhook", webhook) as row:
        _require_sound(webhook_view(row).owner, url, kinds)
        before = {"url": row.url, "kinds": row.kinds}
        row.url, row.kinds = url, sorted(set(kinds))
        row.save(update_fields=["url", "kinds"])
        _enter(by, "change_webhook", row, url=url, kinds=row.kinds, before=before)
    return webhook_view(row)


def renew_webhook_secret(*, by: Actor, webhook: str) -> WebhookMade:
    """Make a new secret; for a day both sign, so that the receiver can change over.

    Raises:
        WrongStateError: It has ended.
    """
    secret = new_secret()
    with _changing(by, "renew_webhook_secret", webhook) as row:
        row.old_secret, row.old_until = row.secret, now() + BOTH_SIGN
        row.secret = seal(secret)
        row.save(update_fields=["secret", "old_secret", "old_until"])
        _enter(by, "renew_webhook_secret", row, both_until=row.old_until)
    return WebhookMade(webhook=webhook_view(row), secret=secret)


def switch_webhook(*, by: Actor, webhook: str, on: bool) -> WebhookView:
    """Switch an address off, or on again: what happened in between goes out then.

    Raises:
        WrongStateError: It has ended.
    """
    with _changing(by, "switch_webhook", webhook) as row:
        row.state = "on" if on else "off"
        row.off_because, row.off_at = ("", None) if on else ("asked", now())
        row.failures, row.failing_since, row.rest_until = 0, None, None
        row.save()
        _enter(by, "switch_webhook", row, on=on)
    return webhook_view(row)


def end_webhook(*, by: Actor, webhook: str) -> WebhookView:
    """End an address for good: nothing more goes there, its log stays, its secrets go.

    Raises:
        WrongStateError: It has ended already.
    """
    with _changing(by, "end_webhook", webhook) as row:
        row.state, row.off_because, row.off_at = "ended", "asked", now()
        row.secret = row.old_secret = ""
        row.save()
        open_still = row.deliveries.filter(done_at__isnull=True)
        open_still.update(given_up_at=now(), failure="ended")
        _enter(by, "end_webhook", row)
    return webhook_view(row)


def try_webhook(*, by: Actor, webhook: str) -> DeliveryView:
    """Send a trial that tells of nothing, to see whether the receiver works.

    Raises:
        WrongStateError: It has ended.
    """
    at = now()
    with _changing(by, "try_webhook", webhook) as row:
        made = WebhookDelivery.objects.create(
            webhook=row, kind=TRIAL, at=at, made_at=at, next_at=at
        )
        _enter(by, "try_webhook", row, delivery=str(made.pk))
    return delivery_view(made)


def _enter(by: Actor, kind: str, row: Webhook, **payload: Any) -> None:  # noqa: ANN401  # JSON
    record_event(
        kind=kind,
        case=None,
        actor=actor_ref(by),
        payload={"webhook": str(row.pk), **payload},
        at=now(),
    )
