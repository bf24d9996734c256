"""Hits over the API: the same list, the same words, the same refusals as on the screens."""

from collections.abc import Callable

from tests.web.api.conftest import Program
from tests.web.casework.builders import World, see
from tests.web.casework.hit_builders import (
    BROKERS,
    first_hit,
    frozen_party,
    hits_of,
    settle,
    with_party,
)

Programs = Callable[..., Program]


def test_the_work_list_comes_in_order_with_versions_and_filters(
    world: World, program: Programs
) -> None:
    light = with_party(world, BROKERS)
    heavy = with_party(world, frozen_party())
    officer = program("officer")
    told = officer.get("/hits")
    assert told["count"] == len(hits_of(world, light)) + len(hits_of(world, heavy))
    assert told["lines"][0]["case"] == heavy
    assert told["lines"][0]["measure"] == "asset_freeze"
    assert told["lines"][0]["version"] == see(world, heavy).version
    own = officer.get(f"/hits?text={light}&role=end_user")
    assert {one["case"] for one in own["lines"]} == {light}
    refused = officer.call("GET", "/hits?standing=nonsense")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")


def test_two_officers_decide_over_the_api_and_the_first_cannot_be_the_second(
    world: World, program: Programs
) -> None:
    number = with_party(world, frozen_party())
    place = f"/hits/{number}/{first_hit(world, number).id}"
    officer, other = program("officer"), program("officer2")
    seen = officer.get(place)
    assert seen["second_because"]
    word = {
        "verdict": "not_a_match",
        "code": "other_identifier",
        "reasons": "Another number.",
        "version": seen["version"],
    }
    said = officer.post(place, word)
    assert said["hit"]["standing"] == "awaiting_second"
    again = officer.call("POST", place, word)
    assert (again.status_code, again.json()["code"]) == (409, "stale_version")
    yes = {"agrees": True, "reasons": "Compared.", "version": said["version"]}
    own = officer.call("POST", f"{place}/second", yes)
    assert (own.status_code, own.json()["code"]) == (403, "not_independent_act")
    done = other.post(f"{place}/second", yes)
    assert done["hit"]["standing"] == "not_a_match"
    assert done["earlier"][0]["word"]["seconds"][0]["by"] == "Officer2"


def test_several_hits_are_decided_together_or_not_at_all(
    world: World, program: Programs
) -> None:
    same = [with_party(world, BROKERS) for _ in range(2)]
    odd = with_party(world, frozen_party())
    officer = program("officer")

    def body(*numbers: str) -> dict[str, object]:
        return {
            "verdict": "not_a_match",
            "reasons": "A namesake.",
            "hits": [
                {
                    "case": number,
                    "hit": first_hit(world, number).id,
                    "version": see(world, number).version,
                }
                for number in numbers
            ],
        }

    refused = officer.call("POST", "/hits/together", body(*same, odd))
    assert (refused.status_code, refused.json()["code"]) == (422, "mixed_evidence")
    assert odd in refused.json()["fields"]["hits"]
    assert officer.post("/hits/together", body(*same)) == {"decided": 2}


def test_measures_are_for_those_who_answer_for_the_work(
    world: World, program: Programs
) -> None:
    settle(world, with_party(world, frozen_party()))
    told = program("head").get("/hits/measures")
    assert told["agreement"]["count"] == told["agreement"]["of"] > 0
    assert told["agreement"]["few"] is True
    assert len(told["weeks"]) == 13  # the last one has only begun
    refused = program("officer").call("GET", "/hits/measures")
    assert refused.status_code == 403
    wrong = program("auditor").call("GET", "/hits/measures?since=2026-13-01")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "impossible_date")


def test_the_older_way_to_adjudicate_still_works(
    world: World, program: Programs
) -> None:
    number = with_party(world, BROKERS)
    done = program("officer").post(
        f"/cases/{number}/hits/{first_hit(world, number).id}",
        {"verdict": "not_a_match", "reasons": "A namesake.", "version": None},
    )
    hit = next(hit for one in done["screenings"] for hit in one["hits"])
    assert hit["standing"] == "not_a_match"
    assert hit["adjudications"][0]["code"] == "other"


def test_a_hit_of_a_case_without_standing_does_not_exist(
    world: World, program: Programs
) -> None:
    number = with_party(world, BROKERS)
    place = f"/hits/{number}/{first_hit(world, number).id}"
    assert program("te").call("GET", place).status_code == 403
    assert program("officer").call("GET", f"/hits/{number}/none").status_code == 404
    assert program("officer").call("GET", "/hits/none/none").status_code == 404
