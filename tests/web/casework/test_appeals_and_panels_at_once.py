"""The same appeal and the same opinion in many windows at once: one end, every vote, one edition."""

import io
from collections.abc import Callable
from functools import partial

import pytest
from tests.web.casework.builders import World, build_world, refused
from tests.web.casework.panel_builders import (
    ETHICS,
    declare,
    refer,
    seat_all,
    taken,
)
from tests.web.casework.test_appeal_kinds import condition_appeal, limited
from tests.web.casework.test_appeals import assign, lodge, rule
from tests.web.casework.test_twenty_at_once import at_once, whole

from licet.web.casework.models import (
    Appeal,
    AppealDocument,
    ConditionChange,
    Licence,
    PanelOpinion,
    PanelOpinionVote,
    ReplacedEdition,
)
from licet.web.casework.ports import Ports
from licet.web.casework.selectors.panels.panels import referral
from licet.web.casework.services.appeals import appeals
from licet.web.casework.services.panels import panel_opinions

pytestmark = pytest.mark.django_db(transaction=True)
WINDOWS = 8


@pytest.fixture
def people(outside: Ports, transactional_db: None) -> World:
    return build_world()


def times(act: Callable[[], object]) -> list[Callable[[], object]]:
    return [act] * WINDOWS


def test_an_act_that_is_appealed_in_many_windows_has_one_appeal(
    people: World, outside: Ports
) -> None:
    case = refused(people)
    ended = at_once(outside, times(partial(lodge, people, case.number)))
    assert ended["done"] == 1
    assert Appeal.objects.count() == 1
    whole()


@pytest.mark.parametrize("seen", [None, 1], ids=["program", "page"])
def test_a_document_that_is_laid_from_many_windows_stands_once(
    people: World, outside: Ports, seen: int | None
) -> None:
    appeal = lodge(people, refused(people).number)
    assert appeal.version == 1

    def lay() -> None:
        content = io.BytesIO(b"The bank is another one.\n")
        appeals.lay_appeal_document(
            by=people.halden, appeal=appeal.id, name="bank.txt", content=content, version=seen
        )  # fmt: skip

    assert at_once(outside, times(lay)) == {"done": WINDOWS}
    assert AppealDocument.objects.count() == 1
    whole()


def test_an_appeal_that_is_decided_in_many_windows_ends_once_with_one_edition(
    people: World, outside: Ports
) -> None:
    appeal = condition_appeal(people, limited(people))
    assign(people, appeal.id, "judge")
    ruling = partial(
        rule, people, appeal.id, "varied", words="Up to 20.", terms={"quantity": "20"}
    )
    ended = at_once(outside, times(ruling))
    assert ended["done"] == 1
    assert ConditionChange.objects.count() == ReplacedEdition.objects.count() == 1
    assert Licence.objects.get().status_index == 1
    whole()


def test_a_ruling_and_a_withdrawal_at_once_leave_one_end(
    people: World, outside: Ports
) -> None:
    appeal = lodge(people, refused(people).number)
    assign(people, appeal.id, "judge")
    withdrawal = partial(
        appeals.withdraw_appeal,
        by=people.halden,
        appeal=appeal.id,
        reasons="Settled.",
        version=None,
    )
    ruling = partial(rule, people, appeal.id, "dismissed")
    ended = at_once(outside, [*times(ruling), *times(withdrawal)])
    assert ended["done"] == 1
    assert Appeal.objects.get().state in {"dismissed", "withdrawn"}
    whole()


def test_every_vote_of_a_panel_counts_and_its_opinion_is_given_once(
    people: World, outside: Ports
) -> None:
    seat_all(people)
    number = refer(people, taken(people)).number
    declare(people, number, *ETHICS)
    panel_opinions.write_panel_opinion(
        by=people.actor("ben"), number=number, position="objection", reasons="Wide harm."
    )  # fmt: skip
    votes = [
        partial(
            panel_opinions.vote_on_panel_opinion,
            by=people.actor(key), number=number, version=1, vote="favour", words="",
        )
        for key in ETHICS
    ]  # fmt: skip
    assert at_once(outside, list(votes))["done"] == len(ETHICS)
    given = partial(
        panel_opinions.give_panel_opinion, by=people.actor("ada"), number=number
    )
    assert at_once(outside, times(given))["done"] == 1
    assert PanelOpinion.objects.filter(given__isnull=False).count() == 1
    assert PanelOpinionVote.objects.count() == len(ETHICS)
    assert referral(viewer=people.officer, number=number).standing == "given"
    whole()
