"""The law inside a case and opinions, over the API."""

from collections.abc import Callable
from dataclasses import replace

from django.test import Client
from tests.web.api.conftest import Program
from tests.web.casework.builders import World, submit, take
from tests.web.casework.test_opinions import FACTS, Fixed

from licet.web.casework.jobs.worker import run_pending
from licet.web.casework.ports import Ports, using

Programs = Callable[..., Program]


def test_a_program_reads_runs_again_and_classifies(
    world: World, program: Programs
) -> None:
    case = submit(world)
    take(world, case.number)
    officer = program("officer")
    place = f"/cases/{case.number}"
    assert officer.get(f"{place}/determinations")[0]["current"]
    assert officer.get(f"{place}/determinations/replay")[0]["same"]
    body = {"entry": "4D001.a", "law": "Annex I 4D001.a", "reasons": "So."}
    seen = officer.post(f"{place}/items/1/classification", body)
    assert seen["classification"][0]["override"]["entry"] == "4D001.a"


def test_a_program_asks_works_and_ends_an_opinion(
    world: World, program: Programs, outside: Ports
) -> None:
    fixed = Fixed(outside.determiner)
    with using(replace(outside, determiner=fixed)):  # type: ignore[arg-type]
        halden, officer, signer = map(program, ("halden", "officer", "signer"))
        kinds = Client().get("/api/v1/opinions/kinds").json()["items"]
        assert {one["id"] for one in kinds} >= {"advance_ruling"}
        body = {
            "organisation": str(world.organisations["halden"].pk),
            "kind": "advance_ruling",
            "title": "A tool",
            "facts": FACTS,
        }
        other = halden.post("/opinions", body)["number"]
        assert halden.post(f"/opinions/{other}/withdraw")["state"] == "withdrawn"
        number = halden.post("/opinions", body)["number"]
        place = f"/opinions/{number}"
        officer.post(f"{place}/take")
        said = {"answer": "None is required.", "reasons": "So."}
        officer.post(f"{place}/draft", said)
        officer.post(f"{place}/send")
        signer.post(f"{place}/return", {"reasons": "More."})
        officer.post(f"{place}/send")
        assert signer.post(f"{place}/issue")["state"] == "issued"
        run_pending()
        letter = halden.get(place)["letter"]
        assert len(halden.get("/opinions")) == 2
        asked = {"number": number, "sha256": letter}
        check = Client().get("/api/v1/opinions/verify", asked).json()
        assert check["standing"] == "valid"
        ended = signer.post(f"{place}/revoke", {"reasons": "Wrong."})
        assert ended["state"] == "revoked"


def test_a_program_asks_what_would_change_an_outcome(
    world: World, program: Programs
) -> None:
    del world
    facts = {
        "item": {"kind": "software", "listed_as": "4D004"},
        "destination": "BR",
        "end_user": {"type": "bank", "country": "BR"},
        "activity": "hosted_access",
    }
    body = {"facts": facts, "regime": "eu/2021-821", "on": "2026-07-31"}
    asker = program("halden")
    plain = asker.post("/determine", body)
    assert "what_would_change" not in plain
    told = asker.post("/determine", {**body, "what_would_change": True})
    assert told["outcome"] == told["what_would_change"]["outcome"] == plain["outcome"]
    assert set(told["what_would_change"]) >= {"reasons", "changes", "exact"}
