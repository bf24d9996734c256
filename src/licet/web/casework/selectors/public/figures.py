"""Numbers for the public, suppressed by the rules of ``licet.disclosure`` before they leave."""

from datetime import date

from licet.disclosure import DecidedItem, Figures, publish_figures, region_of
from licet.web.casework.keeping.database_roles import PUBLIC_COLUMNS
from licet.web.casework.models import Appeal, Case
from licet.web.casework.ports import legal_day

_UNCLASSIFIED = "not classified"


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _decided(row: Case) -> list[DecidedItem]:
    """One line per item of a decided case; the exporter only to find dominance."""
    assert row.decided_at is not None  # noqa: S101  # the query asks for decided cases
    assert row.submitted_at is not None  # noqa: S101  # nothing is decided before it is submitted
    decided, submitted = legal_day(row.decided_at), legal_day(row.submitted_at)
    families = [entry.split(" ")[0] for entry in row.entries] or [_UNCLASSIFIED]
    return [
        DecidedItem(
            family=family,
            region=region_of(row.destination) if row.destination else _UNCLASSIFIED,
            outcome=row.outcome,
            quarter=_quarter(decided),
            exporter=str(row.organisation_id),
            days=(decided - submitted).days,
        )
        for family in families
    ]


def figures() -> Figures:
    """Outcomes by entry family, region and quarter, with processing times; names nobody."""
    rows = Case.objects.filter(decided_at__isnull=False, submitted_at__isnull=False)
    # The public zone's database role may read these columns and no others.
    rows = rows.only(*PUBLIC_COLUMNS)
    return publish_figures(
        [item for row in rows.order_by("pk") for item in _decided(row)]
    )


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
