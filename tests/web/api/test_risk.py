"""Risk over the API: what the screens show, and a transaction that is no case."""

from collections.abc import Callable

from tests.web.api.conftest import Program
from tests.web.casework.builders import World, submit, take

Programs = Callable[..., Program]
FACTS = {"item": {"kind": "software", "eccn": "4D004"}, "destination": "BR", "end_user": {"type": "bank"}}  # fmt: skip


def test_a_program_reads_how_a_case_is_weighed(world: World, program: Programs) -> None:
    number = submit(world).number
    take(world, number)
    found = program("officer").get(f"/cases/{number}/risk")
    assert found["band"]
    assert found["items"][0]["weighed"]["factors"]
    assert found["history"][0]["because"] == "findings"
    assert program("officer").get(f"/cases/{number}")["risk"]["digest"] == found["digest"]  # fmt: skip
    assert program("halden").call("GET", f"/cases/{number}/risk").status_code == 403
    assert program("officer").call("GET", "/cases/L-none/risk").status_code == 404


def test_a_posted_transaction_is_assessed_with_its_evidence_and_nothing_is_kept(
    world: World, program: Programs
) -> None:
    halden = program("halden")
    bare = halden.post("/risk", {"facts": FACTS})
    assert bare["weighed"]["band"]["id"] == "exceptional"
    said = {"about": "screening.party", "source": "Lists (invented)", "dated": "2026-03-02", "answers": ["none"]}  # fmt: skip
    known = halden.post("/risk", {"facts": FACTS, "evidence": [said], "on": "2026-03-02"})  # fmt: skip
    assert known["weighed"]["points"]["best"] == bare["weighed"]["points"]["best"] - 12
    assert {one["id"] for one in known["criteria"]} >= {"c1-obligations"}


def test_evidence_without_source_and_facts_that_cannot_be_read_are_refused(
    world: World, program: Programs
) -> None:
    halden = program("halden")
    bad = {"about": "screening.party", "source": " ", "dated": "2026-03-02", "answers": ["none"]}  # fmt: skip
    answer = halden.call("POST", "/risk", {"facts": FACTS, "evidence": [bad]})
    assert (answer.status_code, answer.json()["code"]) == (422, "unsourced_evidence")
    float_number = {**bad, "source": "A", "answers": [], "best": 0.5}
    answer = halden.call("POST", "/risk", {"facts": FACTS, "evidence": [float_number]})
    assert answer.status_code == 422
    answer = halden.call("POST", "/risk", {"facts": FACTS, "item": 7})
    assert answer.status_code == 422
