"""Countries and territories by their ISO 3166-1 code (and XK for Kosovo)."""

import json
from functools import cache
from importlib.resources import files

from licet.kernel.errors import UnknownCountryError


@cache
def territories() -> dict[str, str]:
    """Every code with its English short name, ordered by code."""
    text = (files("licet.kernel") / "territories.json").read_text("utf-8")
    names: dict[str, str] = json.loads(text)
    return names


def require_territory(code: str) -> str:
    """Return ``code`` when it is known.

    Raises:
        UnknownCountryError: The code is not in the table.
    """
    if code not in territories():
        raise UnknownCountryError(code)
    return code


def territory_name(code: str) -> str:
    """The English short name of a known territory.

    Raises:
        UnknownCountryError: The code is not in the table.
    """
    return territories()[require_territory(code)]
