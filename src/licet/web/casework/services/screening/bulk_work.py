"""The job that screens a file slice by slice, what takes it up when left, and its end by age."""

import shutil
import time
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from licet.bulk import (
    BusyRunError,
    ChangedInputError,
    MixedRunError,
    NoRoomError,
    Order,
    PartyFileError,
    Progress,
    Run,
    RunFolder,
    executor_for,
    open_run,
    party_file,
)
from licet.screening import index_place, open_service_index, threshold
from licet.web.casework.later import bulk_screening_later
from licet.web.casework.models import BulkScreening
from licet.web.casework.ports import now
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.screening.bulk_screenings import (
    OPEN,
    delete_row,
    enter,
    folder_of,
)

_log = structlog.get_logger("licet.bulk")
_LEFT = timedelta(minutes=5)


def work_bulk_screening(screening: str) -> str:
    """Screen the next slice; the job that follows goes on after it.

    Slices are short, so that no case waits behind a long file. Every block is kept before
    the next begins: killed at any line, the job goes on after the last block.

    Args:
        screening: Its id.

    Returns:
        The state in which it is left; ``busy`` when another process is at work on it.
    """
    row = BulkScreening.objects.filter(pk=screening, state__in=OPEN).first()
    if row is None:
        return "ended"
    folder = RunFolder(root=folder_of(row.pk) / "run")
    try:
        with folder.held():
            return _slice(row, folder)
    except BusyRunError:
        return "busy"
    except (PartyFileError, ChangedInputError) as error:
        return _fail(row, str(error))
    except NoRoomError as error:
        # It stays wanted: the job is tried again, and taken up again when there is room.
        BulkScreening.objects.filter(pk=row.pk).update(reason=str(error))
        raise


def _slice(row: BulkScreening, folder: RunFolder) -> str:
    run = _opened(row, folder)
    until = time.monotonic() + settings.LICET_BULK_SLICE_SECONDS
    executor = executor_for(
        settings.LICET_BULK_EXECUTOR, workers=settings.LICET_BULK_WORKERS
    )
    work = run.work(executor)
    progress = run.before
    for progress in work:  # the last one is told below
        if not _told(row, progress):
            return "cancelled"
        if time.monotonic() > until:
            break
    if folder.ended is None:
        with transaction.atomic():
            bulk_screening_later(row)
        return "running"
    return _end(row, run, progress)


def _opened(row: BulkScreening, folder: RunFolder) -> Run:
    """The run on the lists in service; when they changed since, it begins anew on record."""
    index = open_service_index(settings.LICET_STATE)
    order = Order(
        file=party_file(folder_of(row.pk) / "input", row.columns),
        index=index_place(settings.LICET_STATE, index),
        algorithm=index.algorithm,
        lists=index.versions,
        least=threshold(index.algorithm),
        most_rows=settings.LICET_BULK_MOST_ROWS,
    )
    try:
        run = open_run(order, folder)
    except MixedRunError:
        folder.forget()
        run = open_run(order, folder)
        with transaction.atomic():
            enter(row, "restart_bulk_screening", by=SYSTEM, lists=dict(order.lists))
    if run.sha256 != row.sha256:
        raise ChangedInputError(row.name)
    BulkScreening.objects.filter(pk=row.pk, state__in=OPEN).update(
        state="running",
        lists=dict(order.lists),
        algorithm=order.algorithm,
        threshold=f"{order.least:.4f}",
        touched_at=now(),
    )
    return run


def _told(row: BulkScreening, progress: Progress) -> bool:
    """Write the progress down; whether the screening is still wanted."""
    kept = BulkScreening.objects.filter(pk=row.pk, state="running").update(
        rows=progress.rows,
        parties=progress.parties,
        aside=progress.aside,
        passed=progress.passed,
        hits=progress.hits,
        part=progress.part,
        touched_at=now(),
    )
    return bool(kept)


def _end(row: BulkScreening, run: Run, progress: Progress) -> str:
    with transaction.atomic():
        locked = BulkScreening.objects.select_for_update().get(pk=row.pk)
        if locked.state != "running":
            return locked.state
        locked.state, locked.ended_at, locked.part = "done", now(), 1000
        for name in ("rows", "parties", "aside", "passed", "hits"):
            setattr(locked, name, getattr(progress, name))
        locked.save()
        enter(
            locked,
            "finish_bulk_screening",
            by=SYSTEM,
            asked_by=str(locked.by_id),
            lists=dict(run.order.lists),
            algorithm=run.order.algorithm,
            threshold=f"{run.order.least:.4f}",
            **progress.counts(),
        )
    return "done"


def _fail(row: BulkScreening, why: str) -> str:
    words = why.replace("input:", f"{row.name}:", 1)
    with transaction.atomic():
        locked = BulkScreening.objects.select_for_update().get(pk=row.pk)
        if locked.state not in OPEN:
            return locked.state
        locked.state, locked.ended_at, locked.reason = "failed", now(), words
        locked.save(update_fields=["state", "ended_at", "reason"])
        enter(locked, "fail_bulk_screening", by=SYSTEM, why=words)
    return "failed"


def take_up_left() -> int:
    """Have screenings go on whose job was lost for good; a frequent job.

    Returns:
        How many.
    """
    left = BulkScreening.objects.filter(state__in=OPEN, touched_at__lt=now() - _LEFT)
    count = 0
    for row in left:
        with transaction.atomic():
            BulkScreening.objects.filter(pk=row.pk).update(touched_at=now())
            bulk_screening_later(row)
        count += 1
    return count


def delete_kept_long() -> int:
    """Delete files and results that are older than ``LICET_BULK_KEEP_DAYS``.

    What lies there without a row, from an upload that died, goes as well.

    Returns:
        How many screenings were deleted.
    """
    oldest = now() - timedelta(days=settings.LICET_BULK_KEEP_DAYS)
    old = BulkScreening.objects.filter(at__lt=oldest).exclude(
        state__in=("deleted", *OPEN)
    )
    count = 0
    for row in old:
        with transaction.atomic():
            locked = BulkScreening.objects.select_for_update().get(pk=row.pk)
            delete_row(locked, by=SYSTEM, why="retention")
        count += 1
    _sweep(Path(settings.LICET_STATE) / "bulk")
    return count


def _sweep(root: Path) -> None:
    """Delete folders that no screening stands for any more."""
    kept = {
        str(pk)
        for pk in BulkScreening.objects.exclude(state="deleted").values_list(
            "pk", flat=True
        )
    }
    young = time.time() - timedelta(hours=1).total_seconds()
    for folder in sorted(root.glob("*")):
        if folder.name not in kept and folder.stat().st_mtime < young:
            shutil.rmtree(folder, ignore_errors=True)
            _log.info("bulk folder swept", folder=folder.name)
