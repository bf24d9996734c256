"""Schedules: what a row says, the first day on which a case may go, and what is no schedule."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.disclosure import (
    Anchor,
    RetentionOutcome,
    ScheduleError,
    load_schedule,
    read_schedule,
)
from licet.regimes import SHIPPED

LAW = {"instrument": "Invented Act", "pinpoint": "s. 1", "verified": True}


def row(**changes: Any) -> dict[str, Any]:
    return {
        "title": {"en": "Refused cases"},
        "states": ["refused"],
        "from": "decision",
        "years": 10,
        "then": "erase",
        "law": LAW,
    } | changes


def told(**kinds: Any) -> dict[str, Any]:
    return {"schedule": {"package": "x/y", "version": "2026-01-01", "kinds": kinds}}


def test_the_shipped_schedule_is_recalled_and_invented_and_says_so() -> None:
    shipped = load_schedule(SHIPPED / "meridia" / "national")
    assert shipped.package == "meridia/national"
    assert {kind.citation.verified for kind in shipped.kinds} == {False}
    granted = shipped.kind_of("granted")
    assert granted is not None
    assert (granted.anchor, granted.outcome) == (
        Anchor.LICENCE_END,
        RetentionOutcome.ARCHIVE,
    )
    assert shipped.kind_of("in_review") is None


def test_opinions_have_rows_of_their_own_and_are_erased_not_handed_over() -> None:
    shipped = load_schedule(SHIPPED / "meridia" / "national")
    expired = shipped.opinion_kind_of("expired")
    assert expired is not None
    assert (expired.anchor, expired.years) == (Anchor.OPINION_END, 10)
    assert shipped.opinion_kind_of("issued") is None
    assert read_schedule(told(refused=row())).opinions == ()
    given = told(refused=row())
    given["schedule"]["opinions"] = {"ended": row(states=["expired"], then="archive")}
    with pytest.raises(ScheduleError, match="erased, not handed over"):
        read_schedule(given)


@pytest.mark.parametrize(
    ("anchor", "due"),
    [
        pytest.param(date(2026, 1, 1), date(2037, 1, 1), id="first-day-of-the-year"),
        pytest.param(date(2026, 12, 31), date(2037, 1, 1), id="last-day-of-the-year"),
        pytest.param(date(2027, 1, 1), date(2038, 1, 1), id="day-after"),
    ],
)
def test_a_period_runs_from_the_end_of_the_year(anchor: date, due: date) -> None:
    kind = read_schedule(told(refused=row())).kinds[0]
    assert kind.due(anchor) == due


def test_a_row_carries_its_law() -> None:
    kind = read_schedule(told(refused=row())).kinds[0]
    assert (str(kind.citation), kind.citation.verified) == ("Invented Act, s. 1", True)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        pytest.param({"a": row(), "b": row()}, "another row", id="two-rows-one-state"),
        pytest.param({"a": row(years="10")}, "whole number", id="years-as-text"),
        pytest.param({"a": row(years=-1)}, "whole number", id="years-below-nothing"),
        pytest.param({"a": row(years=True)}, "whole number", id="years-as-truth"),
        pytest.param({"a": row(more=1)}, "it must say", id="unknown-field"),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_is_due(
    kinds: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScheduleError, match=words) as caught:
        read_schedule(told(**kinds))
    assert caught.value.code == "retention_schedule"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="none"),
        pytest.param("schedule: [", id="no-yaml"),
        pytest.param("schedule: {}", id="empty"),
        pytest.param("- 1", id="a-list"),
        pytest.param(
            "schedule: {package: a, version: b, kinds: {k: {title: {en: t}, states: [s], "
            "from: birth, years: 1, then: erase, law: {instrument: a, pinpoint: b}}}}",
            id="unknown-anchor",
        ),
    ],
)
def test_a_folder_without_a_whole_schedule_is_refused(
    tmp_path: Path, text: str | None
) -> None:
    (tmp_path / "retention").mkdir()
    if text is not None:
        (tmp_path / "retention" / "schedule.yaml").write_text(text, "utf-8")
    with pytest.raises(ScheduleError, match="Nothing is erased"):
        load_schedule(tmp_path)
