"""The published cases, with the answers their sources give, when they lie beside the checkout."""

from pathlib import Path

import pytest

from licet.cli.casebook import Answers
from licet.cli.cases import _read

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
LISTS = CASES.parent / "data" / "lists"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not CASES.is_dir(), reason="the published cases are not here"),
]


@pytest.mark.parametrize("name", ["us.jsonl", "eu_uk_wa.jsonl"])
def test_every_scored_case_is_right(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_LISTS", str(LISTS))
    answers = Answers()
    found = [answers.answer(case) for case in _read(CASES / name)]
    assert [one for one in found if one["ok"] is False] == []
    assert sum(one["ok"] is True for one in found) > 60
