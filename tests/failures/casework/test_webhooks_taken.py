"""A receiver is slow, errs after having taken, or is ended meanwhile: what was taken is noted, the rest waits.

In pairs, as kills are: failed and not taken, failed and taken.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World, build_world, refused
from tests.web.casework.conftest import _lists, clock, outside
from tests.web.casework.receiver import receiving
from tests.web.casework.test_appeals import assign, lodge, rule
from tests.web.casework.test_webhooks import hook, trial

from licet.web.casework.errors import WrongStateError
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.models import OutboxMessage, Webhook, WebhookDelivery
from licet.web.casework.ports import Ports
from licet.web.casework.services.programs import webhook_deliveries, webhooks
from licet.web.casework.services.programs.webhook_deliveries import (
    deliver_webhooks,
    replay_webhook,
)
from licet.web.casework.webhooks.sending import Outcome

__all__ = ["_lists", "clock", "outside"]
pytestmark = pytest.mark.django_db
TAKEN, FAILED = Outcome(status=204), Outcome(status=500, failure="status")


@pytest.fixture
def world(db: None, outside: Ports) -> World:
    return build_world()


@pytest.fixture
def quick(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exchange has a fifth of a second."""
    settings.LICET_WEBHOOK_SECONDS = 0
    monkeypatch.setattr(webhook_deliveries, "_GRACE", 0.2)


def answering(
    monkeypatch: pytest.MonkeyPatch, outcome: Outcome, seconds: float = 0
) -> list[str]:
    """Let every receiver answer like this after a time: to whom it was sent."""
    sent: list[str] = []

    def post(url: str, **_parts: object) -> Outcome:
        sent.append(url)
        time.sleep(seconds)
        return outcome

    monkeypatch.setattr(webhook_deliveries, "post", post)
    return sent


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do an act between the sending and the noting."""
    store = webhook_deliveries._store

    def act_and_store(ended: webhook_deliveries._Round) -> int:
        act()
        return store(ended)

    monkeypatch.setattr(webhook_deliveries, "_store", act_and_store)


@pytest.mark.parametrize(
    "said",
    [b"HTTP/1.1 500 Taken all the same\r\n\r\n", b"", b"HTTP/1.1 302 Found\r\n\r\n"],
    ids=["error", "silence", "redirect"],
)
def test_who_errs_after_having_taken_gets_it_again_under_the_same_id(
    world: World, clock: MovingClock, said: bytes
) -> None:
    with receiving(said, b"HTTP/1.1 204 No Content\r\n\r\n") as receiver:
        trial(world, receiver.url)
        assert deliver_webhooks() == 0
        row = WebhookDelivery.objects.get()
        assert (row.done_at, row.attempts) == (None, 1)
        clock.at += timedelta(minutes=5)
        assert deliver_webhooks() == 1
    row.refresh_from_db()
    assert (row.done_at, row.attempts, row.failure) == (clock.now(), 2, "")
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {str(row.pk)}
    assert len(receiver.got) == 2


def test_a_slow_receiver_that_takes_is_not_noted_as_one_that_fails(
    world: World, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = trial(world, "http://127.0.0.1:9/")
    for _ in range(9):
        webhooks.try_webhook(by=world.halden, webhook=one)
    sent = answering(monkeypatch, TAKEN, 0.15)
    taken = deliver_webhooks()
    assert 0 < taken == len(sent) < 10
    rows = WebhookDelivery.objects
    assert rows.filter(done_at__isnull=False, attempts=1, failure="").count() == taken
    assert rows.filter(done_at__isnull=True, attempts=0).count() == 10 - taken
    assert Webhook.objects.get().failing_since is None
    answering(monkeypatch, TAKEN)
    assert deliver_webhooks() == 10 - taken  # they went back at once


def test_who_was_not_reached_because_others_hang_is_not_noted_as_failing(
    world: World, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_deliveries, "_AT_ONCE", 1)
    for port in (9, 10, 11):
        trial(world, f"http://127.0.0.1:{port}/")
    sent = answering(monkeypatch, TAKEN, 1.0)
    assert deliver_webhooks() == 0
    tried = WebhookDelivery.objects.get(attempts=1)
    assert (tried.webhook.url, tried.failure) == (sent[0], "timeout")
    for row in WebhookDelivery.objects.exclude(pk=tried.pk):
        assert (row.attempts, row.tried_at, row.failure) == (0, None, "")
        assert row.webhook.failing_since is None


@pytest.mark.parametrize("outcome", [TAKEN, FAILED], ids=["taken", "not taken"])
def test_what_is_asked_for_again_while_it_is_sent_is_sent_again(
    world: World,
    clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Outcome,
) -> None:
    one = trial(world, "http://127.0.0.1:9/")
    row = WebhookDelivery.objects.get()
    sent = answering(monkeypatch, outcome)
    with monkeypatch.context() as patch:
        meanwhile(
            patch,
            lambda: replay_webhook(by=world.halden, webhook=one, delivery=str(row.pk)),
        )
        deliver_webhooks()
    row.refresh_from_db()
    assert (row.done_at, row.attempts, row.next_at) == (None, 0, clock.now())
    clock.at += timedelta(minutes=1)
    answering(monkeypatch, TAKEN)
    assert len(sent) == deliver_webhooks() == 1


@pytest.mark.parametrize(
    ("outcome", "noted"), [(TAKEN, True), (FAILED, False)], ids=["taken", "not taken"]
)
def test_an_address_that_ends_while_it_is_sent_to_has_nothing_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, noted: bool
) -> None:
    one = trial(world, "http://127.0.0.1:9/")
    answering(monkeypatch, outcome)
    meanwhile(monkeypatch, lambda: webhooks.end_webhook(by=world.halden, webhook=one))
    deliver_webhooks()
    row = WebhookDelivery.objects.get()
    assert (row.done_at is not None) == noted
    assert (row.given_up_at is not None) == (not noted)
    assert row.failure == ("" if noted else "ended")
    assert Webhook.objects.get().state == "ended"


def test_what_a_second_courier_took_over_and_noted_stays_noted(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial(world, "http://127.0.0.1:9/")
    row = WebhookDelivery.objects.get()
    answering(monkeypatch, FAILED)

    def other() -> None:
        WebhookDelivery.objects.filter(pk=row.pk).update(
            next_at=clock.now() + timedelta(minutes=9), done_at=clock.now(), attempts=1
        )

    meanwhile(monkeypatch, other)
    deliver_webhooks()
    row.refresh_from_db()
    assert (row.done_at, row.attempts, row.failure) == (clock.now(), 1, "")


def test_what_another_courier_has_just_taken_is_not_sent_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial(world, "http://127.0.0.1:9/")
    hooks = webhook_deliveries._ready()
    sent = answering(monkeypatch, TAKEN)
    assert deliver_webhooks() == 1
    monkeypatch.setattr(webhook_deliveries, "_ready", lambda: hooks)
    assert deliver_webhooks() == 0
    assert len(sent) == 1


def test_an_address_that_was_switched_off_is_not_sent_to_again_on_request(
    world: World,
) -> None:
    made = hook(world, "http://127.0.0.1:9/")
    webhooks.switch_webhook(by=world.halden, webhook=made.webhook.id, on=False)
    with pytest.raises(WrongStateError, match="Switch it on"):
        replay_webhook(by=world.halden, webhook=made.webhook.id, delivery="x")


def test_a_post_office_that_errs_after_having_taken_gets_a_ruling_again_under_its_key(
    world: World, clock: MovingClock, outside: Ports, monkeypatch: pytest.MonkeyPatch
) -> None:
    appeal = lodge(world, refused(world).number).id
    assign(world, appeal, "judge")
    deliver_outbox()
    rule(world, appeal, "dismissed")
    post = outside.post
    send, kept = post.send, post.sent  # type: ignore[attr-defined]  # the post that keeps
    kept.clear()

    def take_and_fail(**mail: str) -> None:
        send(**mail)
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(type(post), "send", lambda _post, **mail: take_and_fail(**mail))
        assert deliver_outbox() == 0
    key = f"decide_appeal:{appeal}:"
    row = OutboxMessage.objects.get(key__startswith=key)
    assert row.done_at is None
    clock.at += timedelta(hours=1)
    assert deliver_outbox() >= 1
    row.refresh_from_db()
    assert row.done_at == clock.now()
    assert [one["key"] for one in kept].count(row.key) == 2
