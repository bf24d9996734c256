"""The fewest changes that would put an item into the next band, up or down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from licet.regimes import HIGHEST, RiskMethod, in_words
from licet.risk.aggregate import balance, bands_of, side
from licet.risk.levels import LOWEST, Levels
from licet.risk.weighing_model import Bar, FactorFinding, Move

Wanted = Callable[[FactorFinding], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The findings of an item on the scale.

    Attributes:
        factors: The findings.
        bars: What the first two steps found.
        method: The method.
    """

    factors: tuple[FactorFinding, ...]
    bars: tuple[Bar, ...]
    method: RiskMethod

    def best(self) -> int:
        """The place of the band that is counted."""
        form = self.method.aggregation
        risk = side(self.factors, form, favourable=False)
        value = side(self.factors, form, favourable=True)
        _, points = balance(risk, value, self.bars, self.method)
        return bands_of(points, self.factors, self.bars, self.method).best


def next_lower(scale: Scale) -> Move | None:
    """What would put the item into the next lower band, or ``None`` when nothing can.

    First among what is open: evidence that turns out at its better end. Where that is not
    enough, among facts that would have to be others.
    """
    best = scale.best()
    if best == 0:
        return None
    return _fewest(scale, best - 1, _better_end, settles=True) or _fewest(
        scale, best - 1, _best_of_all, settles=False
    )


def next_upper(scale: Scale) -> Move | None:
    """What would put the item into the next higher band, or ``None`` when nothing can."""
    best = scale.best()
    if best == len(scale.method.bands) - 1:
        return None
    return _fewest(scale, best + 1, _worse_end, settles=True) or _fewest(
        scale, best + 1, _worst_of_all, settles=False
    )


def _better_end(one: FactorFinding) -> int:
    return one.levels.high if one.factor.favourable else one.levels.low


def _worse_end(one: FactorFinding) -> int:
    return one.levels.low if one.factor.favourable else one.levels.high


def _best_of_all(one: FactorFinding) -> int:
    return HIGHEST if one.factor.favourable else LOWEST


def _worst_of_all(one: FactorFinding) -> int:
    return LOWEST if one.factor.favourable else HIGHEST


def _fewest(scale: Scale, to: int, wanted: Wanted, *, settles: bool) -> Move | None:
    """The fewest factors whose change reaches the band: those that move most points first.

    Floors first on the way down: while one commands the band, no number of points lowers it.
    """
    down = to < scale.best()

    def reached(best: int) -> bool:
        return best <= to if down else best >= to

    order = sorted(
        (one for one in scale.factors if wanted(one) != one.levels.best),
        key=lambda one: (
            not (down and _commands(one, scale.method, to)),
            -one.factor.weight * abs(wanted(one) - one.levels.best),
            one.factor.id,
        ),
    )
    changed: list[FactorFinding] = []
    for one in order:
        changed.append(one)
        if reached(_with(scale, changed, wanted).best()):
            needed = _without_idle(scale, changed, wanted, reached)
            return Move(
                to=scale.method.bands[to].id,
                settles=settles,
                changes=tuple(
                    (each.factor.id, in_words(each.factor.title), wanted(each))
                    for each in needed
                ),
            )
    return None


def _without_idle(
    scale: Scale,
    changed: Sequence[FactorFinding],
    wanted: Wanted,
    reached: Callable[[int], bool],
) -> list[FactorFinding]:
    """The changes without those that are not needed, the smallest tried first."""
    needed = list(changed)
    for one in reversed(changed):
        rest = [each for each in needed if each is not one]
        if rest and reached(_with(scale, rest, wanted).best()):
            needed = rest
    return needed


def _commands(one: FactorFinding, method: RiskMethod, to: int) -> bool:
    floor = one.factor.floor
    return (
        floor is not None
        and one.levels.best >= floor.level
        and method.band(floor.band) > to
    )


def _with(scale: Scale, changed: Sequence[FactorFinding], wanted: Wanted) -> Scale:
    names = {one.factor.id for one in changed}
    return replace(
        scale,
        factors=tuple(
            replace(one, levels=_settled(wanted(one)))
            if one.factor.id in names
            else one
            for one in scale.factors
        ),
    )


def _settled(level: int) -> Levels:
    return Levels(low=level, best=level, high=level)
