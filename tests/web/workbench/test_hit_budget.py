"""The work list of hits at ten thousand cases: as many queries as at ten; the times are printed, not judged."""

import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import World
from tests.web.casework.hit_builders import BROKERS, first_hit, with_party
from tests.web.reader import Reader

from licet.web.casework.models import (
    Case,
    FindingsRun,
    Hit,
    HitPlace,
    ScreeningRecord,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CASES = 10_000
PAGES = (
    "/work/hits/",
    "/work/hits/?page=200&standing=all",
    "/work/hits/?mine=1",
    "/work/hits/?text=Sable&role=end_user",
)


def _like(model: Case, number: int) -> Case:
    fields = {one.attname: getattr(model, one.attname) for one in Case._meta.fields}
    return Case(**fields | {"id": uuid4(), "number": f"MLA-2025-{number:05}"})


def _many(number: str) -> None:
    """The same case ten thousand times, each with its findings, its hit and its place."""
    case = Case.objects.get(number=number)
    place = HitPlace.objects.filter(case=case).select_related("hit__screening__run")[0]
    hit, screening = place.hit, place.hit.screening
    cases = Case.objects.bulk_create(
        [_like(case, n) for n in range(CASES)], batch_size=500
    )
    runs = FindingsRun.objects.bulk_create(
        [
            FindingsRun(
                case=one,
                facts_version=one.facts_version,
                on=screening.run.on,
                made_at=screening.run.made_at,
            )
            for one in cases
        ],
        batch_size=500,
    )
    screened = ScreeningRecord.objects.bulk_create(
        [
            ScreeningRecord(run=run, party=screening.party, role=screening.role)
            for run in runs
        ],
        batch_size=500,
    )
    hits = Hit.objects.bulk_create(
        [
            Hit(
                screening=one,
                pair=f"{n % 3000:064}",
                entity=hit.entity,
                list_name=hit.list_name,
                list_version=hit.list_version,
                matched_name=hit.matched_name,
                query_name=hit.query_name,
                score=hit.score,
                words=hit.words,
                document={},
            )
            for n, one in enumerate(screened)
        ],
        batch_size=500,
    )
    fields = {
        one.attname: getattr(place, one.attname)
        for one in HitPlace._meta.fields
        if one.attname not in {"id", "hit_id", "case_id", "run", "pair", "rank"}
    }
    HitPlace.objects.bulk_create(
        [
            HitPlace(
                **fields, hit=one, case=case, run=run.pk, pair=one.pair, rank=n % 9
            )
            for n, (one, case, run) in enumerate(zip(hits, cases, runs, strict=True))
        ],
        batch_size=500,
    )


def _analysed() -> None:
    """The planner knows how many rows there are, as a database that works always does."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _counted(reader: Reader) -> Iterator[tuple[str, int, float]]:
    for path in PAGES:
        reader.read(path)
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            reader.read(path)
            took = time.perf_counter() - started
        yield path, len(asked), took


@pytest.mark.slow
def test_ten_thousand_cases_cost_no_query_more_than_a_few(world: World) -> None:
    number = with_party(world, BROKERS)
    officer = Reader(world, "officer")
    few = {path: count for path, count, _took in _counted(officer)}
    _many(number)
    _analysed()
    for path, count, took in _counted(officer):
        print(f"{path}: {count} queries, {took:.2f} s")
        assert count <= few[path] + 1, path
        assert count <= 20, path
    page = officer.read("/work/hits/")
    assert (
        f"{CASES + HitPlace.objects.filter(case__number=number).count()} wait" in page
    )
    place = f"/work/cases/{number}/hits/{first_hit(world, number).id}/"
    officer.read(place)
    with CaptureQueriesContext(connection) as asked:
        started = time.perf_counter()
        officer.read(place)
    print(f"hit: {len(asked)} queries, {time.perf_counter() - started:.2f} s")
    assert len(asked) <= 45
    head = Reader(world, "head")
    head.read("/work/hits/")
    with CaptureQueriesContext(connection) as asked:
        started = time.perf_counter()
        head.read("/work/hits/measures/")
    print(f"measures: {len(asked)} queries, {time.perf_counter() - started:.2f} s")
    assert len(asked) <= 20
