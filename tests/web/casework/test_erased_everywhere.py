"""Erased content is nowhere: not in files, rows, the write-ahead log, mail or logs; proofs stand."""

import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings
from tests.web.casework import builders
from tests.web.casework.builders import MovingClock, World, build_world

from licet.decision import Disagreement, SecretReason
from licet.web.casework.jobs.outbox import deliver_outbox
from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.keeping.content import CONTENT
from licet.web.casework.models import Case, Licence, Opinion, OutboxMessage, PartyFile
from licet.web.casework.models.record import KeyRecord, LedgerRow
from licet.web.casework.ports import Ports, legal_day, now, ports, using
from licet.web.casework.record import blanking
from licet.web.casework.record.erasure import evidence_folder
from licet.web.casework.record.events import acts_of
from licet.web.casework.record.evidence import SealedEvidence
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.sequencer import run_sequencer
from licet.web.casework.selectors.keeping import retention as reads
from licet.web.casework.services.applying import applications, custody
from licet.web.casework.services.decision import (
    decisions,
    delivery,
    drafted_letters,
    hearing,
)
from licet.web.casework.services.desk import information_requests, interests, part_marks
from licet.web.casework.services.desk.notes import write_note
from licet.web.casework.services.keeping import retention
from licet.web.casework.services.keeping.bundles import make_bundle
from licet.web.casework.services.licences import licences
from licet.web.casework.wiring import MailPost

MARK = "zyxmark"
# Tables that hold nothing that was said in a case: numbers, states, times, or the order to erase it.
SILENT = {
    "casework_archivetransfer", "casework_clockrow", "casework_countersignature",
    "casework_disposal", "casework_disposalend", "casework_erasure", "casework_holdlift",
    "casework_legalhold", "casework_licence",
    "casework_endorsement", "casework_notemention", "casework_elicitationclose",
    "casework_panelsilence", "casework_replacededition", "casework_webhookdelivery",
    "casework_opiniondisposal",
    "casework_opiniondisposalend", "casework_opinionerasure", "casework_opinionhold",
    "casework_opinionholdlift", "casework_ownershipcall",
    # The authority's own lists are kept as long as they list; they are no part of a case.
    "casework_ownanswer", "casework_ownproposal", "casework_ownwording",
}  # fmt: skip


@pytest.fixture
def state(settings: Settings, tmp_path: Path) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.LICET_STATE / "mail"
    folder: Path = settings.LICET_STATE
    return folder


@pytest.fixture
def world(
    transactional_db: None,
    outside: Ports,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """The invented authority with committed rows, its own evidence and mail in files.

    An erasure waits until the longest act of the cluster has ended, which may be that of a
    test at the same time: files are settled here and now, or the test would wait for nothing.
    """
    monkeypatch.setattr(blanking, "PATIENCE", 600)
    changed = replace(
        outside, evidence=SealedEvidence(root=state / "evidence"), post=MailPost()
    )
    forget_statistics()
    with using(changed):
        yield build_world()


def forget_statistics() -> None:
    """Tables that were emptied between tests keep what PostgreSQL's planner knew of them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM pg_statistic")


def marked(world: World, clock: MovingClock) -> str:
    """A case in which everybody said the mark wherever something can be said."""
    made = builders.start(
        world,
        items={"items": [{**builders.ITEM, "name": f"Lance {MARK}"}]},
        parties={"parties": [{**builders.END_USER, "name": f"Banco {MARK}"}]},
        end_use={"facts": {"end_use": f"Testing of {MARK}"}},
    )
    number = made.number
    custody.upload_document(
        by=world.halden,
        case=number,
        name=f"{MARK}.txt",
        purpose="other",
        content=io.BytesIO(f"The {MARK} of the file\n".encode()),
    )
    applications.submit_application(
        by=world.halden, case=number, key=f"{MARK}-{number}", version=None
    )
    run_pending()
    builders.take(world, number)
    information_requests.request_information(
        by=world.officer, case=number, question=f"What is {MARK}?", version=None
    )
    asked = builders.see(world, number).requests[0].id
    information_requests.answer_information_request(
        by=world.halden,
        case=number,
        request=asked,
        answer=f"It is {MARK}.",
        version=None,
    )
    applications.send_message(by=world.officer, case=number, text=f"Thanks, {MARK}.")
    builders.advise_all(world, number)
    _said_on_the_way(world, number)
    builders.decide(
        world,
        number,
        builders.draft_of(
            "grant_with_conditions",
            conditions=(builders.condition(),),
            reasons=f"Because of {MARK}.",
        ),
    )
    licence = Licence.objects.get(case__number=number).number
    licences.surrender_licence(
        by=world.halden, licence=licence, reasons=f"No more {MARK}.", version=None
    )
    run_pending()
    deliver_outbox()
    clock.forward(366 * 14)
    run_sequencer(at=now(), flush=True)
    return number


def _said_on_the_way(world: World, number: str) -> None:
    """A refusal intended and answered, a note, a letter, a marking, an interest: all with the mark."""
    by = world.officer
    seen = builders.see(world, number)
    plain = builders.refusal(seen)
    secret = SecretReason(marking="official", words=f"R saw {MARK}.", gist=f"A {MARK}.")
    own = Disagreement(finding=plain.disagreements[0].finding, reasons=f"Not {MARK}.")
    intended = replace(
        plain,
        reasons=f"The {MARK} is clear.",
        disagreements=(own,),
        secret=(secret,),
        without_notice_reasons=f"{MARK} leaves tomorrow.",
    )
    decisions.draft_decision(by=by, case=number, draft=intended, version=None)
    told = hearing.give_notice_of_refusal(by=by, case=number, version=None)
    hearing.answer_notice(
        by=world.halden, case=number, answer=f"No {MARK}.", version=None
    )
    assert told.notice is not None
    delivery.dispatch_letter(
        by=by,
        case=number,
        letter=told.notice.letter.id,
        on=legal_day(now()),
        manner="post",
        reference=f"Receipt of {MARK}",
    )
    write_note(by=by, case=number, text=f"Look at {MARK}.")
    part_marks.mark_part(
        by=by, case=number, part="risk", marking="official", reasons=f"Of {MARK}."
    )
    filled = {"day": "2026-07-09", "matter": f"The {MARK}.", "place": "by video"}
    (letter,) = drafted_letters.draft_letter(
        by=by, case=number, template="meeting", filled=filled
    )
    drafted_letters.review_letter(
        by=world.signer,
        case=number,
        draft=letter.id,
        agrees=False,
        reasons=f"Which {MARK}?",
    )
    (declared,) = interests.declare_interest(
        by=world.officer2, case=number, reasons=f"I know {MARK}."
    )
    interests.end_interest(
        by=world.head, interest=declared.id, reasons=f"No more {MARK}."
    )


def erase(world: World, number: str) -> None:
    found = retention.propose_disposal(
        by=world.officer, case=number, outcome="erase", reason="The period is over."
    )
    retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    run_sequencer(at=now(), flush=True)


def speaking_files(*folders: Path) -> list[str]:
    """Files in which the mark can be read, the database and what lies beside it included."""
    return [
        path.name
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and MARK.encode() in path.read_bytes()
    ]


def speaking_rows() -> list[str]:
    """Tables in which the mark can be read, whichever database it is."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # names from the database itself
            if any(MARK in repr(row) for row in cursor.fetchall()):
                found.append(table)
    return found


def _relation(file: str) -> str:
    """The name of what PostgreSQL keeps in a file, for whoever reads why a test failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE pg_relation_filenode(oid)::text = %s",
            [file.partition(".")[0]],
        )
        row = cursor.fetchone()
    return str(row[0]) if row else file


def database_files() -> list[str]:
    """The database's own files in which the mark can be read; of PostgreSQL the tables.

    Other databases of the cluster are those of tests that run at the same time.
    """
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute(
                "SELECT current_setting('data_directory'), oid::text FROM pg_database "
                "WHERE datname = current_database()"
            )
            data, own = cursor.fetchone()
            tables = Path(data) / "base" / own
        readable = os.access(tables, os.R_OK)
        found = speaking_files(tables) if readable else []
        if found:
            # Another test of this cluster went on meanwhile; the sequencer asks again as well.
            assert blanking.compact()
            with connection.cursor() as cursor:
                cursor.execute("CHECKPOINT")
            found = speaking_files(tables)
        return sorted(_relation(name) for name in found)
    name = Path(str(connection.settings_dict["NAME"]))
    return [
        path.name
        for path in sorted(name.parent.glob(f"{name.name}*"))
        if MARK.encode() in path.read_bytes()
    ]


def test_erased_content_is_nowhere_and_the_proofs_stand(
    world: World,
    clock: MovingClock,
    state: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    number = marked(world, clock)
    key = str(Case.objects.get(number=number).pk)
    before = len(acts_of(key))
    assert len(speaking_rows()) > 10
    assert list((state / "evidence" / key).iterdir())
    assert speaking_files(state / "evidence") == []
    erase(world, number)
    assert speaking_rows() == []
    assert database_files() == []
    assert speaking_files(state, settings.LICET_LOG_DIR) == []
    assert list(state.glob("mail/*"))
    assert not (state / "evidence" / key).exists()
    assert not key_store().holds(key)
    told = capfd.readouterr()
    assert MARK not in told.out + told.err
    report = check_database()
    of_the_case = reads.erasure(viewer=world.auditor, case=number).entries
    files = {str(one.pk) for one in PartyFile.objects.all()}
    of_files = LedgerRow.objects.filter(key_id__in=files).count()
    assert (report.faults, report.erased) == ((), of_the_case + of_files)
    assert report.erased >= before


def test_erased_content_is_in_no_queue_cache_log_or_temporary_file(
    world: World,
    clock: MovingClock,
    state: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a case passes through on its way: queued work, cache, logs, bundles, temporary files."""
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    lines: list[str] = []
    told = structlog.get_config()["processors"]
    structlog.configure(
        processors=[lambda *event: lines.append(repr(event)) or event[2], *told]
    )
    try:
        number = marked(world, clock)
        made = make_bundle(by=world.officer, case=number, purpose="hearing")
        assert made.content
        builders.see(world, number)
        # Before: what speaks are rows and mail; queued work and cache hold names of rows only.
        work = DBTaskResult.objects.values_list("args_kwargs", "return_value")
        assert MARK not in repr(list(work))
        assert MARK not in repr(vars(cache))
        erase(world, number)
        run_pending()
    finally:
        structlog.configure(processors=told)
    key = str(Case.objects.get(number=number).pk)
    assert MARK not in "".join(lines)
    everything = DBTaskResult.objects.values_list(
        "args_kwargs", "exception_class_path", "traceback"
    )
    assert MARK not in repr(list(everything))
    assert key not in repr(list(everything))
    assert MARK not in repr(
        list(OutboxMessage.objects.values_list("payload", flat=True))
    )
    stored = getattr(cache, "_cache", {})
    assert MARK.encode() not in b"".join(
        one for one in stored.values() if isinstance(one, bytes)
    )
    assert speaking_files(passing, state) == []
    assert [path for path in passing.rglob("*") if path.is_file()] == []
    assert not list(state.rglob("*bundle*"))


def test_the_file_of_a_party_stays_while_another_case_names_it(
    world: World, clock: MovingClock
) -> None:
    number = marked(world, clock)
    other = builders.submit(
        world,
        parties={"parties": [{**builders.END_USER, "name": f"Banco {MARK}"}]},
    )
    run_pending()
    erase(world, number)
    (file,) = PartyFile.objects.filter(name__contains=MARK)
    assert key_store().holds(str(Case.objects.get(number=other.number).pk))
    assert not KeyRecord.objects.filter(key_id=str(file.pk)).exists()


def test_a_crash_after_the_commit_is_made_good_by_the_sequencer(
    world: World, clock: MovingClock, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = marked(world, clock)
    key = str(Case.objects.get(number=number).pk)
    with monkeypatch.context() as patch:
        patch.setattr("licet.web.casework.record.erasure._destroy", lambda *_: None)
        found = retention.propose_disposal(
            by=world.officer, case=number, outcome="erase", reason="Over."
        )
        retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    assert key_store().holds(key)
    assert evidence_folder().holds(key)
    run_sequencer(at=now(), flush=True)
    assert not key_store().holds(key)
    assert not evidence_folder().holds(key)
    assert (speaking_rows(), database_files(), speaking_files(state)) == ([], [], [])
    assert check_database().faults == ()


def test_a_failure_before_the_commit_erases_nothing(
    world: World, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = marked(world, clock)
    key = str(Case.objects.get(number=number).pk)
    found = retention.propose_disposal(
        by=world.officer, case=number, outcome="erase", reason="Over."
    )
    with monkeypatch.context() as patch:
        patch.setattr("licet.web.casework.record.blanking._forget_effects", _fails)
        with pytest.raises(OSError, match="full"):
            retention.approve_disposal(by=world.head, disposal=found.disposals[0].id)
    assert key_store().holds(key)
    document = Case.objects.get(number=number).documents.first()
    assert document is not None
    assert ports().evidence.read(document.sha256, key=key)
    assert builders.see(world, number).title == "Red-team platform for a bank"


def _fails(*_: object) -> None:
    raise OSError(28, "disk full")


def _paths_to_case() -> set[str]:
    """Every table of casework from whose rows a way leads to a case."""
    every = list(apps.get_app_config("casework").get_models())
    found = {Case, Opinion}
    while True:
        more = {
            model
            for model in every
            for field in model._meta.get_fields()
            if isinstance(field, models.ForeignKey) and field.related_model in found
        } - found
        if not more:
            return {model._meta.db_table for model in found}
        found |= more


# Under the key of a due-diligence file, which goes with the last case that names its party.
OF_A_FILE = {
    "casework_partyfile", "casework_conductentry", "casework_conductconfirmation",
}  # fmt: skip


def test_every_table_of_a_case_says_what_of_it_is_content() -> None:
    declared = {one.table for one in CONTENT} | SILENT
    assert _paths_to_case() | OF_A_FILE == declared


def test_content_names_columns_that_exist() -> None:
    tables = {
        model._meta.db_table: {field.column for field in model._meta.fields}
        for model in apps.get_app_config("casework").get_models()
    }
    for one in CONTENT:
        assert set(one.columns) <= tables[one.table], one.table
