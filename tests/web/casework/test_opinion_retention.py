"""Opinions are kept, held and erased as cases are: by schedule, by two people, everywhere, for good."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.web.casework.builders import MovingClock, World
from tests.web.casework.test_backup import lose_everything
from tests.web.casework.test_erased_everywhere import (
    MARK,
    database_files,
    speaking_files,
    speaking_rows,
    state,
    world,
)
from tests.web.casework.test_opinions import Fixed, ask, issued

from licet.web.casework.errors import (
    CaseErasedError,
    HoldStandsError,
    InvalidInputError,
    NotAllowedError,
    NotDueError,
    NotFoundError,
    NotIndependentActError,
    WrongStateError,
)
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.models import Opinion, OpinionErasure, OpinionLetter, Team
from licet.web.casework.ports import now, ports, using
from licet.web.casework.record import blanking
from licet.web.casework.record.backup import create_backup
from licet.web.casework.record.erasure import evidence_folder
from licet.web.casework.record.events import acts_of
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.keybackup import backup_keys, restore_keys
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.restore import restore_backup
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.keeping import opinion_retention as reads
from licet.web.casework.selectors.opinions import opinions as opinion_reads
from licet.web.casework.services.keeping import opinion_keeping as keeping
from licet.web.casework.services.keeping import subject_access
from licet.web.casework.services.opinions import opinions

__all__ = ["state", "world"]  # the fixtures that these tests share


@pytest.fixture
def law(world: World) -> Iterator[Fixed]:
    fixed = Fixed(ports().determiner)
    with using(replace(ports(), determiner=fixed)):  # type: ignore[arg-type]
        yield fixed


@pytest.fixture
def expired(world: World, law: Fixed, clock: MovingClock) -> str:
    """An opinion in which everybody said the mark, issued, expired, and old enough to go."""
    number = issued(world, title=f"Tool {MARK}", question=f"Do we need {MARK}?")
    deliver_outbox()
    clock.at = clock.at.replace(year=2037, month=12, day=31, hour=12)
    opinions.expire_opinions()
    run_sequencer(at=now(), flush=True)
    return number


def proposal(world: World, number: str) -> str:
    found = keeping.propose_opinion_erasure(
        by=world.officer, number=number, reason="The period is over."
    )
    return found.disposals[0].id


def erase(world: World, clock: MovingClock, number: str) -> None:
    clock.forward(1)
    keeping.approve_opinion_erasure(by=world.head, disposal=proposal(world, number))
    run_sequencer(at=now(), flush=True)


def test_what_binds_or_waits_stays_and_an_expired_one_goes_on_its_day(
    world: World, law: Fixed, clock: MovingClock
) -> None:
    number = issued(world)
    kept = reads.opinion_retention(viewer=world.officer, number=number).case
    assert (kept.due, kept.because) == (None, "It still binds the authority.")
    with pytest.raises(NotDueError, match="still binds"):
        proposal(world, number)
    asked = ask(world).number
    assert "No row" in reads.opinion_retention(viewer=world.officer, number=asked).case.because  # fmt: skip
    opinions.withdraw_opinion(by=world.halden, number=asked, version=None)
    assert reads.due_opinions(viewer=world.officer)[0].due == date(2030, 1, 1)
    clock.at = clock.at.replace(year=2037, month=12, day=31, hour=12)
    opinions.expire_opinions()
    with pytest.raises(NotDueError, match="until 2038-01-01"):
        proposal(world, number)
    clock.forward(1)
    due = reads.due_opinions(viewer=world.officer)
    assert {one.number for one in due if one.is_due} == {number, asked}
    assert not due[0].verified


def test_holds_four_eyes_and_duty_are_asked(
    world: World, expired: str, clock: MovingClock
) -> None:
    clock.forward(1)
    with pytest.raises(InvalidInputError):
        keeping.hold_opinion(by=world.officer, number=expired, reason=" ")
    for lacking in (world.te, world.halden, world.policy):
        with pytest.raises((NotFoundError, NotAllowedError)):
            keeping.hold_opinion(by=lacking, number=expired, reason="x")
    one = proposal(world, expired)
    with pytest.raises(WrongStateError, match="open already"):
        proposal(world, expired)
    held = keeping.hold_opinion(by=world.officer, number=expired, reason="A court.")
    with pytest.raises(HoldStandsError):
        keeping.approve_opinion_erasure(by=world.head, disposal=one)
    lifted = keeping.lift_opinion_hold(
        by=world.head, hold=held.holds[0].id, reason="It ended."
    )
    assert (lifted.holds[0].lifted_by, lifted.case.held) == ("Head", False)
    with pytest.raises(WrongStateError, match="lifted already"):
        keeping.lift_opinion_hold(by=world.head, hold=held.holds[0].id, reason="Again.")
    back = keeping.return_opinion_erasure(by=world.head, disposal=one, reason="Wait.")
    assert (back.disposals[0].result, back.case.proposed) == ("returned", False)
    with pytest.raises(WrongStateError, match="ended already"):
        keeping.approve_opinion_erasure(by=world.head, disposal=one)
    mine = keeping.propose_opinion_erasure(by=world.head, number=expired, reason="x")
    (own,) = [one.id for one in mine.disposals if one.result == "open"]
    with pytest.raises(NotIndependentActError, match="four eyes"):
        keeping.approve_opinion_erasure(by=world.head, disposal=own)
    nothing = "00000000-0000-0000-0000-000000000000"
    with pytest.raises(NotFoundError):
        keeping.approve_opinion_erasure(by=world.head, disposal=nothing)
    with pytest.raises(NotFoundError):
        keeping.lift_opinion_hold(by=world.head, hold=nothing, reason="x")
    with pytest.raises(NotFoundError):
        reads.opinion_erasure(viewer=world.officer, number=expired)
    with pytest.raises(NotFoundError):
        reads.opinion_retention(viewer=world.officer, number="none")
    kinds = [act.kind for act in acts_of(str(Opinion.objects.get().pk))]
    assert [kind for kind in kinds if kind in {"set_hold", "lift_hold", "return_disposal"}] == [
        "set_hold", "lift_hold", "return_disposal"
    ]  # fmt: skip
    assert kinds.count("propose_disposal") == 2
    assert not OpinionErasure.objects.exists()


def test_an_erased_opinion_is_nowhere_and_no_restore_brings_it_back(
    world: World, expired: str, clock: MovingClock, state: Path, tmp_path: Path
) -> None:
    row = Opinion.objects.get(number=expired)
    key, sealed = str(row.pk), OpinionLetter.objects.get().sha256
    assert len(speaking_rows()) >= 1
    assert list((state / "evidence" / key).iterdir())
    create_backup(tmp_path / "backup", at=now())
    before = len(acts_of(key))
    erase(world, clock, expired)
    assert (speaking_rows(), database_files()) == ([], [])
    assert speaking_files(state, settings.LICET_LOG_DIR, tmp_path / "backup") == []
    assert not (state / "evidence" / key).exists()
    assert not key_store().holds(key)
    said = reads.opinion_erasure(viewer=world.officer, number=expired)
    assert (said.proposed_by, said.approved_by) == ("Officer", "Head")
    assert "row 7" in said.rule
    assert (said.blanked["opinion"], said.entries > before) == (1, True)
    assert reads.opinion_erasures(viewer=world.auditor)[0].number == expired
    for gone in (opinion_reads.opinion, opinion_reads.opinion_letter):
        with pytest.raises(CaseErasedError, match="erased on 2038-01-01 by Head"):
            gone(viewer=world.officer, number=expired)
    with pytest.raises(CaseErasedError):
        keeping.hold_opinion(by=world.officer, number=expired, reason="Too late.")
    assert next(iter(opinion_reads.opinions(viewer=world.halden))).title == "Erased"
    known = opinion_reads.check_opinion(number=expired, sha256=sealed)
    assert known.standing == "unknown"
    own = str(world.organisations["halden"].pk)
    assert subject_access.export_held_data(by=world.halden, organisation=own).content
    assert check_database().faults == ()
    backup_keys(key_store(), tmp_path / "keys-copy")
    lose_everything()
    shutil.rmtree(key_store().root)
    restore_keys(key_store(), tmp_path / "keys-copy")
    came = restore_backup(tmp_path / "backup", at=now())
    assert (came.faults, key in came.erased) == ((), True)
    assert (speaking_rows(), database_files()) == ([], [])
    again = OpinionErasure.objects.get(opinion=key)
    assert (again.approved_by, again.reason) == ("Head", "The period is over.")
    assert not evidence_folder().holds(key)


def test_a_crash_after_the_commit_is_made_good_for_an_opinion_too(
    world: World, expired: str, clock: MovingClock, state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    key = str(Opinion.objects.get().pk)
    clock.forward(1)
    one = proposal(world, expired)
    with monkeypatch.context() as patch:
        patch.setattr("licet.web.casework.record.erasure._destroy", lambda *_: None)
        keeping.approve_opinion_erasure(by=world.head, disposal=one)
    assert key_store().holds(key)
    run_sequencer(at=now(), flush=True)
    assert not key_store().holds(key)
    assert (speaking_rows(), database_files(), speaking_files(state)) == ([], [], [])
    assert check_database().faults == ()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has a checkpoint of its own"
)
def test_files_are_compact_only_when_nobody_reads_an_older_state(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    monkeypatch.setattr(blanking, "PATIENCE", 1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM casework_case")
            Team.objects.create(code="NEW", name="Written meanwhile")
            assert not blanking.compact()
            cursor.execute("COMMIT")
        monkeypatch.setattr(
            blanking, "PATIENCE", 600
        )  # other tests of this cluster end
        assert blanking.compact()
    finally:
        other.close()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has a checkpoint of its own"
)
def test_an_act_in_another_database_of_the_cluster_keeps_files_from_being_compact(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    monkeypatch.setattr(blanking, "PATIENCE", 1)
    other = connection.copy()
    other.settings_dict = {**connection.settings_dict, "NAME": "postgres"}
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            Team.objects.create(code="NEW", name="Written meanwhile")
            assert not blanking.compact()
            cursor.execute("ROLLBACK")
    finally:
        other.close()
