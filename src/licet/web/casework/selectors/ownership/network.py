"""Reads across exporters: all cases on one party or address, their sums, a party that is looked for.

Only for the authority: an exporter or an agency is never told of another exporter's case.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from licet.diversion import (
    Limit,
    Shipment,
    Split,
    limits_of,
    name_key,
    split_orders,
)
from licet.web.casework.gathered import read
from licet.web.casework.law.asking import package_of
from licet.web.casework.models import (
    Case,
    Licence,
    OrderedAmount,
    OwnershipRun,
    PartyMark,
)
from licet.web.casework.ownership.gathering import (
    ADDRESS,
    LISTED,
    NAME,
    NUMBER,
)
from licet.web.casework.ownership.judging import binding_laws
from licet.web.casework.ports import legal_day
from licet.web.casework.record.reads import note_read
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import case_for, visible_cases
from licet.web.casework.selectors.parts.parts import desk_of
from licet.web.casework.views import (
    AmountView,
    Json,
    LikeCaseView,
    NetworkView,
    SplitView,
)

SPANS = (30, 90, 365)
MOST_CASES = 200
MOST_MARKS = 5_000
# What ties two cases, the strongest first; the first two leave no doubt.
_STRENGTH = {NUMBER: 0, LISTED: 1, NAME: 2, "owner": 3, ADDRESS: 4}
_SURE = frozenset({NUMBER, LISTED})
# What never led to anything orders nothing.
_NOT_ORDERED = frozenset({"draft", "withdrawn", "lapsed", "refused", "returned"})


def newest_marks() -> QuerySet[PartyMark]:
    """The keys of the newest computation of every case."""
    newest = OwnershipRun.objects.filter(case=OuterRef("case")).order_by("-pk")
    return PartyMark.objects.annotate(newest=Subquery(newest.values("pk")[:1])).filter(
        run=F("newest")
    )


def own_marks_of(case: Case) -> QuerySet[PartyMark]:
    """The keys of the newest computation of one case."""
    return newest_marks().filter(case=case)


def network(*, viewer: Actor, case: str) -> NetworkView:
    """All cases, open and decided, of all exporters, on the parties of one case.

    Args:
        viewer: Who asks; the read is entered first.
        case: Number of the case.

    Returns:
        Tied cases with what ties them, sums per entry and span, and limits that each
        application keeps and several together pass; nine queries, however many cases.

    Raises:
        NotAllowedError: No role of the person may see other exporters' cases.
        NotFoundError: No such case, or no standing.
    """
    require(viewer, "see_network")
    row = case_for(viewer, case)
    note_read(viewer, row, "network")
    return _around(viewer, row)


def panel(*, viewer: Actor, case: str) -> NetworkView | None:
    """The same for the page of a case, whose read is entered already.

    Returns:
        ``None`` for who may not see other exporters' cases.
    """
    if not viewer.may("see_network"):
        return None
    return _around(viewer, case_for(viewer, case))


def _around(viewer: Actor, row: Case) -> NetworkView:
    own = read(own_marks_of, row)
    near = _near(own, row)
    ties = _ties(own, near)
    shown = sorted(ties, key=lambda pk: (_best(ties[pk]), str(pk)))[:MOST_CASES]
    cases = cases_of(viewer, shown)
    views = tuple(like_case(one, ties[one.pk]) for one in cases)
    # An address alone makes no common end user.
    same = [one for one in cases if _best(ties[one.pk]) < _STRENGTH[ADDRESS]]
    shipments = _shipments([row, *same])
    return NetworkView(
        case=row.number,
        cases=views,
        more=len(ties) - len(shown),
        amounts=_amounts(shipments),
        splits=_splits(shipments, row),
        flags=_flags(own, near),
    )


def _near(own: Sequence[PartyMark], row: Case) -> list[PartyMark]:
    values = sorted({one.value for one in own})
    found = newest_marks().filter(value__in=values).exclude(case=row)
    return list(found.order_by("-pk")[:MOST_MARKS])


def _ties(
    own: Iterable[PartyMark], near: Iterable[PartyMark]
) -> dict[object, list[Json]]:
    """What ties each other case, by its id."""
    here: dict[tuple[str, str], list[PartyMark]] = {}
    for one in own:
        here.setdefault((one.kind, one.value), []).append(one)
    found: dict[object, dict[tuple[str, str, str], Json]] = {}
    for there in near:
        for one in here.get((there.kind, there.value), ()):
            behind = "owner" in {one.role, there.role} and there.kind == NAME
            kind = "owner" if behind else there.kind
            key = (kind, one.party, there.party)
            found.setdefault(there.case_id, {}).setdefault(
                key,
                {
                    "kind": kind,
                    "here": one.party,
                    "here_role": one.role,
                    "there": there.party,
                    "there_role": there.role,
                    "words": _tied(kind, one, there),
                },
            )
    return {
        case: sorted(
            ties.values(), key=lambda one: (_STRENGTH[one["kind"]], one["here"])
        )
        for case, ties in found.items()
    }


def _tied(kind: str, here: PartyMark, there: PartyMark) -> str:
    match kind:
        case "number":
            return _("the same register number: %(party)s") % {"party": there.party}
        case "listed":
            return _("confirmed to be the same listed party: %(party)s") % {
                "party": there.party
            }
        case "address":
            return _("the same address: %(here)s and %(there)s") % {
                "here": here.party,
                "there": there.party,
            }
        case "owner":
            return _("%(party)s stands behind a party here or there") % {
                "party": there.party
            }
        case _:
            return _("the same name: %(party)s") % {"party": there.party}


def _best(ties: Sequence[Json]) -> int:
    return min(_STRENGTH[one["kind"]] for one in ties)


def cases_of(viewer: Actor, wanted: Sequence[object]) -> list[Case]:
    """Submitted cases by their ids, in that order, with exporter and licences: two queries."""
    licences = Licence.objects.order_by("pk")
    rows: dict[object, Case] = {
        row.pk: row
        for row in visible_cases(viewer)
        .filter(pk__in=list(wanted), submitted_at__isnull=False)
        .select_related("organisation")
        .prefetch_related(Prefetch("licences", queryset=licences))
    }
    return [rows[pk] for pk in wanted if pk in rows]


def like_case(row: Case, ties: Sequence[Json]) -> LikeCaseView:
    """A case with what ties it."""
    licence = next(iter(reversed(list(row.licences.all()))), None)
    sure = any(one["kind"] in _SURE for one in ties)
    return LikeCaseView(
        number=row.number,
        title=row.title,
        exporter=row.organisation.name,
        state=row.state,
        state_words=desk_of(row)[1],
        submitted_on=legal_day(row.submitted_at) if row.submitted_at else None,
        end_user=row.end_user,
        destination=row.destination,
        entries=tuple(row.entries),
        licence=licence.number if licence else "",
        licence_state=licence.state if licence else "",
        grade="surely" if sure else "possibly",
        ties=tuple(ties),
    )


def _shipments(cases: Sequence[Case]) -> list[Shipment]:
    """What the cases ask for, item by item; what was refused or withdrawn asks for nothing."""
    counted = {row.pk: row for row in cases if row.state not in _NOT_ORDERED}
    newest = OwnershipRun.objects.filter(case=OuterRef("run__case")).order_by("-pk")
    rows = (
        OrderedAmount.objects.filter(run__case__in=list(counted))
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(run=F("newest"))
        .select_related("run")
    )
    found = []
    for one in rows:
        case = counted[one.run.case_id]
        if case.submitted_at is None:
            continue
        found.append(
            Shipment(
                on=legal_day(case.submitted_at),
                case=case.number,
                item=one.item,
                exporter=case.organisation.name,
                entry=one.entry,
                quantity=_plain(one.quantity),
                value=_plain(one.value),
                currency=one.currency,
            )
        )
    return sorted(found, key=lambda one: (one.on, one.case, one.item))


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize() + 0


def _amounts(shipments: Sequence[Shipment]) -> tuple[AmountView, ...]:
    if not shipments:
        return ()
    newest = max(one.on for one in shipments)
    entries = sorted({one.entry for one in shipments})
    found = []
    for entry in entries:
        for days in SPANS:
            since = newest - timedelta(days=days)
            part = [one for one in shipments if one.entry == entry and one.on >= since]
            found.append(_amount(entry, days, part))
    return tuple(found)


def _amount(entry: str, days: int, part: Sequence[Shipment]) -> AmountView:
    stated = [one.quantity for one in part if one.quantity is not None]
    values: dict[str, Decimal] = {}
    for one in part:
        if one.value is not None:
            values[one.currency] = values.get(one.currency, Decimal(0)) + one.value
    return AmountView(
        entry=entry,
        days=days,
        cases=len({one.case for one in part}),
        exporters=len({one.exporter for one in part}),
        quantity=sum(stated, Decimal(0)) if stated else None,
        unstated=len(part) - len(stated),
        values=tuple(sorted(values.items())),
    )


def limits_on(on: date) -> tuple[Limit, ...]:
    """The limits of every law that binds, on a day."""
    return tuple(
        limit for name in binding_laws() for limit in limits_of(package_of(name), on=on)
    )


def _splits(shipments: Sequence[Shipment], row: Case) -> tuple[SplitView, ...]:
    """For each limit the shortest span in which it is passed together."""
    if row.submitted_at is None:
        return ()
    limits = limits_on(legal_day(row.submitted_at))
    found: dict[tuple[str, str], Split] = {}
    for days in SPANS:
        for one in split_orders(shipments, limits, days=days, case=row.number):
            found.setdefault((one.limit.regime, one.limit.rule), one)
    return tuple(_split_view(one) for one in found.values())


def _split_view(one: Split) -> SplitView:
    limit = one.limit
    parts = tuple(
        {
            "case": each.case,
            "exporter": each.exporter,
            "on": each.on.isoformat(),
            "item": each.item,
            "amount": str(each.amount(limit)),
            "entry": each.entry,
        }
        for each in one.shipments
    )
    words = _("%(count)s applications of %(exporters)s exporters stay under %(limit)s %(unit)s each and ask for %(total)s %(unit)s together, within %(days)s days.") % {
        "count": len(one.cases), "exporters": len(one.exporters), "limit": limit.number,
        "unit": limit.unit or _("pieces"), "total": one.total, "days": one.days,
    }  # fmt: skip
    return SplitView(
        regime=limit.regime,
        rule=limit.rule,
        title=limit.title,
        amount=limit.amount,
        limit=limit.number,
        unit=limit.unit,
        days=one.days,
        total=one.total,
        exporters=one.exporters,
        parts=parts,
        citation=limit.citation.to_json(),
        words=words,
    )


def _flags(own: Sequence[PartyMark], near: Sequence[PartyMark]) -> tuple[Json, ...]:
    """One address under which several parties of other names stand, here or in other cases."""
    places: dict[str, dict[str, tuple[str, str]]] = {}
    mine = {one.value for one in own if one.kind == ADDRESS}
    numbers = {row.pk: row.number for row in _numbered(near, mine)}
    for one in (*own, *near):
        if one.kind == ADDRESS and one.value in mine:
            number = str(numbers.get(one.case_id, ""))
            places.setdefault(one.value, {}).setdefault(
                name_key(one.party), (one.party, number)
            )
    return tuple(
        {
            "flag": "shared_address",
            "address": address,
            "parties": [
                {"party": party, "case": number} for party, number in bodies.values()
            ],
            "words": _("%(count)s parties share one address: %(parties)s.")
            % {
                "count": len(bodies),
                "parties": ", ".join(party for party, _number in bodies.values()),
            },
        }
        for address, bodies in sorted(places.items())
        if len(bodies) > 1
    )


def _numbered(near: Iterable[PartyMark], mine: set[str]) -> Iterable[Case]:
    wanted = {one.case_id for one in near if one.kind == ADDRESS and one.value in mine}
    return Case.objects.filter(pk__in=wanted).only("pk", "number") if wanted else ()
