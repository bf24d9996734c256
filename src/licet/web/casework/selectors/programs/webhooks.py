"""Reads of registered addresses: those of organisations one administers, of bodies one heads."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import (
    Organisation,
    Post,
    Team,
    Webhook,
    WebhookDelivery,
)
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.member_rights import MANAGE, RIGHTS_OF, as_id
from licet.web.casework.rights.policy import SYSTEM, Actor, require
from licet.web.casework.views.webhooks import (
    DeliveryPage,
    DeliveryView,
    WebhookOwner,
    WebhookView,
)
from licet.web.casework.webhooks.kinds import (
    EVENTS,
    ORGANISATION,
    TEAM,
    TRIAL,
    events_for,
)

PAGE = 25


def owners(viewer: Actor) -> tuple[WebhookOwner, ...]:
    """For whom somebody registers addresses: organisations first, then bodies."""
    if not viewer.may("see_webhooks"):
        return ()
    bodies = Organisation.objects.filter(pk__in=_administered(viewer))
    teams = Team.objects.filter(code__in=_headed(viewer))
    return (
        *(_owner_of_body(row) for row in bodies.order_by("name")),
        *(_owner_of_team(row) for row in teams.order_by("code")),
    )


def _administered(viewer: Actor) -> list[str]:
    if "exporter" not in viewer.roles:
        return []
    return [
        body
        for body, role in viewer.member_roles
        if MANAGE in RIGHTS_OF.get(role, frozenset())
    ]


def _headed(viewer: Actor) -> list[str]:
    """Teams in which somebody holds a post that reports to nobody of the same team."""
    day = legal_day(now())
    held = Post.objects.filter(person=as_id(viewer.id), first__lte=day).filter(
        Q(last__isnull=True) | Q(last__gte=day)
    )
    return [
        post.team.code
        for post in held.select_related("team", "reports_to")
        if post.reports_to is None or post.reports_to.team_id != post.team_id
    ]


def _owner_of_body(row: Organisation) -> WebhookOwner:
    return _owner(str(row.pk), ORGANISATION, row.name)


def _owner_of_team(row: Team) -> WebhookOwner:
    return _owner(row.code, TEAM, row.name)


def _owner(identity: str, what: str, name: str) -> WebhookOwner:
    kinds = tuple((kind, str(words)) for kind, words in events_for(what).items())
    return WebhookOwner(id=identity, what=what, name=name, kinds=kinds)


def owner_for(viewer: Actor, owner: str) -> WebhookOwner:
    """One of those for whom the viewer registers addresses.

    Raises:
        NotFoundError: It is none of theirs to administer.
    """
    found = next((one for one in owners(viewer) if one.id == owner), None)
    if found is None:
        raise NotFoundError("organisation or body that you administer")
    return found


def visible_webhooks(viewer: Actor) -> QuerySet[Webhook]:
    """Addresses of those whom the viewer administers; all for the operator."""
    rows = Webhook.objects.select_related("organisation", "team", "made_by")
    if viewer == SYSTEM:
        return rows
    own = Q(organisation__in=_administered(viewer)) | Q(team__code__in=_headed(viewer))
    return rows.filter(own)


def webhook_for(viewer: Actor, webhook: str) -> Webhook:
    """One visible address.

    Raises:
        NotFoundError: There is none such.
    """
    found = visible_webhooks(viewer).filter(pk=as_id(webhook)).first()
    if found is None:
        raise NotFoundError("webhook")
    return found


def webhooks(*, viewer: Actor) -> tuple[WebhookView, ...]:
    """Every address of those whom the viewer administers, the newest first."""
    require(viewer, "see_webhooks")
    rows = visible_webhooks(viewer).order_by("-made_at", "pk")
    return tuple(map(webhook_view, rows))


def webhook(*, viewer: Actor, webhook: str) -> WebhookView:
    """One address."""
    require(viewer, "see_webhooks")
    return webhook_view(webhook_for(viewer, webhook))


def webhook_view(row: Webhook) -> WebhookView:
    """An address as its owner sees it."""
    until = row.old_until if row.old_until and row.old_until > now() else None
    waiting = row.deliveries.filter(done_at__isnull=True, given_up_at__isnull=True)
    return WebhookView(
        id=str(row.pk),
        owner=_owner_of_body(row.organisation)
        if row.organisation
        else _owner_of_team(row.team),  # type: ignore[arg-type]  # the database knows one owner
        url=row.url,
        kinds=tuple(row.kinds),
        state=row.state,
        off_because=row.off_because,
        off_at=row.off_at,
        made_by=str(row.made_by),
        made_at=row.made_at,
        failing_since=row.failing_since,
        two_secrets_until=until,
        waiting=waiting.count(),
    )


def deliveries(
    *, viewer: Actor, webhook: str, standing: str = "", page: int = 1
) -> DeliveryPage:
    """One page of what was sent to an address, the newest first.

    Args:
        viewer: Who administers it.
        webhook: The address.
        standing: ``done``, ``waiting`` or ``given_up``; empty for all.
        page: Counted from 1.
    """
    require(viewer, "see_webhooks")
    row = webhook_for(viewer, webhook)
    found = row.deliveries.all()
    if standing:
        found = found.filter(
            done_at__isnull=standing != "done",
            given_up_at__isnull=standing != "given_up",
        )
    total = found.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = found.order_by("-made_at", "-pk")[(number - 1) * PAGE : number * PAGE]
    return DeliveryPage(
        webhook=webhook_view(row),
        deliveries=tuple(map(delivery_view, rows)),
        page=number,
        pages=pages,
        total=total,
    )


def delivery_view(row: WebhookDelivery) -> DeliveryView:
    """One event on its way."""
    known = EVENTS.get(row.kind)
    open_still = row.done_at is None and row.given_up_at is None
    return DeliveryView(
        id=str(row.pk),
        kind=row.kind,
        words=_("A trial")
        if row.kind == TRIAL
        else str(known.words if known else row.kind),
        number=row.number,
        at=row.at,
        standing="waiting" if open_still else ("done" if row.done_at else "given_up"),
        attempts=row.attempts,
        tried_at=row.tried_at,
        next_at=row.next_at if open_still else None,
        status=row.status,
        failure=row.failure,
    )
