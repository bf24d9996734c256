"""The applicant's page of a case asks a fixed number of questions, whatever the case holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.casework.builders import World, refused, submit
from tests.web.casework.test_appeals import lodge
from tests.web.reader import Reader
from tests.web.workbench.test_case_budget import MOST, decided_case, full_case, talk

from licet.web.casework import gathered
from licet.web.casework.selectors.appeals.appeals import contestable
from licet.web.casework.selectors.applying import applications

pytestmark = pytest.mark.django_db


def started(world: World) -> str:
    """A case that was just sent."""
    return submit(world).number


def appealed(world: World) -> str:
    """A refused case with an appeal."""
    number = refused(world).number
    lodge(world, number)
    return number


def asked(reader: Reader, number: str) -> list[str]:
    path = reverse("portal:application", args=[number])
    reader.read(path)
    with CaptureQueriesContext(connection) as found:
        reader.read(path)
    return [one["sql"][:100] for one in found]


CASES = pytest.mark.parametrize("make", [started, full_case, decided_case, appealed])


@CASES
def test_the_status_page_asks_at_most_thirty_times_whatever_it_holds(
    world: World, make: object
) -> None:
    number = make(world)  # type: ignore[operator]
    halden = Reader(world, "halden")
    found = asked(halden, number)
    assert len(found) <= MOST, "\n".join(found)
    talk(world, number, times=10)
    assert len(asked(halden, number)) <= len(found)


@CASES
def test_what_an_applicant_sees_is_the_same_asked_together_or_one_by_one(
    world: World, make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make(world)  # type: ignore[operator]
    together = applications.application(viewer=world.halden, case=number)
    offered = contestable(viewer=world.halden, case=number)
    assert together.timeline
    assert together.status is not None
    assert together.status.since is not None
    monkeypatch.setattr(gathered, "_rows", lambda *_: pytest.fail("asked together"))
    for name in (
        "casefile.casefile",
        "selectors.appeals.appeals",
        "selectors.applying.applications",
        "selectors.decision.decisions",
    ):
        monkeypatch.setattr(f"licet.web.casework.{name}.gather", lambda *_: None)
    assert applications.application(viewer=world.halden, case=number) == together
    assert contestable(viewer=world.halden, case=number) == offered
