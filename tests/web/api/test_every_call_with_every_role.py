"""Every call of the API with every role: nobody unknown gets in, and nothing answers with an error of ours."""

import re

import pytest
from django.test import Client
from tests.web.api.test_whole_way import Programs
from tests.web.casework.builders import World, submit

from licet.web.api.service import api

UNKNOWN, BROKEN = 401, 500


def _calls() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema()["paths"]
    return sorted(
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in paths.items()
        for method in methods
    )


def _address(path: str, case: str) -> str:
    named = {"number": case, "case": case}
    return re.sub(r"\{(\w+)\}", lambda found: named.get(found.group(1), "1"), path)


@pytest.mark.slow
def test_every_call_with_every_role(world: World, program: Programs) -> None:
    case = submit(world).number
    calls = _calls()
    assert len(calls) > 100
    nobody = Client()
    for method, path in calls:
        answer = nobody.generic(method, f"/api/v1{_address(path, case)}")
        assert answer.status_code < BROKEN, (method, path)
    alike = {world.actor(key).roles: key for key in world.people}
    for key in alike.values():
        one = program(key)
        for method, path in calls:
            body = None if method == "GET" else {}
            answer = one.call(method, _address(path, case), body)
            assert answer.status_code < BROKEN, (key, method, path)


def test_nobody_unknown_reads_or_does_anything_of_deciding(
    world: World,
) -> None:
    case = submit(world).number
    nobody = Client()
    mine = ("notice", "notes", "today", "public", "together", "precedents", "drafted")
    for method, path in _calls():
        if any(part in path for part in (*mine, "delegation", "interest", "queue")):
            answer = nobody.generic(method, f"/api/v1{_address(path, case)}")
            assert answer.status_code == UNKNOWN, (method, path)
