"""kill -9 while a bundle is made, a backup written, a case erased, keys rotated: nothing half done.

Each act dies at every step in turn, in one world; afterwards it is simply done again.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests.failures.casework.test_kill import database_url, people, record_is_whole
from tests.web.casework.builders import World, submit

from licet.web.casework.models import Case, KeyRotation
from licet.web.casework.models.record import KeyRecord, LedgerRow
from licet.web.casework.record.backup import create_backup
from licet.web.casework.record.events import read_act
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.restore import verify_backup
from licet.web.casework.record.rotation import rotate_keys
from licet.web.casework.rights.policy import SYSTEM
from licet.web.casework.services.keeping.bundles import make_bundle

__all__ = ["people"]  # the fixture that these tests share
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DYING = Path(__file__).with_name("dying_record.py")


def die_in(act: str, step: str, what: str) -> None:
    """Let another program do the act and die at the step."""
    connection.close()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "LICET_STATE": str(settings.LICET_STATE),
        "DJANGO_SETTINGS_MODULE": "licet.web.site.settings_test",
    }
    done = subprocess.run(
        [sys.executable, str(DYING), act, step, what],
        env=environment, capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def entered(kind: str) -> int:
    """How many acts of a kind the record holds."""
    return sum(read_act(row).kind == kind for row in LedgerRow.objects.all())


def files_in(folder: Path) -> set[str]:
    """What lies there, without the log, which grows with every act."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return {path for path in found if not path.startswith("log")}


def test_death_while_a_bundle_is_made_leaves_no_half_one(people: World) -> None:
    number = submit(people).number
    make_bundle(by=SYSTEM, case=number, purpose="first")
    before = files_in(Path(settings.LICET_STATE))
    for step, count in (
        ("before_record", 1),
        ("before_commit", 1),
        ("before_effect", 2),
    ):
        die_in("bundle", step, number)
        assert entered("make_bundle") == count, step
    # A bundle lies nowhere: what was not handed out is not there. Whoever has one has its entry.
    assert files_in(Path(settings.LICET_STATE)) == before
    made = make_bundle(by=SYSTEM, case=number, purpose="again")
    assert made.content.startswith(b"PK")
    assert entered("make_bundle") == 3
    record_is_whole()


def test_death_while_a_backup_is_made_leaves_none_that_no_entry_names(
    people: World, tmp_path: Path
) -> None:
    submit(people)
    target = tmp_path / "backup"
    for step, count in (("before_record", 0), ("before_commit", 0)):
        die_in("backup", step, str(target))
        assert (target.exists(), entered("make_backup")) == (False, count), step
    die_in("backup", "before_effect", str(target))
    assert (target.exists(), entered("make_backup")) == (True, 1)
    assert verify_backup(target)["cases"] > 0
    create_backup(tmp_path / "again", at=timezone.now())
    assert entered("make_backup") == 2
    record_is_whole()


def test_death_during_an_erasure_erases_all_or_nothing(people: World) -> None:
    number = submit(people).number
    key = str(Case.objects.get().pk)
    for step in ("before_record", "before_commit"):
        die_in("erase", step, key)
        assert not KeyRecord.objects.exists(), step
        assert key_store().holds(key)
        assert Case.objects.get().number == number
        assert Case.objects.get().title != "Erased"
    die_in("erase", "before_effect", key)
    assert KeyRecord.objects.filter(key_id=key).exists()
    assert Case.objects.get().title == "Erased"
    assert key_store().holds(key)  # the next step takes it up
    record_is_whole()
    assert not key_store().holds(key)
    assert entered("erasure") >= 1


def test_death_during_a_rotation_is_taken_up_and_loses_no_key(people: World) -> None:
    submit(people)
    first = key_store().wraps.known()
    for step in ("before_record", "before_commit", "before_effect"):
        die_in("rotate", step, "all")
        assert len(key_store().wraps.known()) == 2, step
        assert entered("submit_application") == 1  # everything opens under either key
    rotate_keys(key_store(), actor=None, at=timezone.now())
    (left,) = key_store().wraps.known()
    assert left not in first
    assert KeyRotation.objects.count() == 1
    record_is_whole()
