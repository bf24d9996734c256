"""The destination's profile is frozen with the findings; later data change no case."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from tests.web.casework.builders import World, see, submit, take

from licet.kernel import digest
from licet.risk import destination as engine
from licet.web.casework.access import SYSTEM
from licet.web.casework.casefile.destinations import freeze
from licet.web.casework.errors import InvalidInputError, UnavailableError
from licet.web.casework.models import DestinationProfile, LedgerRow
from licet.web.casework.ports import ports, using
from licet.web.casework.record.events import read_act
from licet.web.casework.risk.country_data import CountryData
from licet.web.casework.selectors.public import destinations as reads
from licet.web.casework.services.findings import findings
from licet.web.casework.services.screening.countries import enter_countries
from licet.web.casework.views import CaseView, DestinationProfileView

HEADER = "country,indicator,day,value,low,high,source,published\n"
OLD = "BR,law,2024,0.5,0.4,0.6,Watch (invented),2025-03-01\n"
NEW = "BR,law,2025,0.3,0.2,0.4,Watch (invented),2026-03-01\n"
AT = datetime(2026, 3, 2, tzinfo=UTC)


def load(state: Path, rows: str) -> None:
    state.mkdir(exist_ok=True)
    file = state / "watch.csv"
    file.write_text(HEADER + rows)
    engine.sync(file, state, at=AT)


@pytest.fixture
def state(world: World, tmp_path: Path) -> Iterator[Path]:
    held = tmp_path / "held"
    load(held, OLD)
    law = ports().determiner
    data = CountryData(state=held, law=law)  # type: ignore[arg-type]  # the real one
    with using(replace(ports(), destinations=data)):
        yield held


def frozen(case: CaseView) -> DestinationProfileView:
    (found,) = case.destinations
    return found


def told() -> list[dict[str, object]]:
    acts = [read_act(row) for row in LedgerRow.objects.order_by("pk")]
    return [
        act.payload["destinations"][0]
        for act in acts
        if act.kind in {"record_findings", "renew_findings"}
    ]


def test_the_profile_of_the_day_is_stored_with_the_findings_and_entered_by_digest(
    world: World, state: Path
) -> None:
    case = submit(world)
    one = frozen(case)
    assert (one.role, one.country) == ("destination", "BR")
    assert one.on == case.determinations[0].on
    assert one.document["indicators"][0]["newest"]["value"] == "0.5"
    assert one.document["versions"][0]["sha256"]
    assert one.digest == digest(one.document)
    entry = told()[0]
    assert entry["digest"] == one.digest
    assert entry["versions"] == one.document["versions"]
    assert entry["changed"] is False


def test_a_later_sync_does_not_change_a_case_and_a_new_computation_says_what_it_changed(
    world: World, state: Path
) -> None:
    number = submit(world).number
    take(world, number)
    before = frozen(see(world, number))
    load(state, OLD + NEW)
    assert frozen(see(world, number)) == before
    after = frozen(findings.renew_findings(by=world.officer, case=number, version=None))
    assert after.document["indicators"][0]["newest"]["value"] == "0.3"
    assert after.difference["indicators"][0]["before"] == ["2024", "0.5"]
    assert told()[-1]["changed"] is True
    again = frozen(findings.renew_findings(by=world.officer, case=number, version=None))
    assert again.difference["same"] is True
    assert told()[-1]["changed"] is False
    assert DestinationProfile.objects.count() == 3


def test_a_frozen_profile_can_neither_change_nor_go(world: World, state: Path) -> None:
    submit(world)
    with pytest.raises(DatabaseError), transaction.atomic():
        DestinationProfile.objects.update(digest="")
    with pytest.raises(DatabaseError), transaction.atomic():
        DestinationProfile.objects.all().delete()


def test_transit_countries_have_their_own_profile(world: World, state: Path) -> None:
    document = {"destination": "BR", "transit": ["NO", "KE"]}
    found = freeze(document, on=AT.date())
    assert [(one.role, one.country) for one in found] == [
        ("destination", "BR"),
        ("transit", "NO"),
        ("transit", "KE"),
    ]
    assert freeze({"activity": "export"}, on=AT.date()) == ()


def damage(state: Path) -> None:
    for path in state.glob("countries/*/*/version.json"):
        path.write_text("{")


def test_damaged_country_data_stop_no_computation_and_are_told(
    world: World, state: Path
) -> None:
    number = submit(world).number
    take(world, number)
    damage(state)
    one = frozen(findings.renew_findings(by=world.officer, case=number, version=None))
    assert "cannot be read" in one.unavailable
    assert one.document == {}
    assert told()[-1]["versions"] == []
    with pytest.raises(UnavailableError):
        reads.destinations()
    with pytest.raises(UnavailableError):
        reads.destination("BR")


def test_a_day_to_come_and_no_day_are_refused(world: World, state: Path) -> None:
    with pytest.raises(InvalidInputError, match="still to come"):
        reads.destination("BR", "2999-01-01")
    with pytest.raises(InvalidInputError, match="not a date"):
        reads.destination("BR", "yesterday")
    assert reads.destination("br")["on"] == "2026-03-02"
    assert reads.destination("BR", "2025-01-01", whole=True)["missing"]


def test_destinations_are_found_by_name_and_code(world: World, state: Path) -> None:
    assert [one.code for one in reads.destinations("brazil")] == ["BR"]
    assert reads.destinations("br")[0].name
    assert {one.code: one.sources for one in reads.destinations()}["BR"] == 1
    assert str(DestinationProfile(role="transit", country="BR", on=AT.date())) == (
        "transit: BR on 2026-03-02"
    )


def test_each_source_that_was_taken_or_refused_is_an_entry(
    world: World, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(HEADER + OLD)
    (tmp_path / "b.csv").write_text("what,is,this\n")
    done = engine.sync(tmp_path, tmp_path / "state", at=AT)
    outcomes = [one.to_json() for one in done]
    assert enter_countries(by=SYSTEM, outcomes=outcomes) == 2
    newest = [read_act(row) for row in LedgerRow.objects.order_by("-pk")[:2]]
    assert [(act.kind, act.payload["source"]) for act in newest] == [
        ("sync_countries", "watch_invented"),
        ("refuse_countries", "b.csv"),
    ]
    assert newest[0].payload["sha256"]
    assert "in no form" in newest[1].payload["error"]
