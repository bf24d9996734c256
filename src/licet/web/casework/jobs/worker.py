"""The worker: claims jobs, runs them, takes them back from the dead, keeps the schedule."""

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import close_old_connections, connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from licet.web.casework.jobs.courier import Courier
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.models import WorkerBeat
from licet.web.casework.ports import now
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.decision.delivery import serve_deemed
from licet.web.casework.services.desk.information_requests import lapse_unanswered
from licet.web.casework.services.desk.referring import close_advised
from licet.web.casework.services.keeping.document_keys import enter_found_keys
from licet.web.casework.services.licences.licence_course import (
    exhaust_licences,
    expire_licences,
)
from licet.web.casework.services.notices.digests import send_digests
from licet.web.casework.services.notices.warnings import warn_of_deadlines
from licet.web.casework.services.opinions.opinions import expire_opinions
from licet.web.casework.services.ownership.ownership import trace_owed
from licet.web.casework.services.panels.panel_silences import record_panel_silences
from licet.web.casework.services.programs.api_calls import forget_calls
from licet.web.casework.services.programs.webhook_deliveries import queue_webhooks
from licet.web.casework.services.review.escalations import settle_levels
from licet.web.casework.services.review.silences import record_silences, warn_agencies
from licet.web.casework.services.screening.bulk_work import (
    delete_kept_long,
    take_up_left,
)
from licet.web.casework.services.screening.hit_places import place_owed
from licet.web.casework.services.screening.list_alerts import rescreen_changes
from licet.web.casework.services.screening.list_questions import settle_answered
from licet.web.casework.services.screening.lists import enter_found
from licet.web.casework.services.screening.own_lists import publish_due

_log = structlog.get_logger("licet.worker")
Job = DBTaskResult[Any, Any]
_READY, _RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING


def beat(worker: str) -> None:
    """Show that a worker lives."""
    WorkerBeat.objects.update_or_create(
        worker=worker, defaults={"seen_at": timezone.now()}
    )


def reap() -> int:
    """Return jobs of workers that fell silent; after kill -9 nobody else would.

    Returns:
        How many jobs are ready again.
    """
    limit = timezone.now() - settings.LICET_JOB_SILENCE
    alive = set(
        WorkerBeat.objects.filter(seen_at__gte=limit).values_list("worker", flat=True)
    )
    returned = 0
    for pk in list(
        DBTaskResult.objects.filter(status=_RUNNING).values_list("pk", flat=True)
    ):
        with transaction.atomic():
            row = (
                DBTaskResult.objects.select_for_update()
                .filter(pk=pk, status=_RUNNING)
                .first()
            )
            if row is None or (row.worker_ids and row.worker_ids[-1] in alive):
                continue
            _retry_or_fail(row, "worker fell silent")
            returned += 1
    WorkerBeat.objects.filter(seen_at__lt=limit - timedelta(days=1)).delete()
    return returned


def _retry_or_fail(row: Job, why: str) -> None:
    attempts = len(row.worker_ids)
    last = attempts >= settings.LICET_JOB_ATTEMPTS
    row.status = TaskResultStatus.FAILED if last else _READY
    row.started_at = None
    row.finished_at = timezone.now() if last else None
    row.run_after = timezone.now() + timedelta(seconds=2**attempts)
    row.traceback = why
    row.save(
        update_fields=["status", "started_at", "finished_at", "run_after", "traceback"]
    )
    _log.warning(
        "job returned", task=row.task_name, attempts=attempts, failed=last, why=why
    )


def _claim(worker: str) -> Job | None:
    with transaction.atomic():
        row = DBTaskResult.objects.ready().get_locked()
        if row is not None:
            row.claim(worker)
        return row


@contextlib.contextmanager
def _beating(worker: str) -> Iterator[None]:
    """Beat from a thread while a job runs, so that a long job is not taken for a dead one."""
    over = threading.Event()

    def keep() -> None:
        try:
            while not over.wait(settings.LICET_JOB_SILENCE.total_seconds() / 4):
                with contextlib.suppress(Exception):
                    beat(worker)
        finally:
            connections.close_all()

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run_one(worker: str, *, beating: bool = False) -> bool:
    """Run one ready job.

    Args:
        worker: The id of this worker.
        beating: Whether to show signs of life while it runs.

    Returns:
        Whether there was one.
    """
    row = _claim(worker)
    if row is None:
        return False
    keep = _beating(worker) if beating else contextlib.nullcontext()
    try:
        with keep:
            result = row.task_result
            value = row.task.call(*result.args, **result.kwargs)
    except Exception as error:  # noqa: BLE001  # a job's failure is the job's, not the worker's
        _log.error(
            "job failed", task=row.task_name, error=type(error).__name__, exc_info=error
        )
        with transaction.atomic():
            _retry_or_fail(row, f"{type(error).__name__}: {error}"[:2000])
    else:
        row.set_successful(value)
        _log.info("job done", task=row.task_name)
    return True


def run_pending(worker: str = "inline") -> int:
    """Run every job that is ready, in this process; for simulations, commands and tests.

    Returns:
        How many ran.
    """
    count = 0
    while run_one(worker):
        count += 1
    return count


@dataclass(slots=True, kw_only=True)
class Due:
    """One line of the schedule."""

    name: str
    every: float
    act: Callable[[], object]
    last: float = field(default=float("-inf"))


def schedule(worker: str) -> list[Due]:
    """What happens by itself, and how often, in seconds."""
    return [
        Due(name="beat", every=5, act=lambda: beat(worker)),
        Due(name="reap", every=5, act=reap),
        Due(name="outbox", every=2, act=deliver_outbox),
        Due(name="queue_webhooks", every=5, act=queue_webhooks),
        Due(name="send_webhooks", every=2, act=Courier().start),
        Due(name="seal_log", every=5, act=lambda: run_sequencer(at=now())),
        Due(name="close_advised", every=60, act=close_advised),
        Due(name="settle_levels", every=600, act=settle_levels),
        Due(name="warn_agencies", every=3600, act=warn_agencies),
        Due(name="warn_of_deadlines", every=6 * 3600, act=warn_of_deadlines),
        Due(name="send_digests", every=600, act=send_digests),
        Due(name="record_silences", every=3600, act=record_silences),
        Due(name="panel_silences", every=3600, act=record_panel_silences),
        Due(name="enter_lists", every=60, act=enter_found),
        Due(name="enter_keys", every=60, act=enter_found_keys),
        Due(name="publish_own", every=60, act=publish_due),
        Due(name="settle_lists", every=60, act=settle_answered),
        Due(name="rescreen_lists", every=60, act=rescreen_changes),
        Due(name="place_hits", every=60, act=place_owed),
        Due(name="trace_owed", every=60, act=trace_owed),
        Due(name="lapse", every=3600, act=lapse_unanswered),
        Due(name="serve_deemed", every=3600, act=serve_deemed),
        Due(name="expire", every=3600, act=expire_licences),
        Due(name="exhaust", every=60, act=exhaust_licences),
        Due(name="expire_opinions", every=3600, act=expire_opinions),
        Due(name="take_up_bulk", every=60, act=take_up_left),
        Due(name="delete_bulk", every=3600, act=delete_kept_long),
        Due(name="forget_calls", every=3600, act=forget_calls),
    ]


def tick(lines: list[Due], at: float) -> None:
    """Do what is due; what fails is tried again at its next turn."""
    for line in lines:
        if at - line.last < line.every:
            continue
        line.last = at
        try:
            line.act()
        except Exception as error:  # noqa: BLE001  # one failing line must not stop the others
            _log.error(
                "schedule failed",
                line=line.name,
                error=type(error).__name__,
                exc_info=error,
            )


def work(
    *, stop: threading.Event, interval: float = 0.5, also: Sequence[Due] = ()
) -> None:
    """Work until told to stop.

    Args:
        stop: Set from outside, by a signal.
        interval: Seconds to wait when there is nothing to do.
        also: More lines for the schedule, from parts that casework does not know.
    """
    worker = uuid.uuid4().hex
    lines = [*schedule(worker), *also]
    _log.info("worker started", worker=worker)
    try:
        while not stop.is_set():
            close_old_connections()
            tick(lines, time.monotonic())
            if not run_one(worker, beating=True):
                stop.wait(interval)
    finally:
        connections.close_all()
