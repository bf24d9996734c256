"""What an act gives back is read when somebody looks at it, and entered as read only then."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.casework.builders import World, start, submit

from licet.web.casework.errors import NotAllowedError
from licet.web.casework.models.record import LedgerRow
from licet.web.casework.record.events import read_act
from licet.web.casework.selectors.parts.when_read import when_read
from licet.web.casework.services.applying import applications
from licet.web.casework.services.desk import desk

pytestmark = pytest.mark.django_db


def acts(number: int) -> list[str]:
    """The kinds of the last so many acts of the record."""
    rows = LedgerRow.objects.order_by("-pk")[:number]
    return [read_act(row).kind for row in rows]


def test_who_only_acts_reads_nothing(world: World) -> None:
    made = submit(world)
    by = world.officer2
    before = LedgerRow.objects.count()
    seen = desk.take_case(by=by, case=made.number, version=None)
    assert LedgerRow.objects.count() == before + 1
    assert acts(1) == ["take_case"]
    assert seen.state == "in_review"
    assert LedgerRow.objects.count() == before + 2
    assert acts(1) == ["read"]
    assert seen.officer is not None
    assert seen.officer.id == by.id
    assert LedgerRow.objects.count() == before + 2


def test_an_act_does_not_pay_for_the_looking(world: World) -> None:
    made = start(world)
    with CaptureQueriesContext(connection) as acting:
        left = applications.save_section(
            by=world.halden, case=made.number, section="organisation",
            content={"contact": {"name": "Nils Akerholm", "email": "n@halden.example"}},
            version=made.version,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as looking:
        assert left.version == made.version + 1
    assert len(looking) >= 5, len(acting)


def test_a_refusal_to_read_comes_at_the_first_look() -> None:
    def refused() -> str:
        raise NotAllowedError("no")

    view = when_read(refused)
    with pytest.raises(NotAllowedError):
        view.upper()
