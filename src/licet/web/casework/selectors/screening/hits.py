"""The work list of hits over all cases, in the order of what matters, a page at a time.

The order: what stands behind the list, the weightiest measure first; the calibrated score, in
tenths; the role of the party, the end user first; the tier of the case, the highest first; the
day on which the case is due, those whose clock stands last; how long the hit has waited.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from licet.review import machines
from licet.web.casework.errors import InvalidInputError
from licet.web.casework.models import HitPlace
from licet.web.casework.ports import legal_day, now
from licet.web.casework.rights.people import posts_on
from licet.web.casework.rights.policy import Actor, require
from licet.web.casework.rights.standing import visible_cases
from licet.web.casework.screening.hit_standing import DECIDED, UNDECIDED
from licet.web.casework.screening.measures import measures
from licet.web.casework.selectors.parts.parts import as_id
from licet.web.casework.views import HitLine, HitPage, Neighbours

PAGE = 25
MOST = 5000
STANDINGS = ("undecided", *UNDECIDED, *DECIDED, "all")
ORDER = (
    F("weight").asc(),
    F("likeness").desc(),
    F("rank").asc(),
    F("tier").desc(),
    F("due").asc(nulls_last=True),
    F("since").asc(),
    F("hit").asc(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitQuery:
    """Which hits are asked for.

    Attributes:
        standing: ``undecided`` for everything that waits, one standing, or ``all``.
        list: The list on which the entry stands.
        role: The role of the party.
        team: Code of the team of the case's officer.
        mine: Only cases of the reader.
        text: In the party, the listed name, the entry or the number of the case.
    """

    standing: str = "undecided"
    list: str = ""
    role: str = ""
    team: str = ""
    mine: bool = False
    text: str = ""


def work_states() -> tuple[str, ...]:
    """The states of a case in which its hits are work."""
    table = machines()["case"].transitions["adjudicate_hit"]
    return (*sorted(table.sources), "countersigning")


def _visible(viewer: Actor) -> QuerySet[HitPlace]:
    # Asked of each hit, because most cases have none.
    case = visible_cases(viewer).filter(pk=OuterRef("case"), state__in=work_states())
    return HitPlace.objects.filter(Exists(case))


def _asked(viewer: Actor, query: HitQuery) -> QuerySet[HitPlace]:
    if query.standing not in STANDINGS:
        raise InvalidInputError(
            {"standing": f"Ask for one of: {', '.join(STANDINGS)}."}
        )
    found = _visible(viewer)
    if query.standing == "undecided":
        found = found.filter(standing__in=UNDECIDED)
    elif query.standing != "all":
        found = found.filter(standing=query.standing)
    if query.list:
        found = found.filter(list_name=query.list)
    if query.role:
        found = found.filter(role=query.role)
    if query.mine:
        found = found.filter(case__officer=as_id(viewer.id))
    if query.team:
        held = posts_on(legal_day(now())).filter(team__code=query.team)
        found = found.filter(case__officer__in=held.values("person"))
    if text := query.text.strip():
        found = found.filter(
            Q(party__icontains=text)
            | Q(hit__matched_name__icontains=text)
            | Q(hit__entity__icontains=text)
            | Q(case__number__icontains=text)
        )
    return found


def work_list(
    *, viewer: Actor, query: HitQuery, page: int = 1, size: int = PAGE
) -> HitPage:
    """One page of the hits that fit a question, in order.

    Args:
        viewer: Who reads.
        query: What is asked for.
        page: From 1; one beyond the last gives the last.
        size: Hits on a page.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: There is no such standing.
    """
    require(viewer, "see_hits")
    found = _asked(viewer, query)
    count = found.count()
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    start = (page - 1) * size
    kinds = set(_visible(viewer).values_list("list_name", "role").distinct())
    return HitPage(
        lines=lines(viewer, found.order_by(*ORDER)[start : start + size]),
        count=count,
        page=page,
        pages=pages,
        lists=tuple(sorted({name for name, _role in kinds})),
        roles=tuple(sorted({role for _name, role in kinds})),
        teams=_teams(),
    )


def _teams() -> tuple[tuple[str, str], ...]:
    held = posts_on(legal_day(now())).filter(role="officer")
    named = held.values_list("team__code", "team__name").distinct()
    return tuple(sorted((str(code), str(name)) for code, name in named))


def every_hit(*, viewer: Actor, query: HitQuery) -> tuple[HitLine, ...]:
    """The same for a file: at most five thousand, in order.

    Raises:
        NotAllowedError: No role of the person may.
        InvalidInputError: There is no such standing.
    """
    require(viewer, "see_hits")
    return lines(viewer, _asked(viewer, query).order_by(*ORDER)[:MOST])


def undecided(*, viewer: Actor) -> int:
    """How many hits wait; none for who may not see them."""
    if not viewer.may("see_hits"):
        return 0
    return _visible(viewer).filter(standing__in=UNDECIDED).count()


def same_evidence(*, viewer: Actor, pair: str, besides: str) -> tuple[HitLine, ...]:
    """Every undecided hit of one pair that the reader may see.

    Args:
        viewer: Who reads.
        pair: The name of the pair.
        besides: A hit that is left out.

    Raises:
        NotAllowedError: No role of the person may.
    """
    require(viewer, "see_hits")
    found = _visible(viewer).filter(pair=pair, standing__in=UNDECIDED)
    found = found.exclude(hit=as_id(besides))
    return lines(viewer, found.order_by(*ORDER)[:MOST])


def chosen_hits(*, viewer: Actor, ids: Iterable[str]) -> tuple[HitLine, ...]:
    """The hits of these ids that the reader may see, in the order of the work list.

    Raises:
        NotAllowedError: No role of the person may.
    """
    require(viewer, "see_hits")
    wanted = [as_id(one) for one in ids][:MOST]
    return lines(viewer, _visible(viewer).filter(hit__in=wanted).order_by(*ORDER))


def neighbours(*, viewer: Actor, hit: str) -> Neighbours:
    """The hits before and after one among those that wait.

    A hit that waits no more has the first one of the list after it.
    """
    found = _asked(viewer, HitQuery()).order_by(*ORDER)
    ids = [
        (str(case), str(one))
        for case, one in found.values_list("case__number", "hit")[:MOST]
    ]
    place = next((n for n, (_case, one) in enumerate(ids) if one == hit), -1)
    return Neighbours(
        before=ids[place - 1] if place > 0 else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
        place=place + 1,
        count=len(ids),
    )


def lines(viewer: Actor, found: QuerySet[HitPlace]) -> tuple[HitLine, ...]:
    """Lines of the work list: three queries, however many.

    The order is asked of narrow rows, so that the database sorts no documents.

    Args:
        viewer: Who reads; to say where they gave the first word.
        found: Places in the order wanted, cut to what is shown.
    """
    ordered = list(found.values_list("pk", flat=True))
    whole = (
        HitPlace.objects.select_related("hit", "case__officer", "first_by")
        .defer("hit__document", "case__sections", "case__transaction")
        .in_bulk(ordered)
    )
    rows = [whole[pk] for pk in ordered if pk in whole]
    pairs = {row.pair for row in rows}
    counted = (
        _visible(viewer)
        .filter(pair__in=pairs, standing__in=UNDECIDED)
        .values("pair")
        .annotate(hits=Count("pk"))
    )
    same = {one["pair"]: one["hits"] for one in counted}
    return tuple(_line(viewer, row, same.get(row.pair, 0)) for row in rows)


def _line(viewer: Actor, row: HitPlace, same: int) -> HitLine:
    measure = measures()[row.weight]
    return HitLine(
        id=str(row.hit_id),
        case=row.case.number,
        title=row.case.title,
        version=row.case.version,
        officer=str(row.case.officer) if row.case.officer else "",
        party=row.party,
        role=row.role,
        matched_name=row.hit.matched_name,
        entity=row.hit.entity,
        list=row.list_name,
        list_version=row.hit.list_version,
        measure=measure.id,
        measure_words=measure.title,
        score=row.hit.score,
        words=row.hit.words,
        tier=row.tier,
        due=row.due,
        since=row.since,
        standing=row.standing,
        remembered=row.remembered,
        first_by=str(row.first_by) if row.first_by else "",
        first_by_me=str(row.first_by_id) == viewer.id,
        pair=row.pair,
        same=same - (row.standing in UNDECIDED),
    )
