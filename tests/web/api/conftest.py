"""The invented authority of casework's tests, and a program for each of its people."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.web.casework.builders import KeptPost, MovingClock, World, build_world
from tests.web.casework.kept import keeping

from licet.screening import invented_lists, sync
from licet.web.casework.access import SYSTEM
from licet.web.casework.ports import Ports, using
from licet.web.casework.services.programs.tokens import SCOPES, make_token
from licet.web.casework.wiring import real_ports


@pytest.fixture(scope="session", autouse=True)
def _lists() -> None:
    sync(invented_lists(), settings.LICET_STATE, at=timezone.now())


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def outside(clock: MovingClock) -> Iterator[Ports]:
    with using(replace(real_ports(), clock=clock, post=KeptPost())) as changed:
        yield changed


@pytest.fixture
def world(db: None, outside: Ports, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with keeping(monkeypatch):
        yield build_world()


@dataclass(slots=True)
class Program:
    """A program of one person."""

    token: str
    client: Client

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call, and return the answer; each act with a key of its own, on any version."""
        if method != "GET":
            headers = {"Idempotency-Key": uuid4().hex, "If-Match": "*"} | headers
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else _json(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **headers},
        )

    def get(self, path: str) -> Any:
        """What is there; of a list its first page."""
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.content
        return unpaged(answer.json())

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.call("POST", path, body or {}, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()


def unpaged(told: Any) -> Any:
    """The items of a page, or what is no page as it is."""
    paged = isinstance(told, dict) and told.keys() == {"items", "next", "total"}
    return told["items"] if paged else told


def keyed(program: Program) -> dict[str, str]:
    """The headers of an act by a program that builds its own body."""
    return {
        "Authorization": f"Bearer {program.token}",
        "Idempotency-Key": uuid4().hex,
    }


def _json(body: object) -> str:
    return json.dumps(body)


@pytest.fixture
def program(world: World) -> Callable[..., Program]:
    def make(key: str, *scopes: str) -> Program:
        person = str(world.people[key].pk)
        token = make_token(
            person=person,
            name="test",
            scopes=scopes or tuple(SCOPES),
            days=1,
            by=SYSTEM,
        )
        return Program(token=token, client=Client())

    return make
