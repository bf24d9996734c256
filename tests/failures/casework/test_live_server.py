"""kill -9 of the real server and its worker, at any moment of a submission and a decision.

``licet serve`` runs as an authority runs it: web server, worker, a state of its own. People who
are signed in submit and countersign from several threads, everything is killed at once, and
started again. What was answered is stored; what was not answered is stored wholly or not at all;
a second press finds the first; the jobs go on by themselves; record and files are whole.
"""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cli.test_shell import free_port
from tests.failures.casework.founding import PASSWORD, SECRET
from tests.journeys.window import code_for
from tests.migrated import lay_migrated

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PATIENCE = 240  # seconds; a loaded machine is slow, not wrong
KILLS, SOAK_KILLS = 2, 60
SEED = 20260301
UNSUBMITTED = {"submissions": 0, "receipts": 0, "clock": 0, "findings": 0, "found": 0}
UNSIGNED = {"signed": 0, "decisions": 0, "signatures": 0, "letters": 0}
FINISHED = {
    "signed": 1,
    "decisions": 1,
    "signatures": 1,
    "letters": 1,
    "papers": 0,  # the licence is the letter of a grant
    "licences": 1,
    "documents": ["code", "pdf", "sdjwt"],
}


@contextlib.contextmanager
def own_database(state: Path) -> Iterator[str]:
    """A database for one live authority, on the server of this run; yields its URL."""
    configured = connection.settings_dict
    if connection.vendor == "sqlite":
        lay_migrated(state)
        yield f"sqlite:///{state}/licet.sqlite3"
        return
    import psycopg  # noqa: PLC0415  # only where there is such a server

    host = configured["OPTIONS"].get("host") or configured["HOST"]
    name = f"licet_live_{os.getpid()}"
    where = {"host": host, "user": configured["USER"], "dbname": "postgres"}
    with psycopg.connect(**where, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://{configured['USER']}@/{name}?host={host}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(slots=True)
class Browser:
    """Somebody at a browser: an address and the cookies of a session."""

    port: int
    jar: CookieJar = field(default_factory=CookieJar)

    def _open(self, path: str, data: bytes | None = None) -> tuple[str, str]:
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar)
        )
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.geturl(), answer.read().decode()

    def get(self, path: str) -> str:
        return self._open(path)[1]

    def twin(self) -> "Browser":
        """The same session in another window."""
        other = Browser(self.port)
        for cookie in list(self.jar):
            other.jar.set_cookie(cookie)
        return other

    def post(self, path: str, **fields: str) -> str:
        """Send a form; the address at which it ended."""
        token = next(one.value for one in self.jar if one.name == "licet_csrf")
        sent = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": str(token)})
        return self._open(path, sent.encode())[0]

    def sign_in(self, email: str, *, code: bool) -> None:
        self.get("/account/login/")
        ended = self.post("/account/login/", login=email, password=PASSWORD)
        if code:
            assert "/2fa/" in ended
            ended = self.post("/account/2fa/authenticate/", code=code_for(SECRET))
        assert "/account/" not in ended


@dataclass(slots=True)
class Authority:
    """A real installation: its state, its port, its programs."""

    state: Path
    database: str
    port: int = field(default_factory=free_port)
    program: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("LICET_", "DATABASE_", "DJANGO_", "PYTEST_", "COV"))
        }
        return (
            kept
            | {
                "DATABASE_URL": self.database,
                "DJANGO_SETTINGS_MODULE": "licet.web.site.settings",
                "LICET_JOB_SILENCE_SECONDS": "4",
                "LICET_LOG_LEVEL": "ERROR",
                "LICET_OTHER_LAWS": "",  # what is killed is no question of other laws
                "LICET_STATE": str(self.state),
                "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path[1:])),
            }
        )

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, cwd=self.state,
            capture_output=True, timeout=PATIENCE * 4, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (done.stdout + done.stderr).decode()[-3000:]
        return done.stdout.decode()

    def account(self, *folder: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(
            self.run(str(HERE / "accounting.py"), *folder)
        )
        return told

    def start(self) -> None:
        """Start web server and worker in a session of their own, and wait for the first answer."""
        command = [sys.executable, "-m", "licet", "serve", "--port", str(self.port)]
        self.program = subprocess.Popen(
            command, env=self.environment, cwd=self.state, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.program.poll() is None, "the server ended before it answered"
            with contextlib.suppress(OSError):
                Browser(self.port).get("/readyz")
                return
            time.sleep(0.1)
        pytest.fail("the server did not answer in time")

    def kill(self) -> None:
        """End web server, its processes and the worker at once, as a power cut would."""
        assert self.program is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.program.pid, signal.SIGKILL)
        self.program.wait(PATIENCE)
        self.program = None


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with own_database(tmp_path) as database:
        made = Authority(state=tmp_path, database=database)
        try:
            yield made
        finally:
            if made.program is not None:
                made.kill()


@dataclass(slots=True)
class Presses:
    """Everybody presses twice at the same time; what was answered is kept."""

    exporter: Browser
    signer: Browser
    draft: str
    decision: str
    answered: set[str] = field(default_factory=set)

    def _press(self, act: str, window: Browser) -> None:
        with contextlib.suppress(OSError, HTTPException):
            if act == "submit":
                path = f"/apply/cases/{self.draft}/check/"
                ended = window.post(path, key="the-key")
                stored = "confirmation" in ended
            else:
                path = f"/work/cases/{self.decision}/countersign/"
                ended = window.post(path, sign="yes")
                stored = "countersign" not in ended
            if stored:
                self.answered.add(act)

    def begin(self) -> list[threading.Thread]:
        threads = [
            threading.Thread(target=self._press, args=(act, person.twin()))
            for act, person in (("submit", self.exporter), ("countersign", self.signer))
            for _ in range(2)
        ]
        for one in threads:
            one.start()
        return threads


def contains(standing: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return wanted.items() <= standing.items()


def require_whole(told: dict[str, Any], presses: Presses) -> None:
    """Each case stands wholly before or wholly after its act, and the record agrees."""
    assert told["faults"] == []
    assert told["lost"] == []
    assert told["failed"] == []
    submitted, signed = told["cases"][presses.draft], told["cases"][presses.decision]
    if submitted["state"] == "draft":
        assert "submit" not in presses.answered, "answered, and lost"
        assert contains(submitted, UNSUBMITTED)
    else:
        once = {"submissions": 1, "receipts": 1, "clock": 1}
        assert contains(submitted, once), submitted
        assert submitted["findings"] == submitted["found"] <= 1
    if signed["state"] == "countersigning":
        assert "countersign" not in presses.answered, "answered, and lost"
        assert contains(signed, UNSIGNED)
    else:
        once = {"signed": 1, "decisions": 1, "signatures": 1, "letters": 1}
        assert signed["state"] == "granted"
        assert contains(signed, once), signed


def all_done(told: dict[str, Any], drafts: set[str], decisions: set[str]) -> bool:
    found = all(
        told["cases"][number]["state"] == "triage"
        and contains(told["cases"][number], {"submissions": 1, "findings": 1})
        for number in drafts
    )
    granted = all(contains(told["cases"][number], FINISHED) for number in decisions)
    return found and granted and told["open"] == 0


def kill_many_times(authority: Authority, kills: int) -> None:
    made = json.loads(authority.run(str(HERE / "founding.py"), str(kills)))
    chance = random.Random(SEED)  # noqa: S311  # moments, no secrets
    exporter, signer = Browser(authority.port), Browser(authority.port)
    authority.start()
    exporter.sign_in(made["exporter"], code=False)
    signer.sign_in(made["signer"], code=True)
    patience = 1.0  # seconds within which a moment is drawn; learnt from the presses
    for draft, decision in zip(made["drafts"], made["decisions"], strict=True):
        presses = Presses(exporter, signer, draft, decision)
        moment = chance.uniform(0, patience)
        threads = presses.begin()
        time.sleep(moment)
        authority.kill()
        for one in threads:
            one.join(PATIENCE)
        require_whole(authority.account(), presses)
        authority.start()  # the sessions are still good
        again = Presses(exporter, signer, draft, decision)
        began = time.monotonic()
        for one in again.begin():
            one.join(PATIENCE)
        patience = min(time.monotonic() - began, 5.0)
        # So that no job dies more often than jobs are tried.
        wait_until_done(authority, {draft}, {decision})
    finish(authority, made)


def wait_until_done(
    authority: Authority, drafts: set[str], decisions: set[str], *folder: Path
) -> dict[str, Any]:
    """Wait until the worker has done everything, and the receipts of the decisions are there."""
    until = time.monotonic() + PATIENCE
    while True:
        told = authority.account(*map(str, folder))
        proven = told["receipts"] == len(decisions) or not folder
        if all_done(told, drafts, decisions) and proven:
            return told
        assert time.monotonic() < until, json.dumps(told)
        time.sleep(1)


def finish(authority: Authority, made: dict[str, Any]) -> None:
    """Everything that was begun ends by itself, once, and every receipt verifies."""
    folder = authority.state / "receipts"
    folder.mkdir()
    decisions = set(made["decisions"])
    told = wait_until_done(authority, set(made["drafts"]), decisions, folder)
    assert told["faults"] == told["lost"] == told["failed"] == []
    authority.run("-m", "licet", "fsck", "--database")
    for receipt in sorted(folder.iterdir())[:1]:
        authority.run("-m", "licet", "verify", str(receipt))


@pytest.mark.slow
def test_a_killed_authority_loses_nothing_and_does_nothing_twice(
    authority: Authority,
) -> None:
    kill_many_times(authority, KILLS)


@pytest.mark.soak
def test_an_authority_killed_many_times_loses_nothing(authority: Authority) -> None:
    kill_many_times(authority, SOAK_KILLS)
