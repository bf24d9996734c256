"""Destinations before everybody: charts with the same numbers as tables, law beside embargoes."""

import json
import re

import pytest
from django.test import Client
from tests.web.casework.builders import World
from tests.web.reader import Reader

pytestmark = pytest.mark.django_db
DAY = "?on=2026-03-01"


@pytest.mark.usefixtures("world")
def test_the_list_is_searched_by_name() -> None:
    reader = Reader(None)
    page = reader.read("/destinations/")
    assert "Brazil" in page
    assert "Brazil" not in reader.read("/destinations/?q=norw")
    nothing = reader.read("/destinations/?q=zzzz")
    assert "None of them is held here" in nothing
    assert "No further country or territory fits" in nothing


@pytest.mark.usefixtures("world")
def test_a_chart_and_its_table_hold_the_same_numbers() -> None:
    source = Reader(None).source(f"/destinations/BR/{DAY}")
    assert source.count('<svg class="chart chart--line"') == 2
    api = json.loads(Client().get(f"/api/v1/destinations/BR{DAY}").content)
    for one in api["indicators"]:
        for row in one["series"]:
            assert f">{row['value']}</td>" in source
    assert '<polygon class="band"' in source
    titles = re.findall(r'aria-labelledby="(i\d+-title) (i\d+-desc)"', source)
    assert len(set(titles)) == 2


@pytest.mark.usefixtures("world")
def test_invented_figures_leads_and_gaps_are_marked() -> None:
    page = Reader(None).read(f"/destinations/BR/{DAY}")
    assert "invented" in page
    assert "a lead, not a finding" in page
    assert "Missing: The source gives neither interval nor standard error" in page
    assert "As known on 1 March 2026" in page
    found = Reader(None).read(f"/destinations/KE/{DAY}")
    assert "Vendor, as found by an authority or court" in found


@pytest.mark.usefixtures("world")
def test_embargoes_stand_with_their_law_and_their_first_day() -> None:
    page = Reader(None).read(f"/destinations/RU/{DAY}")
    assert "ban on dual-use items" in page
    assert "since 26 February 2022" in page
    assert "unverified" in page
    before = Reader(None).read("/destinations/RU/?on=2022-02-25")
    assert "ban on dual-use items" not in before


@pytest.mark.usefixtures("world")
def test_a_day_before_everything_is_empty_and_says_why() -> None:
    page = Reader(None).read("/destinations/BR/?on=2010-01-01")
    assert "Nothing was published by that day" in page
    assert "That is no finding that there was none" in page


@pytest.mark.usefixtures("world")
def test_an_impossible_day_is_a_problem_of_the_form_and_no_country_is_no_page() -> None:
    answer = Client().get("/destinations/BR/?on=2026-02-30")
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert Client().get("/destinations/ZZ/").status_code == 404


def test_every_role_may_read_destinations(world: World) -> None:
    for person in (None, *world.people.values()):
        client = Client()
        if person is not None:
            client.force_login(person)
        for path in ("/destinations/", "/destinations/BR/", "/api/v1/destinations"):
            answer = client.get(path)
            # Staff without a second factor are led to it first, wherever they go.
            assert answer.status_code in ({200} if person is None else {200, 302}), path


@pytest.mark.usefixtures("world")
def test_the_api_gives_the_same_and_refuses_with_a_code() -> None:
    client = Client()
    listed = client.get("/api/v1/destinations?q=brazil").json()["items"]
    assert [one["code"] for one in listed] == ["BR"]
    found = client.get(f"/api/v1/destinations/BR{DAY}").json()
    assert (found["country"], found["on"]) == ("BR", "2026-03-01")
    assert isinstance(found["indicators"][0]["newest"]["value"], str)
    whole = client.get(f"/api/v1/destinations/BR{DAY}&whole=true").json()
    assert whole["indicators"][0]["earlier"] == 0
    bad = client.get("/api/v1/destinations/ZZ")
    assert (bad.status_code, bad.json()["code"]) == (422, "unknown_country")
    late = client.get("/api/v1/destinations/BR?on=2999-01-01")
    assert late.json()["fields"] == {
        "on": "2999-01-01 is still to come. Give today or an earlier day."
    }
