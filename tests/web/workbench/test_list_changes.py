"""What changed between two versions, on a page, as files and over the API, with whom it touched."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World, submit
from tests.web.casework.test_list_alerts import AURORA, OTHERS, change
from tests.web.reader import Reader

from licet.screening import statuses
from licet.web.casework.access import SYSTEM
from licet.web.casework.engines import Lists
from licet.web.casework.errors import NotAllowedError
from licet.web.casework.ports import Ports, using
from licet.web.casework.selectors.screening import list_differences as reads
from licet.web.casework.services.programs.tokens import make_token


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


@pytest.fixture
def lists(state: Path, outside: Ports) -> Iterator[Lists]:
    own = Lists(state=state)
    with using(replace(outside, screener=own)):
        yield own


@pytest.fixture
def versions(lists: Lists, world: World, state: Path, clock: MovingClock) -> list[str]:
    change(state, clock, [*OTHERS, ("e2", "Tarnhelm Works", "first")])
    submit(world)
    changed = ("e2", "Tarnhelm Work", "second")
    change(state, clock, [OTHERS[0], AURORA, changed])
    return list(statuses(state)[0].versions)


def query(versions: list[str], **more: str) -> str:
    told = {"older": versions[0], "newer": versions[1], **more}
    return "&".join(f"{key}={value}" for key, value in told.items())


def test_the_page_shows_every_field_and_whom_it_touches(
    world: World, versions: list[str]
) -> None:
    officer = Reader(world, "officer")
    address = f"/work/lists/of/ftm/changes/?{query(versions)}"
    page = officer.read(address)
    assert "1 added, 1 changed, 1 removed." in page
    assert "Touches Banco Aurora do Sul (invented) in" in page
    source = officer.source(address)
    assert "Tarnhelm Work<mark>s</mark>" in source
    assert "<mark>first</mark>" in source or "<mark>" in source
    assert "3 entries" in page
    only = officer.read(
        f"/work/lists/of/ftm/changes/?{query(versions, change='removed')}"
    )
    assert "1 entry" in only
    none = officer.read(f"/work/lists/of/ftm/changes/?{query(versions, words='moon')}")
    assert "No entry fits" in none
    same = f"/work/lists/of/ftm/changes/?older={versions[1]}&newer={versions[1]}"
    assert "say the same" in officer.read(same)
    assert "what changed in ftm" in officer.read("/work/lists/").lower()
    officer.read("/work/lists/of/ftm/changes/?older=x&newer=y", status=404)


def test_who_may_see_no_alerts_sees_the_change_without_them(
    world: World, versions: list[str]
) -> None:
    page = Reader(world, "policy").read(
        f"/work/lists/of/ftm/changes/?{query(versions)}"
    )
    assert "Banco Aurora do Sul" in page
    assert "Touches" not in page
    with pytest.raises(NotAllowedError):
        reads.differences(
            viewer=world.te, source="ftm", older=versions[0], newer=versions[1]
        )


def test_the_changes_are_taken_away_as_files(world: World, versions: list[str]) -> None:
    client = Reader(world, "officer").client
    base = "/work/lists/of/ftm/changes"
    answer = client.get(f"{base}.csv?{query(versions)}")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert {row["change"] for row in rows} == {"added", "removed", "changed"}
    assert any(row["cases"] for row in rows)
    answer = client.get(f"{base}.json?{query(versions, change='changed')}")
    (entry,) = json.loads(answer.getvalue())["entries"]
    assert {one["field"] for one in entry["fields"]} == {"names", "remarks"}


def test_a_list_is_taken_out_of_the_browser(world: World, versions: list[str]) -> None:
    client = Reader(world, "officer").client
    for form in ("ftm", "csv", "json"):
        answer = client.get(f"/work/lists/of/ftm/export.{form}?version={versions[0]}")
        assert "Tarnhelm Works" in answer.getvalue().decode()
    assert client.get("/work/lists/of/ftm/export.xls").status_code == 422
    Reader(world, "te").client.get("/work/lists/of/ftm/export.ftm")
    assert Reader(world, "te").client.get("/work/lists/of/ftm/export.ftm").status_code == 403  # fmt: skip


def test_differences_and_lists_are_had_over_the_api(
    world: World, versions: list[str]
) -> None:
    raw = make_token(
        person=world.officer.id, name="t", scopes=("read",), days=1, by=SYSTEM
    )
    headers = {"Authorization": f"Bearer {raw}"}
    client = Client()
    address = f"/api/v1/lists/ftm/differences?{query(versions)}"
    told = client.get(address, headers=headers).json()
    assert (told["added"], told["removed"], told["changed"]) == (1, 1, 1)
    assert told["entries"][0]["alerts"][0]["case"]
    wrong = client.get(f"{address}&change=odd", headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_input")
    out = client.get("/api/v1/lists/ftm/export?form=ftm", headers=headers)
    first = json.loads(out.getvalue().decode().splitlines()[0])
    assert first["licet"]["version"] == versions[1]
    assert client.get("/api/v1/lists/xx/export", headers=headers).status_code == 422
