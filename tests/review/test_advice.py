"""Advice item by item and party by party; where bodies differ; what their silence means."""

from datetime import date, timedelta

import pytest

from licet.kernel import calendar_of
from licet.regimes import load_regime
from licet.review import (
    AdvicePoint,
    Position,
    UnfoundedAdviceError,
    dissent,
    require_whole,
    silence_in,
    warning_day,
)

SUBJECTS = {"item": ("Lance",), "party": ("Banco Aurora", "Gulf Horizon")}
CRITERIA = ("c1", "c2")


def point(
    position: str, subject: str = "Lance", kind: str = "item", **more: object
) -> AdvicePoint:
    return AdvicePoint(
        kind=kind,
        subject=subject,
        position=Position(position),
        **more,  # type: ignore[arg-type]  # as written
    )


def check(position: str, *points: AdvicePoint) -> None:
    require_whole(Position(position), points, subjects=SUBJECTS, criteria=CRITERIA)


def test_advice_may_differ_by_item_and_party() -> None:
    check(
        "agree_with_conditions",
        point("agree"),
        point("agree_with_conditions", "Banco Aurora", "party"),
        point("no_view", "Gulf Horizon", "party"),
    )
    check("object", point("object", grounds=("c1",)))
    check("agree")


@pytest.mark.parametrize(
    ("position", "points", "why"),
    [
        pytest.param("agree", (point("object", words="No."),), "milder", id="milder"),
        pytest.param("agree", (point("needs_information"),), "milder", id="open"),
        pytest.param("object", (point("object"),), "which ground", id="no ground"),
        pytest.param("object", (point("object", grounds=("c9",)),), "c9 is no", id="ground"),
        pytest.param("agree", (point("agree", "Lanze"),), "no item of", id="item"),
        pytest.param("agree", (point("agree", "X", "ship"),), "no ship", id="kind"),
        pytest.param("agree", (point("agree"), point("agree")), "twice", id="twice"),
    ],
)  # fmt: skip
def test_advice_that_contradicts_itself_is_refused(
    position: str, points: tuple[AdvicePoint, ...], why: str
) -> None:
    with pytest.raises(UnfoundedAdviceError, match=why) as caught:
        check(position, *points)
    assert caught.value.code == "unfounded_advice"


def test_a_law_that_knows_no_criteria_takes_every_ground() -> None:
    require_whole(
        Position.OBJECT,
        (point("object", grounds=("anything",)),),
        subjects=SUBJECTS,
        criteria=(),
    )


@pytest.mark.parametrize(
    ("words", "open_", "waiting"),
    [
        pytest.param({"A": "agree", "B": "agree_with_conditions"}, False, (), id="one side"),
        pytest.param({"A": "agree", "B": "object"}, True, (), id="for and against"),
        pytest.param({"A": "agree", "B": "no_licence_required"}, True, (), id="whether a licence is needed"),
        pytest.param({"A": "object", "B": "no_view"}, False, (), id="no view is no side"),
        pytest.param({"A": "agree", "B": "needs_information"}, False, ("B",), id="not yet a side"),
        pytest.param({}, False, (), id="nobody"),
    ],
)  # fmt: skip
def test_dissent_is_more_than_one_side(
    words: dict[str, str], open_: bool, waiting: tuple[str, ...]
) -> None:  # fmt: skip
    found = dissent({name: Position(one) for name, one in words.items()})
    assert (found.open, found.waiting) == (open_, waiting)


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
def test_silence_is_never_consent_above_the_named_tier(tier: int) -> None:
    found = silence_in(
        load_regime("meridia/national").reviews["interagency"], tier=tier
    )
    assert found.consent is (tier <= 2)
    assert found.law is not None
    assert ("no consent" in found.words) or found.consent


@pytest.mark.parametrize("tier", [1, 4])
def test_a_law_that_says_nothing_of_silence_gives_it_nothing(tier: int) -> None:
    assert not silence_in(None, tier=tier).consent
    british = load_regime("uk/eco-2008").reviews["interagency"]
    found = silence_in(british, tier=tier)
    assert not found.consent
    assert "in any tier" in found.words


@pytest.mark.parametrize(
    ("due", "wanted"),
    [
        pytest.param("2026-05-08", "2026-05-05", id="Friday: Tuesday"),
        pytest.param("2026-05-11", "2026-05-06", id="over a weekend"),
        pytest.param("2026-04-08", "2026-04-01", id="over Easter"),
        pytest.param("2026-05-09", "2026-05-06", id="a Saturday"),
    ],
)
def test_a_body_is_warned_three_working_days_before(due: str, wanted: str) -> None:
    easter = calendar_of([date(2026, 4, 3), date(2026, 4, 6)])
    day = date.fromisoformat(due)
    found = warning_day(day, 3, easter)
    assert found.isoformat() == wanted
    # Between the warning and the last day the body has three working days.
    assert (
        sum(easter.works(found + timedelta(n)) for n in range((day - found).days)) == 3
    )
