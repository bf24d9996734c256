"""The demo's ethics panel hears a case of the highest tier before it is granted."""

import pytest
from tests.web.casework.builders import World, make_person
from tests.web.casework.conftest import _lists, clock, outside, world
from tests.web.casework.panel_builders import taken
from tests.web.casework.test_panels import always_asked

from licet.web.casework.demo.accounts import Account, Cast
from licet.web.casework.demo.panels import MEMBERS, furnish_panels, hear_panel
from licet.web.casework.selectors.panels.agreements import agreements, partners_in_force
from licet.web.casework.selectors.panels.panels import case_panels

__all__ = ["_lists", "clock", "outside", "world"]  # fixtures


def test_the_panel_is_furnished_and_gives_its_opinion_with_a_dissent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in MEMBERS:
        world.people[key] = make_person(key)
    cast = Cast(
        people={key: str(person.pk) for key, person in world.people.items()},
        organisations={},
        contacts={},
        accounts=tuple(
            Account(key=key, name=key, email=f"{key}@meridia.example", does="member", staff=True)
            for key in MEMBERS
        ),
        password="",
    )  # fmt: skip
    furnish_panels(cast)
    assert {one.standing for one in agreements(viewer=world.head)} == {"in_force"}
    assert len(partners_in_force()) == 1
    number = taken(world)
    assert list(hear_panel(cast, world.officer, number, conditions=True)) == []
    always_asked(monkeypatch)
    waits = list(hear_panel(cast, world.officer, number, conditions=True))
    assert len(waits) == 4
    found = case_panels(viewer=world.officer, case=number).referrals[0]
    assert (found.standing, found.mandatory) == ("given", True)
    given = found.opinions[0]
    assert given.position == "conditions"
    assert [one.vote for one in given.votes].count("against") == 1
