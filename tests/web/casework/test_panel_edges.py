"""Edges of panels and agreements: what is not there, what is nobody's, what somebody did first."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.web.casework.builders import (
    START,
    MovingClock,
    World,
    advise_all,
    draft_and_send,
    draft_of,
)
from tests.web.casework.panel_builders import (
    agree,
    asking,
    refer,
    seat_all,
    taken,
    terms,
)
from tests.web.casework.test_panels import opinion

from licet.web.casework.errors import NotFoundError
from licet.web.casework.models import Case, Draft
from licet.web.casework.panels import in_case as panels_in_case
from licet.web.casework.panels.packs import _banded
from licet.web.casework.panels.rules import panel_rules
from licet.web.casework.panels.standing import visible_referral
from licet.web.casework.selectors.panels import agreements, composites
from licet.web.casework.selectors.panels import panels as reads
from licet.web.casework.services.panels import panel_referrals
from licet.web.casework.services.panels.panel_silences import (
    _record,
    record_panel_silences,
)


def test_a_law_without_panels_asks_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = panel_rules("uk/eco-2008")
    assert none.panels == {}
    monkeypatch.setattr(panels_in_case, "panel_rules", lambda _: none)
    case = Case.objects.get(number=taken(world))
    assert panels_in_case.fired_in(case) == ()


def test_what_is_not_a_number_has_no_range() -> None:
    assert list(_banded(["many", "20"], (Decimal(10),))) == ["10 or more"]


def test_what_is_not_there_or_not_theirs_is_not_found(world: World) -> None:
    seat_all(world)
    number = refer(world, taken(world)).number
    with pytest.raises(NotFoundError):
        visible_referral(world.te, number)
    with pytest.raises(NotFoundError):
        agreements.agreement(viewer=world.head, number="AGR-0")
    with pytest.raises(NotFoundError):
        composites.composite(viewer=world.officer, number="CMP-0")


def test_a_draft_of_law_goes_to_industry(world: World) -> None:
    seat_all(world)
    Draft.objects.create(
        slug="spring", title="Spring draft (invented)", package="x/y", version=START,
        digest="a" * 64, against="x/z", against_version=START, against_digest="b" * 64,
        compared_on=START, closes_on=START, files={"rules.yaml": "rules: []"},
        comparison={}, by="", opened_at=START, row=1,
    )  # fmt: skip
    told = asking(agree(world, terms("industry")), "industry")
    panel_referrals.refer_draft_to_panel(
        by=world.policy, subject="draft:spring", asking=told
    )
    for nothing in ("template:none", "rumour:x"):
        with pytest.raises(NotFoundError):
            panel_referrals.refer_draft_to_panel(
                by=world.policy, subject=nothing, asking=told
            )
    assert len(reads.referrals(viewer=world.policy)) == 1


def test_a_silence_that_somebody_recorded_first_is_recorded_once(
    world: World, clock: MovingClock
) -> None:
    seat_all(world)
    referral = refer(world, taken(world))
    clock.at += timedelta(days=(referral.due - START.date()).days + 1)
    assert record_panel_silences() == 1
    assert _record(referral.number) == 0


def test_a_panel_whose_law_asks_for_no_answer_stops_no_decision(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ethics = panel_rules("meridia/national").panels["ethics"]
    monkeypatch.setattr(
        "licet.web.casework.services.panels.panel_referrals.panel_named",
        lambda *_: replace(ethics, answered=False),
    )
    seat_all(world)
    case = taken(world)
    opinion(world, refer(world, case).number)
    advise_all(world, case)
    assert draft_and_send(world, case, draft_of()).state == "countersigning"
