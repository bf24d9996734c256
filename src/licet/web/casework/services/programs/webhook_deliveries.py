"""Events to addresses: found anew from the timeline, claimed, sent, stored; retried for days.

Everything that is told is read from the timeline, which commits with its act: nothing that
happened can be missed, however long this part was down. An address that does not answer rests
by itself; nobody else waits for it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from licet.web.casework.acts.acting import promise
from licet.web.casework.errors import InvalidInputError, NotFoundError, WrongStateError
from licet.web.casework.models import (
    CaseEvent,
    Membership,
    Webhook,
    WebhookDelivery,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.record.events import record_event
from licet.web.casework.record.refusals import actor_ref
from licet.web.casework.rights.member_rights import as_id
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.selectors.programs.webhooks import webhook_for
from licet.web.casework.webhooks.kinds import EVENTS
from licet.web.casework.webhooks.sending import Outcome, post
from licet.web.casework.webhooks.signing import body_of, headers_of, unseal

_log = structlog.get_logger("licet.webhooks")
#: How long after each failed attempt the next one comes: three days in all.
AGAIN = tuple(
    timedelta(seconds=each)
    for each in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
_OVERLAP = 1000  # more transactions than ever commit out of their order
_LEASE = timedelta(minutes=3)
_LONGEST_REST = 300
_HOOKS, _EACH, _AT_ONCE = 32, 10, 8
_GRACE = (
    5  # seconds for a name that does not resolve, besides the time for the exchange
)


def queue_webhooks() -> int:
    """Put what happened since on the way to every address that wants it; a frequent job.

    Returns:
        How many deliveries were made.
    """
    return sum(_queue(hook) for hook in Webhook.objects.filter(state="on"))


def _queue(hook: Webhook) -> int:
    at = now()
    acts = {EVENTS[kind].act: kind for kind in hook.kinds if kind in EVENTS}
    newest = CaseEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None or newest == hook.scanned:
        return 0
    # A number given earlier may commit later: what lies shortly before is looked at again.
    found = _concerned(hook).filter(
        pk__gt=hook.scanned - _OVERLAP,
        pk__lte=newest,
        at__gte=hook.made_at,
        kind__in=acts,
    )
    known = WebhookDelivery.objects.filter(webhook=hook, event__isnull=False)
    fresh = found.exclude(pk__in=known.values("event")).order_by("pk").distinct()
    made = [
        WebhookDelivery(
            webhook=hook,
            event=row,
            kind=acts[row.kind],
            number=row.case.number,
            at=row.at,
            made_at=at,
            next_at=at,
        )
        for row in fresh.select_related("case")
    ]
    with transaction.atomic():
        WebhookDelivery.objects.bulk_create(made, ignore_conflicts=True)
        Webhook.objects.filter(pk=hook.pk).update(scanned=newest)
    return len(made)


def _concerned(hook: Webhook) -> QuerySet[CaseEvent]:
    """The events that an address may learn of: own cases, or cases that are with the body."""
    if hook.organisation_id is not None:
        own = CaseEvent.objects.filter(case__organisation=hook.organisation_id)
        return own.filter(public=True)
    return CaseEvent.objects.filter(
        case__referrals__team=hook.team_id, case__referrals__referred_at__lte=F("at")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """One delivery, signed and ready; ours until a moment, which says that we have it."""

    delivery: WebhookDelivery
    until: datetime
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True, kw_only=True)
class _Round:
    """What goes to one address in a round, and how far it has come.

    Attributes:
        begun: How many were sent, or begun to be.
        outcomes: What became of those that ended, in their order.
        over: Whether nothing more is to be begun.
    """

    hook: Webhook
    parcels: Sequence[_Parcel]
    begun: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    over: bool = False
    _turn: Lock = field(default_factory=Lock)

    def send(self) -> None:
        """Send one after the other until one is not taken: no database is asked here."""
        for one in self.parcels:
            with self._turn:
                if self.over:
                    return
                self.begun += 1
            outcome = post(one.url, headers=one.headers, body=one.body)
            with self._turn:
                self.outcomes.append(outcome)
                if outcome.failure:
                    self.over = True

    def end(self) -> None:
        """Let nothing more be begun."""
        with self._turn:
            self.over = True

    def found(self) -> list[Outcome]:
        """What became of all that were begun; what hangs still has not been taken in time."""
        with self._turn:
            hanging = self.begun - len(self.outcomes)
            return [*self.outcomes, *[Outcome(failure="timeout")] * hanging]


def deliver_webhooks() -> int:
    """Send what is due to every address that does not rest; at most ten to each in a round.

    Returns:
        How many were taken.
    """
    rounds = [made for hook in _ready() if (made := _claim(hook)) is not None]
    if not rounds:
        return 0
    pool = ThreadPoolExecutor(max_workers=_AT_ONCE)
    try:
        running = [pool.submit(each.send) for each in rounds]
        exchange = settings.LICET_WEBHOOK_SECONDS + _GRACE
        wait(running, timeout=exchange * -(-len(running) // _AT_ONCE))
        for each in rounds:
            each.end()
        # Who is slow and takes it all the same is not noted as one who does not.
        wait(running, timeout=exchange)
        return sum(_store(each) for each in rounds)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def due_deliveries() -> QuerySet[WebhookDelivery]:
    """What could be sent at this moment."""
    at = now()
    resting = Q(webhook__rest_until__isnull=False, webhook__rest_until__gt=at)
    return WebhookDelivery.objects.filter(
        done_at__isnull=True,
        given_up_at__isnull=True,
        next_at__lte=at,
        webhook__state="on",
    ).exclude(resting)


def _ready() -> list[Webhook]:
    pks = due_deliveries().order_by("next_at").values_list("webhook", flat=True)
    first = list(dict.fromkeys(pks[: _HOOKS * _EACH]))[:_HOOKS]
    return list(Webhook.objects.filter(pk__in=first).order_by("pk"))


def _claim(hook: Webhook) -> _Round | None:
    """Take some deliveries of an address for a while, the oldest event first."""
    at = now()
    until = at + _LEASE
    with transaction.atomic():
        rows = list(
            due_deliveries()
            .filter(webhook=hook)
            .select_for_update(of=("self",))
            .order_by("at", "event_id", "pk")[:_EACH]
        )
        WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            next_at=until
        )
    if not rows:
        return None
    secrets = [unseal(hook.secret)]
    if hook.old_secret and hook.old_until and hook.old_until > at:
        secrets.append(unseal(hook.old_secret))
    return _Round(hook=hook, parcels=[_parcel(hook, row, secrets, at) for row in rows])


def _parcel(
    hook: Webhook, row: WebhookDelivery, secrets: Sequence[str], at: datetime
) -> _Parcel:
    identity = str(row.pk)
    body = body_of(identity=identity, kind=row.kind, number=row.number, at=row.at)
    headers = headers_of(secrets, identity=identity, at=at, body=body)
    return _Parcel(
        delivery=row, until=at + _LEASE, url=hook.url, headers=headers, body=body
    )


def _store(ended: _Round) -> int:
    """Write down what became of a round; what was not begun goes back at once."""
    outcomes = ended.found()
    at = now()
    with transaction.atomic():
        row = Webhook.objects.select_for_update().get(pk=ended.hook.pk)
        for parcel, outcome in zip(ended.parcels, outcomes, strict=False):
            _note(parcel, outcome, at)
            _note_on(row, outcome, at)
        row.save(
            update_fields=[
                "failures",
                "failing_since",
                "rest_until",
                "state",
                "off_because",
                "off_at",
            ]
        )
        for parcel in ended.parcels[len(outcomes) :]:
            _ours(parcel).update(next_at=at)
    return sum(not one.failure for one in outcomes)


def _ours(parcel: _Parcel) -> QuerySet[WebhookDelivery]:
    """The delivery, while it is ours: who wants it sent again, or took it since, has moved it."""
    return WebhookDelivery.objects.filter(
        pk=parcel.delivery.pk, next_at=parcel.until, done_at__isnull=True
    )


def _note(parcel: _Parcel, outcome: Outcome, at: datetime) -> None:
    row = _ours(parcel).select_for_update().first()
    if row is None:
        return
    row.attempts += 1
    row.tried_at, row.status = at, outcome.status
    if not outcome.failure:  # even where the address was ended meanwhile: it was taken
        row.done_at, row.given_up_at, row.failure = at, None, ""
    elif row.given_up_at is None:
        row.failure = outcome.failure
        if row.attempts > len(AGAIN):
            row.given_up_at = at
        else:
            row.next_at = at + AGAIN[row.attempts - 1]
    row.save()


def _note_on(hook: Webhook, outcome: Outcome, at: datetime) -> None:
    """Let an address rest that did not take something, and switch it off after long failure."""
    if not outcome.failure:
        hook.failures, hook.failing_since, hook.rest_until = 0, None, None
        return
    hook.failures += 1
    hook.failing_since = hook.failing_since or at
    hook.rest_until = at + timedelta(
        seconds=min(_LONGEST_REST, 2 ** min(hook.failures, 9))
    )
    _log.warning("webhook failed", failure=outcome.failure, status=outcome.status)
    long = at - hook.failing_since >= timedelta(
        hours=settings.LICET_WEBHOOK_GIVE_UP_HOURS
    )
    if hook.state == "on" and (long or outcome.gone):
        hook.state, hook.off_at = "off", at
        hook.off_because = "gone" if outcome.gone else "failing"
        _tell(hook, at)


def _tell(hook: Webhook, at: datetime) -> None:
    """Enter that an address was switched off, and tell those who administer it."""
    record_event(
        kind="disable_webhook",
        case=None,
        actor=None,
        payload={"webhook": str(hook.pk), "because": hook.off_because},
        at=at,
    )
    day = legal_day(at)
    if hook.organisation_id is not None:
        admins = Membership.objects.filter(
            organisation=hook.organisation_id, role="admin", first__lte=day
        ).exclude(last__lt=day)
        addresses = sorted(set(admins.values_list("person__email", flat=True)))
    else:
        addresses = [hook.team.email] if hook.team and hook.team.email else []
    for place, address in enumerate(addresses):
        key = f"webhook-off:{hook.pk}:{at:%Y%m%dT%H%M%S}:{place}"
        promise("notice", key, at, {"to": address, "kind": "webhook_off"})


def _require_on(row: Webhook) -> None:
    if row.state != "on":
        raise WrongStateError(
            "This address is off. Switch it on first; what waits goes out then."
        )


def replay_webhook(
    *, by: Actor, webhook: str, delivery: str = "", since: datetime | None = None
) -> int:
    """Send again: one delivery, or everything that happened since a moment.

    Args:
        by: Who administers the address, or the operator.
        webhook: The address.
        delivery: The id of one delivery.
        since: Or the moment, aware: events of then and later.

    Returns:
        How many are sent again. Each keeps its id, so that the receiver drops what it has.

    Raises:
        InvalidInputError: Neither or both were said.
        NotFoundError: No such delivery of this address.
        WrongStateError: The address is not on.
    """
    require(by, "replay_webhook")
    row = webhook_for(by, webhook)
    if bool(delivery) == (since is not None):
        raise InvalidInputError({"since": "Name one delivery, or a moment since which all are sent again."})  # fmt: skip
    found = WebhookDelivery.objects.filter(webhook=row)
    found = (
        found.filter(pk=as_id(delivery)) if delivery else found.filter(at__gte=since)
    )
    at = now()
    with transaction.atomic():
        # The address first, as the courier does: two at once wait, and neither for ever.
        row = Webhook.objects.select_for_update().get(pk=row.pk)
        _require_on(row)
        again = found.update(
            done_at=None, given_up_at=None, attempts=0, next_at=at, failure="", status=0
        )
        if delivery and not again:
            raise NotFoundError("delivery")
        Webhook.objects.filter(pk=row.pk).update(rest_until=None)
        _enter_replay(by, row, delivery, since, again)
    return again


def _enter_replay(
    by: Actor, row: Webhook, delivery: str, since: datetime | None, again: int
) -> None:
    record_event(
        kind="replay_webhook",
        case=None,
        actor=None if by == SYSTEM else actor_ref(by),
        payload={
            "webhook": str(row.pk),
            "delivery": delivery,
            "since": since.isoformat() if since else "",
            "again": again,
        },
        at=now(),
    )
