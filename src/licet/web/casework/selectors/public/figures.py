"""Numbers for the public, suppressed by the rules of ``licet.disclosure`` before they leave."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache

from django.db.models import CharField
from django.db.models.functions import Cast

from licet.disclosure import DecidedItem, Figures, publish_figures, region_of
from licet.web.casework.models import Appeal, Case
from licet.web.casework.ports import legal_day

_UNCLASSIFIED = "not classified"
_AS_TEXT = ("organisation_id", "submitted_at", "decided_at", "entries")


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


@lru_cache(maxsize=4_096)
def _families(entries: str) -> tuple[str, ...]:
    """The families of the entries of a case, from the text in which they are stored."""
    found = tuple(str(entry).split(" ")[0] for entry in json.loads(entries))
    return found or (_UNCLASSIFIED,)


def _day(moment: str) -> date:
    """The legal day of a moment, from the text in which it is stored: in UTC."""
    at = datetime.fromisoformat(moment)
    return legal_day(at if at.tzinfo else at.replace(tzinfo=UTC))


def _decided() -> Iterator[DecidedItem]:
    """One line per item of every decided case; the exporter only to find dominance."""
    rows = Case.objects.filter(decided_at__isnull=False, submitted_at__isnull=False)
    # The public zone's database role may read these columns and no others. As text they are
    # read several times faster, and much of it is the same in many cases.
    told = [Cast(column, CharField()) for column in _AS_TEXT]
    for exporter, submitted, decided, entries, destination, outcome in rows.values_list(
        *told, "destination", "outcome"
    ):
        last = _day(decided)
        for family in _families(entries):
            yield DecidedItem(
                family=family,
                region=region_of(destination) if destination else _UNCLASSIFIED,
                outcome=outcome,
                quarter=_quarter(last),
                exporter=exporter,
                days=(last - _day(submitted)).days,
            )


def figures() -> Figures:
    """Outcomes by entry family, region and quarter, with processing times; names nobody."""
    return publish_figures(list(_decided()))


def appeal_figures() -> Figures:
    """Appeals by kind of act, outcome and quarter, with their times; names nobody.

    The family of an item is the kind of act, and it has no region.
    """
    rows = Appeal.objects.filter(decided_at__isnull=False).order_by("pk")
    told = rows.values_list(
        "kind", "outcome", "lodged_at", "decided_at",
        "case__organisation_id", "opinion__organisation_id",
    )  # fmt: skip
    items = []
    for kind, outcome, lodged, decided, of_case, of_opinion in told:
        assert decided is not None  # noqa: S101  # the query asks for decided appeals
        items.append(
            DecidedItem(
                family=kind,
                region="",
                outcome=outcome,
                quarter=_quarter(legal_day(decided)),
                exporter=str(of_opinion if kind == "opinion" else of_case),
                days=(legal_day(decided) - legal_day(lodged)).days,
            )
        )
    return publish_figures(items)
