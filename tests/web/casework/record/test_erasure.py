"""Erasure destroys the key, leaves every proof standing, and is itself on record."""

from collections.abc import Callable
from datetime import datetime

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from licet.ledger import examine, parse_receipt, verify_receipt
from licet.ledger.store import DirectorySource
from licet.web.casework.models.record import KeyRecord, LedgerRow
from licet.web.casework.record import ActorRef
from licet.web.casework.record.checkpoints import log_keys
from licet.web.casework.record.erasure import erase_case, replay_erasures
from licet.web.casework.record.errors import KeyDestroyedError
from licet.web.casework.record.events import acts_of, open_row, read_act
from licet.web.casework.record.export import log_directory, prove
from licet.web.casework.record.fsck import check_database
from licet.web.casework.record.keystore import key_store
from licet.web.casework.record.sequencer import run_sequencer

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]


@pytest.fixture
def erased(
    record: Record, at: datetime, officer: ActorRef,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> list[LedgerRow]:  # fmt: skip
    rows = record(3)
    run_sequencer(at=at, flush=True)
    with django_capture_on_commit_callbacks(execute=True):
        erase_case(
            case="case-1", actor=officer, rule="Invented Act s. 9(2)",
            reason="retention ended", at=at,
        )  # fmt: skip
    run_sequencer(at=at, flush=True)
    return rows


def test_the_content_is_gone_and_says_so(erased: list[LedgerRow]) -> None:
    with pytest.raises(KeyDestroyedError) as caught:
        open_row(erased[0])
    assert caught.value.code == "key_destroyed"
    assert "case-1" in str(caught.value)
    acts = acts_of("case-1")
    assert {act.kind for act in acts} == {"erased"}
    assert {act.actor for act in acts} == {None}
    assert [act.entry for act in acts] == [0, 1, 2]


def test_the_proofs_stand(erased: list[LedgerRow]) -> None:
    assert check_database().faults == ()
    assert check_database().erased == 3
    assert examine(DirectorySource(root=log_directory()), log_keys()).faults == ()
    entry = bytes(erased[1].entry)
    assert verify_receipt(parse_receipt(prove(1)), log=log_keys(), entry=entry)


def test_who_erased_it_and_under_which_rule_is_on_record(
    erased: list[LedgerRow], officer: ActorRef, at: datetime
) -> None:
    known = KeyRecord.objects.get(key_id="case-1")
    act = read_act(known.erasure)
    assert (act.kind, act.actor, known.destroyed_at) == ("erasure", officer, at)
    assert act.payload == {
        "key": "case-1",
        "rule": "Invented Act s. 9(2)",
        "reason": "retention ended",
    }


def test_nothing_can_be_added_to_an_erased_case(
    erased: list[LedgerRow], record: Record
) -> None:
    with pytest.raises(KeyDestroyedError):
        record(1)
    assert not key_store().holds("case-1")


def test_a_key_that_a_backup_brought_back_is_destroyed_again(
    record: Record, at: datetime, officer: ActorRef
) -> None:
    """The transaction of the test never commits: the key stays, as after a crash."""
    record(1)
    erase_case(case="case-1", actor=officer, rule="s. 9", reason="due", at=at)
    assert key_store().holds("case-1")
    assert replay_erasures() == 1
    assert not key_store().holds("case-1")
    assert replay_erasures() == 0


def test_a_key_that_came_back_seals_nothing_new(
    record: Record, at: datetime, officer: ActorRef
) -> None:
    record(1)
    erase_case(case="case-1", actor=officer, rule="s. 9", reason="due", at=at)
    with pytest.raises(KeyDestroyedError):
        record(1)
