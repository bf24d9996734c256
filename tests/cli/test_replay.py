"""``licet replay``: the same bytes, or which hash differs and why, with the exit code that says so."""

import json

import pytest
import typer
from typer.testing import CliRunner

from licet.cli import replay as command
from licet.web.casework.errors import NotFoundError
from licet.web.casework.services.findings import replay


def _answer(why: tuple[str, ...] = ()) -> replay.Replayed:
    return replay.Replayed(
        run="run:1",
        item=0,
        regime="eu/2021-821",
        on="2026-03-02",
        outcome="unsettled",
        digest="a",
        again="b" if why else "a",
        same=not why,
        why=why,
    )


def _run(
    monkeypatch: pytest.MonkeyPatch, *answers: replay.Replayed, json_: bool
) -> object:
    monkeypatch.setattr(replay, "replay_number", lambda _number: answers)
    app = typer.Typer()
    command.register(app)
    options = ["--json"] if json_ else []
    return CliRunner().invoke(app, ["MLA-2026-00001", *options])


def test_the_same_bytes_are_one_json_document(monkeypatch: pytest.MonkeyPatch) -> None:
    result = _run(monkeypatch, _answer(), json_=True)
    assert result.exit_code == 0  # type: ignore[attr-defined]
    assert json.loads(result.stdout)["same"]  # type: ignore[attr-defined]


def test_what_differs_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    result = _run(monkeypatch, _answer(("The law changed.",)), json_=False)
    assert result.exit_code == 1  # type: ignore[attr-defined]
    assert "DIFFERS" in result.stdout  # type: ignore[attr-defined]
    assert "The law changed." in result.stdout  # type: ignore[attr-defined]


def test_a_case_without_determinations_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _run(monkeypatch, json_=False).exit_code == 1  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_case_that_is_not_there_is_named() -> None:
    with pytest.raises(NotFoundError):
        replay.replay_number("MLA-2026-99999")
