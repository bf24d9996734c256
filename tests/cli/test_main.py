"""Errors end in one line and the exit code of their kind."""

import importlib
import sys

import pytest

from licet.kernel import InputError, LicetError

entry = importlib.import_module("licet.cli.main")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (InputError("the name is empty. Give one."), 2, "licet: the name is empty."),
        (LicetError("the record is broken."), 1, "licet: the record is broken."),
        (FileNotFoundError(2, "No such file", "names.csv"), 2, "licet: names.csv: No such file. Name a"),
        (OSError(None, None, "disk"), 2, "licet: disk: it cannot be used."),
    ],
)  # fmt: skip
def test_an_error_is_one_line_and_the_code_of_its_kind(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: int,
    words: str,
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(entry, "build_app", lambda: fail)
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == code
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_an_error_of_no_file_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise BrokenPipeError

    monkeypatch.setattr(entry, "build_app", lambda: fail)
    with pytest.raises(BrokenPipeError):
        entry.main()


def test_a_file_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["licet", "determine", "nowhere.json", "--regime", "us/ear"]
    )
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 2
    assert "nowhere.json" in capsys.readouterr().err
