"""Random people do random acts, legal and not, over several cases: what must hold always holds."""

import pytest
from tests.web.casework.builders import MovingClock
from tests.web.casework.walk.steps import Walk
from tests.web.casework.walk.walker import Manner, walk_on

from licet.web.casework.ports import Ports

pytestmark = pytest.mark.django_db


def told(walk: Walk, seed: int) -> None:
    """How often every act was done and refused; shown by ``pytest -s`` and when a test fails."""
    print(f"seed {seed}: {sum(walk.ended.values())} acts")
    for act in sorted({act for act, _ in walk.ended}):
        ends = {end: n for (one, end), n in sorted(walk.ended.items()) if one == act}
        print(f"  {act:30} {ends}")


def test_a_short_walk(outside: Ports, clock: MovingClock) -> None:
    walk = walk_on(clock, 60, seed=1, manner=Manner(cases=2, record_every=60))
    told(walk, 1)
    assert sum(walk.ended.values()) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7])
def test_a_walk_of_some_hundred_acts(
    outside: Ports, clock: MovingClock, seed: int
) -> None:
    walk = walk_on(clock, 300, seed=seed)
    told(walk, seed)
