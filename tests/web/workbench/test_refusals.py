"""What the service refuses an officer stands on the page, and nothing is half done."""

import pytest
from tests.web.casework.builders import END_USER, World, granted, submit, take
from tests.web.reader import Reader

pytestmark = pytest.mark.django_db


def test_a_stale_draft_or_fact_is_not_saved(world: World) -> None:
    case = submit(world)
    take(world, case.number)
    officer = Reader(world, "officer")
    at = f"/work/cases/{case.number}"
    draft = officer.send(f"{at}/draft/", version="1", outcome="grant", reasons="Fine")
    assert "has changed since you opened it" in draft
    fact = officer.send(f"{at}/facts/end_use/", version="1", value="x", reasons="y")
    assert "has changed since you opened it" in fact
    asked = officer.send(f"{at}/refer/", version="1", teams=["DS"], because="Why not")
    assert "has changed since you opened it" in asked


def test_a_fact_of_one_of_several_parties_says_which(world: World) -> None:
    second = {**END_USER, "name": "Banco Segundo (invented)"}
    case = submit(world, parties={"parties": [END_USER, second]})
    take(world, case.number)
    officer = Reader(world, "officer")
    at = f"/work/cases/{case.number}/facts/end_user.repression_record/"
    assert "Choose which one" in officer.send(at, value="true", reasons="A court")
    chosen = "end_user: Banco Segundo (invented)"
    done = officer.send(at, value="true", reasons="A court", scope=chosen)
    assert "The fact is established" in done


def test_a_check_outside_the_licence_s_time_is_not_recorded(world: World) -> None:
    case = granted(world)
    assert case.licence is not None
    page = Reader(world, "inspector").send(
        f"/work/licences/{case.licence.number}/checks/",
        on="2020-01-01",
        condition=case.licence.conditions[0].id,
        standing="kept",
        found="All well.",
    )
    assert "The day must lie between" in page
