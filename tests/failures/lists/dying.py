"""Parts of a list change that die by kill -9 at a named step. Run as a program by the tests.

``sync STATE FOLDER`` dies in a child at every step of a synchronisation, one after the other, and
says how each left the lists. ``found COUNT`` makes an authority with open cases, ``change`` brings
a version into service that touches them all, ``work STEP`` runs the jobs and dies at the first,
second ... alert (``1``, ``2`` ...: inside its transaction; ``1+``: right after it), ``account``
says what is there. Each prints one JSON document.
"""

import importlib
import json
import os
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any

SOURCE = "ftm"
MOST_STEPS = 40


def die(*_: object, **__: object) -> None:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def fatal(step: int) -> None:
    """Die at the n-th opening, flushing or renaming."""
    left = [step]

    def counting(real: Any) -> Any:
        def call(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                die()
            return real(*args, **named)

        return call

    os.fsync = counting(os.fsync)
    os.open = counting(os.open)
    Path.rename = counting(Path.rename)  # type: ignore[method-assign]


def killed_syncs(base: Path, folder: Path) -> list[dict[str, Any]]:
    """How each death left the lists, and that the next sync ends what was begun."""
    timezone = importlib.import_module("django.utils.timezone")
    screening = importlib.import_module("licet.screening")
    told = []
    for step in range(1, MOST_STEPS):
        state = base.with_name("dying")
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(base, state)
        child = os.fork()
        if child == 0:
            fatal(step)
            screening.sync(folder, state, at=timezone.now())
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        (held,) = screening.statuses(state)
        whole = len(screening.load_entities(state, held.source, held.version))
        screening.open_service_index(state).search(["Party Number 7"])
        (again,) = screening.sync(folder, state, at=timezone.now())
        told.append(
            {
                "killed": ended == -signal.SIGKILL,
                "entries": held.entries,
                "whole": whole,
                "again": again.entries,
                "waiting": len(screening.waiting(state)),
            }
        )
        if ended == 0:
            break
    return told


def take(names: list[str]) -> None:
    """Bring a version of the invented list into service, and enter it in the record."""
    settings = importlib.import_module("django.conf").settings
    timezone = importlib.import_module("django.utils.timezone")
    screening = importlib.import_module("licet.screening")
    folder = settings.LICET_STATE.parent / "in"
    folder.mkdir(exist_ok=True)
    rows = [
        {"id": str(n), "schema": "Company", "properties": {"name": [name]}}
        for n, name in enumerate(names)
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "list.jsonl").write_text(text, "utf-8")
    done = screening.sync(folder, settings.LICET_STATE, at=timezone.now())
    access = importlib.import_module("licet.web.casework.access")
    lists = importlib.import_module("licet.web.casework.services.screening.lists")
    lists.enter_sync(by=access.SYSTEM, outcomes=[one.to_json() for one in done])


def found(count: int) -> dict[str, Any]:
    """An authority with open cases, its first lists screened."""
    founding = importlib.import_module("tests.failures.casework.founding")
    importlib.import_module("licet.cli.shell").prepare()
    take(["Marrowgate Holdings (invented)"])
    builders = founding.quick_people()
    world = builders.build_world()
    cases = [str(builders.submit(world).number) for _ in range(count)]
    importlib.import_module("licet.web.casework.jobs.worker").run_pending()
    return {"cases": cases}


def work(step: str) -> None:
    """Run the jobs, and die at an alert."""
    alerts = importlib.import_module(
        "licet.web.casework.services.screening.list_alerts"
    )
    left = [int(step.rstrip("+"))]
    if step.endswith("+"):
        real = alerts._alert_case

        def counted(*args: object) -> object:
            done = real(*args)
            left[0] -= 1
            if left[0] == 0:
                die()
            return done

        alerts._alert_case = counted
    else:
        enter = alerts._enter

        def entered(*args: object) -> None:
            enter(*args)
            left[0] -= 1
            if left[0] == 0:
                die()

        alerts._enter = entered
    importlib.import_module("licet.web.casework.jobs.worker").run_pending("doomed")


def account() -> dict[str, Any]:
    """What is there: alerts and their entries by case, changes that were screened, jobs."""
    models = importlib.import_module("licet.web.casework.models")
    jobs = importlib.import_module("django_tasks_db.models").DBTaskResult.objects
    alerts = models.ListAlert.objects.select_related("case")
    events = models.CaseEvent.objects.filter(kind="alert_list_change")
    finished = jobs.filter(status__in=["SUCCEEDED", "SUCCESSFUL"]).count()
    return {
        "alerts": dict(Counter(one.case.number for one in alerts)),
        "events": dict(
            Counter(one.case.number for one in events.select_related("case"))
        ),
        "screened": models.ListRescreen.objects.filter(source=SOURCE).count(),
        "open": jobs.count() - finished,
    }


def main() -> None:
    """Do what the command line says."""
    name, *rest = sys.argv[1:]
    if name == "sync":
        print(json.dumps(killed_syncs(Path(rest[0]), Path(rest[1]))))
        return
    importlib.import_module("django").setup()
    if name == "found":
        print(json.dumps(found(int(rest[0]))))
    elif name == "change":
        take(["Marrowgate Holdings (invented)", "Banco Aurora do Sul"])
    elif name == "work":
        work(rest[0])
    else:
        print(json.dumps(account()))


if __name__ == "__main__":
    main()
