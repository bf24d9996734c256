"""kill -9 in the middle of an act, in pairs: failed and not stored, failed and stored.

After each death the program is simply started again: nothing is lost, nothing is done twice,
and the record agrees with itself.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.web.casework.builders import (
    World,
    advise_all,
    build_world,
    draft_and_send,
    draft_of,
    start,
    submit,
    take,
)

from licet.web.casework.jobs import worker
from licet.web.casework.models import (
    Case,
    CaseEvent,
    Decision,
    FindingsRun,
    Letter,
    Licence,
    OutboxMessage,
)
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.services.applying import applications
from licet.web.casework.services.decision import decisions

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DYING = Path(__file__).with_name("dying.py")
STEPS = ("before_record", "before_commit", "after_commit")


@pytest.fixture
def people(transactional_db: None) -> Iterator[World]:
    return build_world()  # type: ignore[return-value]  # the real clock: the other program has no other


def database_url() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    host = (
        connection.settings_dict["OPTIONS"].get("host")
        or connection.settings_dict["HOST"]
    )
    user = connection.settings_dict["USER"]
    return f"postgres://{user}@/{name}?host={host}"


def die_in(act: str, step: str, person: str, case: str) -> None:
    """Let another program do the act and die at the step."""
    connection.close()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "LICET_STATE": str(settings.LICET_STATE),
        "DJANGO_SETTINGS_MODULE": "licet.web.site.settings_test",
    }
    done = subprocess.run(
        [sys.executable, str(DYING), act, step, person, case],
        env=environment, capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def record_is_whole() -> None:
    run_sequencer(at=timezone.now(), flush=True)
    report = check_database()
    assert report.faults == ()
    assert CaseEvent.objects.count() == len(
        set(CaseEvent.objects.values_list("row", flat=True))
    )


@pytest.mark.parametrize("step", STEPS)
def test_death_during_a_submission(people: World, step: str) -> None:
    made = start(people)
    die_in("submit", step, people.halden.id, made.number)
    stored = step == "after_commit"
    assert Case.objects.get().state == ("submitted" if stored else "draft")
    assert DBTaskResult.objects.count() == int(stored)
    assert OutboxMessage.objects.count() == int(stored)
    again = applications.submit_application(
        by=people.halden, case=made.number, key="the-key", version=None
    )
    assert again.state == "submitted"
    worker.run_pending()
    assert CaseEvent.objects.filter(kind="submit_application").count() == 1
    assert FindingsRun.objects.count() == 1
    assert Case.objects.get().state == "triage"
    record_is_whole()


@pytest.mark.parametrize("step", STEPS)
def test_death_of_the_worker_while_it_records_findings(
    people: World, step: str
) -> None:
    made = start(people)
    applications.submit_application(
        by=people.halden, case=made.number, key="k", version=None
    )
    die_in("work", step, people.halden.id, made.number)
    if step != "after_commit":
        row = DBTaskResult.objects.get()
        assert row.status == TaskResultStatus.RUNNING
        assert Case.objects.get().state == "submitted"
        assert worker.reap() == 1
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    worker.run_pending()
    assert Case.objects.get().state == "triage"
    assert FindingsRun.objects.count() == 1
    assert CaseEvent.objects.filter(kind="record_findings").count() == 1
    record_is_whole()


@pytest.mark.parametrize("step", STEPS)
def test_death_during_a_decision(people: World, step: str) -> None:
    case = submit(people)
    take(people, case.number)
    advise_all(people, case.number)
    draft_and_send(people, case.number, draft_of("grant"))
    die_in("countersign", step, people.signer.id, case.number)
    stored = step == "after_commit"
    assert Decision.objects.count() == Letter.objects.count() == int(stored)
    assert Case.objects.get().state == ("granted" if stored else "countersigning")
    if not stored:
        decisions.countersign(by=people.signer, case=case.number, version=None)
    worker.run_pending()
    assert Licence.objects.count() == 1
    assert Decision.objects.count() == 1
    record_is_whole()
