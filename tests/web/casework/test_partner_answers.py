"""What a partner says of a case stands in it, as it came, beside the advice; none is replaced."""

from datetime import timedelta

import pytest
from tests.web.casework.builders import START, MovingClock, World
from tests.web.casework.panel_builders import agree, northmark, taken
from tests.web.casework.test_agreements import _disclose, newest

from licet.web.casework.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    WrongStateError,
)
from licet.web.casework.models import PartnerAnswer
from licet.web.casework.selectors.panels.panels import case_panels
from licet.web.casework.services.desk import referring
from licet.web.casework.services.panels import disclosing
from licet.web.casework.services.panels.partner_answers import (
    Answering,
    enter_partner_answer,
)
from licet.web.casework.views.agreements import SharedPackView

ON = START.date()


def answering(**changes: object) -> Answering:
    given = {
        "position": "objects",
        "words": "We refused the like in May.",
        "signed_by": "Export Office of Northmark (invented)",
        "received_on": ON,
    }
    return Answering(**(given | changes))  # type: ignore[arg-type]  # a test gives wrong ones too


def enter(world: World, number: str, **changes: object) -> SharedPackView:
    return enter_partner_answer(
        by=world.officer, number=number, answering=answering(**changes)
    )


@pytest.fixture
def sent(world: World) -> tuple[str, str]:
    case = taken(world)
    return case, _disclose(world, case, agree(world, northmark()), "items")


def test_an_answer_is_entered_and_stands_in_the_case_beside_the_next(
    world: World, sent: tuple[str, str]
) -> None:
    case, number = sent
    first = enter(world, number)
    assert newest() == "enter_partner_answer"
    assert [one.position for one in first.answers] == ["objects"]
    enter(world, number, position="agrees_with_conditions", words="With logs, yes.")
    shown = case_panels(viewer=world.officer, case=case).partners
    assert [one.number for one in shown] == [number]
    assert [one.position for one in shown[0].answers] == ["objects", "agrees_with_conditions"]  # fmt: skip
    assert shown[0].answers[0].words == "We refused the like in May."


def test_an_agency_without_the_register_reads_no_answer(
    world: World, sent: tuple[str, str]
) -> None:
    case, number = sent
    enter(world, number)
    referring.refer_case(
        by=world.officer,
        case=case,
        referrals=(referring.Referral(team="DS"),),
        version=None,
    )
    assert case_panels(viewer=world.officer, case=case).partners
    assert case_panels(viewer=world.ds, case=case).partners == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"position": "perhaps"}, "position", id="no-position"),
        pytest.param({"words": " "}, "words", id="no-words"),
        pytest.param({"signed_by": ""}, "signed_by", id="nobody"),
        pytest.param({"received_on": ON - timedelta(days=1)}, "received_on", id="before-the-pack"),
        pytest.param({"received_on": ON + timedelta(days=1)}, "received_on", id="tomorrow"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_and_not_stored(
    world: World, sent: tuple[str, str], change: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        enter(world, sent[1], **change)
    assert field in caught.value.fields
    assert not PartnerAnswer.objects.exists()


def test_an_answer_may_arrive_on_the_day_of_the_pack_and_on_any_later_day(
    world: World, sent: tuple[str, str], clock: MovingClock
) -> None:
    enter(world, sent[1])
    clock.forward(1)
    enter(world, sent[1], received_on=ON + timedelta(days=1))
    assert PartnerAnswer.objects.count() == 2


def test_a_pack_that_was_recalled_or_never_was_gets_no_answer(
    world: World, sent: tuple[str, str]
) -> None:
    with pytest.raises(NotFoundError):
        enter(world, "DIS-0")
    with pytest.raises(NotAllowedError):
        enter_partner_answer(by=world.halden, number=sent[1], answering=answering())
    disclosing.recall_disclosure(by=world.officer, number=sent[1], reasons="Error.")
    with pytest.raises(WrongStateError, match="recalled"):
        enter(world, sent[1])
    assert not PartnerAnswer.objects.exists()
