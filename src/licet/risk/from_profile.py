"""The frozen profile of a destination as evidence: indicators with their intervals, embargoes, incidents."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from licet.kernel import parse_day
from licet.risk.evidence import FOUND, Evidence
from licet.risk.readings import POINT

INDICATOR, EMBARGO, INCIDENTS = "indicator", "destination.embargo", "destination.incidents"  # fmt: skip
# From this grade on a report is a lead and no finding: reliability A to C, credibility 1 to 3.
_RELIABLE, _CREDIBLE = frozenset("ABC"), frozenset("123")
Json = Mapping[str, Any]


def profile_evidence(
    document: Json, *, role: str = "destination"
) -> Iterator[Evidence]:
    """What a profile says, source by source; nothing is averaged and nothing is weighed here.

    Args:
        document: The profile as ``Profile.to_json`` gives it.
        role: ``destination`` or ``transit``; names of evidence begin with ``transit.`` for
            the second.

    Yields:
        One piece for each indicator with a value, one for embargoes, one for incidents. An
        indicator without an interval of its own is a ``point``, which the regime widens.
    """
    on = parse_day(str(document["on"]))
    prefix = "" if role == "destination" else f"{role}."
    country = str(document["name"])
    for one in document.get("indicators", ()):
        if one["newest"] is not None:
            yield _indicator(one, on, country, prefix)
    yield from _embargo(document, on, country, prefix)
    yield from _incidents(document, on, country, prefix)


def _indicator(one: Json, on: date, country: str, prefix: str) -> Evidence:
    newest = one["newest"]
    value = Decimal(newest["value"])
    spread = newest["low"] is not None and newest["high"] is not None
    low = Decimal(newest["low"]) if spread else value
    high = Decimal(newest["high"]) if spread else value
    reach = f"{low:f} to {high:f}" if spread else "without an interval"
    return Evidence(
        about=f"{prefix}{INDICATOR}.{one['source']}.{one['indicator']}",
        source=str(one["source_title"]),
        dated=on - timedelta(days=int(one["age_days"] or 0)),
        low=min(low, value),
        best=value,
        high=max(high, value),
        basis=FOUND if spread else POINT,
        subject=country,
        words=f"{one['title']}, {country}, {newest['period']}: {value:f} ({reach}).",
    )


def _embargo(document: Json, on: date, country: str, prefix: str) -> Iterator[Evidence]:
    """Whether a law asked has the country under an embargo; a laws' silence is an answer only where laws were asked."""
    found = [one for one in document.get("memberships", ()) if one["embargo"]]
    laws = ", ".join(sorted(document.get("laws", {})))
    if found:
        names = "; ".join(
            dict.fromkeys(f"{one['embargo']} ({one['package']})" for one in found)
        )
        yield Evidence(
            about=prefix + EMBARGO,
            source=", ".join(sorted({str(one["package"]) for one in found})),
            dated=on,
            answers=("embargo",),
            verified=any(one["citation"].get("verified", True) for one in found),
            subject=country,
            words=f"{country}: {names}.",
        )
    elif laws:
        yield Evidence(
            about=prefix + EMBARGO,
            source=laws,
            dated=on,
            answers=("none",),
            subject=country,
            words=f"None of the laws asked has {country} under an embargo.",
        )


def _incidents(
    document: Json, on: date, country: str, prefix: str
) -> Iterator[Evidence]:
    """How many incidents are documented: reliable ones surely, the others possibly.

    No incident in what is held is no finding that there was none: then nothing is said.
    """
    rows: Sequence[Json] = document.get("incidents", ())
    if not rows:
        return
    sure = [one for one in rows if _reliable(str(one["grade"]))]
    newest = max(str(one["published"]) for one in rows)
    yield Evidence(
        about=prefix + INCIDENTS,
        source=", ".join(sorted({str(one["source"]) for one in rows})),
        dated=min(parse_day(newest), on),
        low=Decimal(len(sure)),
        best=Decimal(len(rows)),
        high=Decimal(len(rows)),
        subject=country,
        words=f"{country}: {len(rows)} documented incidents, {len(sure)} of them of reliable and credible report.",
    )


def _reliable(grade: str) -> bool:
    return grade[:1] in _RELIABLE and grade[1:2] in _CREDIBLE
