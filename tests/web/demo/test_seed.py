"""The demo state is made by driving the services on a clock set by hand; its record is whole."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from licet.web.casework.demo.clock import SimulatedClock
from licet.web.casework.demo.doors import open_doors
from licet.web.casework.demo.seed import (
    NotSimulatedError,
    cases,
    is_empty,
    require_simulated,
    seed,
)
from licet.web.casework.models import Case, Licence, Person
from licet.web.casework.ports import ports
from licet.web.casework.record.fsck import check_database

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
ONE_OF_EACH = {
    "draft": "draft",
    "withdrawn": "withdrawn",
    "lapsed": "lapsed",
    "suspended": "granted_with_conditions",
    "appeal_dismissed": "refused",
    "countersigning": "countersigning",
    "silent": "granted_with_conditions",
    "returned": "returned",
    "split": "granted_with_conditions",
    "information_requested": "information_requested",
}


def test_there_are_sixty_cases_in_every_state() -> None:
    every = cases()
    assert len(every) == 60
    assert {one["path"] for one in every} >= set(ONE_OF_EACH)


def _first_of(paths: set[str]) -> Any:
    seen: set[str] = set()

    def chosen(case: Mapping[str, Any]) -> bool:
        fresh = case["path"] in paths and case["path"] not in seen
        seen.add(str(case["path"]))
        return fresh

    return chosen


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ends",
    [
        pytest.param(
            {"draft": "draft", "suspended": "granted_with_conditions"}, id="a few"
        ),
        pytest.param(ONE_OF_EACH, id="one of each", marks=pytest.mark.slow),
    ],
)
def test_the_stories_end_as_they_say_and_the_record_is_whole(
    ends: dict[str, str],
) -> None:
    assert is_empty()
    told: list[int] = []
    made = seed(
        at=NOW, chosen=_first_of(set(ends)), progress=lambda done, _: told.append(done)
    )
    assert made.cases == len(ends)
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states == Counter(ends.values())
    assert Licence.objects.filter(state="suspended").count() == 1
    assert told == sorted(told)
    report = check_database()
    assert report.faults == ()
    assert report.waiting == 0
    assert all(case.updated_at <= NOW for case in Case.objects.all())
    assert all(
        person.check_password(made.password) for person in Person.objects.all()[:1]
    )
    open_doors()  # a state that is there already is left alone
    assert Case.objects.count() == made.cases


def test_a_simulated_clock_never_goes_back() -> None:
    clock = SimulatedClock(NOW)
    clock.set(datetime(2026, 1, 1, tzinfo=UTC))
    assert clock.now() == NOW


def test_a_simulation_on_the_machines_clock_is_refused() -> None:
    with pytest.raises(NotSimulatedError) as caught:
        require_simulated(ports(), SimulatedClock(NOW))
    assert caught.value.code == "not_simulated"
