"""The third step: factors, weights and the balance, where the regime publishes them."""

from collections.abc import Iterable, Sequence

from licet.regimes import Factor, RiskMethod
from licet.risk.aggregate import balance, bands_of, side
from licet.risk.moves import Scale, next_lower, next_upper
from licet.risk.readings import Desk, read_factor
from licet.risk.weighing_model import Bar, FactorFinding, Weighed


def weigh(desk: Desk, factors: Sequence[Factor], bars: Iterable[Bar]) -> Weighed:
    """Weigh one item by the method of a regime.

    Args:
        desk: Facts, evidence, day and method.
        factors: The factors that count on the day.
        bars: What the first two steps found.

    Returns:
        The band with everything that made it.

    Law:
        The method of the package with its citation: policy of an authority. No result of it
        is a ground for or against a licence.
    """
    return weigh_findings(
        [read_factor(desk, one) for one in factors], bars, desk.method
    )


def weigh_findings(
    found: Iterable[FactorFinding], bars: Iterable[Bar], method: RiskMethod
) -> Weighed:
    """Weigh findings that are made already; see ``weigh``. Their order changes nothing but itself.

    Args:
        found: One finding a factor.
        bars: What the first two steps found.
        method: The method.

    Returns:
        The band with everything that made it.
    """
    factors, standing = tuple(found), tuple(bars)
    form = method.aggregation
    risk = side(factors, form, favourable=False)
    value = side(factors, form, favourable=True)
    counted, points = balance(risk, value, standing, method)
    scale = Scale(factors=factors, bars=standing, method=method)
    return Weighed(
        method=method,
        factors=factors,
        bars=standing,
        risk=risk,
        value=counted,
        balanced=method.balance is not None and not standing,
        points=points,
        bands=bands_of(points, factors, standing, method),
        lower=next_lower(scale),
        upper=next_upper(scale),
    )
