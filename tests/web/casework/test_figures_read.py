"""Figures are computed from text of the database: the same numbers as from the cases themselves."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import World, submit
from tests.web.casework.test_work_days import like

from licet.disclosure import DecidedItem, publish_figures, region_of
from licet.web.casework.keeping.database_roles import PUBLIC_COLUMNS
from licet.web.casework.models import Case
from licet.web.casework.ports import legal_day, now
from licet.web.casework.selectors.public.figures import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(world: World) -> list[Case]:
    """Decided cases of two exporters, at every hour of days at the turn of a quarter."""
    number = submit(world).number
    turn = now().replace(month=6, day=29, minute=30)
    found = []
    for place in range(90):
        at = turn + timedelta(hours=place)
        found.append(
            like(
                number,
                f"LIKE-{place:03}",
                organisation=world.organisations["vigil" if place % 2 else "halden"],
                state="granted",
                outcome=("granted", "refused", "returned")[place % 3],
                destination=("BR", "JP", "")[place % 5 % 3],
                entries=(["4D004 a", "5A001.f"], ["4D004 b"], [])[place % 7 % 3],
                submitted_at=at - timedelta(hours=place * 31),
                decided_at=at,
            )
        )
    return found


def test_figures_are_those_of_every_decided_case(decided: list[Case]) -> None:
    items = []
    for row in Case.objects.filter(decided_at__isnull=False):
        assert row.decided_at is not None
        assert row.submitted_at is not None
        last, first = legal_day(row.decided_at), legal_day(row.submitted_at)
        items += [
            DecidedItem(
                family=family,
                region=region_of(row.destination)
                if row.destination
                else "not classified",
                outcome=row.outcome,
                quarter=f"{last.year}-Q{(last.month + 2) // 3}",
                exporter=str(row.organisation_id),
                days=(last - first).days,
            )
            for family in [one.split(" ")[0] for one in row.entries]
            or ["not classified"]
        ]
    found = figures()
    assert found == publish_figures(items)
    assert {cell.quarter[-2:] for cell in found.cells} == {"Q2", "Q3"}
    assert found.total
    assert found.times


def test_figures_are_read_from_the_columns_that_the_public_role_may_read(
    decided: list[Case],
) -> None:
    with CaptureQueriesContext(connection) as asked:
        figures()
    read = {
        column
        for one in asked.captured_queries
        for column in re.findall(r'"casework_case"\."(\w+)"', one["sql"])
    }
    assert read == set(PUBLIC_COLUMNS)
