"""Something that we need goes away in the middle: a clear 503, and all or nothing is stored.

Each loss comes twice: before anything was stored, and after all of it was.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from tests.web.casework.builders import World, build_world, start
from tests.web.casework.conftest import _lists, clock, outside

from licet.web.casework.application import files as evidence_files
from licet.web.casework.models import Case, CaseEvent, Document, LedgerRow, OutboxRow
from licet.web.casework.ports import Ports

__all__ = ["_lists", "clock", "outside"]
pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WORDS = "stored wholly or not at all"


@pytest.fixture
def own(world: World) -> Client:
    """The applicant at a browser that shows what the server answers."""
    client = Client(raise_request_exception=False)
    client.force_login(world.people["halden"], backend=BACKEND)
    return client


@pytest.fixture
def world(db: None, outside: Ports) -> World:
    return build_world()


def counts() -> dict[str, int]:
    models = (Case, CaseEvent, Document, LedgerRow, OutboxRow)
    return {model.__name__: model.objects.count() for model in models}


@contextmanager
def lost(when: str) -> Iterator[None]:
    """The database goes away at the first statement that begins like this, as drivers say it."""

    def fail(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith(when):
            raise OperationalError("database or disk is full")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(fail):
        yield


def submission(world: World) -> tuple[str, dict[str, str]]:
    made = start(world)
    sent = {"key": f"key-{made.number}", "version": str(made.version)}
    return f"/apply/cases/{made.number}/check/", sent


@pytest.mark.parametrize(
    "when",
    ["SELECT", 'INSERT INTO "casework_ledgerrow"', 'INSERT INTO "casework_caseevent"'],
    ids=["at once", "at the entry", "at the last line"],
)
def test_a_database_that_is_lost_gives_503_and_stores_nothing(
    own: Client, world: World, when: str
) -> None:
    address, sent = submission(world)
    before = counts()
    with lost(when):
        answer = own.post(address, sent)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert WORDS in answer.content.decode()
    assert counts() == before
    assert own.post(address, sent).status_code in {200, 302}
    assert Case.objects.get().state != "draft"


def test_an_answer_that_is_lost_after_all_was_stored_is_found_by_the_second_press(
    own: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, sent = submission(world)
    # What follows the commit: the page that says so reads the case again.
    monkeypatch.setattr(
        "licet.web.portal.views.application.redirect",
        _raise(OperationalError("server closed the connection unexpectedly")),
    )
    assert own.post(address, sent).status_code == 503
    monkeypatch.undo()
    stored = counts()
    assert Case.objects.get().state != "draft"
    assert own.post(address, sent).status_code in {200, 302}
    assert counts() == stored


def _raise(error: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_disk_at_an_upload_gives_503_and_keeps_no_half_file(
    own: Client, world: World, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    made = start(world)
    before = counts()
    files = set(_files())
    monkeypatch.setattr(evidence_files.os, "fsync", _raise(OSError(number, "no room")))
    answer = own.post(
        f"/apply/cases/{made.number}/documents/",
        {
            "upload": "1",
            "purpose": "contract",
            "file": SimpleUploadedFile("order.txt", b"Order 7\n"),
        },
    )
    monkeypatch.undo()
    assert answer.status_code == 503
    assert WORDS in answer.content.decode()
    assert counts() == before
    assert set(_files()) == files


def _files() -> list[Path]:
    return [
        one for one in (settings.LICET_STATE / "evidence").rglob("*") if one.is_file()
    ]


def test_the_api_says_it_in_its_own_form(world: World) -> None:
    client = Client(raise_request_exception=False)
    with lost("SELECT"):
        answer = client.get(
            "/api/v1/applications", headers={"Authorization": "Bearer x"}
        )
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_a_fault_of_ours_stays_a_fault_of_ours(
    own: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "licet.web.portal.views.home.render", _raise(OSError(errno.EACCES, "closed"))
    )
    answer = own.get("/apply/")
    assert answer.status_code == 500
    assert WORDS not in answer.content.decode()


def test_a_server_that_ends_the_session_in_the_middle_gives_503(
    transactional_db: None, outside: Ports
) -> None:
    """The real thing on PostgreSQL: the backend is ended between two statements of one act."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could end")
    world = build_world()
    client = Client(raise_request_exception=False)
    client.force_login(world.people["halden"], backend=BACKEND)
    address, sent = submission(world)
    before = counts()
    done: list[str] = []

    def end(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "casework_ledgerrow"') and not done:
            done.append(sql)
            execute(
                "SELECT pg_terminate_backend(pg_backend_pid())", None, False, context
            )
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(end):
        answer = client.post(address, sent)
    connection.close()
    assert done
    assert answer.status_code == 503
    assert counts() == before
    assert client.post(address, sent).status_code in {200, 302}
