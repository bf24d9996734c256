"""Between two days on which a law turns it is the same law; on every day it is that day's."""

from datetime import date, timedelta

import pytest

from licet.determination.compile import _Compiler, compile_regime
from licet.determination.formula import atoms
from licet.determination.state import Claim, ClaimSort, Evaluation
from licet.determination.turning import same_since, turning_days
from licet.determination.weigh import weigh
from licet.regimes import load_regime

PACKAGES = ("meridia/national", "uk/eco-2008", "us/ear")
DAY = timedelta(days=1)


def _state(regime: str, on: date, *, anew: bool) -> list[object]:
    """All that a compiled package says when nobody has said anything, in comparable form."""
    package = load_regime(regime)
    program = (
        _Compiler(package, on).program() if anew else compile_regime(package, on=on)
    )
    weighed = weigh(program, Evaluation(values={}, claim=Claim(sort=ClaimSort.OPEN)))
    return [
        program.on,
        sorted(program.entries),
        sorted(program.clocks),
        sorted(program.exclusions),
        [(name, one.stronger, one.grounds) for name, one in program.rules.items()],
        weighed.residues.key(),
        [
            (one.variable, one.test and one.test.key)
            for one in atoms(weighed.residues.all())
        ],
    ]


@pytest.mark.parametrize("regime", PACKAGES)
def test_before_and_on_a_turning_day_the_law_is_that_of_the_day(
    regime: str,
) -> None:
    days = turning_days(load_regime(regime))
    assert days
    for turn in {days[0], days[len(days) // 2], days[-1]}:
        for on in (turn - DAY, turn):
            assert _state(regime, on, anew=False) == _state(regime, on, anew=True), on


def test_two_days_of_one_law_share_what_is_kept_of_it() -> None:
    package = load_regime("meridia/national")
    last = turning_days(package)[-1]
    one = compile_regime(package, on=last + DAY)
    other = compile_regime(package, on=last + 2 * DAY)
    before = compile_regime(package, on=last - DAY)
    assert one == other
    assert hash(one) == hash(other)
    assert one.on != other.on
    assert one != before
    assert one != "meridia/national"


def test_before_everything_the_law_is_that_of_the_first_day_there_is() -> None:
    package = load_regime("meridia/national")
    assert same_since(package, date.min) == date.min
    assert same_since(package, turning_days(package)[0]) == turning_days(package)[0]
