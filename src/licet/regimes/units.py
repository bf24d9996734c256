"""Units of one dimension, converted exactly. Months and years have no fixed length and are not here."""

from collections.abc import Mapping
from decimal import Decimal

_THOUSAND = Decimal(1000)


def _steps(names: str, step: Decimal) -> dict[str, Decimal]:
    return {name: step**power for power, name in enumerate(names.split())}


DIMENSIONS: Mapping[str, Mapping[str, Decimal]] = {
    "time": {
        "s": Decimal(1),
        "minutes": Decimal(60),
        "hours": Decimal(3600),
        "days": Decimal(86400),
        "weeks": Decimal(604800),
    },
    "data rate": _steps("bit/s kbit/s Mbit/s Gbit/s Tbit/s", _THOUSAND),
    "data": {"bit": Decimal(1), "bits": Decimal(1), "bytes": Decimal(8)},
    "frequency": _steps("Hz kHz MHz GHz", _THOUSAND),
    "length": {"mm": Decimal("0.001"), "m": Decimal(1), "km": _THOUSAND},
    "share": {"share": Decimal(1), "percent": Decimal("0.01")},
}


def converted(amount: Decimal, unit: str, to: str) -> Decimal | None:
    """An amount in another unit of the same dimension.

    Args:
        amount: How much.
        unit: The unit it is stated in.
        to: The unit wanted.

    Returns:
        The same amount, or ``None`` when the two units do not measure the same thing.

    Examples:
        >>> converted(Decimal(2), "Gbit/s", "Mbit/s")
        Decimal('2000')
    """
    if unit == to:
        return amount
    for sizes in DIMENSIONS.values():
        if unit in sizes and to in sizes:
            return amount * sizes[unit] / sizes[to]
    return None
