"""Jobs are done at least once: retried, taken back from the dead, given up in the end."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.web.casework.builders import MovingClock, World, build_world, see, start

from licet.web.casework.jobs import worker
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.models import LedgerRow, OutboxMessage, WorkerBeat
from licet.web.casework.models.record import Batch
from licet.web.casework.ports import Ports, ports, using
from licet.web.casework.services.applying import applications


def submitted(world: World) -> str:
    made = start(world)
    applications.submit_application(
        by=world.halden, case=made.number, key="k", version=None
    )
    return made.number


def ready_again() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_job_that_fails_is_tried_again_and_then_given_up(
    world: World, outside: Ports
) -> None:
    number = submitted(world)

    class Broken:
        def __getattr__(self, name: str) -> object:
            raise OSError("the disk is full")

    with using(replace(outside, determiner=Broken())):  # type: ignore[arg-type]
        for attempt in range(1, settings.LICET_JOB_ATTEMPTS + 1):
            assert worker.run_one("w") is True
            row = DBTaskResult.objects.get()
            assert len(row.worker_ids) == attempt
            assert worker.run_one("w") is False
            ready_again()
    assert row.status == TaskResultStatus.FAILED
    assert "disk is full" in row.traceback
    assert see(world, number).state == "submitted"


def test_a_job_that_failed_once_succeeds_later(world: World, outside: Ports) -> None:
    number = submitted(world)
    with using(replace(outside, screener=None)):  # type: ignore[arg-type]
        worker.run_one("w")
    ready_again()
    assert (
        worker.run_pending() == 2
    )  # the findings, then the weighing that owners call for
    assert see(world, number).state == "triage"


def test_a_job_of_a_silent_worker_is_returned_and_one_of_a_living_worker_is_not(
    world: World,
) -> None:
    submitted(world)
    worker.beat("alive")
    claimed = worker._claim("alive")
    assert claimed is not None
    assert worker.reap() == 0
    WorkerBeat.objects.update(seen_at=timezone.now() - settings.LICET_JOB_SILENCE * 2)
    assert worker.reap() == 1
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.READY
    ready_again()
    assert worker.run_pending() == 2


def test_old_signs_of_life_are_swept(db: None) -> None:
    WorkerBeat.objects.create(worker="old", seen_at=timezone.now() - timedelta(days=3))
    worker.reap()
    assert not WorkerBeat.objects.exists()


def test_an_effect_is_repeated_until_it_is_acknowledged(
    world: World, outside: Ports, clock: MovingClock
) -> None:
    submitted(world)

    class Closed:
        def send(self, **_: str) -> None:
            raise ConnectionError

    with using(replace(outside, post=Closed())):
        assert deliver_outbox() == 0
    row = OutboxMessage.objects.get(kind="receipt")
    assert (row.attempts, row.done_at) == (1, None)
    assert deliver_outbox() == 0
    clock.forward(1)
    assert deliver_outbox() == 1
    assert deliver_outbox() == 0
    sent = ports().post.sent  # type: ignore[attr-defined]
    assert len(sent) == 1
    assert sent[0]["to"] == "halden@meridia.example"
    assert "bank" not in sent[0]["body"].lower()


def test_an_unknown_effect_is_logged_and_not_repeated(db: None, outside: Ports) -> None:
    at = ports().clock.now()
    OutboxMessage.objects.create(
        key="x", kind="fireworks", payload={}, made_at=at, next_at=at
    )
    assert deliver_outbox() == 1


def test_the_schedule_does_what_is_due_and_survives_a_failing_line() -> None:
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError

    lines = [
        worker.Due(name="bad", every=1, act=fail),
        worker.Due(name="good", every=10, act=lambda: done.append("good")),
    ]
    worker.tick(lines, 0.0)
    worker.tick(lines, 5.0)
    worker.tick(lines, 10.0)
    assert done == ["good", "good"]


def test_the_schedule_seals_the_log(world: World, clock: MovingClock) -> None:
    submitted(world)
    assert LedgerRow.objects.exists()
    clock.forward(1)
    lines = worker.schedule("w")
    assert {line.name for line in lines} == {
        "panel_silences",
        "beat",
        "enter_keys",
        "reap",
        "outbox",
        "seal_log",
        "serve_deemed",
        "settle_levels",
        "warn_agencies",
        "warn_of_deadlines",
        "send_digests",
        "queue_webhooks",
        "send_webhooks",
        "record_silences",
        "close_advised",
        "enter_lists",
        "publish_own",
        "settle_lists",
        "rescreen_lists",
        "trace_owed",
        "lapse",
        "expire",
        "exhaust",
        "place_hits",
        "expire_opinions",
        "take_up_bulk",
        "delete_bulk",
        "forget_calls",
    }
    worker.tick(lines, 0.0)
    assert Batch.objects.exists()
    assert WorkerBeat.objects.filter(worker="w").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_until_it_is_told_to_stop(outside: Ports) -> None:
    world = build_world()
    number = submitted(world)
    stop = threading.Event()
    running = threading.Thread(
        target=worker.work, kwargs={"stop": stop, "interval": 0.05}
    )
    running.start()
    try:
        for _ in range(600):
            if DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).exists():
                break
            stop.wait(0.05)
    finally:
        stop.set()
        running.join()
    assert see(world, number).state == "triage"
