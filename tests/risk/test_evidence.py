"""No number without a source; numbers are exact; a profile speaks source by source."""

from datetime import date
from decimal import Decimal

import pytest
from tests.risk.weighed import DAY

from licet.kernel import ImpossibleDateError
from licet.risk import (
    Evidence,
    UnreadableEvidenceError,
    UnsourcedEvidenceError,
    profile_evidence,
)

GIVEN = {
    "about": "screening.party",
    "source": "Lists (invented)",
    "dated": "2026-07-31",
    "answers": ["none"],
}


@pytest.mark.parametrize("source", ["", "  "])
def test_a_level_without_a_source_is_refused(source: str) -> None:
    with pytest.raises(UnsourcedEvidenceError, match="names no source") as caught:
        Evidence(about="screening.party", source=source, dated=DAY, answers=("none",))
    assert caught.value.code == "unsourced_evidence"
    with pytest.raises(UnsourcedEvidenceError, match="screening"):
        Evidence.from_json({**GIVEN, "source": source})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"answers": []}, "neither a word nor a whole interval", id="says nothing"),
        pytest.param({"answers": [], "low": "2", "best": "1", "high": "3"}, "not in order", id="low above best"),
        pytest.param({"answers": [], "low": "1", "best": "4", "high": "3"}, "not in order", id="best above high"),
        pytest.param({"answers": "none"}, "not a list", id="answers"),
        pytest.param({"answers": [], "best": 0.5}, "not an exact number", id="a float"),
        pytest.param({"answers": [], "best": True}, "not an exact number", id="a truth value"),
        pytest.param({"answers": [], "best": "much"}, "not a number", id="a word as number"),
        pytest.param({"answers": [], "best": "NaN"}, "not a number", id="not a number"),
        pytest.param({"answers": [], "low": "1", "high": "2"}, "whole interval", id="no best"),
    ],
)  # fmt: skip
def test_evidence_that_cannot_be_read_is_refused(
    changes: dict[str, object], why: str
) -> None:
    with pytest.raises(UnreadableEvidenceError, match=why) as caught:
        Evidence.from_json({**GIVEN, **changes})
    assert caught.value.code == "unreadable_evidence"


def test_evidence_without_a_day_is_refused() -> None:
    with pytest.raises(ImpossibleDateError):
        Evidence.from_json({**GIVEN, "dated": "lately"})


def test_evidence_is_read_as_it_is_written() -> None:
    word = Evidence.from_json(GIVEN)
    assert Evidence.from_json(word.to_json()) == word
    number = Evidence.from_json({**GIVEN, "answers": [], "best": "0.5"})
    assert (number.low, number.high) == (Decimal("0.5"), Decimal("0.5"))
    assert Evidence.from_json(number.to_json()) == number


def row(**changes: object) -> dict[str, object]:
    return {
        "source": "watch",
        "indicator": "law",
        "title": "Law",
        "source_title": "Watch (invented)",
        "age_days": 212,
        "newest": {"period": "2025", "value": "0.5", "low": "0.4", "high": "0.6"},
        **changes,
    }


def document(**changes: object) -> dict[str, object]:
    return {
        "name": "Brazil",
        "on": "2026-07-31",
        "indicators": [],
        "memberships": [],
        "incidents": [],
        "laws": {},
        **changes,
    }


def test_an_indicator_keeps_interval_day_and_source() -> None:
    (one,) = profile_evidence(document(indicators=[row(), row(newest=None)]))
    assert one.about == "indicator.watch.law"
    assert (one.low, one.best, one.high) == (Decimal("0.4"), Decimal("0.5"), Decimal("0.6"))  # fmt: skip
    assert (one.dated, one.basis) == (date(2025, 12, 31), "found")
    assert one.words == "Law, Brazil, 2025: 0.5 (0.4 to 0.6)."


def test_an_indicator_without_interval_is_a_point() -> None:
    bare = {"period": "2025", "value": "0.5", "low": None, "high": None}
    (one,) = profile_evidence(document(indicators=[row(newest=bare)]), role="transit")
    assert (one.about, one.basis) == ("transit.indicator.watch.law", "point")
    assert "without an interval" in one.words


def embargo(*, verified: bool) -> dict[str, object]:
    return {"package": "eu/2021-821", "embargo": "arms", "citation": {"verified": verified}}  # fmt: skip


@pytest.mark.parametrize("verified", [True, False])
def test_an_embargo_is_read_with_the_standing_of_its_law(*, verified: bool) -> None:
    (one,) = profile_evidence(document(memberships=[embargo(verified=verified)]))
    assert (one.answers, one.verified) == (("embargo",), verified)
    assert one.source == "eu/2021-821"


def test_laws_that_were_asked_and_name_no_embargo_answer_none() -> None:
    group = {"package": "a", "embargo": "", "citation": {}}
    (one,) = profile_evidence(document(memberships=[group], laws={"b": "1", "a": "2"}))
    assert (one.answers, one.source) == (("none",), "a, b")
    assert list(profile_evidence(document())) == []


def incident(grade: str, published: str) -> dict[str, object]:
    return {"grade": grade, "published": published, "source": "Archive (invented)"}


def test_incidents_count_surely_where_source_and_report_are_good() -> None:
    rows = [incident("B2", "2024-01-01"), incident("E5", "2025-02-01"), incident("A6", "2023-01-01")]  # fmt: skip
    (one,) = profile_evidence(document(incidents=rows))
    assert (one.low, one.best, one.high) == (Decimal(1), Decimal(3), Decimal(3))
    assert one.dated == date(2025, 2, 1)
