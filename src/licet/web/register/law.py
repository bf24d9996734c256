"""The packages of law as this face shows them: read once, kept for the life of the process."""

from functools import cache

from django.conf import settings
from django.http import Http404

from licet.regimes import Regime, RegimeHeader, list_regimes
from licet.web.casework.law.asking import package_of


@cache
def headers() -> tuple[RegimeHeader, ...]:
    """Every package there is, the governing one first, then those that also ask."""
    order = (settings.LICET_PROFILE, *settings.LICET_OTHER_LAWS)
    known = {header.id: header for header in list_regimes()}
    first = [known.pop(name) for name in order if name in known]
    return (*first, *known.values())


def regime(name: str) -> Regime:
    """One package, loaded and checked.

    Raises:
        Http404: There is no such package.
    """
    if name not in {header.id for header in headers()}:
        raise Http404(name)
    return package_of(name)
