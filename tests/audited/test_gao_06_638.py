"""GAO-06-638: a watch list that nobody kept current, controls that nobody evaluated."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.web.casework.builders import MovingClock, World, granted, see, submit
from tests.web.casework.test_list_alerts import AURORA, OTHERS, change
from tests.web.reader import Reader

from licet.web.casework.engines import Lists
from licet.web.casework.ports import Ports, using
from licet.web.casework.selectors.screening import list_alerts
from licet.web.casework.selectors.screening import lists as list_reads
from licet.web.casework.services.findings import replay


@pytest.fixture
def state(tmp_path: Path, settings: Settings) -> Path:
    settings.LICET_STATE = tmp_path / "state"
    return tmp_path / "state"


@pytest.fixture
def own_lists(state: Path, outside: Ports) -> Iterator[None]:
    """Lists of this test alone behind the ports."""
    with using(replace(outside, screener=Lists(state=state))):
        yield


def test_a_list_that_nobody_looked_at_is_named_to_everybody_who_decides(
    own_lists: None,
    world: World,
    clock: MovingClock,
    state: Path,
    settings: Settings,
) -> None:
    """GAO-06-638: the watch list was not kept current, and nobody saw it."""
    assert list_reads.stale_lists(viewer=world.officer) == ("",)  # none at all
    change(state, clock, OTHERS)
    (held,) = list_reads.lists(viewer=world.officer).lists
    assert (held.fresh, held.entries, bool(held.version)) == (True, 2, True)
    assert list_reads.stale_lists(viewer=world.officer) == ()
    clock.at += settings.LICET_LISTS_STALE_AFTER
    assert list_reads.stale_lists(viewer=world.officer) == ()
    clock.at += timedelta(seconds=1)
    assert list_reads.stale_lists(viewer=world.officer) == (held.title,)
    assert "stale" in Reader(world, "officer").read("/work/lists/")


def test_who_was_cleared_before_a_listing_is_found_by_it(
    own_lists: None, world: World, clock: MovingClock, state: Path
) -> None:
    """GAO-06-638: who was listed later was not found again."""
    change(state, clock, OTHERS)
    number = submit(world).number
    assert not [hit for one in see(world, number).screenings for hit in one.hits]
    change(state, clock, [*OTHERS, AURORA])
    assert [hit for one in see(world, number).screenings for hit in one.hits]
    alerts = list_alerts.alerts(viewer=world.officer)
    assert [one.case for one in alerts] == [number]
    assert {one.code for one in see(world, number).obstacles} >= {"open_hit"}


def test_a_decided_case_runs_again_under_the_law_of_its_day(
    world: World, clock: MovingClock
) -> None:
    """GAO-06-638: nobody could say what the controls had done."""
    number = granted(world).number
    clock.forward(400)
    again = replay.replay(viewer=world.auditor, case=number)
    assert again
    assert all(one.same for one in again)
