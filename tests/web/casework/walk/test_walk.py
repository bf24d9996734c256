"""Random people do random acts, legal and not, over several cases: what must hold always holds."""

import pytest
from tests.web.casework.builders import MovingClock
from tests.web.casework.walk.steps import DOINGS, Walk
from tests.web.casework.walk.walker import Manner, walk_on

from licet.web.casework.ports import Ports

pytestmark = pytest.mark.django_db
SEEDS = range(101, 107)
STEPS = 500


def told(walk: Walk, seed: int) -> None:
    """How often every act was done and refused; shown by ``pytest -s`` and when a test fails."""
    print(f"seed {seed}: {sum(walk.ended.values())} acts")
    for act in sorted({act for act, _ in walk.ended}):
        ends = {end: n for (one, end), n in sorted(walk.ended.items()) if one == act}
        print(f"  {act:30} {ends}")


def test_a_short_walk(outside: Ports, clock: MovingClock) -> None:
    walk = walk_on(clock, 60, seed=5, manner=Manner(cases=2, record_every=1000))
    told(walk, 5)
    assert sum(walk.ended.values()) >= 30


@pytest.mark.slow
def test_a_walk_of_some_hundred_acts(outside: Ports, clock: MovingClock) -> None:
    walk = walk_on(clock, 220, seed=7)
    told(walk, 7)
    assert len(walk.ended) > 50


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_walks_of_thousands_of_acts(
    outside: Ports, clock: MovingClock, seed: int
) -> None:
    """By seeds, so that a walk that breaks can be gone again alone."""
    walk = walk_on(clock, STEPS, seed=seed, manner=Manner(cases=4, readers=4))
    told(walk, seed)
    done = {act for act, end in walk.ended if end == "done"}
    print(f"  never done: {sorted(set(DOINGS) - done)}")
    assert len(done) > len(DOINGS) // 2
