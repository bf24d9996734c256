"""The projection for the work list of hits: written anew whenever something of a case moves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from licet.web.casework.acts.hit_due import due_of
from licet.web.casework.casefile.casefile import Findings, load_findings
from licet.web.casework.models import Case, FindingsRun, Hit, HitPlace
from licet.web.casework.screening.hit_standing import Words
from licet.web.casework.screening.measures import measure_of

ROLES_IN_ORDER = (
    "end_user", "ultimate_end_user", "operator", "host", "consignee",
    "ultimate_consignee", "intermediate_consignee", "reseller", "purchaser", "payer",
)  # fmt: skip


def place_hits(case: Case) -> int:
    """Write where every hit of the newest findings of a case stands.

    Args:
        case: The locked case.

    Returns:
        How many hits were placed.
    """
    findings = load_findings(case)
    HitPlace.objects.filter(case=case).delete()
    if findings.run is None:
        return 0
    since = _since(case, findings)
    due = due_of(case)
    parties = {one.pk: one for one in findings.screenings}
    places = []
    for hit in findings.hits:
        place = _place(case, hit, findings.words)
        screening = parties[hit.screening_id]
        place.party, place.role = screening.party, screening.role
        place.rank = rank_of(screening.role)
        place.run, place.due = findings.run.pk, due
        place.since = since.get(hit.pair, findings.run.made_at)
        places.append(place)
    HitPlace.objects.bulk_create(places)
    return len(places)


def rank_of(role: str) -> int:
    """The place of a role: the end user first, what is not named last."""
    known = ROLES_IN_ORDER
    return known.index(role) if role in known else len(known)


def _place(case: Case, hit: Hit, words: Words) -> HitPlace:
    word = words.newest(hit)
    return HitPlace(
        hit=hit,
        case=case,
        standing=words.standing(hit),
        pair=hit.pair,
        list_name=hit.list_name,
        weight=measure_of(hit.document).weight,
        likeness=tenths(hit.score),
        tier=words.tier,
        first_by_id=word.said.by_id if word else None,
        remembered=bool(word and word.carried),
    )


def tenths(score: str) -> int:
    """A score in whole tenths, 0 to 10, so that what is about as likely stands together.

    Examples:
        >>> tenths("0.8999"), tenths("1.0000")
        (8, 10)
    """
    whole, _, rest = score.partition(".")
    return int(whole or 0) * 10 + int((rest or "0")[0])


def _since(case: Case, findings: Findings) -> dict[str, datetime]:
    """When each pair was first proposed in this case."""
    pairs = {hit.pair for hit in findings.hits}
    rows = (
        Hit.objects.filter(pair__in=pairs, screening__run__case=case)
        .values("pair")
        .annotate(first=Min("screening__run__made_at"))
    )
    return {one["pair"]: one["first"] for one in rows}


def _owed() -> QuerySet[Case]:
    """Cases whose newest findings hold hits and are not placed."""
    newest = FindingsRun.objects.filter(case=OuterRef("case")).order_by("-pk")
    runs = FindingsRun.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    owed = runs.filter(
        Exists(Hit.objects.filter(screening__run=OuterRef("pk"))),
        ~Exists(HitPlace.objects.filter(run=OuterRef("pk"))),
    )
    return Case.objects.filter(pk__in=owed.values("case")).order_by("number")


def place_owed() -> int:
    """Place the hits of every case that is not placed yet; a frequent job.

    Returns:
        How many cases were placed.
    """
    owed = list(_owed().values_list("pk", flat=True))
    for pk in owed:
        place_again(str(pk))
    return len(owed)


def place_again(case: str) -> int:
    """The job after a word that other cases had taken over was changed.

    Args:
        case: The id of a case that took it over.

    Returns:
        How many hits were placed.
    """
    with transaction.atomic():
        return place_hits(Case.objects.select_for_update().get(pk=case))
