"""An officer reads the destination as it was known when the case was computed, and no other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.web.casework.builders import World, see, submit, take
from tests.web.casework.test_destinations import NEW, OLD, damage, load
from tests.web.reader import Reader

from licet.web.casework.ports import ports, using
from licet.web.casework.risk.country_data import CountryData
from licet.web.casework.services.findings import findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def state(world: World, tmp_path: Path) -> Iterator[Path]:
    held = tmp_path / "held"
    load(held, OLD)
    data = CountryData(state=held, law=ports().determiner)  # type: ignore[arg-type]  # the real one
    with using(replace(ports(), destinations=data)):
        yield held


def test_the_case_page_shows_the_frozen_profile_and_says_what_a_new_one_changed(
    world: World, state: Path
) -> None:
    number = submit(world).number
    take(world, number)
    officer = Reader(world, "officer")
    page = officer.read(f"/work/cases/{number}/")
    assert "Destination on the day of computation" in page
    assert "As known on 2 March 2026, frozen into the case" in page
    assert "0.4 to 0.6" in page
    load(state, OLD + NEW)
    assert "0.2 to 0.4" not in officer.read(f"/work/cases/{number}/")
    findings.renew_findings(by=world.officer, case=number, version=None)
    page = officer.read(f"/work/cases/{number}/")
    assert "It is another profile than that of the computation before" in page
    assert "0.5 (2024) became 0.3 (2025)" in page
    assert "New version of watch_invented" in page
    findings.renew_findings(by=world.officer, case=number, version=None)
    page = officer.read(f"/work/cases/{number}/")
    assert "It says the same as the profile of the computation before" in page


def test_a_profile_that_could_not_be_read_says_so(world: World, state: Path) -> None:
    number = submit(world).number
    take(world, number)
    damage(state)
    findings.renew_findings(by=world.officer, case=number, version=None)
    assert see(world, number).destinations[0].unavailable
    page = Reader(world, "auditor").read(f"/work/cases/{number}/")
    assert "country data could not be read" in page
