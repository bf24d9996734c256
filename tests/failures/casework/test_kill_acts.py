"""kill -9 at every write of acts in appeals, panels and webhooks: stored wholly or not at all, and once.

One program does each act again and again and dies at its first, second ... write, before and
after each commit. What was not stored is done anew; what was stored is refused the second time.
Jobs and effects are taken up by the next worker: handed over at least once, never lost, and
never noted without having been handed over.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.failures.casework.test_kill import database_url, record_is_whole

from licet.web.casework.models import Appeal, ConditionChange, PanelOpinionVote
from licet.web.casework.ports import ports

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DYING = Path(__file__).with_name("dying_acts.py")
ROOT = DYING.parents[3]
Told = dict[str, dict[str, Any]]


def deaths_in(acts: str) -> Told:
    """Let another program do acts and die at every write: by act, how each death left it."""
    connection.close()
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {
        "PYTHONPATH": path,
        "DATABASE_URL": database_url(),
        "LICET_STATE": str(settings.LICET_STATE),
        "DJANGO_SETTINGS_MODULE": "licet.web.site.settings_test",
    }
    done = subprocess.run(
        [sys.executable, str(DYING), acts],
        env=environment, capture_output=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return {one["act"]: one for one in json.loads(done.stdout.splitlines()[-1])}


def require_whole(act: dict[str, Any], ended: str = "wrong_state") -> None:
    """Nothing before the commit, everything after it, and nothing more the second time."""
    *dead, stored, again = act["deaths"]
    assert len(dead) > 2
    for one in dead:
        assert one["stored"] == act["before"]["stored"], one["where"]
    assert dead[-1]["where"] == "before the commit"
    assert stored["where"] == "after the commit"
    assert stored["stored"] != act["before"]["stored"]
    assert (again["where"], again["stored"]) == (ended, stored["stored"])


def require_handed_over(act: dict[str, Any], count: int) -> None:
    """Never noted without being taken, never lost; all noted in the end."""
    assert act["before"]["noted"] == act["before"]["taken"] == []
    for one in act["deaths"]:
        assert set(one["noted"]) <= set(one["taken"]), one["where"]
        assert len(one["noted"]) + one["waiting"] == count, one["where"]
    last = act["deaths"][-1]
    assert (last["where"], last["waiting"]) == ("done", 0)
    assert len(set(last["taken"])) == len(last["noted"]) == count
    assert len(last["taken"]) > count  # somebody died after the sending: sent again


def test_an_appeal_killed_at_every_write_is_stored_wholly_and_once(
    transactional_db: None,
) -> None:
    told = deaths_in("appeals")
    for act in ("lodge beside the case", "decide", "lodge", "withdraw"):
        require_whole(told[act])
    states = Appeal.objects.order_by("lodged_at", "pk").values_list("state", flat=True)
    assert sorted(states) == ["varied", "withdrawn"]
    assert ConditionChange.objects.count() == 1
    made = told["papers"]
    assert made["deaths"][-1]["where"] == "done"
    for one in made["deaths"]:
        assert len(one["documents"]) == len(set(one["documents"]))
        assert one["failed"] == 0
    # The letter of the outcome, and three documents of the new edition: once each.
    before, after = made["before"]["documents"], made["deaths"][-1]["documents"]
    assert len(after) == len(before) + 4
    require_handed_over(told["mail"], len(told["mail"]["deaths"][-1]["noted"]))
    record_is_whole()


def test_an_appeal_against_an_opinion_and_what_is_laid_in_it_are_stored_wholly_and_once(
    transactional_db: None,
) -> None:
    told = deaths_in("laid")
    require_whole(told["lodge against an opinion"])
    found = Appeal.objects.get()
    assert (found.kind, found.case, found.state) == ("opinion", None, "lodged")
    for who in ("halden", "officer"):
        # Laid already: whoever sends it again is answered that it is done.
        deaths = told[f"lay by {who}"]["deaths"]
        assert deaths[0]["where"] == "before a file is on the disk"
        require_whole(told[f"lay by {who}"], ended="done")
    assert [one.name for one in found.documents.order_by("at")] == [
        "from halden.txt",
        "from officer.txt",
    ]
    for one in found.documents.all():
        kept = ports().evidence.read(one.sha256, key=str(found.subject))
        assert len(kept) == one.size
    steps = found.steps.values_list("kind", flat=True).order_by("pk")
    assert list(steps) == ["lodge_appeal", *["lay_appeal_document"] * 2]
    record_is_whole()


def test_acts_of_a_panel_killed_at_every_write_are_stored_wholly_and_once(
    transactional_db: None,
) -> None:
    told = deaths_in("panels")
    for act in ("ask", "close", "estimate", "write", "vote", "give"):
        require_whole(told[act])
    assert PanelOpinionVote.objects.count() == 3
    record_is_whole()


def test_a_webhook_killed_at_every_write_is_sent_at_least_once_and_noted_when_taken(
    transactional_db: None,
) -> None:
    told = deaths_in("webhooks")
    require_whole(told["queue"], ended="done")
    require_handed_over(told["send"], 2)
    record_is_whole()
