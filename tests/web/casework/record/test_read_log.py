"""Reads and refusals: entered once, in their own transaction, and not by strangers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from licet.web.casework.models.record import LedgerRow, ReadLog, SecurityLog
from licet.web.casework.record import ActorRef, read_log
from licet.web.casework.record.events import acts_of, read_act
from licet.web.casework.record.read_log import (
    note_read,
    refused_act,
    refused_stranger,
)

pytestmark = pytest.mark.django_db
Record = Callable[..., list[LedgerRow]]


def test_a_read_is_entered_once_per_person_case_and_quarter_hour(
    at: datetime, officer: ActorRef
) -> None:
    other = ActorRef(person="p-2", role="officer")
    assert note_read(case="c", actor=officer, at=at, what="case", why="review")
    for minutes, actor, case, entered in (
        (1, officer, "c", False),
        (14, officer, "c", False),
        (14, other, "c", True),
        (14, officer, "d", True),
        (15, officer, "c", True),
    ):
        later = at + timedelta(minutes=minutes)
        assert note_read(case=case, actor=actor, at=later, what="case") is entered
    assert ReadLog.objects.count() == LedgerRow.objects.count() == 4
    act = acts_of("c")[0]
    assert (act.kind, act.actor) == ("read", officer)
    assert act.payload == {"what": "case", "why": "review"}


def test_two_requests_at_once_make_one_entry(
    at: datetime, officer: ActorRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(**_: object) -> None:
        raise IntegrityError

    with monkeypatch.context() as patch:
        patch.setattr(ReadLog.objects, "create", taken)
        assert note_read(case="c", actor=officer, at=at, what="case") is False
    assert not LedgerRow.objects.exists()
    assert note_read(case="c", actor=officer, at=at, what="case") is True


def test_a_refused_act_is_entered_with_what_was_tried(
    at: datetime, officer: ActorRef
) -> None:
    refused_act(act="countersign", case="c", actor=officer, at=at, payload={"why": "x"})
    refused_act(act="grant", case=None, actor=officer, at=at, payload={})
    (act,) = acts_of("c")
    assert (act.kind, act.actor) == ("refused", officer)
    assert act.payload == {"act": "countersign", "why": "x"}
    row = LedgerRow.objects.get(key_id="record-2026q1")
    assert read_act(row).payload == {"act": "grant"}


def test_strangers_do_not_fill_the_ledger(at: datetime) -> None:
    for _ in range(3):
        refused_stranger(kind="sign_in", path="/x" * 300, address="192.0.2.7", at=at)
    assert not LedgerRow.objects.exists()
    rows = SecurityLog.objects.all()
    assert len(rows) == 3
    assert len({row.source for row in rows}) == 1
    assert "192.0.2.7" not in rows[0].source
    assert len(rows[0].path) == read_log.MAX_PATH
