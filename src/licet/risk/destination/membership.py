"""Groups and embargoes of the law packages that hold a country on a day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast

from licet.kernel import require_territory
from licet.regimes import Group, Regime
from licet.risk.destination.model import Membership


@cache
def embargo_kinds() -> Mapping[str, Mapping[str, str]]:
    """Which groups of which package are embargoes, and of what kind."""
    text = (files("licet.risk.destination") / "embargoes.json").read_text("utf-8")
    known: dict[str, dict[str, str]] = json.loads(text)
    return known


def memberships(
    country: str, on: date, regimes: Sequence[Regime]
) -> tuple[Membership, ...]:
    """Every group that holds the country on the day.

    Args:
        country: ISO 3166-1 code.
        on: The day.
        regimes: The packages to ask. A group that one package takes over from another is
            told once, under the package in which it was written.

    Returns:
        Embargoes first, then by package and group. A membership says where it stands; its
        citation is unverified when any change that shapes it on the day is.

    Raises:
        UnknownCountryError: No such country.

    Law:
        The packages' own groups, each with its citation and the days of its changes.
    """
    require_territory(country)
    found: dict[tuple[str, str], Membership] = {}
    for regime in regimes:
        for name, group in regime.groups.items():
            if country in group.members_on(on):
                package = regime.origin("groups", name)
                found.setdefault(
                    (package, name), _membership(regime, package, group, country, on)
                )
    return tuple(
        sorted(
            found.values(), key=lambda one: (not one.embargo, one.package, one.group)
        )
    )


def _membership(
    regime: Regime, package: str, group: Group, country: str, on: date
) -> Membership:
    title = regime.written["groups"][group.name].get("title")
    since = _since(group, country, on)
    added = [
        change.law
        for change in group.changes
        if change.first == since and country in change.add
    ]
    law = added[-1] if added else group.law
    return Membership(
        package=package,
        group=group.name,
        title=cast("Mapping[str, str]", title)
        if isinstance(title, Mapping)
        else {"en": group.name},
        embargo=embargo_kinds().get(package, {}).get(group.name, ""),
        since=since,
        stated_on=group.stated_on,
        law=replace(law, verified=law.verified and group.verified_on(on)),
    )


def _since(group: Group, country: str, on: date) -> date | None:
    """The first day of the present membership, or ``None`` when no dated change made it."""
    days = {change.first for change in group.changes if change.first <= on}
    days |= {
        alias.first
        for alias in group.same_as
        if alias.code == country and alias.first is not None and alias.first <= on
    }
    for first in sorted(days, reverse=True):
        if country not in group.members_on(date.fromordinal(first.toordinal() - 1)):
            return first
    return None
