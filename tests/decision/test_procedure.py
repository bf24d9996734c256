"""How an authority comes to a decision: signatures by tier, the right to be heard, service by rule."""

import copy
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.decision import ProcedureError, load_procedure, read_procedure
from licet.regimes import SHIPPED

LAW = {"instrument": "Invented Act", "pinpoint": "s 1", "verified": False}
TOLD: dict[str, Any] = {
    "procedure": {
        "package": "invented",
        "version": "2026-11-28",
        "levels": {tier: {"signatures": 1, "law": LAW} for tier in (1, 2, 3, 4)},
        "notice": {
            "days": 14,
            "law": LAW,
            "exceptions": {"danger": {"title": {"en": "Danger"}, "law": LAW}},
        },
        "service": {
            "post": {"title": {"en": "Post"}, "deemed_after_days": 14, "law": LAW},
            "hand": {"title": {"en": "By hand"}, "law": LAW},
        },
    }
}


@pytest.mark.parametrize(
    "package", ["meridia/national", "eu/2021-821", "uk/eco-2008", "us/ear", "model"]
)
def test_every_shipped_law_says_how_it_is_decided(package: str) -> None:
    found = load_procedure(SHIPPED / package)
    assert found.package == package
    assert sorted(found.levels) == [1, 2, 3, 4]
    assert "electronic" in found.manners


def test_the_day_of_service_does_not_count_and_the_last_day_does() -> None:
    notice = read_procedure(TOLD).notice
    assert notice is not None
    assert notice.respond_by(date(2026, 3, 2)) == date(2026, 3, 16)
    assert notice.exceptions["danger"].title == "Danger"


def test_only_a_way_with_a_rule_is_ever_taken_for_served() -> None:
    manners = read_procedure(TOLD).manners
    assert manners["post"].deemed_on(date(2026, 3, 2)) == date(2026, 3, 16)
    assert manners["hand"].deemed_on(date(2026, 3, 2)) is None


def test_a_law_may_know_no_notice() -> None:
    told = copy.deepcopy(TOLD)
    del told["procedure"]["notice"]
    assert read_procedure(told).notice is None


def _with(path: str, value: object) -> Mapping[str, Any]:
    told = copy.deepcopy(TOLD)
    *way, last = path.split(".")
    place: Any = told["procedure"]
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    if value is None:
        del place[int(last) if last.isdigit() else last]
    else:
        place[last] = value
    return told


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        pytest.param("levels.4", None, "tier 4 says nothing", id="a tier left out"),
        pytest.param("levels.1.signatures", 0, "levels.1", id="nobody signs"),
        pytest.param("notice.days", "14", "notice.days", id="days as text"),
        pytest.param("service.post.deemed_after_days", -1, "post", id="before it left"),
    ],
)
def test_a_procedure_that_cannot_be_used_says_where(
    path: str, value: object, says: str
) -> None:
    with pytest.raises(ProcedureError, match=says) as caught:
        read_procedure(_with(path, value))
    assert caught.value.code == "decision_procedure"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(None, "has none", id="no file"),
        pytest.param("a: [", "procedure.yaml", id="no YAML"),
        pytest.param("a: 1", "KeyError", id="another form"),
        pytest.param(
            "procedure: {package: x, version: soon, levels: {1: {signatures: 1, law: {instrument: A, pinpoint: b}}, "
            "2: {signatures: 1, law: {instrument: A, pinpoint: b}}, 3: {signatures: 1, law: {instrument: A, pinpoint: b}}, "
            "4: {signatures: 1, law: {instrument: A, pinpoint: b}}}, service: {}}",
            "ValueError",
            id="no day",
        ),
    ],
)
def test_nothing_is_signed_under_a_file_that_is_not_there_or_not_right(
    tmp_path: Path, text: str | None, says: str
) -> None:
    if text is not None:
        (tmp_path / "decision").mkdir()
        (tmp_path / "decision" / "procedure.yaml").write_text(text, "utf-8")
    with pytest.raises(ProcedureError, match=says):
        load_procedure(tmp_path)
