import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from licet.cli.clock import MalformedEventsError, register
from licet.kernel import ImpossibleDateError

EXAMPLE: dict[str, Any] = {
    "profile": "consultation",
    "events": [{"on": "2026-04-24", "kind": "referred"}],
    "as_of": "2026-05-01",
}


LAW = """
package: {id: x/y, title: {en: X}, jurisdiction: X, zone: Europe/Brussels, instrument: X Act,
  uri: "https://x.example", version: "2026-01-01", author: X}
profiles:
  - id: consultation
    title: {en: Invented}
    law: {pinpoint: Art. 14(1)}
    starts: referred
    ends: advised
    due:
      - {key: answer, title: {en: It answers}, law: {pinpoint: Art. 14(1), verified: false},
         from: referred, working_days: 10, met_by: advised, silence: no objection}
"""


def run(folder: Path, written: object, *options: str) -> Result:
    (folder / "package.yaml").write_text(LAW, "utf-8")
    path = folder / "events.json"
    path.write_text(
        written if isinstance(written, str) else json.dumps(written), "utf-8"
    )
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    arguments = ["clock", str(path), "--regime", str(folder), *options]
    return CliRunner().invoke(app, arguments)


def test_due_days_as_json(tmp_path: Path) -> None:
    told = json.loads(run(tmp_path, EXAMPLE, "--json").stdout)
    assert told["due"] == {"answer": "2026-05-08"}
    assert (told["state"], told["days_spent"], told["days_stopped"]) == (
        "running",
        5,
        0,
    )
    assert told["law"][0]["pinpoint"] == "Art. 14(1)"
    assert (told["standing"], told["silence"]) == ({"answer": "open"}, {})


def test_due_days_for_people(tmp_path: Path) -> None:
    written = EXAMPLE | {"as_of": "2026-05-11"}
    told = run(tmp_path, written).stdout
    assert "answer 2026-05-08 lapsed" in told
    assert "silence: no objection" in told
    assert "(not verified)" in told
    assert json.loads(run(tmp_path, written, "--json").stdout)["silence"] == {
        "answer": "no objection"
    }


def test_a_moment_is_the_legal_day_in_the_zone_of_the_law(tmp_path: Path) -> None:
    """Half past ten in the evening in London is the next day in Brussels."""
    moment = [{"on": "2026-04-23T22:30:00Z", "kind": "referred"}]
    told = run(tmp_path, EXAMPLE | {"events": moment}, "--json").stdout
    assert json.loads(told)["due"] == {"answer": "2026-05-08"}


def test_holidays_of_the_authority_come_with_the_events(tmp_path: Path) -> None:
    written = EXAMPLE | {"holidays": ["2026-05-01"]}
    told = json.loads(run(tmp_path, written, "--json").stdout)
    assert told["due"] == {"answer": "2026-05-11"}


def test_without_a_day_today_is_asked_about(tmp_path: Path) -> None:
    written = {key: value for key, value in EXAMPLE.items() if key != "as_of"}
    assert run(tmp_path, written).exit_code == 0


def test_a_law_that_ships_is_named_by_its_name(tmp_path: Path) -> None:
    told = run(tmp_path, EXAMPLE, "--regime", "eu/2021-821").stdout
    assert "answer 2026-05-08 open" in told
    assert "not verified" not in told


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("{", "is not JSON", id="no json"),
        pytest.param([], "is not an object", id="list"),
        pytest.param(EXAMPLE | {"until": 1}, "'until' means nothing", id="key"),
        pytest.param(EXAMPLE | {"events": {}}, "events: is not a list", id="events"),
        pytest.param(EXAMPLE | {"holidays": 1}, "holidays: is not", id="holidays"),
        pytest.param(EXAMPLE | {"profile": ""}, "'profile' is missing", id="profile"),
        pytest.param(
            EXAMPLE | {"events": [{"on": "2026-03-02"}]}, "'kind' is", id="no kind"
        ),
        pytest.param(
            EXAMPLE | {"events": [{"on": "2026-03-02", "kind": "dined"}]},
            "'dined' is not one of",
            id="kind",
        ),
        pytest.param(
            EXAMPLE | {"events": [{"kind": "referred"}]}, "None is not a day", id="day"
        ),
        pytest.param(
            EXAMPLE | {"as_of": "2026-03-02T09:00"}, "no time zone", id="zone"
        ),
    ],
)
def test_events_of_another_form_are_refused(
    tmp_path: Path, written: object, words: str
) -> None:
    refused = run(tmp_path, written).exception
    assert isinstance(refused, MalformedEventsError)
    assert refused.code == "malformed_events"
    assert words in str(refused)


def test_a_moment_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    refused = run(tmp_path, EXAMPLE | {"as_of": "2026-02-30T09:00Z"}).exception
    assert isinstance(refused, ImpossibleDateError)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    arguments = ["clock", str(tmp_path / "none.json"), "--regime", "us/ear"]
    assert "cannot be read" in str(CliRunner().invoke(app, arguments).exception)
